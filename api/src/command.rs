//! The commands of `netra`.

mod config;
pub mod demo;
mod erasures;
mod fsck;
mod generate;
mod import;
mod init;
mod log;
mod serve;
mod verify;

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use netra_registry::office::outbox::Outbox;
use netra_registry::{Clock, Database, Registry};

use crate::config::{Config, ConfigError};
use crate::graphql;

/// National registry of civil-servant (ASN) election neutrality.
#[derive(Debug, Parser)]
#[command(name = "netra", version, about)]
pub struct Cli {
    /// File with settings; `netra.toml` where there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a demonstration with invented people, in a temporary folder.
    Demo(demo::Demo),
    /// Found an empty registry: the first three seats and the law.
    Init(init::Init),
    /// Serve.
    Serve,
    /// Bring the schema up to date, or show or take back its state.
    Migrate {
        /// What to do.
        #[arg(value_enum, default_value = "up")]
        direction: serve::Direction,
        /// Name of the database, typed by hand, to take everything back.
        #[arg(long, value_name = "NAME")]
        database: Option<String>,
    },
    /// Issue the token of a first seat again, where its holder has not used one yet.
    Token(init::Token),
    /// Import a file through the seat of a token.
    Import(import::Import),
    /// Keep the list of erasures, or do them again after a restore.
    Erasures(erasures::Erasures),
    /// Generate a file of invented people.
    Generate(generate::Generate),
    /// Check record, event, leaf, tile and checkpoint against each other.
    Fsck(fsck::Fsck),
    /// Check a receipt offline.
    Verify(verify::Verify),
    /// Sign the transparency log, or give it up.
    #[command(subcommand)]
    Log(log::LogCommand),
    /// Print the access matrix.
    Policy,
    /// Print the GraphQL schema.
    Schema,
    /// Check the settings, or make keys.
    #[command(subcommand)]
    Config(config::ConfigCommand),
}

/// What a command may fail with; its text tells the operator what to do.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Settings.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The registry.
    #[error(transparent)]
    Registry(#[from] netra_registry::Error),
    /// Files and sockets.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// Keys.
    #[error(transparent)]
    Key(#[from] crate::auth::KeyError),
    /// Passwords.
    #[error(transparent)]
    Password(#[from] crate::auth::PasswordError),
    /// Randomness.
    #[error(transparent)]
    Random(#[from] crate::auth::RandomFailed),
    /// JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The matrix does not give the act to the seat of the token.
    #[error("the seat of this token may not do this: {0}")]
    Forbidden(#[from] netra_domain::policy::Forbidden),
    /// Something the operator must change.
    #[error("{0}")]
    Refused(String),
    /// An import that left rows out.
    #[error("some rows were refused, as listed above; correct them and import the file again")]
    RowsRefused,
    /// Nothing that can be checked.
    #[error("{0}")]
    Unverifiable(String),
}

impl CommandError {
    /// What the process ends with.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Unverifiable(_)) { 2 } else { 1 }
    }
}

type Result<T, E = CommandError> = std::result::Result<T, E>;

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// Whatever keeps it from its end, in words for the operator.
    pub async fn run(self) -> Result<()> {
        let file = self.config.as_deref();
        match self.command {
            Command::Policy => say(&netra_domain::policy::matrix_text()),
            Command::Schema => say(&graphql::sdl()),
            Command::Demo(demo) => demo.run().await,
            Command::Init(init) => init.run(&Config::load(file)?).await,
            Command::Serve => serve::run(&Config::load(file)?).await,
            Command::Migrate { direction, database } => {
                serve::migrate(&Config::load(file)?, direction, database.as_deref()).await
            }
            Command::Token(token) => token.run(&Config::load(file)?).await,
            Command::Import(import) => import.run(&Config::load(file)?).await,
            Command::Erasures(erasures) => erasures.run(&Config::load(file)?).await,
            Command::Generate(generate) => generate.run(&Config::load(file)?).await,
            Command::Fsck(fsck) => fsck.run(&Config::load(file)?).await,
            Command::Verify(verify) => verify.run(),
            Command::Log(command) => command.run(&Config::load(file)?).await,
            Command::Config(command) => command.run(file).await,
        }
    }
}

/// Prints a line for the person at the terminal.
fn say(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// Opens the registry that the settings name, which is there and has these keys.
async fn open(config: &Config) -> Result<Registry> {
    let registry = over(config, Database::open_existing(&config.database.url).await?)?;
    let pending = registry.database().pending_migrations().await?;
    if !pending.is_empty() {
        let names = pending.join(", ");
        return Err(CommandError::Refused(format!(
            "the database is not up to date ({names}): run `netra migrate` first"
        )));
    }
    registry.check_keys().await?;
    Ok(registry)
}

fn over(config: &Config, database: Database) -> Result<Registry> {
    let vault = config.vault()?;
    let registry = Registry::new(database, Clock::System, vault).trusting(config.trust_files()?);
    Ok(registry.with_log(config.keeper()?).with_outbox(Outbox::new(&config.outbox.folder)))
}

/// Starts the log.
fn start_log(config: &Config) {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = EnvFilter::try_new(&config.log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::stderr().is_terminal();
    let log = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    // A second start, as in tests, keeps the first.
    let _already = if config.log.json { log.json().try_init() } else { log.try_init() };
}
