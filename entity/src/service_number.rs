//! NIP of a PNS or NI PPPK, held by a person for a time (nomor induk).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::CivilServantKind;
use crate::time::Date;

/// NIP of a PNS or NI PPPK, held by a person for a time (nomor induk).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "service_number")]
#[graphql(name = "ServiceNumberRow")]
pub struct Model {
    /// Identity of this version.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub row_id: Uuid,
    /// Identity of the holding, the same in all its versions.
    #[graphql(skip)]
    pub id: Uuid,
    /// The person.
    #[graphql(skip)]
    pub civil_servant_id: Uuid,
    /// The 18 digits.
    #[graphql(skip)]
    pub number: String,
    /// Kind that digits 13 and 14 tell.
    pub kind: CivilServantKind,
    /// First day on which the person holds it.
    pub valid_from: Date,
    /// First day on which the person no longer holds it.
    pub valid_to: Option<Date>,
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

crate::class::classes! { "service_number" as "servicenumber":
    Open { RowId, Id, CivilServantId, RecordedBy, SupersededBy }
    Office { Kind, ValidFrom, ValidTo }
    Personal { Number[64] }
}
