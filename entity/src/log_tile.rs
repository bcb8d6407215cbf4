//! A tile of a log: up to 256 hashes.

use sea_orm::entity::prelude::*;

/// A tile of a log: up to 256 hashes. One that is not full is written over by a wider one.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_tile")]
pub struct Model {
    /// The log.
    #[sea_orm(primary_key, auto_increment = false)]
    pub origin: String,
    /// Level, 0 for the leaves' own hashes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub level: i32,
    /// Number within the level.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// The hashes.
    pub data: Vec<u8>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "log_tile":
    Open { Origin, Level, Number, Data }
}
