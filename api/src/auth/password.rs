//! Passwords: which are accepted, and their hashing with argon2id.
//!
//! One hash costs 19 MiB and some 36 ms of a core, so hashing never runs on the request threads:
//! as many run at once as there are cores, the others wait in order of arrival, and beyond a
//! bounded line the answer is [`PasswordError::Busy`].

use std::fmt;
use std::sync::Arc;
use std::thread::available_parallelism;

use argon2::password_hash::{self, phc};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use netra_domain::Rule;
use serde::Deserialize;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, spawn_blocking};

use super::{Caller, RandomFailed, random};

/// How many wait at most: on two cores the last of them has its answer after five seconds.
const WAITING: usize = 256;
const MIN_CHARS: usize = 12;
const MAX_CHARS: usize = 128;
/// A shorter text of the person's own may occur by chance.
const MIN_OWN_CHARS: usize = 4;
const COMMON: &str = include_str!("password/common.txt");

/// The OWASP minimum for argon2id.
const PARAMS: Params = match Params::new(19_456, 2, 1, None) {
    Ok(params) => params,
    Err(_) => Params::DEFAULT,
};

/// Verified in place of an unknown user's hash, so that the answer takes as long. It is the hash
/// of no known password, and its verdict is not used.
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bmV0cmFkdW1teXNhbHQxMg\
    $QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU";

/// A password in clear.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// Takes the text exactly as typed: nothing is trimmed or normalised.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Checks that a new password is worth hashing. `own` are texts that others know of the
    /// person, such as the service number or the e-mail address; a password holding one is weak.
    ///
    /// # Errors
    ///
    /// [`Rule::PasswordWeak`].
    pub fn check(&self, own: &[&str]) -> Result<(), Rule> {
        if !(MIN_CHARS..=MAX_CHARS).contains(&self.0.chars().count()) {
            return Err(Rule::PasswordWeak);
        }
        let folded = self.0.to_lowercase();
        let holds = |text: &&str| {
            text.chars().count() >= MIN_OWN_CHARS && folded.contains(&text.to_lowercase())
        };
        if COMMON.lines().any(|common| common == folded) || own.iter().any(holds) {
            return Err(Rule::PasswordWeak);
        }
        Ok(())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Why a password could not be hashed or verified.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many wait already; trying again a little later helps.
    #[error("too many passwords wait to be verified")]
    Busy,
    /// The stored text is no hash.
    #[error("the stored password hash is unreadable")]
    Stored(#[source] phc::Error),
    /// The hash function refused.
    #[error("hashing failed")]
    Hashing(#[source] password_hash::Error),
    /// The work was stopped.
    #[error("hashing was interrupted")]
    Interrupted(#[source] JoinError),
    /// No salt could be made.
    #[error(transparent)]
    Random(#[from] RandomFailed),
}

/// The hashing service; clones share the same lines. Strangers wait in a line of their own, so that
/// they never stand before those who are known.
#[derive(Clone, Debug)]
pub struct Passwords {
    known: Line,
    strangers: Line,
}

#[derive(Clone, Debug)]
struct Line {
    places: Arc<Semaphore>,
    workers: Arc<Semaphore>,
}

impl Line {
    fn new(workers: usize, waiting: usize) -> Self {
        let workers = workers.clamp(1, Semaphore::MAX_PERMITS);
        let places = workers.saturating_add(waiting).min(Semaphore::MAX_PERMITS);
        Self {
            places: Arc::new(Semaphore::new(places)),
            workers: Arc::new(Semaphore::new(workers)),
        }
    }
}

impl Passwords {
    /// Makes the service with one worker per core, of which strangers use half.
    #[must_use]
    pub fn new() -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        Self { known: Line::new(cores, WAITING), strangers: Line::new(cores / 2, WAITING) }
    }

    /// Makes the service with so many workers, at least one, and so many waiting, in each line.
    #[must_use]
    pub fn with_limits(workers: usize, waiting: usize) -> Self {
        Self { known: Line::new(workers, waiting), strangers: Line::new(workers, waiting) }
    }

    /// Hashes a password into a PHC string. The caller has checked it.
    ///
    /// # Errors
    ///
    /// [`PasswordError::Busy`] if the line is full; the others tell of a defect.
    pub async fn hash(&self, password: Password) -> Result<String, PasswordError> {
        run(&self.known, move || {
            let salt: [u8; 16] = random()?;
            let hash = argon2()
                .hash_password_with_salt(password.0.as_bytes(), &salt)
                .map_err(PasswordError::Hashing)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Says whether the password is the one of the stored hash. With none stored (an unknown user)
    /// it is not, after the same work.
    ///
    /// # Errors
    ///
    /// [`PasswordError::Busy`] if the line is full; the others tell of a defect.
    pub async fn verify(
        &self,
        password: Password,
        stored: Option<String>,
        caller: Caller,
    ) -> Result<bool, PasswordError> {
        let line = match caller {
            Caller::Known => &self.known,
            Caller::Stranger => &self.strangers,
        };
        run(line, move || {
            let known = stored.is_some();
            let hash = phc::PasswordHash::new(stored.as_deref().unwrap_or(DUMMY))
                .map_err(PasswordError::Stored)?;
            match argon2().verify_password(password.0.as_bytes(), &hash) {
                Ok(()) => Ok(known),
                Err(password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(PasswordError::Hashing(error)),
            }
        })
        .await
    }

    /// Says whether a stored hash was made with other parameters than today's; then the password
    /// is hashed anew at the next successful sign-in.
    #[must_use]
    pub fn needs_rehash(stored: &str) -> bool {
        let Ok(hash) = phc::PasswordHash::new(stored) else { return true };
        let current = Params::try_from(&hash).is_ok_and(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost())
                == (PARAMS.m_cost(), PARAMS.t_cost(), PARAMS.p_cost())
        });
        let algorithm = hash.algorithm.as_str() == Algorithm::Argon2id.as_str();
        !(current && algorithm && hash.version == Some(Version::V0x13.into()))
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

async fn run<T: Send + 'static>(
    line: &Line,
    work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
) -> Result<T, PasswordError> {
    let place = Arc::clone(&line.places).try_acquire_owned().or(Err(PasswordError::Busy))?;
    let worker = Arc::clone(&line.workers).acquire_owned().await.or(Err(PasswordError::Busy))?;
    spawn_blocking(move || {
        // Held by the work, not by the request: a caller who leaves does not free the core.
        let _held = (place, worker);
        work()
    })
    .await
    .map_err(PasswordError::Interrupted)?
}

fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, PARAMS)
}

#[cfg(test)]
mod tests;
