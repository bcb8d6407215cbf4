//! Seats. Every seat takes two persons: who grants it, and who confirms its holder; the first of an
//! institution takes two offices. Neither of them ever holds the token of a new account.

use async_graphql::InputObject;
use netra_domain::policy::{Act, Permit, of};
use netra_domain::{Rule, approval, login};
use netra_entity::code::{Appointment, ApprovalState, Function, Grade};
use netra_entity::{Date, Ref, institution, seat, user};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office::institution_function::second_office;
use crate::office::invitation::{self, Account};
use crate::office::{self, region};
use crate::people;

/// A place in an office, and who is to have it.
#[derive(Clone, Debug, InputObject)]
pub struct NewSeatInput {
    /// The institution (instansi).
    pub institution: Ref<institution::Entity>,
    /// Name with which the holder signs in. An account is made where there is none; a new login
    /// ends in the institution's own name: `@`, its code in lower case with hyphens, and more only
    /// after a dot.
    pub login: String,
    /// Name shown to colleagues, for a new account (nama tampilan).
    pub display_name: String,
    /// Address to which a new account's token is sent; needed where the account is new (alamat
    /// surel).
    pub email: Option<String>,
    /// A service number of the holder, where a civil servant of the institution is to hold it: one's
    /// own matters are then kept from one in this seat as well (NIP, NI PPPK).
    pub service_number: Option<String>,
    /// The function it acts under (fungsi).
    pub function: Function,
    /// Official position (jabatan).
    pub official_position: String,
    /// How its holder is appointed (definitif, Plt., Plh., Pj.).
    pub appointment: Appointment,
    /// First day.
    pub valid_from: Date,
    /// First day after its last.
    pub valid_to: Option<Date>,
}

/// The first seat of an institution, which is its administrator's.
#[derive(Clone, Debug, InputObject)]
pub struct PrepareSeatInput {
    /// The seat, and who is to have it.
    #[graphql(flatten)]
    pub seat: NewSeatInput,
}

/// A seat to grant.
#[derive(Clone, Debug, InputObject)]
pub struct GrantSeatInput {
    /// The seat, and who is to have it.
    #[graphql(flatten)]
    pub seat: NewSeatInput,
    /// What it may do (tingkat kewenangan).
    pub grade: Grade,
}

/// A decision on a prepared seat.
#[derive(Clone, Debug, InputObject)]
pub struct ApproveSeatInput {
    /// The prepared seat.
    pub id: Ref<seat::Entity>,
    /// Whether it is approved; refused otherwise.
    pub approve: bool,
}

/// A seat to end.
#[derive(Clone, Debug, InputObject)]
pub struct EndSeatInput {
    /// The seat.
    pub id: Ref<seat::Entity>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// What a list of seats is asked for: the institution.
pub type SeatsAsked = Option<Ref<institution::Entity>>;

impl Registry {
    /// Seats within the reach.
    ///
    /// # Errors
    /// `FORBIDDEN` where another institution is named.
    pub async fn seats(
        &self,
        permit: &Permit<of::ReadSeats>,
        institution: &SeatsAsked,
        window: &Window,
    ) -> Result<Page<seat::Model>> {
        use seat::Column;
        let institution_id = read_optional("institution", institution.as_ref())?;
        if let Some(id) = institution_id {
            permit.covers_own_past(id)?;
        }
        let only = institution_id.map(|id| Column::InstitutionId.eq(id));
        let select = self
            .within::<seat::Entity, _>(permit, AsOf::Now)
            .filter(Condition::all().add_option(only));
        self.page(select, &[Column::Id], window).await
    }

