//! Contests and their electoral districts: one row for each contest, or for each of its districts.

use std::collections::HashMap;

use netra_domain::policy::{Permit, of};
use netra_entity::{contest, electoral_district};
use serde::Deserialize;
use uuid::Uuid;

use super::cell::{self, Cell};
use super::contest_index::{ContestIndex, ContestName};
use super::reader::Columns;
use super::refusal::Refusal;
use super::subject::{Subject, Verdict};
use crate::Registry;
use crate::elections::contest::{
    ElectoralDistrictInput, RecordContestInput, check_region, draft, insert, legal_day,
    record_again,
};
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{CHUNK, Write};

/// A row as the file has it.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    election_code: Cell,
    contest_type: Cell,
    region_code: Cell,
    kpu_code: Cell,
    district_code: Cell,
    district_name: Cell,
    seats: Cell,
    source: Cell,
}

/// A row whose form is checked.
pub(super) struct Row {
    name: ContestName,
    kpu_code: Cell,
    district: Option<ElectoralDistrictInput>,
    source: String,
}

/// A contest that a chunk makes or adds to.
pub(super) struct Planned {
    row: contest::Model,
    is_new: bool,
    /// Its districts after the chunk.
    all: Vec<electoral_district::Model>,
    new: Vec<electoral_district::Model>,
    changed: Vec<electoral_district::Model>,
}

/// What rows are judged by.
pub(super) struct Contests {
    pub(super) permit: Permit<of::RecordContest>,
    pub(super) index: Option<ContestIndex>,
}

impl Contests {
    fn row(
        &self,
        act: &Write,
        index: &mut ContestIndex,
        plan: &mut HashMap<Uuid, Planned>,
        row: &Row,
    ) -> Result<Verdict> {
        let name = &row.name;
        let refuse = |error: Error| Refusal::of(error, &Self::COLUMNS).map(Verdict::Refused);
        let place = index.law.place(&name.contest_type, name.region_code.as_deref());
        let (kind, region, registrar) = match place {
            Ok(place) => place,
            Err(error) => return refuse(error),
        };
        let covered =
            self.permit.covers_jurisdiction(registrar.level, registrar.region_code.as_deref());
        if covered.is_err() {
            return Ok(Verdict::Refused(Refusal::new("FORBIDDEN", "region_code")));
        }
        let Some(election) = index.elections.get(&name.election_code) else {
            let rule = netra_domain::Rule::CodeUnknown;
            return Ok(Verdict::Refused(Refusal::rule(rule, "election_code")));
        };
        let input = RecordContestInput {
            kpu_code: row.kpu_code.clone(),
            election: election.id.into(),
            contest_type: name.contest_type.clone(),
            region_code: name.region_code.clone(),
            source: row.source.clone(),
            districts: row.district.iter().cloned().collect(),
            phases: Vec::new(),
        };
        let today = act.today();
        let checked =
            index.law.check(&input, kind, region.as_ref(), election, today).and_then(|()| {
                check_region(&index.regions, region.as_ref(), legal_day(election, today))
            });
        if let Err(error) = checked {
            return refuse(error);
        }
        let code = name.code();
        let mut changed = false;
        let contest = if let Some(contest) = index.contests.get(&code) {
            contest.clone()
        } else {
            let contest = draft(act, &input, election, registrar);
            plan.insert(contest.id, Planned::new(contest.clone(), true));
            index.contests.insert(code, contest.clone());
            changed = true;
            contest
        };
        if let Some(district) = &row.district {
            changed |= enter_district(act, index, plan, &contest, district);
        }
        Ok(if changed { Verdict::Changed } else { Verdict::Unchanged })
    }
}

impl Planned {
    fn new(row: contest::Model, is_new: bool) -> Self {
        Self { row, is_new, all: Vec::new(), new: Vec::new(), changed: Vec::new() }
    }
}

