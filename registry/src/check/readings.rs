//! The read log: the readings of a closed minute must be those of the digest that its event holds.

use uuid::Uuid;

use super::{MOST_ROWS, Report};
use crate::Registry;
use crate::check;
use crate::ledger::error::Result;
use crate::privacy::read_log::minute_holds;

const AT_ONCE: u64 = 500;

impl Registry {
    /// Compares the minutes of the read log with their readings; with their events they are
    /// compared as every record.
    pub(super) async fn check_readings(&self, report: &mut Report) -> Result<()> {
        let mut after = Uuid::nil();
        loop {
            let rows = check::within::closed_minutes_after(self.reader(), after, AT_ONCE).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in &rows {
                if !minute_holds(self.reader(), row).await? {
                    let name = format!("read_log_minute {}", row.id);
                    report.find("RECORD", name, "its readings are not those of its digest");
                }
            }
        }
        for id in check::within::readings_without_minute(self.reader(), MOST_ROWS).await? {
            report.find("RECORD", format!("reading {id}"), "is of a minute that is gone");
        }
        Ok(())
    }
}
