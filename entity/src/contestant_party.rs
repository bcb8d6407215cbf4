//! A party that nominates a contestant (partai pengusul).

use sea_orm::entity::prelude::*;

/// A party that nominates a contestant (partai pengusul).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contestant_party")]
pub struct Model {
    /// The contestant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub contestant_id: Uuid,
    /// The party.
    #[sea_orm(primary_key, auto_increment = false)]
    pub party_id: Uuid,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "contestant_party":
    Open { ContestantId, PartyId }
}
