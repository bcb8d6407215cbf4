//! How far the sequencer has come: one row.

use sea_orm::entity::prelude::*;

use crate::time::{Date, Instant};

/// How far the sequencer has come: one row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sequencer_state")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Number of sequenced events.
    pub size: i64,
    /// Moment of the last batch.
    pub moment: Instant,
    /// Last day summed up in `coverage_total`.
    pub coverage_through: Date,
    /// What the registry's key makes of a known text: another key makes something else.
    pub key_check: Option<String>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "sequencer_state":
    Secret { Id, Size, Moment, CoverageThrough, KeyCheck[64] }
}
