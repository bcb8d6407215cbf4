//! Readings on their way into the database: they wait in memory for at most a second, and are
//! written in groups. What waits is bounded; who would go past the bound writes first.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use netra_entity::{read_log, read_log_subject};
use uuid::Uuid;

use super::minute;
use crate::ledger;
use crate::ledger::error::Result;
use crate::{Registry, ledger::database, ledger::ids};

/// How many readings wait at most, and how many persons in them.
const READINGS: usize = 2_000;
const PERSONS: usize = 50_000;

/// How long a reading waits at most.
const WAIT: Duration = Duration::from_millis(500);

/// What waits to be written.
#[derive(Debug)]
pub(crate) struct Pending {
    server: Uuid,
    waiting: Mutex<Vec<Waiting>>,
    writing: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Waiting {
    row: read_log::Model,
    persons: Vec<Uuid>,
}

impl Default for Pending {
    fn default() -> Self {
        Self {
            server: ids::random(),
            waiting: Mutex::default(),
            writing: tokio::sync::Mutex::default(),
        }
    }
}

impl Pending {
    /// This server, anew with each start.
    pub(crate) fn server(&self) -> Uuid {
        self.server
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether so much waits that nothing may be added.
    pub(super) fn is_full(&self) -> bool {
        let waiting = self.waiting();
        let persons: usize = waiting.iter().map(|it| it.persons.len()).sum();
        waiting.len() >= READINGS || persons >= PERSONS
    }

    /// Takes a reading.
    pub(super) fn push(&self, row: read_log::Model, persons: Vec<Uuid>) {
        self.waiting().push(Waiting { row, persons });
    }

    fn take(&self) -> Taken<'_> {
        Taken { pending: self, group: std::mem::take(&mut *self.waiting()) }
    }
}

/// A group under way. It goes back to what waits unless it is written, also where whoever writes
/// it is cancelled.
struct Taken<'a> {
    pending: &'a Pending,
    group: Vec<Waiting>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.pending.waiting().append(&mut self.group);
    }
}

impl Registry {
    /// Writes every reading that waits.
    ///
    /// # Errors
    /// The database's own; the readings wait on then.
    pub async fn write_read_log(&self) -> Result<()> {
        let pending = &self.inner.read_log;
        let _turn = pending.writing.lock().await;
        let mut taken = pending.take();
        if !taken.group.is_empty() {
            self.store(&taken.group).await?;
            taken.group.clear();
        }
        Ok(())
    }

    async fn store(&self, group: &[Waiting]) -> Result<()> {
        let tx = self.database().begin().await?;
        let minute = minute::open_minute(&tx, self, self.clock().now()).await?;
        let known = ledger::within::sequencer_state(&tx).await?.size - 1;
        let (mut rows, mut subjects, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for Waiting { row, persons } in group {
            let read_index = row.read_index.or(Some(known));
            rows.push(read_log::Model { minute, read_index, ..row.clone() }.into());
            let of_minute = minute::of(row.read_at);
            for person in persons {
                if seen.insert((*person, row.seat_id, of_minute)) {
                    subjects.push(subject(row, *person).into());
                }
            }
        }
        // A group whose writer was cancelled may have been written all the same.
        database::rows::insert_new::<read_log::ActiveModel>(&tx, rows).await?;
        database::rows::insert_new::<read_log_subject::ActiveModel>(&tx, subjects).await?;
        Ok(tx.commit().await?)
    }

    /// Writes readings and closes minutes until the future `stop` completes, then once more.
    pub async fn run_read_log(self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            self.tend(false).await;
            tokio::select! {
                () = &mut stop => break,
                () = tokio::time::sleep(WAIT) => {}
            }
        }
        self.tend(true).await;
    }

    async fn tend(&self, ending: bool) {
        let tended = async {
            self.write_read_log().await?;
            self.close_read_log(ending).await
        };
        if let Err(error) = tended.await {
            metrics::counter!("netra_read_log_failures_total").increment(1);
            tracing::error!(%error, "the read log was not written; it tries again");
        }
    }
}

/// What a person sees of a masked reading.
fn subject(row: &read_log::Model, civil_servant_id: Uuid) -> read_log_subject::Model {
    read_log_subject::Model {
        id: ids::at(row.read_at),
        civil_servant_id,
        log_id: row.id,
        seat_id: row.seat_id,
        institution_id: row.institution_id,
        function: row.function,
        purpose: None,
        read_at: row.read_at,
        minute: Some(minute::of(row.read_at)),
        withheld_until: None,
    }
}
