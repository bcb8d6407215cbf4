//! The server: configuration, authentication, HTTP, GraphQL types and resolvers, commands. It asks
//! the registry and never the database.
// `MergedObject` is one type inside another for every noun of the contract.
#![recursion_limit = "256"]

pub mod auth;
pub mod command;
pub mod config;
mod connections;
pub mod execute;
pub mod graphql;
pub mod http;
pub(crate) mod log;
pub(crate) mod oauth;
pub mod server;
mod session;
