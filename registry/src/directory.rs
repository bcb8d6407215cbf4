//! All institutions, remembered between requests.
//!
//! Nearly every answer names institutions, and they are some hundreds that change some times a week.
//! Registering or changing one counts up the version of [`crate::standing`], which every admitted
//! request reads with its session: what is remembered is used only if it was read at the newest
//! version that this process has seen, which is never older than the request's own.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use netra_domain::policy::{Permit, of};
use netra_entity::institution;
use sea_orm::QuerySelect;
use uuid::Uuid;

use crate::error::Result;
use crate::{Registry, scope};

/// Beyond so many institutions, less than a kilobyte each, nothing is remembered.
const MOST: usize = 10_000;

type Institutions = HashMap<Uuid, institution::Model>;

/// What a process remembers.
#[derive(Default)]
pub(crate) struct Directory {
    /// The newest version that was seen.
    newest: AtomicI64,
    held: Mutex<Option<(i64, Arc<Institutions>)>>,
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Directory").finish_non_exhaustive()
    }
}

impl Directory {
    /// Takes note of a version.
    pub(crate) fn see(&self, version: i64) {
        self.newest.fetch_max(version, Ordering::AcqRel);
    }

    fn get(&self) -> Option<Arc<Institutions>> {
        let newest = self.newest.load(Ordering::Acquire);
        let held = self.lock();
        held.as_ref().filter(|(version, _)| *version >= newest).map(|(_, it)| Arc::clone(it))
    }

    fn put(&self, version: i64, institutions: Arc<Institutions>) {
        let mut held = self.lock();
        if held.as_ref().is_none_or(|(older, _)| *older < version) {
            *held = Some((version, institutions));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<(i64, Arc<Institutions>)>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registry {
    /// The institutions as a request sees them that was admitted with its session; none for any
    /// other, which has read no version, and where they are too many.
    pub(crate) async fn directory(
        &self,
        permit: &Permit<of::ReadReference>,
    ) -> Result<Option<Arc<Institutions>>> {
        if permit.actor().session_id().is_none() {
            return Ok(None);
        }
        let directory = &self.inner.directory;
        if let Some(held) = directory.get() {
            return Ok(Some(held));
        }
        // The version first: what is read after it is at least as new.
        let version = scope::within::standing_version(self.reader()).await?;
        let most = u64::try_from(MOST).unwrap_or(u64::MAX);
        let rows = scope::institutions(permit).limit(most + 1).all(self.reader()).await?;
        if rows.len() > MOST {
            return Ok(None);
        }
        let read: Arc<Institutions> = Arc::new(rows.into_iter().map(|row| (row.id, row)).collect());
        directory.see(version);
        directory.put(version, Arc::clone(&read));
        Ok(Some(read))
    }
}
