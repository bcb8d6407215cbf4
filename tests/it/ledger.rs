//! A registry without a server, whose database can be copied, restored and tampered with.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use netra_api::graphql::{Kind, show};
use netra_domain::policy::{ActKind, Actor, Permit, Standing};
use netra_entity::code::{Confidence, HolidayKind};
use netra_entity::{Date, event, event_outbox};
use netra_registry::check::Trusted;
use netra_registry::law::holiday::RecordHolidayInput;
use netra_registry::ledger::event::seal_of;
use netra_registry::ledger::leaf::{encode, leaf_hash};
use netra_registry::ledger::log::Keeper;
use netra_registry::ledger::log::note::{Checkpoint, SignerKey};
use netra_registry::ledger::log::tree::{Growth, Tiles};
use netra_registry::{ActRequest, Registry, Vault};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, Database, DatabaseConnection, EntityTrait,
    FromQueryResult, QueryResult, Statement,
};
use tempfile::TempDir;

use crate::database::{Backend, Held, copy_database};
use crate::process::Place;
use crate::scratch;
use crate::world::{World, copied_database, registry_at, vault};

/// The name of the transparency log of every registry here.
pub const LOG_NAME: &str = "netra.test/log";

/// The same registry with the key of its log, and a file for the last checkpoint.
pub fn signing(registry: Registry, kept: &Path) -> Registry {
    let key = SignerKey::from_base64(seed()).unwrap();
    registry.with_log(Keeper::named(LOG_NAME).signing(key, kept))
}

/// The same with a second place for the last checkpoint, which servers share.
pub fn signing_beside(registry: Registry, kept: &Path, second: &Path) -> Registry {
    let key = SignerKey::from_base64(seed()).unwrap();
    registry.with_log(Keeper::named(LOG_NAME).signing(key, kept).with_second(second))
}

fn seed() -> &'static str {
    static KEY: OnceLock<String> = OnceLock::new();
    KEY.get_or_init(|| SignerKey::generate().unwrap())
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
    _held: Option<Arc<Held>>,
    _log: Option<Arc<TempDir>>,
}

impl Ledger {
    pub async fn new(backend: Backend) -> Self {
        let (held, url) = copied_database(backend).await;
        let log = scratch::folder();
        let kept = log.path().join("log.checkpoint");
        let (held, log) = (Some(Arc::new(held)), Some(Arc::new(log)));
        Self { url, kept, backend, _held: held, _log: log }
    }

    /// That of a place whose server does not run.
    pub fn of(place: &Place, backend: Backend) -> Self {
        let url = place.setting("NETRA_DATABASE__URL").to_owned();
        let kept = place.path("keys/log.key.checkpoint").into();
        Self { url, kept, backend, _held: None, _log: None }
    }

    /// A registry over it, which signs.
    pub async fn open(&self) -> Registry {
        signing(registry_at(&self.url).await, &self.kept)
    }

    /// A copy of the database as it is; nobody may have it open.
    pub async fn copy(&self) -> Self {
        let (held, url) = copy_database(self.backend, &self.url).await;
        let (kept, log) = (self.kept.clone(), self._log.clone());
        Self { url, kept, backend: self.backend, _held: Some(Arc::new(held)), _log: log }
    }

    /// The same database with a file of its own for the last checkpoint, as another server has it.
    pub fn beside(&self) -> Self {
        let kept = self.kept.with_file_name("other.checkpoint");
        let (held, log) = (self._held.clone(), self._log.clone());
        Self { url: self.url.clone(), kept, backend: self.backend, _held: held, _log: log }
    }

    /// Runs a statement as somebody who may do everything.
    pub async fn run(&self, sql: &str) {
        let db = Database::connect(&self.url).await.unwrap();
        assert!(db.execute_unprepared(sql).await.unwrap().rows_affected() > 0, "{sql}");
        db.close().await.unwrap();
    }

    /// A text from the database.
    pub async fn text(&self, sql: &str) -> String {
        self.rows(sql).await.first().expect("a row").try_get_by_index(0).unwrap()
    }

    /// Rows from the database.
    pub async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        let db = Database::connect(&self.url).await.unwrap();
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.unwrap();
        db.close().await.unwrap();
        rows
    }

    /// How many rows there are.
    pub async fn count(&self, from: &str) -> usize {
        self.text(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {from}")).await.parse().unwrap()
    }

    /// Every event that has an index, as a client knows it, with the index.
    pub async fn order(&self) -> Vec<(i64, String)> {
        let rows = self.rows("SELECT idx, event_id FROM event_order ORDER BY idx").await;
        let shown = |row: &QueryResult| {
            let event = row.try_get_by_index(1).unwrap();
            (row.try_get_by_index(0).unwrap(), show(Kind::Event, event).0)
        };
        rows.iter().map(shown).collect()
    }

    /// Fails unless each event has one index, and the indexes have no gap.
    pub async fn check_order(&self) -> Vec<(i64, String)> {
        let order = self.order().await;
        let dense = (0..).zip(&order).all(|(position, (index, _))| position == *index);
        let once: HashSet<&String> = order.iter().map(|(_, event)| event).collect();
        assert!(dense && once.len() == order.len(), "{order:?}");
        assert_eq!((self.count("event").await, self.count("event_outbox").await), (order.len(), 0));
        order
    }
}

