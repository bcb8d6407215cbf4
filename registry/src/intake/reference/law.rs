//! Code lists, instruments, holidays, cycles, elections.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use netra_domain::policy::{Actor, Permit, of};
use netra_entity::{code_list, cycle, holiday};
use uuid::Uuid;

use super::row::{
    AccountRuleRow, CodeRow, CycleRow, ElectionRow, HolidayRow, InstrumentRow, NumberRow, PhaseRow,
};
use super::{contests, rows, store_all};
use crate::elections::campaign_account_rule::{self, RecordCampaignAccountRuleInput};
use crate::elections::election::{ElectionPhaseInput, RecordElectionInput};
use crate::law::legal_instrument::{LegalInstrumentNumberInput, RecordLegalInstrumentInput};
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::Write;
use crate::{Registry, elections::election, law::legal_instrument};

/// Loads what law and policy enumerate; answers how many records were added.
pub(crate) async fn load_law(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let mut added = code_lists(registry, actor).await?;
    added += instruments(registry, actor).await?;
    added += holidays(registry, actor).await?;
    added += cycles(registry, actor).await?;
    added += elections(registry, actor).await?;
    added += account_rules(registry, actor).await?;
    added += contests::load(registry, actor).await?;
    Ok(added)
}

// Lists and holidays rest on instruments: whoever may record those may record these.
async fn code_lists(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let known: HashSet<_> = registry
        .within::<code_list::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| (row.list, row.code, row.valid_from))
        .collect();
    let mut new: Vec<CodeRow> = rows(super::CODE_LISTS)?;
    new.retain(|row| !known.contains(&(row.list.clone(), row.code.clone(), row.valid_from)));
    store_all::<of::RecordLegalInstrument, _>(registry, actor, &new, store_code).await
}

async fn store_code(act: &mut Write, row: &CodeRow) -> Result<()> {
    let id = act.new_id();
    act.insert(code_list::Model {
        id,
        list: row.list.clone(),
        code: row.code.clone(),
        ordinal: row.ordinal,
        label: row.label.clone(),
        label_en: row.label_en.clone(),
        attribute: row.attribute.clone(),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        source: row.source.clone(),
        confidence: row.confidence,
    })
    .await?;
    act.record("code_list", id, 1, row)
}

async fn instruments(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let known: HashSet<String> = registry
        .within::<netra_entity::legal_instrument::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| row.code)
        .collect();
    let numbers: Vec<NumberRow> = rows(super::LEGAL_INSTRUMENT_NUMBERS)?;
    let new: Vec<RecordLegalInstrumentInput> = rows::<InstrumentRow>(super::LEGAL_INSTRUMENTS)?
        .into_iter()
        .filter(|row| !known.contains(&row.code))
        .map(|row| instrument(row, &numbers))
        .collect();
    let store = async |act: &mut Write, row: &RecordLegalInstrumentInput| {
        legal_instrument::store(act, row).await.map(|_id| ())
    };
    store_all::<of::RecordLegalInstrument, _>(registry, actor, &new, store).await
}

fn instrument(row: InstrumentRow, numbers: &[NumberRow]) -> RecordLegalInstrumentInput {
    let numbers = numbers
        .iter()
        .filter(|number| number.instrument_code == row.code)
        .map(|number| LegalInstrumentNumberInput {
            party_code: number.party_code.clone(),
            number: number.number.clone(),
            signatory: number.signatory.clone(),
            office: number.office.clone(),
            appointment: number.appointment,
            source: number.source.clone(),
        })
        .collect();
    RecordLegalInstrumentInput {
        code: row.code,
        kind: row.kind,
        number: row.number,
        title: row.title,
        label: row.label,
        label_en: row.label_en,
        dated_on: row.dated_on,
        effective_from: row.effective_from,
        effective_to: row.effective_to,
        replaced_by: row.replaced_by,
        source: row.source,
        confidence: row.confidence,
        numbers,
    }
}

async fn holidays(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let known: HashSet<_> = registry
        .within::<holiday::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| (row.day, row.kind))
        .collect();
    let mut new: Vec<HolidayRow> = rows(super::HOLIDAYS)?;
    new.retain(|row| !known.contains(&(row.day, row.kind)));
    store_all::<of::RecordLegalInstrument, _>(registry, actor, &new, store_holiday).await
}

async fn store_holiday(act: &mut Write, row: &HolidayRow) -> Result<()> {
    let id = act.new_id();
    act.insert(holiday::Model {
        id,
        day: row.day,
        kind: row.kind,
        name: row.name.clone(),
        name_en: row.name_en.clone(),
        decree: row.decree.clone(),
        source: row.source.clone(),
        confidence: row.confidence,
    })
    .await?;
    act.record("holiday", id, 1, row)
}

