//! An electoral district of a contest (daerah pemilihan, dapil).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

/// An electoral district of a contest (daerah pemilihan, dapil).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "electoral_district")]
#[graphql(name = "ElectoralDistrictRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The contest.
    #[graphql(skip)]
    pub contest_id: Uuid,
    /// KPU's code (kode dapil).
    pub code: String,
    /// Name.
    pub name: String,
    /// Seats, where known (alokasi kursi).
    pub seats: Option<i32>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "electoral_district" as "district":
    Open { Id, ContestId, Code[64], Name[300], Seats }
}
