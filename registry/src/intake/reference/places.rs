//! Regions, institutions and the functions they hold.

use std::collections::HashSet;
use std::sync::Arc;

use netra_domain::policy::{Actor, Permit, of};
use netra_entity::code::{ApprovalState, Function};
use netra_entity::{institution_function, region};
use uuid::Uuid;

use super::row::{FunctionRow, InstitutionRow, RegionRow, YesNo};
use super::{rows, store_all};
use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::Write;
use crate::office;
use crate::office::institution::RegisterInstitutionInput;

/// Loads regions, institutions and functions; answers how many records were added.
pub(crate) async fn load_places(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let mut added = regions(registry, actor).await?;
    added += institutions(registry, actor).await?;
    added += functions(registry, actor).await?;
    added += super::successions::successions(registry, actor).await?;
    Ok(added)
}

async fn regions(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let known: HashSet<_> = registry
        .within::<region::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| (row.code, row.valid_from))
        .collect();
    let mut new: Vec<RegionRow> = rows(super::REGIONS)?;
    new.retain(|row| !known.contains(&(row.code.clone(), row.valid_from)));
    store_all::<of::RecordRegion, _>(registry, actor, &new, store_region).await
}

async fn store_region(act: &mut Write, row: &RegionRow) -> Result<()> {
    let id = act.new_id();
    act.insert(region::Model {
        id,
        code: row.code.clone(),
        parent_code: row.parent_code.clone(),
        level: row.level,
        name: row.name.clone(),
        time_zone: row.time_zone.clone(),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        source: row.source.clone(),
        rev: 1,
    })
    .await?;
    act.record("region", id, 1, row)
}

async fn institutions(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let known: HashSet<String> = registry
        .within::<netra_entity::institution::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| row.code)
        .collect();
    let mut new: Vec<InstitutionRow> = rows(super::INSTITUTIONS)?;
    new.retain(|row| !known.contains(&row.code));
    let store = async |act: &mut Write, row: &InstitutionRow| {
        store_institution(act, row).await.map(|_id| ())
    };
    store_all::<of::RegisterInstitution, _>(registry, actor, &new, store).await
}

/// The file lists parents before their subordinates.
async fn store_institution(act: &mut Write, row: &InstitutionRow) -> Result<Uuid> {
    let parent = match &row.parent_code {
        Some(code) => {
            let rows = office::within::institutions_by_code(act.tx(), std::slice::from_ref(code));
            rows.await?.into_iter().next()
        }
        None => None,
    };
    let input = RegisterInstitutionInput {
        code: row.code.clone(),
        name: row.name.clone(),
        name_en: row.name_en.clone(),
        kind: row.kind,
        parent_code: row.parent_code.clone(),
        region_code: row.region_code.clone(),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        employs_asn: row.employs_asn == YesNo::Yes,
        source: row.source.clone(),
    };
    office::institution::store(act, &input, parent.as_ref(), None).await
}

async fn functions(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let institutions = registry
        .within::<netra_entity::institution::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?;
    let known: HashSet<_> = registry
        .within::<institution_function::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| (row.function, row.institution_id, row.region_code, row.valid_from))
        .collect();
    let mut new = Vec::new();
    for row in rows::<FunctionRow>(super::FUNCTIONS)? {
        let institution = institutions.iter().find(|it| it.code == row.institution_code);
        let id = institution.ok_or(Error::NotFound)?.id;
        if !known.contains(&(row.function, id, row.region_code.clone(), row.valid_from)) {
            new.push((id, row));
        }
    }
    let store = async |act: &mut Write, (id, row): &(Uuid, FunctionRow)| {
        store_function(act, *id, row).await
    };
    store_all::<of::ApproveFunction, _>(registry, actor, &new, store).await
}

/// At the founding there are no two offices yet: a function of the files is in effect at once.
async fn store_function(act: &mut Write, institution_id: Uuid, row: &FunctionRow) -> Result<()> {
    let holding = institution_function::Model {
        row_id: Uuid::nil(),
        id: act.new_id(),
        institution_id,
        function: row.function,
        level: row.level,
        region_code: row.region_code.clone(),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        legal_basis: row.legal_basis.clone().unwrap_or_else(|| row.source.clone()),
        state: ApprovalState::Approved,
        prepared_by: None,
        approved_by: None,
        recorded_by: Uuid::nil(),
        superseded_by: None,
    };
    office::institution_function::insert(act, holding).await
}

/// Stores one institution of the files inside an act; answers its id.
pub(crate) async fn institution(act: &mut Write, code: &str) -> Result<Uuid> {
    let row = rows::<InstitutionRow>(super::INSTITUTIONS)?
        .into_iter()
        .find(|row| row.code == code)
        .ok_or(Error::NotFound)?;
    store_institution(act, &row).await
}

/// Stores one function of an institution of the files inside an act.
pub(crate) async fn function(
    act: &mut Write,
    institution_id: Uuid,
    code: &str,
    function: Function,
) -> Result<()> {
    let row = rows::<FunctionRow>(super::FUNCTIONS)?
        .into_iter()
        .find(|row| row.institution_code == code && row.function == function)
        .ok_or(Error::NotFound)?;
    store_function(act, institution_id, &row).await
}
