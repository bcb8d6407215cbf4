//! `netra init`: the two seats from which every other follows.

use clap::Args;
use netra_registry::intake::founding::{self, InitInput, SeatHolder};

use super::{Result, open, say};
use crate::auth::{SecretKind, SecretToken};
use crate::config::Config;

/// Who holds the first two seats.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// Name with which the operator's administrator signs in.
    #[arg(long, value_name = "LOGIN")]
    operator: String,
    /// Name with which the administrator of civil-service policy (`KemenPANRB`) signs in.
    #[arg(long, value_name = "LOGIN")]
    policy: String,
}

impl Init {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        config.check()?;
        let registry = open(config).await?;
        registry.database().migrate().await?;
        let (operator, policy) = (invite()?, invite()?);
        let holder = |login: &str, token: &SecretToken| SeatHolder {
            login: login.to_owned(),
            display_name: login.to_owned(),
            token_digest: token.digest_hex(),
        };
        let input = InitInput {
            operator: holder(&self.operator, &operator),
            policy: holder(&self.policy, &policy),
        };
        founding::init(&registry, &input).await?;
        registry.sequence_all().await?;
        say(&format!(
            "The registry is founded. Hand each administrator the token for `activateAccount`; it \
             is shown once and valid for seven days:\n  {}  {}\n  {}  {}",
            self.operator,
            operator.reveal(),
            self.policy,
            policy.reveal()
        ))
    }
}

fn invite() -> Result<SecretToken> {
    Ok(SecretToken::generate(SecretKind::Invitation)?)
}
