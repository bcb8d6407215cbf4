//! Contest types, where the law departs from them, and the parties of elections.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use netra_domain::policy::{Actor, Permit, of};
use netra_entity::{contest_exception, contest_type, party, party_participation};
use uuid::Uuid;

use super::row::{ContestExceptionRow, ContestTypeRow, ParticipationRow, PartyRow, YesNo};
use super::{rows, store_all};
use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::Write;

/// Loads them; answers how many records were added.
pub(super) async fn load(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let mut added = types(registry, actor).await?;
    added += exceptions(registry, actor).await?;
    added += parties(registry, actor).await?;
    added += participations(registry, actor).await?;
    Ok(added)
}

async fn types(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let known = registry.contest_types(&actor.permit()?).await?;
    let mut new: Vec<ContestTypeRow> = rows(super::CONTEST_TYPES)?;
    new.retain(|row| !known.iter().any(|it| it.code == row.code));
    store_all::<of::RecordElection, _>(registry, actor, &new, store_type).await
}

async fn store_type(act: &mut Write, row: &ContestTypeRow) -> Result<()> {
    let id = act.new_id();
    act.insert(contest_type::Model {
        id,
        code: row.code.clone(),
        regime: row.regime,
        ordinal: row.ordinal,
        label: row.label.clone(),
        label_en: row.label_en.clone(),
        contestant_kind: row.contestant_kind,
        area: row.area,
        has_districts: row.has_districts == YesNo::Yes,
        registered_at: row.registered_at,
        independent_allowed: row.independent_allowed == YesNo::Yes,
        source: row.source.clone(),
        confidence: row.confidence,
    })
    .await?;
    act.record("contest_type", id, 1, row)
}

async fn exceptions(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let known = registry.contest_exceptions(&actor.permit()?).await?;
    let mut new: Vec<ContestExceptionRow> = rows(super::CONTEST_EXCEPTIONS)?;
    new.retain(|row| {
        !known.iter().any(|it| {
            it.contest_type == row.contest_type
                && it.region_code == row.region_code
                && it.rule == row.rule
                && it.valid_from == row.valid_from
        })
    });
    store_all::<of::RecordElection, _>(registry, actor, &new, store_exception).await
}

async fn store_exception(act: &mut Write, row: &ContestExceptionRow) -> Result<()> {
    let exception = contest_exception::Model {
        id: act.new_id(),
        contest_type: row.contest_type.clone(),
        region_code: row.region_code.clone(),
        rule: row.rule,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        legal_basis: row.legal_basis.clone(),
        source: row.source.clone(),
        confidence: row.confidence,
    };
    act.add(exception, Vec::new()).await
}

async fn known_parties(registry: &Registry, actor: &Arc<Actor>) -> Result<HashMap<String, Uuid>> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let rows = registry.within::<party::Entity, _>(&read, AsOf::Now).all(registry.reader()).await?;
    Ok(rows.into_iter().map(|row| (row.code, row.id)).collect())
}

async fn parties(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let known = known_parties(registry, actor).await?;
    let mut new: Vec<PartyRow> = rows(super::PARTIES)?;
    new.retain(|row| !known.contains_key(&row.code));
    store_all::<of::RecordElection, _>(registry, actor, &new, store_party).await
}

async fn store_party(act: &mut Write, row: &PartyRow) -> Result<()> {
    let party = party::Model {
        id: act.new_id(),
        code: row.code.clone(),
        name: row.name.clone(),
        abbreviation: row.abbreviation.clone(),
        scope: row.scope,
        source: row.source.clone(),
        rev: 1,
    };
    act.add(party, Vec::new()).await
}

async fn participations(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let parties = known_parties(registry, actor).await?;
    let elections = registry
        .within::<netra_entity::election::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?;
    let known: HashSet<(Uuid, Uuid)> = registry
        .within::<party_participation::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| (row.party_id, row.election_id))
        .collect();
    let mut new = Vec::new();
    for row in rows::<ParticipationRow>(super::PARTY_PARTICIPATIONS)? {
        let party = *parties.get(&row.party_code).ok_or(Error::NotFound)?;
        let election = elections.iter().find(|it| it.code == row.election_code);
        let election = election.ok_or(Error::NotFound)?.id;
        if !known.contains(&(party, election)) {
            new.push((party, election, row));
        }
    }
    store_all::<of::RecordElection, _>(registry, actor, &new, store_participation).await
}

async fn store_participation(
    act: &mut Write,
    (party_id, election_id, row): &(Uuid, Uuid, ParticipationRow),
) -> Result<()> {
    let participation = party_participation::Model {
        id: act.new_id(),
        party_id: *party_id,
        election_id: *election_id,
        ballot_number: row.ballot_number,
        name: row.name.clone(),
        decision: row.decision.clone(),
        decided_on: row.decided_on,
        source: row.source.clone(),
        confidence: row.confidence,
    };
    act.add(participation, Vec::new()).await
}
