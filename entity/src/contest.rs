//! What is decided by one vote in one region (pemilihan di satu wilayah).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::Level;

/// What is decided by one vote in one region (pemilihan di satu wilayah).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "contest")]
#[graphql(name = "ContestRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Code: election, type, region.
    pub code: String,
    /// KPU's own code (kode KPU).
    pub kpu_code: Option<String>,
    /// The election.
    #[graphql(skip)]
    pub election_id: Uuid,
    /// Code of its type (jenis pemilihan).
    pub contest_type: String,
    /// Code of the region it is held in; absent for the whole country.
    pub region_code: Option<String>,
    /// Level of the election administration that registers it (tingkat KPU).
    pub registrar_level: Level,
    /// Region of that office; absent for the central one.
    pub registrar_region_code: Option<String>,
    /// Where the facts come from (sumber).
    pub source: String,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "contest" as "contest":
    Open { Id, Code[64], KpuCode[64], ElectionId, ContestType[64], RegionCode[64], RegistrarLevel, RegistrarRegionCode[64], Source[2000], Rev }
}