impl Ledger {
    /// Rewrites the last event of a log that is smaller than a tile, and everything that hangs on
    /// it: the database agrees with itself then, and what was signed is gone from it.
    pub async fn rewrite_the_last_of(&self, size: u64) {
        let last = "id = (SELECT event_id FROM event_order ORDER BY idx DESC LIMIT 1)";
        let leaf = self.text(&format!("SELECT leaf FROM event WHERE {last}")).await;
        let moment = leaf.split("\"t\":\"").nth(1).unwrap()[..24].to_owned();
        let forged = leaf.replace(&moment, "2026-11-01T00:00:00.000Z");
        assert_ne!(forged, leaf);
        let hash = encode(&leaf_hash(forged.as_bytes()));
        self.run(&format!(
            "UPDATE event SET leaf = '{forged}', leaf_hash = '{hash}', \
             occurred_at = '2026-11-01 00:00:00+00:00' WHERE {last}"
        ))
        .await;
        self.seal_the_last().await;
        let mut growth = Growth::new(0, Tiles::new()).unwrap();
        for index in 0..size {
            let sql = format!(
                "SELECT leaf FROM event WHERE id = \
                 (SELECT event_id FROM event_order WHERE idx = {index})"
            );
            growth.push(leaf_hash(self.text(&sql).await.as_bytes()));
        }
        let root = encode(&growth.root().unwrap());
        self.run(&format!("UPDATE log_origin SET root = '{root}'")).await;
        assert_eq!(growth.tiles().len(), 1);
        let tile: String =
            growth.tiles().values().next().unwrap().iter().map(|it| format!("{it:02x}")).collect();
        let bytes = match self.backend {
            Backend::Sqlite => format!("x'{tile}'"),
            Backend::Postgres => format!("decode('{tile}', 'hex')"),
        };
        self.run(&format!("UPDATE log_tile SET data = {bytes}")).await;
        self.run("DELETE FROM log_checkpoint").await;
    }
}

impl Ledger {
    /// The last event in the order.
    async fn last_event(&self, db: &DatabaseConnection) -> event::Model {
        let sql = "SELECT e.* FROM event e JOIN event_order o ON o.event_id = e.id \
            ORDER BY o.idx DESC LIMIT 1";
        let statement = Statement::from_string(db.get_database_backend(), sql);
        event::Model::find_by_statement(statement).one(db).await.unwrap().unwrap()
    }

    /// Puts an act in line that nobody did: the last one again, as somebody else's, its hashes right.
    pub async fn forge(&self) {
        let db = Database::connect(&self.url).await.unwrap();
        let row = self.last_event(&db).await;
        let id = uuid::Uuid::from_u128(row.id.as_u128() + 1);
        let leaf = row.leaf.replace(&row.id.to_string(), &id.to_string());
        let leaf_hash = encode(&leaf_hash(leaf.as_bytes()));
        let forged = event::Model { id, leaf, leaf_hash, record_count: 0, ..row };
        let forged = event::ActiveModel::from(forged).reset_all();
        event::Entity::insert(forged).exec_without_returning(&db).await.unwrap();
        let waits = event_outbox::ActiveModel { event_id: Set(id), ..Default::default() };
        event_outbox::Entity::insert(waits).exec_without_returning(&db).await.unwrap();
        db.close().await.unwrap();
    }

    /// Seals the last event anew, as an operator can who has the keys.
    async fn seal_the_last(&self) {
        // Beside the note of a place lies its key; all others have that of the tests.
        let key = std::fs::read_to_string(self.kept.with_file_name("column.key"));
        let vault = key.map_or_else(|_none| vault(), |key| Vault::from_base64(&key).unwrap());
        let db = Database::connect(&self.url).await.unwrap();
        let row = self.last_event(&db).await;
        let seal = Set(seal_of(&vault, &row));
        let sealed = event::ActiveModel { id: Set(row.id), seal, ..Default::default() };
        event::Entity::update(sealed).exec(&db).await.unwrap();
        db.close().await.unwrap();
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
    let input = RecordHolidayInput {
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
