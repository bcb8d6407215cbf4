//! How institutions or their functions pass to others on a day (suksesi).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{ApprovalState, SuccessionKind};
use crate::time::Date;

/// How institutions or their functions pass to others on a day (suksesi).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "succession")]
#[graphql(name = "SuccessionRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// Kind (jenis suksesi).
    pub kind: SuccessionKind,
    /// First day on which the successors hold what passes (mulai berlaku).
    pub effective_on: Date,
    /// The instrument it rests on.
    #[graphql(skip)]
    pub legal_instrument_id: Uuid,
    /// Prepared by one office, approved by the other.
    pub state: ApprovalState,
    /// Where people go whose unit is not named.
    #[graphql(skip)]
    pub others_to: Option<Uuid>,
    /// Seat that prepared it.
    #[graphql(skip)]
    pub prepared_by: Option<Uuid>,
    /// Seat that approved it.
    #[graphql(skip)]
    pub approved_by: Option<Uuid>,
    /// Digest of the plan that was approved.
    pub plan_digest: Option<String>,
    /// Event that closed it, once everything has moved.
    #[graphql(skip)]
    pub completed_by: Option<Uuid>,
    /// Seats ended in the predecessors so far.
    #[graphql(skip)]
    pub seats_ended: i32,
    /// Seats granted in the successors so far.
    #[graphql(skip)]
    pub seats_granted: i32,
    /// Machines ended so far.
    #[graphql(skip)]
    pub clients_ended: i32,
    /// Units registered in the successors so far.
    #[graphql(skip)]
    pub units_moved: i32,
    /// Employments continued in the successors so far.
    #[graphql(skip)]
    pub employments_moved: i32,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "succession" as "succession":
    Open { Id, Kind, EffectiveOn, LegalInstrumentId, State, OthersTo, PlanDigest[128], CompletedBy, Rev }
    Office { PreparedBy, ApprovedBy, SeatsEnded, SeatsGranted, ClientsEnded, UnitsMoved, EmploymentsMoved }
}
