//! Cycles, elections and phases in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::{Date, Ref, cycle, election, election_phase};
use netra_registry::Registry;
use netra_registry::elections::election::RecordElectionInput;
use uuid::Uuid;

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::loader::{ConclusionOf, load};
use crate::graphql::kernel::noun::{Noun, act, children, find, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;

/// The elections that one pact text covers (siklus pemilihan).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Cycle {
    #[graphql(flatten)]
    pub(in crate::graphql) row: cycle::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Cycle shows cycle under ReadReference as Cycle with rev;
    Election shows election under ReadReference as Election with rev;
    ElectionPhase shows election_phase under ReadReference;
}

#[ComplexObject]
impl Cycle {
    /// Its elections (pemilihan).
    async fn elections(&self, ctx: &Context<'_>) -> Option<Vec<Election>> {
        Some(children(ctx, self.row.id).await)
    }
}

/// A nested cycle.
pub(in crate::graphql) async fn cycle_by_id(ctx: &Context<'_>, id: Uuid) -> Option<Cycle> {
    nested(ctx, id).await
}

/// An election (Pemilu) or regional election (Pemilihan).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Election {
    #[graphql(flatten)]
    pub(in crate::graphql) row: election::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

#[ComplexObject]
impl Election {
    /// Its cycle (siklus pemilihan).
    async fn cycle(&self, ctx: &Context<'_>) -> Option<Cycle> {
        nested(ctx, self.row.cycle_id).await
    }

    /// Day on which the last of its contests was concluded; null while one is not (berakhirnya
    /// pemilihan).
    async fn concluded_on(&self, ctx: &Context<'_>) -> Option<Date> {
        load(ctx, ConclusionOf(self.row.id)).await
    }

    /// Its phases, by first day (tahapan).
    async fn phases(&self, ctx: &Context<'_>) -> Option<Vec<ElectionPhase>> {
        Some(children(ctx, self.row.id).await)
    }
}

/// A phase of an election for some or all of its contests (tahapan).
#[derive(SimpleObject)]
pub(in crate::graphql) struct ElectionPhase {
    #[graphql(flatten)]
    row: election_phase::Model,
}

payloads! {
    /// What `recordElection` answers.
    RecordElectionPayload {
        /// The election.
        election: Election
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ElectionQuery;

/// Elections.
#[Object]
impl ElectionQuery {
    /// All cycles, oldest first (siklus pemilihan).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn cycles(&self, ctx: &Context<'_>) -> Option<Vec<Cycle>> {
        let call = Call::of(ctx);
        let listed = async { call.registry().cycles(&call.permit()?).await };
        answer(ctx, listed.await).map(|rows| rows.into_iter().map(Cycle::show).collect())
    }

    /// The cycle with a code (siklus pemilihan).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn cycle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its code.")] code: String,
    ) -> Option<Cycle> {
        let call = Call::of(ctx);
        let found = async { call.registry().cycle(&call.permit()?, &code).await };
        answer(ctx, found.await).map(Cycle::show)
    }

    /// One election.
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn election(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: Ref<election::Entity>,
    ) -> Option<Election> {
        find(ctx, "id", &id).await
    }

    /// Elections in the order of their codes (daftar pemilihan).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn elections(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Election>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "elections", paging, Some(()), Registry::elections).await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ElectionMutation;

/// Acts on elections.
#[Object]
impl ElectionMutation {
    /// Records an election with its phases; only the central election administration does
    /// (pencatatan pemilihan).
    #[graphql(directive = access::apply(word(Act::RecordElection), roles(Act::RecordElection)))]
    async fn record_election(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The election.")] input: RecordElectionInput,
    ) -> Option<RecordElectionPayload> {
        act(ctx, &input, Registry::record_election).await
    }
}
