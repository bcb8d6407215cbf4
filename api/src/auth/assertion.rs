//! Client assertions: short JWTs by which a machine proves who it is (RFC 7523, as RFC 10070
//! narrows it: the issuer is the one audience, and the type says what the token is for).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use super::client_key::ClientKey;

/// The type of a client assertion, RFC 10070.
const TYPE: &str = "client-authentication+jwt";
const MAX_BYTES: usize = 4_096;
/// Its longest life from now on.
const LONGEST: TimeDelta = TimeDelta::minutes(5);
const LEEWAY: TimeDelta = TimeDelta::seconds(5);

/// Why an assertion is not accepted; for the log, the caller learns nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub &'static str);

/// What an assertion says, before its signature is checked.
#[derive(Debug)]
pub struct Assertion<'a> {
    /// The client that it names.
    pub client_id: String,
    /// The key that it names.
    pub kid: Option<String>,
    /// Its id.
    pub jti: String,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    alg: String,
    signed: &'a str,
    signature: &'a str,
}

/// The whole header: whatever could choose a key or an algorithm is refused while reading.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    typ: Option<String>,
    alg: String,
    kid: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
    jti: String,
}

/// One audience, alone or as the only member of a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Listed([String; 1]),
}

impl<'a> Assertion<'a> {
    /// Reads an assertion as of `now` and checks everything but its signature. Without a type it
    /// passes only where `untyped` says so.
    ///
    /// # Errors
    /// [`Refused`] with the first reason found.
    pub fn read(
        text: &'a str,
        issuer: &str,
        now: DateTime<Utc>,
        untyped: bool,
    ) -> Result<Self, Refused> {
        if text.len() > MAX_BYTES {
            return Err(Refused("too long"));
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(Refused("no token"))?;
        let (header, payload) = signed.split_once('.').ok_or(Refused("no token"))?;
        let header: Header = object(header).ok_or(Refused("header"))?;
        match header.typ.as_deref() {
            Some(TYPE) => {}
            None | Some("JWT") if untyped => {}
            _ => return Err(Refused("type")),
        }
        let claims: Claims = object(payload).ok_or(Refused("claims"))?;
        if claims.iss != claims.sub || claims.sub.is_empty() {
            return Err(Refused("issuer is not subject"));
        }
        let (Audience::One(audience) | Audience::Listed([audience])) = claims.aud;
        if audience != issuer {
            return Err(Refused("audience"));
        }
        if claims.jti.is_empty() {
            return Err(Refused("no id"));
        }
        let at = |seconds| DateTime::from_timestamp(seconds, 0).ok_or(Refused("time"));
        let expires_at = at(claims.exp)?;
        let early = |seconds: Option<i64>| match seconds {
            Some(seconds) => at(seconds).map(|it| it > now + LEEWAY),
            None => Ok(false),
        };
        if early(claims.nbf)? || early(claims.iat)? {
            return Err(Refused("not yet valid"));
        }
        if expires_at + LEEWAY <= now {
            return Err(Refused("expired"));
        }
        if expires_at > now + LONGEST + LEEWAY {
            return Err(Refused("valid for too long"));
        }
        Ok(Self {
            client_id: claims.sub,
            kid: header.kid,
            jti: claims.jti,
            expires_at,
            alg: header.alg,
            signed,
            signature,
        })
    }

    /// Whether one of the client's keys has signed it, each with its own algorithm only.
    #[must_use]
    pub fn is_signed_by(&self, keys: &[ClientKey]) -> bool {
        keys.iter().any(|key| key.is_called(&self.alg) && key.verifies(self.signed, self.signature))
    }
}

fn object<T: serde::de::DeserializeOwned>(part: &str) -> Option<T> {
    let json = URL_SAFE_NO_PAD.decode(part).ok()?;
    if json.starts_with(b"{") { serde_json::from_slice(&json).ok() } else { None }
}
