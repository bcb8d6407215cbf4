//! Rounds of a contest: further ones by order, the determination of who stands, the conclusion.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::policy::{ActKind, Permit, of};
use netra_entity::code::{CandidateState, ContestantState, RoundKind, StatusGround};
use netra_entity::{Date, Ref, candidate, contest, contest_round, contestant, electoral_district};
use uuid::Uuid;

use super::{ContestPhaseInput, check_phases, insert_round};
use crate::Registry;
use crate::elections;
use crate::elections::candidate::{self as persons, determine_candidates};
use crate::elections::contestant::{
    StatusDocumentInput, enter, local_today, open_round, status, store,
};
use crate::law::code_list::Codes;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office::region::zone_of;
use crate::pact::pact_text::expect_version;
use crate::record::part::ROUND_PHASES;

/// A further round of a contest.
#[derive(Clone, Debug, InputObject)]
pub struct RecordContestRoundInput {
    /// The contest.
    pub contest: Ref<contest::Entity>,
    /// Its kind; the first round comes with the contest (jenis putaran).
    pub kind: RoundKind,
    /// The only district it is held in, if so (daerah pemilihan).
    pub district: Option<Ref<electoral_district::Entity>>,
    /// The decision that orders it (putusan, keputusan).
    pub decision: String,
    /// Day of that decision, with which the round begins; today by default (tanggal putusan).
    pub ordered_on: Option<Date>,
    /// Its phases; a further round follows no other calendar.
    pub phases: Vec<ContestPhaseInput>,
    /// Where the facts come from (sumber).
    pub source: String,
}

/// A contestant to determine.
#[derive(Clone, Debug, InputObject)]
pub struct DeterminedContestantInput {
    /// The contestant.
    pub contestant: Ref<contestant::Entity>,
    /// Number on the ballot, if it is drawn (nomor urut).
    pub ballot_number: Option<i32>,
}

/// Who stands in a round of a contest.
#[derive(Clone, Debug, InputObject)]
pub struct DetermineContestInput {
    /// The contest.
    pub contest: Ref<contest::Entity>,
    /// Number of the round; the last one by default (putaran).
    pub round: Option<i32>,
    /// Day of the decision; today by default (tanggal penetapan).
    pub on: Option<Date>,
    /// The decision (keputusan penetapan).
    pub document: StatusDocumentInput,
    /// Who is determined; the others stay prospective.
    pub contestants: Vec<DeterminedContestantInput>,
    /// Whether their qualified candidates are determined with them. Lists that one event cannot
    /// hold come by file.
    #[graphql(default = true)]
    pub with_candidates: bool,
    /// Version of the round that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// The end of a round of a contest.
#[derive(Clone, Debug, InputObject)]
pub struct ConcludeElectionInput {
    /// The contest.
    pub contest: Ref<contest::Entity>,
    /// Number of the round; the last one by default (putaran).
    pub round: Option<i32>,
    /// Day of the decision; today by default.
    pub on: Option<Date>,
    /// The decision (keputusan penetapan hasil).
    pub document: StatusDocumentInput,
    /// Candidates who are elected (calon terpilih).
    #[graphql(default)]
    pub elected: Vec<Ref<candidate::Entity>>,
    /// Version of the round that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// What is decided about a round.
struct Decision<'a> {
    round: Option<i32>,
    on: Option<Date>,
    document: &'a StatusDocumentInput,
    expected_version: Option<i32>,
}

impl Registry {
    /// Records a further round: a run-off, a re-vote (PSU), a repeat election.
    ///
    /// # Errors
    /// `NOT_FOUND`; `FORBIDDEN` outside the office's level and region; `DECISION_REQUIRED`,
    /// `DISTRICT_REQUIRED`, `CODE_UNKNOWN`, `END_BEFORE_START`, `DAY_IN_FUTURE`.
    pub async fn record_contest_round(
        &self,
        permit: &Permit<of::RecordContestRound>,
        request: &ActRequest,
        input: &RecordContestRoundInput,
    ) -> Result<Done> {
        let contest_id = read("contest", &input.contest)?;
        let district_id = read_optional("district", input.district.as_ref())?;
        let mut act = open_act!(self, permit, request);
        let contest = covered(&act, permit, contest_id).await?;
        if input.kind == RoundKind::First || input.decision.trim().is_empty() {
            return Err(Error::invalid("decision", Rule::DecisionRequired));
        }
        let districts = elections::within::districts(act.tx(), &[contest.id]).await?;
        let of_contest = |id: &Uuid| districts.iter().any(|it| it.id == *id);
        if !district_id.iter().all(of_contest) {
            return Err(Error::invalid("district", Rule::DistrictRequired));
        }
        let codes = Codes::load(act.tx(), &["PHASE"]).await?;
        check_phases(&codes, "phases", &input.phases)?;
        let zone = zone_of(act.tx(), contest.region_code.as_deref()).await?;
        let today = local_today(&act, zone);
        let ordered_on = input.ordered_on.unwrap_or(today);
        if ordered_on > today {
            return Err(Error::invalid("orderedOn", Rule::DayInFuture));
        }
        let rounds = elections::within::rounds(act.tx(), &[contest.id]).await?;
        let round = contest_round::Model {
            id: act.new_id(),
            contest_id: contest.id,
            number: rounds.last().map_or(1, |it| it.number + 1),
            kind: input.kind,
            district_id,
            decision: Some(input.decision.trim().to_owned()),
            ordered_on: Some(ordered_on),
            determined_on: None,
            determination: None,
            concluded_on: None,
            conclusion: None,
            source: input.source.clone(),
            rev: 1,
        };
        insert_round(&mut act, round, &input.phases).await?;
        act.commit(Some(contest.id)).await
    }

