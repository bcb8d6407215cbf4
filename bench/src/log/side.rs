//! A registry with a log, or without one: its people, its acts, and how large its tables are.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt, stream};
use netra_registry::intake::founding;
use netra_registry::intake::generate::{self, People};
use netra_registry::intake::import::{Format, ImportFile, Progress};
use netra_registry::ledger::log::Keeper;
use netra_registry::ledger::log::note::SignerKey;
use netra_registry::pact::pact_signature::{PaperSignatureInput, RecordPaperSignaturesInput};
use netra_registry::{ActRequest, Clock, Database, Registry, Vault};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::fill::{LOG, complete, permit};
use crate::{Backend, Place, Result, tell};

/// Acts under way at once.
const AT_ONCE: usize = 16;

/// Bytes by table.
pub(super) type Sizes = BTreeMap<String, f64>;

pub(super) struct Side {
    pub(super) registry: Registry,
    pub(super) keeps_log: bool,
    /// A connection past the registry.
    pub(super) db: DatabaseConnection,
    name: &'static str,
    text: Uuid,
    /// Service numbers of those who have not signed.
    numbers: Vec<String>,
}

impl Side {
    /// A demonstration with so many more people, in a database of this name.
    pub(super) async fn found(
        place: &Place<'_>,
        name: &'static str,
        keeps_log: bool,
        people: u32,
    ) -> Result<Self> {
        tell(&format!("filling {name}"));
        let url = match place.backend {
            Backend::Postgresql => {
                place.cluster.run("postgres", &format!("CREATE DATABASE {name}"), &[])?;
                place.cluster.url(name)
            }
            Backend::Sqlite => {
                let file = place.folder.join(name).with_extension("db");
                format!("sqlite://{}?mode=rwc", file.display())
            }
        };
        let database = Database::open(&url).await?;
        database.migrate().await?;
        let vault = Vault::from_base64(&Vault::generate_key()?)?;
        let mut registry = Registry::new(database, Clock::System, vault);
        if keeps_log {
            let key = SignerKey::from_base64(&SignerKey::generate()?)?;
            let kept = place.folder.join(name).with_extension("checkpoint");
            registry = registry.with_log(Keeper::named(LOG).signing(key, kept));
        }
        let done = founding::demo(&registry, "*").await?;
        let numbers = import(&registry, people).await?;
        registry.sequence_all().await?;
        if place.backend == Backend::Postgresql {
            place.cluster.run(name, "VACUUM (ANALYZE, FREEZE)", &[])?;
        }
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        let db = sea_orm::Database::connect(options).await?;
        Ok(Self { registry, keeps_log, db, name, text: done.pact_text_id, numbers })
    }

    /// Records the signatures of one round, with the sequencer beside it; answers when all were
    /// acknowledged, and when all were sequenced and, with a log, signed.
    pub(super) async fn act(&self, round: u32, rounds: u32) -> Result<(Duration, Duration)> {
        let share = self.numbers.len() / usize::try_from(rounds)?.max(1);
        let from = share * usize::try_from(round)?;
        let numbers = self.numbers.get(from..from + share).unwrap_or_default();
        let (stop, stopped) = oneshot::channel::<()>();
        let begun = Instant::now();
        let sequencer = tokio::spawn(self.registry.clone().run_sequencer(async move {
            let _stopped = stopped.await;
        }));
        stream::iter(numbers)
            .map(|number| self.record(number))
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await?;
        let acknowledged = begun.elapsed();
        drop(stop);
        sequencer.await?;
        Ok((acknowledged, begun.elapsed()))
    }

    async fn record(&self, number: &str) -> Result<()> {
        let request = ActRequest { trace_id: "bench".to_owned(), ..ActRequest::default() };
        let row = PaperSignatureInput {
            service_number: number.to_owned(),
            signed_on: self.registry.clock().today(),
            document_sha256: None,
        };
        let input = RecordPaperSignaturesInput { pact_text: self.text.into(), rows: vec![row] };
        let done = self.registry.record_paper_signatures(&permit()?, &request, &input).await?;
        done.receipt.map(|_event| ()).ok_or_else(|| format!("{:?}", done.result).into())
    }

    /// How many bytes PostgreSQL has written to its own log, for all its databases.
    pub(super) async fn written(&self) -> Result<f64> {
        let backend = self.db.get_database_backend();
        if backend != DbBackend::Postgres {
            return Ok(f64::NAN);
        }
        let sql = "SELECT CAST(pg_current_wal_lsn() - '0/0'::pg_lsn AS DOUBLE PRECISION)";
        let row = self.db.query_one_raw(Statement::from_string(backend, sql)).await?;
        Ok(row.ok_or("no answer")?.try_get_by_index(0)?)
    }

    /// How large the tables of events and of the log are, with their indexes.
    pub(super) async fn sizes(&self, place: &Place<'_>) -> Result<Sizes> {
        let tables = "('event', 'event_record', 'event_order', 'log_tile', 'log_checkpoint')";
        let sql = match place.backend {
            Backend::Postgresql => format!(
                "SELECT CAST(relname AS TEXT), CAST(pg_total_relation_size(oid) AS BIGINT) \
                   FROM pg_class WHERE relkind = 'r' AND relname IN {tables}"
            ),
            Backend::Sqlite => format!(
                "SELECT s.tbl_name, CAST(SUM(d.pgsize) AS BIGINT) FROM dbstat d \
                   JOIN sqlite_schema s ON s.name = d.name WHERE s.tbl_name IN {tables} \
                  GROUP BY s.tbl_name"
            ),
        };
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let mut sizes = Sizes::new();
        for row in self.db.query_all_raw(statement).await? {
            let (name, bytes): (String, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            sizes.insert(name, f64::from(u32::try_from(bytes / 1024)?) * 1024.0);
        }
        if sizes.contains_key("event") {
            Ok(sizes)
        } else {
            Err(format!("{}: no tables to measure", self.name).into())
        }
    }
}

async fn import(registry: &Registry, count: u32) -> Result<Vec<String>> {
    let workplaces = registry.workplaces(&permit()?).await?;
    let people =
        People { count: count.into(), seed: 1, workplaces, today: registry.clock().today() };
    let mut csv = Vec::new();
    generate::civil_servants(&people, &mut csv)?;
    let lines = String::from_utf8(csv.clone())?;
    let number = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
    let numbers = lines.lines().skip(1).map(number).collect();
    let request = ActRequest { trace_id: "bench".to_owned(), ..ActRequest::default() };
    let file = ImportFile::new(Cursor::new(csv), Format::Csv);
    let mut observe = |_: Progress| {};
    complete(&registry.import_civil_servants(&permit()?, &request, file, &mut observe).await?)?;
    Ok(numbers)
}
