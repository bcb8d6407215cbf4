//! Units and people of the demonstration, on their way into the registry.

use std::collections::HashMap;

use netra_domain::policy::of;
use netra_entity::{Date, civil_servant, employment, organisational_unit, service_number};
use uuid::Uuid;

use super::Founder;
use super::people::{self, EMPLOYERS, Person, Signing, UNITS_SINCE};
use crate::law::code_list::Leaves;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{CHUNK, Write};
use crate::office;
use crate::office::organisational_unit::draft;
use crate::pact::coverage::Deltas;
use crate::people::service_number as numbers;

/// Somebody who is registered, numbered and employed: three records of an event.
const RECORDS_PER_PERSON: usize = 3;

/// A civil servant of the demonstration.
#[derive(Clone, Debug)]
pub(super) struct Employee {
    pub(super) employer: &'static str,
    pub(super) is_head: bool,
    pub(super) name: String,
    pub(super) number: String,
    pub(super) number_from: Date,
    pub(super) employment: employment::Model,
    pub(super) signing: Option<Signing>,
}

type Units = HashMap<(&'static str, &'static str), organisational_unit::Model>;

/// Registers units and people, and names the heads of the units.
pub(super) async fn employ(founder: &Founder) -> Result<Vec<Employee>> {
    let units = units(founder).await?;
    let people = people::everyone()?;
    let mut staff = Vec::with_capacity(people.len());
    for chunk in people.chunks(CHUNK / RECORDS_PER_PERSON) {
        staff.append(&mut register(founder, &units, chunk).await?);
    }
    name_heads(founder, units, &staff).await?;
    Ok(staff)
}

async fn units(founder: &Founder) -> Result<Units> {
    let mut act = founder.open::<of::RegisterOrganisationalUnit>().await?;
    let codes: Vec<String> = EMPLOYERS.iter().map(|it| it.code.to_owned()).collect();
    let institutions = office::within::institutions_by_code(act.tx(), &codes).await?;
    let (year, month, day) = UNITS_SINCE;
    let mut units = Units::new();
    for employer in EMPLOYERS {
        let institution = institutions.iter().find(|it| it.code == employer.code);
        let institution_id = institution.ok_or(Error::NotFound)?.id;
        for unit in employer.units {
            let parent = unit.parent.and_then(|code| units.get(&(employer.code, code)));
            let parent_id = parent.map(|it| it.id);
            let since = Date(people::day(year, month, day));
            let row = draft(&act, institution_id, (unit.code, unit.name), since);
            let row = organisational_unit::Model { parent_id, ..row };
            act.add(row.clone(), vec![]).await?;
            units.insert((employer.code, unit.code), row);
        }
    }
    act.commit(None).await?;
    Ok(units)
}

async fn register(founder: &Founder, units: &Units, people: &[Person]) -> Result<Vec<Employee>> {
    let mut act = founder.open::<of::RegisterCivilServants>().await?;
    let leaves = Leaves::load(act.tx()).await?;
    let mut persons = Vec::with_capacity(people.len());
    let mut held = Vec::with_capacity(people.len());
    let mut employments = Vec::with_capacity(people.len());
    let mut staff = Vec::with_capacity(people.len());
    let mut deltas = Deltas::default();
    for person in people {
        let unit = units.get(&(person.employer.code, person.unit)).ok_or(Error::NotFound)?;
        let row = civil_servant_row(&act, person);
        let number = number_row(&act, row.id, person);
        let employment = employment_row(&act, row.id, person, unit);
        record(&mut act, &row, &number, &employment)?;
        deltas.add(Deltas::of_person(std::slice::from_ref(&employment), &[], &[], &leaves));
        staff.push(Employee {
            employer: person.employer.code,
            is_head: person.is_head,
            name: person.name.clone(),
            number: number.number.clone(),
            number_from: number.valid_from,
            employment: employment.clone(),
            signing: person.signing,
        });
        persons.push(row);
        held.push(number);
        employments.push(employment);
    }
    act.insert_all(persons).await?;
    act.insert_all(held).await?;
    act.insert_all(employments).await?;
    act.moves_coverage(deltas);
    act.commit(None).await?;
    Ok(staff)
}

fn civil_servant_row(act: &Write, person: &Person) -> civil_servant::Model {
    civil_servant::Model {
        id: act.new_id(),
        name: person.name.clone(),
        front_title: person.front_title.map(ToOwned::to_owned),
        back_title: person.back_title.map(ToOwned::to_owned),
        // An invented NIK could be somebody's.
        nik_cipher: None,
        nik_index: None,
        is_identity_doubtful: false,
        is_invented: true,
        erased_at: None,
        rev: 1,
    }
}

fn number_row(act: &Write, person_id: Uuid, person: &Person) -> service_number::Model {
    service_number::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        civil_servant_id: person_id,
        number: person.number.as_str().to_owned(),
        kind: person.number.kind(),
        valid_from: person.number_from,
        valid_to: None,
        recorded_by: act.event_id(),
        superseded_by: None,
    }
}

fn employment_row(
    act: &Write,
    person_id: Uuid,
    person: &Person,
    unit: &organisational_unit::Model,
) -> employment::Model {
    employment::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        civil_servant_id: person_id,
        institution_id: unit.institution_id,
        unit_id: Some(unit.id),
        kind: person.number.kind(),
        position_class: Some(person.position_class.to_owned()),
        rank: Some(person.rank.to_owned()),
        leave_status: crate::people::employment::AT_WORK.to_owned(),
        valid_from: person.employed_from,
        valid_to: None,
        continues: None,
        recorded_by: act.event_id(),
        superseded_by: None,
    }
}

fn record(
    act: &mut Write,
    person: &civil_servant::Model,
    number: &service_number::Model,
    employment: &employment::Model,
) -> Result<()> {
    act.tell::<civil_servant::Entity>(person, person.rev, vec![]);
    act.record(numbers::KIND, number.id, 1, &numbers::after(number))?;
    act.record(
        crate::people::employment::KIND,
        employment.id,
        1,
        &crate::people::employment::after(employment),
    )
}

/// A unit's head must exist before the unit can name them.
async fn name_heads(founder: &Founder, units: Units, staff: &[Employee]) -> Result<()> {
    let mut act = founder.open::<of::RegisterOrganisationalUnit>().await?;
    for unit in units.into_values() {
        let leads = |it: &&Employee| it.is_head && it.employment.unit_id == Some(unit.id);
        let head = staff.iter().find(leads).ok_or(Error::NotFound)?;
        let taken = act.take::<organisational_unit::Entity>(unit.id, None).await?;
        let head_id = Some(head.employment.civil_servant_id);
        act.put(&taken, organisational_unit::Model { head_id, ..unit }, vec![]).await?;
    }
    act.commit(None).await?;
    Ok(())
}
