//! A failure of the protection of personal data, with whom it affects (kegagalan pelindungan data).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// A failure of the protection of personal data, with whom it affects (kegagalan pelindungan data).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "breach")]
#[graphql(name = "BreachRow")]
pub struct Model {
    /// Identity of the breach.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// When it was discovered.
    pub discovered_at: Instant,
    /// When the persons and the authority have to be told (tenggat pemberitahuan).
    pub due_at: Instant,
    /// From when readings count.
    pub began_at: Instant,
    /// Until when readings count.
    pub ended_at: Instant,
    /// The institution whose readings count.
    #[graphql(skip)]
    pub institution_id: Option<Uuid>,
    /// The seat whose readings count.
    #[graphql(skip)]
    pub seat_id: Option<Uuid>,
    /// Which data, how, and what is done about it; no names.
    pub description: String,
    /// How many readings count.
    pub reading_count: i32,
    /// How many persons they showed, civil servants or not.
    pub affected_count: i32,
    /// Whether every minute of the log in that time is closed and has the digest of its event.
    pub is_log_whole: bool,
    /// Its event.
    #[graphql(skip)]
    pub recorded_by: Uuid,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "breach" as "breach":
    Open { Id, DiscoveredAt, DueAt, BeganAt, EndedAt }
    Office { InstitutionId, SeatId, Description[2000], ReadingCount, AffectedCount, IsLogWhole, RecordedBy }
}
