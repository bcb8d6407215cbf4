//! The bench: the registry beside `PostGraphile` and `pgbench`, on one machine and the same number of
//! records, as ratios. `bench/run` builds and brings what this needs, and starts it.
//!
//! What is measured is in `operation`, one file for each operation. Nothing here is part of the
//! registry, and no file of the registry knows of it.

mod cluster;
mod facts;
mod fill;
mod http;
mod load;
mod log;
mod measure;
mod operation;
mod pgbench;
mod report;
mod server;
mod signers;

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Parser, ValueEnum};

use crate::cluster::Cluster;
use crate::facts::Facts;
use crate::measure::{Plan, Targets};
use crate::report::Report;

type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

/// Measures the registry beside the peers.
#[derive(Debug, Parser)]
#[command(name = "bench/run", about)]
struct Args {
    /// What our records are kept in; the peers' are in PostgreSQL in any case.
    #[arg(long, value_enum, default_value = "postgresql")]
    database: Backend,
    /// How many civil servants; fourteen out of fifteen have signed.
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(2_000..))]
    people: u32,
    /// How often everything is measured; the table shows medians.
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// How long one measurement takes, in seconds.
    #[arg(long, default_value_t = 3)]
    seconds: u32,
    /// How many requests are under way at once.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 16, 64])]
    concurrency: Vec<usize>,
    /// Only these operations.
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    operations: Vec<String>,
    /// Only these of netra, postgraphile and pgbench.
    #[arg(long, value_delimiter = ',', value_enum, default_values_t = measure::ALL)]
    targets: Vec<measure::Target>,
    /// Keep the filled databases in this folder, and use those that it holds.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Where every measurement is written, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Measure what the transparency log costs, and nothing else.
    #[arg(long)]
    log: bool,
    /// How many acts that is measured with.
    #[arg(long, default_value_t = 15_000, requires = "log")]
    acts: u32,
    /// How many entries the log has in the end.
    #[arg(long, default_value_t = 1_000_000, requires = "log")]
    entries: u32,
    /// The program `netra`.
    #[arg(long, hide = true)]
    netra: PathBuf,
    /// The program `node`.
    #[arg(long, hide = true, default_value = "node")]
    node: PathBuf,
    /// Where the packages of the peer are installed.
    #[arg(long, hide = true, default_value = ".")]
    peer: PathBuf,
}

/// What our records are kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Backend {
    Postgresql,
    Sqlite,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let args = Args::parse();
    let operations = operation::chosen(&args.operations)?;
    let folder = if let Some(folder) = &args.keep {
        std::fs::create_dir_all(folder)?;
        folder.canonicalize()?
    } else {
        // It goes with the cluster, however we end.
        tempfile::Builder::new().prefix("netra-bench-").tempdir()?.keep()
    };
    let cluster = Cluster::start(&folder, args.keep.is_some())?;
    let place = Place { folder: &folder, cluster: &cluster, backend: args.database };
    if args.log {
        let plan = log::Plan { rounds: args.rounds, acts: args.acts, entries: args.entries };
        return log::measure(&place, plan, args.json.as_deref()).await;
    }
    let mut facts = match Facts::read(&place.facts())? {
        Some(facts) if facts.people == args.people => facts,
        Some(facts) => {
            return Err(format!("{} holds {} people", folder.display(), facts.people).into());
        }
        None => fill::all(&place, args.people).await?,
    };
    let plan = Plan {
        operations,
        rounds: args.rounds,
        time: Duration::from_secs(args.seconds.into()),
        concurrency: args.concurrency,
        targets: args.targets,
    };
    let programs = [&args.netra, &args.node, &args.peer].map(PathBuf::as_path);
    let targets = Targets::start(&place, &facts, &plan, programs)?;
    let measured = measure::all(&place, &mut facts, &targets, &plan)?;
    if let Some(file) = &args.json {
        report::write(file, &measured)?;
    }
    say(&Report::of(&measured, &plan).to_string())
}

/// Where one bench has its databases.
struct Place<'a> {
    folder: &'a Path,
    cluster: &'a Cluster,
    backend: Backend,
}

impl Place<'_> {
    /// Where it is written down what the databases hold.
    fn facts(&self) -> PathBuf {
        self.folder.join(match self.backend {
            Backend::Postgresql => "postgresql.json",
            Backend::Sqlite => "sqlite.json",
        })
    }

    /// Where the key of the transparency log is; its last checkpoint is beside it.
    fn log_key(&self) -> PathBuf {
        self.folder.join("log.key")
    }

    /// The URL of our own database.
    fn url(&self) -> String {
        match self.backend {
            Backend::Postgresql => self.cluster.url("netra"),
            Backend::Sqlite => format!("sqlite://{}", self.folder.join("netra.db").display()),
        }
    }
}

/// Tells how far it is.
fn tell(text: &str) {
    // Nobody may be reading, and the figures do not depend on it.
    let _closed = writeln!(std::io::stderr(), "{text}");
}

fn say(text: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{text}")?)
}
