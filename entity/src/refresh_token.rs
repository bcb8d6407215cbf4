//! Token that renews a session's access token, once.

use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// Token that renews a session's access token, once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The session: all its tokens are one family.
    pub session_id: Uuid,
    /// SHA-256 of the token.
    pub digest: String,
    /// Generation of the access token handed out with it.
    pub generation: i32,
    /// Until when it is good, unless it is used before.
    pub expires_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "refresh_token":
    Secret { Id, SessionId, Digest[128], Generation, ExpiresAt, UsedAt }
}
