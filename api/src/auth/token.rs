//! Access tokens: JWTs of RFC 9068, issued and accepted by this registry alone.
//!
//! [`verify_access`] is stricter than the standards ask. A header may hold `typ`, `alg` and `kid`
//! only, so nothing in a token can choose a key, an algorithm or an extension; the key named by
//! `kid` fixes the algorithm; and all times are compared with the moment given by the caller.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::keys::{KeyError, SigningKeys};

mod error;
mod verified;

pub use error::TokenError;
pub use verified::VerifiedTokens;

const ACCESS_TYPE: &str = "at+jwt";
const MAX_BYTES: usize = 4096;

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessClaims {
    /// The registry that issued it.
    pub iss: String,
    /// The registry it is meant for.
    pub aud: String,
    /// The account it speaks for.
    pub sub: String,
    /// The client program that asked for it.
    pub client_id: String,
    /// When it was issued, in seconds of Unix time.
    pub iat: i64,
    /// From when it holds.
    pub nbf: i64,
    /// Until when it holds, exclusive.
    pub exp: i64,
    /// Its own id.
    pub jti: String,
    /// The session it belongs to; ending that ends it.
    pub sid: String,
    /// The seat acted from; none when acting for oneself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<String>,
    /// The institution of that seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inst: Option<String>,
    /// Which renewal of the session it came with.
    #[serde(rename = "gen")]
    pub generation: i32,
}

/// Who a new token is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// The account.
    pub sub: String,
    /// The client program.
    pub client_id: String,
    /// The session.
    pub sid: String,
    /// The seat acted from.
    pub seat: Option<String>,
    /// The institution of that seat.
    pub inst: Option<String>,
    /// Which renewal of the session it comes with.
    pub generation: i32,
    /// The id of the token.
    pub jti: String,
}

/// What this registry issues and accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenPolicy {
    /// The issuer, byte for byte as in the published metadata.
    pub issuer: String,
    /// The one audience.
    pub audience: String,
    /// How long a new token holds.
    pub lifetime: TimeDelta,
    /// The longest lifetime that is accepted.
    pub max_lifetime: TimeDelta,
    /// How far two clocks may differ.
    pub leeway: TimeDelta,
    /// Whether client assertions pass that do not say their type, as before RFC 10070.
    pub untyped_assertions: bool,
}

impl TokenPolicy {
    /// The production values: 10 minutes, at most 15, clocks within 5 seconds.
    #[must_use]
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self {
            issuer: issuer.into(),
            audience: audience.into(),
            lifetime: TimeDelta::minutes(10),
            max_lifetime: TimeDelta::minutes(15),
            leeway: TimeDelta::seconds(5),
            untyped_assertions: false,
        }
    }

    /// The seconds a new token holds; never more than would be accepted.
    #[must_use]
    pub fn expires_in(&self) -> i64 {
        self.lifetime.min(self.max_lifetime).num_seconds()
    }
}

/// The whole header: a member beyond these (`crit`, `jku`, `jwk`, `x5u`, `x5c`, `zip`, ...) or the
/// same one twice is refused while reading.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    typ: Option<String>,
    alg: String,
    kid: Option<String>,
}

/// Issues an access token.
///
/// # Errors
///
/// [`KeyError::Signing`] if the signature cannot be made.
pub fn issue(
    keys: &SigningKeys,
    policy: &TokenPolicy,
    now: DateTime<Utc>,
    new: NewToken,
) -> Result<String, KeyError> {
    let now = now.timestamp();
    let claims = AccessClaims {
        iss: policy.issuer.clone(),
        aud: policy.audience.clone(),
        sub: new.sub,
        client_id: new.client_id,
        iat: now,
        nbf: now,
        exp: now.saturating_add(policy.expires_in()),
        jti: new.jti,
        sid: new.sid,
        seat: new.seat,
        inst: new.inst,
        generation: new.generation,
    };
    keys.sign(ACCESS_TYPE, &claims)
}

/// Verifies an access token as of `now` and returns what it says.
///
/// # Errors
///
/// [`TokenError`] with the first reason found: size and header first, then the signature, then
/// the claims, then the times.
pub fn verify_access(
    keys: &SigningKeys,
    policy: &TokenPolicy,
    now: DateTime<Utc>,
    token: &str,
) -> Result<AccessClaims, TokenError> {
    if token.len() > MAX_BYTES {
        return Err(TokenError::TooLong);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(TokenError::Malformed)?;
    let header: Header = serde_json::from_slice(&object(header)?).or(Err(TokenError::Header))?;
    if header.typ.as_deref() != Some(ACCESS_TYPE) {
        return Err(TokenError::Type);
    }
    let key = header.kid.and_then(|kid| keys.public_key(&kid)).ok_or(TokenError::Key)?;
    if header.alg != "ES256" {
        return Err(TokenError::Algorithm);
    }
    if !key.verifies(signed, signature) {
        return Err(TokenError::Signature);
    }
    let claims: AccessClaims =
        serde_json::from_slice(&object(payload)?).or(Err(TokenError::Claims))?;
    check_parties(&claims, policy)?;
    check_times(&claims, policy, now.timestamp())?;
    Ok(claims)
}

/// Decodes one part of a token. Only objects pass: the reader of structs would take arrays too.
fn object(part: &str) -> Result<Vec<u8>, TokenError> {
    let json = URL_SAFE_NO_PAD.decode(part).or(Err(TokenError::Malformed))?;
    if json.starts_with(b"{") { Ok(json) } else { Err(TokenError::Malformed) }
}

fn check_parties(claims: &AccessClaims, policy: &TokenPolicy) -> Result<(), TokenError> {
    if claims.iss != policy.issuer {
        return Err(TokenError::Issuer);
    }
    if claims.aud != policy.audience {
        return Err(TokenError::Audience);
    }
    let named = [&claims.sub, &claims.client_id, &claims.jti, &claims.sid];
    if named.iter().any(|text| text.is_empty()) { Err(TokenError::Claims) } else { Ok(()) }
}

fn check_times(claims: &AccessClaims, policy: &TokenPolicy, now: i64) -> Result<(), TokenError> {
    let leeway = policy.leeway.num_seconds();
    let latest = now.saturating_add(leeway);
    if claims.iat > latest {
        return Err(TokenError::IssuedInFuture);
    }
    if claims.nbf > latest {
        return Err(TokenError::NotYetValid);
    }
    let accepted = 1..=policy.max_lifetime.num_seconds();
    if !claims.exp.checked_sub(claims.iat).is_some_and(|lifetime| accepted.contains(&lifetime)) {
        return Err(TokenError::Lifetime);
    }
    if claims.exp.saturating_add(leeway) <= now { Err(TokenError::Expired) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
