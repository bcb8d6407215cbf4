//! Institutions, seats and accounts in the contract.

pub(super) mod account;
pub(super) mod api_client;
pub(super) mod institution;
pub(super) mod institution_function;
pub(super) mod organisational_unit;
pub(super) mod region;
pub(super) mod seat;
