//! The parameters of a GraphQL request, from a JSON body or from a query string.

use axum::{
    extract::Query,
    http::{StatusCode, Uri},
};
use netra_domain::Locale;
use serde_json::{Map, Value};

use super::error::Text;

/// The parameters of one well-formed request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    /// The text of the document.
    pub query: String,
    /// The operation to execute, where the document has several.
    pub operation_name: Option<String>,
    /// The values of the variables.
    pub variables: Map<String, Value>,
}

/// Why something is not a well-formed request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParamsError {
    /// The body is not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// The body, or a parameter that must be JSON, is not.
    #[error("not JSON")]
    NotJson,
    /// The body is a batch of requests.
    #[error("batch")]
    Batch,
    /// The body is not a JSON object.
    #[error("not an object")]
    NotAnObject,
    /// There is no `query`, or it is not a string.
    #[error("query")]
    Query,
    /// `operationName` is neither a string nor null.
    #[error("operationName")]
    OperationName,
    /// `variables` is neither an object nor null.
    #[error("variables")]
    Variables,
    /// `extensions` is neither an object nor null.
    #[error("extensions")]
    Extensions,
    /// `variables` has too many bytes.
    #[error("variables too large")]
    VariablesTooLarge,
    /// A parameter is given twice.
    #[error("repeated parameter")]
    Repeated,
    /// A text holds U+0000, which one of the two databases cannot keep.
    #[error("null character")]
    NullCharacter,
}

impl ParamsError {
    /// The status.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::VariablesTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotUtf8
            | Self::NotJson
            | Self::Batch
            | Self::NotAnObject
            | Self::Query
            | Self::OperationName
            | Self::Variables
            | Self::Extensions
            | Self::Repeated
            | Self::NullCharacter => StatusCode::BAD_REQUEST,
        }
    }

    /// The text for the caller.
    #[must_use]
    pub fn message(self, locale: Locale) -> &'static str {
        let (en, id) = match self {
            Self::NotUtf8 => ("The body is not UTF-8.", "Isi permintaan bukan UTF-8."),
            Self::NotJson => ("The request is not valid JSON.", "Permintaan bukan JSON yang sah."),
            Self::Batch => (
                "Batches are not supported; send one request at a time.",
                "Permintaan berkelompok tidak didukung; kirim satu per satu.",
            ),
            Self::NotAnObject => {
                ("The body must be a JSON object.", "Isi permintaan harus objek JSON.")
            }
            Self::Query => (
                "The parameter \"query\" must be a string.",
                "Parameter \"query\" harus berupa string.",
            ),
            Self::OperationName => (
                "The parameter \"operationName\" must be a string or null.",
                "Parameter \"operationName\" harus berupa string atau null.",
            ),
            Self::Variables => (
                "The parameter \"variables\" must be an object or null.",
                "Parameter \"variables\" harus berupa objek atau null.",
            ),
            Self::Extensions => (
                "The parameter \"extensions\" must be an object or null.",
                "Parameter \"extensions\" harus berupa objek atau null.",
            ),
            Self::VariablesTooLarge => {
                ("The variables are too large.", "Nilai variabel terlalu besar.")
            }
            Self::Repeated => {
                ("A parameter is given twice.", "Sebuah parameter diberikan dua kali.")
            }
            Self::NullCharacter => (
                "A text must not contain the character U+0000.",
                "Teks tidak boleh memuat karakter U+0000.",
            ),
        };
        Text { en, id }.get(locale)
    }
}

