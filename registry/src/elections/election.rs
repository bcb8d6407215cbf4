//! Cycles, elections and their phases.

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{Confidence, ElectionRegime, Level};
use netra_entity::{Date, cycle, election, election_phase};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Registry;
use crate::law::code_list::Codes;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};

/// Kind of the record in events.
pub(crate) const KIND: &str = "election";

/// An election to record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ElectionInput {
    /// Code.
    pub code: String,
    /// The cycle.
    pub cycle_id: Uuid,
    /// Body of law.
    pub regime: ElectionRegime,
    /// Name.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Day of voting.
    pub voting_on: Option<Date>,
    /// Code of its law.
    pub law_code: Option<String>,
    /// Where the facts come from.
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
    /// Phases.
    #[serde(default)]
    pub phases: Vec<PhaseInput>,
}

/// A phase of an election.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhaseInput {
    /// Contest type, or ALL.
    pub contest_type: String,
    /// Region, where the phase differs there.
    pub region_code: Option<String>,
    /// Phase.
    pub phase: String,
    /// First day.
    pub starts_on: Date,
    /// Last day, inclusive.
    pub ends_on: Date,
    /// Where the facts come from.
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
        Ok(self
            .within::<cycle::Entity, _>(permit, AsOf::Now)
            .order_by_asc(cycle::Column::StartsOn)
            .all(self.reader())
            .await?)
    }

    /// Cycles by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn cycles_by_ids(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<cycle::Model>> {
        Ok(self
            .within::<cycle::Entity, _>(permit, AsOf::Now)
            .filter(cycle::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
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
        self.within::<cycle::Entity, _>(permit, AsOf::Now)
            .filter(cycle::Column::Code.eq(code))
            .one(self.reader())
            .await?
            .ok_or(Error::NotFound)
    }

    /// Elections in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn elections(
        &self,
        permit: &Permit<of::ReadReference>,
        window: &Window,
    ) -> Result<Page<election::Model>> {
        use election::Column;
        let select = self.within::<election::Entity, _>(permit, AsOf::Now);
        page::cut(self.reader(), select, &[Column::Code, Column::Id], window).await
    }

    /// One election.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn election(
        &self,
        permit: &Permit<of::ReadReference>,
        id: Uuid,
    ) -> Result<election::Model> {
        self.within::<election::Entity, _>(permit, AsOf::Now)
            .filter(election::Column::Id.eq(id))
            .one(self.reader())
            .await?
            .ok_or(Error::NotFound)
    }

    /// Elections by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn elections_by_ids(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<election::Model>> {
        Ok(self
            .within::<election::Entity, _>(permit, AsOf::Now)
            .filter(election::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// Elections of cycles, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn elections_of(
        &self,
        permit: &Permit<of::ReadReference>,
        cycles: &[Uuid],
    ) -> Result<Vec<election::Model>> {
        Ok(self
            .within::<election::Entity, _>(permit, AsOf::Now)
            .filter(election::Column::CycleId.is_in(cycles.iter().copied()))
            .order_by_asc(election::Column::Code)
            .all(self.reader())
            .await?)
    }

    /// Phases of elections, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn phases_of(
        &self,
        permit: &Permit<of::ReadReference>,
        elections: &[Uuid],
    ) -> Result<Vec<election_phase::Model>> {
        use election_phase::Column;
        Ok(self
            .within::<election_phase::Entity, _>(permit, AsOf::Now)
            .filter(Column::ElectionId.is_in(elections.iter().copied()))
            .order_by_asc(Column::StartsOn)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
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
        input: &ElectionInput,
    ) -> Result<Done> {
        if permit.actor().seat().is_some_and(|seat| seat.level != Level::Central) {
            return Err(Error::Forbidden(permit.act()));
        }
        let mut act = open_act!(self, permit, request);
        let id = store(&mut act, input).await?;
        act.commit(Some(id)).await
    }
}

/// Stores an election with its phases.
pub(crate) async fn store(act: &mut Write, input: &ElectionInput) -> Result<Uuid> {
    let codes = Codes::load(act.tx(), &["PHASE"]).await?;
    let row = election::Model {
        id: act.new_id(),
        code: input.code.clone(),
        cycle_id: input.cycle_id,
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
    act.insert(row)
        .await
        .map_err(|error| error.or_taken(|| Error::invalid("code", Rule::CodeTaken)))?;
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
    act.insert_all(phases).await?;
    act.record(KIND, id, 1, input)?;
    Ok(id)
}
