//! `netra serve` and `netra migrate`.

use std::sync::Arc;

use clap::ValueEnum;
use netra_registry::Database;
use tokio::net::TcpListener;

use super::{CommandError, Result, open, over, say, start_log};
use crate::auth::{Doorkeeper, Passwords};
use crate::config::Config;
use crate::graphql::Server;
use crate::server::{self, Places};

/// Which way to migrate.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Direction {
    /// Apply what is pending.
    Up,
    /// Take everything back in a database without records.
    Down,
    /// Name what is pending.
    Status,
}

pub(super) async fn run(config: &Config) -> Result<()> {
    config.check()?;
    start_log(config);
    let registry = open(config).await?;
    let server = Server {
        registry,
        keys: Arc::new(config.signing_keys()?),
        tokens: Arc::new(config.token_policy()),
        passwords: Passwords::new(),
        door: Doorkeeper::default(),
    };
    let stop = server::stop_signal()?;
    let listener = TcpListener::bind(config.http.listen).await?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    let metrics = server::metrics_recorder();
    let places = Places {
        watch: config.http.watch,
        trusted_proxies: config.http.trusted_proxies.clone().into(),
    };
    Ok(server::serve(listener, (server, places), metrics, stop).await?)
}

pub(super) async fn migrate(
    config: &Config,
    direction: Direction,
    typed: Option<&str>,
) -> Result<()> {
    let url = &config.database.url;
    let database = match direction {
        Direction::Up => Database::open(url).await?,
        Direction::Down | Direction::Status => Database::open_existing(url).await?,
    };
    match direction {
        Direction::Up => {
            let pending = database.pending_migrations().await?;
            database.migrate().await?;
            say(&format!("Applied {}.", pending.len()))
        }
        Direction::Down => {
            may_be_taken_back(config, &database, typed).await?;
            database.migrate_down().await?;
            say("Took every migration back.")
        }
        Direction::Status => match database.pending_migrations().await?.as_slice() {
            [] => say("Up to date."),
            pending => say(&format!("Pending: {}", pending.join(", "))),
        },
    }
}

/// Refuses to empty a database that holds anything, serves anybody, or was not meant.
async fn may_be_taken_back(
    config: &Config,
    database: &Database,
    typed: Option<&str>,
) -> Result<()> {
    let name = config.database_name();
    let refused = |told: String| Err(CommandError::Refused(told));
    if database.others_are_connected().await? {
        return refused("a server runs on this database: stop it first".to_owned());
    }
    let is_migrated = database.pending_migrations().await?.is_empty();
    if is_migrated && over(config, database.clone())?.is_founded().await? {
        return refused(format!(
            "{name} holds records, which `migrate down` would destroy. Nothing was changed. To begin \
             anew, name another database; to be rid of this one, remove it by the database's own means"
        ));
    }
    if typed != Some(name.as_str()) {
        return refused(format!(
            "taking every migration back empties the database: say so by --database {name}"
        ));
    }
    Ok(())
}
