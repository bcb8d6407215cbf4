//! Delegations of countersigning for a unit: given for a period, ended early, read.

use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, countersignature, pact};
use netra_entity::{Date, countersign_delegation};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::office::organisational_unit::employee;
use crate::pact::countersignature::countersigner;

/// Kind of the record in events.
pub(crate) const KIND: &str = "countersign_delegation";

/// A delegation to record.
#[derive(Clone, Debug)]
pub struct DelegationInput {
    /// The unit.
    pub unit_id: Uuid,
    /// A service number of the delegate.
    pub delegate: String,
    /// First day.
    pub valid_from: Date,
    /// First day on which it no longer holds.
    pub valid_to: Date,
    /// Why.
    pub reason: String,
}

/// Which delegations are asked for.
#[derive(Clone, Debug, Default)]
pub struct DelegationFilter {
    /// Only those in this institution.
    pub institution_id: Option<Uuid>,
    /// Only those for this unit.
    pub unit_id: Option<Uuid>,
}

impl Registry {
    /// Delegations within the reach, in the order in which they were recorded.
    ///
    /// # Errors
    /// `FORBIDDEN` where the filter names an institution outside the reach.
    pub async fn countersign_delegations(
        &self,
        permit: &Permit<of::ReadPactSignatures>,
        filter: &DelegationFilter,
        window: &Window,
    ) -> Result<Page<countersign_delegation::Model>> {
        use countersign_delegation::Column;
        if filter.institution_id.is_some() {
            permit.covers_institution(filter.institution_id)?;
        }
        let condition = Condition::all()
            .add_option(filter.institution_id.map(|id| Column::InstitutionId.eq(id)))
            .add_option(filter.unit_id.map(|id| Column::UnitId.eq(id)));
        let select =
            self.within::<countersign_delegation::Entity, _>(permit, AsOf::Now).filter(condition);
        let page = page::cut(self.reader(), select, &[Column::Id], window).await?;
        Ok(self.showing_page(page))
    }

    /// Delegations by their ids, for nested reads; those outside the reach are absent.
    ///
    /// # Errors
    /// The database's own.
    pub async fn countersign_delegations_by_ids(
        &self,
        permit: &Permit<of::ReadPactSignatures>,
        ids: &[Uuid],
    ) -> Result<Vec<countersign_delegation::Model>> {
        let rows = self
            .within::<countersign_delegation::Entity, _>(permit, AsOf::Now)
            .filter(countersign_delegation::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?;
        Ok(self.showing(rows))
    }

    /// Delegates countersigning for a unit to one of its institution's people.
    ///
    /// # Errors
    /// `FORBIDDEN` where the unit lies outside the reach, or is absent; `NOT_THE_SUPERIOR`;
    /// `DELEGATION_PERIOD`; `REASON_REQUIRED`; `NOT_EMPLOYED` for the delegate.
    pub async fn delegate_countersigning(
        &self,
        permit: &Permit<of::DelegateCountersigning>,
        request: &ActRequest,
        input: &DelegationInput,
    ) -> Result<Done> {
        pact::check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let unit = office::within::unit(act.tx(), input.unit_id).await?;
        permit.covers_institution(unit.as_ref().map(|unit| unit.institution_id))?;
        let unit = unit.ok_or(Error::NotFound)?;
        let today = act.today();
        let who = countersigner(act.tx(), act.actor(), &[unit.institution_id], today).await?;
        who.check_delegates(&unit)?;
        countersignature::check_period(input.valid_from, input.valid_to, today)
            .map_err(|rule| Error::invalid("validFrom", rule))?;
        let delegate = employee(&act, "delegate", &input.delegate, unit.institution_id).await?;
        let row = countersign_delegation::Model {
            row_id: act.new_id(),
            id: act.new_id(),
            institution_id: unit.institution_id,
            unit_id: unit.id,
            delegate_id: delegate.civil_servant_id,
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            reason: input.reason.clone(),
            recorded_at: act.now(),
            end_reason: None,
            recorded_by: act.event_id(),
            superseded_by: None,
        };
        let id = row.id;
        insert(&mut act, row, 1).await?;
        act.commit(Some(id)).await
    }

    /// Ends a delegation today; what was countersigned under it stays.
    ///
    /// # Errors
    /// `NOT_FOUND` where absent or outside the reach; `NOT_THE_SUPERIOR`; `ALREADY_DECIDED` where
    /// it has ended; `REASON_REQUIRED`.
    pub async fn end_countersigning_delegation(
        &self,
        permit: &Permit<of::EndCountersigningDelegation>,
        request: &ActRequest,
        id: Uuid,
        reason: &str,
    ) -> Result<Done> {
        pact::check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let inside = |row: &countersign_delegation::Model| {
            permit.covers_institution(Some(row.institution_id)).is_ok()
        };
        let found = crate::pact::within::delegation(&act, id)
            .await?
            .filter(inside)
            .ok_or(Error::NotFound)?;
        let unit = office::within::unit(act.tx(), found.unit_id).await?.ok_or(Error::NotFound)?;
        // Read again under the unit's lock: another act may have ended it meanwhile.
        let row = crate::pact::within::delegation(&act, id).await?.ok_or(Error::NotFound)?;
        let today = act.today();
        let who = countersigner(act.tx(), act.actor(), &[unit.institution_id], today).await?;
        who.check_delegates(&unit)?;
        if row.valid_to <= today {
            return Err(Rule::AlreadyDecided.into());
        }
        act.supersede::<countersign_delegation::Entity>(vec![row.row_id]).await?;
        let rev = act.next_rev(id).await?;
        let ended = countersign_delegation::Model {
            valid_to: today.max(row.valid_from),
            end_reason: Some(reason.to_owned()),
            ..row
        };
        insert(&mut act, ended, rev).await?;
        act.commit(Some(id)).await
    }
}

pub(crate) async fn insert(
    act: &mut Write,
    row: countersign_delegation::Model,
    rev: i32,
) -> Result<()> {
    let row = countersign_delegation::Model {
        row_id: act.new_id(),
        recorded_by: act.event_id(),
        superseded_by: None,
        ..row
    };
    let after = json!({
        "institution_id": row.institution_id, "unit_id": row.unit_id,
        "delegate_id": row.delegate_id, "valid_from": row.valid_from, "valid_to": row.valid_to,
        "reason": row.reason, "recorded_at": row.recorded_at, "end_reason": row.end_reason,
    });
    let id = row.id;
    act.insert(row).await?;
    act.record(KIND, id, rev, &after)
}
