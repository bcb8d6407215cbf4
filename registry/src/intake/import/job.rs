//! The job: rows come in by the batch, chunks go out one transaction and one event each. Where the
//! database takes two writers, the next chunk is judged while the one before it is stored.

use std::collections::VecDeque;

use netra_domain::policy::{ActKind, Permit};
use serde_json::json;
use tokio::sync::mpsc;

use super::reader::{self, ReadRow};
use super::subject::{Subject, Verdict};
use super::{Counts, ImportFile, ImportReport, KIND, Observer, Progress};
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Opened, Receipt, Write};
use crate::{Registry, ledger::database};

/// Batches that may wait between the reader and the database.
const READ_AHEAD: usize = 3;

/// How often a chunk is tried when another act is in its way.
const ATTEMPTS: u32 = 5;

/// A file's way into the registry.
pub(super) struct Job<'a, A> {
    pub(super) registry: &'a Registry,
    pub(super) permit: &'a Permit<A>,
    pub(super) request: &'a ActRequest,
}

impl<A> Clone for Job<'_, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Job<'_, A> {}

/// A chunk that is judged and not stored yet.
struct Judged<P> {
    act: Box<Write>,
    verdicts: Vec<Verdict>,
    plan: P,
}

/// Rows read and not told about yet.
type Waiting<T> = VecDeque<ReadRow<T>>;

/// How judging and storing go together.
#[derive(Clone, Copy, Debug)]
enum Mode {
    DryRun,
    /// One after the other.
    OneWriter,
    /// Each chunk is judged while the one before it is stored.
    TwoWriters,
}

