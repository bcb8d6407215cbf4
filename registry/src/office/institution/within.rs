//! Institutions, regions and units inside an act: not narrowed by a permit, because no answer reaches a caller.

use netra_entity::{institution, organisational_unit, region};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement, Value,
};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::reach::begin;

/// The regions in which institutions are.
pub(crate) async fn institution_regions(db: &impl ConnectionTrait) -> Result<Vec<region::Model>> {
    let codes = Query::select()
        .column(institution::Column::RegionCode)
        .from(institution::Entity)
        .and_where(Expr::col(institution::Column::RegionCode).is_not_null())
        .to_owned();
    Ok(begin::<region::Entity>().filter(region::Column::Code.in_subquery(codes)).all(db).await?)
}

pub(crate) async fn institution(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<institution::Model>> {
    Ok(begin::<institution::Entity>().filter(institution::Column::Id.eq(id)).one(db).await?)
}

pub(crate) async fn institutions(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<institution::Model>> {
    let ids = ids.iter().copied();
    Ok(begin::<institution::Entity>().filter(institution::Column::Id.is_in(ids)).all(db).await?)
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

/// Every institution, also those that no longer exist; no more than `most`.
pub(crate) async fn all_institutions(
    db: &impl ConnectionTrait,
    most: Option<u64>,
) -> Result<Vec<institution::Model>> {
    let select = begin::<institution::Entity>().order_by_asc(institution::Column::Code);
    Ok(select.limit(most).all(db).await?)
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
