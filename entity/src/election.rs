//! An election (Pemilu) or regional election (Pemilihan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{Confidence, ElectionRegime};
use crate::time::Date;

/// An election (Pemilu) or regional election (Pemilihan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "election")]
#[graphql(name = "ElectionRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Code.
    pub code: String,
    /// The cycle.
    #[graphql(skip)]
    pub cycle_id: Uuid,
    /// Body of law.
    pub regime: ElectionRegime,
    /// Name in Indonesian.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Day of voting (hari pemungutan suara).
    pub voting_on: Option<Date>,
    /// Code of its law.
    pub law_code: Option<String>,
    /// Where the facts come from.
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "election" as "election":
    Open { Id, Code[64], CycleId, Regime, Name[300], NameEn[300], VotingOn, LawCode[64], Source[2000], Confidence, Rev }
}
