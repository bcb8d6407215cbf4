//! The read log: minutes, their readings, and whom a reading showed.

use chrono::TimeDelta;
use netra_entity::{Instant, breach_subject, read_log, read_log_minute, read_log_subject};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::ids;
use crate::ledger::write::Write;
use crate::reach::begin;

const READINGS: u64 = 1_000;
/// The field under which an unmasking stands in the log.
pub(crate) const UNMASK: &str = "unmask";

/// A server's minute, which nobody closes until the transaction ends.
pub(crate) async fn read_log_minute(
    tx: &DatabaseTransaction,
    server: Uuid,
    minute: Instant,
) -> Result<Option<read_log_minute::Model>> {
    Ok(begin::<read_log_minute::Entity>()
        .filter(read_log_minute::Column::Server.eq(server))
        .filter(read_log_minute::Column::Minute.eq(minute))
        .lock(LockType::Share)
        .one(tx)
        .await?)
}

/// How often a seat has taken off a mask since a moment.
pub(crate) async fn unmaskings_since(act: &Write, seat: Uuid, since: Instant) -> Result<u64> {
    use read_log::Column;
    // Ids begin with their moment, and the index by seat is in their order.
    let earliest = ids::at(Instant(since.0 - TimeDelta::milliseconds(1)));
    Ok(begin::<read_log::Entity>()
        .filter(Column::SeatId.eq(seat))
        .filter(Column::Id.gte(earliest))
        .filter(Column::ReadAt.gte(since))
        .filter(Column::Field.eq(UNMASK))
        .count(act.tx())
        .await?)
}

/// Minutes that no event has closed.
pub(crate) async fn open_read_log_minutes(
    db: &impl ConnectionTrait,
) -> Result<Vec<read_log_minute::Model>> {
    Ok(begin::<read_log_minute::Entity>()
        .filter(read_log_minute::Column::RecordedBy.is_null())
        .order_by_asc(read_log_minute::Column::Minute)
        .limit(READINGS)
        .all(db)
        .await?)
}

/// Locks a minute, when everything that was being written in it is.
pub(crate) async fn lock_read_log_minute(
    act: &Write,
    id: Uuid,
) -> Result<Option<read_log_minute::Model>> {
    Ok(begin::<read_log_minute::Entity>()
        .filter(read_log_minute::Column::Id.eq(id))
        .lock(LockType::Update)
        .one(act.tx())
        .await?)
}

/// The next readings of a minute, in the order of their ids.
pub(crate) async fn readings_of_minute(
    db: &impl ConnectionTrait,
    minute: &read_log_minute::Model,
    after: Option<Uuid>,
) -> Result<Vec<read_log::Model>> {
    use read_log::Column;
    Ok(begin::<read_log::Entity>()
        .filter(Column::Server.eq(minute.server))
        .filter(Column::Minute.eq(minute.minute))
        .filter(Condition::all().add_option(after.map(|id| Column::Id.gt(id))))
        .order_by_asc(Column::Id)
        .limit(READINGS)
        .all(db)
        .await?)
}

/// Whom a reading showed that is an event of its own.
pub(crate) async fn reading_subject(
    act: &Write,
    log_id: Uuid,
) -> Result<Option<read_log_subject::Model>> {
    Ok(begin::<read_log_subject::Entity>()
        .filter(read_log_subject::Column::LogId.eq(log_id))
        .filter(read_log_subject::Column::Minute.is_null())
        .one(act.tx())
        .await?)
}

/// The next readings that meet a condition, in the order of their ids.
pub(crate) async fn readings_within(
    act: &Write,
    condition: &Condition,
    after: Option<Uuid>,
) -> Result<Vec<read_log::Model>> {
    use read_log::Column;
    Ok(begin::<read_log::Entity>()
        .filter(condition.clone())
        .filter(Condition::all().add_option(after.map(|id| Column::Id.gt(id))))
        .order_by_asc(Column::Id)
        .limit(READINGS)
        .all(act.tx())
        .await?)
}

/// The next minutes that touch a time, in the order of their ids.
pub(crate) async fn read_log_minutes(
    act: &Write,
    (from, to): (Instant, Instant),
    after: Option<Uuid>,
) -> Result<Vec<read_log_minute::Model>> {
    use read_log_minute::Column;
    Ok(begin::<read_log_minute::Entity>()
        .filter(Column::Minute.gte(from))
        .filter(Column::Minute.lte(to))
        .filter(Condition::all().add_option(after.map(|id| Column::Id.gt(id))))
        .order_by_asc(Column::Id)
        .limit(READINGS)
        .all(act.tx())
        .await?)
}

/// How many persons a breach affects.
pub(crate) async fn breach_subject_count(act: &Write, breach_id: Uuid) -> Result<u64> {
    Ok(begin::<breach_subject::Entity>()
        .filter(breach_subject::Column::BreachId.eq(breach_id))
        .count(act.tx())
        .await?)
}
