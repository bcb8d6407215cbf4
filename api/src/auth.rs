//! Who is calling: signing keys, access tokens and passwords.
//!
//! Only the primitives live here; which account, session or seat they belong to is looked up
//! elsewhere. Nothing reads the clock: every check against time takes `now`.

pub mod assertion;
pub mod client_key;
pub mod doorkeeper;
pub mod keys;
pub mod password;
pub mod token;

pub use assertion::Assertion;
pub use client_key::ClientKey;
pub use doorkeeper::{Caller, Doorkeeper};
pub use keys::{KeyError, SigningKeys};
pub use password::{Password, PasswordError, Passwords};
pub use token::{AccessClaims, NewToken, TokenError, TokenPolicy, VerifiedTokens};

use aws_lc_rs::rand::{SecureRandom, SystemRandom};

/// The operating system gave no randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system's source of randomness failed")]
pub struct RandomFailed;

fn random<const N: usize>() -> Result<[u8; N], RandomFailed> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).or(Err(RandomFailed))?;
    Ok(bytes)
}
