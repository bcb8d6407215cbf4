//! An act of office as it was recorded (peristiwa).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// An act of office as it was recorded (peristiwa).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "event")]
#[graphql(name = "EventRow")]
pub struct Model {
    /// Identity of the event.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The act (tindakan).
    pub act: String,
    /// Pseudonym of the account that acted.
    pub actor: String,
    /// The seat that acted.
    #[graphql(skip)]
    pub seat_id: Option<Uuid>,
    /// The institution that acted.
    #[graphql(skip)]
    pub institution_id: Option<Uuid>,
    /// Kind of the record it is about.
    pub subject_kind: String,
    /// The record it is about.
    #[graphql(skip)]
    pub subject_id: Option<Uuid>,
    /// Revision of that record.
    #[graphql(name = "version")]
    pub rev: Option<i32>,
    /// Stated purpose.
    pub purpose: Option<String>,
    /// Version of the access policy.
    pub policy_version: String,
    /// Trace of the request.
    pub trace_id: String,
    /// When the rule decided (server clock).
    pub occurred_at: Instant,
    /// How many records it changed.
    pub record_count: i32,
    /// The canonical leaf, fixed in the writing transaction.
    #[graphql(skip)]
    pub leaf: String,
    /// SHA-256 of the leaf with prefix 0x00, base64url.
    pub leaf_hash: String,
    /// What the registry's key makes of every other column: whoever has the database alone cannot make
    /// it.
    #[graphql(skip)]
    pub seal: String,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "event" as "event":
    Office { Id, Act, Actor, SeatId, InstitutionId, SubjectKind, SubjectId, Rev, Purpose, PolicyVersion, TraceId, OccurredAt, RecordCount, Leaf, LeafHash }
    Secret { Seal }
}
