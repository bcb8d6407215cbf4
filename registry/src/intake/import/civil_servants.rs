//! Civil servants with their number, unit and employment, as the personnel administration lists
//! them. What a row says is compared with what is recorded; only the difference is written.

mod people;
mod plan;
mod reference;
mod units;

use std::collections::HashSet;

use netra_domain::policy::of;
use netra_domain::{Nik, Rule, ServiceNumber};
use netra_entity::Date;
use netra_entity::code::CivilServantKind;
use serde::Deserialize;
use uuid::Uuid;

use self::people::{Changes, People};
use self::plan::{MOST_RECORDS, Plan};
use self::reference::Reference;
use super::cell::{self, Cell};
use super::reader::Columns;
use super::refusal::{Refusal, VALUE_REQUIRED};
use super::subject::{Subject, Verdict};
use crate::Registry;
use crate::ledger::error::Result;
use crate::ledger::write::{CHUNK, Write};
use crate::people::employment::AT_WORK;

/// The columns, in the order in which files are generated.
pub(crate) const COLUMNS: &[&str] = &[
    "service_number",
    "nik",
    "name",
    "front_title",
    "back_title",
    "institution_code",
    "unit_code",
    "unit_name",
    "kind",
    "position_class",
    "rank",
    "leave_status",
    "valid_from",
    "is_invented",
];

/// A row as the file has it.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    service_number: Cell,
    nik: Cell,
    name: Cell,
    front_title: Cell,
    back_title: Cell,
    institution_code: Cell,
    unit_code: Cell,
    unit_name: Cell,
    kind: Cell,
    position_class: Cell,
    rank: Cell,
    leave_status: Cell,
    valid_from: Cell,
    is_invented: Cell,
}

/// A row whose form is checked.
pub(super) struct Row {
    number: ServiceNumber,
    nik: Option<Nik>,
    nik_index: Option<String>,
    name: String,
    front_title: Cell,
    back_title: Cell,
    institution_code: String,
    unit_code: Cell,
    unit_name: Cell,
    position_class: Cell,
    rank: Cell,
    leave_status: String,
    valid_from: Date,
    is_invented: bool,
}

/// What rows are judged by.
#[derive(Default)]
pub(super) struct CivilServants {
    reference: Option<Reference>,
    /// Whom the last chunk and, where it is still being stored, the one before have changed.
    touched: Touched,
    touched_before: Touched,
}

impl CivilServants {
    /// Persons of whom some row of the chunk says something new; they are locked before it is
    /// decided what.
    fn changing(reference: &Reference, people: &People, rows: &[&Row]) -> HashSet<Uuid> {
        let changing = |row: &&&Row| {
            let person = people.holder(row).ok()??;
            let place = reference.place(row).ok()?;
            let changes = person.changes(row, &place);
            changes.is_ok_and(|it| it != Changes::default()).then_some(person.row.id)
        };
        rows.iter().filter_map(|row| changing(&row)).collect()
    }

    /// Judges a row and plans its change; none where the row has to wait for the next event,
    /// because it says more about somebody whom this event changes.
    fn row(
        &mut self,
        act: &mut Write,
        reference: &mut Reference,
        people: &People,
        plan: &mut Plan,
        row: &Row,
    ) -> Result<Option<Verdict>> {
        let holder = match people.holder(row) {
            Ok(holder) => holder,
            Err(refusal) => return Ok(Some(Verdict::Refused(refusal))),
        };
        let person_id = holder.map(|it| it.row.id);
        if self.touched.includes(person_id, row) || self.touched_before.includes(person_id, row) {
            return Ok(None);
        }
        let place = match reference.place(row) {
            Ok(place) => place,
            Err(refusal) => return Ok(Some(Verdict::Refused(refusal))),
        };
        let Some(person) = holder else {
            plan.new_person(act, reference, row, place)?;
            self.touched.add(None, row);
            return Ok(Some(Verdict::Changed));
        };
        match person.changes(row, &place) {
            Err(refusal) => Ok(Some(Verdict::Refused(refusal))),
            Ok(changes) if changes == Changes::default() => Ok(Some(Verdict::Unchanged)),
            Ok(changes) => {
                plan.change(act, reference, people, person, row, place, changes)?;
                self.touched.add(person_id, row);
                Ok(Some(Verdict::Changed))
            }
        }
    }
}

