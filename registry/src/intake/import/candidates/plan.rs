//! What a row says, compared with what is recorded; only the difference is planned.

use std::collections::{HashMap, HashSet};

use netra_domain::Rule;
use netra_domain::candidate::{check_change, check_role, stands};
use netra_domain::policy::{Act, Permit, of};
use netra_entity::code::{CandidateState, StatusGround};
use netra_entity::{Date, candidate, candidate_status, contest, contestant, party};
use uuid::Uuid;

use super::super::contest_index::ContestIndex;
use super::super::refusal::Refusal;
use super::{Row, Status};
use crate::elections;
use crate::elections::candidate::{Place, check_place, enter, status};
use crate::elections::contestant::local_today;
use crate::ledger::error::Result;
use crate::ledger::write::{CHUNK, Write};
use crate::people;

/// What becomes of one candidate.
pub(in crate::intake::import) struct Change {
    pub(super) row: candidate::Model,
    pub(super) is_new: bool,
    /// Versions that come new, and where none does, the last one there was.
    pub(super) new_versions: Vec<candidate_status::Model>,
    last: candidate_status::Model,
    pub(super) twins: Vec<Uuid>,
}

impl Change {
    pub(super) fn last(&self) -> &candidate_status::Model {
        self.new_versions.last().unwrap_or(&self.last)
    }
}

/// What the rows of a chunk may be about.
pub(super) struct Recorded {
    by_code: HashMap<String, candidate::Model>,
    statuses: HashMap<Uuid, Vec<candidate_status::Model>>,
    contestants: HashMap<Uuid, Vec<contestant::Model>>,
    parties: HashMap<String, party::Model>,
    of_contestant: HashMap<Uuid, Vec<candidate::Model>>,
    /// Who stands in an election, by the blind index of the person.
    standing: HashMap<(Uuid, String), Vec<Uuid>>,
    holders: HashMap<String, Uuid>,
}

impl Recorded {
    pub(super) async fn load(act: &Write, index: &ContestIndex, rows: &[&Row]) -> Result<Self> {
        let db = act.tx();
        let contests: HashSet<Uuid> =
            rows.iter().filter_map(|row| index.find(&row.contest).ok()).map(|it| it.id).collect();
        let contests: Vec<Uuid> = contests.into_iter().collect();
        let mut contestants: HashMap<Uuid, Vec<_>> = HashMap::new();
        for row in elections::within::contestants_of(db, &contests).await? {
            contestants.entry(row.contest_id).or_default().push(row);
        }
        let parties = elections::within::all_parties(db).await?;
        let mut loaded = Self {
            by_code: HashMap::new(),
            statuses: HashMap::new(),
            contestants,
            parties: parties.into_iter().map(|it| (it.code.clone(), it)).collect(),
            of_contestant: HashMap::new(),
            standing: HashMap::new(),
            holders: HashMap::new(),
        };
        let meant: HashSet<Uuid> = rows
            .iter()
            .filter_map(|row| {
                let contest = index.find(&row.contest).ok()?;
                loaded.contestant(contest, row).ok().map(|it| it.id)
            })
            .collect();
        let meant: Vec<Uuid> = meant.into_iter().collect();
        for row in elections::within::candidates_of_all(db, &meant).await? {
            loaded.of_contestant.entry(row.contestant_id).or_default().push(row);
        }
        let codes: Vec<String> = rows.iter().map(|row| row.kpu_code.clone()).collect();
        for row in elections::within::candidates_by_code(db, &codes).await? {
            loaded.by_code.insert(row.kpu_code.clone().unwrap_or_default(), row);
        }
        let ids: Vec<Uuid> = loaded.by_code.values().map(|it| it.id).collect();
        for ids in ids.chunks(CHUNK) {
            for row in elections::within::candidate_statuses(db, ids).await? {
                loaded.statuses.entry(row.candidate_id).or_default().push(row);
            }
        }
        let niks: Vec<String> = rows.iter().filter_map(|row| row.nik_index.clone()).collect();
        for row in elections::within::nominations_of(db, &niks).await? {
            let index = row.nik_index.clone().unwrap_or_default();
            loaded.standing.entry((row.election_id, index)).or_default().push(row.id);
        }
        let numbers: Vec<String> = rows
            .iter()
            .filter_map(|row| row.service_number.as_ref())
            .map(|it| it.as_str().to_owned())
            .collect();
        for row in people::within::numbers(act, &numbers).await? {
            loaded.holders.insert(row.number, row.civil_servant_id);
        }
        Ok(loaded)
    }

