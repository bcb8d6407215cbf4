//! Breaches in the contract: the record behind the notice, and whom it affects.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::{Instant, breach};
use netra_registry::privacy::breach::BreachInput;

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional, show};
use crate::graphql::kernel::noun::{Noun, nested, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;
use crate::graphql::people::civil_servant::CivilServant;

/// A failure of the protection of personal data (kegagalan pelindungan data pribadi), UU 27/2022
/// Pasal 46.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Breach {
    #[graphql(flatten)]
    pub(in crate::graphql) row: breach::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Breach shows breach under ReadBreaches as Breach;
}

#[ComplexObject]
impl Breach {
    /// The institution whose readings count; null for all (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// Global id of the seat whose readings count; null for all (kedudukan).
    async fn seat(&self) -> Option<ID> {
        self.row.seat_id.map(|id| show(Kind::Seat, id))
    }
}

/// Which readings were no rightful ones.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordBreachInput {
    /// When it was discovered; the clock of the notice begins.
    discovered_at: Instant,
    /// From when readings count.
    began_at: Instant,
    /// Until when readings count.
    ended_at: Instant,
    /// Only those of this institution.
    institution: Option<ID>,
    /// Only those of this seat.
    seat: Option<ID>,
    /// Which data, how, and what is done about it; no names, 10 to 2,000 characters.
    description: String,
}

/// What `recordBreach` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct BreachPayload {
    /// The breach.
    breach: Option<Breach>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct BreachQuery;

/// Breaches.
#[Object]
impl BreachQuery {
    /// Breaches, oldest first; for a civil servant those that affect oneself (daftar kegagalan
    /// pelindungan data).
    #[graphql(directive = access::apply(word(Act::ReadBreaches), roles(Act::ReadBreaches)))]
    async fn breaches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Breach>> {
        let call = Call::of(ctx);
        let listed = async {
            let paged = Paged::new(call, "breaches", &());
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().breaches(&call.permit()?, &window).await?;
            Ok(paged.connect(page, Breach::show))
        };
        answer(ctx, listed.await)
    }

    /// The civil servants whom a breach affects; others are in `nonAsnSignatures`, as far as the caller may see them (subjek data yang
    /// terdampak).
    #[graphql(directive = access::apply(word(Act::ReadBreaches), roles(Act::ReadBreaches)))]
    async fn breach_subjects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The breach.")] breach: ID,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<CivilServant>> {
        let call = Call::of(ctx);
        let listed = async {
            let id = read("breach", Kind::Breach, &breach)?;
            let paged = Paged::new(call, "breachSubjects", &id);
            let window = paged.window(&Paging { first, after, last, before })?;
            let registry = call.registry();
            let page =
                registry.breach_subjects(&call.permit()?, &call.permit()?, id, &window).await?;
            Ok(paged.connect(page, CivilServant::show))
        };
        answer(ctx, listed.await)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct BreachMutation;

/// Acts on breaches.
#[Object]
impl BreachMutation {
    /// Records a breach: from the read log, whom the readings of a time and place showed (pencatatan
    /// kegagalan pelindungan data).
    #[graphql(directive = access::apply(word(Act::RecordBreach), roles(Act::RecordBreach)))]
    async fn record_breach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which readings.")] input: RecordBreachInput,
    ) -> Option<BreachPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordBreach")?;
            let institution = input.institution.as_ref();
            let input = BreachInput {
                discovered_at: input.discovered_at,
                began_at: input.began_at,
                ended_at: input.ended_at,
                institution_id: read_optional("input.institution", Kind::Institution, institution)?,
                seat_id: read_optional("input.seat", Kind::Seat, input.seat.as_ref())?,
                description: input.description,
            };
            let done = call.registry().record_breach(&permit, &request, &input).await?;
            let id = done.subject_id.unwrap_or_default();
            let row = call.registry().breach(&call.permit()?, id).await?;
            Ok(BreachPayload { breach: Some(Breach::show(row)), receipt: Receipt::of(&done) })
        };
        answer(ctx, done.await)
    }
}
