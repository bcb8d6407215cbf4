//! Sequenced changes of coverage, summed by day.

use sea_orm::entity::prelude::*;

use crate::code::CivilServantKind;
use crate::time::Date;

/// Sequenced changes of coverage, summed by day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "coverage_day")]
pub struct Model {
    /// Class of the pact.
    #[sea_orm(primary_key, auto_increment = false)]
    pub equivalence_class: Uuid,
    /// Institution.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: Uuid,
    /// Unit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: Uuid,
    /// Kind of civil servant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: CivilServantKind,
    /// Day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: Date,
    /// Sum.
    pub active: i64,
    /// Sum.
    pub signed: i64,
    /// Sum.
    pub exempt: i64,
    /// Sum.
    pub refused: i64,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "coverage_day":
    Secret { EquivalenceClass, InstitutionId, UnitId, Kind, Day, Active, Signed, Exempt, Refused }
}
