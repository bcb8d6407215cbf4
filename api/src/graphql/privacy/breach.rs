//! Breaches in the contract: the record behind the notice, and whom it affects.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::breach;
use netra_registry::Registry;
use netra_registry::privacy::breach::RecordBreachInput;

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, show};
use crate::graphql::kernel::noun::{Noun, act, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::payload::payloads;
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

payloads! {
    /// What `recordBreach` answers.
    BreachPayload {
        /// The breach.
        breach: Breach
    }
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
        let paging = Paging { first, after, last, before };
        list(ctx, "breaches", paging, Some(()), async |it, permit, (), window| {
            it.breaches(permit, window).await
        })
        .await
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
        act(ctx, &input, Registry::record_breach).await
    }
}
