//! The persons that rows are about, as the registry knows them.

use std::collections::{HashMap, HashSet};

use netra_domain::Rule;
use netra_entity::{civil_servant, employment, pact_abstention, pact_signature, service_number};
use uuid::Uuid;

use super::Row;
use super::reference::Place;
use super::units::Unit;
use crate::intake::import::refusal::Refusal;
use crate::ledger;
use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::office::region::holds;
use crate::pact;
use crate::people;
use crate::{people::employment as employments, people::service_number as numbers};

/// A person with present numbers and employments.
pub(super) struct Person {
    pub(super) row: civil_servant::Model,
    pub(super) numbers: Vec<service_number::Model>,
    pub(super) employments: Vec<employment::Model>,
    /// Read under the lock only.
    pub(super) signatures: Vec<pact_signature::Model>,
    pub(super) abstentions: Vec<pact_abstention::Model>,
}

impl Person {
    /// What a row says that is not known of the person, if that may follow what is known.
    pub(super) fn changes(
        &self,
        row: &Row,
        place: &Place<'_>,
    ) -> std::result::Result<Changes, Refusal> {
        let known = &self.row;
        let changes = Changes {
            person: known.name != row.name
                || known.front_title != row.front_title
                || known.back_title != row.back_title
                || (known.nik_index.is_none() && row.nik_index.is_some()),
            number: !self.numbers.iter().any(|it| it.number == row.number.as_str()),
            employment: !self.employments.iter().any(|it| says_same(it, row, place)),
        };
        let too_early = |rule| Refusal::rule(rule, "valid_from");
        if changes.number {
            numbers::ended_by(&self.numbers, row.valid_from).map_err(too_early)?;
        }
        if changes.employment {
            employments::ended_by(&self.employments, row.valid_from).map_err(too_early)?;
        }
        Ok(changes)
    }
}

/// What a row says that the registry does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Another name, other titles, or a NIK where none was known.
    pub(super) person: bool,
    /// A new number.
    pub(super) number: bool,
    /// Another institution, unit, kind, position, rank or leave.
    pub(super) employment: bool,
}

/// The persons of a chunk.
#[derive(Default)]
pub(super) struct People {
    persons: HashMap<Uuid, Person>,
    by_number: HashMap<String, Uuid>,
    by_nik: HashMap<String, Uuid>,
    /// Last revisions of the numbers and employments of locked persons.
    revisions: HashMap<Uuid, i32>,
}

impl People {
    /// Finds the persons whom rows name by NIK or number, without holding anybody up.
    pub(super) async fn load(act: &Write, rows: &[&Row]) -> Result<Self> {
        let named: Vec<_> = rows.iter().map(|row| row.number.as_str().to_owned()).collect();
        let niks: Vec<_> = rows.iter().filter_map(|row| row.nik_index.clone()).collect();
        let mut people = Self::default();
        let database = act.registry().database();
        database.plan_afresh(act.tx(), true).await?;
        let holdings = people::within::numbers(act, &named).await?;
        let mut rows = if niks.is_empty() {
            Vec::new()
        } else {
            people::within::persons_by_nik(act, &niks).await?
        };
        let found: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut others: Vec<Uuid> = holdings.iter().map(|row| row.civil_servant_id).collect();
        others.retain(|id| !found.contains(id));
        if !others.is_empty() {
            rows.append(&mut people::within::persons(act, &others).await?);
        }
        let holders = holdings.into_iter().map(|row| (row.number, row.civil_servant_id));
        people.by_number = holders.collect();
        people.add(act, rows).await?;
        database.plan_afresh(act.tx(), false).await?;
        Ok(people)
    }

    /// Locks persons and reads them again: meanwhile another act may have changed them.
    pub(super) async fn lock(&mut self, act: &Write, ids: HashSet<Uuid>) -> Result<()> {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let rows = people::within::lock_persons(act, &ids).await?;
        self.add(act, rows).await?;
        for row in pact::within::signatures(act, &ids).await? {
            if let Some(person) = self.persons.get_mut(&row.civil_servant_id) {
                person.signatures.push(row);
            }
        }
        for row in pact::within::abstentions(act, &ids).await? {
            if let Some(person) = self.persons.get_mut(&row.civil_servant_id) {
                person.abstentions.push(row);
            }
        }
        let locked = ids.iter().filter_map(|id| self.persons.get(id));
        let versioned = locked.flat_map(|it| {
            let numbers = it.numbers.iter().map(|row| row.id);
            numbers.chain(it.employments.iter().map(|row| row.id))
        });
        self.revisions = ledger::within::last_revisions(act, versioned.collect()).await?;
        Ok(())
    }

    async fn add(&mut self, act: &Write, rows: Vec<civil_servant::Model>) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        for row in rows {
            if let Some(index) = &row.nik_index {
                self.by_nik.insert(index.clone(), row.id);
            }
            let (numbers, employments) = (Vec::new(), Vec::new());
            let (signatures, abstentions) = (Vec::new(), Vec::new());
            let person = Person { row, numbers, employments, signatures, abstentions };
            self.persons.insert(person.row.id, person);
        }
        for row in people::within::employments(act, &ids).await? {
            if let Some(person) = self.persons.get_mut(&row.civil_servant_id) {
                person.employments.push(row);
            }
        }
        for row in people::within::numbers_of(act, &ids).await? {
            if let Some(person) = self.persons.get_mut(&row.civil_servant_id) {
                person.numbers.push(row);
            }
        }
        Ok(())
    }

    /// The revision that a number or an employment reaches by this act.
    pub(super) fn next_revision(&self, id: Uuid) -> i32 {
        self.revisions.get(&id).map_or(1, |rev| rev.saturating_add(1))
    }

    /// The person whom a row is about; none where nobody is known by its NIK or number.
    pub(super) fn holder(&self, row: &Row) -> std::result::Result<Option<&Person>, Refusal> {
        let find = |id: Option<&Uuid>| id.and_then(|id| self.persons.get(id));
        let by_number = find(self.by_number.get(row.number.as_str()));
        let by_nik = find(row.nik_index.as_ref().and_then(|index| self.by_nik.get(index)));
        let Some(holder) = by_number else { return Ok(by_nik) };
        let other_nik = match &row.nik_index {
            Some(index) => holder.row.nik_index.as_ref().is_some_and(|known| known != index),
            None => false,
        };
        let other_person = by_nik.is_some_and(|person| person.row.id != holder.row.id);
        if other_nik || other_person {
            return Err(Refusal::rule(Rule::ServiceNumberTaken, "service_number"));
        }
        Ok(Some(holder))
    }
}

/// Whether an employment that runs, or held on the row's day, is what the row says.
fn says_same(known: &employment::Model, row: &Row, place: &Place<'_>) -> bool {
    let unit_id = match place.unit {
        Unit::None => None,
        Unit::Known(id) => Some(id),
        Unit::New { .. } => return false,
    };
    known.institution_id == place.institution_id
        && known.unit_id == unit_id
        && known.kind == row.number.kind()
        && known.position_class == row.position_class
        && known.rank == row.rank
        && known.leave_status == row.leave_status
        && (known.valid_to.is_none()
            || holds(Some(known.valid_from), known.valid_to, row.valid_from))
}
