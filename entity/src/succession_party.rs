//! An institution on one side of a succession.

use sea_orm::entity::prelude::*;

use crate::code::SuccessionSide;

/// An institution on one side of a succession.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "succession_party")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The succession.
    pub succession_id: Uuid,
    /// The institution.
    pub institution_id: Uuid,
    /// On which side.
    pub side: SuccessionSide,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "succession_party":
    Open { Id, SuccessionId, InstitutionId, Side }
}
