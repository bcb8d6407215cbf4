//! Machine of an institution that acts under one of its functions (klien API).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::Function;
use crate::time::Date;

/// Machine of an institution that acts under one of its functions (klien API).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "api_client")]
#[graphql(name = "ApiClientRow")]
pub struct Model {
    /// Identity of the client.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The institution.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// The function under which it acts (fungsi).
    pub function: Function,
    /// The seat in which it acts.
    #[graphql(skip)]
    pub seat_id: Uuid,
    /// Name of the system (nama sistem).
    pub name: String,
    /// Day of registration (tanggal pendaftaran).
    pub registered_on: Date,
    /// First day on which it no longer acts.
    pub ended_on: Option<Date>,
    /// Why it was ended (alasan).
    pub end_reason: Option<String>,
    /// Revision, from 1.
    #[graphql(skip)]
    pub rev: i32,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "api_client" as "client":
    Office { Id, InstitutionId, Function, SeatId, Name[300], RegisteredOn, EndedOn, EndReason[2000], Rev }
}
