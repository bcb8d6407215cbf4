//! Ids of records. Their time comes from the clock, so it can be fixed.
#![expect(clippy::disallowed_methods, reason = "this is where ids come from")]

use netra_entity::Instant;
use uuid::{NoContext, Timestamp, Uuid};

/// A new `UUIDv7` of this moment.
#[must_use]
pub fn at(moment: Instant) -> Uuid {
    let since_epoch = moment.0.timestamp_millis().max(0).unsigned_abs();
    let nanos = u32::try_from((since_epoch % 1_000) * 1_000_000).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, since_epoch / 1_000, nanos))
}

/// A new id that tells nothing of its time.
#[must_use]
pub fn random() -> Uuid {
    Uuid::new_v4()
}
