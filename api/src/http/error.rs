//! What goes wrong on the way to an execution, and what the caller reads of it.

use async_graphql::{Pos, parser};
use axum::http::StatusCode;
use netra_domain::Locale;

use super::{
    document::OperationError, limits::LimitError, params::ParamsError, scan::ScanError,
    variables::VariableError,
};

/// The error codes of the public contract that this layer gives by itself.
pub mod code {
    /// Malformed or invalid: the request would fail again.
    pub const INVALID_INPUT: &str = "INVALID_INPUT";
    /// A limit is exceeded.
    pub const QUERY_TOO_EXPENSIVE: &str = "QUERY_TOO_EXPENSIVE";
    /// No acceptable proof of who asks.
    pub const UNAUTHENTICATED: &str = "UNAUTHENTICATED";
    /// Nothing under this address.
    pub const NOT_FOUND: &str = "NOT_FOUND";
    /// Too many of the same; the answer says when the next may come.
    pub const RATE_LIMITED: &str = "RATE_LIMITED";
    /// Not now; the request may be tried again.
    pub const UNAVAILABLE: &str = "UNAVAILABLE";
    /// A fault of ours, told by a trace id alone.
    pub const INTERNAL: &str = "INTERNAL";
}

/// A text in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Indonesian.
    pub id: &'static str,
}

impl Text {
    /// The text in one language.
    #[must_use]
    pub const fn get(self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::Id => self.id,
        }
    }
}

/// The text of every fault of ours; what happened is in the log, under the trace id.
pub const INTERNAL: Text = Text {
    en: "Internal error; please report the trace id.",
    id: "Kesalahan internal; mohon laporkan trace id.",
};

/// The text for a request that ran out of time.
pub const TIMEOUT: Text = Text {
    en: "The request took too long; try again later.",
    id: "Permintaan memakan waktu terlalu lama; coba lagi nanti.",
};

/// An error that ends a request before it is executed.
#[derive(Clone, Debug)]
pub struct RequestError {
    /// The status; `None` marks an error of the GraphQL request itself, whose status depends on
    /// the media type of the answer.
    pub status: Option<StatusCode>,
    /// The stable code.
    pub code: &'static str,
    /// The text for the caller.
    pub message: String,
    /// Where in the document.
    pub locations: Vec<Pos>,
    /// The value of `Retry-After`.
    pub retry_after_seconds: Option<u64>,
}

impl RequestError {
    /// An error with a status of its own, whatever the media type.
    #[must_use]
    pub fn http(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status: Some(status), ..Self::graphql(code, message) }
    }

    /// An error of the GraphQL request.
    #[must_use]
    pub fn graphql(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: None,
            code,
            message: message.into(),
            locations: Vec::new(),
            retry_after_seconds: None,
        }
    }

    /// A fault of ours.
    #[must_use]
    pub fn internal(locale: Locale) -> Self {
        Self::http(StatusCode::INTERNAL_SERVER_ERROR, code::INTERNAL, INTERNAL.get(locale))
    }

    /// A request that ran out of time.
    #[must_use]
    pub fn timeout(locale: Locale) -> Self {
        Self::http(StatusCode::SERVICE_UNAVAILABLE, code::UNAVAILABLE, TIMEOUT.get(locale))
    }

    /// An `Authorization` header that carries no usable bearer token.
    #[must_use]
    pub fn bad_bearer(locale: Locale) -> Self {
        let text = Text {
            en: "The Authorization header carries no bearer token.",
            id: "Header Authorization tidak memuat token bearer.",
        };
        Self::http(StatusCode::UNAUTHORIZED, code::UNAUTHENTICATED, text.get(locale))
    }

    /// Says that the text is no GraphQL document, in the parser's words.
    #[must_use]
    pub fn syntax(error: &parser::Error) -> Self {
        let locations = error.positions().collect();
        // The parser draws the place with arrows; the locations say the same to a program.
        let text = error.to_string();
        let reason = text.rsplit("\n  = ").next().unwrap_or_default();
        Self { locations, ..Self::graphql(code::INVALID_INPUT, format!("Syntax error: {reason}.")) }
    }

    /// Says that the raw text may not be parsed.
    #[must_use]
    pub fn scan(error: ScanError, locale: Locale) -> Self {
        let code = if error.is_syntax() { code::INVALID_INPUT } else { code::QUERY_TOO_EXPENSIVE };
        let found = Self::graphql(code, error.message(locale));
        match error {
            ScanError::Unterminated(position) => Self { locations: vec![position], ..found },
            ScanError::TooLong(_) | ScanError::TooDeep(_) | ScanError::TooManyTokens(_) => found,
        }
    }

    /// Says that the operation exceeds a limit.
    #[must_use]
    pub fn limit(error: &LimitError, locale: Locale) -> Self {
        let code = if error.is_invalid() { code::INVALID_INPUT } else { code::QUERY_TOO_EXPENSIVE };
        Self::graphql(code, error.message(locale))
    }

    /// Says that no operation could be chosen.
    #[must_use]
    pub fn operation(error: &OperationError, locale: Locale) -> Self {
        Self::graphql(code::INVALID_INPUT, error.message(locale))
    }

    /// Says that a variable has no value.
    #[must_use]
    pub fn variable(error: &VariableError, locale: Locale) -> Self {
        let locations = vec![error.position];
        Self { locations, ..Self::graphql(code::INVALID_INPUT, error.message(locale)) }
    }

    /// Says that the parameters are not those of a GraphQL request.
    #[must_use]
    pub fn params(error: &ParamsError, locale: Locale) -> Self {
        Self::http(error.status(), code::INVALID_INPUT, error.message(locale))
    }
}

/// A request that is turned away before execution, such as one with an expired token.
#[derive(Clone, Debug)]
pub struct Rejection {
    /// The status, whatever the media type.
    pub status: StatusCode,
    /// The stable code.
    pub code: &'static str,
    /// The text for the caller.
    pub message: String,
    /// The value of `Retry-After`; a 429 or 503 without one says one second.
    pub retry_after_seconds: Option<u64>,
}

impl Rejection {
    /// A rejection without further headers.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { status, code, message, retry_after_seconds: None }
    }

    /// A token that does not prove who asks.
    #[must_use]
    pub fn invalid_token(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code::UNAUTHENTICATED, message)
    }
}

impl From<Rejection> for RequestError {
    fn from(rejection: Rejection) -> Self {
        Self {
            retry_after_seconds: rejection.retry_after_seconds,
            ..Self::http(rejection.status, rejection.code, rejection.message)
        }
    }
}
