//! `netra generate`: files of invented people, for load and for looking around.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use netra_domain::policy::{Actor, Standing};
use netra_entity::Date;
use netra_registry::intake::generate::contest::{self, Elections};
use netra_registry::intake::generate::{self, Accounts, People, Signatures};

use super::{Result, open};
use crate::config::Config;

/// Generate a file.
#[derive(Debug, Args)]
pub(super) struct Generate {
    #[command(subcommand)]
    what: What,
    /// What the chance begins with: the same seed gives the same file.
    #[arg(long, global = true, default_value_t = 1)]
    seed: u64,
    /// Where to write; standard output without it.
    #[arg(long, global = true, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Invented civil servants over the institutions in the database that employ today.
    CivilServants {
        /// How many.
        #[arg(long)]
        count: u64,
    },
    /// Contests of Pemilu and Pemilihan 2024 over the regions in the database, with invented
    /// districts.
    Contests {
        #[command(flatten)]
        part: Part,
    },
    /// Invented contestants of those contests, and real parties.
    Contestants {
        #[command(flatten)]
        part: Part,
    },
    /// Invented candidates of those contestants, at national proportions.
    Candidates {
        #[command(flatten)]
        part: Part,
    },
    /// Invented campaign accounts of the contestants in the database that are determined.
    CampaignAccounts {
        /// How many.
        #[arg(long)]
        count: u64,
    },
    /// A list of signatures on paper of the people in a file of civil servants.
    PaperSignatures {
        /// The file of civil servants (CSV).
        people: PathBuf,
        /// How many rows, wrong ones included.
        #[arg(long)]
        count: u64,
        /// How many of them are wrong, each in another way than the one before.
        #[arg(long, default_value_t = 0)]
        wrong: u64,
        /// Only people of the institution with this code.
        #[arg(long, value_name = "CODE")]
        institution: Option<String>,
        /// First day on which somebody signed.
        #[arg(long, value_name = "DAY")]
        from: NaiveDate,
        /// Last day on which somebody signed.
        #[arg(long, value_name = "DAY")]
        to: NaiveDate,
    },
}

/// Which part of the elections a file is about.
#[derive(Debug, Args)]
struct Part {
    /// How many candidates in the whole country; the three files must be made with one number.
    #[arg(long, default_value_t = 261_700)]
    count: u64,
    /// Only what one office registers: `central`, or the code of its region.
    #[arg(long, value_name = "OFFICE")]
    office: Option<String>,
}

impl Part {
    async fn elections(self, config: &Config, seed: u64) -> Result<Elections> {
        let registry = open(config).await?;
        let permit = Actor::new(Standing::Public).permit()?;
        let grounds = registry.grounds(&permit).await?;
        let office = self.office.map(|it| if it == "central" { String::new() } else { it });
        Ok(Elections { count: self.count, seed, office, grounds })
    }
}

impl Generate {
    pub(super) async fn run(self, config: &Config) -> Result<()> {
        let seed = self.seed;
        let out = writer(self.out.as_deref())?;
        match self.what {
            What::CivilServants { count } => {
                let registry = open(config).await?;
                let permit = Actor::new(Standing::Public).permit()?;
                let workplaces = registry.workplaces(&permit).await?;
                let today = registry.clock().today();
                Ok(generate::civil_servants(&People { count, seed, workplaces, today }, out)?)
            }
            What::Contests { part } => {
                Ok(contest::contests(&part.elections(config, seed).await?, out)?)
            }
            What::Contestants { part } => {
                Ok(contest::contestants(&part.elections(config, seed).await?, out)?)
            }
            What::Candidates { part } => {
                Ok(contest::candidates(&part.elections(config, seed).await?, out)?)
            }
            What::CampaignAccounts { count } => {
                let registry = open(config).await?;
                let public = Actor::new(Standing::Public);
                let campaigners =
                    registry.campaigners(&public.permit()?, &public.permit()?).await?;
                let today = registry.clock().today();
                let accounts = Accounts { count, seed, campaigners, today };
                Ok(generate::campaign_accounts(&accounts, out)?)
            }
            What::PaperSignatures { people, count, wrong, institution, from, to } => {
                let list = Signatures {
                    count,
                    wrong,
                    seed,
                    institution_code: institution,
                    from: Date(from),
                    to: Date(to),
                };
                Ok(generate::paper_signatures(&list, File::open(people)?, out)?)
            }
        }
    }
}

fn writer(file: Option<&Path>) -> Result<Box<dyn Write + Send>> {
    Ok(match file {
        Some(path) => Box::new(BufWriter::new(File::create(path)?)),
        None => Box::new(BufWriter::new(std::io::stdout())),
    })
}
