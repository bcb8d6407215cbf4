//! Persons, their numbers, employments and signatures, inside an open act.

use std::collections::BTreeSet;

use netra_entity::code::SignatureState;
use netra_entity::{civil_servant, employment, pact_signature, service_number};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::super::begin;
use crate::error::Result;
use crate::write::Write;

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

/// Present signatures of persons.
pub(crate) async fn signatures(
    act: &Write,
    persons: &[Uuid],
) -> Result<Vec<pact_signature::Model>> {
    Ok(begin::<pact_signature::Entity>()
        .filter(pact_signature::Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(pact_signature::Column::SupersededBy.is_null())
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

/// The present version of a signature.
pub(crate) async fn signature(act: &Write, id: Uuid) -> Result<Option<pact_signature::Model>> {
    Ok(begin::<pact_signature::Entity>()
        .filter(pact_signature::Column::Id.eq(id))
        .filter(pact_signature::Column::SupersededBy.is_null())
        .one(act.tx())
        .await?)
}

/// Whether a signature of the class is valid for the person in one of these institutions: the
/// employer, and those that it continues.
pub(crate) fn valid_of_class<'a>(
    signatures: &'a [pact_signature::Model],
    places: &BTreeSet<Uuid>,
    class: Uuid,
) -> Option<&'a pact_signature::Model> {
    signatures.iter().find(|it| {
        it.state == SignatureState::Valid
            && places.contains(&it.institution_id)
            && it.equivalence_class == class
    })
}
