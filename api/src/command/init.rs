//! `netra init`: the three seats from which every other follows.

use clap::Args;
use netra_registry::intake::founding::{self, InitInput, SeatHolder};
use netra_registry::office::secret_token::{SecretKind, SecretToken};

use super::{Result, open, say};
use crate::config::Config;

/// Who holds the first three seats.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// Name with which the operator's administrator signs in.
    #[arg(long, value_name = "LOGIN")]
    operator: String,
    /// Name with which the administrator of civil-service policy (`KemenPANRB`) signs in.
    #[arg(long, value_name = "LOGIN")]
    policy: String,
    /// Name with which its approver signs in, who confirms the seats that the administrators grant.
    #[arg(long, value_name = "LOGIN")]
    approver: String,
}

impl Init {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        config.check()?;
        let registry = open(config).await?;
        registry.database().migrate().await?;
        let (operator, policy, approver) = (invite()?, invite()?, invite()?);
        let holder = |login: &str, token: &SecretToken| SeatHolder {
            login: login.to_owned(),
            display_name: login.to_owned(),
            token_digest: token.digest_hex(),
        };
        let input = InitInput {
            operator: holder(&self.operator, &operator),
            policy: holder(&self.policy, &policy),
            approver: holder(&self.approver, &approver),
        };
        founding::init(&registry, &input).await?;
        registry.sequence_all().await?;
        say(&format!(
            "The registry is founded. Hand each person the token for `activateAccount`; it is shown \
             once and valid for seven days:\n  {}  {}\n  {}  {}\n  {}  {}",
            self.operator,
            operator.reveal(),
            self.policy,
            policy.reveal(),
            self.approver,
            approver.reveal()
        ))
    }
}

fn invite() -> Result<SecretToken> {
    Ok(SecretToken::generate(SecretKind::Invitation)?)
}
