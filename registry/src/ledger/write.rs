//! The one door to write. [`Registry::open`] takes a permit and begins; the caller changes rows
//! through the open [`Write`] and says what it changed; `commit` appends the event and
//! commits both together. Dropping an open act takes everything back.

mod rows;
mod seal;
mod take;

mod idempotency;

use std::sync::{Arc, OnceLock};

use netra_domain::policy::{Act, ActKind, Actor, POLICY_VERSION, Permit};
use netra_entity::idempotency as key_row;
use netra_entity::{Date, Instant, event, event_outbox, event_record};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
};
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::ledger;
use crate::ledger::database::rows::Inserts;
use crate::ledger::error::{Error, Result};
use crate::ledger::event::seal_of;
use crate::ledger::leaf::{self, Leaf};
use crate::ledger::projection::{Beside, Watch};
use crate::{Registry, ledger::ids};

pub use self::idempotency::IdempotencyKey;
use self::idempotency::{in_progress, principal, replay};
pub(crate) use self::take::{Parts, Taken};
use seal::{Record, Sealed, Summary, changed_before, rows, seal, summarise};

/// The most records that one event may change.
pub const CHUNK: usize = 1_000;

/// What comes with an act besides its input.
#[derive(Clone, Debug, Default)]
pub struct ActRequest {
    /// Trace of the request.
    pub trace_id: String,
    /// Stated purpose.
    pub purpose: Option<String>,
    /// The caller's key, if it wants to be able to repeat.
    pub idempotency: Option<IdempotencyKey>,
}

/// An event on its way into the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The event.
    pub event_id: Uuid,
}

/// What an act answers with: the caller re-reads the record through its own permit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The record, if the act is about one.
    pub subject_id: Option<Uuid>,
    /// The event; none where nothing changed.
    pub receipt: Option<Receipt>,
    /// What the act answers beyond the record.
    pub result: Option<Value>,
    /// Whether the act was done before, under the same key.
    pub replayed: bool,
}

/// What [`Registry::open`] found.
#[derive(Debug)]
pub enum Opened {
    /// A new act.
    Fresh(Box<Write>),
    /// The act was done before.
    Replayed(Done),
}

/// Opens an act, or answers with what it did before under the same key.
macro_rules! open_act {
    ($registry:expr, $permit:expr, $request:expr) => {
        match $registry.open($permit, $request).await? {
            $crate::ledger::write::Opened::Fresh(act) => act,
            $crate::ledger::write::Opened::Replayed(done) => return Ok(done),
        }
    };
}
pub(crate) use open_act;

/// An act under way.
#[derive(Debug)]
pub struct Write {
    registry: Registry,
    tx: DatabaseTransaction,
    act: Act,
    actor: Arc<Actor>,
    request: ActRequest,
    event_id: Uuid,
    now: Instant,
    records: Vec<Record>,
    sealing: Option<JoinHandle<Result<Vec<Sealed>>>>,
    beside: Option<Box<dyn Beside>>,
    /// The version of offices and institutions, once it was read.
    version: OnceLock<i64>,
}

impl Registry {
    /// Begins a further act of something that was decided: whoever decided it need not sit any
    /// more.
    pub(crate) async fn open_decided<A: ActKind>(
        &self,
        permit: &Permit<A>,
        request: &ActRequest,
    ) -> Result<Opened> {
        let tx = self.database().begin().await?;
        self.open_in(tx, permit, request).await
    }

    /// Begins an act within a transaction.
    pub(crate) async fn open_in<A: ActKind>(
        &self,
        tx: DatabaseTransaction,
        permit: &Permit<A>,
        request: &ActRequest,
    ) -> Result<Opened> {
        let now = self.clock().now();
        // Strangers share no keys: without an account there is nobody whose key it could be.
        let mut request = request.clone();
        request.idempotency = request.idempotency.filter(|_| permit.actor().user_id().is_some());
        if let Some(key) = &request.idempotency {
            let principal = principal(permit.actor());
            let row = key_row::ActiveModel {
                principal: Set(principal.clone()),
                key: Set(key.key.clone()),
                field: Set(key.field.to_owned()),
                fingerprint: Set(key.fingerprint.clone()),
                subject_id: Set(None),
                event_id: Set(None),
                result: Set(None),
                created_at: Set(now),
            };
            // A second caller with the same key waits here until the first commits or gives up.
            let inserted = key_row::Entity::insert(row)
                .on_conflict(
                    OnConflict::columns([key_row::Column::Principal, key_row::Column::Key])
                        .do_nothing()
                        .to_owned(),
                )
                .exec_without_returning(&tx)
                .await
                .map_err(|error| in_progress(error.into()))?;
            if inserted == 0 {
                return replay(&tx, &principal, key).await.map(Opened::Replayed);
            }
        }
        Ok(Opened::Fresh(Box::new(Write {
            registry: self.clone(),
            tx,
            act: permit.act(),
            actor: Arc::clone(permit.actor()),
            request,
            event_id: ids::at(now),
            now,
            records: Vec::new(),
            sealing: None,
            beside: None,
            version: OnceLock::new(),
        })))
    }
}

