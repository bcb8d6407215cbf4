//! Seats: granted by the institution's own administrator; the first one by two offices.

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{Appointment, ApprovalState, Function, Grade, InvitationKind};
use netra_entity::{Date, seat, user};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::office::institution_function::second_office;
use crate::{Registry, office::invitation, office::region, pact::pact_text};

/// Kind of the record in events.
pub(crate) const KIND: &str = "seat";

/// A seat to grant or to prepare.
#[derive(Clone, Debug)]
pub struct SeatInput {
    /// The institution.
    pub institution_id: Uuid,
    /// Name with which the holder signs in; an account is made where there is none.
    pub login: String,
    /// Name shown to colleagues, for a new account.
    pub display_name: String,
    /// The function.
    pub function: Function,
    /// The grade.
    pub grade: Grade,
    /// Official position.
    pub official_position: String,
    /// How the holder is appointed.
    pub appointment: Appointment,
    /// First day.
    pub valid_from: Date,
    /// First day after its last.
    pub valid_to: Option<Date>,
    /// SHA-256 of the token with which a new holder activates the account.
    pub token_digest: Option<String>,
    /// Whether a new account is invented.
    pub is_invented: bool,
}

impl Registry {
    /// Seats within the reach.
    ///
    /// # Errors
    /// `FORBIDDEN` where another institution is named.
    pub async fn seats(
        &self,
        permit: &Permit<of::ReadSeats>,
        institution_id: Option<Uuid>,
        window: &Window,
    ) -> Result<Page<seat::Model>> {
        use seat::Column;
        if let Some(id) = institution_id {
            permit.covers_own_past(id)?;
        }
        let only = institution_id.map(|id| Column::InstitutionId.eq(id));
        let select = self
            .within::<seat::Entity, _>(permit, AsOf::Now)
            .filter(Condition::all().add_option(only));
        page::cut(self.reader(), select, &[Column::Id], window).await
    }

