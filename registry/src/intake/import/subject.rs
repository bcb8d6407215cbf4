//! What a file is about: how its rows are read, judged and stored.

use std::hash::Hash;

use netra_domain::policy::ActKind;
use serde::de::DeserializeOwned;

use super::reader::Columns;
use super::refusal::Refusal;
use crate::Registry;
use crate::ledger::error::Result;
use crate::ledger::write::Write;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Changed,
    Unchanged,
    Refused(Refusal),
}

impl From<std::result::Result<Self, Refusal>> for Verdict {
    fn from(verdict: std::result::Result<Self, Refusal>) -> Self {
        verdict.unwrap_or_else(Self::Refused)
    }
}

/// What a file is about.
pub(super) trait Subject: Send + 'static {
    /// The act that its chunks are.
    type Act: ActKind;
    /// A row as the file has it.
    type Raw: DeserializeOwned;
    /// A row whose form is checked.
    type Row: Send + Sync + 'static;
    /// What names the thing that a row is about.
    type Key: Hash + Eq;
    /// What a chunk will write.
    type Plan: Send;

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

    /// Judges rows from the first on, as many as go into one event, and plans their changes. The
    /// chunk before is stored, or being stored unless this one is `alone`: then what hangs on it
    /// is left for later. Later rows build on what is planned.
    fn judge(
        &mut self,
        act: &mut Write,
        rows: &[&Self::Row],
        alone: bool,
    ) -> impl Future<Output = Result<(Vec<Verdict>, Self::Plan)>> + Send;

    /// Stores what was planned.
    fn store(act: &mut Write, plan: Self::Plan) -> impl Future<Output = Result<()>> + Send;

    /// Forgets what was planned: another act changed what it was built on.
    fn forget(&mut self) {}
}
