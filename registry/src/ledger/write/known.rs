//! What an act knows without asking again.

use std::sync::Arc;

use super::Write;
use crate::law::code_list::Leaves;
use crate::ledger::error::Result;
use crate::office;
use crate::office::directory::Known;

impl Write {
    /// Takes note of the version of offices and institutions that was read within the act.
    pub(crate) fn has_read(&self, version: i64) {
        self.version.get_or_init(|| version);
    }

    /// Institutions and what goes with them, at a version that is read within the act; nothing where
    /// it is too much. Not for an act that changes them.
    pub(crate) async fn known(&self) -> Result<Option<Arc<Known>>> {
        let version = match self.version.get() {
            Some(version) => *version,
            None => office::within::standing_version(&self.tx).await?,
        };
        self.has_read(version);
        // Whatever the act has changed so far may yet be given up.
        let is_untouched = self.records.is_empty();
        self.registry.known_at(&self.tx, version, is_untouched).await
    }

    /// Which statuses of leave count as active.
    pub(crate) async fn leaves(&self) -> Result<Leaves> {
        match self.known().await? {
            Some(known) => Ok(known.leaves.clone()),
            None => Leaves::load(&self.tx).await,
        }
    }
}
