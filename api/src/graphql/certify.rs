//! Certified signatures in the contract.

pub(super) mod certified_signature;
