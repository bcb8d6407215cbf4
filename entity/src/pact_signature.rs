//! A person's signature of a pact text, given under an employment (tanda tangan pakta).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::code::{CountersignCapacity, SignatureMethod, SignatureState};
use crate::time::{Date, Instant};

/// A person's signature of a pact text, given under an employment (tanda tangan pakta).
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "pact_signature")]
#[graphql(name = "PactSignatureRow")]
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
    /// The signer.
    #[graphql(skip)]
    pub civil_servant_id: Uuid,
    /// The employment under which it was given.
    #[graphql(skip)]
    pub employment_id: Uuid,
    /// The institution of that employment.
    #[graphql(skip)]
    pub institution_id: Uuid,
    /// The unit of that employment.
    #[graphql(skip)]
    pub unit_id: Option<Uuid>,
    /// How it was given (cara penandatanganan).
    pub method: SignatureMethod,
    /// Whether it is valid.
    pub state: SignatureState,
    /// Local day on which it was given (tanggal tanda tangan).
    pub signed_on: Date,
    /// Moment at which it was given; absent for a signature on paper.
    pub signed_at: Option<Instant>,
    /// Moment at which the registry recorded it.
    pub recorded_at: Instant,
    /// What proves it: statement shown, assurance, session digest (JSON).
    #[graphql(skip)]
    pub evidence: String,
    /// Local day on which it was withdrawn.
    pub withdrawn_on: Option<Date>,
    /// Why it was withdrawn (alasan pencabutan).
    pub withdrawal_reason: Option<String>,
    /// Whether it is valid only with a superior's countersignature, as its text asked when it was
    /// given (atasan mengetahui).
    pub countersignature_required: bool,
    /// Local day of the countersignature, from which it counts.
    pub countersigned_on: Option<Date>,
    /// Moment at which the superior countersigned or refused to.
    pub countersign_decided_at: Option<Instant>,
    /// As what the superior did so.
    pub countersign_capacity: Option<CountersignCapacity>,
    /// The superior, where a civil servant.
    #[graphql(skip)]
    pub countersigner_id: Option<Uuid>,
    /// The superior's seat.
    #[graphql(skip)]
    pub countersign_seat_id: Option<Uuid>,
    /// Why the superior did not countersign (alasan penolakan).
    pub countersign_refusal_reason: Option<String>,
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

crate::class::classes! { "pact_signature" as "signature":
    Open { RowId, Id, PactTextId, CycleId, EquivalenceClass, CivilServantId, EmploymentId, InstitutionId, UnitId, RecordedBy, SupersededBy }
    Office { Method, State, SignedOn, SignedAt, RecordedAt, WithdrawnOn, WithdrawalReason[2000], CountersignatureRequired, CountersignedOn, CountersignDecidedAt, CountersignCapacity, CountersignerId, CountersignSeatId, CountersignRefusalReason[2000] }
    Personal { Evidence[20000] }
}
