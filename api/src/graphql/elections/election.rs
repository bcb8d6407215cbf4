//! Cycles, elections and phases in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::code::{Confidence, ElectionRegime};
use netra_entity::{Date, cycle, election, election_phase};
use netra_registry::elections::election::{ElectionInput, PhaseInput};
use uuid::Uuid;

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read};
use crate::graphql::kernel::loader::{ConclusionOf, load};
use crate::graphql::kernel::noun::{Noun, children, nested, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
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
        cycle_by_id(ctx, self.row.cycle_id).await
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

/// A phase to record.
#[derive(InputObject)]
pub(in crate::graphql) struct ElectionPhaseInput {
    /// Contest type, or ALL.
    contest_type: String,
    /// Code of the region, where the phase differs there.
    region_code: Option<String>,
    /// Phase, code list `PHASE` (tahapan).
    phase: String,
    /// First day.
    starts_on: Date,
    /// Last day, inclusive.
    ends_on: Date,
    /// Where the facts come from (sumber).
    source: String,
    /// How sure they are.
    confidence: Confidence,
}

/// An election to record.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordElectionInput {
    /// Code.
    code: String,
    /// The cycle.
    cycle: ID,
    /// Body of law (rezim).
    regime: ElectionRegime,
    /// Name in Indonesian.
    name: String,
    /// Name in English.
    name_en: Option<String>,
    /// Day of voting (hari pemungutan suara).
    voting_on: Option<Date>,
    /// Code of its law.
    law_code: Option<String>,
    /// Where the facts come from (sumber).
    source: String,
    /// How sure they are.
    confidence: Confidence,
    /// Its phases.
    phases: Vec<ElectionPhaseInput>,
}

/// What `recordElection` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RecordElectionPayload {
    /// The election.
    election: Option<Election>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
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
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Option<Election> {
        let call = Call::of(ctx);
        let found = async {
            let id = read("id", Kind::Election, &id)?;
            call.registry().election(&call.permit()?, id).await
        };
        answer(ctx, found.await).map(Election::show)
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
        let call = Call::of(ctx);
        let listed = async {
            let paged = Paged::new(call, "elections", &());
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().elections(&call.permit()?, &window).await?;
            Ok(paged.connect(page, Election::show))
        };
        answer(ctx, listed.await)
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordElection")?;
            let input = input.read()?;
            let done = call.registry().record_election(&permit, &request, &input).await?;
            let id = done.subject_id.unwrap_or_default();
            let row = call.registry().election(&call.permit()?, id).await?;
            Ok(RecordElectionPayload {
                election: Some(Election::show(row)),
                receipt: Receipt::of(&done),
            })
        };
        answer(ctx, done.await)
    }
}

impl RecordElectionInput {
    fn read(self) -> netra_registry::Result<ElectionInput> {
        let phase = |it: ElectionPhaseInput| PhaseInput {
            contest_type: it.contest_type,
            region_code: it.region_code,
            phase: it.phase,
            starts_on: it.starts_on,
            ends_on: it.ends_on,
            source: it.source,
            confidence: it.confidence,
        };
        Ok(ElectionInput {
            cycle_id: read("input.cycle", Kind::Cycle, &self.cycle)?,
            code: self.code,
            regime: self.regime,
            name: self.name,
            name_en: self.name_en,
            voting_on: self.voting_on,
            law_code: self.law_code,
            source: self.source,
            confidence: self.confidence,
            phases: self.phases.into_iter().map(phase).collect(),
        })
    }
}
