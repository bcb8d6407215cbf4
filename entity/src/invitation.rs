//! An invitation to activate an account or to set a new password (undangan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::InvitationKind;
use crate::time::Instant;

/// An invitation to activate an account or to set a new password (undangan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "invitation")]
#[graphql(name = "InvitationRow")]
pub struct Model {
    /// Identity of the invitation.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The account.
    #[graphql(skip)]
    pub user_id: Uuid,
    /// The institution that invites.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// What it is for.
    pub kind: InvitationKind,
    /// SHA-256 of the token; the token itself is shown once.
    #[graphql(skip)]
    pub token_digest: String,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it can be used.
    pub expires_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "invitation":
    Office { Id, UserId, InstitutionId, Kind, CreatedAt, ExpiresAt, UsedAt }
    Secret { TokenDigest[128] }
}
