//! The index and moment of an event.

use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// The index and moment of an event.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_order")]
pub struct Model {
    /// Index, from 0, without gaps.
    #[sea_orm(primary_key, auto_increment = false)]
    pub idx: i64,
    /// The event.
    pub event_id: Uuid,
    /// Moment of its batch, strictly increasing between batches.
    pub moment: Instant,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "event_order":
    Office { Idx, EventId, Moment }
}
