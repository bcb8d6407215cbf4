//! Successions of institutions and functions, in the contract.

mod input;
mod preview;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_entity::code::{ApprovalState, Function, SuccessionSide};
use netra_entity::{succession, succession_function, succession_party, succession_unit};
use netra_registry::succession::{Succeeded, SuccessionFilter};
use netra_registry::{Done, Result};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::noun::{Noun, nested, nouns, rows};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::kernel::record::Record;
use crate::graphql::law::legal_instrument::LegalInstrument;
use crate::graphql::office::institution::Institution;
use crate::graphql::office::organisational_unit::OrganisationalUnit;
use input::{ApproveSuccessionInput, PrepareSuccessionInput, SuccessionFilterInput};
use preview::SuccessionPreview;

/// How institutions or their functions pass to others on a day (suksesi).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Succession {
    #[graphql(flatten)]
    pub(in crate::graphql) row: succession::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Succession shows succession under ReadReference as Succession with rev;
}

#[ComplexObject]
impl Succession {
    /// The instrument it rests on (dasar hukum).
    async fn legal_instrument(&self, ctx: &Context<'_>) -> Option<LegalInstrument> {
        nested(ctx, self.row.legal_instrument_id).await
    }

    /// Who gives (instansi pendahulu).
    async fn predecessors(&self, ctx: &Context<'_>) -> Option<Vec<Institution>> {
        Some(self.side(ctx, SuccessionSide::Predecessor).await)
    }

    /// Who takes over (instansi penerus).
    async fn successors(&self, ctx: &Context<'_>) -> Option<Vec<Institution>> {
        Some(self.side(ctx, SuccessionSide::Successor).await)
    }

    /// The functions that pass (fungsi yang beralih).
    async fn functions(&self, ctx: &Context<'_>) -> Option<Vec<SuccessionFunction>> {
        let rows = rows::<succession_function::Model>(ctx, self.row.id).await;
        Some(rows.into_iter().map(|row| SuccessionFunction { row }).collect())
    }

    /// Where units go that the two offices named (pembagian unit organisasi).
    async fn units(&self, ctx: &Context<'_>) -> Option<Vec<SuccessionUnit>> {
        let rows = rows::<succession_unit::Model>(ctx, self.row.id).await;
        Some(rows.into_iter().map(|row| SuccessionUnit { row }).collect())
    }

    /// Where everybody else goes.
    async fn others_to(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.others_to).await
    }

    /// What has passed so far; all of it, once there is a receipt. Null for those who may not read
    /// the preview: how many people a small institution has is not for everyone (hasil).
    async fn result(&self, ctx: &Context<'_>) -> Option<SuccessionResult> {
        Call::of(ctx).actor.reach(Act::ReadSuccessionPreview)?;
        Some(SuccessionResult {
            seats_ended: self.row.seats_ended,
            seats_granted: self.row.seats_granted,
            clients_ended: self.row.clients_ended,
            units_moved: self.row.units_moved,
            employments_moved: self.row.employments_moved,
        })
    }

    /// Receipt of the event that closed it; absent until everything has passed (tanda terima).
    async fn receipt(&self) -> Option<Receipt> {
        self.row.completed_by.map(Receipt::of_event)
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let prepared = self.row.state == ApprovalState::Prepared;
        let state = if prepared { Ok(()) } else { Err(Rule::AlreadyDecided) };
        let acts = [Act::ReadSuccessionPreview, Act::ApproveSuccession];
        available(Call::of(ctx), &acts.map(|act| (act, state)))
    }
}

impl Succession {
    async fn side(&self, ctx: &Context<'_>, side: SuccessionSide) -> Vec<Institution> {
        let parties = rows::<succession_party::Model>(ctx, self.row.id).await;
        let on_side = parties.into_iter().filter(|it: &succession_party::Model| it.side == side);
        let found = on_side.map(|it| nested(ctx, it.institution_id));
        futures_util::future::join_all(found).await.into_iter().flatten().collect()
    }
}

/// A function that passes from one institution to another (fungsi yang beralih).
pub(in crate::graphql) struct SuccessionFunction {
    row: succession_function::Model,
}

/// A function that passes from one institution to another (fungsi yang beralih).
#[Object]
impl SuccessionFunction {
    /// The function (fungsi).
    async fn function(&self) -> Function {
        self.row.function
    }

    /// Who gives it (instansi pendahulu).
    async fn from(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.from_id).await
    }

    /// Who takes it over; the same institution where it keeps its share of a split.
    async fn to(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.to_id).await
    }

    /// Whether those who sit under it go along; else their seats merely end.
    async fn moves_seats(&self) -> bool {
        self.row.moves_seats
    }
}

/// Where a unit goes, with those below it (pembagian unit organisasi).
pub(in crate::graphql) struct SuccessionUnit {
    row: succession_unit::Model,
}

