//! A person affected by a breach.

use sea_orm::entity::prelude::*;

/// A person affected by a breach.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "breach_subject")]
pub struct Model {
    /// The breach.
    #[sea_orm(primary_key, auto_increment = false)]
    pub breach_id: Uuid,
    /// The person; the record of somebody who is no civil servant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "breach_subject":
    Secret { BreachId, SubjectId }
}
