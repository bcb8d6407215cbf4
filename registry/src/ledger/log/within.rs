//! The log: origins, tiles, checkpoints, and the leaves that they are made of.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use netra_entity::{event, event_order, event_outbox, log_checkpoint, log_origin, log_tile};
use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::log::tree::{TileId, Tiles};
use crate::ledger::rows::begin;

/// Every origin, oldest first: one a year.
pub(crate) async fn origins(db: &impl ConnectionTrait) -> Result<Vec<log_origin::Model>> {
    Ok(begin::<log_origin::Entity>().order_by_asc(log_origin::Column::FirstIndex).all(db).await?)
}

/// Tiles of an origin; those that are absent are missing in the answer.
pub(crate) async fn tiles(
    db: &impl ConnectionTrait,
    origin: &str,
    ids: &BTreeSet<TileId>,
) -> Result<Tiles> {
    use log_tile::Column;
    if ids.is_empty() {
        return Ok(Tiles::new());
    }
    let mut levels: BTreeMap<u8, Vec<i64>> = BTreeMap::new();
    for id in ids {
        levels.entry(id.level).or_default().push(i64::try_from(id.number).unwrap_or(i64::MAX));
    }
    let any = levels.into_iter().fold(Condition::any(), |any, (level, numbers)| {
        any.add(Column::Level.eq(i32::from(level)).and(Column::Number.is_in(numbers)))
    });
    let rows =
        begin::<log_tile::Entity>().filter(Column::Origin.eq(origin)).filter(any).all(db).await?;
    let tile = |row: log_tile::Model| {
        let level = u8::try_from(row.level).unwrap_or(u8::MAX);
        let number = u64::try_from(row.number).unwrap_or(u64::MAX);
        (TileId { level, number }, row.data)
    };
    Ok(rows.into_iter().map(tile).collect())
}

/// The last signed checkpoint of an origin.
pub(crate) async fn last_checkpoint(
    db: &impl ConnectionTrait,
    origin: &str,
) -> Result<Option<log_checkpoint::Model>> {
    Ok(begin::<log_checkpoint::Entity>()
        .filter(log_checkpoint::Column::Origin.eq(origin))
        .order_by_desc(log_checkpoint::Column::Size)
        .limit(1)
        .one(db)
        .await?)
}

/// Checkpoints of an origin above a size, smallest first.
pub(crate) async fn checkpoints_above(
    db: &impl ConnectionTrait,
    origin: &str,
    size: i64,
    most: u64,
) -> Result<Vec<log_checkpoint::Model>> {
    Ok(begin::<log_checkpoint::Entity>()
        .filter(log_checkpoint::Column::Origin.eq(origin))
        .filter(log_checkpoint::Column::Size.gt(size))
        .order_by_asc(log_checkpoint::Column::Size)
        .limit(most)
        .all(db)
        .await?)
}

/// The events that wait, in their order.
pub(crate) async fn waiting_events(
    db: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<(i64, event::Model)>> {
    let rows = begin::<event_outbox::Entity>()
        .join(
            JoinType::InnerJoin,
            event_outbox::Entity::belongs_to(event::Entity)
                .from(event_outbox::Column::EventId)
                .to(event::Column::Id)
                .into(),
        )
        .select_also(event::Entity)
        .order_by_asc(event_outbox::Column::Seq)
        .limit(most)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(outbox, event)| Some((outbox.seq, event?))).collect())
}

/// The leaves of a range of the order; an event that is gone has none.
pub(crate) async fn leaves(
    db: &impl ConnectionTrait,
    from: i64,
    to: i64,
) -> Result<Vec<(i64, Option<String>)>> {
    Ok(begin::<event_order::Entity>()
        .select_only()
        .column(event_order::Column::Idx)
        .column(event::Column::Leaf)
        .join(
            JoinType::LeftJoin,
            event_order::Entity::belongs_to(event::Entity)
                .from(event_order::Column::EventId)
                .to(event::Column::Id)
                .into(),
        )
        .filter(event_order::Column::Idx.gte(from))
        .filter(event_order::Column::Idx.lt(to))
        .order_by_asc(event_order::Column::Idx)
        .into_tuple()
        .all(db)
        .await?)
}

/// An index with its event, if that is still there.
pub(crate) struct Sequenced {
    pub(crate) index: i64,
    pub(crate) event_id: Uuid,
    pub(crate) event: Option<event::Model>,
}

/// The events of a range of the order.
pub(crate) async fn events_between(
    db: &impl ConnectionTrait,
    from: i64,
    to: i64,
) -> Result<Vec<Sequenced>> {
    let orders = begin::<event_order::Entity>()
        .filter(event_order::Column::Idx.gte(from))
        .filter(event_order::Column::Idx.lt(to))
        .order_by_asc(event_order::Column::Idx)
        .all(db)
        .await?;
    let ids: Vec<Uuid> = orders.iter().map(|row| row.event_id).collect();
    let events = crate::ledger::within::events_by_ids(db, &ids).await?;
    let mut events: HashMap<Uuid, event::Model> =
        events.into_iter().map(|row| (row.id, row)).collect();
    let sequenced = |row: event_order::Model| Sequenced {
        index: row.idx,
        event_id: row.event_id,
        event: events.remove(&row.event_id),
    };
    Ok(orders.into_iter().map(sequenced).collect())
}
