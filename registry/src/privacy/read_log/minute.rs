//! Minutes of the read log: each server's minute is closed by one event with the digest of its
//! readings, so that none can be taken out or added afterwards unnoticed.

use aws_lc_rs::digest;
use chrono::{DurationRound, TimeDelta};
use netra_domain::policy::{Actor, Permit, Standing, of as acts};
use netra_entity::{Instant, read_log, read_log_minute};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction};
use serde_json::{Value, json};

use crate::ledger::error::Result;
use crate::ledger::write::{ActRequest, Opened, Write};
use crate::privacy;
use crate::{Registry, ledger::database, ledger::ids, ledger::leaf};

const KIND: &str = "read_log_minute";

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// After this long a minute that its server has not closed is closed by another one.
const ORPHANED: TimeDelta = TimeDelta::minutes(10);

/// The minute of a moment.
pub(crate) fn of(at: Instant) -> Instant {
    // It fails only centuries away from any clock.
    at.0.duration_trunc(MINUTE).map_or(at, Instant)
}

/// The server's minute in which a reading is written now, kept open until the transaction ends.
pub(crate) async fn open_minute(
    tx: &DatabaseTransaction,
    registry: &Registry,
    now: Instant,
) -> Result<Instant> {
    let server = registry.inner.read_log.server();
    let mut minute = of(now);
    loop {
        let row = read_log_minute::ActiveModel {
            id: Set(ids::at(now)),
            server: Set(server),
            minute: Set(minute),
            readings: Set(None),
            shown_count: Set(None),
            digest: Set(None),
            is_complete: Set(None),
            recorded_by: Set(None),
        };
        database::rows::insert_new(tx, vec![row]).await?;
        let row = privacy::within::read_log_minute(tx, server, minute).await?;
        if row.is_some_and(|it| it.recorded_by.is_none()) {
            return Ok(minute);
        }
        minute = Instant(minute.0 + MINUTE);
    }
}

/// The digest over the readings of a minute, and how much they are.
struct Sum {
    digest: String,
    readings: i32,
    shown_count: i32,
}

impl Registry {
    /// Closes the minutes that are over: this server's own, and those of servers that ended
    /// without closing theirs. At the end of the server its present minute too.
    ///
    /// # Errors
    /// The database's own.
    pub async fn close_read_log(&self, ending: bool) -> Result<()> {
        let now = self.clock().now();
        let server = self.inner.read_log.server();
        for row in privacy::within::open_read_log_minutes(self.reader()).await? {
            let is_own = row.server == server;
            let over = |by: TimeDelta| row.minute.0 + by <= now.0;
            if (is_own && (ending || over(MINUTE))) || over(MINUTE + ORPHANED) {
                self.close_minute(&row, is_own).await?;
            }
        }
        Ok(())
    }

    async fn close_minute(&self, row: &read_log_minute::Model, is_complete: bool) -> Result<()> {
        let permit: Permit<acts::AccountReads> = Actor::new(Standing::Registry).permit()?;
        let Opened::Fresh(mut act) = self.open(&permit, &ActRequest::default()).await? else {
            return Ok(());
        };
        let locked = privacy::within::lock_read_log_minute(&act, row.id).await?;
        let Some(row) = locked.filter(|it| it.recorded_by.is_none()) else { return Ok(()) };
        let sum = sum(act.tx(), &row).await?;
        let closed = read_log_minute::Model {
            readings: Some(sum.readings),
            shown_count: Some(sum.shown_count),
            digest: Some(sum.digest.clone()),
            is_complete: Some(is_complete),
            recorded_by: Some(act.event_id()),
            ..row
        };
        let after = json!({
            "server": closed.server, "minute": closed.minute, "digest": closed.digest,
            "readings": sum.readings, "shown_count": sum.shown_count, "is_complete": is_complete,
        });
        let id = closed.id;
        act.replace::<read_log_minute::Entity>(closed).await?;
        act.record(KIND, id, 1, &after)?;
        act.commit(Some(id)).await?;
        Ok(())
    }
}

/// Whether every minute that touches a time is closed by its own server, and its readings are those
/// of the digest.
pub(crate) async fn is_whole(act: &Write, from: Instant, to: Instant) -> Result<bool> {
    // What is read in a minute may be written in the next.
    let times = (of(from), Instant(to.0 + MINUTE));
    let mut after = None;
    loop {
        let rows = privacy::within::read_log_minutes(act, times, after).await?;
        let Some(last) = rows.last() else { return Ok(true) };
        after = Some(last.id);
        for row in &rows {
            let sum = sum(act.tx(), row).await?;
            if row.is_complete != Some(true) || row.digest.as_ref() != Some(&sum.digest) {
                return Ok(false);
            }
        }
    }
}

/// Whether the readings of a closed minute are those of its digest.
pub(crate) async fn holds(db: &impl ConnectionTrait, row: &read_log_minute::Model) -> Result<bool> {
    let sum = sum(db, row).await?;
    Ok((row.digest.clone(), row.readings) == (Some(sum.digest), Some(sum.readings)))
}

async fn sum(db: &impl ConnectionTrait, row: &read_log_minute::Model) -> Result<Sum> {
    let mut context = digest::Context::new(&digest::SHA256);
    let (mut readings, mut shown_count, mut after) = (0, 0, None);
    loop {
        let rows = privacy::within::readings_of_minute(db, row, after).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        for row in &rows {
            context.update(leaf::canonical(&line(row))?.as_bytes());
            context.update(b"\n");
            readings += 1;
            shown_count += row.shown_count;
        }
    }
    Ok(Sum { digest: leaf::encode(context.finish().as_ref()), readings, shown_count })
}

/// A reading as the digest covers it: everything but the reader's words, which its event holds and
/// an erasure may take.
fn line(row: &read_log::Model) -> Value {
    json!({
        "id": row.id, "server": row.server, "minute": row.minute, "read_at": row.read_at,
        "actor": row.actor, "seat_id": row.seat_id, "institution_id": row.institution_id,
        "function": row.function, "field": row.field, "filter": row.filter,
        "read_index": row.read_index.map(|it| it.to_string()), "shown": row.shown,
        "refusals": row.refusals, "purpose": row.purpose, "recorded_by": row.recorded_by,
        "trace_id": row.trace_id,
    })
}
