//! A function that passes from one institution to another by a succession.

use sea_orm::entity::prelude::*;

use crate::code::Function;

/// A function that passes from one institution to another by a succession.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "succession_function")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The succession.
    pub succession_id: Uuid,
    /// The function.
    pub function: Function,
    /// Who gives it.
    pub from_id: Uuid,
    /// Who takes it over; the same institution where it keeps its share.
    pub to_id: Uuid,
    /// Whether the seats under it go along.
    pub moves_seats: bool,
    /// Whether nobody else takes it over from the same institution.
    pub is_whole: bool,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "succession_function":
    Open { Id, SuccessionId, Function, FromId, ToId, MovesSeats, IsWhole }
}
