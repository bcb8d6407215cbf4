//! PostgreSQL itself killed, with all its processes and whatever they had not written. What netra has
//! acknowledged is there afterwards. Beside it, the same kills with commits that do not wait: they
//! must lose, or else this shows nothing.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::sync::Notify;

use crate::clerk::{Clerk, Desk};
use crate::database::{Backend, Cluster};
use crate::ledger::Ledger;
use crate::process::Place;
use crate::storm::{Storm, account};

const KILLS: usize = 3;
const ROUNDS: usize = 5;
const WRITERS: usize = 4;
/// Rows that are acknowledged before each blow.
const DUE: usize = 200;

async fn connect(cluster: &Cluster, database: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(cluster.url(database));
    // A connection that broke is not replaced.
    options.max_connections(1).acquire_timeout(Duration::from_secs(1)).test_before_acquire(false);
    options.sqlx_logging(false);
    Database::connect(options).await.unwrap()
}

async fn run(cluster: &Cluster, database: &str, sql: &str) {
    let db = connect(cluster, database).await;
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

/// Rows inserted one by one under kills, at a level of `synchronous_commit`: how many were
/// acknowledged, and how many of those are gone.
async fn plain(cluster: &mut Cluster, level: &str) -> (usize, usize) {
    let table = format!("plain_{level}");
    run(cluster, "plain", &format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY)")).await;
    let next = AtomicUsize::new(0);
    let acknowledged: Mutex<Vec<usize>> = Mutex::default();
    for _ in 0..ROUNDS {
        let (told, heard) = (AtomicUsize::new(0), Notify::new());
        let mut writers = Vec::new();
        for _ in 0..WRITERS {
            let db = connect(cluster, "plain").await;
            db.execute_unprepared(&format!("SET synchronous_commit = {level}")).await.unwrap();
            writers.push(db);
        }
        let write = async |db: &DatabaseConnection| {
            loop {
                let id = next.fetch_add(1, Ordering::SeqCst);
                let sql = format!("INSERT INTO {table} VALUES ({id})");
                if db.execute_unprepared(&sql).await.is_err() {
                    break;
                }
                acknowledged.lock().unwrap_or_else(PoisonError::into_inner).push(id);
                if told.fetch_add(1, Ordering::SeqCst) + 1 == DUE {
                    heard.notify_one();
                }
            }
        };
        let strike = async {
            heard.notified().await;
            cluster.kill();
        };
        tokio::join!(join_all(writers.iter().map(write)), strike);
        cluster.again();
    }
    let db = connect(cluster, "plain").await;
    let found = format!("SELECT id FROM {table}");
    let found = db.query_all_raw(Statement::from_string(db.get_database_backend(), found)).await;
    let found: Vec<i32> =
        found.unwrap().iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    db.close().await.unwrap();
    let acknowledged = acknowledged.into_inner().unwrap();
    let there = |id: &&usize| found.contains(&i32::try_from(**id).unwrap());
    (acknowledged.len(), acknowledged.len() - acknowledged.iter().filter(there).count())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_acknowledged_survives_the_kill_of_postgresql_and_would_not_without_waiting() {
    // Durable as in production. What writes the log in the background sleeps as long as it may, so
    // that a commit that nobody waits for has no luck either.
    let settings = ["fsync=on", "full_page_writes=on", "wal_writer_delay=10s"];
    let mut cluster = Cluster::start(&settings).unwrap();
    for database in ["netra", "plain"] {
        run(&cluster, "postgres", &format!("CREATE DATABASE {database}")).await;
    }
    let clerk = Clerk::of(Place::founded_at(&cluster.url("netra")).await, 300).await;
    let ledger = Ledger::of(&clerk.place, Backend::Postgres);
    let before = ledger.count("pact_signature").await;
    clerk.settle().await;
    let mut seen = Vec::new();
    let storm = Storm::new();
    let Desk { mut running, line } = clerk.serve().await;
    for kill in 0..KILLS {
        seen.push(clerk.write(&format!("seen.{kill}"), &clerk.kept()));
        let strike = async |struck: &AtomicBool| {
            cluster.kill();
            struck.store(true, Ordering::SeqCst);
            cluster.again();
        };
        storm.rage(&line, 40, strike).await;
        // The server itself lives, and finds the database again.
        assert!(running.lives(), "{}", running.said());
    }
    for refused in storm.refused() {
        assert!(refused.contains("UNAVAILABLE"), "{refused} {}", running.said());
    }
    running.end("TERM").await;
    let desk = clerk.serve().await;
    let known = storm.resolve(&desk).await;
    desk.close().await;
    account(&format!("{KILLS} kills of PostgreSQL"), &ledger, before, known).await;
    let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
    clerk.fsck(&seen).await;

    // With lossy commits netra does not serve; the control writes without it.
    run(&cluster, "postgres", "ALTER DATABASE netra SET synchronous_commit = off").await;
    clerk.place.run(&["serve"]).await.refused(&["synchronous_commit"]);
    let (waited, none) = plain(&mut cluster, "on").await;
    let (told, lost) = plain(&mut cluster, "off").await;
    println!("plain rows, synchronous_commit=on: acknowledged = {waited}, lost = {none}");
    println!("plain rows, synchronous_commit=off: acknowledged = {told}, lost = {lost}");
    assert_eq!(none, 0);
    assert!(lost > 0, "the control lost nothing: this test shows nothing");
}
