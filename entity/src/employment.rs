//! A person's employment in one institution from a date to a date (hubungan kerja).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::CivilServantKind;
use crate::time::Date;

/// A person's employment in one institution from a date to a date (hubungan kerja).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "employment")]
#[graphql(name = "EmploymentRow")]
pub struct Model {
    /// Identity of this version.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub row_id: Uuid,
    /// Identity of the employment, the same in all its versions.
    #[graphql(skip)]
    pub id: Uuid,
    /// The person.
    #[graphql(skip)]
    pub civil_servant_id: Uuid,
    /// The institution.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// The organisational unit.
    #[graphql(skip)]
    pub unit_id: Option<Uuid>,
    /// Kind of civil servant in this employment (jenis ASN).
    pub kind: CivilServantKind,
    /// Class of position, code list `POSITION_CLASS` (kelompok jabatan).
    pub position_class: Option<String>,
    /// Rank, code list `RANK` (golongan/ruang or golongan PPPK).
    pub rank: Option<String>,
    /// Leave, code list `LEAVE_STATUS`; decides whether the person counts as active (status cuti).
    pub leave_status: String,
    /// First day of the employment (TMT).
    pub valid_from: Date,
    /// First day after the employment.
    pub valid_to: Option<Date>,
    /// The employment that it continues by the succession of one institution by another.
    #[graphql(skip)]
    pub continues: Option<Uuid>,
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

crate::class::classes! { "employment" as "employment":
    Open { RowId, Id, CivilServantId, InstitutionId, UnitId, Continues, RecordedBy, SupersededBy }
    Office { Kind, PositionClass[64], Rank[64], LeaveStatus[64], ValidFrom, ValidTo }
}
