//! `netra erasures`: the list of erasures to keep outside the database, and its replay after an
//! older copy of the database was restored.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use netra_domain::policy::Actor;
use netra_entity::Instant;
use netra_registry::privacy::erasure::{EraseInput, Replay, Replayed};
use netra_registry::{Registry, Window};
use serde::{Deserialize, Serialize};

use super::{CommandError, Result, import, say, start_log};
use crate::config::Config;
use crate::graphql::{self, Kind};

/// Keep the list of erasures, or do them again after a restore.
#[derive(Debug, Args)]
pub(super) struct Erasures {
    #[command(subcommand)]
    what: What,
    /// File with the access token of the seat that acts.
    #[arg(long, global = true, value_name = "FILE")]
    token_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write every erasure to a new file, as NDJSON without personal data.
    Export {
        /// The file; it must not exist.
        file: PathBuf,
    },
    /// Erase again whatever a restored database holds of the people in the list.
    Replay {
        /// NDJSON, as exported.
        file: PathBuf,
    },
}

/// A line of the list.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Line {
    civil_servant: String,
    legal_basis: String,
    decree: String,
    erased_at: DateTime<Utc>,
}

impl Erasures {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        config.check()?;
        start_log(config);
        let server = import::server(config).await?;
        let actor = import::actor(&server, self.token_file.as_deref()).await?;
        let told = match &self.what {
            What::Export { file } => export(&server.registry, &actor, file).await?,
            What::Replay { file } => replay(&server.registry, &actor, file).await?,
        };
        // Nobody else sequences a SQLite file while this command holds it.
        server.registry.sequence_all().await?;
        say(&told)
    }
}

async fn export(registry: &Registry, actor: &Arc<Actor>, path: &Path) -> Result<String> {
    let permit = actor.permit()?;
    // A list of before a restore is never written over by a shorter one.
    let mut file = BufWriter::new(File::create_new(path)?);
    let mut window =
        Window { limit: 200, backward: false, after: None, before: None, ..Window::default() };
    let mut count = 0;
    loop {
        let page = registry.erasures(&permit, &window).await?;
        for row in &page.rows {
            let line = Line {
                civil_servant: graphql::show(Kind::CivilServant, row.civil_servant_id).0,
                legal_basis: row.legal_basis.clone(),
                decree: row.decree.clone(),
                erased_at: row.erased_at.0,
            };
            serde_json::to_writer(&mut file, &line)?;
            file.write_all(b"\n")?;
            count += 1;
        }
        match page.rows.last() {
            Some(last) if page.has_next => window.after = Some(vec![last.id.to_string()]),
            Some(_) | None => break,
        }
    }
    file.flush()?;
    Ok(format!("{count} erasures"))
}

async fn replay(registry: &Registry, actor: &Arc<Actor>, path: &Path) -> Result<String> {
    let permit = actor.permit()?;
    let (mut erased, mut unchanged, mut held, mut absent) = (0, 0, 0, 0);
    for (number, line) in BufReader::new(File::open(path)?).lines().enumerate() {
        let refused = || CommandError::Refused(format!("line {}: no erasure", number + 1));
        let line: Line = serde_json::from_str(&line?).map_err(|_source| refused())?;
        let person = graphql::parse(&async_graphql::ID(line.civil_servant));
        let Some((Kind::CivilServant, civil_servant_id)) = person else { return Err(refused()) };
        let replay = Replay {
            input: EraseInput {
                civil_servant: civil_servant_id.into(),
                legal_basis: line.legal_basis,
                decree: line.decree,
            },
            erased_at: Instant::from_utc(line.erased_at),
        };
        match registry.replay_erasure(&permit, &replay).await? {
            Replayed::Erased => erased += 1,
            Replayed::Unchanged => unchanged += 1,
            Replayed::Held => held += 1,
            Replayed::Absent => absent += 1,
        }
    }
    Ok(format!(
        "{erased} erased again, {unchanged} unchanged, {held} under a hold that is to be lifted first, \
         {absent} not in this database"
    ))
}
