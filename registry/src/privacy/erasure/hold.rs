//! Legal holds: while a legal process about a person runs, nothing of the person is erased.

use netra_domain::Rule;
use netra_domain::pact::check_reason;
use netra_domain::policy::{Permit, of};
use netra_entity::legal_hold;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, open_act};
use crate::people;
use crate::privacy;

const KIND: &str = "legal_hold";

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
        let columns = [legal_hold::Column::Id];
        let page = page::cut(self.reader(), select, &columns, window).await?;
        Ok(self.showing_page(page))
    }

    /// One hold.
    ///
    /// # Errors
    /// [`Error::NotFound`] where absent or outside the reach.
    pub async fn legal_hold(
        &self,
        permit: &Permit<of::ReadHolds>,
        id: Uuid,
    ) -> Result<legal_hold::Model> {
        let found = self
            .within::<legal_hold::Entity, _>(permit, AsOf::Now)
            .filter(legal_hold::Column::Id.eq(id))
            .one(self.reader())
            .await?;
        self.showing_one(found).ok_or(Error::NotFound)
    }

    /// Places a hold on a person's data.
    ///
    /// # Errors
    /// `NOT_FOUND`, `REASON_REQUIRED`; `ALREADY_ERASED`.
    pub async fn place_hold(
        &self,
        permit: &Permit<of::PlaceHold>,
        request: &ActRequest,
        person_id: Uuid,
        reason: &str,
    ) -> Result<Done> {
        check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
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
            reason: Some(reason.trim().to_owned()),
            placed_at: act.now(),
            lifted_at: None,
            lift_reason: None,
            rev: 1,
        };
        let id = row.id;
        act.record(KIND, id, 1, &after(&row))?;
        act.insert(row).await?;
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
        id: Uuid,
        reason: &str,
    ) -> Result<Done> {
        check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let found = privacy::within::lock_hold(&act, id).await?.ok_or(Error::NotFound)?;
        let own = found.institution_id.is_some_and(|it| permit.covers_own_office(it).is_ok());
        if !own {
            return Err(Error::NotFound);
        }
        if found.lifted_at.is_some() {
            return Err(Rule::AlreadyDecided.into());
        }
        let row = legal_hold::Model {
            lifted_at: Some(act.now()),
            lift_reason: Some(reason.trim().to_owned()),
            rev: found.rev + 1,
            ..found
        };
        act.record(KIND, id, row.rev, &after(&row))?;
        act.replace::<legal_hold::Entity>(row).await?;
        act.commit(Some(id)).await
    }
}

/// The after-image of a hold.
fn after(row: &legal_hold::Model) -> serde_json::Value {
    json!({
        "civil_servant_id": row.civil_servant_id, "institution_id": row.institution_id,
        "reason": row.reason, "placed_at": row.placed_at, "lifted_at": row.lifted_at,
        "lift_reason": row.lift_reason,
    })
}
