//! Texts, institutions, regions, units and code lists.

use netra_entity::{code_list, institution, organisational_unit, pact_text, region};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement, Value,
};
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

/// A unit, locked for the rest of the transaction.
pub(crate) async fn unit(
    tx: &DatabaseTransaction,
    id: Uuid,
) -> Result<Option<organisational_unit::Model>> {
    Ok(begin::<organisational_unit::Entity>()
        .filter(organisational_unit::Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?)
}

/// Units and everything above them.
pub(crate) async fn units_above(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<organisational_unit::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = (1..=ids.len()).map(|position| format!("${position}")).collect();
    let sql = format!(
        "WITH RECURSIVE above(id, parent_id) AS ( \
           SELECT id, parent_id FROM organisational_unit WHERE id IN ({}) \
           UNION SELECT u.id, u.parent_id FROM organisational_unit u \
             JOIN above a ON u.id = a.parent_id) \
         SELECT u.* FROM organisational_unit u JOIN above a ON a.id = u.id",
        names.join(", ")
    );
    let values = ids.iter().copied().map(Value::from);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(organisational_unit::Model::find_by_statement(statement).all(db).await?)
}

/// The rows of a code list.
pub(crate) async fn code_list(
    db: &impl ConnectionTrait,
    list: &str,
) -> Result<Vec<code_list::Model>> {
    Ok(begin::<code_list::Entity>().filter(code_list::Column::List.eq(list)).all(db).await?)
}
