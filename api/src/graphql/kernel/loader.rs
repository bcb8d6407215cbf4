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
use netra_entity::certified_signature::Model as Certified;
use netra_entity::code::{CountersignCapacity, PactStanding};
use netra_entity::institution::Model as Institution;
use netra_entity::{
    Instant, api_client, api_client_key, campaign_account_imitation, candidate, candidate_status,
    civil_servant, contest, contest_phase, contest_round, contest_type, contestant,
    contestant_party, contestant_status, countersign_delegation, cycle, election, election_phase,
    electoral_district, employment, event_order, legal_instrument, legal_instrument_number,
    non_asn_signature, organisational_unit, pact_abstention, pact_signature, pact_text, party,
    party_participation, read_log_subject, region, seat, service_number, succession,
    succession_function, succession_party, succession_unit, user,
};
use netra_registry::ledger::sequencer::{AsOf, ReadPoint};
use netra_registry::pact::pact_signature::SignatureLine;
use netra_registry::succession::Succeeded;
use netra_registry::{Error, Registry};
use uuid::Uuid;

use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::tell;

pub(in crate::graphql) use account::AccountsAlike;
pub(in crate::graphql) use institution::{FunctionsOf, UnitsOf};

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
    RegionWith(Uuid);
    InstitutionOf(Uuid);
    UnitOf(Uuid);
    CivilServantOf(Uuid);
    ServiceNumbersOf(Uuid);
    SignaturesOf(Uuid);
    SignatureLinesOf(Uuid);
    CertifiedSignatureOf(Uuid);
    PactTextOf(Uuid);
    CycleOf(Uuid);
    ElectionsOf(Uuid);
    PhasesOf(Uuid);
    ElectionOf(Uuid);
    ConclusionOf(Uuid);
    ContestTypeOf(String);
    ContestOf(Uuid);
    RoundsOf(Uuid);
    ContestPhasesOf(Uuid);
    DistrictOf(Uuid);
    PartyOf(Uuid);
    ParticipationsOf(Uuid);
    ContestantOf(Uuid);
    ContestantsOf(Uuid);
    NominatingPartiesOf(Uuid);
    ContestantStatusesOf(Uuid);
    CandidateOf(Uuid);
    CandidateStatusesOf(Uuid);
    DoubleNominationsOf(Uuid);
    NumbersOfInstrument(Uuid);
    OrderOf(Uuid);
    ProofOf(Uuid);
    LeafOf(Uuid);
    RevisionOf(Uuid);
    HolderOf(Uuid);
    SeatOf(Uuid);
    ApiClientOf(Uuid);
    ApiClientKeysOf(Uuid);
    PactSignatureOf(Uuid);
    InstrumentOf(Uuid);
    SuccessionOf(Uuid);
    PartiesOf(Uuid);
    FunctionsOfSuccession(Uuid);
    UnitsOfSuccession(Uuid);
    SucceededOf(Uuid);
    CountersignDelegationOf(Uuid);
    NonAsnSignatureOf(Uuid);
    PactAbstentionOf(Uuid);
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
    RegionWith => region::Model, one by |row: &region::Model| row.id,
        |registry, permit, ids| registry.regions_by_ids(&permit, &ids);
    InstitutionOf => Institution, one by |row: &Institution| row.id,
        |registry, permit, ids| registry.institutions_by_ids(&permit, &ids);
    UnitOf => organisational_unit::Model, one by |row: &organisational_unit::Model| row.id,
        |registry, permit, ids| registry.units_by_ids(&permit, &ids);
    CivilServantOf => civil_servant::Model, one by |row: &civil_servant::Model| row.id,
        |registry, permit, ids| registry.civil_servants_by_ids(&permit, &ids);
    ServiceNumbersOf => Vec<service_number::Model>, many by |row: &service_number::Model| row.civil_servant_id,
        |registry, permit, ids| registry.service_numbers_of(&permit, &ids);
    CertifiedSignatureOf => Certified, one by |row: &Certified| row.signature_id,
        |registry, permit, ids| registry.certified_signatures_of(&permit, &ids);
    SignaturesOf => Vec<pact_signature::Model>, many by |row: &pact_signature::Model| row.civil_servant_id,
        |registry, permit, ids| registry.pact_signatures_of(&permit, &ids);
    SignatureLinesOf => Vec<SignatureLine>, many by |row: &SignatureLine| row.civil_servant_id,
        |registry, permit, ids| registry.signature_lines_of(&permit, &ids);
    InstrumentOf => legal_instrument::Model, one by |row: &legal_instrument::Model| row.id,
        |registry, permit, ids| registry.legal_instruments_by_ids(&permit, &ids);
    SuccessionOf => succession::Model, one by |row: &succession::Model| row.id,
        |registry, permit, ids| registry.successions_by_ids(&permit, &ids);
    PartiesOf => Vec<succession_party::Model>, many by |row: &succession_party::Model| row.succession_id,
        |registry, permit, ids| registry.succession_parties_of(&permit, &ids);
    FunctionsOfSuccession => Vec<succession_function::Model>, many by |row: &succession_function::Model| row.succession_id,
        |registry, permit, ids| registry.succession_functions_of(&permit, &ids);
    UnitsOfSuccession => Vec<succession_unit::Model>, many by |row: &succession_unit::Model| row.succession_id,
        |registry, permit, ids| registry.succession_units_of(&permit, &ids);
    SucceededOf => Vec<Succeeded>, many by |row: &Succeeded| row.of,
        |registry, permit, ids| registry.succeeded(&permit, &ids);
    PactTextOf => pact_text::Model, one by |row: &pact_text::Model| row.id,
        |registry, permit, ids| registry.pact_texts_by_ids(&permit, &ids);
    CycleOf => cycle::Model, one by |row: &cycle::Model| row.id,
        |registry, permit, ids| registry.cycles_by_ids(&permit, &ids);
    ElectionsOf => Vec<election::Model>, many by |row: &election::Model| row.cycle_id,
        |registry, permit, ids| registry.elections_of(&permit, &ids);
    PhasesOf => Vec<election_phase::Model>, many by |row: &election_phase::Model| row.election_id,
        |registry, permit, ids| registry.phases_of(&permit, &ids);
    ElectionOf => election::Model, one by |row: &election::Model| row.id,
        |registry, permit, ids| registry.elections_by_ids(&permit, &ids);
    ContestTypeOf => contest_type::Model, one by |row: &contest_type::Model| row.code.clone(),
        |registry, permit, _ids| registry.contest_types(&permit);
    ContestOf => contest::Model, one by |row: &contest::Model| row.id,
        |registry, permit, ids| registry.contests_by_ids(&permit, &ids);
    RoundsOf => Vec<contest_round::Model>, many by |row: &contest_round::Model| row.contest_id,
        |registry, permit, ids| registry.rounds_of(&permit, &ids);
    ContestPhasesOf => Vec<contest_phase::Model>, many by |row: &contest_phase::Model| row.round_id,
        |registry, permit, ids| registry.contest_phases_of(&permit, &ids);
    DistrictOf => electoral_district::Model, one by |row: &electoral_district::Model| row.id,
        |registry, permit, ids| registry.districts_by_ids(&permit, &ids);
    PartyOf => party::Model, one by |row: &party::Model| row.id,
        |registry, permit, ids| registry.parties_by_ids(&permit, &ids);
    ParticipationsOf => Vec<party_participation::Model>, many by |row: &party_participation::Model| row.party_id,
        |registry, permit, ids| registry.participations_of(&permit, &ids);
    ContestantOf => contestant::Model, one by |row: &contestant::Model| row.id,
        |registry, permit, ids| registry.contestants_by_ids(&permit, &ids);
    ContestantsOf => Vec<contestant::Model>, many by |row: &contestant::Model| row.contest_id,
        |registry, permit, ids| registry.contestants_of(&permit, &ids);
    NominatingPartiesOf => Vec<contestant_party::Model>, many by |row: &contestant_party::Model| row.contestant_id,
        |registry, permit, ids| registry.nominating_parties_of(&permit, &ids);
    ContestantStatusesOf => Vec<contestant_status::Model>, many by |row: &contestant_status::Model| row.contestant_id,
        |registry, permit, ids| registry.contestant_statuses_of(&permit, &ids);
    CandidateOf => candidate::Model, one by |row: &candidate::Model| row.id,
        |registry, permit, ids| registry.candidates_by_ids(&permit, &ids);
    CandidateStatusesOf => Vec<candidate_status::Model>, many by |row: &candidate_status::Model| row.candidate_id,
        |registry, permit, ids| registry.candidate_statuses_of(&permit, &ids);
    NumbersOfInstrument => Vec<legal_instrument_number::Model>, many by |row: &legal_instrument_number::Model| row.instrument_id,
        |registry, permit, ids| registry.numbers_of_instruments(&permit, &ids);
    PactSignatureOf => pact_signature::Model, one by |row: &pact_signature::Model| row.id,
        |registry, permit, ids| registry.pact_signatures_by_ids(&permit, &ids);
    CountersignDelegationOf => countersign_delegation::Model, one by |row: &countersign_delegation::Model| row.id,
        |registry, permit, ids| registry.countersign_delegations_by_ids(&permit, &ids);
    PactAbstentionOf => pact_abstention::Model, one by |row: &pact_abstention::Model| row.id,
        |registry, permit, ids| registry.pact_abstentions_by_ids(&permit, &ids);
    NonAsnSignatureOf => non_asn_signature::Model, one by |row: &non_asn_signature::Model| row.id,
        |registry, permit, ids| registry.non_asn_signatures_by_ids(&permit, &ids);
    ImitationsAt => Vec<campaign_account_imitation::Model>, many by |row: &campaign_account_imitation::Model| row.url.clone(),
        |registry, permit, ids| registry.account_imitations_at(&permit, &ids);
    SeatOf => seat::Model, one by |row: &seat::Model| row.id,
        |registry, permit, ids| registry.seats_by_ids(&permit, &ids);
    ApiClientOf => api_client::Model, one by |row: &api_client::Model| row.id,
        |registry, permit, ids| registry.api_clients_by_ids(&permit, &ids);
    ApiClientKeysOf => Vec<api_client_key::Model>, many by |row: &api_client_key::Model| row.client_id,
        |registry, permit, ids| registry.api_client_keys_of(&permit, &ids);
    WithheldOf => read_log_subject::Model, one by |row: &read_log_subject::Model| row.log_id,
        |registry, permit, ids| registry.withheld_of(&permit, &ids);
    HolderOf => user::Model, one by |row: &user::Model| row.id,
        |registry, permit, ids| registry.holders(&permit, &ids);
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
