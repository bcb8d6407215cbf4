//! What a chunk will write: rows by table, versions that they replace, and the event's records.

use netra_entity::{civil_servant, employment, organisational_unit, service_number};
use uuid::Uuid;

use super::Row;
use super::people::{Changes, People, Person};
use super::reference::{Place, Reference};
use super::units::Unit;
use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::pact::coverage::Deltas;
use crate::{people::employment as employments, people::service_number as numbers};

/// The most records that a row makes: a unit, the person, a number ended and one begun, an
/// employment ended and one begun.
pub(super) const MOST_RECORDS: usize = 6;

/// What a chunk will write.
#[derive(Default)]
pub(in crate::intake::import) struct Plan {
    units: Vec<organisational_unit::Model>,
    persons: Vec<civil_servant::Model>,
    renamed: Vec<civil_servant::Model>,
    numbers: Vec<service_number::Model>,
    employments: Vec<employment::Model>,
    replaced_numbers: Vec<Uuid>,
    replaced_employments: Vec<Uuid>,
}

impl Plan {
    /// Plans a person who is not known.
    pub(super) fn new_person(
        &mut self,
        act: &mut Write,
        reference: &mut Reference,
        row: &Row,
        place: Place<'_>,
    ) -> Result<()> {
        let person = civil_servant::Model {
            id: act.new_id(),
            name: row.name.clone(),
            front_title: row.front_title.clone(),
            back_title: row.back_title.clone(),
            nik_cipher: sealed(act, row)?,
            nik_index: row.nik_index.clone(),
            is_identity_doubtful: row
                .nik
                .as_ref()
                .is_some_and(|nik| !nik.agrees_with_number(&row.number)),
            is_invented: row.is_invented,
            erased_at: None,
            rev: 1,
        };
        act.tell::<civil_servant::Entity>(&person, 1, Vec::new());
        let number = numbers::draft(act, person.id, &row.number, row.valid_from);
        act.record(numbers::KIND, number.id, 1, &numbers::after(&number))?;
        self.numbers.push(number);
        let employment = self.begin(act, reference, person.id, row, place)?;
        let added = [employment];
        act.moves_coverage(Deltas::of_person(&added, &[], &[], &reference.leaves));
        self.employments.extend(added);
        self.persons.push(person);
        Ok(())
    }

    /// Plans what a row changes of a person who is known.
    pub(super) fn change(
        &mut self,
        act: &mut Write,
        reference: &mut Reference,
        people: &People,
        person: &Person,
        row: &Row,
        place: Place<'_>,
        changes: Changes,
    ) -> Result<()> {
        let is_doubtful = if changes.number || changes.person {
            let nik = match &row.nik {
                Some(nik) => Some(nik.clone()),
                None => numbers::nik_of(act, &person.row)?,
            };
            numbers::is_doubtful(nik.as_ref(), &person.numbers, &row.number)
        } else {
            person.row.is_identity_doubtful
        };
        if changes.person || is_doubtful != person.row.is_identity_doubtful {
            self.rename(act, &person.row, (row, is_doubtful))?;
        }
        if changes.number {
            for held in numbers::ended_by(&person.numbers, row.valid_from)? {
                self.replaced_numbers.push(held.row_id);
                let ended = service_number::Model {
                    row_id: act.new_id(),
                    valid_to: Some(row.valid_from),
                    recorded_by: act.event_id(),
                    ..held.clone()
                };
                let rev = people.next_revision(ended.id);
                act.record(numbers::KIND, ended.id, rev, &numbers::after(&ended))?;
                self.numbers.push(ended);
            }
            let number = numbers::draft(act, person.row.id, &row.number, row.valid_from);
            act.record(numbers::KIND, number.id, 1, &numbers::after(&number))?;
            self.numbers.push(number);
        }
        if changes.employment {
            let mut after = person.employments.clone();
            for running in employments::ended_by(&person.employments, row.valid_from)? {
                self.replaced_employments.push(running.row_id);
                let ended = employment::Model {
                    row_id: act.new_id(),
                    valid_to: Some(row.valid_from),
                    recorded_by: act.event_id(),
                    ..running.clone()
                };
                let rev = people.next_revision(ended.id);
                act.record(employments::KIND, ended.id, rev, &employments::after(&ended))?;
                after.retain(|it| it.row_id != running.row_id);
                after.push(ended.clone());
                self.employments.push(ended);
            }
            let begun = self.begin(act, reference, person.row.id, row, place)?;
            after.push(begun.clone());
            self.employments.push(begun);
            let of = |rows: &[employment::Model]| {
                let (signatures, abstentions) = (&person.signatures, &person.abstentions);
                Deltas::of_person(rows, signatures, abstentions, &reference.leaves)
            };
            act.moves_coverage(of(&after).since(of(&person.employments)));
        }
        Ok(())
    }

    /// Stores what is planned.
    pub(super) async fn store(self, act: &mut Write) -> Result<()> {
        act.supersede::<service_number::Entity>(self.replaced_numbers).await?;
        act.supersede::<employment::Entity>(self.replaced_employments).await?;
        for row in self.renamed {
            act.replace::<civil_servant::Entity>(row).await?;
        }
        act.insert_all(self.units).await?;
        act.insert_all(self.persons).await?;
        act.insert_all(self.numbers).await?;
        act.insert_all(self.employments).await
    }

    fn rename(
        &mut self,
        act: &mut Write,
        known: &civil_servant::Model,
        (row, is_identity_doubtful): (&Row, bool),
    ) -> Result<()> {
        let mut person = civil_servant::Model {
            name: row.name.clone(),
            front_title: row.front_title.clone(),
            back_title: row.back_title.clone(),
            is_identity_doubtful,
            rev: known.rev.saturating_add(1),
            ..known.clone()
        };
        if known.nik_index.is_none() {
            person.nik_cipher = sealed(act, row)?;
            person.nik_index.clone_from(&row.nik_index);
        }
        act.tell::<civil_servant::Entity>(&person, person.rev, Vec::new());
        self.renamed.push(person);
        Ok(())
    }

    /// Begins an employment, in a new unit if need be.
    fn begin(
        &mut self,
        act: &mut Write,
        reference: &mut Reference,
        person_id: Uuid,
        row: &Row,
        place: Place<'_>,
    ) -> Result<employment::Model> {
        let unit_id = match place.unit {
            Unit::None => None,
            Unit::Known(id) => Some(id),
            Unit::New { code, name } => {
                let named = (code, name);
                let unit = reference.units.add(act, place.institution_id, named, row.valid_from);
                act.tell::<organisational_unit::Entity>(&unit, 1, vec![]);
                let id = unit.id;
                self.units.push(unit);
                Some(id)
            }
        };
        let employment = employment::Model {
            row_id: act.new_id(),
            id: act.new_id(),
            civil_servant_id: person_id,
            institution_id: place.institution_id,
            unit_id,
            kind: row.number.kind(),
            position_class: row.position_class.clone(),
            rank: row.rank.clone(),
            leave_status: row.leave_status.clone(),
            valid_from: row.valid_from,
            valid_to: None,
            continues: None,
            recorded_by: act.event_id(),
            superseded_by: None,
        };
        act.record(employments::KIND, employment.id, 1, &employments::after(&employment))?;
        Ok(employment)
    }
}

fn sealed(act: &Write, row: &Row) -> Result<Option<String>> {
    row.nik.as_ref().map(|nik| act.registry().vault().seal_nik(nik)).transpose()
}