impl Subject for CivilServants {
    type Act = of::RegisterCivilServants;
    type Raw = Raw;
    type Row = Row;
    type Key = u64;
    type Plan = Plan;

    const WHAT: &'static str = "civil_servants";
    const COLUMNS: Columns = Columns { required: COLUMNS, optional: &[] };
    const KEY: &'static str = "service_number";
    /// A new person makes three records.
    const ROWS: usize = (CHUNK - MOST_RECORDS) / 3 + 1;

    fn key(row: &Row) -> u64 {
        cell::packed(row.number.as_str())
    }

    fn prepare(registry: &Registry, raw: Raw) -> std::result::Result<Row, Refusal> {
        let number = cell::required(Self::KEY, raw.service_number)?;
        let number = ServiceNumber::parse_as_of(&number, registry.clock().today().0)
            .map_err(|rule| Refusal::rule(rule, Self::KEY))?;
        if let Some(kind) = &raw.kind {
            let kind = cell::code("kind", kind, CivilServantKind::parse)?;
            number.check_kind(kind).map_err(|rule| Refusal::rule(rule, "kind"))?;
        }
        let nik = raw.nik.map(|nik| Nik::parse(&nik)).transpose();
        let nik = nik.map_err(|rule| Refusal::rule(rule, "nik"))?;
        if raw.unit_name.is_some() && raw.unit_code.is_none() {
            return Err(Refusal::rule(Rule::UnitUnknown, "unit_code"));
        }
        let valid_from = cell::day("valid_from", &raw.valid_from)?;
        Ok(Row {
            number,
            nik_index: nik.as_ref().map(|nik| registry.vault().index_nik(nik)),
            nik,
            name: cell::required("name", raw.name)?,
            front_title: raw.front_title,
            back_title: raw.back_title,
            institution_code: cell::required("institution_code", raw.institution_code)?,
            unit_code: raw.unit_code,
            unit_name: raw.unit_name,
            position_class: raw.position_class,
            rank: raw.rank,
            leave_status: raw.leave_status.unwrap_or_else(|| AT_WORK.to_owned()),
            valid_from: valid_from.ok_or(Refusal::new(VALUE_REQUIRED, "valid_from"))?,
            is_invented: cell::yes_no("is_invented", &raw.is_invented)?,
        })
    }

    async fn judge(
        &mut self,
        act: &mut Write,
        rows: &[&Row],
        alone: bool,
    ) -> Result<(Vec<Verdict>, Plan)> {
        self.touched_before = std::mem::take(&mut self.touched);
        if alone {
            self.touched_before = Touched::default();
        }
        let mut reference = match self.reference.take() {
            Some(reference) => reference,
            None => Reference::load(act).await?,
        };
        let mut people = People::load(act, rows).await?;
        // After the people: somebody in a unit cannot be known sooner than the unit.
        reference.load_units(act, rows).await?;
        let changing = Self::changing(&reference, &people, rows);
        if !changing.is_empty() {
            people.lock(act, changing).await?;
            reference.load_units(act, rows).await?;
        }
        let mut plan = Plan::default();
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            if act.changed() + MOST_RECORDS > CHUNK {
                break;
            }
            match self.row(act, &mut reference, &people, &mut plan, row)? {
                Some(verdict) => verdicts.push(verdict),
                None => break,
            }
        }
        self.reference = Some(reference);
        Ok((verdicts, plan))
    }

    async fn store(act: &mut Write, plan: Plan) -> Result<()> {
        act.seal_ahead();
        plan.store(act).await
    }

    fn forget(&mut self) {
        *self = Self::default();
    }
}

/// People whom a chunk changes, by their id where they are known, and by their NIK.
#[derive(Default)]
struct Touched {
    persons: HashSet<Uuid>,
    niks: HashSet<String>,
}

impl Touched {
    fn includes(&self, person_id: Option<Uuid>, row: &Row) -> bool {
        person_id.is_some_and(|id| self.persons.contains(&id))
            || row.nik_index.as_ref().is_some_and(|index| self.niks.contains(index))
    }

    fn add(&mut self, person_id: Option<Uuid>, row: &Row) {
        self.persons.extend(person_id);
        self.niks.extend(row.nik_index.clone());
    }
}
