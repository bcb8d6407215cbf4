//! Nested to-one and to-many fields: one query for all parents of a request, under the caller's
//! own permit.

mod account;
mod institution;
mod nomination;

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::Context;
use async_graphql::dataloader::Loader;
use netra_domain::Rule;
use netra_domain::countersignature::Signer;
use netra_domain::policy::{ActKind, Actor, Permit};
use netra_entity::code::{CountersignCapacity, PactStanding};
use netra_entity::{
    Instant, campaign_account_imitation, contest_type, employment, event_order, read_log_subject,
    region,
};
use netra_registry::ledger::sequencer::{AsOf, ReadPoint};
use netra_registry::pact::pact_signature::SignatureLine;
use netra_registry::succession::Succeeded;
use netra_registry::{Error, Registry};
use uuid::Uuid;

use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::tell;

pub(in crate::graphql) use account::AccountsAlike;
pub(in crate::graphql) use institution::FunctionsOf;

/// What a key names, loaded together with everything that the request asks for beside it. A
/// failure is told like any other; what lies outside the reach is absent.
pub(in crate::graphql) async fn load<K>(
    ctx: &Context<'_>,
    key: K,
) -> Option<<Loaders as Loader<K>>::Value>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loaders: Loader<K, Error = Arc<Error>>,
{
    match Call::of(ctx).batches.load(key).await {
        Ok(found) => found,
        Err(error) => {
            tell(ctx, &error);
            None
        }
    }
}

/// The loaders of one request.
pub(in crate::graphql) struct Loaders {
    pub(in crate::graphql) registry: Registry,
    pub(in crate::graphql) actor: Arc<Actor>,
}

impl Loaders {
    pub(in crate::graphql) fn permit<A: ActKind>(&self) -> Result<Permit<A>, Arc<Error>> {
        self.actor.permit::<A>().map_err(|refusal| Arc::new(refusal.into()))
    }
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident($inner:ty);)*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub(in crate::graphql) struct $name(pub(in crate::graphql) $inner);)*
    };
}

keys! {
    RegionOf(String);
    SignatureLinesOf(Uuid);
    ConclusionOf(Uuid);
    ContestTypeOf(String);
    DoubleNominationsOf(Uuid);
    OrderOf(Uuid);
    ProofOf(Uuid);
    LeafOf(Uuid);
    RevisionOf(Uuid);
    SucceededOf(Uuid);
    CountersigningOf(Signer);
    ImitationsAt(String);
    WithheldOf(Uuid);
}

/// A person's employments, as known now or at a point of the order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct EmploymentsOf(
    pub(in crate::graphql) Uuid,
    pub(in crate::graphql) Option<Point>,
);

/// A point of the order as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct Point {
    index: i64,
    moment: Instant,
}

impl From<ReadPoint> for Point {
    fn from(point: ReadPoint) -> Self {
        Self { index: point.index, moment: point.moment }
    }
}

impl From<Point> for ReadPoint {
    fn from(point: Point) -> Self {
        Self { index: point.index, moment: point.moment }
    }
}

impl Loader<EmploymentsOf> for Loaders {
    type Value = Vec<employment::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[EmploymentsOf],
    ) -> Result<HashMap<EmploymentsOf, Vec<employment::Model>>, Arc<Error>> {
        let Ok(permit) = self.permit() else { return Ok(HashMap::new()) };
        let points: HashSet<Option<Point>> = keys.iter().map(|key| key.1).collect();
        let mut loaded = HashMap::new();
        for point in points {
            let ids: Vec<_> = keys.iter().filter(|key| key.1 == point).map(|key| key.0).collect();
            let as_of = point
                .map_or(AsOf::Now, |it| AsOf::At(ReadPoint { index: it.index, moment: it.moment }));
            let rows =
                self.registry.employments_of(&permit, &ids, as_of).await.map_err(Arc::new)?;
            loaded.extend(many(rows, |row| EmploymentsOf(row.civil_servant_id, point)));
        }
        Ok(loaded)
    }
}

