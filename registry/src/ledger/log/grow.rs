//! The sequencer's part: it opens a log for each year, and grows its tiles in the transaction that
//! gives events their index.

use chrono::Datelike;
use netra_domain::Zone;
use netra_domain::policy::POLICY_VERSION;
use netra_entity::{Instant, event, event_record, log_origin, log_tile};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::keeper::LogProblem;
use super::note::{Checkpoint, peek};
use super::tree::{Growth, TreeProblem, edge};
use crate::Registry;
use crate::ledger;
use crate::ledger::error::{Error, Result};
use crate::ledger::event::seal_of;
use crate::ledger::ids;
use crate::ledger::leaf::commitment::commit;
use crate::ledger::leaf::{self, Hash, Leaf};

/// Kind of the record that opens a log.
pub(crate) const KIND: &str = "log_origin";
const ACT: &str = "OPEN_LOG";
const WORD: &str = "openLog";
const ACTOR: &str = "sequencer";
/// What a log begins with is public: nothing is hidden, so that anybody can check it.
const NO_SALT: Hash = [0; 32];

/// The log that a batch goes into.
#[derive(Debug)]
pub(crate) struct Batch {
    origin: log_origin::Model,
    /// The event that opens it, and its leaf.
    pub(crate) opening: Option<(Uuid, Hash)>,
}

/// The log for a batch whose first event gets this index; a new one where the year is over and the
/// old one is signed to its end, or was given up.
pub(crate) async fn batch(
    registry: &Registry,
    tx: &DatabaseTransaction,
    first_index: i64,
    moment: Instant,
) -> Result<Option<Batch>> {
    let keeper = registry.keeper();
    let origins = ledger::within::origins(tx).await?;
    keeper.guard(&origins)?;
    let year = Zone::Wib.local_day(moment.0).year().to_string();
    let Some(last) = origins.last().cloned() else {
        let Some(name) = keeper.name() else { return Ok(None) };
        let origin = draft(name, year, first_index, moment);
        insert(tx, origin.clone()).await?;
        return Ok(Some(Batch { origin, opening: None }));
    };
    let here = Batch { origin: last.clone(), opening: None };
    let Some(name) = keeper.name() else { return Ok(Some(here)) };
    let previous = match (&last.given_up, last.label.starts_with(&year)) {
        (Some(note), _) => note.clone(),
        (None, true) => return Ok(Some(here)),
        (None, false) => match ledger::within::last_checkpoint(tx, &last.name).await? {
            Some(signed) if signed.size == last.size => signed.note,
            Some(_) | None => return Ok(Some(here)),
        },
    };
    let used = origins.iter().filter(|row| row.label.starts_with(&year)).count();
    let origin = draft(name, label(&year, used), first_index, moment);
    insert(tx, origin.clone()).await?;
    let opening = open(registry, tx, &origin, &previous, moment).await?;
    tracing::info!(origin = origin.name, first_index, "a new log begins");
    Ok(Some(Batch { origin, opening: Some(opening) }))
}

/// The year, and from the second log of a year on a letter.
fn label(year: &str, used: usize) -> String {
    match u8::try_from(used).ok().and_then(|used| b'a'.checked_add(used)) {
        Some(letter) if used > 0 => format!("{year}-{}", char::from(letter)),
        Some(_) | None => year.to_owned(),
    }
}

fn draft(name: &str, label: String, first_index: i64, moment: Instant) -> log_origin::Model {
    log_origin::Model {
        name: format!("{name}/{label}"),
        label,
        first_index,
        size: 0,
        root: leaf::encode(&leaf::root(&[])),
        vkey: None,
        opened_at: moment,
        given_up: None,
    }
}

