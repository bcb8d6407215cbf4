//! A person shown by a reading: what the person sees of it.

use sea_orm::entity::prelude::*;

use crate::code::Function;
use crate::time::Instant;

/// A person shown by a reading: what the person sees of it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "read_log_subject")]
pub struct Model {
    /// Identity of the entry.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The person.
    pub civil_servant_id: Uuid,
    /// The reading, or the first of its minute.
    pub log_id: Uuid,
    /// The seat that read.
    pub seat_id: Option<Uuid>,
    /// The institution that read.
    pub institution_id: Option<Uuid>,
    /// The function under which it read.
    pub function: Option<Function>,
    /// Stated purpose, code list `READ_PURPOSE`.
    pub purpose: Option<String>,
    /// When.
    pub read_at: Instant,
    /// Its minute: a seat's masked readings of a person within a minute are one entry. Absent for
    /// a reading that is an event of its own.
    pub minute: Option<Instant>,
    /// Until when the person does not see it.
    pub withheld_until: Option<Instant>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "read_log_subject":
    Open { CivilServantId, InstitutionId, Function, Purpose, ReadAt }
    Secret { Id, LogId, SeatId, Minute, WithheldUntil }
}
