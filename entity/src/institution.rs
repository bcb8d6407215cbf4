//! Body that employs civil servants or holds a legal function (instansi).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::InstitutionKind;
use crate::time::Date;

/// Body that employs civil servants or holds a legal function (instansi).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "institution")]
#[graphql(name = "InstitutionRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Code of the institution, an Indonesian acronym (kode instansi).
    pub code: String,
    /// Official name (nama instansi).
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Kind (jenis instansi).
    pub kind: InstitutionKind,
    /// The institution it belongs to.
    #[graphql(skip)]
    pub parent_id: Option<Uuid>,
    /// Code of the region it governs or works in.
    #[graphql(skip)]
    pub region_code: Option<String>,
    /// Whether it is a personnel authority's own institution (memiliki PPK).
    pub employs_asn: bool,
    /// First day on which it exists; absent where older than the registry's sources.
    pub valid_from: Option<Date>,
    /// First day on which it no longer exists.
    pub valid_to: Option<Date>,
    /// Law or publication the row rests on (sumber).
    pub source: String,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "institution" as "institution":
    Open { Id, Code[64], Name[300], NameEn[300], Kind, ParentId, RegionCode[64], EmploysAsn, ValidFrom, ValidTo, Source[2000], Rev }
}
