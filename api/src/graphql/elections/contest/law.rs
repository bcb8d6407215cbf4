//! Acts on what the law says of contests: their types, and where it departs from them.

use async_graphql::{Context, Object};
use netra_domain::policy::Act;
use netra_registry::elections::contest::{RecordContestExceptionInput, RecordContestTypeInput};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::law::code_list::RecordedPayload;

#[derive(Default)]
pub(in crate::graphql) struct ContestLawMutation;

/// Acts on what the law says of contests.
#[Object]
impl ContestLawMutation {
    /// Records a type of contest; only the central election administration does (jenis pemilihan).
    #[graphql(directive = access::apply(
        word(Act::RecordContestType), roles(Act::RecordContestType)
    ))]
    async fn record_contest_type(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The type.")] input: RecordContestTypeInput,
    ) -> Option<RecordedPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordContestType")?;
            call.registry().record_contest_type(&permit, &request, &input).await
        };
        answer(ctx, done.await).map(|done| RecordedPayload::of(&done))
    }

    /// Records where the law departs from a type of contest: holds none, or admits local parties;
    /// only the central election administration does (kekhususan daerah).
    #[graphql(directive = access::apply(
        word(Act::RecordContestException), roles(Act::RecordContestException)
    ))]
    async fn record_contest_exception(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The exception.")] input: RecordContestExceptionInput,
    ) -> Option<RecordedPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordContestException")?;
            call.registry().record_contest_exception(&permit, &request, &input).await
        };
        answer(ctx, done.await).map(|done| RecordedPayload::of(&done))
    }
}
