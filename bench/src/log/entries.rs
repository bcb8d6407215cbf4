//! Entries by the million: the last event again and again, with identities of its own each time, put
//! where an act leaves its event. Only the way into the log and out of it is measured with them.

use netra_entity::{event, event_outbox, event_record};
use netra_registry::ledger::ids;
use netra_registry::ledger::leaf::{self, Leaf};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

use super::side::Side;
use crate::Result;

const CHUNK: u32 = 1_000;

pub(super) struct Entries {
    event: event::Model,
    record: event_record::Model,
    leaf: Leaf,
    /// What was there before.
    held: u64,
    ids: Vec<Uuid>,
    last: u32,
}

impl Entries {
    #[expect(clippy::disallowed_methods, reason = "no office asks for what is multiplied here")]
    pub(super) async fn of(side: &Side) -> Result<Self> {
        let last = event::Entity::find().order_by_desc(event::Column::Id).one(&side.db).await?;
        let event = last.ok_or("no event")?;
        let record = event_record::Entity::find()
            .filter(event_record::Column::EventId.eq(event.id))
            .one(&side.db)
            .await?
            .ok_or("an event without a record")?;
        let leaf = Leaf::parse(event.leaf.as_bytes()).ok_or("not a leaf")?;
        let held = event::Entity::find().count(&side.db).await?;
        Ok(Self { event, record, leaf, held, ids: Vec::new(), last: 0 })
    }

    /// How many events there were before.
    pub(super) fn held(&self) -> u64 {
        self.held
    }

    /// The events that were put there.
    pub(super) fn ids(&self) -> &[Uuid] {
        &self.ids
    }

    /// How many were put there last.
    pub(super) fn last(&self) -> u32 {
        self.last
    }

    /// Puts events there until there are so many of all; answers how many these are.
    pub(super) async fn fill(&mut self, side: &Side, until: u32) -> Result<u32> {
        let held = u32::try_from(self.held)? + u32::try_from(self.ids.len())?;
        let mut missing = until - held;
        self.last = missing;
        while missing > 0 {
            let chunk = missing.min(CHUNK);
            let (mut events, mut records, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..chunk {
                let (id, subject) = (ids::at(side.registry.clock().now()), ids::random());
                let mut leaf = self.leaf.clone();
                (leaf.id, leaf.rec) = (id.to_string(), Some(subject.to_string()));
                let (text, hash) = leaf.seal()?;
                let event = event::Model {
                    id,
                    subject_id: Some(subject),
                    leaf: text,
                    leaf_hash: leaf::encode(&hash),
                    ..self.event.clone()
                };
                let record = event_record::Model {
                    event_id: id,
                    subject_id: subject,
                    ..self.record.clone()
                };
                events.push(event.into_active_model());
                records.push(record.into_active_model());
                let outbox = event_outbox::ActiveModel { event_id: Set(id), ..Default::default() };
                waiting.push(outbox);
                self.ids.push(id);
            }
            event::Entity::insert_many(events).exec_without_returning(&side.db).await?;
            event_record::Entity::insert_many(records).exec_without_returning(&side.db).await?;
            event_outbox::Entity::insert_many(waiting).exec_without_returning(&side.db).await?;
            missing -= chunk;
        }
        Ok(self.last)
    }
}
