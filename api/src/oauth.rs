//! OAuth 2.0 for machines, and for portals that renew a person's session: the token and revocation
//! endpoints, and the metadata by which standard clients find them.

mod error;
mod form;
mod grant;
mod metadata;

use axum::Router;
use axum::http::HeaderValue;
use axum::routing::{get, post};

use crate::graphql::Server;

/// What a client assertion is called in a request, RFC 7523.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const TOKEN_PATH: &str = "/oauth/token";
const REVOKE_PATH: &str = "/oauth/revoke";
const JWKS_PATH: &str = "/.well-known/jwks.json";
const RESOURCE_METADATA_PATH: &str = "/.well-known/oauth-protected-resource";

/// What a 401 says to a client: where the metadata of this resource are (RFC 9728), and that its
/// token is not good (RFC 6750).
pub(crate) fn challenge(server: &Server) -> HeaderValue {
    let metadata = format!("{}{RESOURCE_METADATA_PATH}", server.tokens.issuer);
    let text = format!(r#"Bearer resource_metadata="{metadata}", error="invalid_token""#);
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("Bearer"))
}

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
