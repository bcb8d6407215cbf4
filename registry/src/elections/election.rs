//! Cycles, elections and their phases.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{Confidence, ElectionRegime, Level};
use netra_entity::{Date, Ref, cycle, election, election_phase};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::Registry;
use crate::law::code_list::Codes;
use crate::ledger::error::{Error, Result, read};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::record::part::ELECTION_PHASES;

/// An election to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordElectionInput {
    /// Code.
    pub code: String,
    /// The cycle.
    pub cycle: Ref<cycle::Entity>,
    /// Body of law (rezim).
    pub regime: ElectionRegime,
    /// Name in Indonesian.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Day of voting (hari pemungutan suara).
    pub voting_on: Option<Date>,
    /// Code of its law.
    pub law_code: Option<String>,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
    /// Its phases.
    pub phases: Vec<ElectionPhaseInput>,
}

/// A phase to record.
#[derive(Clone, Debug, InputObject)]
pub struct ElectionPhaseInput {
    /// Contest type, or ALL.
    pub contest_type: String,
    /// Code of the region, where the phase differs there.
    pub region_code: Option<String>,
    /// Phase, code list `PHASE` (tahapan).
    pub phase: String,
    /// First day.
    pub starts_on: Date,
    /// Last day, inclusive.
    pub ends_on: Date,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

impl Registry {
    /// Cycles, oldest first.
    ///
    /// # Errors
    /// The database's own.
    pub async fn cycles(&self, permit: &Permit<of::ReadReference>) -> Result<Vec<cycle::Model>> {
        let cycles = self.within::<cycle::Entity, _>(permit, AsOf::Now);
        self.all(cycles.order_by_asc(cycle::Column::StartsOn)).await
    }

    /// The cycle with a code.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn cycle(
        &self,
        permit: &Permit<of::ReadReference>,
        code: &str,
    ) -> Result<cycle::Model> {
        let cycles = self.within::<cycle::Entity, _>(permit, AsOf::Now);
        self.one(cycles.filter(cycle::Column::Code.eq(code))).await
    }

    /// Elections in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn elections(
        &self,
        permit: &Permit<of::ReadReference>,
        (): &(),
        window: &Window,
    ) -> Result<Page<election::Model>> {
        use election::Column;
        let select = self.within::<election::Entity, _>(permit, AsOf::Now);
        self.page(select, &[Column::Code, Column::Id], window).await
    }

    /// Records an election with its phases; only the central election administration does.
    ///
    /// # Errors
    /// `FORBIDDEN` below the central level; `CODE_TAKEN`; `CODE_UNKNOWN` for a phase;
    /// `END_BEFORE_START`.
    pub async fn record_election(
        &self,
        permit: &Permit<of::RecordElection>,
        request: &ActRequest,
        input: &RecordElectionInput,
    ) -> Result<Done> {
        read("cycle", &input.cycle)?;
        if permit.actor().seat().is_some_and(|seat| seat.level != Level::Central) {
            return Err(Error::Forbidden(permit.act()));
        }
        let mut act = open_act!(self, permit, request);
        let id = store(&mut act, input).await?;
        act.commit(Some(id)).await
    }
}

/// Stores an election with its phases.
pub(crate) async fn store(act: &mut Write, input: &RecordElectionInput) -> Result<Uuid> {
    let cycle_id = read("cycle", &input.cycle)?;
    let codes = Codes::load(act.tx(), &["PHASE"]).await?;
    let row = election::Model {
        id: act.new_id(),
        code: input.code.clone(),
        cycle_id,
        regime: input.regime,
        name: input.name.clone(),
        name_en: input.name_en.clone(),
        voting_on: input.voting_on,
        law_code: input.law_code.clone(),
        source: input.source.clone(),
        confidence: input.confidence,
        rev: 1,
    };
    let id = row.id;
    let mut phases = Vec::with_capacity(input.phases.len());
    for (position, phase) in input.phases.iter().enumerate() {
        let path = |field: &str| format!("phases.{position}.{field}");
        codes.check_at(&path("phase"), "PHASE", Some(&phase.phase), phase.starts_on)?;
        if phase.ends_on < phase.starts_on {
            return Err(Error::invalid(path("endsOn"), Rule::EndBeforeStart));
        }
        phases.push(election_phase::Model {
            id: act.new_id(),
            election_id: id,
            contest_type: phase.contest_type.clone(),
            region_code: phase.region_code.clone(),
            phase: phase.phase.clone(),
            starts_on: phase.starts_on,
            ends_on: phase.ends_on,
            source: phase.source.clone(),
            confidence: phase.confidence,
        });
    }
    let taken = |error: Error| error.or_taken(|| Error::invalid("code", Rule::CodeTaken));
    act.add(row, vec![ELECTION_PHASES.of(&phases)]).await.map_err(taken)?;
    act.insert_all(phases).await?;
    Ok(id)
}
