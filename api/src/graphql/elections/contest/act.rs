//! Acts on contests.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::Date;
use netra_entity::code::RoundKind;
use netra_registry::elections::contest::{Determined, RoundDecision, RoundInput};

use super::Contest;
use super::record::{ContestPhaseInput, RecordContestInput};
use crate::graphql::elections::candidate::StatusDocumentInput;
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::noun::Noun;
use crate::graphql::kernel::receipt::Receipt;

/// A further round of a contest.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordContestRoundInput {
    /// The contest.
    contest: ID,
    /// Its kind; the first round comes with the contest (jenis putaran).
    kind: RoundKind,
    /// The only district it is held in, if so (daerah pemilihan).
    district: Option<ID>,
    /// The decision that orders it (putusan, keputusan).
    decision: String,
    /// Its phases; a further round follows no other calendar.
    phases: Vec<ContestPhaseInput>,
    /// Where the facts come from (sumber).
    source: String,
}

/// A contestant to determine.
#[derive(InputObject)]
pub(in crate::graphql) struct DeterminedContestantInput {
    /// The contestant.
    contestant: ID,
    /// Number on the ballot, if it is drawn (nomor urut).
    ballot_number: Option<i32>,
}

/// Who stands in a round of a contest.
#[derive(InputObject)]
pub(in crate::graphql) struct DetermineContestInput {
    /// The contest.
    contest: ID,
    /// Number of the round; the last one by default (putaran).
    round: Option<i32>,
    /// Day of the decision; today by default (tanggal penetapan).
    on: Option<Date>,
    /// The decision (keputusan penetapan).
    document: StatusDocumentInput,
    /// Who is determined; the others stay prospective.
    contestants: Vec<DeterminedContestantInput>,
    /// Whether their qualified candidates are determined with them. Lists that one event cannot
    /// hold come by file.
    #[graphql(default = true)]
    with_candidates: bool,
    /// Revision of the round that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// The end of a round of a contest.
#[derive(InputObject)]
pub(in crate::graphql) struct ConcludeElectionInput {
    /// The contest.
    contest: ID,
    /// Number of the round; the last one by default (putaran).
    round: Option<i32>,
    /// Day of the decision; today by default.
    on: Option<Date>,
    /// The decision (keputusan penetapan hasil).
    document: StatusDocumentInput,
    /// Candidates who are elected (calon terpilih).
    #[graphql(default)]
    elected: Vec<ID>,
    /// Revision of the round that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// What an act on a contest answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct ContestPayload {
    /// The contest.
    contest: Option<Contest>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct ContestMutation;

/// Acts on contests.
#[Object]
impl ContestMutation {
    /// Records a contest with its districts and its first round; only the office that registers
    /// contests of this type in this region does (pencatatan pemilihan di satu wilayah).
    #[graphql(directive = access::apply(word(Act::RecordContest), roles(Act::RecordContest)))]
    async fn record_contest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contest.")] input: RecordContestInput,
    ) -> Option<ContestPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordContest")?;
            let input = input.read()?;
            let done = call.registry().record_contest(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Records a further round that a decision orders: a run-off, a re-vote (PSU), a repeat
    /// election (pencatatan putaran).
    #[graphql(directive = access::apply(
        word(Act::RecordContestRound), roles(Act::RecordContestRound)
    ))]
    async fn record_contest_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The round.")] input: RecordContestRoundInput,
    ) -> Option<ContestPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordContestRound")?;
            let input = input.read()?;
            let done = call.registry().record_contest_round(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Determines who stands in a round, with their candidates; from then on everybody reads them
    /// (penetapan peserta dan calon).
    #[graphql(directive = access::apply(word(Act::DetermineContest), roles(Act::DetermineContest)))]
    async fn determine_contest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who stands.")] input: DetermineContestInput,
    ) -> Option<ContestPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "determineContest")?;
            let with_candidates = input.with_candidates;
            let (decision, determined) = input.read()?;
            let registry = call.registry();
            let done = registry
                .determine_contest(&permit, &request, &decision, &determined, with_candidates)
                .await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Concludes an election in one contest, and tells who is elected (penetapan hasil).
    #[graphql(directive = access::apply(word(Act::ConcludeElection), roles(Act::ConcludeElection)))]
    async fn conclude_election(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end of the round.")] input: ConcludeElectionInput,
    ) -> Option<ContestPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "concludeElection")?;
            let elected = input.elected.iter();
            let elected = elected
                .map(|id| read("input.elected", Kind::Candidate, id))
                .collect::<Result<Vec<_>, _>>()?;
            let decision = input.read()?;
            let registry = call.registry();
            let done = registry.conclude_election(&permit, &request, &decision, &elected).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

async fn payload(
    call: &Call,
    done: netra_registry::Done,
) -> netra_registry::Result<ContestPayload> {
    let id = done.subject_id.unwrap_or_default();
    let row = call.registry().contest(&call.permit()?, id).await?;
    Ok(ContestPayload { contest: Some(Contest::show(row)), receipt: Receipt::of(&done) })
}

impl RecordContestRoundInput {
    fn read(self) -> netra_registry::Result<RoundInput> {
        let district = self.district.as_ref();
        Ok(RoundInput {
            contest_id: read("input.contest", Kind::Contest, &self.contest)?,
            district_id: read_optional("input.district", Kind::District, district)?,
            kind: self.kind,
            decision: self.decision,
            phases: self.phases.into_iter().map(ContestPhaseInput::read).collect(),
            source: self.source,
        })
    }
}

impl DetermineContestInput {
    fn read(self) -> netra_registry::Result<(RoundDecision, Vec<Determined>)> {
        let determined = self.contestants.into_iter().enumerate().map(|(position, it)| {
            let path = format!("input.contestants.{position}.contestant");
            let contestant_id = read(&path, Kind::Contestant, &it.contestant)?;
            Ok(Determined { contestant_id, ballot_number: it.ballot_number })
        });
        let determined = determined.collect::<netra_registry::Result<Vec<_>>>()?;
        let decision = RoundDecision {
            contest_id: read("input.contest", Kind::Contest, &self.contest)?,
            round: self.round,
            on: self.on,
            document: self.document.read(),
            expected_version: self.expected_version,
        };
        Ok((decision, determined))
    }
}

impl ConcludeElectionInput {
    fn read(self) -> netra_registry::Result<RoundDecision> {
        Ok(RoundDecision {
            contest_id: read("input.contest", Kind::Contest, &self.contest)?,
            round: self.round,
            on: self.on,
            document: self.document.read(),
            expected_version: self.expected_version,
        })
    }
}
