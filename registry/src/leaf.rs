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

/// The field-wise commitment to a payload: a field can be disclosed with its salt while the
/// others stay hidden.
pub(crate) fn commitment(salt: &Hash, payload: &Map<String, Value>) -> Result<Hash> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt);
    let mut digests = Vec::with_capacity(payload.len());
    for (name, value) in payload {
        let mut message = b"netra/salt/v1\0".to_vec();
        message.extend_from_slice(name.as_bytes());
        let field_salt = hmac::sign(&key, &message);
        let field_salt = field_salt.as_ref().get(..16).unwrap_or_default();
        let field = canonical(&(name, value))?;
        digests.push(sha256(&[b"netra/field/v1\0", field_salt, field.as_bytes()]));
    }
    digests.sort_unstable();
    let mut parts: Vec<&[u8]> = vec![b"netra/commit/v1\0"];
    parts.extend(digests.iter().map(Hash::as_slice));
    Ok(sha256(&parts))
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
