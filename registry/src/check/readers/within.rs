//! Readings, and what persons are told of them.

use std::collections::{HashMap, HashSet};

use netra_entity::{civil_servant, read_log, read_log_subject};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::privacy::read_log::minute_of;
use crate::reach::begin;

/// The next readings of persons.
pub(crate) async fn readings_after(
    db: &impl ConnectionTrait,
    after: Uuid,
    most: u64,
) -> Result<Vec<read_log::Model>> {
    use read_log::Column;
    Ok(begin::<read_log::Entity>()
        .filter(Column::Id.gt(after))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

pub(crate) async fn readings_by_ids(
    db: &impl ConnectionTrait,
    ids: Vec<Uuid>,
) -> Result<Vec<read_log::Model>> {
    Ok(begin::<read_log::Entity>().filter(read_log::Column::Id.is_in(ids)).all(db).await?)
}

/// Those of some records that are civil servants.
pub(crate) async fn civil_servants_among(
    db: &impl ConnectionTrait,
    ids: Vec<Uuid>,
) -> Result<HashSet<Uuid>> {
    use civil_servant::Column;
    let mut found = HashSet::new();
    for ids in ids.chunks(500) {
        let rows: Vec<Uuid> = begin::<civil_servant::Entity>()
            .select_only()
            .column(Column::Id)
            .filter(Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// What persons are told of the minutes of some readings.
pub(crate) async fn told_of(
    db: &impl ConnectionTrait,
    readings: &[read_log::Model],
    persons: &HashSet<Uuid>,
) -> Result<HashMap<Uuid, Vec<read_log_subject::Model>>> {
    use read_log_subject::Column;
    let persons: Vec<Uuid> = persons.iter().copied().collect();
    let minutes: HashSet<_> = readings.iter().map(|it| minute_of(it.read_at)).collect();
    let mut told: HashMap<Uuid, Vec<_>> = HashMap::new();
    for persons in persons.chunks(500) {
        let rows = begin::<read_log_subject::Entity>()
            .filter(Column::CivilServantId.is_in(persons.iter().copied()))
            .filter(
                Condition::any()
                    .add(Column::Minute.is_in(minutes.iter().copied()))
                    .add(Column::LogId.is_in(readings.iter().map(|it| it.id))),
            )
            .all(db)
            .await?;
        for row in rows {
            told.entry(row.civil_servant_id).or_default().push(row);
        }
    }
    Ok(told)
}

/// The next entries of what persons are told.
pub(crate) async fn told_after(
    db: &impl ConnectionTrait,
    after: Uuid,
    most: u64,
) -> Result<Vec<read_log_subject::Model>> {
    use read_log_subject::Column;
    Ok(begin::<read_log_subject::Entity>()
        .filter(Column::Id.gt(after))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(db)
        .await?)
}
