//! A whole registry for one test: its own database copied from the demonstration, a real server on
//! a port of its own, and clients that speak HTTP as the offices do.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use netra_api::auth::{Doorkeeper, Passwords, SigningKeys, TokenPolicy, keys};
use netra_api::command::demo;
use netra_api::graphql::{self, Kind, Server};
use netra_api::server;
use netra_entity::code::{Function, Grade};
use netra_registry::intake::founding::{self, DemoDone, DemoSeat};
use netra_registry::ledger::log::Keeper;
use netra_registry::office::outbox::Outbox;
use netra_registry::{Clock, Database, Registry, TrustFiles, Vault};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;

use crate::database::{Backend, Held, copy_database, empty_database};
use crate::ledger::{LOG_NAME, signing};
use crate::scratch;
use crate::shared::read_only;

/// The moment at which every test begins: Friday, 20 November 2026, 10:00 WIB.
pub fn beginning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 3, 0, 0).unwrap()
}

/// The password of the demonstration's accounts.
pub const PASSWORD: &str = demo::PASSWORD;

struct Keys {
    signing_pem: String,
    signing: Arc<SigningKeys>,
    column: String,
}

fn process_keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let signing_pem = keys::generate_pem().unwrap();
        let signing = Arc::new(SigningKeys::load(&signing_pem, &[]).unwrap());
        Keys { signing_pem, signing, column: Vault::generate_key().unwrap() }
    })
}

/// The key that signs the tokens of every world, for tokens that no registry would issue.
pub fn signing_pem() -> &'static str {
    &process_keys().signing_pem
}

pub fn vault() -> Vault {
    Vault::from_base64(&process_keys().column).unwrap()
}

/// A registry over a database, with a clock that stands at the beginning.
pub async fn registry_at(url: &str) -> Registry {
    let database = Database::open(url).await.unwrap();
    let registry = Registry::new(database, Clock::fixed(beginning()), vault());
    registry.with_log(Keeper::named(LOG_NAME))
}

struct Template {
    url: String,
    done: DemoDone,
    _held: Held,
}

async fn template(backend: Backend) -> &'static Template {
    static SQLITE: OnceCell<Template> = OnceCell::const_new();
    static POSTGRES: OnceCell<Template> = OnceCell::const_new();
    let cell = match backend {
        Backend::Sqlite => &SQLITE,
        Backend::Postgres => &POSTGRES,
    };
    cell.get_or_init(|| make_template(backend)).await
}

async fn make_template(backend: Backend) -> Template {
    let (held, url) = empty_database(backend).await;
    let registry = registry_at(&url).await;
    registry.database().migrate().await.unwrap();
    let hash = Passwords::new().hash(netra_api::auth::Password::new(PASSWORD)).await.unwrap();
    let done = founding::demo(&registry, &hash).await.unwrap();
    registry.sequence_all().await.unwrap();
    registry.release_coverage().await.unwrap();
    registry.database().clone().close().await.unwrap();
    drop(registry);
    Template { url, done, _held: held }
}

/// A copy of the demonstration's database, not served.
pub async fn copied_database(backend: Backend) -> (Held, String) {
    copy_database(backend, &template(backend).await.url).await
}

/// A served registry.
pub struct World {
    /// Where it listens, as `http://127.0.0.1:1234`.
    pub url: String,
    /// What serves it.
    pub server: Server,
    /// What the demonstration holds.
    pub demo: &'static DemoDone,
    /// Its database, past every check; for recounts and canaries.
    pub db: DatabaseConnection,
    /// Whether tests share it, which only read.
    is_shared: bool,
    http: reqwest::Client,
    serving: tokio::task::JoinHandle<()>,
    /// Where the last checkpoint is kept, and letters lie.
    pub(crate) folder: TempDir,
    _held: Held,
}

impl Drop for World {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl World {
    /// The demonstration, served. The sequencer runs only where the test says so
    /// ([`World::sequence`]), so that a test decides what is known.
    pub async fn new(backend: Backend) -> Self {
        Self::trusting(backend, TrustFiles::default()).await
    }

    /// The same, with roots for certified signatures.
    pub async fn trusting(backend: Backend, trust: TrustFiles) -> Self {
        Self::over(backend, trust, false).await
    }

