//! A folded word of a record's text, by which the record is found.

use sea_orm::entity::prelude::*;

/// A folded word of a record's text, by which the record is found.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_word")]
pub struct Model {
    /// Kind of the record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// The word, folded.
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
    /// The record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: Uuid,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "search_word":
    Office { Kind[64], Word[64], RecordId }
}
