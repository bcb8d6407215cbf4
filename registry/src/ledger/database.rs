//! The two databases, and everything in which they differ.
//!
//! SQLite is the embedded default: one writing connection, readers that cannot write, a lock file
//! that keeps a second process out. PostgreSQL is production: a pool that writes and one that reads,
//! statement and lock timeouts, an advisory lock for the sequencer. Nothing outside this module asks
//! which it is.
#![expect(
    clippy::disallowed_methods,
    reason = "opens the transactions that Registry::open and the sequencer run in"
)]

mod passing;
mod reader;
pub(crate) mod rows;

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use netra_migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    RuntimeErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::ledger::error::{Error, Result};
use crate::ledger::ids;

pub use passing::is_passing;
pub use reader::Reader;

const WRITERS: u32 = 16;
const READERS: u32 = 16;
const POOL_WAIT: Duration = Duration::from_secs(2);
const STATEMENT_TIMEOUT: &str = "5s";
const LOCK_TIMEOUT: &str = "3s";
const IDLE_IN_TRANSACTION_TIMEOUT: &str = "10s";

/// An open database.
#[derive(Clone, Debug)]
pub struct Database {
    reader: Reader,
    writer: DatabaseConnection,
    /// Held for the life of the process that may write a SQLite file.
    lock: Option<Arc<File>>,
}

impl Database {
    /// Opens `sqlite://PATH` or `postgres://…`, for reading and writing.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where another process serves the SQLite file; the database's own
    /// error otherwise.
    pub async fn open(url: &str) -> Result<Self> {
        if let Some(path) = sqlite_path(url) {
            open_sqlite(url, &path).await
        } else {
            open_postgres(url).await
        }
    }

    /// Opens a database that is there; the file of none is made.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where there is no SQLite file; as for [`Database::open`].
    pub async fn open_existing(url: &str) -> Result<Self> {
        match sqlite_path(url) {
            Some(path) if !path.exists() => Err(Error::Unavailable(
                "there is no SQLite file where database.url leads; `netra init` makes one",
            )),
            _ => Self::open(url).await,
        }
    }

    /// Whether other processes of the registry are connected; a SQLite file has only one.
    ///
    /// # Errors
    /// The database's own.
    pub async fn others_are_connected(&self) -> Result<bool> {
        if self.is_embedded() {
            return Ok(false);
        }
        let own = process_name();
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() \
             AND application_name LIKE 'netra%' AND application_name <> '{own}') AS others"
        );
        let statement = sea_orm::Statement::from_string(DbBackend::Postgres, sql);
        let row = self.writer.query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get("", "others")).transpose()?.unwrap_or(true))
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// The database's own.
    pub async fn migrate(&self) -> Result<()> {
        Ok(Migrator::up(&self.writer, None).await?)
    }

    /// Takes every migration back. Everything in it is lost.
    ///
    /// # Errors
    /// The database's own.
    pub async fn migrate_down(&self) -> Result<()> {
        Ok(Migrator::down(&self.writer, None).await?)
    }

    /// Names of migrations not yet applied.
    ///
    /// # Errors
    /// The database's own.
    pub async fn pending_migrations(&self) -> Result<Vec<String>> {
        let pending = Migrator::get_pending_migrations(&self.writer).await?;
        Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
    }

    /// Answers when the database does.
    ///
    /// # Errors
    /// The database's own.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.reader.ping().await?)
    }

    /// Closes the connections.
    ///
    /// # Errors
    /// The database's own.
    pub async fn close(self) -> Result<()> {
        self.reader.close().await?;
        self.writer.close().await?;
        drop(self.lock);
        Ok(())
    }

    /// The connections that read.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The connections that write what is no act.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// How many statements have read outside of acts.
    #[must_use]
    pub fn reads(&self) -> u64 {
        self.reader.count()
    }

    /// Whether this is the embedded database.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Sqlite
    }

    /// Begins a transaction that writes. SQLite takes its write lock at once, so that two writers
    /// queue instead of failing at the first change.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.writer.begin_with_options(options).await?)
    }

    /// Says whether the statements that follow in the transaction are planned for the tables as
    /// they are. PostgreSQL else keeps a statement's plan, and one made while a table was nearly
    /// empty would have a long job read all of it each time.
    pub(crate) async fn plan_afresh(&self, tx: &DatabaseTransaction, afresh: bool) -> Result<()> {
        if !self.is_embedded() {
            tx.execute_unprepared(if afresh {
                "SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL enable_seqscan = off"
            } else {
                "SET LOCAL plan_cache_mode = auto; SET LOCAL enable_seqscan = on"
            })
            .await?;
        }
        Ok(())
    }

    /// Keeps an office as it is for the life of the transaction. SQLite has one writer anyway.
    pub(crate) async fn share_office(&self, tx: &DatabaseTransaction, key: i64) -> Result<()> {
        self.lock_office(tx, "SELECT pg_advisory_xact_lock_shared($1)", key).await
    }

    /// Waits for the transactions that share an office; new ones wait for this one. The database
    /// queues both fairly, which it does not for locks on rows.
    pub(crate) async fn close_office(&self, tx: &DatabaseTransaction, key: i64) -> Result<()> {
        self.lock_office(tx, "SELECT pg_advisory_xact_lock($1)", key).await
    }

    async fn lock_office(&self, tx: &DatabaseTransaction, sql: &str, key: i64) -> Result<()> {
        if !self.is_embedded() {
            let values = [key.into()];
            let lock = sea_orm::Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
            tx.execute_raw(lock).await?;
        }
        Ok(())
    }

    /// Takes the sequencer's leadership for the life of the transaction, if nobody else has it.
    /// Leadership only saves work: the compare-and-swap of the size keeps the order safe.
    pub(crate) async fn lead(&self, tx: &DatabaseTransaction) -> Result<bool> {
        if self.is_embedded() {
            return Ok(true);
        }
        let row = tx
            .query_one_raw(sea_orm::Statement::from_string(
                DbBackend::Postgres,
                "SELECT pg_try_advisory_xact_lock(7236428) AS leads",
            ))
            .await?;
        Ok(row.map(|row| row.try_get("", "leads")).transpose()?.unwrap_or(false))
    }
}

