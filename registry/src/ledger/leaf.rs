//! The leaf of an event: RFC 8785 JSON without personal data, with a salted commitment to what
//! changed. Erasing payload and salt later leaves the leaf and every proof as they are.

pub mod commitment;
#[cfg(test)]
mod tests;

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::ledger::error::{Error, Result};

/// A digest, 32 bytes.
pub type Hash = [u8; 32];

const MAX_LEAF: usize = 1024;

/// The version of leaves that is written.
pub const VERSION: &str = "1";

/// The kind of the leaf of an event that changed many records.
pub const CHUNK: &str = "chunk";

/// What a leaf says. Field names are short because there will be many of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// Pseudonym of the account that acted.
    pub act: String,
    /// The commitment to the record, or the root over the records of a chunk.
    pub com: String,
    /// Kind of the record.
    pub ent: String,
    /// The event.
    pub id: String,
    /// Code of the institution that acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inst: Option<String>,
    /// Word of the act.
    pub op: String,
    /// Hash of the leaf that changed the record before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
    /// The record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rec: Option<String>,
    /// Its revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rev: Option<String>,
    /// When the rule decided.
    pub t: String,
    /// Version of the leaf.
    pub v: String,
}

/// What the leaf of a chunk commits to for each of its records: a leaf of a tree of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordLeaf {
    /// The commitment to the record.
    pub com: String,
    /// Kind of the record.
    pub ent: String,
    /// Hash of the leaf that changed the record before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
    /// The record.
    pub rec: String,
    /// Its revision.
    pub rev: String,
}

impl Leaf {
    /// The canonical text and its RFC 6962 leaf hash.
    ///
    /// # Errors
    /// [`Error::Crypto`] where it is longer than 1 KiB.
    pub fn seal(&self) -> Result<(String, Hash)> {
        let text = canonical(self)?;
        if text.len() > MAX_LEAF {
            return Err(Error::Crypto("a leaf exceeds 1 KiB"));
        }
        let hash = leaf_hash(text.as_bytes());
        Ok((text, hash))
    }

    /// Reads the bytes of a leaf, and only such as [`Leaf::seal`] makes.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let leaf: Self = serde_json::from_slice(bytes).ok()?;
        let (text, _) = leaf.seal().ok()?;
        (leaf.v == VERSION && text.as_bytes() == bytes).then_some(leaf)
    }
}

impl RecordLeaf {
    /// The RFC 6962 leaf hash of the canonical text.
    ///
    /// # Errors
    /// The serialiser's own.
    pub fn hash(&self) -> Result<Hash> {
        Ok(leaf_hash(canonical(self)?.as_bytes()))
    }
}

/// RFC 8785 text of a value.
pub(crate) fn canonical(value: &impl Serialize) -> Result<String> {
    Ok(serde_json_canonicalizer::to_string(value)?)
}

/// base64url without padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of such a text, if they are a digest.
#[must_use]
pub fn decode(text: &str) -> Option<Hash> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
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

/// The RFC 6962 hash of a leaf.
#[must_use]
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    sha256(&[&[0], bytes])
}

/// The hash of an inner node.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], left, right])
}

/// The RFC 6962 root over leaf hashes, in order.
#[must_use]
pub fn root(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => sha256(&[]),
        [only] => *only,
        more => {
            let (left, right) = more.split_at(split(more.len()));
            node_hash(&root(left), &root(right))
        }
    }
}

/// The RFC 6962 audit path of one of these hashes, from the leaf upwards.
#[must_use]
pub fn path(hashes: &[Hash], position: usize) -> Vec<Hash> {
    if hashes.len() < 2 {
        return Vec::new();
    }
    let (left, right) = hashes.split_at(split(hashes.len()));
    let (mut proof, other) = match position.checked_sub(left.len()) {
        None => (path(left, position), root(right)),
        Some(position) => (path(right, position), root(left)),
    };
    proof.push(other);
    proof
}

/// Where a tree of more than one leaf divides.
fn split(leaves: usize) -> usize {
    leaves.next_power_of_two() / 2
}
