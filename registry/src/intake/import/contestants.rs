//! Contestants: parties at their level, pairs, individuals; with the day of determination, if the
//! row has one.

use std::collections::HashMap;

use netra_domain::Rule;
use netra_domain::candidate::check_contestant_change;
use netra_domain::contestant::Nomination;
use netra_domain::policy::{Act, Permit, of};
use netra_entity::code::{ContestantKind, ContestantState, StatusGround};
use netra_entity::{Date, contestant, contestant_status, party};
use serde::Deserialize;
use uuid::Uuid;

use super::cell::{self, Cell};
use super::contest_index::{ContestIndex, ContestName};
use super::reader::Columns;
use super::refusal::{Refusal, VALUE_REQUIRED};
use super::subject::{Subject, Verdict};
use crate::Registry;
use crate::elections;
use crate::elections::contestant::{
    Place, RegisterContestantInput, StatusDocumentInput, draft, enter, insert, local_today,
    nominating, open_round, parts, status,
};
use crate::ledger::error::Result;
use crate::ledger::write::{CHUNK, Write};

/// A row as the file has it.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    kpu_code: Cell,
    election_code: Cell,
    contest_type: Cell,
    region_code: Cell,
    party_code: Cell,
    nominated_by: Cell,
    name: Cell,
    ballot_number: Cell,
    registered_on: Cell,
    determined_on: Cell,
    decision: Cell,
    source: Cell,
    is_invented: Cell,
}

/// A row whose form is checked.
pub(super) struct Row {
    contest: ContestName,
    kpu_code: Cell,
    party_code: Cell,
    nominated_by: Vec<String>,
    name: Cell,
    ballot_number: Option<i32>,
    registered_on: Option<Date>,
    determined: Option<(Date, StatusDocumentInput)>,
    source: String,
    is_invented: bool,
}

/// What a row does.
pub(super) enum Change {
    New(contestant::Model, Vec<Uuid>, Option<Date>, Option<(Date, StatusDocumentInput)>),
    Again(contestant::Model, Vec<Uuid>, contestant_status::Model, bool),
}

/// What rows are judged by.
pub(super) struct Contestants {
    pub(super) permit: Permit<of::RegisterContestant>,
    pub(super) known: Option<Known>,
}

/// Contests and parties.
pub(super) struct Known {
    index: ContestIndex,
    parties: HashMap<String, party::Model>,
    taking_part: Vec<(Uuid, Uuid)>,
}

/// What is recorded of a contestant.
struct Recorded {
    row: contestant::Model,
    statuses: Vec<contestant_status::Model>,
    nominated_by: Vec<Uuid>,
}

impl Known {
    async fn load(act: &Write) -> Result<Self> {
        let parties = elections::within::all_parties(act.tx()).await?;
        let taking_part = elections::within::all_participations(act.tx()).await?;
        Ok(Self {
            index: ContestIndex::load(act).await?,
            parties: parties.into_iter().map(|it| (it.code.clone(), it)).collect(),
            taking_part: taking_part.iter().map(|it| (it.election_id, it.party_id)).collect(),
        })
    }

    fn party(&self, path: &'static str, code: &str) -> std::result::Result<&party::Model, Refusal> {
        self.parties.get(code).ok_or(Refusal::rule(Rule::CodeUnknown, path))
    }
}

impl Contestants {
    /// The contestant that a row means, checked against the law, and who nominates it.
    fn draft(
        &self,
        act: &Write,
        known: &Known,
        row: &Row,
    ) -> std::result::Result<(contestant::Model, Vec<Uuid>), Refusal> {
        let contest = known.index.find(&row.contest)?;
        let region = contest.registrar_region_code.as_deref();
        let covered = self.permit.covers_jurisdiction(contest.registrar_level, region);
        covered.map_err(|_outside| Refusal::new("FORBIDDEN", "region_code"))?;
        let kind = known.index.law.kind(&contest.contest_type);
        let kind = kind.ok_or(Refusal::rule(Rule::CodeUnknown, "contest_type"))?;
        let election = known.index.elections.get(&row.contest.election_code);
        let election = election.ok_or(Refusal::rule(Rule::CodeUnknown, "election_code"))?;
        let party = match &row.party_code {
            Some(code) => Some(known.party("party_code", code)?),
            None => None,
        };
        let by = row.nominated_by.iter().map(|code| known.party("nominated_by", code).cloned());
        let by = by.collect::<std::result::Result<Vec<_>, _>>()?;
        let stands_alone = party.is_none() && by.is_empty();
        let nomination = Nomination {
            kind: kind.contestant_kind,
            is_independent: stands_alone && kind.contestant_kind != ContestantKind::Party,
            party,
            nominated_by: &by,
        };
        let path = if row.party_code.is_some() { "party_code" } else { "nominated_by" };
        let place = Place { contest, election, kind, law: &known.index.law };
        let takes_part = |party| known.taking_part.contains(&(election.id, party));
        place
            .judge(&nomination, act.today(), takes_part)
            .map_err(|rule| Refusal::rule(rule, path))?;
        let round = open_round(known.index.rounds(contest), None)
            .map_err(|_concluded| Refusal::rule(Rule::ContestConcluded, "contest_type"))?;
        let input = RegisterContestantInput {
            kpu_code: row.kpu_code.clone(),
            contest: contest.id.into(),
            round: Some(round.number),
            kind: kind.contestant_kind,
            party: party.map(|it| it.id.into()),
            nominated_by: by.iter().map(|it| it.id.into()).collect(),
            is_independent: nomination.is_independent,
            name: row.name.clone(),
            ballot_number: row.ballot_number,
            registered_on: row.registered_on,
            source: row.source.clone(),
            is_invented: row.is_invented,
        };
        let draft = draft(act, &input, (contest.id, round.number), party)
            .map_err(|_form| Refusal::rule(Rule::NameRequired, "name"))?;
        Ok((draft, by.iter().map(|it| it.id).collect()))
    }

