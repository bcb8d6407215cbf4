//! A phase of an election for some or all of its contests (tahapan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::Confidence;
use crate::time::Date;

/// A phase of an election for some or all of its contests (tahapan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "election_phase")]
#[graphql(name = "ElectionPhaseRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The election.
    #[graphql(skip)]
    pub election_id: Uuid,
    /// Contest type, or ALL.
    pub contest_type: String,
    /// Region, where the phase differs there.
    pub region_code: Option<String>,
    /// Phase, code list PHASE.
    pub phase: String,
    /// First day.
    pub starts_on: Date,
    /// Last day, inclusive.
    pub ends_on: Date,
    /// Where the facts come from.
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "election_phase":
    Open { Id, ElectionId, ContestType[64], RegionCode[64], Phase[64], StartsOn, EndsOn, Source[2000], Confidence }
}
