//! `netra serve` and `netra migrate`.

use std::sync::Arc;

use clap::ValueEnum;
use netra_registry::Database;
use tokio::net::TcpListener;

use super::{CommandError, Result, open, say, start_log};
use crate::auth::{Doorkeeper, Passwords};
use crate::config::Config;
use crate::graphql::Server;
use crate::server::{self, Places};

/// Which way to migrate.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Direction {
    /// Apply what is pending.
    Up,
    /// Take everything back; all records are lost.
    Down,
    /// Name what is pending.
    Status,
}

pub(super) async fn run(config: &Config) -> Result<()> {
    config.check()?;
    start_log(config);
    let registry = open(config).await?;
    let pending = registry.database().pending_migrations().await?;
    if !pending.is_empty() {
        let names = pending.join(", ");
        return Err(CommandError::Refused(format!(
            "the database is not up to date ({names}): run `netra migrate` first"
        )));
    }
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

pub(super) async fn migrate(config: &Config, direction: Direction) -> Result<()> {
    let database = Database::open(&config.database.url).await?;
    match direction {
        Direction::Up => {
            let pending = database.pending_migrations().await?;
            database.migrate().await?;
            say(&format!("Applied {}.", pending.len()))
        }
        Direction::Down => {
            database.migrate_down().await?;
            say("Took every migration back.")
        }
        Direction::Status => match database.pending_migrations().await?.as_slice() {
            [] => say("Up to date."),
            pending => say(&format!("Pending: {}", pending.join(", "))),
        },
    }
}
