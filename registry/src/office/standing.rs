//! What seats stand for, remembered between requests.
//!
//! Every request in a seat begins with what the seat, its institution, its function and the
//! successions make of it. That changes some times a day and is asked thousands of times a second,
//! so a process remembers it together with the version it was read at. Each act that changes any
//! of it counts the version up in its own transaction, and each request reads the version together
//! with its session: what is remembered is used only while both agree, so it is never older than
//! what the request could have read itself.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use netra_domain::policy::SeatStanding;
use netra_entity::{Date, api_client, code_list, institution, institution_function, region, seat};
use uuid::Uuid;

use crate::ledger::projection::Watch;
use crate::ledger::recorded::Recorded;
use crate::{office, succession};

/// Kinds of records that standings and [`crate::office::directory`] are made of.
const KINDS: [&str; 7] = [
    <seat::Entity as Recorded>::KIND,
    <api_client::Entity as Recorded>::KIND,
    <institution::Entity as Recorded>::KIND,
    <institution_function::Entity as Recorded>::KIND,
    succession::KIND,
    <region::Entity as Recorded>::KIND,
    <code_list::Entity as Recorded>::KIND,
];

/// How many seats are remembered, less than a kilobyte each.
const MOST: NonZeroUsize = NonZeroUsize::new(8_192).unwrap();

/// What is remembered of offices learns that it is old.
pub(crate) const OFFICES: Watch = Watch {
    rests_on,
    change: |act| Box::pin(office::within::change_standings(act)),
    see: |registry, version| registry.inner.directory.see(version),
};

/// Whether an act that changes a record of this kind may change what is remembered.
fn rests_on(kind: &str) -> bool {
    KINDS.contains(&kind)
}

/// When something was true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReadAt {
    /// The version of what offices are.
    pub version: i64,
    /// The day, because what holds ends with it.
    pub today: Date,
}

/// What seats stand for, by seat and account.
pub(crate) struct Standings(Mutex<Remembered>);

type Remembered = LruCache<(Uuid, Uuid), (ReadAt, SeatStanding)>;

impl Default for Standings {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(MOST)))
    }
}

impl std::fmt::Debug for Standings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Standings").finish_non_exhaustive()
    }
}

impl Standings {
    /// What a seat stands for, if that was read at the same version on the same day.
    pub(crate) fn get(&self, seat_id: Uuid, user_id: Uuid, at: ReadAt) -> Option<SeatStanding> {
        let mut remembered = self.lock();
        let (read_at, standing) = remembered.get(&(seat_id, user_id))?;
        (*read_at == at).then(|| standing.clone())
    }

    /// Remembers what was read after the version.
    pub(crate) fn put(&self, at: ReadAt, standing: SeatStanding) {
        self.lock().put((standing.seat_id, standing.user_id), (at, standing));
    }

    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
