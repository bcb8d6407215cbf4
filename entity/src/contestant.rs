//! Who stands in a contest: a party at its level, a pair, an individual (peserta).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{ContestantKind, ContestantState};
use crate::time::Date;

/// Who stands in a contest: a party at its level, a pair, an individual (peserta).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "contestant")]
#[graphql(name = "ContestantRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// KPU's own code (kode KPU).
    pub kpu_code: Option<String>,
    /// The contest.
    #[graphql(skip)]
    pub contest_id: Uuid,
    /// The first round in which it stands.
    pub round_number: i32,
    /// Kind (jenis peserta).
    pub kind: ContestantKind,
    /// The party, if it is one.
    #[graphql(skip)]
    pub party_id: Option<Uuid>,
    /// Name: of the party, or of the persons.
    #[graphql(skip)]
    pub name: String,
    /// Number on the ballot (nomor urut).
    pub ballot_number: Option<i32>,
    /// Whether it stands without a party (perseorangan).
    pub is_independent: bool,
    /// State today (status).
    pub state: ContestantState,
    /// Day on which it was determined; a late addition has a day of its own (penetapan).
    pub determined_on: Option<Date>,
    /// Day from which everybody reads it.
    #[graphql(skip)]
    pub published_on: Option<Date>,
    /// Where the facts come from (sumber).
    pub source: String,
    /// Whether it is invented for demonstration or tests (data contoh).
    pub is_invented: bool,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "contestant" as "contestant":
    Open { Id, KpuCode[64], ContestId, RoundNumber, Kind, PartyId, BallotNumber, IsIndependent, State, DeterminedOn, PublishedOn, Source[2000], IsInvented, Rev }
    Personal { Name[300] }
}
