//! What a refused request is told, RFC 6749 section 5.2.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OauthError {
    /// A parameter is missing, doubled or not understood.
    InvalidRequest(&'static str),
    /// The client did not prove who it is. Why stays in the log.
    InvalidClient,
    /// The refresh token is not good any more.
    InvalidGrant,
    /// No such grant.
    UnsupportedGrantType,
    /// There are no scopes here: a seat says what it may do.
    InvalidScope,
    /// Something of ours is not there; try again.
    Unavailable,
}

impl OauthError {
    const fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::InvalidRequest(what) => (StatusCode::BAD_REQUEST, "invalid_request", what),
            Self::InvalidClient => (
                StatusCode::UNAUTHORIZED,
                "invalid_client",
                "the client assertion is not accepted: see the documentation for its claims",
            ),
            Self::InvalidGrant => (
                StatusCode::BAD_REQUEST,
                "invalid_grant",
                "the refresh token is unknown, used, expired or of an ended session",
            ),
            Self::UnsupportedGrantType => (
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                "grant_type is client_credentials or refresh_token",
            ),
            Self::InvalidScope => (
                StatusCode::BAD_REQUEST,
                "invalid_scope",
                "there are no scopes: the client's function says what it may do",
            ),
            Self::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "try again")
            }
        }
    }
}

impl IntoResponse for OauthError {
    fn into_response(self) -> Response {
        let (status, error, description) = self.parts();
        metrics::counter!("netra_oauth_refusals_total", "error" => error).increment(1);
        let body = Json(json!({ "error": error, "error_description": description }));
        let mut response = (status, super::form::NOT_STORED, body).into_response();
        if self == Self::Unavailable {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(1));
        }
        response
    }
}
