//! Problem documents (RFC 9457) for everything outside GraphQL.
//!
//! A handler returns a [`Problem`]; the envelope around the router writes the trace id into it,
//! so that a panic, of which nobody knows the request any more, has its id too.

use std::any::Any;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use tracing::Instrument;

use super::{error::code, trace::TraceId};

/// What went wrong, for a program and for a person.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// The stable code, of the same set as in GraphQL.
    pub code: &'static str,
    /// What happened this time; never a text that was not written for callers.
    pub detail: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'a str,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<&'a str>,
}

impl Problem {
    /// Makes a problem.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into() }
    }

    /// Nothing under this address.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, code::NOT_FOUND, "There is nothing under this address.")
    }

    /// An address that does not take this method.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        let detail = "This address does not take this method; see Allow.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, code::INVALID_INPUT, detail)
    }

    /// A client that accepts nothing we can make.
    #[must_use]
    pub fn not_acceptable() -> Self {
        let detail = "Accept application/json or application/graphql-response+json.";
        Self::new(StatusCode::NOT_ACCEPTABLE, code::INVALID_INPUT, detail)
    }

    /// A body that is too large.
    #[must_use]
    pub fn too_large() -> Self {
        let detail = "The body is too large.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, code::INVALID_INPUT, detail)
    }

    /// A fault of ours.
    #[must_use]
    pub fn internal() -> Self {
        let detail = "Internal error; please report the trace id.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, code::INTERNAL, detail)
    }

    fn body(&self, trace_id: Option<&TraceId>) -> Body {
        let document = Document {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: &self.detail,
            code: self.code,
            trace_id: trace_id.map(TraceId::as_str),
        };
        serde_json::to_vec(&document).map_or_else(|_| Body::empty(), Body::from)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.body(None));
        *response.status_mut() = self.status;
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response.extensions_mut().insert(self);
        response
    }
}

/// Answers a panic outside the execution of a GraphQL request.
#[must_use]
pub fn panicked(panic: &(dyn Any + Send)) -> Response {
    tracing::error!(panic = %reason(panic), "a handler panicked");
    Problem::internal().into_response()
}

/// The text of a panic, for the log alone.
#[must_use]
pub fn reason(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no text")
}

/// The envelope of every answer: a trace id on the way in, its trace and the security headers on
/// the way out.
pub async fn envelope(mut request: Request, next: Next) -> Response {
    let trace_id = TraceId::of(request.headers());
    if let Some(secret) = request.headers_mut().get_mut(header::AUTHORIZATION) {
        secret.set_sensitive(true);
    }
    request.extensions_mut().insert(trace_id.clone());
    let span = tracing::info_span!("request", %trace_id);
    let mut response = next.run(request).instrument(span).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        *response.body_mut() = problem.body(Some(&trace_id));
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
