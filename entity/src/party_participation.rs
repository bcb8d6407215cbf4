//! A party determined as participant of an election (partai peserta pemilu).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::Confidence;
use crate::time::Date;

/// A party determined as participant of an election (partai peserta pemilu).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "party_participation")]
#[graphql(name = "PartyParticipationRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The party.
    #[graphql(skip)]
    pub party_id: Uuid,
    /// The election.
    #[graphql(skip)]
    pub election_id: Uuid,
    /// Its number on the ballot (nomor urut).
    pub ballot_number: Option<i32>,
    /// Its name in that election.
    pub name: String,
    /// The decision that admitted it (keputusan).
    pub decision: String,
    /// Day of the decision.
    pub decided_on: Date,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "party_participation" as "participation":
    Open { Id, PartyId, ElectionId, BallotNumber, Name[300], Decision[2000], DecidedOn, Source[2000], Confidence }
}
