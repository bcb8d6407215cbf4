//! A person's place in an office, from a date to a date (kedudukan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{Appointment, ApprovalState, Function, Grade};
use crate::time::Date;

/// A person's place in an office, from a date to a date (kedudukan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "seat")]
#[graphql(name = "SeatRow")]
pub struct Model {
    /// Identity of the seat.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The account.
    #[graphql(skip)]
    pub user_id: Uuid,
    /// The institution.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// The function it acts under.
    pub function: Function,
    /// What it may do.
    pub grade: Grade,
    /// Official position (jabatan).
    pub official_position: String,
    /// How its holder is appointed.
    pub appointment: Appointment,
    /// First day on which it holds.
    pub valid_from: Date,
    /// First day on which it no longer holds.
    pub valid_to: Option<Date>,
    /// Whether it is in effect.
    pub state: ApprovalState,
    /// Seat that prepared it.
    #[graphql(skip)]
    pub prepared_by: Option<Uuid>,
    /// Seat that approved it.
    #[graphql(skip)]
    pub approved_by: Option<Uuid>,
    /// Why it was ended before its time.
    pub end_reason: Option<String>,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "seat" as "seat":
    Office { Id, UserId, InstitutionId, Function, Grade, OfficialPosition[300], Appointment, ValidFrom, ValidTo, State, PreparedBy, ApprovedBy, EndReason[2000], Rev }
}
