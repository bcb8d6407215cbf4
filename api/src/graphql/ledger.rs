//! Events and the log in the contract.

pub(super) mod event;
pub(super) mod log;
