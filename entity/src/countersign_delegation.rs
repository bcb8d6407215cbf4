//! The delegation of countersigning for a unit, from a day to a day (delegasi).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::{Date, Instant};

/// The delegation of countersigning for a unit, from a day to a day (delegasi).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "countersign_delegation")]
#[graphql(name = "CountersignDelegationRow")]
pub struct Model {
    /// Identity of this version.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub row_id: Uuid,
    /// Identity of the delegation, the same in all its versions.
    #[graphql(skip)]
    pub id: Uuid,
    /// The institution.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// The unit whose signers the delegate countersigns.
    #[graphql(skip)]
    pub unit_id: Uuid,
    /// The civil servant who countersigns.
    #[graphql(skip)]
    pub delegate_id: Uuid,
    /// The head of the unit for whom the delegate stands; with another head it ends.
    #[graphql(skip)]
    pub head_id: Option<Uuid>,
    /// First day on which it holds.
    pub valid_from: Date,
    /// First day on which it no longer holds.
    pub valid_to: Date,
    /// Why it was given (alasan).
    pub reason: String,
    /// Moment at which the registry recorded it.
    pub recorded_at: Instant,
    /// Why it was ended early.
    pub end_reason: Option<String>,
    /// Event that recorded this version.
    #[graphql(skip)]
    pub recorded_by: Uuid,
    /// Event that replaced this version.
    #[graphql(skip)]
    pub superseded_by: Option<Uuid>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "countersign_delegation" as "delegation":
    Open { RowId, Id, InstitutionId, UnitId, RecordedBy, SupersededBy }
    Office { DelegateId, HeadId, ValidFrom, ValidTo, Reason[2000], RecordedAt, EndReason[2000] }
}
