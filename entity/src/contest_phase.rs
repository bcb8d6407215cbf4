//! A phase of one round of one contest, where it differs from the election's (tahapan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::Confidence;
use crate::time::Date;

/// A phase of one round of one contest, where it differs from the election's (tahapan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "contest_phase")]
#[graphql(name = "ContestPhaseRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The contest.
    #[graphql(skip)]
    pub contest_id: Uuid,
    /// The round.
    #[graphql(skip)]
    pub round_id: Uuid,
    /// Phase, code list `PHASE`.
    pub phase: String,
    /// First day.
    pub starts_on: Date,
    /// Last day, inclusive.
    pub ends_on: Date,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "contest_phase":
    Open { Id, ContestId, RoundId, Phase[64], StartsOn, EndsOn, Source[2000], Confidence }
}
