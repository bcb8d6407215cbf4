//! The HTTP surface: a thin GraphQL-over-HTTP layer of our own, and problem documents elsewhere.
//!
//! A request passes these steps in order, and each can only refuse, never repair:
//! negotiation ([`negotiate`]), reading the parameters ([`params`]), who asks and in which
//! language ([`context`]), the scan of the raw text ([`scan`]), parsing and the choice of the
//! operation ([`document`]), the limits ([`limits`]), the variables ([`variables`]), then
//! execution behind [`graphql::Execute`], and the answer with its status ([`answer`]).
//!
//! Nothing in here knows a table, a rule or a permit. The library's stock services are not used:
//! they execute mutations sent by GET, ignore `Accept` and answer 200 to everything.

pub mod answer;
pub mod asset;
pub mod context;
pub mod document;
pub mod error;
pub mod graphiql;
pub mod graphql;
pub mod limits;
pub mod negotiate;
pub mod params;
pub mod prepare;
pub mod problem;
pub mod router;
pub mod scan;
pub mod trace;
pub mod variables;
mod walk;

#[cfg(test)]
mod tests;

pub use context::{Origin, RequestContext};
pub use error::{Rejection, RequestError};
pub use graphql::Execute;
pub use limits::Limits;
pub use problem::Problem;
pub use router::{RouterOptions, router};