    pub(crate) async fn over(backend: Backend, trust: TrustFiles, is_shared: bool) -> Self {
        let (held, database_url) = copied_database(backend).await;
        let log = scratch::folder();
        let registry = registry_at(&database_url).await.trusting(trust);
        let registry = signing(registry, &log.path().join("log.checkpoint"));
        let registry = registry.with_outbox(Outbox::new(log.path().join("outbox")));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut tokens = TokenPolicy::new(&url, &url);
        tokens.lifetime = TimeDelta::minutes(10);
        let server = Server {
            registry,
            keys: Arc::clone(&process_keys().signing),
            tokens: Arc::new(tokens),
            passwords: Passwords::new(),
            door: Doorkeeper::default(),
        };
        let app = server::application(&server, None);
        let serving = tokio::spawn(async move {
            axum::serve(
                listener,
                app.into_make_service_with_connect_info::<std::net::SocketAddr>(),
            )
            .await
            .unwrap();
        });
        let url_past =
            if is_shared { read_only(backend, &database_url) } else { database_url.clone() };
        let db = sea_orm::Database::connect(url_past).await.unwrap();
        let demo = &template(backend).await.done;
        let http = reqwest::Client::new();
        Self { url, server, demo, db, is_shared, http, serving, folder: log, _held: held }
    }

    /// The registry itself.
    pub fn registry(&self) -> &Registry {
        &self.server.registry
    }

    /// Moves the clock.
    pub fn set_clock(&self, to: DateTime<Utc>) {
        assert!(!self.is_shared, "a shared world stands still");
        self.registry().clock().set(to);
    }

    /// Sequences everything committed.
    pub async fn sequence(&self) {
        assert!(!self.is_shared, "a shared world stands still");
        self.registry().sequence_all().await.unwrap();
    }

    /// The demonstration's seat of a function and grade; at an institution where it is named.
    pub fn seat(&self, function: Function, grade: Grade, institution: Option<&str>) -> &DemoSeat {
        let fits = |it: &&DemoSeat| {
            it.function == Some(function)
                && it.grade == Some(grade)
                && institution.is_none_or(|code| it.institution_code == code)
        };
        self.demo.seats.iter().find(fits).unwrap_or_else(|| {
            panic!("the demonstration has no {function} {grade} at {institution:?}")
        })
    }

    /// A client in the demonstration's seat of a function and grade.
    pub async fn office(
        &self,
        function: Function,
        grade: Grade,
        institution: Option<&str>,
    ) -> Client<'_> {
        let seat = self.seat(function, grade, institution).clone();
        self.client_of(&seat).await
    }

    /// A client of an account of the demonstration.
    pub async fn client_of(&self, seat: &DemoSeat) -> Client<'_> {
        let token = demo::token_of(&self.server, seat).await.unwrap();
        Client { world: self, token: Some(token), headers: Vec::new() }
    }

    /// A client of the civil servant with an account at an institution.
    pub async fn civil_servant(&self, institution: &str) -> Client<'_> {
        let fits = |it: &&DemoSeat| it.function.is_none() && it.institution_code == institution;
        let seat = self.demo.seats.iter().find(fits).unwrap().clone();
        self.client_of(&seat).await
    }

    /// A client with this token.
    pub fn client(&self, token: impl Into<String>) -> Client<'_> {
        Client { world: self, token: Some(token.into()), headers: Vec::new() }
    }

    /// A client that has not signed in.
    pub fn public(&self) -> Client<'_> {
        Client { world: self, token: None, headers: Vec::new() }
    }

    /// The global id of an institution.
    pub async fn institution(&self, code: &str) -> String {
        let answer = self
            .public()
            .ask("query($c: String!) { institution(by: {code: $c}) { id } }", json!({ "c": code }))
            .await;
        answer.text("institution.id")
    }

    /// The global id of the demonstration's cycle.
    pub async fn cycle(&self) -> String {
        let code = json!({ "c": self.demo.cycle_code });
        let answer = self.public().ask("query($c: String!) { cycle(code: $c) { id } }", code).await;
        answer.text("cycle.id")
    }

    /// The global id of the demonstration's pact text.
    pub fn pact_text(&self) -> String {
        graphql::show(Kind::PactText, self.demo.pact_text_id).0
    }

    /// One number from the database, past every check.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = format!("SELECT CAST(({sql}) AS BIGINT) AS n");
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        self.db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
    }

    /// How many events, signatures, employments, seats and accounts there are: what a refusal must
    /// leave as it was.
    pub async fn footprint(&self) -> Vec<i64> {
        let tables = ["event", "event_record", "pact_signature", "employment", "service_number"];
        let more = [
            "civil_servant",
            "seat",
            "\"user\"",
            "institution_function",
            "institution",
            "organisational_unit",
            "api_client",
            "succession",
        ];
        let proofs = ["certified_signature", "trust_material"];
        let contests = ["contest", "contest_round", "contestant", "contestant_status", "candidate"];
        let mut counts = Vec::new();
        for table in tables.iter().chain(&more).chain(&contests).chain(&proofs) {
            counts.push(self.number(&format!("SELECT COUNT(*) FROM {table}")).await);
        }
        counts
    }
}

