//! Integrity pacts in the contract.

pub(super) mod countersign_delegation;
pub(super) mod countersignature;
pub(super) mod non_asn_signature;
pub(super) mod pact_abstention;
pub(super) mod pact_coverage;
pub(super) mod pact_signature;
pub(super) mod pact_text;
