//! Legal holds: while a legal process about a person runs, nothing of the person is erased.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::pact::check_reason;
use netra_domain::policy::{Permit, of};
use netra_entity::{Ref, civil_servant, legal_hold};

use crate::Registry;
use crate::ledger::error::{Error, Result, read};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, open_act};
use crate::people;

/// A hold to place.
#[derive(Clone, Debug, InputObject)]
pub struct PlaceHoldInput {
    /// The person.
    pub civil_servant: Ref<civil_servant::Entity>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
}

/// A hold to lift.
#[derive(Clone, Debug, InputObject)]
pub struct LiftHoldInput {
    /// The hold.
    pub id: Ref<legal_hold::Entity>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
}

impl Registry {
    /// Holds, oldest first.
    ///
    /// # Errors
    /// The database's own.
    pub async fn legal_holds(
        &self,
        permit: &Permit<of::ReadHolds>,
        window: &Window,
    ) -> Result<Page<legal_hold::Model>> {
        let select = self.within::<legal_hold::Entity, _>(permit, AsOf::Now);
        self.page(select, &[legal_hold::Column::Id], window).await
    }

    /// Places a hold on a person's data.
    ///
    /// # Errors
    /// `NOT_FOUND`, `REASON_REQUIRED`; `ALREADY_ERASED`.
    pub async fn place_hold(
        &self,
        permit: &Permit<of::PlaceHold>,
        request: &ActRequest,
        input: &PlaceHoldInput,
    ) -> Result<Done> {
        let person_id = read("civilServant", &input.civil_servant)?;
        check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        // The same lock as an erasure takes: one of the two comes first.
        let mut locked = people::within::lock_persons(&act, &[person_id]).await?;
        if locked.pop().ok_or(Error::NotFound)?.erased_at.is_some() {
            return Err(Rule::AlreadyErased.into());
        }
        let row = legal_hold::Model {
            id: act.new_id(),
            civil_servant_id: person_id,
            institution_id: act.actor().seat().map(|seat| seat.institution_id),
            reason: Some(input.reason.trim().to_owned()),
            placed_at: act.now(),
            lifted_at: None,
            lift_reason: None,
            rev: 1,
        };
        let id = row.id;
        act.add(row, vec![]).await?;
        act.commit(Some(id)).await
    }

    /// Lifts a hold of the office's own.
    ///
    /// # Errors
    /// `NOT_FOUND`, `ALREADY_DECIDED`, `REASON_REQUIRED`.
    pub async fn lift_hold(
        &self,
        permit: &Permit<of::LiftHold>,
        request: &ActRequest,
        input: &LiftHoldInput,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let taken = act.take::<legal_hold::Entity>(id, None).await?;
        let own = taken.row.institution_id.is_some_and(|it| permit.covers_own_past(it).is_ok());
        if !own {
            return Err(Error::NotFound);
        }
        if taken.row.lifted_at.is_some() {
            return Err(Rule::AlreadyDecided.into());
        }
        let row = legal_hold::Model {
            lifted_at: Some(act.now()),
            lift_reason: Some(input.reason.trim().to_owned()),
            ..taken.row.clone()
        };
        act.put(&taken, row, vec![]).await?;
        act.commit(Some(id)).await
    }
}
