//! Countersigning: the superior's part of a signature, given or refused.

use std::collections::{HashMap, HashSet};

use async_graphql::InputObject;
use netra_domain::countersignature::{Countersigner, Signer};
use netra_domain::pact::LIFE;
use netra_domain::policy::{ActKind, Actor, Permit, of};
use netra_domain::{Rule, pact};
use netra_entity::code::{CountersignCapacity, Grade, SignatureState};
use netra_entity::{Date, Ref, organisational_unit, pact_signature};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::ledger::error::{Error, Result, read};
use crate::ledger::row_result::RowResult;
use crate::ledger::write::{ActRequest, Done, Taken, Write, open_act};
use crate::pact::own::{Counted, told};
use crate::pact::pact_signature::{already_signed, local_day};
use crate::{Registry, ledger, office, people};

/// The most signatures in one mutation.
const MOST_ROWS: usize = 500;

/// A signature to countersign.
#[derive(Clone, Debug, InputObject)]
pub struct CountersignPactInput {
    /// The signature.
    pub id: Ref<pact_signature::Entity>,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// Signatures to countersign.
#[derive(Clone, Debug, InputObject)]
pub struct CountersignPactsInput {
    /// Up to 500 signatures.
    pub signatures: Vec<Ref<pact_signature::Entity>>,
}

/// A countersignature to refuse.
#[derive(Clone, Debug, InputObject)]
pub struct RefuseCountersignatureInput {
    /// The signature.
    pub id: Ref<pact_signature::Entity>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

impl Registry {
    /// Countersigns one signature.
    ///
    /// # Errors
    /// `NOT_FOUND` where absent or outside the reach; `SIGNATURE_NOT_AWAITING`; `COUNTERSIGN_OWN`,
    /// `NOT_THE_SUPERIOR`; `VERSION_CONFLICT`.
    pub async fn countersign_pact(
        &self,
        permit: &Permit<of::CountersignPact>,
        request: &ActRequest,
        input: &CountersignPactInput,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        let mut act = open_act!(self, permit, request);
        let desk = Desk::open(&act, permit, &[id]).await?;
        desk.expect_version(id, input.expected_version)?;
        let judged = desk.judge::<of::CountersignPact>(id)?;
        desk.decide(&mut act, vec![judged], None).await?;
        act.commit(Some(id)).await
    }

    /// Countersigns signatures, each judged by itself.
    ///
    /// # Errors
    /// `TOO_MANY_ROWS`.
    pub async fn countersign_pacts(
        &self,
        permit: &Permit<of::CountersignPacts>,
        request: &ActRequest,
        input: &CountersignPactsInput,
    ) -> Result<Done> {
        let ids = input.signatures.iter().map(|it| read("signatures", it));
        let ids: Vec<Uuid> = ids.collect::<Result<_>>()?;
        if ids.len() > MOST_ROWS {
            return Err(Error::invalid("signatures", Rule::TooManyRows));
        }
        let mut act = open_act!(self, permit, request);
        let desk = Desk::open(&act, permit, &ids).await?;
        let (mut results, mut judged, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for (index, id) in ids.iter().enumerate() {
            let repeated = !seen.insert(*id);
            let verdict = if repeated {
                Err(Rule::DuplicateRow.into())
            } else {
                desk.judge::<of::CountersignPacts>(*id)
            };
            results.push(RowResult::judged(index, verdict.map(|row| judged.push(row)))?);
        }
        desk.decide(&mut act, judged, None).await?;
        act.commit_with(None, Some(serde_json::to_value(results)?)).await
    }

    /// Refuses to countersign: the signature never counts, and the person may sign again.
    ///
    /// # Errors
    /// As for countersigning; `REASON_REQUIRED`.
    pub async fn refuse_countersignature(
        &self,
        permit: &Permit<of::RefuseCountersignature>,
        request: &ActRequest,
        input: &RefuseCountersignatureInput,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        pact::check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let desk = Desk::open(&act, permit, &[id]).await?;
        desk.expect_version(id, input.expected_version)?;
        let judged = desk.judge::<of::RefuseCountersignature>(id)?;
        desk.decide(&mut act, vec![judged], Some(&input.reason)).await?;
        act.commit(Some(id)).await
    }

    /// As what the actor would countersign for each of these signers, or why not.
    ///
    /// # Errors
    /// The database's own.
    pub async fn countersigning(
        &self,
        permit: &Permit<of::CountersignPact>,
        signers: &[Signer],
    ) -> Result<HashMap<Signer, std::result::Result<CountersignCapacity, Rule>>> {
        let today = self.clock().today();
        let institutions: Vec<Uuid> = signers.iter().map(|it| it.institution_id).collect();
        let who = countersigner(self.reader(), permit.actor(), &institutions, today).await?;
        let unit_ids: Vec<Uuid> = signers.iter().filter_map(|it| it.unit_id).collect();
        let units = office::within::units_above(self.reader(), &distinct(unit_ids)).await?;
        Ok(signers.iter().map(|it| (*it, who.capacity(it, &units, today))).collect())
    }
}

/// Signatures on the superior's desk, locked, and what they are judged by.
struct Desk {
    rows: HashMap<Uuid, pact_signature::Model>,
    revisions: HashMap<Uuid, i32>,
    units: Vec<organisational_unit::Model>,
    who: Countersigner,
    today: Date,
}

type Judged = (Taken<pact_signature::Entity>, CountersignCapacity);

impl Desk {
    /// What lies outside the reach is not on the desk.
    async fn open<A: ActKind>(act: &Write, permit: &Permit<A>, ids: &[Uuid]) -> Result<Self> {
        let inside = |row: &pact_signature::Model| {
            permit.covers_institution(Some(row.institution_id)).is_ok()
        };
        let found = crate::pact::within::signatures_by_ids(act, ids).await?;
        let found: Vec<_> = found.into_iter().filter(inside).collect();
        let persons = distinct(found.iter().map(|row| row.civil_servant_id).collect());
        people::within::lock_persons(act, &persons).await?;
        // Read again under the locks: another act may have decided meanwhile.
        let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
        let rows = crate::pact::within::signatures_by_ids(act, &ids).await?;
        let institutions = distinct(rows.iter().map(|row| row.institution_id).collect());
        let units = distinct(rows.iter().filter_map(|row| row.unit_id).collect());
        let today = act.today();
        Ok(Self {
            revisions: ledger::within::last_revisions(act, ids).await?,
            units: office::within::units_above(act.tx(), &units).await?,
            who: countersigner(act.tx(), act.actor(), &institutions, today).await?,
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            today,
        })
    }

