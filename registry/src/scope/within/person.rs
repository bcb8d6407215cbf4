//! Persons, their numbers, employments and signatures, inside an open act.

use std::collections::BTreeSet;

use netra_domain::pact;
use netra_entity::{
    Date, civil_servant, countersign_delegation, employment, non_asn_signature, pact_abstention,
    pact_signature, service_number,
};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect};
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

/// Present refusals and exemptions of persons.
pub(crate) async fn abstentions(
    act: &Write,
    persons: &[Uuid],
) -> Result<Vec<pact_abstention::Model>> {
    Ok(begin::<pact_abstention::Entity>()
        .filter(pact_abstention::Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(pact_abstention::Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// The present version of a refusal or exemption.
pub(crate) async fn abstention(act: &Write, id: Uuid) -> Result<Option<pact_abstention::Model>> {
    Ok(begin::<pact_abstention::Entity>()
        .filter(pact_abstention::Column::Id.eq(id))
        .filter(pact_abstention::Column::SupersededBy.is_null())
        .one(act.tx())
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

/// The present versions of signatures.
pub(crate) async fn signatures_by_ids(
    act: &Write,
    ids: &[Uuid],
) -> Result<Vec<pact_signature::Model>> {
    Ok(begin::<pact_signature::Entity>()
        .filter(pact_signature::Column::Id.is_in(ids.iter().copied()))
        .filter(pact_signature::Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// The signature of the class that stands for the person, valid or waiting for its
/// countersignature, in one of these institutions: the employer, and those that it continues.
pub(crate) fn standing_of_class<'a>(
    signatures: &'a [pact_signature::Model],
    places: &BTreeSet<Uuid>,
    class: Uuid,
) -> Option<&'a pact_signature::Model> {
    signatures.iter().find(|it| {
        pact::stands(it.state)
            && places.contains(&it.institution_id)
            && it.equivalence_class == class
    })
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

/// Units for which a person is delegate on a day.
pub(crate) async fn delegate_of(
    db: &impl ConnectionTrait,
    person_id: Uuid,
    on: Date,
) -> Result<Vec<Uuid>> {
    use countersign_delegation::Column;
    Ok(begin::<countersign_delegation::Entity>()
        .select_only()
        .column(Column::UnitId)
        .filter(Column::DelegateId.eq(person_id))
        .filter(Column::SupersededBy.is_null())
        .filter(Column::ValidFrom.lte(on))
        .filter(Column::ValidTo.gt(on))
        .into_tuple()
        .all(db)
        .await?)
}

/// The present version of a delegation.
pub(crate) async fn delegation(
    act: &Write,
    id: Uuid,
) -> Result<Option<countersign_delegation::Model>> {
    Ok(begin::<countersign_delegation::Entity>()
        .filter(countersign_delegation::Column::Id.eq(id))
        .filter(countersign_delegation::Column::SupersededBy.is_null())
        .one(act.tx())
        .await?)
}

/// Present signatures of an institution's people who are no civil servants, by their numbers.
pub(crate) async fn non_asn_signatures(
    act: &Write,
    (institution_id, class): (Uuid, Uuid),
    staff_numbers: &[String],
) -> Result<Vec<non_asn_signature::Model>> {
    use non_asn_signature::Column;
    Ok(begin::<non_asn_signature::Entity>()
        .filter(Column::InstitutionId.eq(institution_id))
        .filter(Column::EquivalenceClass.eq(class))
        .filter(Column::StaffNumber.is_in(staff_numbers))
        .filter(Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// The present version of the signature of somebody who is no civil servant.
pub(crate) async fn non_asn_signature(
    act: &Write,
    id: Uuid,
) -> Result<Option<non_asn_signature::Model>> {
    Ok(begin::<non_asn_signature::Entity>()
        .filter(non_asn_signature::Column::Id.eq(id))
        .filter(non_asn_signature::Column::SupersededBy.is_null())
        .one(act.tx())
        .await?)
}
