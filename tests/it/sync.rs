//! What SQLite has acknowledged is on the disk: the system calls of a real server are watched. Killing
//! it would show nothing, because what a process has written outlives the process. The calls are the
//! same on every file system, in memory too.

use std::path::PathBuf;
use std::process::Command;

use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use tempfile::TempDir;

use crate::clerk::{Clerk, Desk};
use crate::database::{Backend, sqlite_file};
use crate::ledger::Ledger;
use crate::scratch;

const ROWS: usize = 20;
const LEVEL: &str = "NETRA_TEST_SYNCHRONOUS";
const FILE: &str = "NETRA_TEST_FILE";

/// The program strace, which the test brings where the machine has none.
struct Strace {
    program: PathBuf,
    libraries: String,
    folder: TempDir,
}

impl Strace {
    fn find() -> Self {
        const SCRIPT: &str = concat!(include_str!("bring.sh"), include_str!("strace.sh"));
        // Where programs may be run that have to be brought.
        let folder = tempfile::tempdir().unwrap();
        let found =
            Command::new("sh").args(["-c", SCRIPT, "sh"]).arg(folder.path()).output().unwrap();
        let said = String::from_utf8_lossy(&found.stderr).into_owned();
        assert!(found.status.success(), "no strace for the tests: {said}");
        let line = String::from_utf8(found.stdout).unwrap();
        let (program, libraries) = line.trim_end_matches('\n').split_once(' ').unwrap();
        let strace = Self { program: program.into(), libraries: libraries.to_owned(), folder };
        let tried = strace.command("tried", "-").arg("true").output().unwrap();
        let said = String::from_utf8_lossy(&tried.stderr).into_owned();
        assert!(tried.status.success(), "nothing can be traced here; allow ptrace: {said}");
        strace
    }

    /// What watches a program write to a file. The program stays our own child.
    fn command(&self, trace: &str, file: &str) -> Command {
        let mut command = Command::new(&self.program);
        if !self.libraries.is_empty() {
            command.env("LD_LIBRARY_PATH", &self.libraries);
        }
        command.args(["-D", "-f", "-xx", "-s", "32", "-y"]);
        command.args(["-e", "trace=write,pwrite64,fsync,fdatasync", "-P", file, "-o"]);
        command.arg(self.folder.path().join(trace));
        command
    }

    fn seen(&self, trace: &str) -> Seen {
        Seen::of(&std::fs::read_to_string(self.folder.path().join(trace)).unwrap())
    }
}

/// What was seen of a write-ahead log.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    commits: usize,
    /// Commits that were synced before anything else was written.
    synced: usize,
}

impl Seen {
    fn of(trace: &str) -> Self {
        let mut seen = Self::default();
        let mut owes = false;
        for line in trace.lines() {
            if line.contains("sync(") {
                seen.synced += usize::from(owes);
                owes = false;
            } else if let Some(commits) = frame(line) {
                seen.commits += usize::from(commits);
                owes = commits;
            }
        }
        seen
    }
}

/// The header of a frame says by its second number whether it ends a transaction.
fn frame(line: &str) -> Option<bool> {
    let (_, written) = line.split_once("write")?;
    let bytes: Vec<&str> = written.split('"').nth(1)?.split("\\x").skip(1).collect();
    (bytes.len() == 24).then(|| bytes[4..8].iter().any(|byte| *byte != "00"))
}

/// Commits rows one by one, with a plain connection. Run as a process of its own, it is what the
/// server is compared with.
#[tokio::test]
async fn a_plain_writer_commits_row_by_row() {
    let of = |name| std::env::var_os(name).map(|it| it.into_string().unwrap());
    let (_held, own) = sqlite_file();
    let url = of(FILE).map_or(own, |file| format!("sqlite://{file}?mode=rwc"));
    let level = of(LEVEL).unwrap_or_else(|| "NORMAL".to_owned());
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |options| {
        options.pragma("journal_mode", "WAL").pragma("synchronous", level.clone())
    });
    let db = Database::connect(options).await.unwrap();
    db.execute_unprepared("CREATE TABLE item (id INTEGER PRIMARY KEY)").await.unwrap();
    for row in 0..ROWS {
        let sql = format!("INSERT INTO item VALUES ({row})");
        assert_eq!(db.execute_unprepared(&sql).await.unwrap().rows_affected(), 1);
    }
    if of(FILE).is_some() {
        // Closing the file would write the log back, and sync it once for all of them.
        std::process::exit(0);
    }
    db.close().await.unwrap();
}

fn plain(strace: &Strace, level: &str) -> Seen {
    let folder = scratch::folder();
    let file = folder.path().canonicalize().unwrap().join("plain.db");
    let mut traced = strace.command(level, &format!("{}-wal", file.display()));
    traced.arg(std::env::current_exe().unwrap());
    traced.args(["--exact", "sync::a_plain_writer_commits_row_by_row"]);
    let done = traced.env(LEVEL, level).env(FILE, &file).output().unwrap();
    assert!(done.status.success() && file.exists(), "{done:?}");
    strace.seen(level)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_commit_to_sqlite_is_synced_before_it_is_acknowledged() {
    let strace = Strace::find();
    let clerk = Clerk::new(Backend::Sqlite, 20).await;
    clerk.settle().await;
    let ledger = Ledger::of(&clerk.place, Backend::Sqlite);
    ledger.check_order().await;
    let (path, _) = ledger.url["sqlite://".len()..].split_once('?').unwrap();
    let file = std::fs::canonicalize(path).unwrap();
    let watched = strace.command("server", &format!("{}-wal", file.display()));
    let Desk { running, line } = clerk.serve_under(watched).await;
    for position in 0..ROWS {
        line.submit(position).await.unwrap().unwrap();
    }
    let (code, said) = running.end("TERM").await;
    assert_eq!(code, Some(0), "{said}");
    let server = strace.seen("server");
    println!("netra serve: {server:?}");
    assert!(server.commits >= ROWS);
    assert_eq!(server.synced, server.commits);

    // The same eye sees a writer that syncs, and one that does not.
    let (full, normal) = (plain(&strace, "FULL"), plain(&strace, "NORMAL"));
    println!("a plain writer: FULL {full:?}, NORMAL {normal:?}");
    assert_eq!(full, Seen { commits: ROWS + 1, synced: ROWS + 1 });
    assert_eq!(normal, Seen { commits: ROWS + 1, synced: 0 });
}
