//! A signature in a long list.

use netra_entity::code::{SignatureMethod, SignatureState};
use netra_entity::{Date, Instant, pact_signature};
use sea_orm::DerivePartialModel;
use uuid::Uuid;

/// What long lists mostly say of a signature. The rest of it, its evidence above all, is several times
/// as much.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "pact_signature::Entity")]
pub struct SignatureLine {
    /// The signature.
    pub id: Uuid,
    /// The signer.
    pub civil_servant_id: Uuid,
    /// The institution under which it was given.
    pub institution_id: Uuid,
    /// The text.
    pub pact_text_id: Uuid,
    /// How it was given.
    pub method: SignatureMethod,
    /// Its state.
    pub state: SignatureState,
    /// The legal day on which it was given.
    pub signed_on: Date,
    /// The moment, where it was given to the registry itself.
    pub signed_at: Option<Instant>,
    /// When the registry received it.
    pub recorded_at: Instant,
}

impl SignatureLine {
    /// A line of nobody, to see what a line can answer before any is read.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            id: Uuid::nil(),
            civil_servant_id: Uuid::nil(),
            institution_id: Uuid::nil(),
            pact_text_id: Uuid::nil(),
            method: SignatureMethod::Paper,
            state: SignatureState::Valid,
            signed_on: Date(chrono::NaiveDate::default()),
            signed_at: None,
            recorded_at: Instant(chrono::DateTime::default()),
        }
    }
}