    /// The contestant that a row names by the party or by KPU's code.
    fn contestant(
        &self,
        contest: &contest::Model,
        row: &Row,
    ) -> std::result::Result<&contestant::Model, Refusal> {
        let path = if row.party_code.is_some() { "party_code" } else { "contestant_code" };
        let party = row.party_code.as_ref().and_then(|code| self.parties.get(code));
        let fits = |it: &&contestant::Model| match &row.party_code {
            Some(_) => party.is_some_and(|party| it.party_id == Some(party.id)),
            None => it.kpu_code.is_some() && it.kpu_code == row.contestant_code,
        };
        let all = self.contestants.get(&contest.id);
        // Of a later round, the later one.
        let found = all.and_then(|all| all.iter().filter(fits).max_by_key(|it| it.round_number));
        found.ok_or(Refusal::rule(Rule::ContestantUnknown, path))
    }
}

/// What rows are judged by.
pub(super) struct Known<'a> {
    pub(super) act: &'a Write,
    pub(super) index: &'a ContestIndex,
    pub(super) permit: &'a Permit<of::RegisterCandidate>,
}

impl Known<'_> {
    /// What a row changes; none where it says what is recorded.
    pub(super) fn row(
        &self,
        recorded: &mut Recorded,
        row: &Row,
    ) -> std::result::Result<Option<Change>, Refusal> {
        let contest = self.index.find(&row.contest)?;
        let region = contest.registrar_region_code.as_deref();
        let covered = self.permit.covers_jurisdiction(contest.registrar_level, region);
        covered.map_err(|_outside| Refusal::new("FORBIDDEN", "region_code"))?;
        let contestant = recorded.contestant(contest, row)?.clone();
        let district_id = self.index.district(contest, row.district_code.as_deref())?;
        let has_districts = self.index.districts.get(&contest.id).is_some_and(|it| !it.is_empty());
        check_role(contestant.kind, row.role, district_id.is_some(), has_districts).map_err(
            |rule| {
                let path = if rule == Rule::CandidateRole { "role" } else { "district_code" };
                Refusal::rule(rule, path)
            },
        )?;
        let today = local_today(self.act, self.index.zone(contest));
        check_days(row, today)?;
        let place = Place { district_id, role: row.role, list_number: row.list_number };
        let change = match recorded.by_code.get(&row.kpu_code).cloned() {
            None => self.new_candidate(recorded, row, (contest, &contestant), place, today)?,
            Some(before) => match self.again(recorded, row, &before, &contestant, place)? {
                Some(change) => change,
                None => return Ok(None),
            },
        };
        recorded.remember(&change);
        Ok(Some(change))
    }

    fn new_candidate(
        &self,
        recorded: &Recorded,
        row: &Row,
        (contest, contestant): (&contest::Model, &contestant::Model),
        place: Place,
        today: Date,
    ) -> std::result::Result<Change, Refusal> {
        taken(recorded, contestant, &place, None)?;
        let holder = row.service_number.as_ref();
        let new = candidate::Model {
            id: self.act.new_id(),
            kpu_code: Some(row.kpu_code.clone()),
            contestant_id: contestant.id,
            contest_id: contest.id,
            election_id: contest.election_id,
            district_id: place.district_id,
            role: row.role,
            list_number: row.list_number,
            name: row.name.clone(),
            nik_index: row.nik_index.clone(),
            civil_servant_id: holder.and_then(|it| recorded.holders.get(it.as_str())).copied(),
            replaces_id: None,
            state: CandidateState::Prospective,
            determined_on: None,
            published_on: None,
            source: row.source.clone(),
            is_invented: row.is_invented,
            rev: 1,
        };
        let earliest = row.status.as_ref().map_or(today, |it| it.on);
        let registered_on = row.registered_on.unwrap_or(earliest);
        let first = status(self.act, &new, (registered_on, StatusGround::Registration), None);
        let mut change = Change {
            twins: recorded.twins(&new),
            row: new,
            is_new: true,
            new_versions: vec![first.clone()],
            last: first,
        };
        if let Some(status) = &row.status {
            self.come_to(&mut change, status)?;
            // A new record begins at its first revision, whatever it has come to. Who registered on
            // the same day, or is not said to have, has only come to it.
            change.row.rev = 1;
            let is_told = row.registered_on.is_some_and(|it| it < status.on);
            if change.new_versions.len() > 1 && !is_told {
                change.new_versions.remove(0);
            }
        }
        Ok(change)
    }

    fn again(
        &self,
        recorded: &Recorded,
        row: &Row,
        before: &candidate::Model,
        contestant: &contestant::Model,
        place: Place,
    ) -> std::result::Result<Option<Change>, Refusal> {
        if before.contestant_id != contestant.id {
            return Err(Refusal::rule(Rule::CodeTaken, "kpu_code"));
        }
        let own = Place {
            district_id: before.district_id,
            role: before.role,
            list_number: before.list_number,
        };
        if own != place && stands(before.state) {
            taken(recorded, contestant, &place, Some(before.id))?;
        }
        let holder = row.service_number.as_ref();
        let holder = holder.and_then(|it| recorded.holders.get(it.as_str())).copied();
        let facts = candidate::Model {
            district_id: place.district_id,
            role: place.role,
            list_number: place.list_number,
            name: row.name.clone(),
            nik_index: row.nik_index.clone().or(before.nik_index.clone()),
            civil_servant_id: holder.or(before.civil_servant_id),
            ..before.clone()
        };
        let statuses = recorded.statuses.get(&before.id);
        let last = statuses.and_then(|all| all.last()).cloned();
        let Some(last) = last else { return Ok(None) };
        let comes_to = row
            .status
            .as_ref()
            .filter(|it| it.state != before.state && it.state != CandidateState::Prospective);
        if facts == *before && comes_to.is_none() {
            return Ok(None);
        }
        let mut change = Change {
            twins: recorded.twins(&facts),
            row: facts,
            is_new: false,
            new_versions: Vec::new(),
            last,
        };
        match comes_to {
            Some(status) => {
                let history = statuses.map_or(&[][..], Vec::as_slice);
                self.enter(&mut change, status, history)?;
            }
            None => change.row.rev += 1,
        }
        Ok(Some(change))
    }

    fn come_to(&self, change: &mut Change, to: &Status) -> std::result::Result<(), Refusal> {
        if to.state == CandidateState::Prospective {
            return Ok(());
        }
        self.enter(change, to, &[])
    }

    /// Lets a candidate enter a state, where whoever imports may decide.
    fn enter(
        &self,
        change: &mut Change,
        to: &Status,
        history: &[candidate_status::Model],
    ) -> std::result::Result<(), Refusal> {
        if self.act.actor().reach(Act::ChangeCandidateStatus).is_none() {
            return Err(Refusal::new("FORBIDDEN", "status"));
        }
        check_change(change.row.state, to.state, to.ground, to.document.is_some()).map_err(
            |rule| {
                let path = if rule == Rule::DocumentRequired { "decision" } else { "status" };
                Refusal::rule(rule, path)
            },
        )?;
        if change.last().valid_from > to.on {
            return Err(Refusal::rule(Rule::StatusBeforeLast, "status_on"));
        }
        change.row = enter(change.row.clone(), to.state, to.on, history);
        let by = (to.on, to.ground);
        change.new_versions.push(status(self.act, &change.row, by, to.document.as_ref()));
        Ok(())
    }
}

