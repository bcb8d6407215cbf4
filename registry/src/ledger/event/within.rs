//! Events, their records and their order.

use std::collections::HashMap;

use netra_entity::code::Function;
use netra_entity::{Instant, event, event_order, event_record, idempotency, seat, sequencer_state};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
};
use uuid::Uuid;

use crate::ledger::error::{Error, Result};
use crate::ledger::rows::begin;
use crate::ledger::write::Write;

/// How many spans one statement asks for.
const SPANS: usize = 200;

pub(crate) async fn idempotency(
    db: &impl ConnectionTrait,
    principal: &str,
    key: &str,
) -> Result<Option<idempotency::Model>> {
    Ok(begin::<idempotency::Entity>()
        .filter(idempotency::Column::Principal.eq(principal))
        .filter(idempotency::Column::Key.eq(key))
        .one(db)
        .await?)
}

/// The last change of a record.
pub(crate) async fn last_record(act: &Write, id: Uuid) -> Result<Option<event_record::Model>> {
    Ok(begin::<event_record::Entity>()
        .filter(event_record::Column::SubjectId.eq(id))
        .order_by_desc(event_record::Column::Rev)
        .limit(1)
        .one(act.tx())
        .await?)
}

/// The last revisions of records.
pub(crate) async fn last_revisions(act: &Write, ids: Vec<Uuid>) -> Result<HashMap<Uuid, i32>> {
    use event_record::Column;
    let rows: Vec<(Uuid, i32)> = begin::<event_record::Entity>()
        .select_only()
        .column(Column::SubjectId)
        .column_as(Column::Rev.max(), "rev")
        .filter(Column::SubjectId.is_in(ids))
        .group_by(Column::SubjectId)
        .into_tuple()
        .all(act.tx())
        .await?;
    Ok(rows.into_iter().collect())
}

/// The last revisions of records.
pub(crate) async fn revisions(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<(Uuid, i32)>> {
    use event_record::Column;
    Ok(begin::<event_record::Entity>()
        .select_only()
        .column(Column::SubjectId)
        .column_as(Column::Rev.max(), "rev")
        .filter(Column::SubjectId.is_in(ids.iter().copied()))
        .group_by(Column::SubjectId)
        .into_tuple()
        .all(db)
        .await?)
}

/// The last revisions of records up to an index; records unknown by then are absent.
pub(crate) async fn revisions_known(
    db: &impl ConnectionTrait,
    ids: Vec<Uuid>,
    index: i64,
) -> Result<HashMap<Uuid, i32>> {
    use event_record::Column;
    let rows: Vec<(Uuid, i32)> = begin::<event_record::Entity>()
        .select_only()
        .column(Column::SubjectId)
        .column_as(Column::Rev.max(), "rev")
        .filter(Column::SubjectId.is_in(ids))
        .filter(Column::EventId.in_subquery(crate::ledger::rows::up_to(index)))
        .group_by(Column::SubjectId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The leaf hashes of the last events that changed records.
pub(crate) async fn last_leaf_hashes(act: &Write, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>> {
    use event_record::Column;
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let last = Query::select()
        .expr(Expr::col(("last", Column::Rev)).max())
        .from_as(event_record::Entity, "last")
        .and_where(
            Expr::col(("last", Column::SubjectId))
                .equals((event_record::Entity, Column::SubjectId)),
        )
        .to_owned();
    let rows: Vec<(Uuid, String)> = begin::<event_record::Entity>()
        .select_only()
        .column(Column::SubjectId)
        .column(event::Column::LeafHash)
        .join(JoinType::InnerJoin, event_of_record())
        .filter(Column::SubjectId.is_in(ids))
        .filter(Column::Rev.in_subquery(last))
        .into_tuple()
        .all(act.tx())
        .await?;
    Ok(rows.into_iter().collect())
}

/// From a record to its event.
pub(crate) fn event_of_record() -> RelationDef {
    event_record::Entity::belongs_to(event::Entity)
        .from(event_record::Column::EventId)
        .to(event::Column::Id)
        .into()
}

pub(crate) async fn sequencer_state(db: &impl ConnectionTrait) -> Result<sequencer_state::Model> {
    begin::<sequencer_state::Entity>()
        .filter(sequencer_state::Column::Id.eq(1))
        .one(db)
        .await?
        .ok_or(Error::Unavailable("the database is not migrated"))
}

fn orders() -> Select<event_order::Entity> {
    begin::<event_order::Entity>()
}

pub(crate) async fn order_at(
    db: &impl ConnectionTrait,
    moment: Instant,
) -> Result<Option<event_order::Model>> {
    Ok(orders()
        .filter(event_order::Column::Moment.lte(moment))
        .order_by_desc(event_order::Column::Moment)
        .order_by_desc(event_order::Column::Idx)
        .limit(1)
        .one(db)
        .await?)
}

pub(crate) async fn order_of_index(
    db: &impl ConnectionTrait,
    index: i64,
) -> Result<Option<event_order::Model>> {
    Ok(orders().filter(event_order::Column::Idx.eq(index)).one(db).await?)
}

pub(crate) async fn orders_of_events(
    db: &impl ConnectionTrait,
    event_ids: &[Uuid],
) -> Result<Vec<event_order::Model>> {
    let ids = event_ids.iter().copied();
    Ok(orders().filter(event_order::Column::EventId.is_in(ids)).all(db).await?)
}

pub(crate) async fn order_of_event(
    db: &impl ConnectionTrait,
    event_id: Uuid,
) -> Result<Option<event_order::Model>> {
    Ok(orders().filter(event_order::Column::EventId.eq(event_id)).one(db).await?)
}

/// Whether anything was ever written.
pub(crate) async fn has_events(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(begin::<event::Entity>().limit(1).one(db).await?.is_some())
}

/// Events by their ids.
pub(crate) async fn events_by_ids(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<event::Model>> {
    let ids = ids.iter().copied();
    Ok(begin::<event::Entity>().filter(event::Column::Id.is_in(ids)).all(db).await?)
}

/// Revisions of records: of each from one to another.
pub(crate) async fn revisions_between(
    db: &impl ConnectionTrait,
    spans: &[(Uuid, i32, i32)],
) -> Result<Vec<event_record::Model>> {
    use event_record::Column;
    let mut found = Vec::new();
    for some in spans.chunks(SPANS) {
        let mut any = Condition::any();
        for (id, low, high) in some {
            let span = Column::Rev.between(*low, *high);
            any = any.add(Column::SubjectId.eq(*id).and(span));
        }
        found.extend(begin::<event_record::Entity>().filter(any).all(db).await?);
    }
    Ok(found)
}

/// The functions of seats.
pub(crate) async fn functions_of_seats(
    db: &impl ConnectionTrait,
    ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, Function>> {
    let rows: Vec<(Uuid, Function)> = begin::<seat::Entity>()
        .select_only()
        .column(seat::Column::Id)
        .column(seat::Column::Function)
        .filter(seat::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
