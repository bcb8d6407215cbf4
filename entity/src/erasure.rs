//! The erasure of a person's data (penghapusan data pribadi).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// The erasure of a person's data (penghapusan data pribadi).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "erasure")]
#[graphql(name = "ErasureRow")]
pub struct Model {
    /// Identity of the erasure.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The person.
    #[graphql(skip)]
    pub civil_servant_id: Uuid,
    /// Why, code list `ERASURE_BASIS` (dasar hukum).
    pub legal_basis: String,
    /// The decision it rests on: number and day, no names (keputusan).
    pub decree: String,
    /// When.
    pub erased_at: Instant,
    /// Its event.
    #[graphql(skip)]
    pub recorded_by: Uuid,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "erasure" as "erasure":
    Open { Id, CivilServantId }
    Office { LegalBasis[64], Decree[200], ErasedAt, RecordedBy }
}