    /// Determines who stands in a round, with their candidates. Who is not named stays
    /// prospective, and may be determined later on a day of its own.
    ///
    /// # Errors
    /// `NOT_FOUND`; `FORBIDDEN` outside the office's level and region; `ALREADY_DECIDED`,
    /// `NOT_PROSPECTIVE`, `DAY_IN_FUTURE`, `STATUS_BEFORE_LAST`, `DOCUMENT_REQUIRED`;
    /// `TOO_MANY_ROWS` where one event cannot hold the candidates: these come by file then.
    pub async fn determine_contest(
        &self,
        permit: &Permit<of::DetermineContest>,
        request: &ActRequest,
        input: &DetermineContestInput,
    ) -> Result<Done> {
        let named = |(position, it): (usize, &DeterminedContestantInput)| {
            read(&format!("contestants.{position}.contestant"), &it.contestant)
        };
        let ids = input.contestants.iter().enumerate().map(named).collect::<Result<Vec<_>>>()?;
        let contest_id = read("contest", &input.contest)?;
        let mut act = open_act!(self, permit, request);
        let contest = covered(&act, permit, contest_id).await?;
        let decision = Decision {
            round: input.round,
            on: input.on,
            document: &input.document,
            expected_version: input.expected_version,
        };
        let (round, on) = decide(&act, &contest, &decision).await?;
        if round.determined_on.is_some() {
            return Err(Rule::AlreadyDecided.into());
        }
        let rows = elections::within::contestants(act.tx(), &ids).await?;
        let mut entered = Vec::with_capacity(rows.len());
        for (position, (wanted, id)) in input.contestants.iter().zip(&ids).enumerate() {
            let path = format!("contestants.{position}.contestant");
            let fits = |it: &&contestant::Model| {
                it.id == *id
                    && it.contest_id == contest.id
                    && it.round_number <= round.number
                    && it.state == ContestantState::Prospective
            };
            let row = rows.iter().find(fits).cloned();
            let row = row.ok_or(Error::invalid(path.as_str(), Rule::NotProspective))?;
            if entered.iter().any(|it: &contestant::Model| it.id == row.id) {
                return Err(Error::invalid(path, Rule::DuplicateRow));
            }
            let history = elections::within::contestant_statuses(&act, row.id).await?;
            if history.last().is_some_and(|it| it.valid_from > on) {
                return Err(Error::invalid("on", Rule::StatusBeforeLast));
            }
            let mut row = enter(row, ContestantState::Determined, on, &history);
            row.ballot_number = wanted.ballot_number.or(row.ballot_number);
            let by = (on, StatusGround::Determination);
            let version = status(&act, &row, by, Some(&input.document));
            store(&mut act, row.clone(), version).await?;
            entered.push(row);
        }
        if input.with_candidates {
            let by = (on, StatusGround::Determination, Some(&input.document));
            determine_candidates(&mut act, &entered, by).await?;
        }
        let round = contest_round::Model {
            determined_on: Some(on),
            determination: Some(input.document.number.clone()),
            rev: round.rev + 1,
            ..round
        };
        replace_round(&mut act, round).await?;
        act.commit(Some(contest.id)).await
    }

