//! A committed event that waits for its index.

use sea_orm::entity::prelude::*;

/// A committed event that waits for its index.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_outbox")]
pub struct Model {
    /// Order of insertion.
    #[sea_orm(primary_key, auto_increment = true)]
    pub seq: i64,
    /// The event.
    pub event_id: Uuid,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "event_outbox":
    Secret { Seq, EventId }
}
