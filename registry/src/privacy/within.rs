//! What the rights of a person need inside an open act: requests, holds, every version.

pub(crate) use super::read_log::within::*;
use netra_entity::{legal_hold, rectification, service_number, user};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::reach::begin;

/// A request for rectification.
pub(crate) async fn rectification(act: &Write, id: Uuid) -> Result<Option<rectification::Model>> {
    Ok(begin::<rectification::Entity>()
        .filter(rectification::Column::Id.eq(id))
        .one(act.tx())
        .await?)
}

/// The requests of a person.
pub(crate) async fn rectifications_of(
    act: &Write,
    person: Uuid,
) -> Result<Vec<rectification::Model>> {
    Ok(begin::<rectification::Entity>()
        .filter(rectification::Column::CivilServantId.eq(person))
        .all(act.tx())
        .await?)
}

/// The holds on a person's data, lifted ones included.
pub(crate) async fn holds_of(act: &Write, person: Uuid) -> Result<Vec<legal_hold::Model>> {
    Ok(begin::<legal_hold::Entity>()
        .filter(legal_hold::Column::CivilServantId.eq(person))
        .all(act.tx())
        .await?)
}

/// Every version of a person's service numbers.
pub(crate) async fn every_number_of(
    act: &Write,
    person: Uuid,
) -> Result<Vec<service_number::Model>> {
    Ok(begin::<service_number::Entity>()
        .filter(service_number::Column::CivilServantId.eq(person))
        .all(act.tx())
        .await?)
}

/// The accounts of a person.
pub(crate) async fn accounts_of(act: &Write, person: Uuid) -> Result<Vec<user::Model>> {
    Ok(begin::<user::Entity>()
        .filter(user::Column::CivilServantId.eq(person))
        .all(act.tx())
        .await?)
}
