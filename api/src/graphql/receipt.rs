//! The receipt of an act.

use async_graphql::{ComplexObject, Context, Enum, ID, SimpleObject};
use netra_entity::Instant;
use netra_registry::Done;
use uuid::Uuid;

use super::id::{Kind, show};
use super::loader::{OrderOf, load};

/// Where an event stands on its way into the log.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum ReceiptState {
    /// Committed; waits for its index.
    Pending,
    /// Has its index and moment.
    Sequenced,
}

/// Proof that an act was recorded as an event (tanda terima).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct Receipt {
    #[graphql(skip)]
    event_id: Uuid,
    /// Whether the act had been done before, under the same idempotency key.
    is_replay: bool,
}

impl Receipt {
    /// The receipt of an act that changed something.
    pub(super) fn of(done: &Done) -> Option<Self> {
        let event_id = done.receipt?.event_id;
        Some(Self { event_id, is_replay: done.replayed })
    }

    /// The receipt of an event of the past.
    pub(super) fn of_event(event_id: Uuid) -> Self {
        Self { event_id, is_replay: false }
    }
}

/// Place of an event in the order.
#[derive(SimpleObject)]
pub(super) struct EventOrder {
    /// Index, from 0, without gaps, as text.
    pub(super) index: String,
    /// Moment of its batch.
    pub(super) moment: Instant,
}

#[ComplexObject]
impl Receipt {
    /// The event.
    async fn event_id(&self) -> ID {
        show(Kind::Event, self.event_id)
    }

    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> Option<ReceiptState> {
        let order = order(ctx, self.event_id).await;
        Some(if order.is_some() { ReceiptState::Sequenced } else { ReceiptState::Pending })
    }

    /// Its place in the order; absent while it waits.
    async fn order(&self, ctx: &Context<'_>) -> Option<EventOrder> {
        order(ctx, self.event_id).await
    }
}

/// The place of an event in the order.
pub(super) async fn order(ctx: &Context<'_>, event_id: Uuid) -> Option<EventOrder> {
    let row = load(ctx, OrderOf(event_id)).await?;
    Some(EventOrder { index: row.idx.to_string(), moment: row.moment })
}
