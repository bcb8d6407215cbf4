//! What law and policy enumerate: instruments, code lists, days off.

pub mod circular;
pub mod code_list;
pub mod holiday;
pub mod legal_instrument;

pub(crate) mod within {
    pub(crate) use super::code_list::within::*;
}