/// One value for each key.
fn one<K: Hash + Eq, V>(rows: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, V> {
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

/// A list for each key.
fn many<K: Hash + Eq, V>(rows: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, Vec<V>> {
    let mut lists: HashMap<K, Vec<V>> = HashMap::new();
    for row in rows {
        lists.entry(key(&row)).or_default().push(row);
    }
    lists
}

macro_rules! loads {
    ($($key:ident => $value:ty, $gather:ident by $field:expr, |$registry:ident, $permit:ident, $ids:ident| $read:expr;)*) => {
        $(impl Loader<$key> for Loaders {
            type Value = $value;
            type Error = Arc<Error>;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, $value>, Arc<Error>> {
                let $registry = &self.registry;
                // Where the matrix gives nothing, nothing is seen; a nested field is no error.
                let Ok($permit) = self.permit() else { return Ok(HashMap::new()) };
                let $ids: Vec<_> = keys.iter().map(|key| key.0.clone()).collect();
                let rows = $read.await.map_err(Arc::new)?;
                let field = $field;
                Ok($gather(rows, |row| $key(field(row))))
            }
        })*
    };
}

loads! {
    RegionOf => region::Model, one by |row: &region::Model| row.code.clone(),
        |registry, permit, ids| registry.regions_by_codes(&permit, &ids);
    SignatureLinesOf => Vec<SignatureLine>, many by |row: &SignatureLine| row.civil_servant_id,
        |registry, permit, ids| registry.signature_lines_of(&permit, &ids);
    SucceededOf => Vec<Succeeded>, many by |row: &Succeeded| row.of,
        |registry, permit, ids| registry.succeeded(&permit, &ids);
    ContestTypeOf => contest_type::Model, one by |row: &contest_type::Model| row.code.clone(),
        |registry, permit, _ids| registry.contest_types(&permit);
    ImitationsAt => Vec<campaign_account_imitation::Model>, many by |row: &campaign_account_imitation::Model| row.url.clone(),
        |registry, permit, ids| registry.account_imitations_at(&permit, &ids);
    WithheldOf => read_log_subject::Model, one by |row: &read_log_subject::Model| row.log_id,
        |registry, permit, ids| registry.withheld_of(&permit, &ids);
}

/// As what the caller would countersign for a signer, or why not.
impl Loader<CountersigningOf> for Loaders {
    type Value = Result<CountersignCapacity, Rule>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[CountersigningOf],
    ) -> Result<HashMap<CountersigningOf, Self::Value>, Arc<Error>> {
        let Ok(permit) = self.permit() else { return Ok(HashMap::new()) };
        let signers: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.registry.countersigning(&permit, &signers).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(signer, may)| (CountersigningOf(signer), may)).collect())
    }
}

/// How a person stands towards a cycle's pact.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct StandingOf(pub(in crate::graphql) Uuid, pub(in crate::graphql) Uuid);

impl Loader<StandingOf> for Loaders {
    type Value = PactStanding;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[StandingOf],
    ) -> Result<HashMap<StandingOf, PactStanding>, Arc<Error>> {
        let (Ok(permit), Ok(employed)) = (self.permit(), self.permit()) else {
            return Ok(HashMap::new());
        };
        let cycles: HashSet<Uuid> = keys.iter().map(|key| key.1).collect();
        let mut loaded = HashMap::new();
        for cycle in cycles {
            let ids: Vec<_> = keys.iter().filter(|key| key.1 == cycle).map(|key| key.0).collect();
            let found = self.registry.pact_standings(&permit, &employed, cycle, &ids).await;
            let found = found.map_err(Arc::new)?;
            loaded.extend(found.into_iter().map(|(id, it)| (StandingOf(id, cycle), it)));
        }
        Ok(loaded)
    }
}

impl Loader<OrderOf> for Loaders {
    type Value = event_order::Model;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[OrderOf],
    ) -> Result<HashMap<OrderOf, event_order::Model>, Arc<Error>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let rows = self.registry.event_orders(&ids).await.map_err(Arc::new)?;
        Ok(one(rows, |row| OrderOf(row.event_id)))
    }
}

impl Loader<RevisionOf> for Loaders {
    type Value = i32;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[RevisionOf]) -> Result<HashMap<RevisionOf, i32>, Arc<Error>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let rows = self.registry.revisions(&ids).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|(id, rev)| (RevisionOf(id), rev)).collect())
    }
}
