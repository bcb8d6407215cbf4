//! What nearly every request needs and hardly anything changes, remembered between requests: the
//! institutions, their time zones, and which statuses of leave count as active.
//!
//! Each act that changes any of it counts up the version of [`crate::office::standing`], which every admitted
//! request reads with its session. What is remembered is used only at the version it was read at, or
//! an older one: it is never older than what the request could have read itself.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use netra_domain::Zone;
use netra_domain::policy::{Permit, of};
use netra_entity::institution;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::law::code_list::Leaves;
use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::office;
use crate::{Registry, office::region};

/// Beyond so many institutions, less than a kilobyte each, nothing is remembered.
const MOST: u64 = 10_000;

/// What was read at a version.
#[derive(Debug)]
pub(crate) struct Known {
    institutions: HashMap<Uuid, institution::Model>,
    /// Time zones of the regions in which institutions are.
    zones: HashMap<String, Zone>,
    pub(crate) leaves: Leaves,
}

impl Known {
    pub(crate) fn institution(&self, id: Uuid) -> Option<&institution::Model> {
        self.institutions.get(&id)
    }

    /// The time zone of an institution, as [`region::zone_of`] has it.
    pub(crate) fn zone(&self, institution_id: Uuid) -> Zone {
        let code = self.institution(institution_id).and_then(|it| it.region_code.as_ref());
        code.and_then(|code| self.zones.get(code)).copied().unwrap_or(Zone::Wib)
    }
}

/// What is known; nothing where it is too much.
type Answer = Option<Arc<Known>>;

/// What a process remembers.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    /// The newest version that was seen.
    newest: AtomicI64,
    /// The version of what was read last, and that.
    last: Mutex<Option<(i64, Answer)>>,
}

impl Directory {
    /// Takes note of a version.
    pub(crate) fn see(&self, version: i64) {
        self.newest.fetch_max(version, Ordering::AcqRel);
    }

    fn get(&self, version: i64) -> Option<Answer> {
        self.lock().as_ref().filter(|(read, _)| *read >= version).map(|(_, it)| it.clone())
    }

    fn put(&self, version: i64, answer: &Answer) {
        let mut last = self.lock();
        if last.as_ref().is_none_or(|(older, _)| *older < version) {
            *last = Some((version, answer.clone()));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<(i64, Answer)>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registry {
    /// What a request may know that was admitted with its session; nothing for any other, which
    /// has read no version.
    pub(crate) async fn known(&self, permit: &Permit<of::ReadReference>) -> Result<Answer> {
        if permit.actor().session_id().is_none() {
            return Ok(None);
        }
        let newest = self.inner.directory.newest.load(Ordering::Acquire);
        self.known_at(self.reader(), newest, true).await
    }

    /// What is known at a version that was read before; nothing where it is too much. It is remembered
    /// where all that is read here is committed.
    pub(crate) async fn known_at(
        &self,
        db: &impl ConnectionTrait,
        version: i64,
        is_committed: bool,
    ) -> Result<Answer> {
        let directory = &self.inner.directory;
        if let Some(answer) = directory.get(version) {
            return Ok(answer);
        }
        let read = read(db).await?.map(Arc::new);
        if is_committed {
            directory.put(version, &read);
        }
        Ok(read)
    }
}

impl Write {
    /// Takes note of the version of offices and institutions that was read within the act.
    pub(crate) fn has_read(&self, version: i64) {
        self.version().get_or_init(|| version);
    }

    /// Institutions and what goes with them, at a version that is read within the act; nothing where
    /// it is too much. Not for an act that changes them.
    pub(crate) async fn known(&self) -> Result<Option<Arc<Known>>> {
        let version = match self.version().get() {
            Some(version) => *version,
            None => office::within::standing_version(self.tx()).await?,
        };
        self.has_read(version);
        // Whatever the act has changed so far may yet be given up.
        let is_untouched = self.changed() == 0;
        self.registry().known_at(self.tx(), version, is_untouched).await
    }

    /// Which statuses of leave count as active.
    pub(crate) async fn leaves(&self) -> Result<Leaves> {
        match self.known().await? {
            Some(known) => Ok(known.leaves.clone()),
            None => Leaves::load(self.tx()).await,
        }
    }
}

async fn read(db: &impl ConnectionTrait) -> Result<Option<Known>> {
    let rows = office::within::all_institutions(db, Some(MOST + 1)).await?;
    if u64::try_from(rows.len()).is_ok_and(|count| count > MOST) {
        return Ok(None);
    }
    let zones = office::within::institution_regions(db).await?;
    Ok(Some(Known {
        institutions: rows.into_iter().map(|row| (row.id, row)).collect(),
        zones: zones.into_iter().map(|row| (row.code, region::zone(&row.time_zone))).collect(),
        leaves: Leaves::load(db).await?,
    }))
}
