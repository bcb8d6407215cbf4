//! Territory with its own Kemendagri code, valid from a date to a date (wilayah).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::RegionLevel;
use crate::time::Date;

/// Territory with its own Kemendagri code, valid from a date to a date (wilayah).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "region")]
#[graphql(name = "RegionRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Kemendagri code, `PP` or `PP.KK` (kode wilayah), Kepmendagri 300.2.2-2138/2025.
    pub code: String,
    /// Code of the province a regency or city belongs to.
    #[graphql(skip)]
    pub parent_code: Option<String>,
    /// Level (tingkat).
    pub level: RegionLevel,
    /// Name without the level (nama wilayah).
    pub name: String,
    /// IANA zone of local days: Asia/Jakarta (WIB), Asia/Makassar (WITA), Asia/Jayapura (WIT).
    pub time_zone: String,
    /// First day on which the code holds; absent where the code is older than the registry's sources.
    pub valid_from: Option<Date>,
    /// First day on which it no longer holds.
    pub valid_to: Option<Date>,
    /// Decree or publication the row rests on (sumber).
    pub source: String,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "region" as "region":
    Open { Id, Code[64], ParentCode[64], Level, Name[300], TimeZone[64], ValidFrom, ValidTo, Source[2000], Rev }
}
