//! The program `netra` itself as a child process, with what it says and how it ends.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use netra_registry::intake::founding::{self, DemoDone};
use netra_registry::{Clock, Database, Registry, Vault};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Child;
use tokio::sync::{OnceCell, watch};
use tokio::time::timeout;

use crate::database::{Backend, Held, copy_database, empty_database};
use crate::door::Door;
use crate::scratch;
use crate::world::PASSWORD;

/// What a machine under load may need to say something.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program, built once for this run beside the tests themselves.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        // target/debug/deps/it-0123456789abcdef
        let tests = std::env::current_exe().unwrap();
        let profile = tests.parent().and_then(Path::parent).unwrap();
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--package", "netra-api", "--bin", "netra"]);
        build.arg("--target-dir").arg(profile.parent().unwrap());
        if profile.ends_with("release") {
            build.arg("--release");
        }
        let built = build.current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap();
        assert!(built.success(), "netra does not build");
        profile.join("netra")
    })
}

/// A folder to run `netra` in, with its settings.
pub struct Place {
    pub folder: TempDir,
    settings: Vec<(String, String)>,
    _held: Option<Held>,
}

/// A place with the people of the demonstration, founded once and copied for each test: what the
/// program does with it begins after that.
struct Founded {
    place: Place,
    done: DemoDone,
}

