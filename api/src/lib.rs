//! The server: configuration, authentication, HTTP, GraphQL types and resolvers, commands. It asks
//! the registry and never the database.

pub mod auth;
pub mod command;
pub mod config;
pub mod execute;
pub mod graphql;
pub mod http;
pub(crate) mod log;
pub(crate) mod oauth;
pub mod server;
mod session;
