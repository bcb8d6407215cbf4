//! Public keys of machines, as their institutions hand them in (RFC 7517).

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;

/// The longest key text: a P-256 key takes some 250 bytes.
const LONGEST: usize = 1_024;

/// Members of a private or symmetric key, which nobody should hand in.
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// A public key that serves one algorithm and nothing else.
pub struct ClientKey {
    /// Thumbprint, RFC 7638.
    pub kid: String,
    /// The algorithm.
    pub algorithm: Algorithm,
    verifier: DecodingKey,
}

impl std::fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl ClientKey {
    /// Reads a JWK; none for what is not a public key of P-256 or Ed25519.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let members: serde_json::Map<String, Value> = serde_json::from_str(text).ok()?;
        if PRIVATE.iter().any(|name| members.contains_key(*name)) {
            return None;
        }
        let key: Jwk = serde_json::from_value(Value::Object(members)).ok()?;
        let parameters = &key.algorithm;
        let algorithm = if let AlgorithmParameters::EllipticCurve(it) = parameters
            && it.curve == EllipticCurve::P256
        {
            Algorithm::ES256
        } else if let AlgorithmParameters::OctetKeyPair(it) = parameters
            && it.curve == EllipticCurve::Ed25519
        {
            Algorithm::EdDSA
        } else {
            return None;
        };
        let kid = key.thumbprint(ThumbprintHash::SHA256).ok()?;
        let verifier = DecodingKey::from_jwk(&key).ok()?;
        Some(Self { kid, algorithm, verifier })
    }

    /// The name of its algorithm, RFC 7518.
    #[must_use]
    pub fn alg(&self) -> &'static str {
        if self.algorithm == Algorithm::EdDSA { "EdDSA" } else { "ES256" }
    }

    /// Whether a header may call its algorithm so: RFC 9864 has a name of its own for the curve.
    pub(super) fn is_called(&self, alg: &str) -> bool {
        alg == self.alg() || (alg == "Ed25519" && self.algorithm == Algorithm::EdDSA)
    }

    /// Whether the signature (base64url text) over the signed part is this key's.
    pub(super) fn verifies(&self, signed: &str, signature: &str) -> bool {
        let signed = signed.as_bytes();
        jsonwebtoken::crypto::verify(signature, signed, &self.verifier, self.algorithm)
            .unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7517 appendix A.1, without its use.
    const P256: &str = r#"{"kty":"EC","crv":"P-256",
        "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;
    /// RFC 8037 appendix A.2 and its thumbprint, A.3.
    const ED25519: &str =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    #[test]
    fn a_key_fixes_its_algorithm() {
        assert_eq!(ClientKey::parse(P256).unwrap().alg(), "ES256");
        let key = ClientKey::parse(ED25519).unwrap();
        assert_eq!(key.alg(), "EdDSA");
        assert!(key.is_called("Ed25519") && key.is_called("EdDSA") && !key.is_called("ES256"));
        assert_eq!(key.kid, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn what_is_no_public_key_is_refused() {
        let private =
            ED25519.replace("\"x\"", "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"x\"");
        for text in [
            "",
            "{}",
            "[]",
            private.as_str(),
            r#"{"kty":"oct","k":"AAAA"}"#,
            r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#,
            &P256.replace("P-256", "P-384"),
            &" ".repeat(2_000),
        ] {
            assert!(ClientKey::parse(text).is_none(), "{text}");
        }
    }
}