impl Founded {
    async fn of(backend: Backend) -> &'static Self {
        static SQLITE: OnceCell<Founded> = OnceCell::const_new();
        static POSTGRES: OnceCell<Founded> = OnceCell::const_new();
        let cell = match backend {
            Backend::Sqlite => &SQLITE,
            Backend::Postgres => &POSTGRES,
        };
        cell.get_or_init(async || {
            let (place, registry, done) = Place::with_keys(backend).await.found().await;
            registry.database().clone().close().await.unwrap();
            Self { place, done }
        })
        .await
    }
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Place {
    /// An empty folder, with settings that name the keys it does not have yet.
    pub fn new() -> Self {
        let folder = scratch::folder();
        let place = Self { folder, settings: Vec::new(), _held: None };
        let key = |name: &str| place.path(&format!("keys/{name}"));
        let (signing, column) = (key("signing.pem"), key("column.key"));
        place
            .with("NETRA_HTTP__LISTEN", "127.0.0.1:0")
            .with("NETRA_AUTH__SIGNING_KEY_FILE", &signing)
            .with("NETRA_AUTH__COLUMN_KEY_FILE", &column)
    }

    /// A folder with keys, and an empty database.
    pub async fn with_keys(backend: Backend) -> Self {
        let (held, url) = empty_database(backend).await;
        let mut place = Self::with_keys_at(&url).await;
        place._held = Some(held);
        place
    }

    async fn with_keys_at(url: &str) -> Self {
        let place = Self::new().with("NETRA_DATABASE__URL", url);
        place.run(&["config", "keys", "keys"]).await.good();
        place
    }

    /// A folder with keys, and a database with the people of the demonstration.
    pub async fn with_people(backend: Backend) -> Self {
        let (place, registry, _) = Self::founded(backend).await;
        registry.database().clone().close().await.unwrap();
        place
    }

    /// The same with the registry still open, to add what a test needs, and what it holds.
    pub async fn founded(backend: Backend) -> (Self, Registry, DemoDone) {
        let founded = Founded::of(backend).await;
        let url = founded.place.setting("NETRA_DATABASE__URL");
        let (held, url) = copy_database(backend, url).await;
        let mut place = Self::new().with("NETRA_DATABASE__URL", &url);
        place._held = Some(held);
        place.take_keys(&founded.place);
        let registry = place.open().await;
        (place, registry, founded.done.clone())
    }

    /// The same in an empty database that is not of the tests' server.
    pub async fn founded_at(url: &str) -> (Self, Registry, DemoDone) {
        Self::with_keys_at(url).await.found().await
    }

    /// The registry of the place, past its server.
    async fn open(&self) -> Registry {
        let key = std::fs::read_to_string(self.path("keys/column.key")).unwrap();
        let database = Database::open(self.setting("NETRA_DATABASE__URL")).await.unwrap();
        Registry::new(database, Clock::System, Vault::from_base64(&key).unwrap())
    }

    async fn found(self) -> (Self, Registry, DemoDone) {
        let registry = self.open().await;
        registry.database().migrate().await.unwrap();
        let password = netra_api::auth::Password::new(PASSWORD);
        let hash = netra_api::auth::Passwords::new().hash(password).await.unwrap();
        let done = founding::demo(&registry, &hash).await.unwrap();
        (self, registry, done)
    }

    /// A folder for another server of the same registry: the same database and keys, and its own
    /// file for the last checkpoint.
    pub fn beside(&self) -> Self {
        let place = Self::new().with("NETRA_DATABASE__URL", self.setting("NETRA_DATABASE__URL"));
        place.take_keys(self);
        place
    }

    fn take_keys(&self, of: &Self) {
        std::fs::create_dir(self.path("keys")).unwrap();
        for key in ["signing.pem", "column.key", "log.key"].map(|name| format!("keys/{name}")) {
            std::fs::copy(of.path(&key), self.path(&key)).unwrap();
        }
    }

    /// The same with a setting more, or another.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.retain(|(found, _)| found != name);
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A setting.
    pub fn setting(&self, name: &str) -> &str {
        &self.settings.iter().find(|(found, _)| found == name).unwrap().1
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn start(&self, arguments: &[&str]) -> Child {
        self.spawn(Command::new(program()), arguments)
    }

    fn spawn(&self, command: Command, arguments: &[&str]) -> Child {
        let mut command = tokio::process::Command::from(command);
        command.args(arguments).current_dir(self.folder.path());
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        // What the demonstration leaves behind is looked for here.
        command.env("TMPDIR", self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.kill_on_drop(true).spawn().unwrap()
    }

    /// Runs a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Ended {
        let running = self.start(arguments).wait_with_output();
        let output = timeout(PATIENCE, running).await.expect("the command ends").unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Starts `netra serve` and waits until it listens.
    pub async fn serve(&self) -> Running {
        self.serving(self.start(&["serve"])).await
    }

    /// The same under a program that watches it.
    pub async fn serve_under(&self, mut watch: Command) -> Running {
        watch.arg(program());
        self.serving(self.spawn(watch, &["serve"])).await
    }

    async fn serving(&self, child: Child) -> Running {
        let mut running = Running::new(child);
        let address = running.says("serving", "address=", Running::err).await;
        running.door = Door::at(&format!("http://{address}"));
        running
    }

    /// Starts `netra demo` on a free port and waits for its last word.
    pub async fn demo(&self, arguments: &[&str]) -> Running {
        let demo = [&["demo", "--port", "0"], arguments].concat();
        let mut running = Running::new(self.start(&demo));
        running.says("Stop with Ctrl-C", "", Running::out).await;
        let url = word_behind(&running.out.borrow(), "GraphiQL   ").unwrap();
        running.door = Door::at(url.strip_suffix("/graphiql").unwrap());
        running
    }
}

impl Ended {
    #[track_caller]
    pub fn good(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    /// The command, if it was refused with these words.
    #[track_caller]
    pub fn refused(self, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(1), "{self:?}");
        assert!(words.iter().all(|word| self.err.contains(word)), "{words:?}: {self:?}");
        self
    }
}

/// A `netra` that serves.
pub struct Running {
    child: Child,
    pub door: Door,
    out: watch::Receiver<String>,
    err: watch::Receiver<String>,
}

impl Running {
    fn new(mut child: Child) -> Self {
        let out = listen(child.stdout.take().unwrap());
        let err = listen(child.stderr.take().unwrap());
        Self { child, door: Door::at(""), out, err }
    }

    fn err(&mut self) -> &mut watch::Receiver<String> {
        &mut self.err
    }

    fn out(&mut self) -> &mut watch::Receiver<String> {
        &mut self.out
    }

    /// Waits for words in a stream; the word behind `label` in their line.
    async fn says(
        &mut self,
        words: &str,
        label: &str,
        stream: fn(&mut Self) -> &mut watch::Receiver<String>,
    ) -> String {
        let found = |text: &str| {
            let line = text.split_inclusive('\n').find(|line| line.contains(words))?;
            line.ends_with('\n').then(|| word_behind(line, label)).flatten()
        };
        let heard = timeout(PATIENCE, stream(self).wait_for(|text| found(text).is_some())).await;
        let heard = heard.ok().and_then(Result::ok).and_then(|text| found(&text));
        heard.unwrap_or_else(|| panic!("netra does not say {words:?}: {}", self.said()))
    }

    /// Waits until it has said words in its log.
    pub async fn hears(&mut self, words: &str) {
        self.says(words, "", Self::err).await;
    }

    /// Everything it has said on both streams.
    pub fn said(&self) -> String {
        format!("{}\n{}", *self.out.borrow(), *self.err.borrow())
    }

    /// Whether the process lives.
    pub fn lives(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Sends a signal.
    pub fn signal(&self, signal: &str) {
        send_signal(signal, &[self.id()]);
    }

    /// Kills it at once.
    pub fn kill(&mut self) {
        self.child.start_kill().unwrap();
    }

    /// Sends a signal, waits for the end, and answers with the exit code and all it has said.
    pub async fn end(mut self, signal: &str) -> (Option<i32>, String) {
        self.signal(signal);
        let ended = timeout(Duration::from_secs(10), self.child.wait()).await;
        let code = ended.expect("it ends within ten seconds").unwrap().code();
        for stream in [&mut self.out, &mut self.err] {
            while stream.changed().await.is_ok() {}
        }
        (code, self.said())
    }
}

/// Sends a signal to processes.
pub fn send_signal(signal: &str, ids: &[u32]) {
    let ids: Vec<String> = ids.iter().map(u32::to_string).collect();
    let kill = format!("kill -{signal} {}", ids.join(" "));
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success(), "{kill}");
}

/// Asks again and again until something holds, however slow the machine is.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let held = timeout(PATIENCE, async {
        while !holds().await {
            tokio::task::yield_now().await;
        }
    });
    held.await.unwrap_or_else(|_| panic!("never: {what}"));
}

/// The text up to the next space behind a label.
fn word_behind(text: &str, label: &str) -> Option<String> {
    let (_, behind) = text.split_once(label)?;
    behind.split_whitespace().next().map(ToOwned::to_owned)
}

fn listen(mut stream: impl AsyncRead + Unpin + Send + 'static) -> watch::Receiver<String> {
    let (sender, receiver) = watch::channel(String::new());
    tokio::spawn(async move {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stream.read(&mut buffer).await {
            bytes.extend_from_slice(&buffer[..read]);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if sender.send(text).is_err() {
                break;
            }
        }
    });
    receiver
}
