//! The ES256 keys that sign access tokens, and the key set published for their verification.
//!
//! One key signs. Further keys are published and accepted beside it: the next one, so that every
//! verifier knows it before its first use, and the previous one, until its last token has expired.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair,
    ParsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::crypto::aws_lc;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde::Serialize;
use serde_json::{Value, json};

use super::RandomFailed;

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// No key text was given.
    #[error("no signing key is configured")]
    Missing,
    /// The text is not PEM at all.
    #[error("the key is not PEM text")]
    NotPem,
    /// The text is damaged, encrypted, not PKCS#8, or a key of another kind such as RSA.
    #[error("the key is not an unencrypted ECDSA P-256 key in PKCS#8 form")]
    WrongKind,
    /// A signature could not be made.
    #[error("signing failed")]
    Signing(#[source] jsonwebtoken::errors::Error),
    /// The key pair does not verify what it signs.
    #[error("the signing key does not verify its own signature")]
    SelfTest,
    /// A key could not be generated.
    #[error(transparent)]
    Random(#[from] RandomFailed),
}

/// The keys of this registry: one that signs, and all that are accepted.
pub struct SigningKeys {
    signer: EncodingKey,
    current: PublicKey,
    further: Vec<PublicKey>,
}

impl SigningKeys {
    /// Reads the signing key from PKCS#8 PEM text, and the further keys from private or public
    /// PEM text; then proves with one signature that the signing key works.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for the first key that is missing, damaged or of another kind.
    pub fn load(current: &str, further: &[String]) -> Result<Self, KeyError> {
        // Otherwise the library chooses by its features and panics at first use when another
        // crate of the build turns on a second one.
        aws_lc::DEFAULT_PROVIDER.install_default().ok();
        let (signer, point) = private_key(current)?;
        let current = PublicKey::from_point(&point)?;
        let mut keys = Self { signer, current, further: Vec::new() };
        for text in further {
            let key = PublicKey::from_pem(text)?;
            if keys.public_key(&key.kid).is_none() {
                keys.further.push(key);
            }
        }
        keys.self_test()?;
        Ok(keys)
    }

    /// Signs and verifies one message with the signing key.
    ///
    /// # Errors
    ///
    /// [`KeyError::Signing`] or [`KeyError::SelfTest`].
    pub fn self_test(&self) -> Result<(), KeyError> {
        let token = self.sign("self-test", &json!({}))?;
        let (signed, signature) = token.rsplit_once('.').ok_or(KeyError::SelfTest)?;
        if self.current.verifies(signed, signature) { Ok(()) } else { Err(KeyError::SelfTest) }
    }

    /// The id of the signing key.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.current.kid
    }

    /// The JSON Web Key Set: every accepted key, the signing one first.
    #[must_use]
    pub fn jwks(&self) -> Value {
        json!({ "keys": self.public_keys().map(PublicKey::jwk).collect::<Vec<_>>() })
    }

    /// Makes a signed token of the given type from the claims.
    pub(super) fn sign<T: Serialize>(&self, typ: &str, claims: &T) -> Result<String, KeyError> {
        let header = Header {
            typ: Some(typ.to_owned()),
            kid: Some(self.current.kid.clone()),
            ..Header::new(Algorithm::ES256)
        };
        jsonwebtoken::encode(&header, claims, &self.signer).map_err(KeyError::Signing)
    }

    /// The accepted key with this id.
    pub(super) fn public_key(&self, kid: &str) -> Option<&PublicKey> {
        self.public_keys().find(|key| key.kid == kid)
    }

    fn public_keys(&self) -> impl Iterator<Item = &PublicKey> {
        std::iter::once(&self.current).chain(&self.further)
    }
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.public_keys().map(|key| &key.kid)).finish()
    }
}

/// Generates a new P-256 key as PKCS#8 PEM text.
///
/// # Errors
///
/// [`KeyError::Random`] if the system gives no randomness.
pub fn generate_pem() -> Result<String, KeyError> {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).or(Err(RandomFailed))?;
    let document = pair.to_pkcs8v1().or(Err(RandomFailed))?;
    Ok(pem("PRIVATE KEY", document.as_ref()))
}

fn pem(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----");
    for (index, char) in STANDARD.encode(der).chars().enumerate() {
        if index.is_multiple_of(64) {
            text.push('\n');
        }
        text.push(char);
    }
    text + &format!("\n-----END {label}-----\n")
}

/// One accepted key. It serves ES256 and nothing else, whatever a token's header says.
pub(super) struct PublicKey {
    kid: String,
    x: String,
    y: String,
    verifier: DecodingKey,
}

impl PublicKey {
    /// Says whether the signature (base64url text) over the signed part is this key's.
    pub(super) fn verifies(&self, signed: &str, signature: &str) -> bool {
        jsonwebtoken::crypto::verify(signature, signed.as_bytes(), &self.verifier, Algorithm::ES256)
            .unwrap_or(false)
    }

    fn from_pem(text: &str) -> Result<Self, KeyError> {
        if let Ok((_, point)) = private_key(text) {
            return Self::from_point(&point);
        }
        check_pem(text)?;
        let key = DecodingKey::from_ec_pem(text.as_bytes()).or(Err(KeyError::WrongKind))?;
        Self::from_point(key.try_get_as_bytes().or(Err(KeyError::WrongKind))?)
    }

    fn from_point(point: &[u8]) -> Result<Self, KeyError> {
        let [4, coordinates @ ..] = point else { return Err(KeyError::WrongKind) };
        let Some((x, y)) = coordinates.split_first_chunk::<32>() else {
            return Err(KeyError::WrongKind);
        };
        // Refuses other curves, and points that are not on this one.
        ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).or(Err(KeyError::WrongKind))?;
        let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
        // RFC 7638: exactly these members, in this order, without white space.
        let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(digest(&SHA256, members.as_bytes()));
        Ok(Self { kid, x, y, verifier: DecodingKey::from_ec_der(point) })
    }

    fn jwk(&self) -> Value {
        json!({
            "kty": "EC", "crv": "P-256", "x": self.x, "y": self.y,
            "use": "sig", "alg": "ES256", "kid": self.kid,
        })
    }
}

fn private_key(text: &str) -> Result<(EncodingKey, Vec<u8>), KeyError> {
    check_pem(text)?;
    let signer = EncodingKey::from_ec_pem(text.as_bytes()).or(Err(KeyError::WrongKind))?;
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, signer.as_bytes())
        .or(Err(KeyError::WrongKind))?;
    let point = pair.public_key().as_ref().to_vec();
    Ok((signer, point))
}

fn check_pem(text: &str) -> Result<(), KeyError> {
    if text.trim().is_empty() {
        Err(KeyError::Missing)
    } else if text.contains("-----BEGIN ") {
        Ok(())
    } else {
        Err(KeyError::NotPem)
    }
}

#[cfg(test)]
mod tests;
