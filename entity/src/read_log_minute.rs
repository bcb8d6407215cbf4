//! A minute of a server's read log, closed by an event that holds its digest.

use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// A minute of a server's read log, closed by an event that holds its digest.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "read_log_minute")]
pub struct Model {
    /// Identity of the minute.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The server, anew with each start.
    pub server: Uuid,
    /// The minute.
    pub minute: Instant,
    /// How many readings it has; absent until it is closed.
    pub readings: Option<i32>,
    /// How many persons they showed, each reading counted.
    pub shown_count: Option<i32>,
    /// SHA-256 over the readings, base64url.
    pub digest: Option<String>,
    /// Whether the server itself closed it; else it ended before, and readings of its last second
    /// may be missing.
    pub is_complete: Option<bool>,
    /// Event that closed it.
    pub recorded_by: Option<Uuid>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "read_log_minute":
    Secret { Id, Server, Minute, Readings, ShownCount, Digest[128], IsComplete, RecordedBy }
}
