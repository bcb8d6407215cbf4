//! A day off by joint decree (hari libur nasional, cuti bersama).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{Confidence, HolidayKind};
use crate::time::Date;

/// A day off by joint decree (hari libur nasional, cuti bersama).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "holiday")]
#[graphql(name = "HolidayRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The day.
    pub day: Date,
    /// Kind.
    pub kind: HolidayKind,
    /// Name in Indonesian.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Decree it rests on.
    pub decree: String,
    /// Where the facts come from.
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "holiday" as "holiday":
    Open { Id, Day, Kind, Name[300], NameEn[300], Decree[300], Source[2000], Confidence }
}
