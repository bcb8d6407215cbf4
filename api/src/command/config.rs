//! `netra config`: check the settings, make keys.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use netra_registry::ledger::log::note::SignerKey;
use netra_registry::{Database, Vault};

use super::{CommandError, Result, over, say};
use crate::auth::keys;
use crate::config::Config;

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Check the settings and the keys they name.
    Check,
    /// Make a signing key, a column key and the key of the log in a folder.
    Keys {
        /// The folder.
        folder: PathBuf,
    },
    /// Make one more signing key, to change to.
    SigningKey {
        /// The file.
        file: PathBuf,
    },
}

impl ConfigCommand {
    pub(super) async fn run(self, file: Option<&Path>) -> Result<()> {
        match self {
            Self::Check => {
                let config = Config::load(file)?;
                say(&serde_json::to_string_pretty(&config.shown())?)?;
                config.check()?;
                for line in config.trust_files()?.current().lines() {
                    say(&format!("Trusted for certified signatures: {line}"))?;
                }
                if config.trust.root_files.is_empty() {
                    say("Certified signatures are refused: trust.root_files names no root.")?;
                }
                say(&compare_keys(&config).await?)?;
                say("The settings are complete; a server may start with them.")
            }
            Self::Keys { folder } => make_keys(&folder),
            Self::SigningKey { file } => {
                write_new(&file, &keys::generate_pem()?)?;
                say(
                    "Wrote the key. List it in auth.further_key_files on every server before it signs.",
                )
            }
        }
    }
}

/// Whether the keys are those of the database, as far as it can be asked.
async fn compare_keys(config: &Config) -> Result<String> {
    let database = match Database::open_existing(&config.database.url).await {
        Ok(database) => database,
        Err(error) => return Ok(format!("The keys were compared with no database: {error}")),
    };
    if !database.pending_migrations().await?.is_empty() {
        return Ok("The keys were compared with no database: it is not up to date.".to_owned());
    }
    over(config, database)?.check_keys().await?;
    Ok("The keys are those of the database.".to_owned())
}

fn make_keys(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    write_new(&folder.join("signing.pem"), &keys::generate_pem()?)?;
    write_new(&folder.join("column.key"), &Vault::generate_key()?)?;
    write_new(&folder.join("log.key"), &SignerKey::generate()?)?;
    say(&format!(
        "Wrote signing.pem, column.key and log.key to {}. Keep a copy of column.key: without it the \
         population numbers in the database cannot be read again. The last checkpoint of the log \
         will be kept beside log.key: keep both out of the backups of the database.",
        folder.display()
    ))
}

/// Writes a secret that only the owner reads, and never over another.
fn write_new(path: &Path, text: &str) -> Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut file = file.map_err(|error| {
        CommandError::Refused(format!("{}: {error}; keys are never written over", path.display()))
    })?;
    Ok(file.write_all(text.as_bytes())?)
}