/// Refuses days in the future.
fn check_days(row: &Row, today: Date) -> std::result::Result<(), Refusal> {
    let days = [row.registered_on, row.status.as_ref().map(|it| it.on)];
    for (day, path) in days.into_iter().zip(["registered_on", "status_on"]) {
        if day.is_some_and(|day| day > today) {
            return Err(Refusal::rule(Rule::DayInFuture, path));
        }
    }
    Ok(())
}

/// Refuses a place that another holds who still stands.
fn taken(
    recorded: &Recorded,
    contestant: &contestant::Model,
    place: &Place,
    own: Option<Uuid>,
) -> std::result::Result<(), Refusal> {
    let all = recorded.of_contestant.get(&contestant.id).map_or(&[][..], Vec::as_slice);
    let others: Vec<_> = all.iter().filter(|it| Some(it.id) != own).cloned().collect();
    check_place(contestant.kind, place, &others)
        .map_err(|_taken| Refusal::rule(Rule::RoleTaken, "list_number"))
}

impl Recorded {
    /// The further candidacies of the same person in the election.
    fn twins(&self, row: &candidate::Model) -> Vec<Uuid> {
        let Some(index) = &row.nik_index else { return Vec::new() };
        let all = self.standing.get(&(row.election_id, index.clone()));
        all.into_iter().flatten().copied().filter(|id| *id != row.id).collect()
    }

    /// Later rows of the chunk build on what is planned.
    fn remember(&mut self, change: &Change) {
        let row = change.row.clone();
        let all = self.of_contestant.entry(row.contestant_id).or_default();
        match all.iter_mut().find(|it| it.id == row.id) {
            Some(known) => *known = row.clone(),
            None => all.push(row.clone()),
        }
        if let (Some(index), true) = (&row.nik_index, stands(row.state)) {
            let standing = self.standing.entry((row.election_id, index.clone())).or_default();
            if !standing.contains(&row.id) {
                standing.push(row.id);
            }
        }
    }
}
