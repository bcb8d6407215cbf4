//! `netra log`: the transparency log in the operator's hands.

use clap::Subcommand;

use super::{CommandError, Result, open, say};
use crate::config::Config;

/// What to do with the transparency log.
#[derive(Debug, Subcommand)]
pub(super) enum LogCommand {
    /// Sequence what waits, sign how far the log has come, and print the checkpoint.
    Sign,
    /// Give up a log whose end the database has lost, where no newer copy exists. It ends at the
    /// last checkpoint that was signed; the next event opens another log that names it.
    GiveUp {
        /// Say that no newer copy of the database exists.
        #[arg(long)]
        no_newer_copy: bool,
    },
    /// End a log whose key somebody else has. It is signed to its end once more; the next event opens
    /// another log that names this checkpoint, to be signed by another key.
    Retire {
        /// Say that the key is not safe any more.
        #[arg(long)]
        key_is_stolen: bool,
    },
}

impl LogCommand {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let registry = open(config).await?;
        match self {
            Self::Sign => {
                registry.sequence_all().await?;
                match registry.publish().await? {
                    Some(it) => say(&format!("Signed {} at size {}.", it.origin, it.size)),
                    None => say("There is no log yet."),
                }
            }
            Self::GiveUp { no_newer_copy: false } => Err(CommandError::Refused(
                "first look for a newer copy of the database; if there is none, say so by \
                 --no-newer-copy"
                    .to_owned(),
            )),
            Self::Retire { key_is_stolen: false } => Err(CommandError::Refused(
                "a log is retired only when its key is not safe any more: say so by --key-is-stolen"
                    .to_owned(),
            )),
            Self::Retire { key_is_stolen: true } => {
                let last = registry.retire_log().await?;
                say(&format!(
                    "{} ends at its checkpoint of size {}. Publish it; then name another key in \
                     transparency.key_file, beside which no checkpoint is kept yet.",
                    last.origin, last.size
                ))
            }
            Self::GiveUp { no_newer_copy: true } => {
                let last = registry.give_up_log().await?;
                say(&format!(
                    "{} ends at its checkpoint of size {}. Publish what was lost.",
                    last.origin, last.size
                ))
            }
        }
    }
}
