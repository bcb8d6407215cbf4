//! A legal function held by an institution from a date to a date (fungsi instansi).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{ApprovalState, Function, Level};
use crate::time::Date;

/// A legal function held by an institution from a date to a date (fungsi instansi).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "institution_function")]
#[graphql(name = "InstitutionFunctionRow")]
pub struct Model {
    /// Identity of this version.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub row_id: Uuid,
    /// Identity of the holding, the same in all its versions.
    #[graphql(skip)]
    pub id: Uuid,
    /// The institution.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// The function (fungsi).
    pub function: Function,
    /// Level at which it is held (tingkat).
    pub level: Level,
    /// Region in which it is held; absent for the whole country.
    pub region_code: Option<String>,
    /// First day on which it is held (mulai berlaku).
    pub valid_from: Date,
    /// First day on which it is no longer held.
    pub valid_to: Option<Date>,
    /// Legal basis (dasar hukum).
    pub legal_basis: String,
    /// Prepared by one office, approved by the other.
    pub state: ApprovalState,
    /// Seat that prepared it.
    #[graphql(skip)]
    pub prepared_by: Option<Uuid>,
    /// Seat that approved it.
    #[graphql(skip)]
    pub approved_by: Option<Uuid>,
    /// Event that recorded this version.
    #[graphql(skip)]
    pub recorded_by: Uuid,
    /// Event that replaced this version.
    #[graphql(skip)]
    pub superseded_by: Option<Uuid>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "institution_function" as "function":
    Open { RowId, Id, InstitutionId, Function, Level, RegionCode[64], ValidFrom, ValidTo, LegalBasis[2000], State, RecordedBy, SupersededBy }
    Office { PreparedBy, ApprovedBy }
}
