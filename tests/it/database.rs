//! Empty databases for the tests: SQLite files, and PostgreSQL on a server that the tests bring
//! themselves. What goes into a database belongs to `world`, not here.
//!
//! The PostgreSQL server is the first of these: the one whose URL is in `NETRA_TEST_DATABASE_URL`,
//! whose user may create databases (`netra_test_…`, dropped by a later run after a day); a cluster
//! of our own from the programs on this machine; the same from Debian's package, fetched for this
//! run.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{OnceLock, PoisonError};

use reqwest::Url;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use tempfile::TempDir;
use tokio::sync::{Mutex, OnceCell};
use uuid::Uuid;

use crate::{scratch, seconds};

/// The database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// Runs each named `async fn(Backend)` as two tests, `name::sqlite` and `name::postgres`.
///
/// ```ignore
/// both!(answers);
/// async fn answers(backend: Backend) { … }
/// ```
///
/// The functions may also be written inside, `both! { async fn answers(backend: Backend) { … } }`,
/// but rustfmt does not look there.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        $(mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::seconds::count();
                super::$name($crate::database::Backend::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::seconds::count();
                super::$name($crate::database::Backend::Postgres).await;
            }
        })+
    };
    ($($(#[$meta:meta])* async fn $name:ident($backend:ident: $type:ty) $body:block)+) => {
        $($(#[$meta])* async fn $name($backend: $type) $body)+
        $crate::database::both!($($name),+);
    };
}
pub(crate) use both;

/// What keeps a database; it goes with this.
pub struct Held {
    _folder: Option<TempDir>,
    /// Its name on the PostgreSQL server.
    name: Option<String>,
}

/// Databases that nobody needs any more. The next one who makes a database drops them, because who
/// lets go of one cannot wait.
static LET_GO: std::sync::Mutex<Vec<String>> = std::sync::Mutex::new(Vec::new());

impl Drop for Held {
    fn drop(&mut self) {
        LET_GO.lock().unwrap_or_else(PoisonError::into_inner).extend(self.name.take());
    }
}

/// An empty database.
pub async fn empty_database(backend: Backend) -> (Held, String) {
    match backend {
        Backend::Sqlite => sqlite_file(),
        Backend::Postgres => create_database(None).await,
    }
}

/// A copy of a database, which nobody has open.
pub async fn copy_database(backend: Backend, of: &str) -> (Held, String) {
    match backend {
        Backend::Sqlite => {
            let (held, url) = sqlite_file();
            std::fs::copy(sqlite_path(of), sqlite_path(&url)).unwrap();
            (held, url)
        }
        Backend::Postgres => create_database(Some(of)).await,
    }
}

/// Makes a folder for one SQLite file, and the URL that creates the file in it.
pub fn sqlite_file() -> (Held, String) {
    let folder = scratch::folder();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("netra.db").display());
    (Held { _folder: Some(folder), name: None }, url)
}

/// The file of a URL.
pub fn sqlite_path(url: &str) -> &Path {
    Path::new(url["sqlite://".len()..].split('?').next().unwrap())
}

/// Makes an empty PostgreSQL database, or a copy of `template`, and returns its URL.
///
/// `template` is a URL that this function returned; nobody may be connected to it any more.
async fn create_database(template: Option<&str>) -> (Held, String) {
    // PostgreSQL refuses to copy a database while it is copied elsewhere.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());
    #[expect(clippy::disallowed_methods, reason = "not an id of the registry")]
    let name = format!("netra_test_{}", Uuid::now_v7().simple());
    let copy = template.map_or_else(String::new, |url| {
        let url = Url::parse(url).expect("the template is given by its URL");
        format!(r#" TEMPLATE "{}""#, url.path().trim_start_matches('/'))
    });

    seconds::count();
    let server = postgres_server();
    let mut options = ConnectOptions::new(server.url("postgres"));
    options.max_connections(1).sqlx_logging(false);
    let _turn = ONE_AT_A_TIME.lock().await;
    let connection = Database::connect(options).await.unwrap();
    if server.cluster.is_none() {
        static CLEARED: OnceCell<()> = OnceCell::const_new();
        CLEARED.get_or_init(|| drop_old_databases(&connection)).await;
    }
    let let_go = std::mem::take(&mut *LET_GO.lock().unwrap_or_else(PoisonError::into_inner));
    for name in let_go {
        // A server that was killed may still have its connections.
        let drop = format!(r#"DROP DATABASE IF EXISTS "{name}" WITH (FORCE)"#);
        if connection.execute_unprepared(&drop).await.is_err() {
            // Somebody connected again in that moment; the next one tries again.
            LET_GO.lock().unwrap_or_else(PoisonError::into_inner).push(name);
        }
    }
    connection.execute_unprepared(&format!(r#"CREATE DATABASE "{name}"{copy}"#)).await.unwrap();
    connection.close().await.unwrap();
    let url = server.url(&name);
    (Held { _folder: None, name: Some(name) }, url)
}

/// Clears a server that outlives us of what earlier runs left, by the time in the `UUIDv7`.
async fn drop_old_databases(connection: &DatabaseConnection) {
    let old = "SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'netra_test_%'
         AND datname::text COLLATE \"C\" < 'netra_test_' || lpad(to_hex(
             (extract(epoch FROM now() - interval '1 day') * 1000)::bigint), 12, '0')";
    let old = Statement::from_string(connection.get_database_backend(), old);
    for row in connection.query_all_raw(old).await.unwrap() {
        let name: String = row.try_get("", "name").unwrap();
        let dropped = connection.execute_unprepared(&format!(r#"DROP DATABASE "{name}""#)).await;
        if let Err(error) = dropped {
            // Somebody looks at it, or another run was faster.
            eprintln!("test database: {name} stays: {error}");
        }
    }
}

/// The PostgreSQL server of this test process; the first call starts it.
pub fn postgres_server() -> &'static PostgresServer {
    // A failure is kept as well: the next test should not try to bring the server again.
    static SERVER: OnceLock<Result<PostgresServer, String>> = OnceLock::new();
    match SERVER.get_or_init(PostgresServer::find) {
        Ok(server) => server,
        Err(reason) => panic!("no PostgreSQL for the tests: {reason}"),
    }
}

/// A PostgreSQL server on which databases may be created.
pub struct PostgresServer {
    url: Url,
    /// `None` where the server was given to us.
    cluster: Option<Cluster>,
}

impl PostgresServer {
    /// The URL of one database of this server.
    pub fn url(&self, database: &str) -> String {
        let mut url = self.url.clone();
        url.set_path(database);
        url.into()
    }

    fn find() -> Result<Self, String> {
        if let Some(url) = given_url() {
            let url = Url::parse(&url).map_err(|error| format!("{GIVEN}: {error}"))?;
            return Ok(Self { url, cluster: None });
        }
        // Tests check behaviour, not durability, so nothing is forced to disk; a test that cuts
        // the power brings a cluster of its own. Nobody follows this server, and nothing lives in
        // it for as long as a vacuum is worth its while.
        let cluster = Cluster::start_in(
            scratch::place(),
            &[
                "fsync=off",
                "full_page_writes=off",
                "wal_level=minimal",
                "max_wal_senders=0",
                "autovacuum=off",
            ],
        )?;
        Ok(Self { url: cluster.address(), cluster: Some(cluster) })
    }
}

const GIVEN: &str = "NETRA_TEST_DATABASE_URL";

fn given_url() -> Option<String> {
    let url = std::env::var_os(GIVEN).filter(|url| !url.is_empty())?;
    Some(url.into_string().expect("a URL is text"))
}

/// A cluster of our own, which lives as long as we hold the input of its guardian `postgres.sh`.
pub struct Cluster {
    folder: PathBuf,
    guardian: Child,
    words: BufReader<ChildStdout>,
}

impl Cluster {
    /// A cluster on the disk, with these settings, `NAME=VALUE`.
    pub fn start(settings: &[&str]) -> Result<Self, String> {
        Self::start_in(&std::env::temp_dir(), settings)
    }

    fn start_in(place: &Path, settings: &[&str]) -> Result<Self, String> {
        seconds::count();
        const GUARDIAN: &str = concat!(include_str!("bring.sh"), include_str!("postgres.sh"));
        let folder = tempfile::Builder::new()
            .prefix("netra-postgres-")
            .tempdir_in(place)
            .map_err(|error| error.to_string())?;
        let mut guardian = Command::new("sh")
            .args(["-c", GUARDIAN, "postgres.sh"])
            .arg(folder.path())
            .arg("goes")
            .args(settings)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Ctrl-C goes to our process group; the guardian has to outlive us.
            .process_group(0)
            .spawn()
            .map_err(|error| format!("sh: {error}"))?;
        // From here on the guardian removes it.
        let folder = folder.keep();
        let words = BufReader::new(guardian.stdout.take().expect("piped above"));
        let mut cluster = Self { folder, guardian, words };
        cluster.is_ready()?;
        Ok(cluster)
    }

    fn is_ready(&mut self) -> Result<(), String> {
        let mut line = String::new();
        self.words.read_line(&mut line).map_err(|error| error.to_string())?;
        if line.starts_with("ready ") {
            Ok(())
        } else {
            Err("the cluster did not start; its own words are on standard error".into())
        }
    }

    /// Kills every process of the server at once, as a power failure does, only that what was
    /// written stays written.
    pub fn kill(&self) {
        loop {
            let processes = self.processes();
            if processes.is_empty() {
                return;
            }
            // One may have ended by itself: nobody waits for the others then, or for the first.
            let _ended = Command::new("kill").arg("-KILL").args(processes).output();
        }
    }

    /// Whatever runs in the folder of the data.
    fn processes(&self) -> Vec<String> {
        let data = self.folder.join("data");
        let in_data = |process: &String| {
            std::fs::read_link(format!("/proc/{process}/cwd")).is_ok_and(|it| it == data)
        };
        let entries = std::fs::read_dir("/proc").unwrap();
        let names = entries.filter_map(|it| it.ok()?.file_name().into_string().ok());
        names.filter(in_data).collect()
    }

    /// Starts the server again, which recovers what it can.
    pub fn again(&mut self) {
        self.guardian.stdin.as_mut().expect("piped above").write_all(b"\n").unwrap();
        self.is_ready().unwrap();
    }

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        let mut url = self.address();
        url.set_path(database);
        url.into()
    }

    fn address(&self) -> Url {
        let mut url = Url::parse("postgres:///postgres").expect("a valid URL");
        url.query_pairs_mut()
            .append_pair("host", &self.folder.to_string_lossy())
            .append_pair("port", "5432")
            .append_pair("user", "postgres");
        url
    }
}

crate::database::both!(answers);
async fn answers(backend: Backend) {
    let (_held, url) = empty_database(backend).await;
    let connection = Database::connect(url).await.unwrap();
    assert_eq!(number(&connection, "SELECT 1 AS number").await, 1);
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_starts_as_its_template_and_keeps_its_changes_to_itself() {
    let (_held, template) = create_database(None).await;
    let connection = Database::connect(&template).await.unwrap();
    connection.execute_unprepared("CREATE TABLE item AS SELECT 1 AS id").await.unwrap();
    connection.close().await.unwrap();

    let ((_one, changed), (_other, untouched)) =
        tokio::join!(create_database(Some(&template)), create_database(Some(&template)));
    let changed = Database::connect(changed).await.unwrap();
    let untouched = Database::connect(untouched).await.unwrap();
    changed.execute_unprepared("INSERT INTO item VALUES (2)").await.unwrap();
    let count = "SELECT count(*)::int4 AS number FROM item";
    assert_eq!(number(&changed, count).await, 2);
    assert_eq!(number(&untouched, count).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_goes_when_nobody_needs_it() {
    let (held, url) = create_database(None).await;
    let name = held.name.clone().unwrap();
    // A connection that is still open does not keep it.
    let _open = Database::connect(&url).await.unwrap();
    drop(held);
    let (_next, url) = create_database(None).await;
    let connection = Database::connect(url).await.unwrap();
    let count =
        format!("SELECT count(*)::int4 AS number FROM pg_database WHERE datname = '{name}'");
    assert_eq!(number(&connection, &count).await, 0);
}

#[test]
fn a_cluster_goes_with_the_end_of_its_holder() {
    if given_url().is_some() {
        return;
    }
    let mut cluster = Cluster::start(&["fsync=off"]).unwrap();
    assert!(Path::exists(&cluster.folder.join("data/postmaster.pid")));
    // Closes our end of its input, as the system does at the end of a process, and waits.
    cluster.guardian.wait().unwrap();
    assert!(!cluster.folder.exists());
}

async fn number(connection: &DatabaseConnection, sql: &str) -> i32 {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_one_raw(statement).await.unwrap().unwrap().try_get("", "number").unwrap()
}
