//! The ledger: the one door to write, the order of events, the verifiable log, and what every record is
//! kept by. Nothing in here names a noun, and nobody outside names its tables.

pub mod clock;
pub mod database;
pub mod error;
pub mod event;
pub(crate) mod gather;
pub(crate) mod hex;
pub mod ids;
pub(crate) mod keys;
pub mod leaf;
pub mod log;
pub mod page;
pub(crate) mod projection;
pub mod recorded;
pub mod row_result;
pub(crate) mod rows;
pub mod sequencer;
pub mod vault;
pub mod write;

pub(crate) mod within {
    pub(crate) use super::event::within::*;
    pub(crate) use super::log::within::*;
}
