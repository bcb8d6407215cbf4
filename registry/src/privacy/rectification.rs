//! Rectification: a person asks for a correction of the own record, whoever keeps the master
//! decides before the clock of UU 27/2022 runs out.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::pact::check_reason;
use netra_domain::policy::{Permit, of};
use netra_domain::rectification::{check_claim, check_decision, corrected};
use netra_entity::code::{RectifiableField, RectificationState};
use netra_entity::{Ref, civil_servant as person, event, institution, rectification};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::people;
use crate::privacy;
use crate::privacy::read_log::clock;

/// What one asks to have corrected.
#[derive(Clone, Debug, InputObject)]
pub struct RequestRectificationInput {
    /// What is wrong.
    pub field: RectifiableField,
    /// What it should be; for an employment in words (nilai yang diminta).
    pub claimed_value: String,
    /// Why, 10 to 2,000 characters (dasar permintaan).
    pub ground: String,
}

/// A decision on a request.
#[derive(Clone, Debug, InputObject)]
pub struct RectifyInput {
    /// The request.
    pub id: Ref<rectification::Entity>,
    /// Whether the record is corrected; refused otherwise.
    pub accept: bool,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// For a service number or an employment that is accepted: the event of the act that corrected
    /// the record.
    pub corrected_by: Option<Ref<event::Entity>>,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// Which requests are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct RectificationFilterInput {
    /// Only those in this state.
    pub state: Option<RectificationState>,
    /// Only those of people of this institution.
    pub institution: Option<Ref<institution::Entity>>,
    /// Only those undecided after their time, or only the others.
    pub is_overdue: Option<bool>,
}

impl Registry {
    /// Requests in the order of their clocks.
    ///
    /// # Errors
    /// `FORBIDDEN` where the filter names an institution outside the reach.
    pub async fn rectifications(
        &self,
        permit: &Permit<of::ReadRectifications>,
        filter: &RectificationFilterInput,
        window: &Window,
    ) -> Result<Page<rectification::Model>> {
        use rectification::Column;
        let institution_id = read_optional("filter.institution", filter.institution.as_ref())?;
        if institution_id.is_some() {
            permit.covers_institution(institution_id)?;
        }
        let late = || {
            let now = self.clock().now();
            let open = Column::State.eq(RectificationState::Requested);
            Condition::all().add(open).add(Column::DueAt.lt(now))
        };
        let condition = Condition::all()
            .add_option(filter.state.map(|it| Column::State.eq(it)))
            .add_option(institution_id.map(|it| Column::InstitutionId.eq(it)))
            .add_option(filter.is_overdue.map(|is| if is { late() } else { late().not() }));
        let select = self.within::<rectification::Entity, _>(permit, AsOf::Now).filter(condition);
        self.page(select, &[Column::DueAt, Column::Id], window).await
    }

    /// Asks for a correction of the caller's own record; the clock begins.
    ///
    /// # Errors
    /// `CLAIMED_VALUE`, `RECTIFICATION_UNCHANGED`, `REASON_REQUIRED`; `RECTIFICATION_PENDING` where
    /// a request about the same field waits.
    pub async fn request_rectification(
        &self,
        permit: &Permit<of::RequestRectification>,
        request: &ActRequest,
        input: &RequestRectificationInput,
    ) -> Result<Done> {
        check_reason(&input.ground).map_err(|rule| Error::invalid("ground", rule))?;
        let own = permit.actor().civil_servant_id().ok_or(Error::NotFound)?;
        let mut act = open_act!(self, permit, request);
        let mut locked = people::within::lock_persons(&act, &[own]).await?;
        let person = locked.pop().ok_or(Error::NotFound)?;
        let claimed = input.claimed_value.trim();
        check_claim(input.field, claimed, &person)
            .map_err(|rule| Error::invalid("claimedValue", rule))?;
        let asked = privacy::within::rectifications_of(&act, own).await?;
        let waits = |it: &rectification::Model| {
            it.state == RectificationState::Requested && it.field == input.field
        };
        if asked.iter().any(waits) {
            return Err(Rule::RectificationPending.into());
        }
        let (now, today) = (act.now(), act.today());
        let employments = people::within::employments(&act, &[own]).await?;
        let employer = employments
            .iter()
            .find(|row| row.valid_from <= today && row.valid_to.is_none_or(|to| to > today));
        let row = rectification::Model {
            id: act.new_id(),
            civil_servant_id: own,
            institution_id: employer.map(|row| row.institution_id),
            field: input.field,
            claimed_value: Some(claimed.to_owned()),
            ground: Some(input.ground.trim().to_owned()),
            state: RectificationState::Requested,
            requested_at: now,
            due_at: clock(act.tx(), "RECTIFICATION", today).await?.after(now),
            decided_at: None,
            decided_by: None,
            decision_reason: None,
            corrected_by: None,
            rev: 1,
        };
        let id = row.id;
        act.add(row, vec![]).await?;
        act.commit(Some(id)).await
    }

