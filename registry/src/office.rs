//! Institutions, their units and functions, and who sits in their seats.

pub mod api_client;
pub mod credential;
pub(crate) mod directory;
pub(crate) mod find;
pub mod institution;
pub mod institution_function;
pub mod invitation;
pub mod organisational_unit;
pub mod outbox;
pub mod refresh_token;
pub mod region;
pub mod seat;
pub mod secret_token;
pub mod session;
pub(crate) mod sitting;
pub(crate) mod standing;
pub(crate) mod within;
