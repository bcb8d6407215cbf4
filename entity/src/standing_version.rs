//! How often offices, institutions and what goes with them have changed: one row.

use sea_orm::entity::prelude::*;

/// How often offices, institutions, regions and code lists have changed: one row, counted up in the
/// transaction of each change.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "standing_version")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Changes so far.
    pub version: i64,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "standing_version":
    Secret { Id, Version }
}
