//! Public key by which a machine proves who it is (kunci publik klien).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Date;

/// Public key by which a machine proves who it is (kunci publik klien).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "api_client_key")]
#[graphql(name = "ApiClientKey")]
pub struct Model {
    /// Identity of the key.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The client.
    #[graphql(skip)]
    pub client_id: Uuid,
    /// Its thumbprint, RFC 7638.
    pub kid: String,
    /// The one algorithm it serves: ES256 or `EdDSA`.
    pub algorithm: String,
    /// The key, RFC 7517.
    pub jwk: String,
    /// Day on which it was added.
    pub added_on: Date,
    /// Day from which it is not accepted.
    pub retired_on: Option<Date>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "api_client_key":
    Office { Id, ClientId, Kid[128], Algorithm[64], Jwk[4000], AddedOn, RetiredOn }
}
