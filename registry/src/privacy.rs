//! Who looked at personal records, and what persons may ask for themselves.

pub mod breach;
pub mod erasure;
pub(crate) mod find;
pub mod read_log;
pub mod rectification;
pub(crate) mod within;
