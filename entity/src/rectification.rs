//! A person's request to correct one's own record, and its decision (permintaan perbaikan data).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{RectifiableField, RectificationState};
use crate::time::Instant;

/// A person's request to correct one's own record, and its decision (permintaan perbaikan data).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "rectification")]
#[graphql(name = "RectificationRow")]
pub struct Model {
    /// Identity of the request.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The person.
    #[graphql(skip)]
    pub civil_servant_id: Uuid,
    /// The person's employer when it was requested.
    #[graphql(skip)]
    pub institution_id: Option<Uuid>,
    /// What is wrong.
    pub field: RectifiableField,
    /// What it should be.
    #[graphql(skip)]
    pub claimed_value: Option<String>,
    /// Why, in the person's words.
    #[graphql(skip)]
    pub ground: Option<String>,
    /// Where it stands.
    pub state: RectificationState,
    /// When it was requested.
    pub requested_at: Instant,
    /// When it has to be decided (tenggat).
    pub due_at: Instant,
    /// When it was decided.
    pub decided_at: Option<Instant>,
    /// Seat that decided.
    #[graphql(skip)]
    pub decided_by: Option<Uuid>,
    /// Why it was decided so.
    #[graphql(skip)]
    pub decision_reason: Option<String>,
    /// Event by which the record was corrected.
    #[graphql(skip)]
    pub corrected_by: Option<Uuid>,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "rectification" as "rectification":
    Open { Id, CivilServantId, InstitutionId }
    Office { Field, State, RequestedAt, DueAt, DecidedAt, DecidedBy, CorrectedBy, Rev }
    Personal { ClaimedValue[2000], Ground[2000], DecisionReason[2000] }
}
