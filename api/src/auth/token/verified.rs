//! Tokens whose signature was verified before. A client sends the same token with each request for
//! ten minutes, and verifying it costs more than everything else that a small request needs.
//!
//! Only what cannot change is remembered: that these bytes were signed by a key of this process,
//! and what they say. Times are compared again with each request, and whether session and seat
//! still hold is asked of the registry as ever.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use lru::LruCache;

use super::{AccessClaims, MAX_BYTES, TokenError, TokenPolicy, check_times, verify_access};
use crate::auth::SigningKeys;

/// How many tokens are remembered, half a kilobyte each.
const MOST: NonZeroUsize = NonZeroUsize::new(4_096).unwrap();

type Claims = LruCache<[u8; 32], Arc<AccessClaims>>;

/// Verifies the tokens of one server. It belongs to one set of keys and one policy.
pub struct VerifiedTokens(Mutex<Claims>);

impl Default for VerifiedTokens {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(MOST)))
    }
}

impl VerifiedTokens {
    /// Verifies an access token as [`verify_access`] does.
    ///
    /// # Errors
    /// As there.
    pub fn verify(
        &self,
        keys: &SigningKeys,
        policy: &TokenPolicy,
        now: DateTime<Utc>,
        token: &str,
    ) -> Result<Arc<AccessClaims>, TokenError> {
        if token.len() > MAX_BYTES {
            return Err(TokenError::TooLong);
        }
        let mut key = [0; 32];
        key.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        let known = self.lock().get(&key).map(Arc::clone);
        if let Some(claims) = known {
            check_times(&claims, policy, now.timestamp())?;
            return Ok(claims);
        }
        let claims = Arc::new(verify_access(keys, policy, now, token)?);
        self.lock().put(key, Arc::clone(&claims));
        Ok(claims)
    }

    fn lock(&self) -> MutexGuard<'_, Claims> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
