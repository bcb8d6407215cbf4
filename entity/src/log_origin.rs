//! A transparency log over a contiguous range of the order (log transparansi).

use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// A transparency log over a contiguous range of the order.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "log_origin")]
pub struct Model {
    /// Its name, the origin of its checkpoints.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Its name in addresses: the year, and a letter where a year has more than one.
    pub label: String,
    /// Index of its first event.
    pub first_index: i64,
    /// How many leaves it has.
    pub size: i64,
    /// The root over them, base64url.
    pub root: String,
    /// The public key of its checkpoints, once it has signed one.
    pub vkey: Option<String>,
    /// When it was opened.
    pub opened_at: Instant,
    /// The last good checkpoint, where the log was given up: what came after it is lost.
    pub given_up: Option<String>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "log_origin":
    Open { Name, Label, FirstIndex, Size, Root, Vkey, OpenedAt, GivenUp }
}
