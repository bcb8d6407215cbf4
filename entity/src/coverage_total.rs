//! Sequenced coverage through the day named in `sequencer_state`.

use sea_orm::entity::prelude::*;

use crate::code::CivilServantKind;

/// Sequenced coverage through the day named in `sequencer_state`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "coverage_total")]
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
    /// Active civil servants.
    pub active: i64,
    /// Valid signatures.
    pub signed: i64,
    /// Valid signatures.
    pub exempt: i64,
    /// Valid signatures.
    pub refused: i64,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "coverage_total":
    Secret { EquivalenceClass, InstitutionId, UnitId, Kind, Active, Signed, Exempt, Refused }
}