/// Enters a district in what is known and planned; answers whether that changes anything.
fn enter_district(
    act: &Write,
    index: &mut ContestIndex,
    plan: &mut HashMap<Uuid, Planned>,
    contest: &contest::Model,
    district: &ElectoralDistrictInput,
) -> bool {
    let known = index.districts.entry(contest.id).or_default();
    match add(act, known, contest, district) {
        Added::Same => return false,
        Added::New(row) => planned(plan, contest).new.push(row),
        Added::Changed(row) => {
            let planned = planned(plan, contest);
            match planned.new.iter_mut().find(|it| it.id == row.id) {
                Some(new) => *new = row,
                None => planned.changed.push(row),
            }
        }
    }
    planned(plan, contest).all.clone_from(known);
    true
}

enum Added {
    Same,
    New(electoral_district::Model),
    Changed(electoral_district::Model),
}

/// Enters a district in what is known.
fn add(
    act: &Write,
    known: &mut Vec<electoral_district::Model>,
    contest: &contest::Model,
    input: &ElectoralDistrictInput,
) -> Added {
    if let Some(before) = known.iter_mut().find(|it| it.code == input.code) {
        if input_of(before) == *input {
            return Added::Same;
        }
        before.name.clone_from(&input.name);
        before.seats = input.seats;
        return Added::Changed(before.clone());
    }
    let row = electoral_district::Model {
        id: act.new_id(),
        contest_id: contest.id,
        code: input.code.clone(),
        name: input.name.clone(),
        seats: input.seats,
    };
    known.push(row.clone());
    Added::New(row)
}

fn input_of(row: &electoral_district::Model) -> ElectoralDistrictInput {
    ElectoralDistrictInput { code: row.code.clone(), name: row.name.clone(), seats: row.seats }
}

/// What the chunk does with a contest; one that is there already gets a new revision.
fn planned<'a>(plan: &'a mut HashMap<Uuid, Planned>, contest: &contest::Model) -> &'a mut Planned {
    plan.entry(contest.id).or_insert_with(|| {
        Planned::new(contest::Model { rev: contest.rev + 1, ..contest.clone() }, false)
    })
}

impl Subject for Contests {
    type Act = of::RecordContest;
    type Raw = Raw;
    type Row = Row;
    type Key = (String, Option<String>);
    type Plan = Vec<Planned>;

    const WHAT: &'static str = "contests";
    const COLUMNS: Columns = Columns {
        required: &["election_code", "contest_type", "region_code"],
        optional: &["kpu_code", "district_code", "district_name", "seats", "source"],
    };
    const KEY: &'static str = "contest_type";
    // A new contest leaves two records, itself and its first round.
    const ROWS: usize = CHUNK / 2;

    fn key(row: &Row) -> Self::Key {
        (row.name.code(), row.district.as_ref().map(|it| it.code.clone()))
    }

    fn prepare(_: &Registry, raw: Raw) -> std::result::Result<Row, Refusal> {
        let district = match raw.district_code {
            None => None,
            Some(code) => Some(ElectoralDistrictInput {
                code,
                name: cell::required("district_name", raw.district_name)?,
                seats: cell::count("seats", &raw.seats)?,
            }),
        };
        Ok(Row {
            name: ContestName {
                election_code: cell::required("election_code", raw.election_code)?,
                contest_type: cell::required("contest_type", raw.contest_type)?,
                region_code: raw.region_code,
            },
            kpu_code: raw.kpu_code,
            district,
            source: raw.source.unwrap_or_else(|| "KPU".to_owned()),
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
        let mut index = match self.index.take() {
            Some(index) => index,
            None => ContestIndex::load(act).await?,
        };
        let mut plan = HashMap::new();
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            verdicts.push(self.row(act, &mut index, &mut plan, row)?);
        }
        for planned in plan.values() {
            index.contests.insert(planned.row.code.clone(), planned.row.clone());
        }
        self.index = Some(index);
        let mut plan: Vec<Planned> = plan.into_values().collect();
        plan.sort_by(|one, other| one.row.code.cmp(&other.row.code));
        Ok((verdicts, plan))
    }

    async fn store(act: &mut Write, plan: Self::Plan) -> Result<()> {
        for planned in plan {
            if planned.is_new {
                insert(act, planned.row, planned.new, &[]).await?;
            } else {
                act.insert_all(planned.new).await?;
                for row in planned.changed {
                    act.replace::<electoral_district::Entity>(row).await?;
                }
                record_again(act, planned.row, &planned.all).await?;
            }
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.index = None;
    }
}
