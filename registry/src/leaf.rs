//! The leaf of an event: RFC 8785 JSON without personal data, with a salted commitment to what
//! changed. Erasing payload and salt later leaves the leaf and every proof as they are.

use aws_lc_rs::{digest, hmac};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// A digest, 32 bytes.
pub(crate) type Hash = [u8; 32];

const MAX_LEAF: usize = 1024;

/// What a leaf says. Field names are short because there will be many of them.
#[derive(Debug, Serialize)]
pub(crate) struct Leaf<'a> {
    pub act: &'a str,
    pub com: String,
    pub ent: &'a str,
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inst: Option<&'a str>,
    pub op: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rec: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rev: Option<String>,
    pub t: String,
    pub v: &'a str,
}

impl Leaf<'_> {
    /// The canonical text and its RFC 6962 leaf hash.
    pub(crate) fn seal(&self) -> Result<(String, String)> {
        let text = canonical(self)?;
        if text.len() > MAX_LEAF {
            return Err(Error::Crypto("a leaf exceeds 1 KiB"));
        }
        let hash = encode(&leaf_hash(text.as_bytes()));
        Ok((text, hash))
    }
}

/// RFC 8785 text of a value.
pub(crate) fn canonical(value: &impl Serialize) -> Result<String> {
    Ok(serde_json_canonicalizer::to_string(value)?)
}

/// base64url without padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn sha256(parts: &[&[u8]]) -> Hash {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

fn leaf_hash(bytes: &[u8]) -> Hash {
    sha256(&[&[0], bytes])
}

/// The canonical text of a payload, and the field-wise commitment to it: a field can be disclosed
/// with its salt while the others stay hidden.
pub(crate) fn commit(salt: &Hash, payload: &Map<String, Value>) -> Result<(String, Hash)> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt);
    let mut fields = Vec::with_capacity(payload.len());
    for (name, value) in payload {
        fields.push((name, text_of_name(name)?, text_of_value(value)?));
    }
    fields.sort_unstable_by(|one, other| one.0.encode_utf16().cmp(other.0.encode_utf16()));
    let mut text = String::with_capacity(payload.len() * 48);
    let mut digests = Vec::with_capacity(payload.len());
    for (name, quoted, value) in &fields {
        text.push(if text.is_empty() { '{' } else { ',' });
        text.push_str(quoted);
        text.push(':');
        text.push_str(value);
        let mut context = hmac::Context::with_key(&key);
        context.update(b"netra/salt/v1\0");
        context.update(name.as_bytes());
        let field_salt = context.sign();
        let field_salt = field_salt.as_ref().get(..16).unwrap_or_default();
        digests.push(sha256(&[
            b"netra/field/v1\0",
            field_salt,
            b"[",
            quoted.as_bytes(),
            b",",
            value.as_bytes(),
            b"]",
        ]));
    }
    text.push_str(if text.is_empty() { "{}" } else { "}" });
    digests.sort_unstable();
    let mut parts: Vec<&[u8]> = vec![b"netra/commit/v1\0"];
    parts.extend(digests.iter().map(Hash::as_slice));
    Ok((text, sha256(&parts)))
}

/// The canonical text of a member's name; ours are plain words.
fn text_of_name(name: &String) -> Result<String> {
    if is_plain(name) { Ok(quoted(name)) } else { canonical(name) }
}

/// The canonical text of a value. Most are plain words or absent, and need no serialiser.
fn text_of_value(value: &Value) -> Result<String> {
    match value {
        Value::Null => Ok("null".to_owned()),
        Value::Bool(truth) => Ok(truth.to_string()),
        Value::String(text) if is_plain(text) => Ok(quoted(text)),
        Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            canonical(value)
        }
    }
}

/// Whether nothing in a text is escaped.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|it| it >= b' ' && it != b'"' && it != b'\\' && it.is_ascii())
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    quoted.push_str(text);
    quoted.push('"');
    quoted
}

/// The RFC 6962 root over the commitments of a chunk, in order.
pub(crate) fn root(commitments: &[Hash]) -> Hash {
    match commitments {
        [] => sha256(&[]),
        [only] => leaf_hash(only),
        more => {
            let split = more.len().next_power_of_two() / 2;
            let (left, right) = more.split_at(split);
            sha256(&[&[1], &root(left), &root(right)])
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The commitment as it is defined, field by field through the serialiser.
    fn defined(salt: &Hash, payload: &Map<String, Value>) -> (String, Hash) {
        let key = hmac::Key::new(hmac::HMAC_SHA256, salt);
        let digest = |(name, value): (&String, &Value)| {
            let field_salt = hmac::sign(&key, format!("netra/salt/v1\0{name}").as_bytes());
            let field = canonical(&(name, value)).unwrap();
            sha256(&[b"netra/field/v1\0", &field_salt.as_ref()[..16], field.as_bytes()])
        };
        let mut digests: Vec<Hash> = payload.iter().map(digest).collect();
        digests.sort_unstable();
        let digests = digests.concat();
        (canonical(payload).unwrap(), sha256(&[b"netra/commit/v1\0", &digests]))
    }

    #[test]
    fn a_commitment_is_what_its_definition_says() {
        let salt = sha256(&[b"salt"]);
        for payload in [
            json!({}),
            json!({"kind": "PNS", "unit_id": null, "valid": true, "rev": 3}),
            json!({"name": "I Gusti \"Ngurah\" \\ \n \u{7f} Ayu \u{e9}", "b": [1.0, {"z": 1, "a": "\t"}]}),
            json!({"\u{10000}": 1, "\u{ffff}": 2, "a\"b": "\u{10ffff}", "A": "", "a": -0.0}),
        ] {
            let Value::Object(payload) = payload else { panic!("an object") };
            assert_eq!(commit(&salt, &payload).unwrap(), defined(&salt, &payload));
        }
    }
}
