//! Who read of whom: what a person is told must be what the readings say, whose digests the log holds.

mod within;

use std::collections::{HashMap, HashSet};

use netra_entity::{read_log, read_log_subject};
use uuid::Uuid;

use super::Report;
use crate::Registry;
use crate::ledger::error::Result;
use crate::privacy::read_log::{minute_of, persons_of};

const AT_ONCE: u64 = 200;

impl Registry {
    /// Compares what persons are told of readings with the readings themselves.
    pub(super) async fn check_readers(&self, report: &mut Report) -> Result<()> {
        let mut after = Uuid::nil();
        loop {
            let readings = within::readings_after(self.reader(), after, AT_ONCE).await?;
            let Some(last) = readings.last() else { break };
            after = last.id;
            let shown = readings.iter().flat_map(persons_of).collect();
            let persons = within::civil_servants_among(self.reader(), shown).await?;
            let told = within::told_of(self.reader(), &readings, &persons).await?;
            for reading in &readings {
                if persons_of(reading)
                    .iter()
                    .any(|it| persons.contains(it) && !is_told(&told, reading, *it))
                {
                    let name = format!("reading {}", reading.id);
                    report.find("RECORD", name, "somebody whom it showed is not told of it");
                }
            }
        }
        self.check_told(report).await
    }

    /// Compares the other way: nobody is told of a reading that is none.
    async fn check_told(&self, report: &mut Report) -> Result<()> {
        let mut after = Uuid::nil();
        loop {
            let told = within::told_after(self.reader(), after, AT_ONCE * 5).await?;
            let Some(last) = told.last() else { return Ok(()) };
            after = last.id;
            let readings = told.iter().map(|row| row.log_id).collect();
            let readings = within::readings_by_ids(self.reader(), readings).await?;
            let readings: HashMap<Uuid, &read_log::Model> =
                readings.iter().map(|row| (row.id, row)).collect();
            for row in &told {
                if !readings.get(&row.log_id).is_some_and(|reading| says(reading, row)) {
                    let name = format!("read_log_subject {}", row.id);
                    report.find("RECORD", name, "its reading says otherwise, or is gone");
                }
            }
        }
    }
}

/// Whether a person is told of a reading: of itself, or of the first of its seat's minute.
fn is_told(
    told: &HashMap<Uuid, Vec<read_log_subject::Model>>,
    reading: &read_log::Model,
    person: Uuid,
) -> bool {
    let minute = minute_of(reading.read_at);
    told.get(&person).is_some_and(|rows| {
        rows.iter().any(|row| {
            row.log_id == reading.id
                || (row.seat_id == reading.seat_id && row.minute == Some(minute))
        })
    })
}

fn says(reading: &read_log::Model, told: &read_log_subject::Model) -> bool {
    let shown: HashSet<Uuid> = persons_of(reading).into_iter().collect();
    shown.contains(&told.civil_servant_id)
        && (reading.seat_id, reading.institution_id, reading.function, reading.read_at)
            == (told.seat_id, told.institution_id, told.function, told.read_at)
        && reading.purpose == told.purpose
}
