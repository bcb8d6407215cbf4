//! Coverage of whole institutions as it was frozen at weekly cut-offs.

use sea_orm::entity::prelude::*;

use crate::time::Date;

/// Coverage of whole institutions as it was frozen at weekly cut-offs; what of it is shown follows
/// from the pools.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "coverage_release")]
pub struct Model {
    /// Class of the pact.
    #[sea_orm(primary_key, auto_increment = false)]
    pub equivalence_class: Uuid,
    /// Cut-off.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    /// Institution.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: Uuid,
    /// Index up to which events were known when it was frozen.
    pub idx: i64,
    /// Province at the cut-off.
    pub province: Option<String>,
    /// Pool whose sum alone is told, unless the institution is alone in it; none where not even that.
    pub pool: Option<Uuid>,
    /// Cut-off from which the count stands.
    pub counted_day: Date,
    /// Index up to which events are counted.
    pub counted_idx: i64,
    /// Active civil servants.
    pub active: i64,
    /// Valid signatures.
    pub signed: i64,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "coverage_release":
    Secret {
        EquivalenceClass, Day, InstitutionId, Idx, Province[2], Pool, CountedDay, CountedIdx, Active,
        Signed
    }
}
