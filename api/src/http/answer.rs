//! The answer: its body, its status and its errors' codes.
//!
//! Statuses follow the GraphQL-over-HTTP draft, except that errors of the GraphQL request answer
//! 200 to clients that accept only `application/json`: such clients read the body of a 200 alone.

use std::collections::BTreeMap;

use async_graphql::{ErrorExtensionValues, ServerError, Value};
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use netra_domain::Locale;
use serde::Serialize;

use super::{
    error::{INTERNAL, RequestError, Text, code},
    negotiate::Media,
    trace::TraceId,
};

/// The largest answer.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// How to answer one request.
#[derive(Clone, Debug)]
pub struct Answering {
    /// The media type that was negotiated.
    pub media: Media,
    /// The language for texts.
    pub locale: Locale,
    /// The id that each error carries.
    pub trace_id: TraceId,
    /// The most errors that are told.
    pub max_errors: usize,
    /// The value of `WWW-Authenticate` beside a 401.
    pub challenge: HeaderValue,
}

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

impl Answering {
    /// Answers a request that ended before execution.
    #[must_use]
    pub fn refuse(&self, error: RequestError) -> Response {
        let status = error.status.unwrap_or_else(|| self.request_error_status());
        let mut told = ServerError::new(error.message, None);
        told.locations = error.locations;
        set(&mut told, "code", error.code);
        let mut response = self.respond(status, None, vec![told], &BTreeMap::new());
        let wait = match status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                error.retry_after_seconds.or(Some(1))
            }
            _ => error.retry_after_seconds,
        };
        let headers = response.headers_mut();
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, self.challenge.clone());
        }
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// Answers a request that was executed, or refused by validation against the schema.
    #[must_use]
    pub fn tell(&self, response: async_graphql::Response) -> Response {
        let mut errors = response.errors;
        // The library tells both kinds of failure alike; only an executed field has a path.
        let is_request_error = response.data == Value::Null
            && !errors.is_empty()
            && errors.iter().all(|error| error.path.is_empty());
        errors.truncate(self.max_errors);
        for error in &mut errors {
            if is_request_error { refine(error) } else { self.guard(error) }
        }
        let is_limited = |it: &ServerError| code_of(it) == Some(code::RATE_LIMITED);
        let (status, data) = if is_request_error {
            (self.request_error_status(), None)
        } else if !errors.is_empty() && errors.iter().all(is_limited) {
            // Whatever stands between reads the status, and slows the client down.
            (StatusCode::TOO_MANY_REQUESTS, Some(&response.data))
        } else {
            (StatusCode::OK, Some(&response.data))
        };
        let mut answer = self.respond(status, data, errors, &response.extensions);
        for (name, value) in &response.http_headers {
            answer.headers_mut().append(name, value.clone());
        }
        answer
    }

    /// Answers in the place of an answer that nobody should have to read whole.
    fn too_large(&self) -> Response {
        let text = Text {
            en: "The answer is too large; ask for fewer rows or fields.",
            id: "Jawaban terlalu besar; mintalah lebih sedikit baris atau bidang.",
        };
        let mut told = ServerError::new(text.get(self.locale), None);
        set(&mut told, "code", code::QUERY_TOO_EXPENSIVE);
        self.respond(self.request_error_status(), None, vec![told], &BTreeMap::new())
    }

    const fn request_error_status(&self) -> StatusCode {
        match self.media {
            Media::Json => StatusCode::OK,
            Media::GraphqlResponse => StatusCode::BAD_REQUEST,
        }
    }

    /// Lets no text out that nobody wrote for callers: an error of ours has a code, one of the
    /// library's argument coercion has its wording, and everything else is a fault.
    fn guard(&self, error: &mut ServerError) {
        if code_of(error).is_some_and(|code| code != code::INTERNAL) {
            return;
        }
        if code_of(error).is_none() && is_coercion(error) {
            withhold(&mut error.message);
            set(error, "code", code::INVALID_INPUT);
            return;
        }
        tracing::error!(trace_id = %self.trace_id, path = ?error.path, error = %error.message,
            "a field failed");
        INTERNAL.get(self.locale).clone_into(&mut error.message);
        error.extensions = None;
        set(error, "code", code::INTERNAL);
    }

    fn respond(
        &self,
        status: StatusCode,
        data: Option<&Value>,
        mut errors: Vec<ServerError>,
        extensions: &BTreeMap<String, Value>,
    ) -> Response {
        for error in &mut errors {
            set(error, "traceId", self.trace_id.as_str());
        }
        let body = serde_json::to_vec(&Answer { errors: &errors, data, extensions });
        let (status, body) = match body {
            Ok(body) if body.len() > MOST_BYTES => return self.too_large(),
            Ok(body) => (status, body),
            Err(error) => {
                tracing::error!(trace_id = %self.trace_id, %error, "an answer has no JSON form");
                (StatusCode::INTERNAL_SERVER_ERROR, br#"{"errors":[]}"#.to_vec())
            }
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        let content_type = HeaderValue::from_static(self.media.content_type());
        headers.insert(header::CONTENT_TYPE, content_type);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept, Accept-Language"));
        response
    }
}

/// Gives a validation error its code. The library's own limits are a second net under ours.
fn refine(error: &mut ServerError) {
    let is_limit = ["The recursion depth", "The number of directives", "Query is "]
        .iter()
        .any(|start| error.message.starts_with(start));
    let code = if is_limit { code::QUERY_TOO_EXPENSIVE } else { code::INVALID_INPUT };
    withhold(&mut error.message);
    if code_of(error).is_none() {
        set(error, "code", code);
    }
}

/// Takes a value that was sent out of the library's wording: it may be a password in the wrong
/// place, and an answer is kept and shown where the request is not.
fn withhold(message: &mut String) {
    for mark in [", found ", " does not contain the value "] {
        if let Some(at) = message.find(mark) {
            message.truncate(at);
            message.push_str(", found another value.");
        }
    }
}

fn is_coercion(error: &ServerError) -> bool {
    error.source.is_none()
        && ["Failed to parse \"", "Expected input type \"", "Variable "]
            .iter()
            .any(|start| error.message.starts_with(start))
}

fn code_of(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        Value::Enum(code) => Some(code.as_str()),
        Value::Null
        | Value::Number(_)
        | Value::Boolean(_)
        | Value::Binary(_)
        | Value::List(_)
        | Value::Object(_) => None,
    }
}

fn set(error: &mut ServerError, name: &str, value: &str) {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set(name, value);
}