/// Reads the parameters from a JSON body. Unknown properties are ignored.
///
/// # Errors
///
/// The first thing that is not as it must be.
pub fn from_json(body: &[u8], max_variables: usize) -> Result<Params, ParamsError> {
    if std::str::from_utf8(body).is_err() {
        return Err(ParamsError::NotUtf8);
    }
    let Ok(body_value) = serde_json::from_slice::<Value>(body) else {
        return Err(ParamsError::NotJson);
    };
    let mut object = match body_value {
        Value::Object(object) => object,
        Value::Array(_) => return Err(ParamsError::Batch),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return Err(ParamsError::NotAnObject);
        }
    };
    let Some(Value::String(query)) = object.remove("query") else {
        return Err(ParamsError::Query);
    };
    let operation_name = match object.remove("operationName") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name).filter(|name| !name.is_empty()),
        Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            return Err(ParamsError::OperationName);
        }
    };
    let variables = object_or_null(object.remove("variables"), ParamsError::Variables)?;
    object_or_null(object.remove("extensions"), ParamsError::Extensions)?;
    // Only a body longer than the limit can hold variables longer than it.
    if body.len() > max_variables
        && serde_json::to_vec(&variables).is_ok_and(|json| json.len() > max_variables)
    {
        return Err(ParamsError::VariablesTooLarge);
    }
    Params { query, operation_name, variables }.without_null_characters()
}

/// Reads the parameters from a query string, where an empty one counts as absent.
///
/// # Errors
///
/// The first thing that is not as it must be.
pub fn from_uri(uri: &Uri, max_variables: usize) -> Result<Params, ParamsError> {
    let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(uri) else {
        return Err(ParamsError::Query);
    };
    let take = |name: &str| {
        let mut values = pairs.iter().filter(|(found, _)| found == name).map(|(_, value)| value);
        let value = values.next().filter(|value| !value.is_empty());
        if values.next().is_some() { Err(ParamsError::Repeated) } else { Ok(value) }
    };
    let query = take("query")?.ok_or(ParamsError::Query)?.clone();
    let operation_name = take("operationName")?.cloned();
    let json = |name: &str, error: ParamsError| match take(name)? {
        None => Ok(Map::new()),
        Some(text) if text.len() > max_variables => Err(ParamsError::VariablesTooLarge),
        Some(text) => match serde_json::from_str(text) {
            Ok(value) => object_or_null(Some(value), error),
            Err(_) => Err(ParamsError::NotJson),
        },
    };
    let variables = json("variables", ParamsError::Variables)?;
    json("extensions", ParamsError::Extensions)?;
    Params { query, operation_name, variables }.without_null_characters()
}

impl Params {
    fn without_null_characters(self) -> Result<Self, ParamsError> {
        let is_free = !holds_null(&self.query) && self.variables.values().all(is_text);
        if is_free { Ok(self) } else { Err(ParamsError::NullCharacter) }
    }
}

/// Tells whether a document holds U+0000, as it is or escaped: one database takes it, another does not.
fn holds_null(document: &str) -> bool {
    let mut braced = document.split("\\u{").skip(1).filter_map(|rest| rest.split('}').next());
    document.contains('\0')
        || document.contains("\\u0000")
        || braced.any(|digits| !digits.is_empty() && digits.bytes().all(|it| it == b'0'))
}

/// Tells whether no text in a value holds U+0000.
fn is_text(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => !text.contains('\0'),
        Value::Array(values) => values.iter().all(is_text),
        Value::Object(members) => {
            members.iter().all(|(name, value)| !name.contains('\0') && is_text(value))
        }
    }
}

fn object_or_null(
    value: Option<Value>,
    error: ParamsError,
) -> Result<Map<String, Value>, ParamsError> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_null_character_is_seen_however_it_is_written() {
        for held in
            ["{a(b:\"\0\")}", r#"{a(b:"\u0000")}"#, r#"{a(b:"\u{0}")}"#, r#"{a(b:"\u{000}")}"#]
        {
            assert!(holds_null(held), "{held}");
        }
        for free in ["{a}", r#"{a(b:"\u0001")}"#, r#"{a(b:"\u{10}")}"#, r#"{a(b:"\u{}")}"#] {
            assert!(!holds_null(free), "{free}");
        }
    }
}
