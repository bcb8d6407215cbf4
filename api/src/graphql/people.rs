//! Civil servants in the contract.

pub(super) mod civil_servant;
pub(super) mod employment;