    fn rev(&self, id: Uuid) -> i32 {
        self.revisions.get(&id).copied().unwrap_or_default()
    }

    fn expect_version(&self, id: Uuid, expected: Option<i32>) -> Result<()> {
        match self.rows.get(&id) {
            Some(_) => crate::pact::pact_text::expect_version(expected, self.rev(id)),
            None => Err(Error::NotFound),
        }
    }

    fn judge<A: ActKind>(&self, id: Uuid) -> Result<Judged> {
        let row = self.rows.get(&id).ok_or(Error::NotFound)?;
        let capacity = self.who.capacity(&signer(row), &self.units, self.today)?;
        LIFE.check(A::ACT, row.state)?;
        Ok((Taken { row: row.clone(), version: self.rev(id) }, capacity))
    }

    /// Countersigns, or refuses with a reason.
    async fn decide(
        &self,
        act: &mut Write,
        judged: Vec<Judged>,
        refusal: Option<&str>,
    ) -> Result<()> {
        let persons = distinct(judged.iter().map(|(it, _)| it.row.civil_servant_id).collect());
        let counted = Counted::before(act, persons).await?;
        let mut days: HashMap<Uuid, Date> = HashMap::new();
        for (taken, capacity) in judged {
            let institution_id = taken.row.institution_id;
            let today = match days.get(&institution_id) {
                Some(day) => *day,
                None => local_day(act, institution_id).await?,
            };
            days.insert(institution_id, today);
            let decided = pact_signature::Model {
                countersign_decided_at: Some(act.now()),
                countersign_capacity: Some(capacity),
                countersigner_id: self.who.civil_servant_id,
                countersign_seat_id: act.actor().seat().map(|seat| seat.seat_id),
                ..taken.row.clone()
            };
            let decided = match refusal {
                None => pact_signature::Model {
                    state: SignatureState::Valid,
                    countersigned_on: Some(today.max(decided.signed_on)),
                    ..decided
                },
                Some(reason) => pact_signature::Model {
                    state: SignatureState::CountersignatureRefused,
                    countersign_refusal_reason: Some(reason.to_owned()),
                    ..decided
                },
            };
            let parts = vec![told(&decided.evidence)?];
            act.put(&taken, decided, parts).await.map_err(already_signed)?;
        }
        counted.settle(act).await
    }
}

/// The signer of a signature, and where it was given.
#[must_use]
pub fn signer(row: &pact_signature::Model) -> Signer {
    Signer {
        civil_servant_id: row.civil_servant_id,
        institution_id: row.institution_id,
        unit_id: row.unit_id,
    }
}

/// What makes an actor a superior in some institutions.
pub(crate) async fn countersigner(
    db: &impl ConnectionTrait,
    actor: &Actor,
    institutions: &[Uuid],
    today: Date,
) -> Result<Countersigner> {
    let mut who = Countersigner { civil_servant_id: actor.person_id(), ..Countersigner::default() };
    if let Some(person_id) = who.civil_servant_id {
        who.employed_in = people::within::employed_in(db, person_id, today).await?;
        who.delegate_of = crate::pact::within::delegate_of(db, person_id, today).await?;
    }
    let Some(seat) = actor.seat().filter(|seat| seat.grade == Grade::Approver) else {
        return Ok(who);
    };
    // An institution without a personnel authority of its own has that of the one above, and one
    // that is no more that of its successor.
    for id in distinct(institutions.to_vec()) {
        let decides = id == seat.institution_id
            || seat.predecessors.contains(&id)
            || seat.institutions.contains(&id)
                && office::within::institution(db, id).await?.is_some_and(|it| !it.employs_asn);
        if decides {
            who.decides_for.push(id);
        }
    }
    Ok(who)
}

fn distinct(mut ids: Vec<Uuid>) -> Vec<Uuid> {
    ids.sort_unstable();
    ids.dedup();
    ids
}
