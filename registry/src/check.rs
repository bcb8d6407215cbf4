//! `netra fsck`: compares everything that the registry keeps about the same thing, and names exactly
//! what is wrong: record and event, event and leaf, leaf and tile, tile and checkpoint.
//!
//! It reads in the order of the log, in bounded memory, and changes nothing.

mod accounts;
mod certified;
mod coverage;
mod events;
mod parts;
mod readers;
mod readings;
mod rows;
mod tree;
pub(crate) mod within;

use std::collections::HashMap;

use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::Result;
use crate::ledger::log::note::VerifierKey;
use crate::ledger::log::proof::Policy;

/// Code of findings on what an auditor brought.
const NOTE: &str = "NOTE";

/// The most findings that are kept; more are counted.
const MOST: usize = 1_000;
const MOST_ROWS: u64 = 1_000;

/// What an auditor brings, because it must not come from the database that is checked.
#[derive(Clone, Debug, Default)]
pub struct Trusted {
    /// The keys that checkpoints must be signed by; those in the database where there are none.
    pub policy: Option<Policy>,
    /// Checkpoints seen earlier, as signed notes.
    pub checkpoints: Vec<String>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing is wrong: `RECORD`, `EVENT`, `LEAF`, `TILE`, `CHECKPOINT`,
    /// `ORDER`, `COVERAGE`; `NOTE` where what the auditor brought cannot be compared.
    pub code: &'static str,
    /// Which one.
    pub subject: String,
    /// What is wrong with it.
    pub detail: &'static str,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\t{}\t{}", self.code, self.subject, self.detail)
    }
}

/// What was checked, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Events in the order.
    pub events: u64,
    /// Revisions of records.
    pub revisions: u64,
    /// Those of them whose content an erasure took.
    pub erased: u64,
    /// Tiles.
    pub tiles: u64,
    /// Checkpoints.
    pub checkpoints: u64,
    /// Records compared with their rows.
    pub records: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What is wrong beyond these.
    pub more: u64,
}

impl Report {
    fn find(&mut self, code: &'static str, subject: impl Into<String>, detail: &'static str) {
        if self.findings.len() < MOST {
            self.findings.push(Finding { code, subject: subject.into(), detail });
        } else {
            self.more += 1;
        }
    }

    /// Whether all that is wrong is that something could not be compared.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        !self.findings.is_empty() && self.findings.iter().all(|it| it.code == NOTE)
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Registry {
    /// Checks everything. Whoever may read the database past every permit may run it; it answers
    /// with ids, never with content.
    ///
    /// # Errors
    /// The database's own.
    pub async fn fsck(&self, trusted: &Trusted) -> Result<Report> {
        let mut report = Report::default();
        let codes = within::institution_codes(self.reader()).await?;
        self.check_logs(trusted, &codes, &mut report).await?;
        self.check_waiting(&mut report).await?;
        self.check_rows(&mut report).await?;
        self.check_readings(&mut report).await?;
        self.check_readers(&mut report).await?;
        self.check_certified(&mut report).await?;
        self.check_coverage(&mut report).await?;
        self.check_accounts(&mut report).await?;
        for row in within::emptied_without_erasure(self.reader(), MOST_ROWS).await? {
            let name = record(&row.subject_kind, row.subject_id, row.rev);
            report.find("EVENT", name, "the after-image is gone, and no erasure took it");
        }
        Ok(report)
    }

    /// Events that are on no way into the order, and ways without an event.
    async fn check_waiting(&self, report: &mut Report) -> Result<()> {
        for id in within::lost_events(self.reader(), MOST_ROWS).await? {
            report.find("ORDER", event(id), "neither has an index nor waits for one");
        }
        for id in within::outbox_without_event(self.reader(), MOST_ROWS).await? {
            report.find("EVENT", event(id), "waits for its index, and is gone");
        }
        Ok(())
    }
}

/// Codes of institutions by their ids.
type Codes = HashMap<Uuid, String>;

fn event(id: Uuid) -> String {
    format!("event {id}")
}

fn record(kind: &str, id: Uuid, rev: i32) -> String {
    format!("{kind} {id} revision {rev}")
}

/// The key by which the checkpoints of a log are judged.
fn key_of(trusted: &Trusted, origin: &netra_entity::log_origin::Model) -> Option<VerifierKey> {
    match &trusted.policy {
        Some(policy) => policy.key(&origin.name).cloned(),
        None => VerifierKey::parse(origin.vkey.as_deref()?),
    }
}
