//! The sequencer gives committed events their order. One leader takes them in batches, gives each
//! its index and the batch its moment, and sums up coverage. Safety rests on the compare-and-swap
//! of the size, not on the leadership.

use std::time::Duration;

use netra_domain::{Rule, Zone};
use netra_entity::{Date, Instant, event, event_order, event_outbox, sequencer_state};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::ledger;
use crate::ledger::error::{Error, Result};
use crate::ledger::event::is_sealed;
use crate::ledger::log::LogProblem;
use crate::{Registry, ledger::log};

const BATCH: u64 = 1_024;
/// The most records that the events of a batch may have changed, the first one's apart: giving
/// their coverage its index is one statement, which has to end in time.
const RECORDS: i64 = 50_000;
/// Between two passes, so that one orders what several acts have committed: most of its cost is the
/// same for one event and for a hundred.
const GATHERING: Duration = Duration::from_millis(50);
const IDLE: Duration = Duration::from_millis(200);
/// A signature takes a sync of the disk, and covers whatever came since the last.
const SIGNING: Duration = Duration::from_millis(500);
const WAIT_FOR_EVENT: Duration = Duration::from_secs(3);

/// A point of the order: everything up to its index is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadPoint {
    /// Index of the last known event; -1 before the first.
    pub index: i64,
    /// Moment of its batch.
    pub moment: Instant,
}

/// What a read takes for known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// Everything committed.
    Now,
    /// What was known at a point of the order.
    At(ReadPoint),
}

/// How a caller names a point of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOfInput {
    /// The last event at or before a moment.
    Moment(Instant),
    /// The event with this index.
    Index(i64),
    /// This event.
    Event(Uuid),
}

impl Registry {
    /// How far the order has come.
    ///
    /// # Errors
    /// The database's own.
    pub async fn read_point(&self) -> Result<ReadPoint> {
        let state = ledger::within::sequencer_state(self.reader()).await?;
        Ok(ReadPoint { index: state.size - 1, moment: state.moment })
    }

    /// The point that a caller names. An event that is not sequenced yet is waited for, up to three
    /// seconds.
    ///
    /// # Errors
    /// `AS_OF_BEYOND_READ_POINT` where the order has not come there: the answer would be another
    /// one later; [`Error::NotFound`] where there is no such event; [`Error::Unavailable`] where it
    /// is not sequenced in time.
    pub async fn resolve_as_of(&self, input: AsOfInput) -> Result<ReadPoint> {
        let now = self.read_point().await?;
        let found = match input {
            AsOfInput::Moment(moment) if moment > self.clock().now() => {
                return Err(Error::invalid("asOf.moment", Rule::AsOfBeyond));
            }
            AsOfInput::Moment(moment) => ledger::within::order_at(self.reader(), moment).await?,
            AsOfInput::Index(index) if !(0..=now.index).contains(&index) => {
                return Err(Error::invalid("asOf.index", Rule::AsOfBeyond));
            }
            AsOfInput::Index(index) => ledger::within::order_of_index(self.reader(), index).await?,
            AsOfInput::Event(id) => Some(self.wait_for(id).await?),
        };
        let start =
            ReadPoint { index: -1, moment: Instant::from_utc(chrono::DateTime::UNIX_EPOCH) };
        Ok(found.map_or(start, |row| ReadPoint { index: row.idx, moment: row.moment }))
    }