/// Whether a failure means: another holds what this waited for.
#[must_use]
pub(crate) fn is_lock_timeout(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) =
        error
    else {
        return matches!(error, DbErr::ConnectionAcquire(_));
    };
    // 55P03 lock_not_available; 5 SQLITE_BUSY.
    cause
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|it| it == "55P03" || it == "5")
}

/// Whether a failure means: another act changed what this one was built on.
#[must_use]
pub(crate) fn is_conflict(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) =
        error
    else {
        return false;
    };
    let cause = cause.as_database_error();
    let code = cause.and_then(sqlx::error::DatabaseError::code);
    // 40P01 deadlock_detected.
    cause.is_some_and(sqlx::error::DatabaseError::is_unique_violation)
        || code.is_some_and(|it| it == "40P01")
        || is_lock_timeout(error)
}

/// Under what name this process is known to PostgreSQL, apart from those on other machines.
fn process_name() -> &'static str {
    static NAME: LazyLock<String> = LazyLock::new(|| format!("netra {}", ids::random()));
    &NAME
}

fn sqlite_path(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    Some(PathBuf::from(rest.split('?').next().unwrap_or(rest)))
}

/// One process writes a SQLite file: a second would sequence the same events.
fn lock_file(path: &Path) -> Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(name)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Error::Unavailable("another netra process holds this SQLite file; stop it first"))
        }
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

async fn open_sqlite(url: &str, path: &Path) -> Result<Database> {
    let lock = Arc::new(lock_file(path)?);
    let connect = |connections: u32, writes: bool| {
        let mut options = ConnectOptions::new(url);
        options.max_connections(connections).acquire_timeout(POOL_WAIT).sqlx_logging(false);
        options.map_sqlx_sqlite_opts(move |options| {
            let options = options
                .create_if_missing(true)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                .pragma("journal_mode", "WAL")
                // A signature is evidence: a power loss must not take back what was acknowledged.
                .pragma("synchronous", "FULL")
                // What is erased is overwritten, and not only left to be written over.
                .pragma("secure_delete", "ON")
                .pragma("trusted_schema", "OFF")
                .pragma("cell_size_check", "ON")
                .pragma("wal_autocheckpoint", "1000")
                .pragma("journal_size_limit", "67108864");
            if writes { options } else { options.pragma("query_only", "ON") }
        });
        sea_orm::Database::connect(options)
    };
    let writer = connect(1, true).await?;
    let reader = Reader::new(connect(4, false).await?, 4);
    Ok(Database { reader, writer, lock: Some(lock) })
}

async fn open_postgres(url: &str) -> Result<Database> {
    let writer = connect_postgres(url, WRITERS).await?;
    refuse_lossy_commits(&writer).await?;
    let reader = Reader::new(connect_postgres(url, READERS).await?, READERS);
    Ok(Database { reader, writer, lock: None })
}

async fn connect_postgres(url: &str, connections: u32) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(POOL_WAIT)
        .test_before_acquire(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .sqlx_logging(false);
    options.map_sqlx_postgres_opts(|options| {
        options.application_name(process_name()).options([
            ("statement_timeout", STATEMENT_TIMEOUT),
            ("lock_timeout", LOCK_TIMEOUT),
            ("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION_TIMEOUT),
        ])
    });
    Ok(sea_orm::Database::connect(options).await?)
}

/// An acknowledged act must survive: a server that may forget it is refused.
async fn refuse_lossy_commits(pool: &DatabaseConnection) -> Result<()> {
    let row = pool
        .query_one_raw(sea_orm::Statement::from_string(
            DbBackend::Postgres,
            "SELECT current_setting('synchronous_commit') AS setting",
        ))
        .await?;
    let setting: String =
        row.map(|row| row.try_get("", "setting")).transpose()?.unwrap_or_default();
    if setting == "off" {
        return Err(Error::Unavailable(
            "PostgreSQL runs with synchronous_commit=off; set it to on",
        ));
    }
    Ok(())
}
