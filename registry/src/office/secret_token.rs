//! One-time secrets handed to a person or a client: invitations, refresh tokens.
//!
//! A secret has 256 random bits, so a plain SHA-256 of it is safe to store and to search by. The
//! text itself is shown once and kept nowhere. Its prefix tells people and scanners what leaked.

use std::fmt;

use aws_lc_rs::digest::SHA256;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::ledger::error::{Error, Result};

const BYTES: usize = 32;

/// What a secret opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// Activating an account.
    Invitation,
    /// Renewing a session's access token.
    Refresh,
}

impl SecretKind {
    /// What the text begins with.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Invitation => "nti_",
            Self::Refresh => "ntr_",
        }
    }
}

/// A secret in clear.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken(String);

impl SecretToken {
    /// Makes a new secret.
    ///
    /// # Errors
    /// [`Error::Crypto`] where the system gives no randomness.
    pub fn generate(kind: SecretKind) -> Result<Self> {
        let mut bytes = [0; BYTES];
        aws_lc_rs::rand::fill(&mut bytes).map_err(|_source| Error::Crypto("no randomness"))?;
        Ok(Self(format!("{}{}", kind.prefix(), URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// A secret made of bytes that nobody can guess.
    #[must_use]
    pub fn derived(kind: SecretKind, bytes: [u8; BYTES]) -> Self {
        Self(format!("{}{}", kind.prefix(), URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Reads a presented secret; none if it cannot be one of this kind, which saves the search.
    #[must_use]
    pub fn parse(kind: SecretKind, text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(kind.prefix())?).ok()?;
        (bytes.len() == BYTES).then(|| Self(text.to_owned()))
    }

    /// The text to hand over, once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored and searched: see [`digest_hex`].
    #[must_use]
    pub fn digest_hex(&self) -> String {
        digest_hex(&self.0)
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The SHA-256 of a secret's text, prefix included.
#[must_use]
pub fn digest(text: &str) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(aws_lc_rs::digest::digest(&SHA256, text.as_bytes()).as_ref());
    bytes
}

/// The same in lower-case hexadecimal, as stored.
#[must_use]
pub fn digest_hex(text: &str) -> String {
    digest(text)
        .into_iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_are_read_back() {
        let one = SecretToken::generate(SecretKind::Invitation).unwrap();
        let two = SecretToken::generate(SecretKind::Invitation).unwrap();
        assert_ne!(one, two);
        assert!(one.reveal().starts_with("nti_"));
        assert_eq!(one.reveal().len(), 4 + 43);
        assert_eq!(SecretToken::parse(SecretKind::Invitation, one.reveal()), Some(one.clone()));
        assert_eq!(one.digest_hex(), digest_hex(one.reveal()));
        assert_ne!(one.digest_hex(), two.digest_hex());
        assert_eq!(format!("{one:?}"), "***");
    }

    #[test]
    fn refuses_other_kinds_and_shapes() {
        let token = SecretToken::generate(SecretKind::Refresh).unwrap();
        let text = token.reveal();
        assert_eq!(SecretToken::parse(SecretKind::Invitation, text), None);
        for bad in ["", "ntr_", &text[4..], &text[..46], &format!("{text}A"), &format!("{text} ")] {
            assert_eq!(SecretToken::parse(SecretKind::Refresh, bad), None, "{bad}");
        }
    }

    #[test]
    fn the_digest_is_sha_256() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest_hex("abc"), known);
        assert_eq!(digest("abc")[..2], [0xba, 0x78]);
    }
}
