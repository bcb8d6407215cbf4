//! Sequenced coverage of whole institutions through the day named in `sequencer_state`.

use sea_orm::entity::prelude::*;

/// Sequenced coverage of whole institutions through the day named in `sequencer_state`: the sums of
/// `coverage_total` over units and kinds.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "coverage_institution")]
pub struct Model {
    /// Class of the pact.
    #[sea_orm(primary_key, auto_increment = false)]
    pub equivalence_class: Uuid,
    /// Institution.
    #[sea_orm(primary_key, auto_increment = false)]
    pub institution_id: Uuid,
    /// Active civil servants.
    pub active: i64,
    /// Valid signatures.
    pub signed: i64,
    /// Exempt.
    pub exempt: i64,
    /// Refusals.
    pub refused: i64,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "coverage_institution":
    Secret { EquivalenceClass, InstitutionId, Active, Signed, Exempt, Refused }
}
