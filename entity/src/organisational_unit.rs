//! Unit inside an institution: dinas, badan, biro, kecamatan (unit organisasi).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Date;

/// Unit inside an institution: dinas, badan, biro, kecamatan (unit organisasi).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "organisational_unit")]
#[graphql(name = "OrganisationalUnitRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The institution.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// The unit above.
    #[graphql(skip)]
    pub parent_id: Option<Uuid>,
    /// Code within the institution (kode unit).
    pub code: String,
    /// Name (nama unit).
    pub name: String,
    /// The civil servant who heads it.
    #[graphql(skip)]
    pub head_id: Option<Uuid>,
    /// First day on which it exists.
    pub valid_from: Date,
    /// First day on which it no longer exists.
    pub valid_to: Option<Date>,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "organisational_unit" as "unit":
    Open { Id, InstitutionId, ParentId, Code[64], Name[300], ValidFrom, ValidTo, Rev }
    Office { HeadId }
}