    async fn wait_for(&self, event_id: Uuid) -> Result<event_order::Model> {
        if ledger::within::events_by_ids(self.reader(), &[event_id]).await?.is_empty() {
            return Err(Error::NotFound);
        }
        let found = async {
            loop {
                if let Some(row) = ledger::within::order_of_event(self.reader(), event_id).await? {
                    return Ok(row);
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(WAIT_FOR_EVENT, found)
            .await
            .unwrap_or(Err(Error::Unavailable("the event is not sequenced yet")))
    }

    /// Sequences, and signs the log where this process has its key, until the future `stop`
    /// completes, then once more.
    pub async fn run_sequencer(self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        let mut signed = tokio::time::Instant::now();
        loop {
            self.pass(&mut signed, SIGNING).await;
            let next = async {
                tokio::time::sleep(GATHERING).await;
                let _idle = tokio::time::timeout(IDLE, self.inner.committed.notified()).await;
            };
            tokio::select! {
                () = &mut stop => break,
                () = next => {}
            }
        }
        self.pass(&mut signed, Duration::ZERO).await;
    }

    /// Sequences, and signs where it is time to.
    async fn pass(&self, signed: &mut tokio::time::Instant, every: Duration) {
        if let Err(error) = self.sequence_all().await {
            metrics::counter!("netra_sequencer_failures_total").increment(1);
            tracing::error!(%error, "the sequencer failed; it tries again");
        } else if self.signs_log() && signed.elapsed() >= every {
            *signed = tokio::time::Instant::now();
            if let Err(error) = self.publish().await {
                metrics::counter!("netra_log_failures_total").increment(1);
                tracing::error!(%error, "the log was not signed");
            }
        }
    }

    /// Sequences everything that is committed. A command that writes calls it before it ends.
    ///
    /// # Errors
    /// The database's own; nothing of the failed batch is sequenced then.
    pub async fn sequence_all(&self) -> Result<()> {
        while self.sequence_batch().await? {}
        Ok(())
    }

    /// Sequences the next events; answers whether more may wait.
    async fn sequence_batch(&self) -> Result<bool> {
        let tx = self.database().begin().await?;
        if !self.database().lead(&tx).await? {
            return Ok(false);
        }
        let state = ledger::within::sequencer_state(&tx).await?;
        let mut waiting = ledger::within::waiting_events(&tx, BATCH).await?;
        let more = cut(&mut waiting);
        let now = self.clock().now();
        let today = Date(Zone::Wib.local_day(now.0));
        if waiting.is_empty() && today <= state.coverage_through {
            return Ok(false);
        }
        let moment = if waiting.is_empty() { state.moment } else { after(state.moment, now) };
        // Whoever has the database alone makes no event.
        if let Some((_, event)) = waiting.iter().find(|(_, it)| !is_sealed(self.vault(), it)) {
            return Err(LogProblem::Waiting(event.id).into());
        }
        let mut events: Vec<Uuid> = waiting.iter().map(|(_, it)| it.id).collect();
        if !waiting.is_empty()
            && let Some(batch) = log::batch(self, &tx, state.size, moment).await?
        {
            events.splice(0..0, batch.opening.map(|(id, _)| id));
            log::grow(&tx, batch, &waiting).await?;
        }
        let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
        order(&tx, &state, &events, &waiting, moment).await?;
        for projection in Self::projections() {
            if count > 0 {
                (projection.order)(&tx, state.size).await?;
            }
            let range = (state.size, state.size + count);
            (projection.sum)(&tx, range, state.coverage_through).await?;
            if today > state.coverage_through {
                (projection.carry)(&tx, state.coverage_through, today).await?;
            }
        }
        let swapped = sequencer_state::Entity::update_many()
            .set(sequencer_state::ActiveModel {
                size: Set(state.size + count),
                moment: Set(moment),
                coverage_through: Set(today.max(state.coverage_through)),
                ..Default::default()
            })
            .filter(sequencer_state::Column::Id.eq(1))
            .filter(sequencer_state::Column::Size.eq(state.size))
            .exec(&tx)
            .await?;
        if swapped.rows_affected != 1 {
            return Err(Error::Unavailable("another sequencer was faster"));
        }
        tx.commit().await?;
        metrics::counter!("netra_sequenced_events_total").increment(count.unsigned_abs());
        Ok(more)
    }
}

/// Leaves as many events as a batch takes; answers whether more may wait.
fn cut(waiting: &mut Vec<(i64, event::Model)>) -> bool {
    let full = waiting.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
    let mut room = RECORDS;
    let fits = |(_, event): &&(i64, event::Model)| {
        let fits = room > 0;
        room -= i64::from(event.record_count);
        fits
    };
    let fitting = waiting.iter().take_while(fits).count();
    let short = fitting < waiting.len();
    waiting.truncate(fitting);
    full || short
}

/// Moments grow strictly, also where the clock does not.
fn after(last: Instant, now: Instant) -> Instant {
    now.max(Instant(last.0 + chrono::TimeDelta::milliseconds(1)))
}

async fn order(
    tx: &DatabaseTransaction,
    state: &sequencer_state::Model,
    events: &[Uuid],
    waiting: &[(i64, event::Model)],
    moment: Instant,
) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = (state.size..)
        .zip(events)
        .map(|(idx, event_id)| event_order::ActiveModel {
            idx: Set(idx),
            event_id: Set(*event_id),
            moment: Set(moment),
        })
        .collect();
    event_order::Entity::insert_many(rows).exec_without_returning(tx).await?;
    event_outbox::Entity::delete_many()
        .filter(event_outbox::Column::Seq.is_in(waiting.iter().map(|(seq, _)| *seq)))
        .exec(tx)
        .await?;
    Ok(())
}
