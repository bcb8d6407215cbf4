//! The commitment to an after-image: salted field by field, so that a field can be disclosed while
//! the others stay hidden, and erasing the salt hides all of them for ever.

use aws_lc_rs::hmac;
use serde_json::{Map, Number, Value};

use super::{Hash, canonical, encode, sha256};
use crate::ledger::error::{Error, Result};

/// Larger integers are not the same in every JSON library.
const MOST: u64 = (1 << 53) - 1;

/// What one field adds to the commitment, and what discloses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its value, RFC 8785.
    pub value: String,
    /// base64url of its salt, 16 bytes.
    pub salt: String,
    /// base64url of its digest: what stands for it where it is withheld.
    pub digest: String,
}

/// A field's salt and digest.
fn seal(key: &hmac::Key, name: &str, quoted: &str, value: &str) -> ([u8; 16], Hash) {
    let mut context = hmac::Context::with_key(key);
    context.update(b"netra/salt/v1\0");
    context.update(name.as_bytes());
    let tag = context.sign();
    let mut salt = [0; 16];
    salt.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
    let digest = sha256(&[
        b"netra/field/v1\0",
        &salt,
        b"[",
        quoted.as_bytes(),
        b",",
        value.as_bytes(),
        b"]",
    ]);
    (salt, digest)
}

/// The commitment to digests of fields.
#[must_use]
pub fn of_digests(mut digests: Vec<Hash>) -> Hash {
    digests.sort_unstable();
    let mut parts: Vec<&[u8]> = vec![b"netra/commit/v1\0"];
    parts.extend(digests.iter().map(Hash::as_slice));
    sha256(&parts)
}

/// The fields of a payload with what discloses each of them.
///
/// # Errors
/// As [`commit`].
pub fn fields(salt: &Hash, payload: &Map<String, Value>) -> Result<Vec<Field>> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt);
    let field = |(name, value): (&String, &Value)| {
        let text = text_of_value(value)?;
        let (salt, digest) = seal(&key, name, &text_of_name(name)?, &text);
        let (salt, digest) = (encode(&salt), encode(&digest));
        Ok(Field { name: name.clone(), value: text, salt, digest })
    };
    payload.iter().map(field).collect()
}

/// The canonical text of a payload and the commitment to it.
///
/// # Errors
/// [`Error::Crypto`] for a number that JSON libraries read differently.
pub fn commit(salt: &Hash, payload: &Map<String, Value>) -> Result<(String, Hash)> {
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
        digests.push(seal(&key, name, quoted, value).1);
    }
    text.push_str(if text.is_empty() { "{}" } else { "}" });
    Ok((text, of_digests(digests)))
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
        Value::String(_) => canonical(value),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            check_numbers(value)?;
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

/// Counters are numbers; whatever may be large or has a fraction is text.
fn check_numbers(value: &Value) -> Result<()> {
    let fits = |it: &Number| it.as_i64().is_some_and(|it| it.unsigned_abs() <= MOST);
    match value {
        Value::Number(number) if !fits(number) => {
            Err(Error::Crypto("a number that JSON libraries read differently: store it as text"))
        }
        Value::Array(values) => values.iter().try_for_each(check_numbers),
        Value::Object(members) => members.values().try_for_each(check_numbers),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}
