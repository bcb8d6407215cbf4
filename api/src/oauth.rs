//! OAuth 2.0 for machines, and for portals that renew a person's session: the token and revocation
//! endpoints, and the metadata by which standard clients find them.

mod error;
mod form;
mod grant;
mod metadata;

use axum::Router;
use axum::routing::{get, post};

use crate::graphql::Server;

/// What a client assertion is called in a request, RFC 7523.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const TOKEN_PATH: &str = "/oauth/token";
const REVOKE_PATH: &str = "/oauth/revoke";
const JWKS_PATH: &str = "/.well-known/jwks.json";
/// Where the metadata of the protected resource is, RFC 9728.
pub(crate) const RESOURCE_METADATA_PATH: &str = "/.well-known/oauth-protected-resource";

/// The routes.
pub(crate) fn routes(server: &Server) -> Router {
    Router::new()
        .route(TOKEN_PATH, post(grant::token))
        .route(REVOKE_PATH, post(grant::revoke))
        .route("/.well-known/oauth-authorization-server", get(metadata::authorization_server))
        .route(RESOURCE_METADATA_PATH, get(metadata::protected_resource))
        .route(JWKS_PATH, get(metadata::jwks))
        .with_state(server.clone())
}
