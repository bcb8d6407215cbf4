//! The number that one signatory gave to an instrument (nomor per penanda tangan).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::Appointment;

/// The number that one signatory gave to an instrument (nomor per penanda tangan).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "legal_instrument_number")]
#[graphql(name = "LegalInstrumentNumberRow")]
pub struct Model {
    /// Identity of the row.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub id: Uuid,
    /// The instrument.
    #[graphql(skip)]
    pub instrument_id: Uuid,
    /// Signing institution.
    pub party_code: String,
    /// Its number.
    pub number: Option<String>,
    /// Who signed.
    pub signatory: Option<String>,
    /// In which office.
    pub office: Option<String>,
    /// How the signatory held the office.
    pub appointment: Option<Appointment>,
    /// Where the facts come from.
    pub source: String,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "legal_instrument_number":
    Open { Id, InstrumentId, PartyCode[64], Number[300], Signatory[300], Office[300], Appointment, Source[2000] }
}
