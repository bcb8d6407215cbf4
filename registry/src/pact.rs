//! Integrity pacts: their texts, who signed, countersigned, refused or was exempt, and coverage.

pub mod countersign_delegation;
pub mod countersignature;
pub mod coverage;
pub(crate) mod find;
pub mod non_asn_signature;
pub(crate) mod own;
pub mod pact_abstention;
pub mod pact_signature;
pub mod pact_text;

pub(crate) mod within {
    pub(crate) use super::pact_signature::within::*;
    pub(crate) use super::pact_text::within::*;
}