impl Write {
    /// The transaction.
    pub(crate) fn tx(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// The registry.
    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The act.
    pub(crate) fn act(&self) -> Act {
        self.act
    }

    /// Who acts.
    pub(crate) fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The event that this act will be.
    pub(crate) fn event_id(&self) -> Uuid {
        self.event_id
    }

    /// The moment at which the rules decide.
    pub(crate) fn now(&self) -> Instant {
        self.now
    }

    /// The registry's local day of that moment.
    pub(crate) fn today(&self) -> Date {
        Date(netra_domain::Zone::Wib.local_day(self.now.0))
    }

    /// A new id of this moment.
    pub(crate) fn new_id(&self) -> Uuid {
        ids::at(self.now)
    }

    /// Says that a record was changed, with its full after-image.
    pub(crate) fn record(
        &mut self,
        kind: &'static str,
        id: Uuid,
        rev: i32,
        after: &impl Serialize,
    ) -> Result<()> {
        let mut after = serde_json::to_value(after)?;
        let payload = match after.as_object_mut() {
            Some(payload) => std::mem::take(payload),
            None => Map::from_iter([("value".to_owned(), after)]),
        };
        self.records.push(Record { kind, id, rev, payload });
        Ok(())
    }

    /// What goes in with the event.
    pub(crate) fn beside(&mut self) -> Option<&mut Box<dyn Beside>> {
        self.beside.as_mut()
    }

    /// Puts something in with the event.
    pub(crate) fn put_beside(&mut self, beside: Box<dyn Beside>) {
        self.beside = Some(beside);
    }

    /// The version of what is remembered, once it was read within the act.
    pub(crate) fn version(&self) -> &OnceLock<i64> {
        &self.version
    }

    /// Begins to seal what was recorded, on a thread of its own, while the act stores its rows.
    /// Nothing may be recorded any more.
    pub(crate) fn seal_ahead(&mut self) {
        let records = std::mem::take(&mut self.records);
        self.sealing = Some(tokio::task::spawn_blocking(move || seal(records)));
    }

    async fn sealed(&mut self) -> Result<Vec<Sealed>> {
        let records = std::mem::take(&mut self.records);
        match self.sealing.take() {
            None => seal(records),
            Some(_) if !records.is_empty() => Err(Error::Crypto("recorded after sealing")),
            Some(sealing) => sealing.await.map_err(|_stop| Error::Crypto("sealing stopped"))?,
        }
    }

    /// How many records the act has changed so far.
    pub(crate) fn changed(&self) -> usize {
        self.records.len()
    }

    /// The revision that a record reaches by this act.
    pub(crate) async fn next_rev(&self, id: Uuid) -> Result<i32> {
        let last = ledger::within::last_record(self, id).await?;
        Ok(last.map_or(1, |record| record.rev.saturating_add(1)))
    }

    /// Appends the event and commits.
    ///
    /// # Errors
    /// The database's own; nothing is changed then.
    pub(crate) async fn commit(self, subject_id: Option<Uuid>) -> Result<Done> {
        self.commit_with(subject_id, None).await
    }

    /// Appends the event and commits, answering with more than the record.
    pub(crate) async fn commit_with(
        mut self,
        subject_id: Option<Uuid>,
        result: Option<Value>,
    ) -> Result<Done> {
        let sealed = self.sealed().await?;
        if sealed.is_empty() {
            self.remember(subject_id, None, result.as_ref()).await?;
            self.tx.commit().await?;
            return Ok(Done { subject_id, receipt: None, result, replayed: false });
        }
        // Read now: what this act builds on is locked, or its revision is refused below.
        let previous = ledger::within::last_leaf_hashes(&self, changed_before(&sealed)).await?;
        let summary = summarise(&sealed, &previous, subject_id)?;
        let current = summary.rev;
        let event = self.event(summary, sealed.len())?;
        let watches = Registry::watches().iter();
        let watches = watches.filter(|watch| sealed.iter().any(|it| (watch.rests_on)(it.kind)));
        let watches: Vec<&Watch> = watches.collect();
        let rows = rows(self.event_id, sealed, previous);
        // Another act was faster with this revision; an import tries again.
        self.append(event, rows).await.map_err(|cause| match current {
            Some(current) => Error::from(cause).or_taken(|| Error::VersionConflict { current }),
            None => cause.into(),
        })?;
        self.remember(subject_id, Some(self.event_id), result.as_ref()).await?;
        // Last, since others wait for it.
        let mut versions = Vec::with_capacity(watches.len());
        for watch in watches {
            versions.push((watch, (watch.change)(&self).await?));
        }
        self.tx.commit().await?;
        for (watch, version) in versions {
            (watch.see)(&self.registry, version);
        }
        self.registry.inner.committed.notify_one();
        let receipt = Some(Receipt { event_id: self.event_id });
        Ok(Done { subject_id, receipt, result, replayed: false })
    }

    /// Stores the event and what comes with it.
    async fn append(
        &self,
        event: event::ActiveModel,
        records: Vec<event_record::ActiveModel>,
    ) -> std::result::Result<(), DbErr> {
        let outbox = event_outbox::ActiveModel { seq: NotSet, event_id: Set(self.event_id) };
        let mut inserts = Inserts::begin(&self.tx);
        inserts.add(vec![event]).await?;
        inserts.add(records).await?;
        inserts.add(vec![outbox]).await?;
        if let Some(beside) = &self.beside {
            beside.rows(self.event_id, &mut inserts).await?;
        }
        inserts.run().await
    }

    fn event(&self, summary: Summary, records: usize) -> Result<event::ActiveModel> {
        let actor = self.registry.pseudonym(&self.actor);
        let (leaf, leaf_hash) = Leaf {
            act: actor.clone(),
            com: summary.commitment,
            ent: summary.kind.to_owned(),
            id: self.event_id.to_string(),
            inst: self.actor.seat().map(|seat| seat.institution_code.clone()),
            op: self.act.word().to_owned(),
            prev: summary.prev,
            rec: summary.id.map(|id| id.to_string()),
            rev: summary.rev.map(|rev| rev.to_string()),
            t: self.now.to_string(),
            v: leaf::VERSION.to_owned(),
        }
        .seal()?;
        let row = event::Model {
            id: self.event_id,
            act: self.act.code().to_owned(),
            actor,
            seat_id: self.actor.seat().map(|seat| seat.seat_id),
            institution_id: self.actor.seat().map(|seat| seat.institution_id),
            subject_kind: summary.kind.to_owned(),
            subject_id: summary.id,
            rev: summary.rev,
            purpose: self.request.purpose.clone(),
            policy_version: POLICY_VERSION.to_owned(),
            trace_id: self.request.trace_id.clone(),
            occurred_at: self.now,
            record_count: i32::try_from(records).unwrap_or(i32::MAX),
            leaf,
            leaf_hash: leaf::encode(&leaf_hash),
            seal: String::new(),
        };
        let seal = seal_of(self.registry.vault(), &row);
        Ok(event::Model { seal, ..row }.into())
    }

    async fn remember(
        &self,
        subject_id: Option<Uuid>,
        event_id: Option<Uuid>,
        result: Option<&Value>,
    ) -> Result<()> {
        let Some(key) = &self.request.idempotency else { return Ok(()) };
        let row = key_row::ActiveModel {
            subject_id: Set(subject_id),
            event_id: Set(event_id),
            result: Set(result.map(ToString::to_string)),
            ..Default::default()
        };
        key_row::Entity::update_many()
            .set(row)
            .filter(key_row::Column::Principal.eq(principal(&self.actor)))
            .filter(key_row::Column::Key.eq(&key.key))
            .exec(&self.tx)
            .await?;
        Ok(())
    }
}