async fn cycles(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let known = known_cycles(registry, actor).await?;
    let mut new: Vec<CycleRow> = rows(super::CYCLES)?;
    new.retain(|row| !known.contains_key(&row.code));
    store_all::<of::RecordElection, _>(registry, actor, &new, store_cycle).await
}

async fn store_cycle(act: &mut Write, row: &CycleRow) -> Result<()> {
    let cycle = cycle::Model {
        id: act.new_id(),
        code: row.code.clone(),
        name: row.name.clone(),
        name_en: row.name_en.clone(),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        source: row.source.clone(),
        rev: 1,
    };
    act.add(cycle, Vec::new()).await
}

async fn known_cycles(registry: &Registry, actor: &Arc<Actor>) -> Result<HashMap<String, Uuid>> {
    let cycles = registry.cycles(&actor.permit()?).await?;
    Ok(cycles.into_iter().map(|row| (row.code, row.id)).collect())
}

async fn elections(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let known: HashSet<String> = registry
        .within::<netra_entity::election::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| row.code)
        .collect();
    let cycles = known_cycles(registry, actor).await?;
    let phases: Vec<PhaseRow> = rows(super::ELECTION_PHASES)?;
    let new = rows::<ElectionRow>(super::ELECTIONS)?
        .into_iter()
        .filter(|row| !known.contains(&row.code))
        .map(|row| {
            let cycle_id = cycles.get(&row.cycle_code).copied().ok_or(Error::NotFound)?;
            Ok(election_input(row, cycle_id, &phases))
        })
        .collect::<Result<Vec<_>>>()?;
    let store = async |act: &mut Write, row: &RecordElectionInput| {
        election::store(act, row).await.map(|_id| ())
    };
    store_all::<of::RecordElection, _>(registry, actor, &new, store).await
}

fn election_input(row: ElectionRow, cycle_id: Uuid, phases: &[PhaseRow]) -> RecordElectionInput {
    let phases = phases
        .iter()
        .filter(|phase| phase.election_code == row.code)
        .map(|phase| ElectionPhaseInput {
            contest_type: phase.contest_type.clone(),
            region_code: phase.region_code.clone(),
            phase: phase.phase.clone(),
            starts_on: phase.starts_on,
            ends_on: phase.ends_on,
            source: phase.source.clone(),
            confidence: phase.confidence,
        })
        .collect();
    RecordElectionInput {
        code: row.code,
        cycle: cycle_id.into(),
        regime: row.regime,
        name: row.name,
        name_en: row.name_en,
        voting_on: row.voting_on,
        law_code: row.law_code,
        source: row.source,
        confidence: row.confidence,
        phases,
    }
}

/// Rules of elections that are recorded and have none yet.
async fn account_rules(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let elections = registry
        .within::<netra_entity::election::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?;
    let known: HashSet<(Uuid, String)> = registry
        .within::<netra_entity::campaign_account_rule::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| (row.election_id, row.contest_type))
        .collect();
    let new: Vec<RecordCampaignAccountRuleInput> =
        rows::<AccountRuleRow>(super::CAMPAIGN_ACCOUNT_RULES)?
            .into_iter()
            .filter_map(|row| {
                let election = elections.iter().find(|it| it.code == row.election_code)?;
                let is_known = known.contains(&(election.id, row.contest_type.clone()));
                (!is_known).then(|| account_rule_input(row, election.id))
            })
            .collect();
    let store = async |act: &mut Write, row: &RecordCampaignAccountRuleInput| {
        campaign_account_rule::store(act, row).await.map(|_id| ())
    };
    store_all::<of::RecordCampaignAccountRule, _>(registry, actor, &new, store).await
}

fn account_rule_input(row: AccountRuleRow, election_id: Uuid) -> RecordCampaignAccountRuleInput {
    let recipients = row.copy_recipients.split(';').filter(|it| !it.is_empty());
    RecordCampaignAccountRuleInput {
        election: election_id.into(),
        contest_type: row.contest_type,
        limit_scope: row.limit_scope,
        max_accounts: row.max_accounts,
        deadline_days: row.deadline_days,
        deadline_on: row.deadline_on,
        late_accounts: row.late_accounts,
        closing_on: row.closing_on,
        closing_rule: row.closing_rule,
        copy_recipients: recipients.map(ToOwned::to_owned).collect(),
        instrument_code: row.instrument_code,
        article: row.article,
        source: row.source,
        confidence: row.confidence,
    }
}
