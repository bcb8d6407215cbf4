//! The rules of the registry, pure: values and a moment go in, a decision comes out.
//!
//! No database, no GraphQL, no HTTP, no clock and no randomness live here; `Cargo.toml` makes
//! that a fact. What is law by number (limits, clocks, code lists) comes in as an argument.

pub mod approval;
pub mod calendar;
pub mod campaign_account;
pub mod candidate;
pub mod certified_signature;
pub mod contest;
pub mod contestant;
pub mod countersignature;
pub mod coverage;
mod digits;
pub mod erasure;
pub mod lifecycle;
pub mod login;
pub mod nik;
pub mod non_asn_signature;
pub mod notation;
pub mod pact;
pub mod pact_abstention;
pub mod phase;
pub mod policy;
pub mod read_log;
pub mod rectification;
pub mod region;
pub mod rule;
pub mod search;
pub mod service_number;
pub mod succession;
pub mod suppression;

pub use calendar::{HolidaySet, ValidRange, Zone, add_working_days};
pub use nik::Nik;
pub use region::{RegionCode, RegionLevel};
pub use rule::{Locale, Rule};
pub use service_number::{CivilServantKind, ServiceNumber};
