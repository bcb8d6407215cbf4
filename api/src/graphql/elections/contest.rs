//! Contests, their types, districts and rounds in the contract.

mod act;
mod district;
mod kind;
mod law;
pub(in crate::graphql) mod phase;
mod round;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_entity::{Date, Instant, Ref, contest};
use netra_registry::Registry;
use netra_registry::elections::contest::{ContestFilterInput, ElectoralDistrictFilterInput};

use crate::graphql::elections::contestant::Contestant;
use crate::graphql::elections::election::Election;
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::loader::{ContestTypeOf, load};
use crate::graphql::kernel::noun::{children, find, list, nested, nouns, rows};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::record::Record;
use crate::graphql::office::region::{self, Region};

pub(in crate::graphql) use act::ContestMutation;
pub(in crate::graphql) use district::ElectoralDistrict;
use kind::ContestType;
pub(in crate::graphql) use law::ContestLawMutation;
use netra_entity::contest_exception::Model as ContestException;
use phase::PhaseOnDay;
use round::ContestRound;

/// What is decided by one vote in one region (pemilihan di satu wilayah).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Contest {
    #[graphql(flatten)]
    pub(in crate::graphql) row: contest::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Contest shows contest under ReadReference as Contest with rev;
}

#[ComplexObject]
impl Contest {
    /// The election (pemilihan).
    async fn election(&self, ctx: &Context<'_>) -> Option<Election> {
        nested(ctx, self.row.election_id).await
    }

    /// Its type (jenis pemilihan).
    #[graphql(name = "type")]
    async fn kind(&self, ctx: &Context<'_>) -> Option<ContestType> {
        let row = load(ctx, ContestTypeOf(self.row.contest_type.clone())).await?;
        Some(ContestType { row })
    }

    /// The region it is held in; null for the whole country (wilayah).
    async fn region(&self, ctx: &Context<'_>) -> Option<Region> {
        region::by_code(ctx, self.row.region_code.as_deref()).await
    }

    /// Its rounds, the first one first (putaran).
    async fn rounds(&self, ctx: &Context<'_>) -> Option<Vec<ContestRound>> {
        Some(children(ctx, self.row.id).await)
    }

    /// Its phase on a day or at an instant, now by default; for everybody, or for a contestant or a
    /// candidate, whose own day of determination then counts (tahapan).
    async fn phase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A local day of the contest's region.")] on: Option<Date>,
        #[graphql(desc = "An instant, of which the local day is judged.")] at: Option<Instant>,
        #[graphql(desc = "Who stands in the contest.")] contestant: Option<ID>,
        #[graphql(desc = "A person who stands in the contest.")] candidate: Option<ID>,
    ) -> Option<PhaseOnDay> {
        let asked = phase::Asked { on, at, contestant, candidate };
        answer(ctx, phase::tell(ctx, self, &asked).await)
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let rounds = rows::<ContestRound>(ctx, self.row.id).await;
        let last = rounds.last();
        let open = match last {
            Some(round) if round.concluded_on.is_some() => Err(Rule::ContestConcluded),
            _ => Ok(()),
        };
        let undecided = match last {
            Some(round) if round.determined_on.is_some() => Err(Rule::AlreadyDecided),
            _ => open,
        };
        let acts = [
            (Act::RegisterContestant, open),
            (Act::DetermineContest, undecided),
            (Act::ConcludeElection, open),
            (Act::RecordContestRound, Ok(())),
        ];
        available(Call::of(ctx), &acts)
    }

    /// Who stands in it, as far as the caller may read (peserta).
    async fn contestants(&self, ctx: &Context<'_>) -> Option<Vec<Contestant>> {
        Some(children(ctx, self.row.id).await)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct ContestQuery;

/// Contests.
#[Object]
impl ContestQuery {
    /// The types of contests, in their order (jenis pemilihan).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn contest_types(&self, ctx: &Context<'_>) -> Option<Vec<ContestType>> {
        let call = Call::of(ctx);
        let listed = async { call.registry().contest_types(&call.permit()?).await };
        let rows = answer(ctx, listed.await)?;
        Some(rows.into_iter().map(|row| ContestType { row }).collect())
    }

    /// Where the law departs from those types (kekhususan daerah).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn contest_exceptions(&self, ctx: &Context<'_>) -> Option<Vec<ContestException>> {
        let call = Call::of(ctx);
        let listed = async { call.registry().contest_exceptions(&call.permit()?).await };
        answer(ctx, listed.await)
    }

    /// One contest.
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn contest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: Ref<contest::Entity>,
    ) -> Option<Contest> {
        find(ctx, "id", &id).await
    }

    /// Contests in the order of their codes (daftar pemilihan).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn contests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<ContestFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Contest>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "contests", paging, filter, Registry::contests).await
    }

    /// Electoral districts in the order of their codes (daftar daerah pemilihan).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn electoral_districts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<ElectoralDistrictFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<ElectoralDistrict>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "electoralDistricts", paging, filter, Registry::electoral_districts).await
    }
}
