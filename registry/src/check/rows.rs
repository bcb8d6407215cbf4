//! Record and event: the row that answers questions must be what the last event left.

use std::collections::{BTreeMap, HashMap};

use netra_entity::event_record;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Report, record};
use crate::check;
use crate::ledger::error::Result;
use crate::record::{KINDS, Stored, is_known, orphans, rows};
use crate::{Registry, pact::pact_text};

const AT_ONCE: u64 = 200;
/// So many rows without an event are named for each kind.
const ORPHANS: u64 = 100;

impl Registry {
    /// Compares all rows with the events about them.
    pub(super) async fn check_rows(&self, report: &mut Report) -> Result<()> {
        let mut after = Uuid::nil();
        loop {
            let ids = check::within::subjects_after(self.reader(), after, AT_ONCE).await?;
            let Some(last) = ids.last().copied() else { break };
            after = last;
            let mut kinds: BTreeMap<String, BTreeMap<Uuid, Vec<event_record::Model>>> =
                BTreeMap::new();
            for row in check::within::revisions_of(self.reader(), ids).await? {
                let records = kinds.entry(row.subject_kind.clone()).or_default();
                records.entry(row.subject_id).or_default().push(row);
            }
            for (kind, records) in &kinds {
                if !KINDS.contains(&kind.as_str()) {
                    for id in records.keys().filter(|_| !is_known(kind)) {
                        let name = format!("{kind} {id}");
                        report.find("EVENT", name, "is about a kind of record that is not known");
                    }
                    continue;
                }
                self.check_parts(kind, records, report).await?;
                let ids = records.keys().copied().collect();
                let mut found: HashMap<Uuid, Vec<Stored>> = HashMap::new();
                for row in rows(self.reader(), kind, ids).await? {
                    found.entry(row.id).or_default().push(row);
                }
                for (id, revisions) in records {
                    report.records += 1;
                    compare(kind, *id, revisions, &found.remove(id).unwrap_or_default(), report);
                }
            }
        }
        for kind in KINDS {
            for id in orphans(self.reader(), kind, ORPHANS).await? {
                report.find("RECORD", format!("{kind} {id}"), "no event is about this record");
            }
        }
        Ok(())
    }
}

/// Compares a record's rows with its revisions, oldest first.
fn compare(
    kind: &str,
    id: Uuid,
    revisions: &[event_record::Model],
    rows: &[Stored],
    report: &mut Report,
) {
    let dense = (1..).zip(revisions).all(|(rev, it)| it.rev == rev);
    if !dense {
        report.find("EVENT", format!("{kind} {id}"), "a revision of this record is missing");
    }
    if !rows.iter().any(Stored::is_version) {
        let Some(last) = revisions.last() else { return };
        let row = rows.first();
        return judge(last, row, report);
    }
    for (position, revision) in revisions.iter().enumerate() {
        let version = rows.iter().find(|row| row.event("recorded_by") == Some(revision.event_id));
        let next = revisions.get(position + 1).map(|it| it.event_id);
        if version.is_some_and(|row| row.event("superseded_by") != next) {
            let name = record(kind, id, revision.rev);
            report.find("RECORD", name, "the row is not replaced by the next revision");
        }
        judge(revision, version, report);
    }
    if rows.len() > revisions.len() {
        report.find("RECORD", format!("{kind} {id}"), "a version of this record has no event");
    }
}

fn judge(revision: &event_record::Model, row: Option<&Stored>, report: &mut Report) {
    let name = || record(&revision.subject_kind, revision.subject_id, revision.rev);
    let Some(row) = row else { return report.find("RECORD", name(), "the record's row is gone") };
    // What was erased can be compared with nothing; what is broken was told with its event.
    let Some(payload) = after(revision) else { return };
    // A column of later than the event is absent in it.
    let differs = |(column, cell): (&String, &Value)| {
        !same(cell, payload.get(column).unwrap_or(&Value::Null))
    };
    let is_other = row.rev().is_some_and(|rev| rev != i64::from(revision.rev));
    let has_digest = row.body().is_none_or(|(body, digest)| pact_text::digest(body) == digest);
    if is_other || !has_digest || row.told(&revision.subject_kind).any(differs) {
        report.find("RECORD", name(), "the row says otherwise than its event");
    }
}

/// The after-image of a revision, where it is there and whole.
pub(super) fn after(revision: &event_record::Model) -> Option<Map<String, Value>> {
    revision.payload.as_deref().and_then(|text| serde_json::from_str(text).ok())
}

pub(super) fn same(cell: &Value, value: &Value) -> bool {
    match (cell, value) {
        // Structures are stored as text.
        (Value::String(text), Value::Object(_) | Value::Array(_)) => {
            serde_json::from_str::<Value>(text).is_ok_and(|read| read == *value)
        }
        // Reference files say yes and no.
        (Value::Bool(truth), Value::String(word)) => {
            word.eq_ignore_ascii_case(if *truth { "yes" } else { "no" })
        }
        _ => cell == value,
    }
}