impl<A: ActKind> Job<'_, A> {
    /// Runs to the end of the file, then closes with an event of its own.
    pub(super) async fn run<S: Subject<Act = A>>(
        self,
        mut subject: S,
        file: ImportFile,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let dry_run = file.dry_run;
        let (sender, mut batches) = mpsc::channel(READ_AHEAD);
        let registry = self.registry.clone();
        let reading = tokio::task::spawn_blocking(move || {
            reader::read::<S>(&registry, file, |batch| sender.blocking_send(batch).is_ok())
        });
        let mode = match (dry_run, self.registry.database().is_embedded()) {
            (true, _) => Mode::DryRun,
            (false, true) => Mode::OneWriter,
            (false, false) => Mode::TwoWriters,
        };
        let mut counts = Counts::default();
        let mut waiting = Waiting::new();
        let mut ahead = None;
        let mut attempt = 1;
        loop {
            while waiting.len() < 2 * S::ROWS
                && let Some(batch) = batches.recv().await
            {
                waiting.extend(batch);
            }
            if waiting.is_empty() {
                break;
            }
            match self.advance(&mut subject, &waiting, &mut ahead, mode).await {
                Ok(verdicts) => {
                    attempt = 1;
                    tell(&mut waiting, verdicts, &mut counts, observe);
                }
                Err(Error::Database(cause))
                    if attempt < ATTEMPTS && database::is_conflict(&cause) =>
                {
                    attempt += 1;
                    ahead = None;
                    subject.forget();
                }
                Err(error) => return Err(error),
            }
        }
        let file_sha256 = reading.await.map_err(|stop| Error::File(stop.into()))??;
        let receipt =
            if dry_run { None } else { self.close(S::WHAT, &file_sha256, counts).await? };
        Ok(ImportReport { counts, file_sha256, receipt })
    }

    /// Judges and stores the chunk at the front; answers what became of its rows.
    async fn advance<S: Subject<Act = A>>(
        self,
        subject: &mut S,
        waiting: &Waiting<S::Row>,
        ahead: &mut Option<Judged<S::Plan>>,
        mode: Mode,
    ) -> Result<Vec<Verdict>> {
        let Judged { act, verdicts, plan } = match ahead.take() {
            Some(judged) => judged,
            None => self.judge(subject, waiting, 0, true).await?,
        };
        if !verdicts.contains(&Verdict::Changed) {
            return Ok(verdicts);
        }
        match mode {
            Mode::DryRun => {}
            Mode::OneWriter => store::<S>(act, plan).await?,
            Mode::TwoWriters => {
                let next = self.judge(subject, waiting, span(waiting, verdicts.len()), false);
                let (stored, next) = tokio::join!(store::<S>(act, plan), next);
                stored?;
                // What could not be judged yet is judged once more, alone.
                *ahead = next.ok().filter(|next| !next.verdicts.is_empty());
            }
        }
        Ok(verdicts)
    }

    /// Judges the rows from a position on, in an act of their own.
    async fn judge<S: Subject<Act = A>>(
        self,
        subject: &mut S,
        waiting: &Waiting<S::Row>,
        from: usize,
        alone: bool,
    ) -> Result<Judged<S::Plan>> {
        // A caller's key is for the job: its closing event remembers it.
        let request = ActRequest { idempotency: None, ..self.request.clone() };
        let Opened::Fresh(mut act) = self.registry.open(self.permit, &request).await? else {
            return Err(Error::IdempotencyReused);
        };
        let rows = waiting.iter().skip(from).take(S::ROWS);
        let rows: Vec<&S::Row> = rows.filter_map(|it| it.row.as_ref().ok()).collect();
        let (verdicts, plan) = subject.judge(&mut act, &rows, alone).await?;
        Ok(Judged { act, verdicts, plan })
    }

    async fn close(self, what: &str, file_sha256: &str, counts: Counts) -> Result<Option<Receipt>> {
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

async fn store<S: Subject>(mut act: Box<Write>, plan: S::Plan) -> Result<()> {
    S::store(&mut act, plan).await?;
    act.commit(None).await?;
    Ok(())
}

/// How many of the waiting rows so many verdicts are about, with those refused for their form.
fn span<T>(waiting: &Waiting<T>, mut verdicts: usize) -> usize {
    let told = |it: &&ReadRow<T>| {
        let told = it.row.is_err() || verdicts > 0;
        verdicts = verdicts.saturating_sub(usize::from(it.row.is_ok()));
        told
    };
    waiting.iter().take_while(told).count()
}

/// Tells what became of the rows at the front and lets them go.
fn tell<T>(
    waiting: &mut Waiting<T>,
    verdicts: Vec<Verdict>,
    counts: &mut Counts,
    observe: Observer<'_>,
) {
    let rows = waiting.drain(..span(waiting, verdicts.len())).collect::<Vec<_>>();
    let mut verdicts = verdicts.into_iter();
    for ReadRow { line, row } in rows {
        let verdict = match row {
            Ok(_) => verdicts.next(),
            Err(refusal) => Some(Verdict::Refused(refusal)),
        };
        counts.rows += 1;
        match verdict {
            Some(Verdict::Changed) => counts.changed += 1,
            Some(Verdict::Unchanged) | None => counts.unchanged += 1,
            Some(Verdict::Refused(refusal)) => {
                counts.refused += 1;
                observe(Progress::Refused(refusal.at(line)));
            }
        }
    }
    observe(Progress::Counted(*counts));
}

#[cfg(test)]
mod tests {
    use super::super::refusal::{FORMAT, Refusal};
    use super::*;

    #[test]
    fn verdicts_are_about_the_rows_that_have_the_form() {
        let wrong = Refusal::new(FORMAT, "");
        let rows = [Err(wrong), Ok(()), Err(wrong), Ok(()), Ok(()), Err(wrong)];
        let numbered = (1..).zip(rows).map(|(line, row)| ReadRow { line, row });
        let mut waiting: Waiting<()> = numbered.collect();
        assert_eq!([0, 1, 2, 3].map(|verdicts| span(&waiting, verdicts)), [1, 3, 4, 6]);

        let mut counts = Counts::default();
        let mut lines = Vec::new();
        let mut observe = |progress| {
            if let Progress::Refused(row) = progress {
                lines.push(row.line);
            }
        };
        tell(&mut waiting, vec![Verdict::Changed, Verdict::Unchanged], &mut counts, &mut observe);
        assert_eq!(counts, Counts { rows: 4, changed: 1, unchanged: 1, refused: 2 });
        assert_eq!((lines, waiting.len()), (vec![1, 3], 2));
    }
}
