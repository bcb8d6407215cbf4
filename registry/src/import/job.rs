//! The job: rows come in by the batch, chunks go out one transaction and one event each.

use std::collections::VecDeque;
use std::hash::Hash;

use netra_domain::policy::{ActKind, Permit};
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::sync::mpsc;

use super::reader::{self, Columns, ReadRow};
use super::refusal::Refusal;
use super::{Counts, ImportFile, ImportReport, KIND, Observer, Progress};
use crate::error::{Error, Result};
use crate::write::{ActRequest, Opened, Receipt, Write};
use crate::{Registry, database};

/// Batches that may wait between the reader and the database.
const READ_AHEAD: usize = 3;

/// How often a chunk is tried when another act is in its way.
const ATTEMPTS: u32 = 5;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Changed,
    Unchanged,
    Refused(Refusal),
}

impl From<std::result::Result<Verdict, Refusal>> for Verdict {
    fn from(verdict: std::result::Result<Self, Refusal>) -> Self {
        verdict.unwrap_or_else(Self::Refused)
    }
}

/// What a file is about: how its rows are read, judged and stored.
pub(super) trait Subject: Send + 'static {
    /// The act that its chunks are.
    type Act: ActKind;
    /// A row as the file has it.
    type Raw: DeserializeOwned;
    /// A row whose form is checked.
    type Row: Send + Sync + 'static;
    /// What names the thing that a row is about.
    type Key: Hash + Eq;

    /// What the closing event calls the file.
    const WHAT: &'static str;
    /// The columns.
    const COLUMNS: Columns;
    /// The column of the key.
    const KEY: &'static str;
    /// How many rows a chunk takes.
    const ROWS: usize;

    /// The key: a file names it once.
    fn key(row: &Self::Row) -> Self::Key;

    /// Checks what can be checked without the database.
    fn prepare(registry: &Registry, raw: Self::Raw) -> std::result::Result<Self::Row, Refusal>;

    /// Judges rows from the first on, as many as go into one event, and plans their changes.
    fn judge(
        &mut self,
        act: &mut Write,
        rows: &[&Self::Row],
    ) -> impl Future<Output = Result<Vec<Verdict>>> + Send;

    /// Stores what was planned.
    fn store(&mut self, act: &mut Write) -> impl Future<Output = Result<()>> + Send;

    /// What was planned is stored, or would be: later rows build on it.
    fn keep(&mut self) {}

    /// What was planned could not be stored, because another act changed what it was built on.
    fn forget(&mut self) {}
}

/// A file's way into the registry.
pub(super) struct Job<'a, A> {
    pub(super) registry: &'a Registry,
    pub(super) permit: &'a Permit<A>,
    pub(super) request: &'a ActRequest,
    pub(super) observe: Observer<'a>,
}

impl<A: ActKind> Job<'_, A> {
    /// Runs to the end of the file, then closes with an event of its own.
    pub(super) async fn run<S: Subject<Act = A>>(
        mut self,
        mut subject: S,
        file: ImportFile,
    ) -> Result<ImportReport> {
        let dry_run = file.dry_run;
        let (sender, mut batches) = mpsc::channel(READ_AHEAD);
        let registry = self.registry.clone();
        let reading = tokio::task::spawn_blocking(move || {
            reader::read::<S>(&registry, file, |batch| sender.blocking_send(batch).is_ok())
        });
        let mut counts = Counts::default();
        let mut waiting = VecDeque::new();
        loop {
            while waiting.len() < S::ROWS
                && let Some(batch) = batches.recv().await
            {
                waiting.extend(batch);
            }
            if waiting.is_empty() {
                break;
            }
            self.chunk(&mut subject, &mut waiting, &mut counts, dry_run).await?;
        }
        let file_sha256 = reading.await.map_err(|stop| Error::File(stop.into()))??;
        let receipt =
            if dry_run { None } else { self.close(S::WHAT, &file_sha256, counts).await? };
        Ok(ImportReport { counts, file_sha256, receipt })
    }

    /// Takes one chunk from the front of what waits.
    async fn chunk<S: Subject<Act = A>>(
        &mut self,
        subject: &mut S,
        waiting: &mut VecDeque<ReadRow<S::Row>>,
        counts: &mut Counts,
        dry_run: bool,
    ) -> Result<()> {
        let rows: Vec<&S::Row> =
            waiting.iter().take(S::ROWS).filter_map(|it| it.row.as_ref().ok()).collect();
        let verdicts = self.judged(subject, &rows, dry_run).await?;
        let mut verdicts = verdicts.into_iter();
        for _ in 0..waiting.len().min(S::ROWS) {
            let Some(next) = waiting.front() else { break };
            let line = next.line;
            let verdict = match &next.row {
                Ok(_) => verdicts.next(),
                Err(refusal) => Some(Verdict::Refused(*refusal)),
            };
            // The rest waits for the next event.
            let Some(verdict) = verdict else { break };
            waiting.pop_front();
            counts.rows += 1;
            match verdict {
                Verdict::Changed => counts.changed += 1,
                Verdict::Unchanged => counts.unchanged += 1,
                Verdict::Refused(refusal) => {
                    counts.refused += 1;
                    (self.observe)(Progress::Refused(refusal.at(line)));
                }
            }
        }
        (self.observe)(Progress::Counted(*counts));
        Ok(())
    }

    /// Judges and stores rows, again where another act was in the way.
    async fn judged<S: Subject<Act = A>>(
        &mut self,
        subject: &mut S,
        rows: &[&S::Row],
        dry_run: bool,
    ) -> Result<Vec<Verdict>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut attempt = 1;
        loop {
            match self.attempt(subject, rows, dry_run).await {
                Err(Error::Database(cause))
                    if attempt < ATTEMPTS && database::is_conflict(&cause) =>
                {
                    attempt += 1;
                    subject.forget();
                }
                judged => return judged,
            }
        }
    }

    async fn attempt<S: Subject<Act = A>>(
        &mut self,
        subject: &mut S,
        rows: &[&S::Row],
        dry_run: bool,
    ) -> Result<Vec<Verdict>> {
        // A caller's key is for the job: its closing event remembers it.
        let request = ActRequest { idempotency: None, ..self.request.clone() };
        let Opened::Fresh(mut act) = self.registry.open(self.permit, &request).await? else {
            return Err(Error::IdempotencyReused);
        };
        let verdicts = subject.judge(&mut act, rows).await?;
        if !dry_run && verdicts.contains(&Verdict::Changed) {
            subject.store(&mut act).await?;
            act.commit(None).await?;
        }
        subject.keep();
        Ok(verdicts)
    }

    async fn close(
        &mut self,
        what: &str,
        file_sha256: &str,
        counts: Counts,
    ) -> Result<Option<Receipt>> {
        let mut act = match self.registry.open(self.permit, self.request).await? {
            Opened::Fresh(act) => act,
            Opened::Replayed(done) => return Ok(done.receipt),
        };
        let id = act.new_id();
        let after = json!({
            "what": what, "file_sha256": file_sha256, "rows": counts.rows,
            "changed": counts.changed, "unchanged": counts.unchanged, "refused": counts.refused,
        });
        act.record(KIND, id, 1, &after)?;
        Ok(act.commit(Some(id)).await?.receipt)
    }
}
