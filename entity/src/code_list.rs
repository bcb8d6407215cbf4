//! A code of a versioned list (daftar kode).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::Confidence;
use crate::time::Date;

/// A code of a versioned list (daftar kode).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "code_list")]
#[graphql(name = "CodeListRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Name of the list.
    pub list: String,
    /// The code.
    pub code: String,
    /// Order within the list.
    pub ordinal: i32,
    /// Label in Indonesian.
    pub label: String,
    /// Label in English.
    pub label_en: Option<String>,
    /// What the registry derives from the code.
    pub attribute: Option<String>,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// First day no longer in force.
    pub valid_to: Option<Date>,
    /// Where it comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "code_list" as "code":
    Open { Id, List[64], Code[64], Ordinal, Label[300], LabelEn[300], Attribute[2000], ValidFrom, ValidTo, Source[2000], Confidence }
}
