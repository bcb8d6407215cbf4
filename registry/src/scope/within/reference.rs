//! Texts, institutions, regions, units and code lists.

use netra_entity::{code_list, institution, organisational_unit, pact_text, region};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::super::begin;
use crate::error::Result;

pub(crate) async fn pact_text(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<pact_text::Model>> {
    Ok(begin::<pact_text::Entity>().filter(pact_text::Column::Id.eq(id)).one(db).await?)
}

/// The texts of a cycle by an issuer, newest first.
pub(crate) async fn pact_texts(
    db: &impl ConnectionTrait,
    cycle_id: Uuid,
) -> Result<Vec<pact_text::Model>> {
    Ok(begin::<pact_text::Entity>()
        .filter(pact_text::Column::CycleId.eq(cycle_id))
        .order_by_desc(pact_text::Column::Version)
        .all(db)
        .await?)
}

pub(crate) async fn institution(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<institution::Model>> {
    Ok(begin::<institution::Entity>().filter(institution::Column::Id.eq(id)).one(db).await?)
}

pub(crate) async fn institutions_by_code(
    db: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<institution::Model>> {
    Ok(begin::<institution::Entity>()
        .filter(institution::Column::Code.is_in(codes))
        .all(db)
        .await?)
}

pub(crate) async fn regions_by_code(
    db: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<region::Model>> {
    Ok(begin::<region::Entity>().filter(region::Column::Code.is_in(codes)).all(db).await?)
}

/// Every region, also those whose code no longer holds.
pub(crate) async fn all_regions(db: &impl ConnectionTrait) -> Result<Vec<region::Model>> {
    Ok(begin::<region::Entity>().order_by_asc(region::Column::Code).all(db).await?)
}

/// Every institution, also those that no longer exist.
pub(crate) async fn all_institutions(db: &impl ConnectionTrait) -> Result<Vec<institution::Model>> {
    Ok(begin::<institution::Entity>().order_by_asc(institution::Column::Code).all(db).await?)
}

pub(crate) async fn units_of(
    db: &impl ConnectionTrait,
    institutions: &[Uuid],
) -> Result<Vec<organisational_unit::Model>> {
    Ok(begin::<organisational_unit::Entity>()
        .filter(organisational_unit::Column::InstitutionId.is_in(institutions.iter().copied()))
        .all(db)
        .await?)
}

/// The rows of a code list.
pub(crate) async fn code_list(
    db: &impl ConnectionTrait,
    list: &str,
) -> Result<Vec<code_list::Model>> {
    Ok(begin::<code_list::Entity>().filter(code_list::Column::List.eq(list)).all(db).await?)
}
