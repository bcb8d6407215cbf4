//! Record and event, for the rows that hang on a record.

use std::collections::{BTreeMap, HashMap};

use netra_entity::event_record;
use uuid::Uuid;

use super::rows::{after, same};
use super::{Report, record};
use crate::Registry;
use crate::ledger::error::Result;
use crate::record::part::{Hanging, Image, Kept, PARTS, Part, hanging};

const DIFFER: &str = "the rows that hang on it say otherwise than its event";

impl Registry {
    /// Compares what hangs on records of a kind with their revisions, oldest first.
    pub(super) async fn check_parts(
        &self,
        kind: &str,
        records: &BTreeMap<Uuid, Vec<event_record::Model>>,
        report: &mut Report,
    ) -> Result<()> {
        for part in PARTS.iter().filter(|it| it.kind == kind) {
            let mut found: HashMap<Uuid, Vec<Hanging>> = HashMap::new();
            for row in hanging(self.reader(), part, records.keys().copied().collect()).await? {
                found.entry(row.of).or_default().push(row);
            }
            for (id, revisions) in records {
                compare(part, revisions, &found.remove(id).unwrap_or_default(), report);
            }
        }
        Ok(())
    }
}

fn compare(part: &Part, revisions: &[event_record::Model], rows: &[Hanging], report: &mut Report) {
    let told = |it: &event_record::Model| after(it).map(|it| part.told(&it).unwrap_or_default());
    let Some(last) = revisions.last() else { return };
    let differs = |revision: &event_record::Model, report: &mut Report| {
        let name = record(part.kind, revision.subject_id, revision.rev);
        report.find("RECORD", format!("{name}, {}", part.field), DIFFER);
    };
    if part.kept == Kept::WithRecord {
        if told(last).is_some_and(|told| !are_equal(&told, rows)) {
            differs(last, report);
        }
        return;
    }
    for revision in revisions {
        // What was erased can be compared with nothing.
        let Some(told) = told(revision) else { continue };
        let stands = |image: &Image| rows.iter().any(|row| is_equal(&row.image, image));
        let is_told = |row: &Hanging| told.iter().any(|image| is_equal(&row.image, image));
        let mut came = rows.iter().filter(|row| row.recorded_by == Some(revision.event_id));
        if !told.iter().all(stands) || !came.all(is_told) {
            differs(revision, report);
        }
    }
    let has_event = |row: &Hanging| revisions.iter().any(|it| Some(it.event_id) == row.recorded_by);
    if !rows.iter().all(has_event) {
        let name = format!("{} {}, {}", part.kind, last.subject_id, part.field);
        report.find("RECORD", name, "a row that hangs on it has no event");
    }
}

/// Whether what is told are these rows, in whatever order.
fn are_equal(told: &[Image], rows: &[Hanging]) -> bool {
    let mut left: Vec<&Image> = told.iter().collect();
    let is_told = |row: &Hanging| {
        let place = left.iter().position(|image| is_equal(&row.image, image));
        place.map(|place| left.swap_remove(place)).is_some()
    };
    told.len() == rows.len() && rows.iter().all(is_told)
}

fn is_equal(cells: &Image, told: &Image) -> bool {
    cells.len() == told.len() && cells.iter().zip(told).all(|(cell, value)| same(cell, value))
}
