//! Whether who acts still sits in the seat, and the seat's office holds its function, decided inside
//! the act's own transaction.
//!
//! The actor was established before the act began. In between, a succession may have taken the
//! function away; without this, an act of the old office could be committed after the one that
//! ended it. An act therefore shares its office until it is committed, and whoever takes an office
//! away waits for those acts and keeps new ones waiting: after that, no event of the old office
//! follows.

use netra_domain::policy::{ActKind, Permit};
use netra_entity::code::Function;
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Opened};
use crate::office;

impl Registry {
    /// Begins an act under a permit.
    ///
    /// # Errors
    /// `FORBIDDEN` where the office has lost its function meanwhile; [`Error::IdempotencyReused`],
    /// [`Error::IdempotencyInProgress`], the database's own.
    pub async fn open<A: ActKind>(
        &self,
        permit: &Permit<A>,
        request: &ActRequest,
    ) -> Result<Opened> {
        let tx = self.database().begin().await?;
        still_sits(self, &tx, permit).await?;
        self.open_in(tx, permit, request).await
    }
}

/// Refuses an act of a seat that has ended or of an office that has lost its function, and keeps the office as it is until the
/// act ends.
async fn still_sits<A: ActKind>(
    registry: &Registry,
    tx: &DatabaseTransaction,
    permit: &Permit<A>,
) -> Result<()> {
    let Some(seat) = permit.actor().seat() else { return Ok(()) };
    let (institution_id, function) = (seat.institution_id, seat.function);
    registry.database().share_office(tx, key(institution_id, function)).await?;
    let today = registry.clock().today();
    let found = office::within::sitting(tx, seat.seat_id, seat.user_id, today).await?;
    let sits = found.is_some_and(|it| it.level.is_some() && it.holds(today));
    if sits { Ok(()) } else { Err(Error::Forbidden(permit.act())) }
}

/// Waits until no act of these offices is under way, and keeps new ones waiting.
pub(crate) async fn close_offices(
    registry: &Registry,
    tx: &DatabaseTransaction,
    offices: impl IntoIterator<Item = (Uuid, Function)>,
) -> Result<()> {
    // In one order, so that two successions never wait for each other in a circle.
    let mut keys: Vec<i64> = offices.into_iter().map(|(id, function)| key(id, function)).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        registry.database().close_office(tx, key).await?;
    }
    Ok(())
}

/// An office as one number; two that share it merely wait for each other.
fn key(institution_id: Uuid, function: Function) -> i64 {
    let (high, low) = institution_id.as_u64_pair();
    let position = Function::ALL.iter().take_while(|it| **it != function).count();
    let position = u64::try_from(position).unwrap_or_default();
    i64::from_be_bytes((high.rotate_left(17) ^ low ^ position).to_be_bytes())
}
