//! Delegations of countersigning for a unit: given for a period, ended early, read.

use async_graphql::InputObject;
use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, countersignature, pact};
use netra_entity::{Date, Ref, countersign_delegation, institution, organisational_unit};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::Registry;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, open_act};
use crate::office;
use crate::office::organisational_unit::employee;
use crate::pact::countersignature::countersigner;
use crate::pact::own::find_own;

/// A delegation to record.
#[derive(Clone, Debug, InputObject)]
pub struct DelegateCountersigningInput {
    /// The unit.
    pub unit: Ref<organisational_unit::Entity>,
    /// A service number of the delegate, who works in the unit's institution (NIP, NI PPPK).
    pub delegate: String,
    /// First day, today or later.
    pub valid_from: Date,
    /// First day on which it no longer holds.
    pub valid_to: Date,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
}

/// A delegation to end.
#[derive(Clone, Debug, InputObject)]
pub struct EndCountersigningDelegationInput {
    /// The delegation.
    pub id: Ref<countersign_delegation::Entity>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
}

/// Which delegations are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CountersignDelegationFilterInput {
    /// Only those in this institution.
    pub institution: Option<Ref<institution::Entity>>,
    /// Only those for this unit.
    pub unit: Option<Ref<organisational_unit::Entity>>,
}

impl Registry {
    /// Delegations within the reach, in the order in which they were recorded.
    ///
    /// # Errors
    /// `FORBIDDEN` where the filter names an institution outside the reach.
    pub async fn countersign_delegations(
        &self,
        permit: &Permit<of::ReadPactSignatures>,
        filter: &CountersignDelegationFilterInput,
        window: &Window,
    ) -> Result<Page<countersign_delegation::Model>> {
        use countersign_delegation::Column;
        let institution = read_optional("filter.institution", filter.institution.as_ref())?;
        let unit = read_optional("filter.unit", filter.unit.as_ref())?;
        if institution.is_some() {
            permit.covers_institution(institution)?;
        }
        let condition = Condition::all()
            .add_option(institution.map(|id| Column::InstitutionId.eq(id)))
            .add_option(unit.map(|id| Column::UnitId.eq(id)));
        let select = self.within::<countersign_delegation::Entity, _>(permit, AsOf::Now);
        self.page(select.filter(condition), &[Column::Id], window).await
    }

    /// Delegates countersigning for a unit to one of its institution's people.
    ///
    /// # Errors
    /// `FORBIDDEN` where the unit lies outside the reach, or is absent; `NOT_THE_SUPERIOR`;
    /// `DELEGATION_PERIOD`, `DELEGATION_OVERLAPS`; `REASON_REQUIRED`; `NOT_EMPLOYED` for the
    /// delegate.
    pub async fn delegate_countersigning(
        &self,
        permit: &Permit<of::DelegateCountersigning>,
        request: &ActRequest,
        input: &DelegateCountersigningInput,
    ) -> Result<Done> {
        let unit_id = read("unit", &input.unit)?;
        pact::check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let unit = office::within::unit(act.tx(), unit_id).await?;
        permit.covers_institution(unit.as_ref().map(|unit| unit.institution_id))?;
        unit.ok_or(Error::NotFound)?;
        // Under the unit's lock: of two that overlap the second sees the first.
        let unit = act.take::<organisational_unit::Entity>(unit_id, None).await?.row;
        let today = act.today();
        let who = countersigner(act.tx(), act.actor(), &[unit.institution_id], today).await?;
        who.check_delegates(&unit)?;
        countersignature::check_period(input.valid_from, input.valid_to, today)
            .map_err(|rule| Error::invalid("validFrom", rule))?;
        let delegate_id = employee(&act, "delegate", &input.delegate, unit.institution_id).await?;
        let span = (input.valid_from, input.valid_to);
        if crate::pact::within::is_delegated(&act, &unit, span).await? {
            return Err(Error::invalid("validFrom", Rule::DelegationOverlaps));
        }
        let row = countersign_delegation::Model {
            row_id: act.new_id(),
            id: act.new_id(),
            institution_id: unit.institution_id,
            unit_id: unit.id,
            delegate_id,
            head_id: unit.head_id,
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            reason: input.reason.clone(),
            recorded_at: act.now(),
            end_reason: None,
            recorded_by: act.event_id(),
            superseded_by: None,
        };
        let id = row.id;
        act.add(row, Vec::new()).await?;
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
        input: &EndCountersigningDelegationInput,
    ) -> Result<Done> {
        type Table = countersign_delegation::Entity;
        let id = read("id", &input.id)?;
        pact::check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let found = find_own::<Table, _>(&act, permit, id).await?;
        let unit = office::within::unit(act.tx(), found.unit_id).await?.ok_or(Error::NotFound)?;
        // Read again under the unit's lock: another act may have ended it meanwhile.
        let taken = act.take::<Table>(id, None).await?;
        let today = act.today();
        let who = countersigner(act.tx(), act.actor(), &[unit.institution_id], today).await?;
        who.check_delegates(&unit)?;
        if taken.row.valid_to <= today {
            return Err(Rule::AlreadyDecided.into());
        }
        let ended = countersign_delegation::Model {
            valid_to: today.max(taken.row.valid_from),
            end_reason: Some(input.reason.clone()),
            ..taken.row.clone()
        };
        act.put(&taken, ended, Vec::new()).await?;
        act.commit(Some(id)).await
    }
}
