//! Keys under which a caller repeats an act: kept in the act's own transaction, and answered from
//! there.

use netra_domain::policy::Actor;
use sea_orm::DatabaseTransaction;

use super::{Done, Receipt};
use crate::ledger;
use crate::ledger::database;
use crate::ledger::error::{Error, Result};

/// A caller's key for an act, with the fingerprint of what it was used for.
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    /// The key.
    pub key: String,
    /// The mutation's name.
    pub field: &'static str,
    /// Digest of the mutation's arguments.
    pub fingerprint: String,
}

/// Under whose name a key is kept: the seat or the person, so that a key never crosses offices.
pub(super) fn principal(actor: &Actor) -> String {
    let id = actor.seat().map(|seat| seat.seat_id).or_else(|| actor.user_id());
    id.map_or_else(|| "none".to_owned(), |id| id.to_string())
}

pub(super) async fn replay(
    tx: &DatabaseTransaction,
    principal: &str,
    key: &IdempotencyKey,
) -> Result<Done> {
    let row = ledger::within::idempotency(tx, principal, &key.key).await?;
    let row = row.ok_or(Error::IdempotencyInProgress)?;
    if row.field != key.field || row.fingerprint != key.fingerprint {
        return Err(Error::IdempotencyReused);
    }
    let result = row.result.as_deref().map(serde_json::from_str).transpose()?;
    let receipt = row.event_id.map(|event_id| Receipt { event_id });
    Ok(Done { subject_id: row.subject_id, receipt, result, replayed: true })
}

pub(super) fn in_progress(error: Error) -> Error {
    let waits = matches!(&error, Error::Database(cause) if database::is_lock_timeout(cause));
    if waits { Error::IdempotencyInProgress } else { error }
}
