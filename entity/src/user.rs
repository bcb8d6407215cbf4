//! An account with which a person signs in (akun pengguna).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// An account with which a person signs in (akun pengguna).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "user")]
#[graphql(name = "UserRow")]
pub struct Model {
    /// Identity of the account.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The civil servant whose account it is.
    #[graphql(skip)]
    pub civil_servant_id: Option<Uuid>,
    /// Name used to sign in.
    #[graphql(skip)]
    pub login: String,
    /// Name shown to colleagues.
    #[graphql(skip)]
    pub display_name: String,
    /// Address to which its tokens go; none where an office never needs to send one.
    #[graphql(skip)]
    pub email: Option<String>,
    /// Argon2id hash.
    #[graphql(skip)]
    pub password_hash: Option<String>,
    /// When the account was activated.
    pub activated_at: Option<Instant>,
    /// When the account was closed.
    pub disabled_at: Option<Instant>,
    /// Whether the account is invented for demonstration or tests.
    pub is_invented: bool,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "user" as "user":
    Open { Id, IsInvented }
    Office { CivilServantId, ActivatedAt, DisabledAt, Rev }
    Personal { Login[300], DisplayName[300], Email[254] }
    Secret { PasswordHash[300] }
}
