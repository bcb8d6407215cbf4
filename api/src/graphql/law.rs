//! Instruments and code lists in the contract.

pub(super) mod circular;
pub(super) mod code_list;
pub(super) mod legal_instrument;
