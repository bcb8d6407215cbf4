//! Rectification in the contract: a person's request to correct the own record, and its decision.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::{Act, personal_view};
use netra_entity::code::{RectifiableField, RectificationState};
use netra_entity::rectification;
use netra_registry::privacy::rectification::{
    RectificationFilter, RectificationInput, RectifyInput,
};
use netra_registry::{Done, Error};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional, show};
use crate::graphql::kernel::noun::{Noun, nested, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
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

/// What one asks to have corrected.
#[derive(InputObject)]
pub(in crate::graphql) struct RequestRectificationInput {
    /// What is wrong.
    field: RectifiableField,
    /// What it should be; for an employment in words (nilai yang diminta).
    claimed_value: String,
    /// Why, 10 to 2,000 characters (dasar permintaan).
    ground: String,
}

/// A decision on a request.
#[derive(InputObject)]
#[graphql(name = "RectifyInput")]
pub(in crate::graphql) struct RectifyRecordInput {
    /// The request.
    id: ID,
    /// Whether the record is corrected; refused otherwise.
    accept: bool,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
    /// For a service number or an employment that is accepted: the event of the act that corrected
    /// the record.
    corrected_by: Option<ID>,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// Which requests are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct RectificationFilterInput {
    /// Only those in this state.
    state: Option<RectificationState>,
    /// Only those of people of this institution.
    institution: Option<ID>,
    /// Only those undecided after their time, or only the others.
    is_overdue: Option<bool>,
}

/// What an act on a request answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RectificationPayload {
    /// The request.
    rectification: Option<Rectification>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
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
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let institution = filter.institution.as_ref();
            let filter = RectificationFilter {
                state: filter.state,
                institution_id: read_optional(
                    "filter.institution",
                    Kind::Institution,
                    institution,
                )?,
                is_overdue: filter.is_overdue,
            };
            let paged = Paged::new(call, "rectifications", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().rectifications(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, Rectification::show))
        };
        answer(ctx, listed.await)
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "requestRectification")?;
            let input = RectificationInput {
                field: input.field,
                claimed_value: input.claimed_value,
                ground: input.ground,
            };
            let done = call.registry().request_rectification(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Decides a request: corrects the record, or refuses with reasons (perbaikan data).
    #[graphql(directive = access::apply(word(Act::Rectify), roles(Act::Rectify)))]
    async fn rectify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: RectifyRecordInput,
    ) -> Option<RectificationPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "rectify")?;
            let corrected_by = input.corrected_by.as_ref();
            let input = RectifyInput {
                id: read("input.id", Kind::Rectification, &input.id)?,
                accept: input.accept,
                reason: input.reason,
                corrected_by: read_optional("input.correctedBy", Kind::Event, corrected_by)?,
                expected_version: input.expected_version,
            };
            let done = call.registry().rectify(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

/// Re-reads the request through the caller's own permit.
async fn payload(call: &Call, done: Done) -> Result<RectificationPayload, Error> {
    let id = done.subject_id.unwrap_or_default();
    let row = call.registry().rectification(&call.permit()?, id).await?;
    Ok(RectificationPayload {
        rectification: Some(Rectification::show(row)),
        receipt: Receipt::of(&done),
    })
}
