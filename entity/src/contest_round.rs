//! A round of a contest: the vote, a run-off, a re-vote or a repeat election (putaran).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::RoundKind;
use crate::time::Date;

/// A round of a contest: the vote, a run-off, a re-vote or a repeat election (putaran).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "contest_round")]
#[graphql(name = "ContestRoundRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The contest.
    #[graphql(skip)]
    pub contest_id: Uuid,
    /// Number, from 1.
    pub number: i32,
    /// Kind.
    pub kind: RoundKind,
    /// The only district it is held in, if so.
    #[graphql(skip)]
    pub district_id: Option<Uuid>,
    /// The decision that orders it (putusan, keputusan).
    pub decision: Option<String>,
    /// Day of that decision, with which the round begins (tanggal putusan).
    pub ordered_on: Option<Date>,
    /// Day on which the candidates were determined (penetapan calon).
    pub determined_on: Option<Date>,
    /// The decision that determined them (keputusan penetapan).
    pub determination: Option<String>,
    /// Day on which it was concluded (penetapan hasil).
    pub concluded_on: Option<Date>,
    /// The decision that concluded it.
    pub conclusion: Option<String>,
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

crate::class::classes! { "contest_round" as "round":
    Open { Id, ContestId, Number, Kind, DistrictId, Decision[2000], OrderedOn, DeterminedOn, Determination[2000], ConcludedOn, Conclusion[2000], Source[2000], Rev }
}
