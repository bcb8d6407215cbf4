//! Readings and the requests of persons in the contract.

pub(super) mod breach;
pub(super) mod erasure;
pub(super) mod read_log;
pub(super) mod rectification;
