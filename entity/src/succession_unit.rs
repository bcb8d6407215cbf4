//! Where a unit goes by a succession, with those below it.

use sea_orm::entity::prelude::*;

/// Where a unit goes by a succession, with those below it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "succession_unit")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The succession.
    pub succession_id: Uuid,
    /// The predecessor's unit.
    pub unit_id: Uuid,
    /// The institution to which it goes.
    pub to_id: Uuid,
    /// Whether the two offices named it; else it follows from the unit above.
    pub is_named: bool,
    /// The unit that it became there.
    pub became_id: Option<Uuid>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "succession_unit":
    Open { Id, SuccessionId, UnitId, ToId, IsNamed, BecameId }
}