    fn row(
        &self,
        act: &Write,
        known: &Known,
        recorded: &mut [Recorded],
        row: &Row,
    ) -> std::result::Result<Option<Change>, Refusal> {
        let (draft, by) = self.draft(act, known, row)?;
        let contest = known.index.find(&row.contest)?;
        let today = local_today(act, known.index.zone(contest));
        let days = [row.registered_on, row.determined.as_ref().map(|it| it.0)];
        for (day, path) in days.into_iter().zip(["registered_on", "determined_on"]) {
            if day.is_some_and(|day| day > today) {
                return Err(Refusal::rule(Rule::DayInFuture, path));
            }
        }
        let may_decide = act.actor().reach(Act::DetermineContest).is_some();
        let same = recorded.iter_mut().find(|it| {
            let by_code = draft.kpu_code.is_some() && it.row.kpu_code == draft.kpu_code;
            let by_party = draft.party_id.is_some()
                && it.row.contest_id == draft.contest_id
                && it.row.party_id == draft.party_id;
            by_code || by_party
        });
        let Some(same) = same else {
            if row.determined.is_some() && !may_decide {
                return Err(Refusal::new("FORBIDDEN", "determined_on"));
            }
            // Who is determined on the day of registration, or is not said to have registered, is
            // only determined.
            let is_told = row
                .determined
                .as_ref()
                .is_none_or(|it| row.registered_on.is_some_and(|registered| registered < it.0));
            let registered_on = is_told.then(|| row.registered_on.unwrap_or(today));
            return Ok(Some(Change::New(draft, by, registered_on, row.determined.clone())));
        };
        if same.row.contest_id != draft.contest_id || same.row.kind != draft.kind {
            return Err(Refusal::rule(Rule::ContestantTaken, "kpu_code"));
        }
        let facts = contestant::Model {
            name: draft.name,
            kpu_code: draft.kpu_code.or(same.row.kpu_code.clone()),
            ballot_number: draft.ballot_number.or(same.row.ballot_number),
            ..same.row.clone()
        };
        let wanted = row.determined.as_ref().filter(|_| same.row.determined_on.is_none());
        let last = same.statuses.last().cloned();
        if let Some((on, document)) = wanted {
            if !may_decide {
                return Err(Refusal::new("FORBIDDEN", "determined_on"));
            }
            let (to, ground) = (ContestantState::Determined, StatusGround::Determination);
            check_contestant_change(same.row.state, to, ground, true)
                .map_err(|rule| Refusal::rule(rule, "determined_on"))?;
            if last.is_some_and(|it| it.valid_from > *on) {
                return Err(Refusal::rule(Rule::StatusBeforeLast, "determined_on"));
            }
            let entered = enter(facts, to, *on, &same.statuses);
            let version = status(act, &entered, (*on, ground), Some(document));
            same.row = entered.clone();
            same.statuses.push(version.clone());
            return Ok(Some(Change::Again(entered, same.nominated_by.clone(), version, true)));
        }
        let (true, Some(last)) = (facts != same.row, last) else { return Ok(None) };
        let facts = contestant::Model { rev: same.row.rev + 1, ..facts };
        same.row = facts.clone();
        Ok(Some(Change::Again(facts, same.nominated_by.clone(), last, false)))
    }
}

