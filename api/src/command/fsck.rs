//! `netra fsck`: whether everything that the registry keeps about the same thing agrees.

use std::path::PathBuf;

use clap::Args;
use netra_registry::check::Trusted;
use netra_registry::ledger::log::proof::Policy;

use super::{CommandError, Result, open, say};
use crate::config::Config;

/// Check record against event, event against leaf, leaf against tile, tile against checkpoint.
#[derive(Debug, Args)]
pub(super) struct Fsck {
    /// Your own copy of the policy or the public keys; those in the database without it.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// A checkpoint that you have seen earlier; the log must continue it. May be given again.
    #[arg(long, value_name = "FILE")]
    since: Vec<PathBuf>,
}

impl Fsck {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let policy = self.policy.as_deref().map(read_policy).transpose()?;
        let checkpoints =
            self.since.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
        let registry = open(config).await?;
        let report = registry.fsck(&Trusted { policy, checkpoints }).await?;
        for finding in &report.findings {
            say(&finding.to_string())?;
        }
        say(&format!(
            "{} events, {} revisions ({} erased), {} records, {} tiles, {} checkpoints checked",
            report.events,
            report.revisions,
            report.erased,
            report.records,
            report.tiles,
            report.checkpoints
        ))?;
        if report.is_clean() {
            return say("Everything agrees.");
        }
        if report.is_undecided() {
            let text = "what you brought could not be compared; nothing else is wrong";
            return Err(CommandError::Unverifiable(text.to_owned()));
        }
        let wrong = u64::try_from(report.findings.len()).unwrap_or(u64::MAX) + report.more;
        Err(CommandError::Refused(format!("{wrong} things are wrong")))
    }
}

/// The keys that somebody trusts.
pub(super) fn read_policy(file: &std::path::Path) -> Result<Policy> {
    let text = std::fs::read_to_string(file)?;
    Policy::parse(&text)
        .map_err(|problem| CommandError::Unverifiable(format!("{}: {problem}", file.display())))
}