async fn insert(tx: &DatabaseTransaction, row: log_origin::Model) -> Result<()> {
    log_origin::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// What the first leaf of a log commits to: the last checkpoint of the one before.
fn opening(origin: &log_origin::Model, note: &str, last: &Checkpoint) -> Value {
    json!({
        "origin": origin.name, "previous_origin": last.origin,
        "previous_size": last.size.to_string(), "previous_root": leaf::encode(&last.root),
        "previous_checkpoint": note,
    })
}

/// Stores the event that opens a log.
async fn open(
    registry: &Registry,
    tx: &DatabaseTransaction,
    origin: &log_origin::Model,
    previous: &str,
    moment: Instant,
) -> Result<(Uuid, Hash)> {
    let last = peek(previous).map_err(|_problem| Error::Crypto("a checkpoint cannot be read"))?;
    let payload = opening(origin, previous, &last);
    let payload = payload.as_object().cloned().unwrap_or_default();
    let (payload, commitment) = commit(&NO_SALT, &payload)?;
    let (id, record) = (ids::at(moment), ids::at(moment));
    let (leaf, hash) = Leaf {
        act: ACTOR.to_owned(),
        com: leaf::encode(&commitment),
        ent: KIND.to_owned(),
        id: id.to_string(),
        inst: None,
        op: WORD.to_owned(),
        prev: None,
        rec: Some(record.to_string()),
        rev: Some("1".to_owned()),
        t: moment.to_string(),
        v: leaf::VERSION.to_owned(),
    }
    .seal()?;
    let row = event::Model {
        id,
        act: ACT.to_owned(),
        actor: ACTOR.to_owned(),
        seat_id: None,
        institution_id: None,
        subject_kind: KIND.to_owned(),
        subject_id: Some(record),
        rev: Some(1),
        purpose: None,
        policy_version: POLICY_VERSION.to_owned(),
        trace_id: ACTOR.to_owned(),
        occurred_at: moment,
        record_count: 1,
        leaf,
        leaf_hash: leaf::encode(&hash),
        seal: String::new(),
    };
    let seal = seal_of(registry.vault(), &row);
    let row = event::ActiveModel::from(event::Model { seal, ..row });
    event::Entity::insert(row).exec_without_returning(tx).await?;
    let row = event_record::ActiveModel {
        event_id: Set(id),
        ordinal: Set(0),
        subject_kind: Set(KIND.to_owned()),
        subject_id: Set(record),
        rev: Set(1),
        payload: Set(Some(payload)),
        salt: Set(Some(leaf::encode(&NO_SALT))),
        commitment: Set(leaf::encode(&commitment)),
        prev: Set(None),
    };
    event_record::Entity::insert(row).exec_without_returning(tx).await?;
    Ok((id, hash))
}

/// Adds leaves in their order. What the last batch left is checked first.
pub(crate) async fn grow(
    tx: &DatabaseTransaction,
    batch: Batch,
    waiting: &[(i64, event::Model)],
) -> Result<()> {
    let Batch { origin, opening } = batch;
    let size = origin.size.unsigned_abs();
    let tile = |problem| super::in_origin(&origin.name, problem);
    let held = ledger::within::tiles(tx, &origin.name, &edge(size).into_iter().collect()).await?;
    let mut growth = Growth::new(size, held).map_err(tile)?;
    if leaf::encode(&growth.root().map_err(tile)?) != origin.root {
        let origin = origin.name;
        return Err(LogProblem::Contradiction { origin, size }.into());
    }
    if let Some((_, hash)) = opening {
        growth.push(hash);
    }
    for (_, event) in waiting {
        let hash = leaf::leaf_hash(event.leaf.as_bytes());
        if leaf::encode(&hash) != event.leaf_hash {
            return Err(LogProblem::Waiting(event.id).into());
        }
        growth.push(hash);
    }
    let root = growth.root().map_err(tile)?;
    store(tx, &origin.name, &growth).await?;
    let grown = i64::try_from(growth.size()).map_err(|_large| TreeProblem::Size).map_err(tile)?;
    let swapped = log_origin::Entity::update_many()
        .set(log_origin::ActiveModel {
            size: Set(grown),
            root: Set(leaf::encode(&root)),
            ..Default::default()
        })
        .filter(log_origin::Column::Name.eq(&origin.name))
        .filter(log_origin::Column::Size.eq(origin.size))
        .exec(tx)
        .await?;
    if swapped.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::Unavailable("another sequencer was faster"))
    }
}

async fn store(tx: &DatabaseTransaction, origin: &str, growth: &Growth) -> Result<()> {
    use log_tile::Column;
    let row = |(id, data): (&super::tree::TileId, &Vec<u8>)| log_tile::ActiveModel {
        origin: Set(origin.to_owned()),
        level: Set(i32::from(id.level)),
        number: Set(i64::try_from(id.number).unwrap_or(i64::MAX)),
        data: Set(data.clone()),
    };
    let rows: Vec<_> = growth.tiles().iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let wider = OnConflict::columns([Column::Origin, Column::Level, Column::Number])
        .update_column(Column::Data)
        .to_owned();
    log_tile::Entity::insert_many(rows).on_conflict(wider).exec_without_returning(tx).await?;
    Ok(())
}
