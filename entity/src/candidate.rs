//! A person who stands for a contestant (calon).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{CandidateRole, CandidateState};
use crate::time::Date;

/// A person who stands for a contestant (calon).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "candidate")]
#[graphql(name = "CandidateRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// KPU's own code (kode KPU).
    pub kpu_code: Option<String>,
    /// The contestant.
    #[graphql(skip)]
    pub contestant_id: Uuid,
    /// The contest.
    #[graphql(skip)]
    pub contest_id: Uuid,
    /// The election.
    #[graphql(skip)]
    pub election_id: Uuid,
    /// The electoral district, if the contest has any.
    #[graphql(skip)]
    pub district_id: Option<Uuid>,
    /// Part played (kedudukan calon).
    pub role: CandidateRole,
    /// Number on the list (nomor urut calon).
    pub list_number: Option<i32>,
    /// Name.
    #[graphql(skip)]
    pub name: String,
    /// Blind index of the NIK.
    #[graphql(skip)]
    pub nik_index: Option<String>,
    /// The civil servant who resigned to stand.
    #[graphql(skip)]
    pub civil_servant_id: Option<Uuid>,
    /// The candidate replaced.
    #[graphql(skip)]
    pub replaces_id: Option<Uuid>,
    /// State today (status).
    pub state: CandidateState,
    /// Day on which the candidate was determined; a late addition has a day of its own (penetapan).
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

crate::class::classes! { "candidate" as "candidate":
    Open { Id, KpuCode[64], ContestantId, ContestId, ElectionId, DistrictId, Role, ListNumber, ReplacesId, State, DeterminedOn, PublishedOn, Source[2000], IsInvented, Rev }
    Personal { Name[300], CivilServantId }
    Secret { NikIndex[128] }
}
