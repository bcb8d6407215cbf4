//! A registry without a server, whose database can be copied, restored and tampered with.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use netra_domain::policy::{ActKind, Actor, Permit, Standing};
use netra_entity::Date;
use netra_entity::code::{Confidence, HolidayKind};
use netra_registry::fsck::Trusted;
use netra_registry::holiday::HolidayInput;
use netra_registry::log::Keeper;
use netra_registry::log::note::{Checkpoint, SignerKey};
use netra_registry::{ActRequest, Registry};
use sea_orm::{ConnectionTrait, Database, Statement};
use tempfile::TempDir;

use crate::database::{Backend, create_database, sqlite_file};
use crate::world::{World, copied_database, registry_at};

/// The name of the transparency log of every registry here.
pub const LOG_NAME: &str = "netra.test/log";

/// The same registry with the key of its log, and a file for the last checkpoint.
pub fn signing(registry: Registry, kept: &Path) -> Registry {
    static KEY: OnceLock<String> = OnceLock::new();
    let seed = KEY.get_or_init(|| SignerKey::generate().unwrap());
    let key = SignerKey::from_base64(seed).unwrap();
    registry.with_log(Keeper::named(LOG_NAME).signing(key, kept))
}

impl World {
    /// Signs the log as it is; the sequencer does so where nobody stops it.
    pub async fn publish(&self) -> Checkpoint {
        self.registry().publish().await.unwrap().expect("a log")
    }
}

/// The demonstration's database, and the file with the last checkpoint.
pub struct Ledger {
    pub url: String,
    pub kept: PathBuf,
    backend: Backend,
    _folders: Vec<Arc<TempDir>>,
}

impl Ledger {
    pub async fn new(backend: Backend) -> Self {
        let (folder, url) = copied_database(backend).await;
        let log = tempfile::tempdir().unwrap();
        let kept = log.path().join("log.checkpoint");
        let folders = folder.into_iter().chain([log]).map(Arc::new).collect();
        Self { url, kept, backend, _folders: folders }
    }

    /// A registry over it, which signs.
    pub async fn open(&self) -> Registry {
        signing(registry_at(&self.url).await, &self.kept)
    }

    /// A copy of the database as it is; nobody may have it open.
    pub async fn copy(&self) -> Self {
        let (folder, url) = match self.backend {
            Backend::Postgres => (None, create_database(Some(&self.url)).await),
            Backend::Sqlite => {
                let (folder, url) = sqlite_file();
                let path =
                    |url: &str| url["sqlite://".len()..].split('?').next().unwrap().to_owned();
                std::fs::copy(path(&self.url), path(&url)).unwrap();
                (Some(folder), url)
            }
        };
        let folders = folder.into_iter().map(Arc::new).chain(self._folders.clone()).collect();
        Self { url, kept: self.kept.clone(), backend: self.backend, _folders: folders }
    }

    /// The same database with a file of its own for the last checkpoint, as another server has it.
    pub fn beside(&self) -> Self {
        let kept = self.kept.with_file_name("other.checkpoint");
        Self { url: self.url.clone(), kept, backend: self.backend, _folders: self._folders.clone() }
    }

    /// Runs a statement as somebody who may do everything.
    pub async fn run(&self, sql: &str) {
        let db = Database::connect(&self.url).await.unwrap();
        assert!(db.execute_unprepared(sql).await.unwrap().rows_affected() > 0, "{sql}");
        db.close().await.unwrap();
    }

    /// A text from the database.
    pub async fn text(&self, sql: &str) -> String {
        let db = Database::connect(&self.url).await.unwrap();
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let row = db.query_one_raw(statement).await.unwrap().expect("a row");
        let text = row.try_get_by_index(0).unwrap();
        db.close().await.unwrap();
        text
    }
}

/// Closes a registry, so that its database may be copied.
pub async fn close(registry: Registry) {
    registry.database().clone().close().await.unwrap();
}

pub fn founding<A: ActKind>() -> Permit<A> {
    Actor::new(Standing::Founding).permit().unwrap()
}

/// An act that needs nobody: a day off in a year of its own.
pub async fn act(registry: &Registry, day: u32) {
    let day = chrono::NaiveDate::from_yo_opt(2031, day).unwrap();
    let input = HolidayInput {
        day: Date(day),
        kind: HolidayKind::NationalHoliday,
        name: "Hari libur".to_owned(),
        name_en: None,
        decree: "-".to_owned(),
        source: "-".to_owned(),
        confidence: Confidence::Unconfirmed,
    };
    let request = ActRequest { trace_id: "test".to_owned(), ..ActRequest::default() };
    registry.record_holiday(&founding(), &request, &input).await.unwrap();
}

/// What `fsck` finds.
pub async fn findings(registry: &Registry) -> Vec<String> {
    let report = registry.fsck(&Trusted::default()).await.unwrap();
    assert!(report.events > 10 && report.records > 10 && report.tiles > 0);
    report.findings.iter().map(ToString::to_string).collect()
}
