//! An act that was done under a key of its caller.

use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// An act that was done under a key of its caller.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// The caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub principal: String,
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// The mutation.
    pub field: String,
    /// Digest of field and arguments.
    pub fingerprint: String,
    /// The record that the act answered with.
    pub subject_id: Option<Uuid>,
    /// The event of the act.
    pub event_id: Option<Uuid>,
    /// What the act answered beyond the record (JSON), without personal data.
    pub result: Option<String>,
    /// When.
    pub created_at: Instant,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "idempotency":
    Secret { Principal, Key, Field, Fingerprint, SubjectId, EventId, Result, CreatedAt }
}
