//! The signature of somebody who works for an institution without being a civil servant (non-ASN).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::SignatureState;
use crate::time::{Date, Instant};

/// The signature of somebody who works for an institution without being a civil servant (non-ASN).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "non_asn_signature")]
#[graphql(name = "NonAsnSignatureRow")]
pub struct Model {
    /// Identity of this version.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub row_id: Uuid,
    /// Identity of the signature, the same in all its versions.
    #[graphql(skip)]
    pub id: Uuid,
    /// The text.
    #[graphql(skip)]
    pub pact_text_id: Uuid,
    /// The cycle of the text.
    #[graphql(skip)]
    pub cycle_id: Uuid,
    /// The class of the text.
    #[graphql(skip)]
    pub equivalence_class: Uuid,
    /// The institution.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// The unit.
    #[graphql(skip)]
    pub unit_id: Option<Uuid>,
    /// Number that the institution gives to its staff; no NIP.
    #[graphql(skip)]
    pub staff_number: String,
    /// Name.
    #[graphql(skip)]
    pub name: String,
    /// What the person is employed as (jenis tenaga).
    pub position: String,
    /// Whether it is valid.
    pub state: SignatureState,
    /// Local day on which it was given (tanggal tanda tangan).
    pub signed_on: Date,
    /// SHA-256 of the scanned document.
    pub document_sha256: Option<String>,
    /// Moment at which the registry recorded it.
    pub recorded_at: Instant,
    /// Local day on which it was withdrawn.
    pub withdrawn_on: Option<Date>,
    /// Why it was withdrawn (alasan pencabutan).
    pub withdrawal_reason: Option<String>,
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

crate::class::classes! { "non_asn_signature" as "nonasnsignature":
    Open { RowId, Id, PactTextId, CycleId, EquivalenceClass, InstitutionId, UnitId, RecordedBy, SupersededBy }
    Office { Position[300], State, SignedOn, DocumentSha256[128], RecordedAt, WithdrawnOn, WithdrawalReason[2000] }
    Personal { StaffNumber[64], Name[300] }
}
