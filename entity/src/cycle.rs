//! The elections that one pact text covers (siklus pemilihan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Date;

/// The elections that one pact text covers (siklus pemilihan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "cycle")]
#[graphql(name = "CycleRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Code.
    pub code: String,
    /// Name in Indonesian.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// First day.
    pub starts_on: Date,
    /// Last day, where it is fixed.
    pub ends_on: Option<Date>,
    /// Where the facts come from.
    pub source: String,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "cycle" as "cycle":
    Open { Id, Code[64], Name[300], NameEn[300], StartsOn, EndsOn, Source[2000], Rev }
}
