//! What standard clients read first: RFC 8414, RFC 9728 and the key set.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::json;

use super::{JWKS_PATH, REVOKE_PATH, TOKEN_PATH};
use crate::graphql::Server;

const SHORT: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "public, max-age=300")];

pub(super) async fn authorization_server(State(server): State<Server>) -> impl IntoResponse {
    let issuer = &server.tokens.issuer;
    let at = |path: &str| format!("{issuer}{path}");
    let algorithms = ["ES256", "Ed25519", "EdDSA"];
    let document = json!({
        "issuer": issuer,
        "token_endpoint": at(TOKEN_PATH),
        "revocation_endpoint": at(REVOKE_PATH),
        "jwks_uri": at(JWKS_PATH),
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt", "none"],
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "revocation_endpoint_auth_methods_supported": ["none"],
        "service_documentation": at("/graphiql"),
    });
    (SHORT, Json(document))
}

pub(super) async fn protected_resource(State(server): State<Server>) -> impl IntoResponse {
    let issuer = &server.tokens.issuer;
    let document = json!({
        "resource": server.tokens.audience,
        "authorization_servers": [issuer],
        "bearer_methods_supported": ["header"],
        "resource_name": "Netra",
        "jwks_uri": format!("{issuer}{JWKS_PATH}"),
    });
    (SHORT, Json(document))
}

pub(super) async fn jwks(State(server): State<Server>) -> impl IntoResponse {
    (SHORT, Json(server.keys.jwks()))
}