    /// One seat within the reach.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn seat(&self, permit: &Permit<of::ReadSeats>, id: Uuid) -> Result<seat::Model> {
        self.within::<seat::Entity, _>(permit, AsOf::Now)
            .filter(seat::Column::Id.eq(id))
            .one(self.reader())
            .await?
            .ok_or(Error::NotFound)
    }

    /// Seats by their ids, for nested reads; those outside the reach are absent.
    ///
    /// # Errors
    /// The database's own.
    pub async fn seats_by_ids(
        &self,
        permit: &Permit<of::ReadSeats>,
        ids: &[Uuid],
    ) -> Result<Vec<seat::Model>> {
        Ok(self
            .within::<seat::Entity, _>(permit, AsOf::Now)
            .filter(seat::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// Accounts that hold seats within the reach, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn holders(
        &self,
        permit: &Permit<of::ReadSeats>,
        ids: &[Uuid],
    ) -> Result<Vec<user::Model>> {
        let rows = self
            .within::<user::Entity, _>(permit, AsOf::Now)
            .filter(user::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?;
        Ok(self.showing(rows))
    }

    /// Grants a seat of the own institution.
    ///
    /// # Errors
    /// `FORBIDDEN` for another institution; `FUNCTION_NOT_HELD`; `OWN_SEAT`; `END_BEFORE_START`.
    pub async fn grant_seat(
        &self,
        permit: &Permit<of::GrantSeat>,
        request: &ActRequest,
        input: &SeatInput,
    ) -> Result<Done> {
        permit.covers_own_office(input.institution_id)?;
        let mut act = open_act!(self, permit, request);
        let id = place(&mut act, input, ApprovalState::Approved).await?;
        act.commit(Some(id)).await
    }

    /// Prepares the first administrator's seat of an institution.
    ///
    /// # Errors
    /// `FIRST_SEAT_TAKEN` where it has an administrator; `FUNCTION_NOT_HELD`.
    pub async fn prepare_seat(
        &self,
        permit: &Permit<of::PrepareSeat>,
        request: &ActRequest,
        input: &SeatInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        first_of_institution(&act, input.institution_id).await?;
        let input = SeatInput { grade: Grade::Admin, ..input.clone() };
        let id = place(&mut act, &input, ApprovalState::Prepared).await?;
        act.commit(Some(id)).await
    }

    /// Approves or refuses a prepared seat.
    ///
    /// # Errors
    /// `NOT_FOUND`; `ALREADY_DECIDED`; `SECOND_OFFICE_REQUIRED`; `FIRST_SEAT_TAKEN`.
    pub async fn approve_seat(
        &self,
        permit: &Permit<of::ApproveSeat>,
        request: &ActRequest,
        id: Uuid,
        approve: bool,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let before = office::within::seat(act.tx(), id).await?.ok_or(Error::NotFound)?;
        if before.state != ApprovalState::Prepared {
            return Err(Rule::AlreadyDecided.into());
        }
        second_office(&act, before.prepared_by).await?;
        first_of_institution(&act, before.institution_id).await?;
        let state = if approve { ApprovalState::Approved } else { ApprovalState::Rejected };
        let approved_by = act.actor().seat().map(|own| own.seat_id);
        change(&mut act, seat::Model { state, approved_by, ..before }).await?;
        act.commit(Some(id)).await
    }

    /// Ends a seat of the own institution.
    ///
    /// # Errors
    /// `NOT_FOUND` outside the reach; `OWN_SEAT`; `REASON_REQUIRED`; `ALREADY_DECIDED`;
    /// `VERSION_CONFLICT`.
    pub async fn end_seat(
        &self,
        permit: &Permit<of::EndSeat>,
        request: &ActRequest,
        id: Uuid,
        reason: &str,
        expected_version: Option<i32>,
    ) -> Result<Done> {
        netra_domain::pact::check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let inside = |row: &seat::Model| permit.covers_own_office(row.institution_id).is_ok();
        let found = office::within::seat(act.tx(), id).await?.filter(inside);
        let before = found.ok_or(Error::NotFound)?;
        pact_text::expect_version(expected_version, before.rev)?;
        let today = act.today();
        if before.valid_to.is_some_and(|to| to <= today) {
            return Err(Rule::AlreadyDecided.into());
        }
        not_own(&act, before.user_id)?;
        let row =
            seat::Model { valid_to: Some(today), end_reason: Some(reason.to_owned()), ..before };
        change(&mut act, row).await?;
        act.commit(Some(id)).await
    }
}

/// Ends a seat from a day on.
pub(crate) async fn end(act: &mut Write, id: Uuid, on: Date, reason: &str) -> Result<()> {
    let before = office::within::seat(act.tx(), id).await?.ok_or(Error::NotFound)?;
    let row = seat::Model { valid_to: Some(on), end_reason: Some(reason.to_owned()), ..before };
    change(act, row).await
}

/// Lets a seat that a succession ended go on in a successor, with the same holder and grade.
pub(crate) async fn go_on(
    act: &mut Write,
    ended: &seat::Model,
    institution_id: Uuid,
    from: Date,
    (prepared_by, approved_by): (Option<Uuid>, Option<Uuid>),
) -> Result<()> {
    let row = seat::Model {
        id: act.new_id(),
        institution_id,
        valid_from: from,
        prepared_by,
        approved_by,
        rev: 1,
        ..ended.clone()
    };
    record(act, &row)?;
    act.insert(row).await
}

fn not_own(act: &Write, user_id: Uuid) -> Result<()> {
    if act.actor().user_id() == Some(user_id) { Err(Rule::OwnSeat.into()) } else { Ok(()) }
}

async fn first_of_institution(act: &Write, institution_id: Uuid) -> Result<()> {
    let condition = Condition::all()
        .add(seat::Column::InstitutionId.eq(institution_id))
        .add(seat::Column::Grade.eq(Grade::Admin))
        .add(seat::Column::State.eq(ApprovalState::Approved));
    let today = act.today();
    let seats = office::within::seats(act.tx(), condition).await?;
    let taken = seats.iter().any(|row| row.valid_to.is_none_or(|to| to > today));
    if taken { Err(Rule::FirstSeatTaken.into()) } else { Ok(()) }
}

/// Places a seat; a new holder gets an account.
pub(crate) async fn place(
    act: &mut Write,
    input: &SeatInput,
    state: ApprovalState,
) -> Result<Uuid> {
    if input.valid_to.is_some_and(|to| to <= input.valid_from) {
        return Err(Error::invalid("validTo", Rule::EndBeforeStart));
    }
    let on = input.valid_from.max(act.today());
    let (institution_id, function) = (input.institution_id, input.function);
    office::within::function_held(act.tx(), institution_id, function, on)
        .await?
        .ok_or(Error::invalid("function", Rule::FunctionNotHeld))?;
    let institution = office::within::institution(act.tx(), institution_id).await?;
    institution
        .filter(|it| region::holds(it.valid_from, it.valid_to, on))
        .ok_or(Error::invalid("institution", Rule::InstitutionUnknown))?;
    let account = holder(act, input).await?;
    not_own(act, account.id)?;
    let row = seat::Model {
        id: act.new_id(),
        user_id: account.id,
        institution_id,
        function,
        grade: input.grade,
        official_position: input.official_position.clone(),
        appointment: input.appointment,
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        state,
        prepared_by: act.actor().seat().map(|own| own.seat_id),
        approved_by: None,
        end_reason: None,
        rev: 1,
    };
    let id = row.id;
    record(act, &row)?;
    act.insert(row).await?;
    Ok(id)
}

/// The holder's account; a new one is invited.
async fn holder(act: &mut Write, input: &SeatInput) -> Result<user::Model> {
    let login = input.login.trim().to_lowercase();
    let condition = Condition::all().add(user::Column::Login.eq(&login));
    if let Some(account) = office::within::users(act.tx(), condition).await?.pop() {
        return Ok(account);
    }
    let account =
        invitation::create(act, None, &login, &input.display_name, input.is_invented).await?;
    if let Some(digest) = &input.token_digest {
        let kind = InvitationKind::Activation;
        invitation::issue(act, account.id, input.institution_id, kind, digest).await?;
    }
    Ok(account)
}

async fn change(act: &mut Write, row: seat::Model) -> Result<()> {
    let row = seat::Model { rev: row.rev + 1, ..row };
    record(act, &row)?;
    act.replace::<seat::Entity>(row).await
}

fn record(act: &mut Write, row: &seat::Model) -> Result<()> {
    let after = json!({
        "user_id": row.user_id, "institution_id": row.institution_id, "function": row.function,
        "grade": row.grade, "official_position": row.official_position,
        "appointment": row.appointment, "valid_from": row.valid_from, "valid_to": row.valid_to,
        "state": row.state, "prepared_by": row.prepared_by, "approved_by": row.approved_by,
        "end_reason": row.end_reason,
    });
    act.record(KIND, row.id, row.rev, &after)
}