    /// Grants a seat of the own institution; it works once another person has confirmed it.
    ///
    /// # Errors
    /// `FORBIDDEN` for another institution or a person who does not work there;
    /// `FUNCTION_NOT_HELD`; `OWN_SEAT`; `END_BEFORE_START`; `LOGIN_FOREIGN`, `EMAIL_REQUIRED`,
    /// `HOLDER_MISMATCH`.
    pub async fn grant_seat(
        &self,
        permit: &Permit<of::GrantSeat>,
        request: &ActRequest,
        input: &GrantSeatInput,
    ) -> Result<Done> {
        let institution_id = input.seat.institution.id();
        permit.covers_own_office(institution_id.ok_or(Error::Forbidden(Act::GrantSeat))?)?;
        let mut act = open_act!(self, permit, request);
        let id = prepare(&mut act, &input.seat, input.grade).await?;
        act.commit(Some(id)).await
    }

    /// Prepares the first administrator's seat of an institution.
    ///
    /// # Errors
    /// `FIRST_SEAT_TAKEN` where it has an administrator; as for [`Registry::grant_seat`].
    pub async fn prepare_seat(
        &self,
        permit: &Permit<of::PrepareSeat>,
        request: &ActRequest,
        input: &PrepareSeatInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        first_of_institution(&act, read("institution", &input.seat.institution)?).await?;
        let id = prepare(&mut act, &input.seat, Grade::Admin).await?;
        act.commit(Some(id)).await
    }

