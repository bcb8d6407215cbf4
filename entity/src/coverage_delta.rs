//! A change of coverage by an event, on a legal day.

use sea_orm::entity::prelude::*;

use crate::code::CivilServantKind;
use crate::time::Date;

/// A change of coverage by an event, on a legal day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "coverage_delta")]
pub struct Model {
    /// Order of insertion.
    #[sea_orm(primary_key, auto_increment = true)]
    pub id: i64,
    /// The event.
    pub event_id: Uuid,
    /// Its index, once sequenced.
    pub idx: Option<i64>,
    /// Class of the pact; nil where only the active count moves.
    pub equivalence_class: Uuid,
    /// Institution.
    pub institution_id: Uuid,
    /// Unit; nil where there is none.
    pub unit_id: Uuid,
    /// Kind of civil servant.
    pub kind: CivilServantKind,
    /// Legal local day from which it holds.
    pub day: Date,
    /// Change of active civil servants.
    pub active: i64,
    /// Change of valid signatures.
    pub signed: i64,
    /// Change of exempt.
    pub exempt: i64,
    /// Change of refusals.
    pub refused: i64,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "coverage_delta":
    Secret { Id, EventId, Idx, EquivalenceClass, InstitutionId, UnitId, Kind, Day, Active, Signed, Exempt, Refused }
}