    /// Decides a request: corrects the record, or says why not.
    ///
    /// # Errors
    /// `NOT_FOUND`, `ALREADY_DECIDED`, `OWN_RECORD`, `REASON_REQUIRED`, `VERSION_CONFLICT`;
    /// `CORRECTION_REQUIRED` where a number or an employment is to be accepted and the event named
    /// has not changed the person's.
    pub async fn rectify(
        &self,
        permit: &Permit<of::Rectify>,
        request: &ActRequest,
        input: &RectifyInput,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        let event = read_optional("correctedBy", input.corrected_by.as_ref())?;
        check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let found = privacy::within::rectification(&act, id).await?.ok_or(Error::NotFound)?;
        let mut locked = people::within::lock_persons(&act, &[found.civil_servant_id]).await?;
        let person = locked.pop().ok_or(Error::NotFound)?;
        // Read again under the lock: another decision may have been taken meanwhile.
        let taken = act.take::<rectification::Entity>(id, input.expected_version).await?;
        let found = &taken.row;
        check_decision(found, act.actor().person_id())?;
        let corrected_by =
            if input.accept { Some(correct(&mut act, found, person, event).await?) } else { None };
        let state =
            if input.accept { RectificationState::Accepted } else { RectificationState::Refused };
        let row = rectification::Model {
            state,
            decided_at: Some(act.now()),
            decided_by: act.actor().seat().map(|seat| seat.seat_id),
            decision_reason: Some(input.reason.trim().to_owned()),
            corrected_by,
            ..found.clone()
        };
        act.put(&taken, row, vec![]).await?;
        act.commit(Some(id)).await
    }
}

/// Corrects the record; answers the event by which it was.
async fn correct(
    act: &mut Write,
    found: &rectification::Model,
    before: person::Model,
    event: Option<Uuid>,
) -> Result<Uuid> {
    let person_id = before.id;
    let claimed = found.claimed_value.as_deref().unwrap_or_default();
    if let Some(row) = corrected(found.field, claimed, before) {
        let rev = act.next_rev(person_id).await?;
        let row = person::Model { rev, ..row };
        act.tell::<person::Entity>(&row, rev, vec![]);
        act.replace::<person::Entity>(row).await?;
        return Ok(act.event_id());
    }
    let event = event.ok_or(Error::invalid("correctedBy", Rule::CorrectionRequired))?;
    let numbers = people::within::numbers_of(act, &[person_id]).await?;
    let employments = people::within::employments(act, &[person_id]).await?;
    let is_corrected = match found.field {
        RectifiableField::ServiceNumber => numbers.iter().any(|row| row.recorded_by == event),
        RectifiableField::Employment => employments.iter().any(|row| row.recorded_by == event),
        RectifiableField::Name | RectifiableField::FrontTitle | RectifiableField::BackTitle => {
            false
        }
    };
    if is_corrected {
        Ok(event)
    } else {
        Err(Error::invalid("correctedBy", Rule::CorrectionRequired))
    }
}
