//! Persons, their numbers and employments inside an act: not narrowed by a permit, because no answer reaches a caller.

use netra_entity::{Date, civil_servant, employment, service_number};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use netra_domain::ServiceNumber;

use crate::ledger::error::{Error, Result};
use crate::ledger::write::Write;
use crate::office::region;
use crate::reach::begin;

/// Locks persons for the rest of the act, in one order, so that two acts never wait for each
/// other in a circle.
pub(crate) async fn lock_persons(act: &Write, ids: &[Uuid]) -> Result<Vec<civil_servant::Model>> {
    Ok(begin::<civil_servant::Entity>()
        .filter(civil_servant::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(civil_servant::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(act.tx())
        .await?)
}

/// The person with a service number, and the institution that employs the person today. Nobody
/// where the number is not known or its holder works nowhere: the two are one answer.
pub(crate) async fn employed_today(
    act: &Write,
    path: &str,
    number: &str,
) -> Result<Option<(Uuid, Uuid)>> {
    let number = ServiceNumber::parse(number).map_err(|rule| Error::invalid(path, rule))?;
    let held = numbers(act, &[number.as_str().to_owned()]).await?;
    let Some(person_id) = held.first().map(|row| row.civil_servant_id) else { return Ok(None) };
    let today = act.today();
    let employments = employments(act, &[person_id]).await?;
    let now =
        employments.iter().find(|row| region::holds(Some(row.valid_from), row.valid_to, today));
    Ok(now.map(|row| (person_id, row.institution_id)))
}

/// The same, of whoever works within a reach; everybody else is forbidden, known or not.
pub(crate) async fn own_person(
    act: &Write,
    inside: impl Fn(Uuid) -> bool,
    path: &str,
    number: &str,
) -> Result<(Uuid, Uuid)> {
    let found = employed_today(act, path, number).await?;
    found.filter(|it| inside(it.1)).ok_or(Error::Forbidden(act.act()))
}

/// Persons by their ids.
pub(crate) async fn persons(act: &Write, ids: &[Uuid]) -> Result<Vec<civil_servant::Model>> {
    Ok(begin::<civil_servant::Entity>()
        .filter(civil_servant::Column::Id.is_in(ids.iter().copied()))
        .all(act.tx())
        .await?)
}

/// Present employments of persons.
pub(crate) async fn employments(act: &Write, persons: &[Uuid]) -> Result<Vec<employment::Model>> {
    Ok(begin::<employment::Entity>()
        .filter(employment::Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(employment::Column::SupersededBy.is_null())
        .order_by_asc(employment::Column::ValidFrom)
        .all(act.tx())
        .await?)
}

/// Present service numbers of persons.
pub(crate) async fn numbers_of(
    act: &Write,
    persons: &[Uuid],
) -> Result<Vec<service_number::Model>> {
    Ok(begin::<service_number::Entity>()
        .filter(service_number::Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(service_number::Column::SupersededBy.is_null())
        .order_by_asc(service_number::Column::ValidFrom)
        .all(act.tx())
        .await?)
}

/// Every number that a person has or had.
pub(crate) async fn numbers_held(
    db: &impl ConnectionTrait,
    person: Option<Uuid>,
) -> Result<Vec<String>> {
    let rows = begin::<service_number::Entity>()
        .filter(service_number::Column::CivilServantId.is_in(person))
        .filter(service_number::Column::SupersededBy.is_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

/// Present holdings of service numbers, ended ones included.
pub(crate) async fn numbers(act: &Write, numbers: &[String]) -> Result<Vec<service_number::Model>> {
    Ok(begin::<service_number::Entity>()
        .filter(service_number::Column::Number.is_in(numbers))
        .filter(service_number::Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// Persons by the blind index of their NIK.
pub(crate) async fn persons_by_nik(
    act: &Write,
    indexes: &[String],
) -> Result<Vec<civil_servant::Model>> {
    Ok(begin::<civil_servant::Entity>()
        .filter(civil_servant::Column::NikIndex.is_in(indexes))
        .all(act.tx())
        .await?)
}

/// The present version of an employment.
pub(crate) async fn employment(act: &Write, id: Uuid) -> Result<Option<employment::Model>> {
    Ok(begin::<employment::Entity>()
        .filter(employment::Column::Id.eq(id))
        .filter(employment::Column::SupersededBy.is_null())
        .one(act.tx())
        .await?)
}

/// Institutions in which a person is employed on a day.
pub(crate) async fn employed_in(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    on: Date,
) -> Result<Vec<Uuid>> {
    use employment::Column;
    Ok(begin::<employment::Entity>()
        .select_only()
        .column(Column::InstitutionId)
        .filter(Column::CivilServantId.eq(person_id))
        .filter(Column::SupersededBy.is_null())
        .filter(Column::ValidFrom.lte(on))
        .filter(Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gt(on)))
        .into_tuple()
        .all(db)
        .await?)
}