/// Where a unit goes, with those below it (pembagian unit organisasi).
#[Object]
impl SuccessionUnit {
    /// The predecessor's unit (unit organisasi).
    async fn unit(&self, ctx: &Context<'_>) -> Option<OrganisationalUnit> {
        nested(ctx, self.row.unit_id).await
    }

    /// The institution to which it goes (instansi penerus).
    async fn to(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.to_id).await
    }

    /// The unit that it became there, once it has passed.
    async fn became(&self, ctx: &Context<'_>) -> Option<OrganisationalUnit> {
        nested(ctx, self.row.became_id).await
    }
}

/// What has passed by a succession (hasil suksesi).
#[derive(SimpleObject)]
pub(in crate::graphql) struct SuccessionResult {
    /// Seats ended in the predecessors.
    seats_ended: i32,
    /// Seats granted in the successors to those who held them.
    seats_granted: i32,
    /// Machines ended; a successor registers its own.
    clients_ended: i32,
    /// Units registered in the successors.
    units_moved: i32,
    /// Employments that go on in the successors.
    employments_moved: i32,
}

/// An institution that precedes or follows another (instansi pendahulu atau penerus).
pub(in crate::graphql) struct InstitutionSuccession {
    found: Succeeded,
}

/// An institution that precedes or follows another (instansi pendahulu atau penerus).
#[Object]
impl InstitutionSuccession {
    /// The other institution (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.found.institution_id).await
    }

    /// By which succession (suksesi).
    async fn succession(&self) -> Option<Succession> {
        Some(Succession::show(self.found.succession.clone()))
    }
}

/// Those on one side of an institution.
pub(in crate::graphql) fn beside(
    found: &[Succeeded],
    side: SuccessionSide,
) -> Vec<InstitutionSuccession> {
    let found = found.iter().filter(|it| it.side == side).cloned();
    found.map(|found| InstitutionSuccession { found }).collect()
}

/// What an act on a succession answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SuccessionPayload {
    /// The succession.
    succession: Option<Succession>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct SuccessionQuery;

/// Successions.
#[Object]
impl SuccessionQuery {
    /// Successions by the day on which they take effect, prepared ones included (daftar suksesi).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn successions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<SuccessionFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Succession>> {
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let institution = filter.institution.as_ref();
            let filter = SuccessionFilter {
                institution_id: read_optional(
                    "filter.institution",
                    Kind::Institution,
                    institution,
                )?,
                state: filter.state,
            };
            let paged = Paged::new(call, "successions", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().successions(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, Succession::show))
        };
        answer(ctx, listed.await)
    }

    /// What a prepared succession would move, as things are now; nothing changes (pratinjau).
    #[graphql(directive = access::apply(word(Act::ReadSuccessionPreview), roles(Act::ReadSuccessionPreview)))]
    async fn succession_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The prepared succession.")] id: ID,
    ) -> Option<SuccessionPreview> {
        let call = Call::of(ctx);
        let found = async {
            let permit = call.permit()?;
            let id = read("id", Kind::Succession, &id)?;
            let (row, plan) =
                call.registry().succession_preview(&permit, &call.permit()?, id).await?;
            Ok(SuccessionPreview::new(row, plan, call.locale))
        };
        answer(ctx, found.await)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct SuccessionMutation;

/// Acts on successions.
#[Object]
impl SuccessionMutation {
    /// Prepares a succession; it takes effect on its day once the second office has approved it
    /// (penyiapan suksesi).
    #[graphql(directive = access::apply(word(Act::PrepareSuccession), roles(Act::PrepareSuccession)))]
    async fn prepare_succession(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The succession.")] input: PrepareSuccessionInput,
    ) -> Option<SuccessionPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "prepareSuccession")?;
            let input = input.read()?;
            let done = call.registry().prepare_succession(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Approves or refuses a prepared succession. On its day, which may have passed, the functions
    /// have their new holders at once; seats, machines, units and people follow (persetujuan
    /// suksesi).
    #[graphql(directive = access::apply(word(Act::ApproveSuccession), roles(Act::ApproveSuccession)))]
    async fn approve_succession(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: ApproveSuccessionInput,
    ) -> Option<SuccessionPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "approveSuccession")?;
            let id = read("input.id", Kind::Succession, &input.id)?;
            let digest = input.plan_digest.as_deref();
            let registry = call.registry();
            let done =
                registry.approve_succession(&permit, &request, id, input.approve, digest).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

async fn payload(call: &Call, done: Done) -> Result<SuccessionPayload> {
    let id = done.subject_id.unwrap_or_default();
    let row = call.registry().succession(&call.permit()?, id).await?;
    let succession = Some(Succession::show(row));
    Ok(SuccessionPayload { succession, receipt: Receipt::of(&done) })
}
