//! Rounds of a contest: further ones by order, the determination of who stands, the conclusion.

use netra_domain::Rule;
use netra_domain::policy::{ActKind, Permit, of};
use netra_entity::code::{CandidateState, ContestantState, RoundKind, StatusGround};
use netra_entity::{Date, candidate, contest, contest_round};
use uuid::Uuid;

use super::{ContestPhaseInput, ROUND, check_phases, insert_round, round_after};
use crate::Registry;
use crate::elections;
use crate::elections::candidate::{self as persons, determine_candidates};
use crate::elections::contestant::{StatusDocument, enter, local_today, open_round, status, store};
use crate::law::code_list::Codes;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office::region::zone_of;
use crate::pact::pact_text::expect_version;

/// A further round.
#[derive(Clone, Debug)]
pub struct RoundInput {
    /// The contest.
    pub contest_id: Uuid,
    /// Its kind.
    pub kind: RoundKind,
    /// The only district it is held in, if so.
    pub district_id: Option<Uuid>,
    /// The decision that orders it.
    pub decision: String,
    /// Its phases.
    pub phases: Vec<ContestPhaseInput>,
    /// Where the facts come from.
    pub source: String,
}

/// A decision about a round.
#[derive(Clone, Debug)]
pub struct RoundDecision {
    /// The contest.
    pub contest_id: Uuid,
    /// Number of the round; the last one by default.
    pub round: Option<i32>,
    /// Day of the decision; today by default.
    pub on: Option<Date>,
    /// Its number and who made it.
    pub document: StatusDocument,
    /// Revision of the round that the caller has seen.
    pub expected_version: Option<i32>,
}

/// A contestant to determine.
#[derive(Clone, Debug)]
pub struct Determined {
    /// The contestant.
    pub contestant_id: Uuid,
    /// Its number on the ballot, if it is drawn.
    pub ballot_number: Option<i32>,
}

impl Registry {
    /// Records a further round: a run-off, a re-vote (PSU), a repeat election.
    ///
    /// # Errors
    /// `NOT_FOUND`; `FORBIDDEN` outside the office's level and region; `DECISION_REQUIRED`,
    /// `DISTRICT_REQUIRED`, `CODE_UNKNOWN`, `END_BEFORE_START`.
    pub async fn record_contest_round(
        &self,
        permit: &Permit<of::RecordContestRound>,
        request: &ActRequest,
        input: &RoundInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let contest = covered(&act, permit, input.contest_id).await?;
        if input.kind == RoundKind::First || input.decision.trim().is_empty() {
            return Err(Error::invalid("decision", Rule::DecisionRequired));
        }
        let districts = elections::within::districts(act.tx(), &[contest.id]).await?;
        let of_contest = |id: &Uuid| districts.iter().any(|it| it.id == *id);
        if !input.district_id.iter().all(of_contest) {
            return Err(Error::invalid("district", Rule::DistrictRequired));
        }
        let codes = Codes::load(act.tx(), &["PHASE"]).await?;
        check_phases(&codes, "phases", &input.phases)?;
        let rounds = elections::within::rounds(act.tx(), &[contest.id]).await?;
        let round = contest_round::Model {
            id: act.new_id(),
            contest_id: contest.id,
            number: rounds.last().map_or(1, |it| it.number + 1),
            kind: input.kind,
            district_id: input.district_id,
            decision: Some(input.decision.trim().to_owned()),
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
        decision: &RoundDecision,
        determined: &[Determined],
        with_candidates: bool,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let contest = covered(&act, permit, decision.contest_id).await?;
        let (round, on) = decide(&act, &contest, decision).await?;
        if round.determined_on.is_some() {
            return Err(Rule::AlreadyDecided.into());
        }
        let ids: Vec<Uuid> = determined.iter().map(|it| it.contestant_id).collect();
        let rows = elections::within::contestants(act.tx(), &ids).await?;
        let mut entered = Vec::with_capacity(rows.len());
        for (position, wanted) in determined.iter().enumerate() {
            let path = format!("contestants.{position}.contestant");
            let fits = |it: &&netra_entity::contestant::Model| {
                it.id == wanted.contestant_id
                    && it.contest_id == contest.id
                    && it.round_number <= round.number
                    && it.state == ContestantState::Prospective
            };
            let row = rows.iter().find(fits).cloned();
            let row = row.ok_or(Error::invalid(path.as_str(), Rule::NotProspective))?;
            if entered.iter().any(|it: &netra_entity::contestant::Model| it.id == row.id) {
                return Err(Error::invalid(path, Rule::DuplicateRow));
            }
            let history = elections::within::contestant_statuses(&act, row.id).await?;
            if history.last().is_some_and(|it| it.valid_from > on) {
                return Err(Error::invalid("on", Rule::StatusBeforeLast));
            }
            let mut row = enter(row, ContestantState::Determined, on, &history);
            row.ballot_number = wanted.ballot_number.or(row.ballot_number);
            let by = (on, StatusGround::Determination);
            let version = status(&act, &row, by, Some(&decision.document));
            store(&mut act, row.clone(), version).await?;
            entered.push(row);
        }
        if with_candidates {
            let by = (on, StatusGround::Determination, Some(&decision.document));
            determine_candidates(&mut act, &entered, by).await?;
        }
        let round = contest_round::Model {
            determined_on: Some(on),
            determination: Some(decision.document.number.clone()),
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
        decision: &RoundDecision,
        elected: &[Uuid],
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let contest = covered(&act, permit, decision.contest_id).await?;
        let (round, on) = decide(&act, &contest, decision).await?;
        if round.determined_on.is_some_and(|it| on < it) {
            return Err(Error::invalid("on", Rule::StatusBeforeLast));
        }
        for (position, id) in elected.iter().enumerate() {
            let path = format!("elected.{position}");
            elect(&mut act, &contest, *id, on, &decision.document)
                .await
                .map_err(|error| at(error, path))?;
        }
        let round = contest_round::Model {
            concluded_on: Some(on),
            conclusion: Some(decision.document.number.clone()),
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
    decision: &RoundDecision,
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
    act.record(ROUND, round.id, round.rev, &round_after(&round, &phases))?;
    act.replace::<contest_round::Entity>(round).await
}

/// Enters that a candidate of the contest is elected.
async fn elect(
    act: &mut Write,
    contest: &contest::Model,
    id: Uuid,
    on: Date,
    document: &StatusDocument,
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
    act.record(persons::KIND, row.id, row.rev, &persons::after(&row, &version, &[]))?;
    act.replace::<candidate::Entity>(row).await?;
    act.insert(version).await
}
