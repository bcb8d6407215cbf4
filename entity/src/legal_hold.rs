//! A legal process for which a person's data stay (penundaan penghapusan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// A legal process for which a person's data stay (penundaan penghapusan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "legal_hold")]
#[graphql(name = "LegalHoldRow")]
pub struct Model {
    /// Identity of the hold.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The person.
    #[graphql(skip)]
    pub civil_servant_id: Uuid,
    /// The institution that placed it.
    #[graphql(skip)]
    pub institution_id: Option<Uuid>,
    /// Why.
    #[graphql(skip)]
    pub reason: Option<String>,
    /// When it was placed.
    pub placed_at: Instant,
    /// When it was lifted.
    pub lifted_at: Option<Instant>,
    /// Why it was lifted.
    #[graphql(skip)]
    pub lift_reason: Option<String>,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "legal_hold" as "hold":
    Open { Id, CivilServantId, InstitutionId }
    Office { PlacedAt, LiftedAt, Rev }
    Personal { Reason[2000], LiftReason[2000] }
}
