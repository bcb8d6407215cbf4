//! `netra init`: the three seats from which every other follows.

use std::collections::HashSet;

use clap::Args;
use netra_domain::login;
use netra_registry::Database;
use netra_registry::intake::founding::{self, InitInput, SeatHolder};
use netra_registry::office::secret_token::{SecretKind, SecretToken};

use super::{CommandError, Result, open, over, say};
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
        let logins = [&self.operator, &self.policy, &self.approver];
        let distinct: HashSet<String> = logins.iter().map(|it| login::folded(it)).collect();
        if distinct.len() < logins.len() {
            let told = "two seats have one login: three persons found a registry";
            return Err(CommandError::Refused(told.to_owned()));
        }
        let name = config.log_name();
        if config.transparency.name.is_empty() && !config.is_local() {
            return Err(CommandError::Refused(format!(
                "the log would be named {name} for ever, after http.public_url: say so by \
                 transparency.name = \"{name}\", or name another one"
            )));
        }
        let registry = over(config, Database::open(&config.database.url).await?)?;
        registry.database().migrate().await?;
        // Before anything is recorded: what keeps the log from being signed keeps the tokens, too.
        registry.check_keys().await?;
        registry.check_log().await?;
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
            "The registry is founded; its log is named {name}, for ever. Hand each person the token for \
             `activateAccount`, shown once and valid for seven days:\n  {}  {}\n  {}  {}\n  {}  {}",
            self.operator,
            operator.reveal(),
            self.policy,
            policy.reveal(),
            self.approver,
            approver.reveal()
        ))
    }
}

/// Whose token to issue again.
#[derive(Debug, Args)]
pub(super) struct Token {
    /// Name with which the holder of a first seat signs in.
    #[arg(value_name = "LOGIN")]
    login: String,
}

impl Token {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let registry = open(config).await?;
        let token = invite()?;
        founding::reissue(&registry, &self.login, &token.digest_hex()).await?;
        registry.sequence_all().await?;
        say(&format!(
            "The token for `activateAccount`, shown once and valid for seven days; every earlier one is \
             void:\n  {}  {}",
            self.login,
            token.reveal()
        ))
    }
}

fn invite() -> Result<SecretToken> {
    Ok(SecretToken::generate(SecretKind::Invitation)?)
}
