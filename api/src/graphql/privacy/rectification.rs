//! Rectification in the contract: a person's request to correct the own record, and its decision.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::{Act, personal_view};
use netra_entity::code::RectificationState;
use netra_entity::rectification;
use netra_registry::Registry;
use netra_registry::privacy::rectification::{
    RectificationFilterInput, RectifyInput, RequestRectificationInput,
};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::noun::{act, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;
use crate::graphql::people::civil_servant::CivilServant;

/// A person's request to correct the own record (permintaan perbaikan data), UU 27/2022 Pasal 6.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Rectification {
    #[graphql(flatten)]
    pub(in crate::graphql) row: rectification::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Rectification shows rectification under ReadRectifications as Rectification with rev;
}

#[ComplexObject]
impl Rectification {
    /// The person, where visible to the caller (pegawai).
    async fn civil_servant(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, self.row.civil_servant_id).await
    }

    /// The person's employer when it was requested (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// What it should be; null where the caller does not read names (nilai yang diminta).
    async fn claimed_value(&self, ctx: &Context<'_>) -> Option<&str> {
        personal(ctx, self.row.claimed_value.as_deref())
    }

    /// Why, in the person's words; null as for the value (dasar permintaan).
    async fn ground(&self, ctx: &Context<'_>) -> Option<&str> {
        personal(ctx, self.row.ground.as_deref())
    }

    /// Why it was decided so; null as for the value (alasan keputusan).
    async fn decision_reason(&self, ctx: &Context<'_>) -> Option<&str> {
        personal(ctx, self.row.decision_reason.as_deref())
    }

    /// Whether it is undecided after its time (lewat tenggat).
    async fn is_overdue(&self, ctx: &Context<'_>) -> bool {
        let now = Call::of(ctx).registry().clock().now();
        self.row.state == RectificationState::Requested && self.row.due_at < now
    }

    /// Event by which the record was corrected (peristiwa).
    async fn corrected_by(&self) -> Option<ID> {
        self.row.corrected_by.map(|id| show(Kind::Event, id))
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let waits = self.row.state == RectificationState::Requested;
        let state = if waits { Ok(()) } else { Err(Rule::AlreadyDecided) };
        available(Call::of(ctx), &[(Act::Rectify, state)])
    }
}

/// A value where the caller reads names.
fn personal<'a>(ctx: &Context<'_>, value: Option<&'a str>) -> Option<&'a str> {
    value.filter(|_| personal_view(&Call::of(ctx).actor).name)
}

payloads! {
    /// What an act on a request answers.
    RectificationPayload {
        /// The request.
        rectification: Rectification
    }
}

#[derive(Default)]
pub(in crate::graphql) struct RectificationQuery;

/// Requests for rectification.
#[Object]
impl RectificationQuery {
    /// Requests for rectification within the caller's reach, the earliest clock first (daftar
    /// permintaan perbaikan data).
    #[graphql(directive = access::apply(word(Act::ReadRectifications), roles(Act::ReadRectifications)))]
    async fn rectifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<RectificationFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Rectification>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "rectifications", paging, filter, Registry::rectifications).await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct RectificationMutation;

/// Acts on requests for rectification.
#[Object]
impl RectificationMutation {
    /// Asks to have the own record corrected; the clock of UU 27/2022 Pasal 30 begins (permintaan
    /// perbaikan data).
    #[graphql(directive = access::apply(word(Act::RequestRectification), roles(Act::RequestRectification)))]
    async fn request_rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is wrong, and what it should be.")] input: RequestRectificationInput,
    ) -> Option<RectificationPayload> {
        act(ctx, &input, Registry::request_rectification).await
    }

    /// Decides a request: corrects the record, or refuses with reasons (perbaikan data).
    #[graphql(directive = access::apply(word(Act::Rectify), roles(Act::Rectify)))]
    async fn rectify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: RectifyInput,
    ) -> Option<RectificationPayload> {
        act(ctx, &input, Registry::rectify).await
    }
}
