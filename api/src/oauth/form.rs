//! The parameters of a request, each at most once (RFC 6749 section 3.2).

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderName, header};

use super::error::OauthError;

/// Neither tokens nor refusals are kept by anybody on the way.
pub(super) const NOT_STORED: [(HeaderName, &str); 2] =
    [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];

/// The parameters as they were sent.
pub(super) type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;

/// The parameters by their names.
pub(super) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    pub(super) fn read(sent: Sent) -> Result<Self, OauthError> {
        let Ok(Form(pairs)) = sent else {
            let text = "the body is application/x-www-form-urlencoded";
            return Err(OauthError::InvalidRequest(text));
        };
        let mut parameters = BTreeMap::new();
        for (name, value) in pairs {
            // A parameter without a value counts as absent.
            if !value.is_empty() && parameters.insert(name, value).is_some() {
                return Err(OauthError::InvalidRequest("a parameter is there twice"));
            }
        }
        Ok(Self(parameters))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(super) fn need(&self, name: &'static str) -> Result<&str, OauthError> {
        self.get(name).ok_or(OauthError::InvalidRequest(name))
    }
}
