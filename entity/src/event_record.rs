//! One record changed by an event, with its full after-image.

use sea_orm::entity::prelude::*;

/// One record changed by an event, with its full after-image.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_record")]
pub struct Model {
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: Uuid,
    /// Position within the event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ordinal: i32,
    /// Kind of the record.
    pub subject_kind: String,
    /// The record.
    pub subject_id: Uuid,
    /// Revision of the record.
    pub rev: i32,
    /// After-image (JSON), erasable.
    pub payload: Option<String>,
    /// Key of the field salts, erasable.
    pub salt: Option<String>,
    /// Salted commitment to the payload, base64url.
    pub commitment: String,
    /// Hash of the leaf that changed the record before, base64url.
    pub prev: Option<String>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "event_record":
    Secret { EventId, Ordinal, SubjectKind, SubjectId, Rev, Payload, Salt, Commitment, Prev }
}
