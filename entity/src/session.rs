//! A person's signed-in session (sesi).

use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// A person's signed-in session (sesi).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Identity of the session.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The account.
    pub user_id: Uuid,
    /// The seat in which the person acts; none for oneself.
    pub seat_id: Option<Uuid>,
    /// When it began.
    pub created_at: Instant,
    /// When it ends at the latest.
    pub expires_at: Instant,
    /// When it was ended.
    pub ended_at: Option<Instant>,
    /// Generation of the access tokens handed out last.
    pub generation: i32,
    /// The last generation with which somebody came; -1 before the first.
    pub used_generation: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "session":
    Secret { Id, UserId, SeatId, CreatedAt, ExpiresAt, EndedAt, Generation, UsedGeneration }
}