/// What is recorded of those whom rows may mean.
async fn recorded(act: &Write, known: &Known, rows: &[&Row]) -> Result<Vec<Recorded>> {
    let mut contests: Vec<Uuid> =
        rows.iter().filter_map(|row| known.index.find(&row.contest).ok()).map(|it| it.id).collect();
    contests.sort_unstable();
    contests.dedup();
    let mut found = elections::within::contestants_of(act.tx(), &contests).await?;
    // A code may be another contest's.
    let codes: Vec<String> = rows.iter().filter_map(|row| row.kpu_code.clone()).collect();
    for other in elections::within::contestants_by_code(act.tx(), &codes).await? {
        if !found.iter().any(|it| it.id == other.id) {
            found.push(other);
        }
    }
    let ids: Vec<Uuid> = found.iter().map(|it| it.id).collect();
    let mut statuses: HashMap<Uuid, Vec<_>> = HashMap::new();
    let mut parties: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        for row in elections::within::statuses_of_contestants(act.tx(), ids).await? {
            statuses.entry(row.contestant_id).or_default().push(row);
        }
        for row in elections::within::parties_of_contestants(act.tx(), ids).await? {
            parties.entry(row.contestant_id).or_default().push(row.party_id);
        }
    }
    let recorded = |row: contestant::Model| Recorded {
        statuses: statuses.remove(&row.id).unwrap_or_default(),
        nominated_by: parties.remove(&row.id).unwrap_or_default(),
        row,
    };
    Ok(found.into_iter().map(recorded).collect())
}

impl Subject for Contestants {
    type Act = of::RegisterContestant;
    type Raw = Raw;
    type Row = Row;
    type Key = String;
    type Plan = Vec<Change>;

    const WHAT: &'static str = "contestants";
    const COLUMNS: Columns = Columns {
        required: &[
            "kpu_code",
            "election_code",
            "contest_type",
            "region_code",
            "party_code",
            "name",
            "ballot_number",
        ],
        optional: &[
            "nominated_by",
            "registered_on",
            "determined_on",
            "decision",
            "source",
            "is_invented",
        ],
    };
    const KEY: &'static str = "kpu_code";
    // One who is registered and determined leaves two records.
    const ROWS: usize = CHUNK / 2;

    fn key(row: &Row) -> String {
        match (&row.party_code, &row.kpu_code) {
            (Some(party), _) => format!("{}/{party}", row.contest.code()),
            (None, code) => code.clone().unwrap_or_default(),
        }
    }

    fn prepare(_: &Registry, raw: Raw) -> std::result::Result<Row, Refusal> {
        if raw.party_code.is_none() && raw.kpu_code.is_none() {
            return Err(Refusal::new(VALUE_REQUIRED, "kpu_code"));
        }
        let determined = match cell::local_day("determined_on", &raw.determined_on)? {
            None => None,
            Some(on) => {
                let number = cell::required("decision", raw.decision)?;
                let issuer = "KPU".to_owned();
                Some((on, StatusDocumentInput { number, issuer, dated_on: None, sha256: None }))
            }
        };
        let by = raw.nominated_by.unwrap_or_default();
        let by = by.split(';').map(str::trim).filter(|it| !it.is_empty());
        Ok(Row {
            contest: ContestName {
                election_code: cell::required("election_code", raw.election_code)?,
                contest_type: cell::required("contest_type", raw.contest_type)?,
                region_code: raw.region_code,
            },
            kpu_code: raw.kpu_code,
            party_code: raw.party_code,
            nominated_by: by.map(ToOwned::to_owned).collect(),
            name: raw.name,
            ballot_number: cell::count("ballot_number", &raw.ballot_number)?,
            registered_on: cell::local_day("registered_on", &raw.registered_on)?,
            determined,
            source: raw.source.unwrap_or_else(|| "KPU".to_owned()),
            is_invented: cell::yes_no("is_invented", &raw.is_invented)?,
        })
    }

    async fn judge(
        &mut self,
        act: &mut Write,
        rows: &[&Row],
        alone: bool,
    ) -> Result<(Vec<Verdict>, Self::Plan)> {
        if !alone {
            return Ok((Vec::new(), Vec::new()));
        }
        let known = match self.known.take() {
            Some(known) => known,
            None => Known::load(act).await?,
        };
        let mut recorded = recorded(act, &known, rows).await?;
        let mut plan = Vec::new();
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            verdicts.push(match self.row(act, &known, &mut recorded, row) {
                Ok(None) => Verdict::Unchanged,
                Ok(Some(change)) => {
                    plan.push(change);
                    Verdict::Changed
                }
                Err(refusal) => Verdict::Refused(refusal),
            });
        }
        self.known = Some(known);
        Ok((verdicts, plan))
    }

    async fn store(act: &mut Write, plan: Self::Plan) -> Result<()> {
        for change in plan {
            match change {
                Change::New(row, by, registered_on, determined) => {
                    insert(act, row, by, registered_on, determined.as_ref()).await?;
                }
                Change::Again(row, by, version, is_new) => {
                    let by = nominating(row.id, by);
                    let told = parts(&by, std::slice::from_ref(&version));
                    act.tell::<contestant::Entity>(&row, row.rev, told);
                    act.replace::<contestant::Entity>(row).await?;
                    if is_new {
                        act.insert(version).await?;
                    }
                }
            }
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.known = None;
    }
}
