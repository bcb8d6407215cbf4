//! The receipt of an act.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use async_graphql::{ComplexObject, Context, Enum, ID, SimpleObject};
use netra_entity::{Instant, event};
use netra_registry::ledger::log::LogProof;
use netra_registry::{Done, Error};
use uuid::Uuid;

use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::loader::{LeafOf, Loaders, OrderOf, ProofOf, load};
use crate::graphql::ledger::log::InclusionProof;

/// Where an event stands on its way into the log.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(in crate::graphql) enum ReceiptState {
    /// Committed; waits for its index.
    Pending,
    /// Has its index and moment; waits for a signed checkpoint of the log.
    Sequenced,
    /// Is in the tree of a signed checkpoint: `tlogProof` can be kept and checked offline.
    Included,
}

/// Proof that an act was recorded as an event (tanda terima).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Receipt {
    #[graphql(skip)]
    event_id: Uuid,
    /// Whether the act had been done before, under the same idempotency key.
    is_replay: bool,
}

impl Receipt {
    /// The receipt of an act that changed something.
    pub(in crate::graphql) fn of(done: &Done) -> Option<Self> {
        let event_id = done.receipt?.event_id;
        Some(Self { event_id, is_replay: done.replayed })
    }

    /// The receipt of an event of the past.
    pub(in crate::graphql) fn of_event(event_id: Uuid) -> Self {
        Self { event_id, is_replay: false }
    }
}

/// Place of an event in the order.
#[derive(SimpleObject)]
pub(in crate::graphql) struct EventOrder {
    /// Index, from 0, without gaps, as text.
    pub(in crate::graphql) index: String,
    /// Moment of its batch.
    pub(in crate::graphql) moment: Instant,
}

#[ComplexObject]
impl Receipt {
    /// The event.
    async fn event_id(&self) -> ID {
        show(Kind::Event, self.event_id)
    }

    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> Option<ReceiptState> {
        if order(ctx, self.event_id).await.is_none() {
            return Some(ReceiptState::Pending);
        }
        let proof = load(ctx, ProofOf(self.event_id)).await;
        Some(if proof.is_some() { ReceiptState::Included } else { ReceiptState::Sequenced })
    }

    /// The leaf of the log, RFC 8785 JSON, fixed when the act was committed (daun log).
    async fn leaf(&self, ctx: &Context<'_>) -> Option<String> {
        Some(load(ctx, LeafOf(self.event_id)).await?.leaf)
    }

    /// That the leaf is in the tree of the last checkpoint; absent until it is (bukti tercantum).
    async fn proof(&self, ctx: &Context<'_>) -> Option<InclusionProof> {
        Some(load(ctx, ProofOf(self.event_id)).await?.into())
    }

    /// The same with leaf and checkpoint in one text (C2SP tlog-proof), for `netra verify`; absent
    /// until the event is included.
    async fn tlog_proof(&self, ctx: &Context<'_>) -> Option<String> {
        let proof = load(ctx, ProofOf(self.event_id)).await?;
        let leaf = load(ctx, LeafOf(self.event_id)).await?.leaf;
        Some(proof.receipt(&leaf).to_text())
    }

    /// Its place in the order; absent while it waits.
    async fn order(&self, ctx: &Context<'_>) -> Option<EventOrder> {
        order(ctx, self.event_id).await
    }
}

/// The place of an event in the order.
pub(in crate::graphql) async fn order(ctx: &Context<'_>, event_id: Uuid) -> Option<EventOrder> {
    let row = load(ctx, OrderOf(event_id)).await?;
    Some(EventOrder { index: row.idx.to_string(), moment: row.moment })
}

impl Loader<ProofOf> for Loaders {
    type Value = LogProof;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[ProofOf]) -> Result<HashMap<ProofOf, LogProof>, Arc<Error>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let proofs = self.registry.log_proofs(&ids).await.map_err(Arc::new)?;
        Ok(proofs.into_iter().map(|(id, proof)| (ProofOf(id), proof)).collect())
    }
}

impl Loader<LeafOf> for Loaders {
    type Value = event::Model;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[LeafOf]) -> Result<HashMap<LeafOf, event::Model>, Arc<Error>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let rows = self.registry.leaves_of(&ids).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (LeafOf(row.id), row)).collect())
    }
}