    /// Approves or refuses a prepared seat. Where its holder's account is new, the token goes out
    /// to the holder.
    ///
    /// # Errors
    /// `NOT_FOUND` outside the reach; `ALREADY_DECIDED`; `OWN_SEAT`; `SECOND_PERSON_REQUIRED`;
    /// `SECOND_OFFICE_REQUIRED` and `FIRST_SEAT_TAKEN` for the first seat of an institution.
    pub async fn approve_seat(
        &self,
        permit: &Permit<of::ApproveSeat>,
        request: &ActRequest,
        input: &ApproveSeatInput,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        let mut act = open_act!(self, permit, request);
        let taken = act.take::<seat::Entity>(id, None).await?;
        let before = &taken.row;
        permit.covers_own_office(before.institution_id).map_err(|_outside| Error::NotFound)?;
        approval::SEAT.check(Act::ApproveSeat, before.state)?;
        let holder = office::within::user(act.tx(), before.user_id).await?;
        let holder = holder.ok_or(Error::NotFound)?;
        another_person(&act, before, &holder).await?;
        let letters = if input.approve && holder.activated_at.is_none() {
            vec![invitation::invite(&mut act, &holder, before.institution_id).await?]
        } else {
            Vec::new()
        };
        let state = if input.approve { ApprovalState::Approved } else { ApprovalState::Rejected };
        let approved_by = act.actor().seat().map(|own| own.seat_id);
        let row = seat::Model { state, approved_by, ..before.clone() };
        act.put(&taken, row, vec![]).await?;
        invitation::commit(act, letters, Some(id), None).await
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
        input: &EndSeatInput,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        netra_domain::pact::check_reason(&input.reason)
            .map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let found = office::within::seat(act.tx(), id).await?;
        let inside = found.is_some_and(|row| permit.covers_own_office(row.institution_id).is_ok());
        if !inside {
            return Err(Error::NotFound);
        }
        let taken = act.take::<seat::Entity>(id, input.expected_version).await?;
        let today = act.today();
        if taken.row.valid_to.is_some_and(|to| to <= today) {
            return Err(Rule::AlreadyDecided.into());
        }
        let holder = office::within::user(act.tx(), taken.row.user_id).await?;
        not_own(&act, &holder.ok_or(Error::NotFound)?)?;
        let (valid_to, end_reason) = (Some(today), Some(input.reason.clone()));
        let row = seat::Model { valid_to, end_reason, ..taken.row.clone() };
        act.put(&taken, row, vec![]).await?;
        act.commit(Some(id)).await
    }
}

/// Ends a seat from a day on.
pub(crate) async fn end(act: &mut Write, id: Uuid, on: Date, reason: &str) -> Result<()> {
    let taken = act.take::<seat::Entity>(id, None).await?;
    let (valid_to, end_reason) = (Some(on), Some(reason.to_owned()));
    let row = seat::Model { valid_to, end_reason, ..taken.row.clone() };
    act.put(&taken, row, vec![]).await
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
    act.add(row, vec![]).await
}

/// Refuses to let people grant, confirm or end what they hold themselves.
fn not_own(act: &Write, holder: &user::Model) -> Result<()> {
    let actor = act.actor();
    let same_person = holder.civil_servant_id.is_some_and(|id| actor.person_id() == Some(id));
    let same = same_person || actor.user_id() == Some(holder.id);
    if same { Err(Rule::OwnSeat.into()) } else { Ok(()) }
}

/// Refuses to let the holder, or who granted the seat, confirm it. What another institution
/// prepared is the first seat, and a third institution's to confirm.
async fn another_person(act: &Write, seat: &seat::Model, holder: &user::Model) -> Result<()> {
    not_own(act, holder)?;
    let Some(prepared_by) = seat.prepared_by else { return Ok(()) };
    let first = office::within::seat(act.tx(), prepared_by).await?.ok_or(Error::NotFound)?;
    if first.institution_id != seat.institution_id {
        second_office(act, seat.prepared_by).await?;
        return first_of_institution(act, seat.institution_id).await;
    }
    let granted_by = office::within::user(act.tx(), first.user_id).await?.ok_or(Error::NotFound)?;
    not_own(act, &granted_by).map_err(|_same| Rule::SecondPersonRequired.into())
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

/// Places a seat that waits for its confirmation; a new holder gets an account.
async fn prepare(act: &mut Write, input: &NewSeatInput, grade: Grade) -> Result<Uuid> {
    let institution_id = read("institution", &input.institution)?;
    let account = holder(act, institution_id, input).await?;
    not_own(act, &account)?;
    let row = seat::Model {
        id: act.new_id(),
        user_id: account.id,
        institution_id,
        function: input.function,
        grade,
        official_position: input.official_position.clone(),
        appointment: input.appointment,
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        state: ApprovalState::Prepared,
        prepared_by: act.actor().seat().map(|own| own.seat_id),
        approved_by: None,
        end_reason: None,
        rev: 1,
    };
    place(act, row).await
}

/// Stores a new seat of an office that is there.
pub(crate) async fn place(act: &mut Write, row: seat::Model) -> Result<Uuid> {
    if row.valid_to.is_some_and(|to| to <= row.valid_from) {
        return Err(Error::invalid("validTo", Rule::EndBeforeStart));
    }
    let on = row.valid_from.max(act.today());
    office::within::function_held(act.tx(), row.institution_id, row.function, on)
        .await?
        .ok_or(Error::invalid("function", Rule::FunctionNotHeld))?;
    office::within::institution(act.tx(), row.institution_id)
        .await?
        .filter(|it| region::holds(it.valid_from, it.valid_to, on))
        .ok_or(Error::invalid("institution", Rule::InstitutionUnknown))?;
    let id = row.id;
    act.add(row, vec![]).await?;
    Ok(id)
}

/// The holder's account, a new one where there is none. An account that is there stays as it is:
/// whoever confirms the seat sees whose it is.
async fn holder(
    act: &mut Write,
    institution_id: Uuid,
    input: &NewSeatInput,
) -> Result<user::Model> {
    let person = match &input.service_number {
        Some(number) => {
            let here = |id| id == institution_id;
            Some(people::within::own_person(act, here, "serviceNumber", number).await?.0)
        }
        None => None,
    };
    let named = Condition::any()
        .add(user::Column::Login.eq(login::folded(&input.login)))
        .add_option(person.map(|id| user::Column::CivilServantId.eq(id)));
    let mut found = office::within::users(act.tx(), named).await?;
    if let Some(account) = found.pop() {
        let same = found.is_empty()
            && account.login == login::folded(&input.login)
            && person.is_none_or(|id| account.civil_servant_id == Some(id));
        return if same { Ok(account) } else { Err(Rule::HolderMismatch.into()) };
    }
    let display_name = input.display_name.clone();
    let email = Some(input.email.clone().ok_or(Error::invalid("email", Rule::EmailRequired))?);
    let account = Account { person, display_name, email, is_invented: false };
    invitation::create(act, institution_id, &input.login, account).await
}
