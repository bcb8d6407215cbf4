//! What holds a server up right before a step on the way of an event into the log, so that it can be
//! killed there. It is put up by the test, in the database and the file system that the server has;
//! the server itself knows of none.
//!
//! On PostgreSQL it is a lock that the step waits for, in the middle of its transaction. SQLite has
//! one lock for all that write, and nothing could be committed while a test holds it: there the table
//! refuses the step's rows. What is written before the signature is a file: its name is taken.

use std::fs;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};

use crate::database::Backend;
use crate::process::{Place, Running, until};

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What is committed gets its index, and its leaf a place in the tree.
    Sequencing,
    /// What is sequenced is signed, and the note kept beside the key.
    Signing,
    /// What is signed is stored, for everyone to read.
    Publishing,
}

pub const STEPS: [Step; 3] = [Step::Sequencing, Step::Signing, Step::Publishing];

/// What stands before a step.
pub struct Obstacle {
    step: Step,
    backend: Backend,
    url: String,
    db: DatabaseConnection,
    lock: String,
}

impl Step {
    /// The table that is written, if it is one.
    fn table(self) -> Option<&'static str> {
        match self {
            Self::Sequencing => Some("event_order"),
            Self::Publishing => Some("log_checkpoint"),
            Self::Signing => None,
        }
    }
}

impl Obstacle {
    /// Puts it up. On PostgreSQL it stands until its step has waited for three seconds.
    pub async fn before(step: Step, place: &Place, backend: Backend) -> Self {
        let url = place.setting("NETRA_DATABASE__URL").to_owned();
        let mut options = ConnectOptions::new(&url);
        options.max_connections(1).sqlx_logging(false);
        let db = Database::connect(options).await.unwrap();
        let lock = place.path("keys/log.key.lock");
        match (step.table(), backend) {
            (None, _) => {
                // Where a process locks the last note, there is no file to lock.
                let _none = fs::remove_file(&lock);
                fs::create_dir(&lock).unwrap();
            }
            (Some(table), Backend::Postgres) => {
                run(&db, &format!("BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE")).await;
            }
            (Some(table), Backend::Sqlite) => {
                let sql = "BEGIN SELECT RAISE(ABORT, 'held up'); END";
                run(&db, &format!("CREATE TRIGGER held BEFORE INSERT ON {table} {sql}")).await;
            }
        }
        Self { step, backend, url, db, lock }
    }

    /// Waits until a server stands before it.
    pub async fn reached(&self, server: &mut Running) {
        match (self.step, self.backend) {
            (Step::Sequencing | Step::Publishing, Backend::Postgres) => {
                until("the step is reached", async || {
                    number(&self.db, &self.waiting("COUNT(*)")).await == 1
                })
                .await;
            }
            (Step::Sequencing, Backend::Sqlite) => server.hears("the sequencer failed").await,
            (Step::Publishing, Backend::Sqlite) | (Step::Signing, _) => {
                server.hears("the log was not signed").await;
            }
        }
    }

    /// Ends the connection that waits, as a network does that was cut.
    pub async fn cut(&self) {
        let ended = number(&self.db, &self.waiting("COUNT(pg_terminate_backend(pid))")).await;
        assert_eq!(ended, 1);
    }

    fn waiting(&self, what: &str) -> String {
        let table = self.step.table().unwrap();
        format!(
            "SELECT {what} FROM pg_locks JOIN pg_class ON pg_class.oid = relation \
              WHERE relname = '{table}' AND NOT granted \
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    }

    /// Takes it away.
    pub async fn clear(self) {
        match (self.step, self.backend) {
            (Step::Signing, _) => fs::remove_dir(&self.lock).unwrap(),
            (_, Backend::Postgres) => run(&self.db, "ROLLBACK").await,
            (_, Backend::Sqlite) => run(&self.db, "DROP TRIGGER held").await,
        }
        self.db.close().await.unwrap();
    }

    /// Takes it away from where a server was killed: what the server has asked the database for
    /// comes to its end first.
    pub async fn clear_after_a_kill(self) {
        let url = self.url.clone();
        let backend = self.backend;
        self.clear().await;
        if backend == Backend::Postgres {
            let db = Database::connect(url).await.unwrap();
            let left = "SELECT COUNT(*) FROM pg_stat_activity \
                WHERE application_name = 'netra' AND datname = current_database()";
            until("the database lets go of the dead", async || number(&db, left).await == 0).await;
            db.close().await.unwrap();
        }
    }
}

async fn number(db: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql).await.unwrap();
}
