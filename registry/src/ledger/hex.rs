//! Bytes and digests as hexadecimal text.

use std::fmt::Write;

use crate::ledger::leaf;

/// Lower-case hexadecimal digits.
#[must_use]
pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256 in hexadecimal.
#[must_use]
pub(crate) fn sha256(bytes: &[u8]) -> String {
    encode(&leaf::sha256(&[bytes]))
}
