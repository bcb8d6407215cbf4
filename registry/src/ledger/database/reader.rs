//! The connections that read.
//!
//! The pool asks a connection whether it still lives whenever it is given back: one more way there and
//! back for each read. So a PostgreSQL connection whose last statement has ended is kept here for the
//! next one. Every other goes back to the pool, which looks what has become of it: one that was
//! interrupted, that failed, that lay idle, and each after some minutes.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sea_orm::prelude::async_trait::async_trait;
use sea_orm::sea_query::Values;
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult,
    RuntimeErr, Statement,
};
use sea_query_sqlx::SqlxValues;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgPool;
use sqlx::{self, AssertSqlSafe, Connection, Postgres};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};

use super::POOL_WAIT;

/// A connection that lay idle longer may be dead.
const IDLE: Duration = Duration::from_secs(30);
/// A connection that was kept longer goes back.
const KEPT: Duration = Duration::from_mins(5);

/// Reads outside of acts; it counts its statements.
#[derive(Clone, Debug)]
pub struct Reader {
    db: DatabaseConnection,
    kept: Option<Arc<Kept>>,
    reads: Arc<AtomicU64>,
}

/// The connections between two statements.
#[derive(Debug)]
struct Kept {
    pool: PgPool,
    /// As many as the pool has connections.
    turns: Semaphore,
    idle: Mutex<Vec<Live>>,
}

#[derive(Debug)]
struct Live {
    connection: PoolConnection<Postgres>,
    since: Instant,
    used: Instant,
}

/// A connection for one statement. Dropped, it goes back to the pool.
struct Taken<'a> {
    live: Live,
    kept: &'a Kept,
    _turn: SemaphorePermit<'a>,
}

impl Reader {
    /// Reads by a pool of so many connections, which nobody else uses.
    pub(super) fn new(db: DatabaseConnection, connections: u32) -> Self {
        let kept = (db.get_database_backend() == DbBackend::Postgres).then(|| {
            Arc::new(Kept {
                pool: db.get_postgres_connection_pool().clone(),
                turns: Semaphore::new(usize::try_from(connections).unwrap_or(1)),
                idle: Mutex::default(),
            })
        });
        Self { db, kept, reads: Arc::default() }
    }

    /// How many statements it has sent.
    pub(super) fn count(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    /// Answers when the database does. Not by the pool: its connections may all be kept here.
    pub(super) async fn ping(&self) -> Result<(), DbErr> {
        let Some(kept) = &self.kept else { return self.db.ping().await };
        let mut taken = kept.take().await?;
        taken.live.connection.ping().await.map_err(failed)?;
        taken.keep();
        Ok(())
    }

    pub(super) async fn close(self) -> Result<(), DbErr> {
        if let Some(kept) = &self.kept {
            // Whoever waits for a turn is told so, and nothing is kept any more.
            kept.turns.close();
            drop(std::mem::take(&mut *kept.idle.lock().unwrap_or_else(PoisonError::into_inner)));
        }
        self.db.close().await
    }

    fn counts(&self) -> Option<&Arc<Kept>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.kept.as_ref()
    }
}

#[async_trait]
impl ConnectionTrait for Reader {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let Some(kept) = &self.kept else { return self.db.execute_raw(statement).await };
        let mut taken = kept.take().await?;
        let connection = &mut *taken.live.connection;
        let done = query(statement).execute(connection).await.map_err(failed)?;
        taken.keep();
        Ok(done.into())
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.get_database_backend(), sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let Some(kept) = self.counts() else { return self.db.query_one_raw(statement).await };
        let mut taken = kept.take().await?;
        let connection = &mut *taken.live.connection;
        let row = query(statement).fetch_optional(connection).await.map_err(failed)?;
        taken.keep();
        Ok(row.map(QueryResult::from))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let Some(kept) = self.counts() else { return self.db.query_all_raw(statement).await };
        let mut taken = kept.take().await?;
        let connection = &mut *taken.live.connection;
        let rows = query(statement).fetch_all(connection).await.map_err(failed)?;
        taken.keep();
        Ok(rows.into_iter().map(QueryResult::from).collect())
    }
}

fn query(statement: Statement) -> sqlx::query::Query<'static, Postgres, SqlxValues> {
    let values = statement.values.unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql), SqlxValues(values))
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

fn unobtained(error: sqlx::Error) -> DbErr {
    if matches!(error, sqlx::Error::PoolTimedOut) {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)
    } else if matches!(error, sqlx::Error::PoolClosed) {
        DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)
    } else {
        DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
    }
}

impl Kept {
    async fn take(&self) -> Result<Taken<'_>, DbErr> {
        let turn = timeout(POOL_WAIT, self.turns.acquire())
            .await
            .map_err(|_elapsed| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?
            .map_err(|_closed| DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))?;
        let last = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let live = match last.filter(Live::is_fresh) {
            Some(live) => live,
            None => Live::of(self.pool.acquire().await.map_err(unobtained)?),
        };
        Ok(Taken { live, kept: self, _turn: turn })
    }
}

impl Live {
    fn of(connection: PoolConnection<Postgres>) -> Self {
        let now = Instant::now();
        Self { connection, since: now, used: now }
    }

    fn is_fresh(&self) -> bool {
        self.used.elapsed() < IDLE && self.since.elapsed() < KEPT
    }
}

impl Taken<'_> {
    /// The statement has ended, and its answer was read to the end.
    fn keep(self) {
        let live = Live { used: Instant::now(), ..self.live };
        let mut idle = self.kept.idle.lock().unwrap_or_else(PoisonError::into_inner);
        // The last to be kept is the first to be taken, so the first of all are those not needed.
        let spare = idle.first().is_some_and(|it| !it.is_fresh()).then(|| idle.remove(0));
        if !self.kept.turns.is_closed() {
            idle.push(live);
        }
        drop(idle);
        drop(spare);
    }
}
