//! The tables, one module per noun. A row derives its plain GraphQL fields; what is personal or
//! secret is skipped there and reached only through resolvers that consult the caller's reach.
//!
//! No rule, no query and no relation lives here: rules are in `netra-domain`, queries in
//! `netra-registry`.

pub mod class;
pub mod code;
pub mod reference;
pub mod time;

pub mod api_client;
pub mod api_client_key;
pub mod breach;
pub mod breach_subject;
pub mod campaign_account;
pub mod campaign_account_copy;
pub mod campaign_account_imitation;
pub mod campaign_account_name;
pub mod campaign_account_rule;
pub mod candidate;
pub mod candidate_status;
pub mod certified_signature;
pub mod civil_servant;
pub mod client_assertion;
pub mod code_list;
pub mod contest;
pub mod contest_exception;
pub mod contest_phase;
pub mod contest_round;
pub mod contest_type;
pub mod contestant;
pub mod contestant_party;
pub mod contestant_status;
pub mod countersign_delegation;
pub mod coverage_day;
pub mod coverage_delta;
pub mod coverage_institution;
pub mod coverage_total;
pub mod cycle;
pub mod election;
pub mod election_phase;
pub mod electoral_district;
pub mod employment;
pub mod erasure;
pub mod event;
pub mod event_order;
pub mod event_outbox;
pub mod event_record;
pub mod holiday;
pub mod idempotency;
pub mod institution;
pub mod institution_function;
pub mod invitation;
pub mod legal_hold;
pub mod legal_instrument;
pub mod legal_instrument_number;
pub mod log_checkpoint;
pub mod log_origin;
pub mod log_tile;
pub mod non_asn_signature;
pub mod organisational_unit;
pub mod pact_abstention;
pub mod pact_signature;
pub mod pact_text;
pub mod party;
pub mod party_participation;
pub mod read_log;
pub mod read_log_minute;
pub mod read_log_subject;
pub mod rectification;
pub mod refresh_token;
pub mod region;
pub mod seat;
pub mod sequencer_state;
pub mod service_number;
pub mod session;
pub mod standing_version;
pub mod succession;
pub mod succession_function;
pub mod succession_party;
pub mod succession_unit;
pub mod trust_material;
pub mod user;

pub use class::{Class, Classified};
pub use reference::{Named, Ref};
pub use time::{Date, Instant};
