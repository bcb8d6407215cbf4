use chrono::TimeZone;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use super::*;
use crate::auth::keys::generate_pem;

mod claims;

const ISSUER: &str = "https://netra.test";

struct Bench {
    pem: String,
    keys: SigningKeys,
    policy: TokenPolicy,
    now: DateTime<Utc>,
}

impl Bench {
    fn new() -> Self {
        let pem = generate_pem().unwrap();
        let keys = SigningKeys::load(&pem, &[]).unwrap();
        let now = Utc.timestamp_opt(1_700_000_000, 0).unwrap();
        Self { pem, keys, policy: TokenPolicy::new(ISSUER, "netra"), now }
    }

    fn good(&self) -> String {
        issue(&self.keys, &self.policy, self.now, new_token()).unwrap()
    }

    /// The same three times: without a memory, and with one that has not and has seen the token.
    fn verify(&self, token: &str) -> Result<AccessClaims, TokenError> {
        let verified = verify_access(&self.keys, &self.policy, self.now, token);
        let memory = VerifiedTokens::default();
        for _ in 0..2 {
            let again = memory.verify(&self.keys, &self.policy, self.now, token);
            assert_eq!(again.map(|claims| (*claims).clone()), verified);
        }
        verified
    }

    fn header(&self, change: &Value) -> String {
        merged(json!({ "typ": "at+jwt", "alg": "ES256", "kid": self.keys.kid() }), change)
    }

    fn claims(&self, change: &Value) -> String {
        let now = self.now.timestamp();
        let good = json!({
            "iss": ISSUER, "aud": "netra", "sub": "account_1", "client_id": "portal",
            "iat": now, "nbf": now, "exp": now + 600, "jti": "j1", "sid": "s1",
            "gen": 0,
        });
        merged(good, change)
    }

    /// Signs any header and claims with the registry's own key.
    fn forge(&self, header: &str, claims: &str) -> String {
        let key = EncodingKey::from_ec_pem(self.pem.as_bytes()).unwrap();
        signed(header, claims, &key, Algorithm::ES256)
    }

    fn with_header(&self, change: &Value) -> Result<AccessClaims, TokenError> {
        self.verify(&self.forge(&self.header(change), &self.claims(&json!({}))))
    }

    fn with_claims(&self, change: &Value) -> Result<AccessClaims, TokenError> {
        self.verify(&self.forge(&self.header(&json!({})), &self.claims(change)))
    }
}

fn new_token() -> NewToken {
    NewToken {
        sub: "account_1".to_owned(),
        client_id: "portal".to_owned(),
        sid: "s1".to_owned(),
        seat: Some("seat_1".to_owned()),
        inst: None,
        jti: "j1".to_owned(),
        generation: 0,
    }
}

/// Overwrites members; `"-"` leaves one out.
fn merged(mut object: Value, change: &Value) -> String {
    let members = object.as_object_mut().unwrap();
    for (name, value) in change.as_object().unwrap() {
        members.insert(name.clone(), value.clone());
    }
    members.retain(|_, value| *value != json!("-"));
    object.to_string()
}

fn signed(header: &str, claims: &str, key: &EncodingKey, algorithm: Algorithm) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), key, algorithm).unwrap();
    format!("{message}.{signature}")
}

#[test]
fn accepts_what_it_issued() {
    let bench = Bench::new();
    let claims = bench.verify(&bench.good()).unwrap();
    assert_eq!((claims.iss.as_str(), claims.aud.as_str()), (ISSUER, "netra"));
    assert_eq!((claims.sub.as_str(), claims.seat.as_deref()), ("account_1", Some("seat_1")));
    assert_eq!((claims.exp - claims.iat, claims.inst), (600, None));
    assert!(bench.with_claims(&json!({ "of_a_later_version": 1 })).is_ok());
}

#[test]
fn accepts_a_further_key_but_never_a_strange_one() {
    let old = Bench::new();
    let mut new = Bench::new();
    assert_eq!(new.verify(&old.good()), Err(TokenError::Key));
    new.keys = SigningKeys::load(&new.pem, std::slice::from_ref(&old.pem)).unwrap();
    assert!(new.verify(&old.good()).is_ok());

    // A known key id over another key's signature.
    let key = EncodingKey::from_ec_pem(old.pem.as_bytes()).unwrap();
    let token = signed(&new.header(&json!({})), &new.claims(&json!({})), &key, Algorithm::ES256);
    assert_eq!(new.verify(&token), Err(TokenError::Signature));
}

