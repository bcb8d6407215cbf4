//! Assertion that a machine has used; each is good for once.

use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// Assertion that a machine has used; each is good for once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "client_assertion")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The client.
    pub client_id: Uuid,
    /// SHA-256 of its id.
    pub jti_digest: String,
    /// Until when it would be good.
    pub expires_at: Instant,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "client_assertion":
    Secret { Id, ClientId, JtiDigest, ExpiresAt }
}