    /// Concludes a round of a contest, and tells who is elected. An election is concluded when all
    /// its contests are.
    ///
    /// # Errors
    /// `NOT_FOUND`; `FORBIDDEN` outside the office's level and region; `CONTEST_CONCLUDED`,
    /// `STATUS_TRANSITION`, `DAY_IN_FUTURE`, `STATUS_BEFORE_LAST`, `DOCUMENT_REQUIRED`.
    pub async fn conclude_election(
        &self,
        permit: &Permit<of::ConcludeElection>,
        request: &ActRequest,
        input: &ConcludeElectionInput,
    ) -> Result<Done> {
        let elected = input.elected.iter().map(|it| read("elected", it));
        let elected = elected.collect::<Result<Vec<_>>>()?;
        let contest_id = read("contest", &input.contest)?;
        let mut act = open_act!(self, permit, request);
        let contest = covered(&act, permit, contest_id).await?;
        let decision = Decision {
            round: input.round,
            on: input.on,
            document: &input.document,
            expected_version: input.expected_version,
        };
        let (round, on) = decide(&act, &contest, &decision).await?;
        if round.determined_on.is_some_and(|it| on < it) {
            return Err(Error::invalid("on", Rule::StatusBeforeLast));
        }
        for (position, id) in elected.iter().enumerate() {
            let path = format!("elected.{position}");
            elect(&mut act, &contest, *id, on, &input.document)
                .await
                .map_err(|error| at(error, path))?;
        }
        let round = contest_round::Model {
            concluded_on: Some(on),
            conclusion: Some(input.document.number.clone()),
            rev: round.rev + 1,
            ..round
        };
        replace_round(&mut act, round).await?;
        act.commit(Some(contest.id)).await
    }
}

/// The refusal of a row, at its place in the input.
fn at(error: Error, path: String) -> Error {
    if let Error::Refused(rule) = error { Error::Invalid { path, rule } } else { error }
}

/// The contest, locked, if it is the office's.
async fn covered<A: ActKind>(act: &Write, permit: &Permit<A>, id: Uuid) -> Result<contest::Model> {
    let contest = elections::within::lock_contest(act, id).await?.ok_or(Error::NotFound)?;
    let region = contest.registrar_region_code.as_deref();
    permit.covers_jurisdiction(contest.registrar_level, region)?;
    Ok(contest)
}

/// The round that a decision is about, and the day of the decision.
async fn decide(
    act: &Write,
    contest: &contest::Model,
    decision: &Decision<'_>,
) -> Result<(contest_round::Model, Date)> {
    let rounds = elections::within::rounds(act.tx(), &[contest.id]).await?;
    let round = open_round(&rounds, decision.round)?.clone();
    expect_version(decision.expected_version, round.rev)?;
    for (path, text) in [
        ("document.number", &decision.document.number),
        ("document.issuer", &decision.document.issuer),
    ] {
        if text.trim().is_empty() {
            return Err(Error::invalid(path, Rule::DocumentRequired));
        }
    }
    let zone = zone_of(act.tx(), contest.region_code.as_deref()).await?;
    let today = local_today(act, zone);
    let on = decision.on.unwrap_or(today);
    if on > today {
        return Err(Error::invalid("on", Rule::DayInFuture));
    }
    Ok((round, on))
}

async fn replace_round(act: &mut Write, round: contest_round::Model) -> Result<()> {
    let phases = elections::within::contest_phases(act.tx(), round.id).await?;
    act.tell::<contest_round::Entity>(&round, round.rev, vec![ROUND_PHASES.of(&phases)]);
    act.replace::<contest_round::Entity>(round).await
}

/// Enters that a candidate of the contest is elected.
async fn elect(
    act: &mut Write,
    contest: &contest::Model,
    id: Uuid,
    on: Date,
    document: &StatusDocumentInput,
) -> Result<()> {
    let row = elections::within::candidate(act.tx(), id).await?;
    let row = row.filter(|it| it.contest_id == contest.id).ok_or(Rule::NotProspective)?;
    let (to, ground) = (CandidateState::Elected, StatusGround::Result);
    netra_domain::candidate::check_change(row.state, to, ground, true)?;
    let history = elections::within::candidate_statuses(act.tx(), &[id]).await?;
    if history.last().is_some_and(|it| it.valid_from > on) {
        return Err(Rule::StatusBeforeLast.into());
    }
    let row = persons::enter(row, to, on, &history);
    let version = persons::status(act, &row, (on, ground), Some(document));
    act.tell::<candidate::Entity>(&row, row.rev, persons::parts(&version, &[]));
    act.replace::<candidate::Entity>(row).await?;
    act.insert(version).await
}