/// Somebody who asks over HTTP.
#[derive(Clone)]
pub struct Client<'a> {
    world: &'a World,
    /// The bearer token.
    pub token: Option<String>,
    headers: Vec<(&'static str, String)>,
}

impl Client<'_> {
    /// The same client with a header more.
    pub fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut client = self.clone();
        client.headers.push((name, value.into()));
        client
    }

    /// Asks, and takes the answer whatever it is.
    pub async fn ask(&self, query: &str, variables: Value) -> Answer {
        self.send(&json!({ "query": query, "variables": variables })).await
    }

    /// Sends a body as JSON.
    pub async fn send(&self, body: &Value) -> Answer {
        let is_act =
            body["query"].as_str().is_some_and(|it| it.trim_start().starts_with("mutation"));
        assert!(!(is_act && self.world.is_shared), "nobody acts in a shared world");
        let mut request = self.world.http.post(format!("{}/graphql", self.world.url));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let response = request.json(body).send().await.unwrap();
        let status = response.status().as_u16();
        let raw = response.text().await.unwrap();
        let body = serde_json::from_str(&raw).unwrap_or(Value::Null);
        Answer { status, body, raw }
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The JSON.
    pub body: Value,
    /// Every byte of it.
    pub raw: String,
}

impl Answer {
    /// The value at a dotted path below `data`, with digits as positions; null where there is none.
    pub fn at(&self, path: &str) -> Value {
        let mut value = &self.body["data"];
        for part in path.split('.').filter(|part| !part.is_empty()) {
            value = match part.parse::<usize>() {
                Ok(position) => &value[position],
                Err(_) => &value[part],
            };
        }
        value.clone()
    }

    /// The text at a path; fails where there is none.
    #[track_caller]
    pub fn text(&self, path: &str) -> String {
        match self.at(path) {
            Value::String(text) => text,
            other => panic!("no text at {path} but {other} in {}", self.raw),
        }
    }

    /// The number at a path; fails where there is none.
    #[track_caller]
    pub fn number(&self, path: &str) -> i64 {
        self.at(path).as_i64().unwrap_or_else(|| panic!("no number at {path} in {}", self.raw))
    }

    /// Code of the first error; empty without one.
    pub fn code(&self) -> String {
        self.error("code")
    }

    /// The rule that the first error names; empty without one.
    pub fn rule(&self) -> String {
        self.error("rule")
    }

    /// An extension of the first error; empty without one.
    pub fn error(&self, extension: &str) -> String {
        let value = &self.body["errors"][0]["extensions"][extension];
        value.as_str().map(ToOwned::to_owned).unwrap_or_default()
    }

    /// The answer, if there is no error in it.
    #[track_caller]
    pub fn good(self) -> Self {
        assert!(self.body["errors"].is_null(), "refused: {}", self.raw);
        assert_eq!(self.status, 200, "{}", self.raw);
        self
    }

    /// The answer, if it is this refusal.
    #[track_caller]
    pub fn refused(self, code: &str) -> Self {
        assert_eq!(self.code(), code, "{}", self.raw);
        self
    }
}