#[test]
fn refuses_headers_that_choose() {
    let bench = Bench::new();
    for change in [
        json!({ "crit": ["exp"] }),
        json!({ "crit": null }),
        json!({ "jku": "https://evil.test/jwks" }),
        json!({ "jwk": { "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" } }),
        json!({ "x5u": "https://evil.test/cert" }),
        json!({ "x5c": ["MIIB"] }),
        json!({ "zip": "DEF" }),
        json!({ "b64": false }),
        json!({ "alg": "-" }),
        json!({ "kid": 5 }),
    ] {
        assert_eq!(bench.with_header(&change), Err(TokenError::Header), "{change}");
    }
    for typ in ["JWT", "dpop+jwt", "AT+JWT", "-"] {
        assert_eq!(bench.with_header(&json!({ "typ": typ })), Err(TokenError::Type), "{typ}");
    }
    for kid in ["other", "", "-", "../../etc/passwd"] {
        assert_eq!(bench.with_header(&json!({ "kid": kid })), Err(TokenError::Key), "{kid}");
    }
    for alg in ["none", "None", "HS256", "RS256", "ES384", "EdDSA", "es256", ""] {
        let refused = bench.with_header(&json!({ "alg": alg }));
        assert_eq!(refused, Err(TokenError::Algorithm), "{alg}");
    }
    let twice = bench.header(&json!({})).replacen('{', r#"{"alg":"none","#, 1);
    let token = bench.forge(&twice, &bench.claims(&json!({})));
    assert_eq!(bench.verify(&token), Err(TokenError::Header));
}

#[test]
fn refuses_the_public_key_as_a_shared_secret_and_no_signature() {
    let bench = Bench::new();
    let header = bench.header(&json!({ "alg": "HS256" }));
    let secret = EncodingKey::from_secret(bench.keys.jwks()["keys"][0].to_string().as_bytes());
    let token = signed(&header, &bench.claims(&json!({})), &secret, Algorithm::HS256);
    assert_eq!(bench.verify(&token), Err(TokenError::Algorithm));

    let token = bench.good();
    let (message, signature) = token.rsplit_once('.').unwrap();
    let truncated = &signature[..signature.len() - 4];
    for signature in ["", "AAAA", truncated, &"A".repeat(86), &format!("{signature}=")] {
        let refused = bench.verify(&format!("{message}.{signature}"));
        assert_eq!(refused, Err(TokenError::Signature), "{signature}");
    }
}

#[test]
fn refuses_changed_claims_and_broken_shapes() {
    let bench = Bench::new();
    let token = bench.good();
    let parts: Vec<_> = token.split('.').collect();
    let richer = URL_SAFE_NO_PAD.encode(bench.claims(&json!({ "sub": "account_2" })));
    let swapped = format!("{}.{richer}.{}", parts[0], parts[2]);
    assert_eq!(bench.verify(&swapped), Err(TokenError::Signature));

    let array = URL_SAFE_NO_PAD.encode(json!(["at+jwt", "ES256", bench.keys.kid()]).to_string());
    for text in ["", ".", "..", "a.b", "a.b.c", &format!("{array}.{}.{}", parts[1], parts[2])] {
        assert_eq!(bench.verify(text), Err(TokenError::Malformed), "{text}");
    }
    assert_eq!(bench.verify(&format!("{token}.{token}")), Err(TokenError::Signature));
    let long = bench
        .forge(&bench.header(&json!({})), &bench.claims(&json!({ "seat": "x".repeat(3_500) })));
    assert!(long.len() > 4_700 && long.len() < 5_300);
    assert_eq!(bench.verify(&long), Err(TokenError::TooLong));
}

#[test]
fn a_remembered_token_expires_all_the_same() {
    let bench = Bench::new();
    let (token, memory) = (bench.good(), VerifiedTokens::default());
    let at = |seconds| {
        let now = bench.now + TimeDelta::seconds(seconds);
        memory.verify(&bench.keys, &bench.policy, now, &token).err()
    };
    assert_eq!(at(0), None);
    assert_eq!(at(604), None);
    assert_eq!(at(605), Some(TokenError::Expired));
    assert_eq!(at(-6), Some(TokenError::IssuedInFuture));
    assert_eq!(at(0), None);
}

#[test]
fn tells_the_caller_nothing_but_invalid_token() {
    assert_eq!(TokenError::Expired.to_string(), "invalid_token");
    assert_eq!(TokenError::Signature.to_string(), "invalid_token");
    assert_eq!(TokenError::Expired.reason(), "exp_passed");
}
