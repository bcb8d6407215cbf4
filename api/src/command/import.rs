//! `netra import`: a file through the seat of a token.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use netra_domain::Locale;
use netra_domain::policy::Actor;
use netra_registry::intake::import::{ImportFile, ImportReport, Progress};
use netra_registry::{ActRequest, Registry};

use super::{CommandError, Result, open, say, start_log};
use crate::auth::{Doorkeeper, Passwords};
use crate::config::Config;
use crate::execute::Executor;
use crate::graphql::{self, Kind, Server};

/// Import a file through the seat of a token.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
    /// File with the access token of the seat that imports.
    #[arg(long, global = true, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Judge every row and write nothing.
    #[arg(long, global = true)]
    dry_run: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Regions: code, `parent_code`, level, name, `time_zone`, `valid_from`.
    Regions {
        /// CSV or NDJSON.
        file: PathBuf,
    },
    /// Institutions, known by their code.
    Institutions {
        /// CSV or NDJSON.
        file: PathBuf,
    },
    /// The government of each region that has none yet.
    RegionalGovernments,
    /// Civil servants with number and employment.
    CivilServants {
        /// CSV or NDJSON.
        file: PathBuf,
    },
    /// Contests and their electoral districts.
    Contests {
        /// CSV or NDJSON.
        file: PathBuf,
    },
    /// Contestants: parties at their level, pairs, individuals.
    Contestants {
        /// CSV or NDJSON.
        file: PathBuf,
    },
    /// Candidates, known by KPU's code.
    Candidates {
        /// CSV or NDJSON.
        file: PathBuf,
    },
    /// Circulars on neutrality, known by institution and number.
    Circulars {
        /// CSV or NDJSON.
        file: PathBuf,
    },
    /// Campaign accounts of contestants, known by KPU's codes.
    CampaignAccounts {
        /// CSV or NDJSON.
        file: PathBuf,
    },
    /// Signatures given on paper.
    PaperSignatures {
        /// CSV or NDJSON.
        file: PathBuf,
        /// Global id of the pact text.
        #[arg(long, value_name = "ID")]
        pact_text: String,
    },
}

impl Import {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        config.check()?;
        start_log(config);
        let server = server(config).await?;
        let actor = actor(&server, self.token_file.as_deref()).await?;
        let report = self.import(&server.registry, &actor).await?;
        // Nobody else sequences a SQLite file while this command holds it.
        server.registry.sequence_all().await?;
        say(&summary(&report))?;
        // A script that goes on after it has to know.
        if report.counts.refused > 0 { Err(CommandError::RowsRefused) } else { Ok(()) }
    }

    async fn import(&self, registry: &Registry, actor: &Arc<Actor>) -> Result<ImportReport> {
        let request = ActRequest { trace_id: "import".to_owned(), ..ActRequest::default() };
        let file = |path: &Path| -> Result<ImportFile> {
            let file = ImportFile::open(path)
                .map_err(|error| CommandError::Refused(format!("{}: {error}", path.display())))?;
            Ok(file.dry_run(self.dry_run))
        };
        let tell = &mut tell;
        Ok(match &self.what {
            What::Regions { file: path } => {
                registry.import_regions(&actor.permit()?, &request, file(path)?, tell).await?
            }
            What::Institutions { file: path } => {
                registry.import_institutions(&actor.permit()?, &request, file(path)?, tell).await?
            }
            What::RegionalGovernments => {
                let permit = actor.permit()?;
                registry.derive_regional_governments(&permit, &request, self.dry_run, tell).await?
            }
            What::CivilServants { file: path } => {
                registry
                    .import_civil_servants(&actor.permit()?, &request, file(path)?, tell)
                    .await?
            }
            What::Contests { file: path } => {
                registry.import_contests(&actor.permit()?, &request, file(path)?, tell).await?
            }
            What::Contestants { file: path } => {
                registry.import_contestants(&actor.permit()?, &request, file(path)?, tell).await?
            }
            What::Candidates { file: path } => {
                registry.import_candidates(&actor.permit()?, &request, file(path)?, tell).await?
            }
            What::Circulars { file: path } => {
                registry.import_circulars(&actor.permit()?, &request, file(path)?, tell).await?
            }
            What::CampaignAccounts { file: path } => {
                // Who only prepares registers; an approver's file also enters and ends accounts.
                let enter = actor.permit().ok();
                let (permit, file) = (actor.permit()?, file(path)?);
                registry
                    .import_campaign_accounts(&permit, enter.as_ref(), &request, file, tell)
                    .await?
            }
            What::PaperSignatures { file: path, pact_text } => {
                let id = graphql::parse(&async_graphql::ID(pact_text.clone()));
                let Some((Kind::PactText, text)) = id else {
                    let told = "--pact-text is not the global id of a pact text";
                    return Err(CommandError::Refused(told.to_owned()));
                };
                let permit = actor.permit()?;
                registry.import_paper_signatures(&permit, &request, text, file(path)?, tell).await?
            }
        })
    }
}

/// What a command needs to accept a token.
pub(super) async fn server(config: &Config) -> Result<Server> {
    Ok(Server {
        registry: open(config).await?,
        keys: Arc::new(config.signing_keys()?),
        tokens: Arc::new(config.token_policy()),
        passwords: Passwords::new(),
        door: Doorkeeper::default(),
    })
}

/// The actor for whom the token stands now.
pub(super) async fn actor(server: &Server, file: Option<&Path>) -> Result<Arc<Actor>> {
    let Some(file) = file else {
        let told = "--token-file is missing: whatever writes acts through a seat";
        return Err(CommandError::Refused(told.to_owned()));
    };
    let token = std::fs::read_to_string(file)?;
    let executor = Executor::new(graphql::schema(), server.clone());
    executor.actor(Some(token.trim()), Locale::En).await.map_err(|_rejection| {
        CommandError::Refused(
            "the token is not accepted: expired, of an ended session or seat, or of another server"
                .to_owned(),
        )
    })
}

/// Refused rows go to standard output, progress to standard error.
fn tell(progress: Progress) {
    // A closed terminal must not end a job that is half done.
    let _closed = match progress {
        Progress::Refused(row) => {
            let (line, code, path) = (row.line, row.code, row.path);
            writeln!(std::io::stdout(), "line {line}\t{code}\t{path}\t{}", row.words())
        }
        Progress::Counted(counts) => write!(
            std::io::stderr(),
            "\r{} rows, {} changed, {} refused",
            counts.rows,
            counts.changed,
            counts.refused
        ),
    };
}

fn summary(report: &ImportReport) -> String {
    let counts = report.counts;
    let event = report.receipt.map_or_else(
        || "nothing was written (dry run)".to_owned(),
        |it| format!("event {}", graphql::show(Kind::Event, it.event_id).as_str()),
    );
    format!(
        "\n{} rows: {} changed, {} unchanged, {} refused; file sha256 {}; {event}",
        counts.rows, counts.changed, counts.unchanged, counts.refused, report.file_sha256
    )
}
