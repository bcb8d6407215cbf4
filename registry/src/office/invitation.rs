//! Invitations: an employer lets its own people activate an account or set a new password. The
//! token goes to the holder's address, never to the employer.

use async_graphql::InputObject;
use chrono::TimeDelta;
use netra_domain::policy::{ActKind, Permit, of};
use netra_domain::{Rule, login};
use netra_entity::code::{ApprovalState, InvitationKind};
use netra_entity::{Instant, invitation, seat, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde_json::Value;
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::row_result::RowResult;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::office::credential::{bound, end_sessions};
use crate::office::outbox::Letter;
use crate::office::secret_token::{SecretKind, SecretToken};
use crate::people;

const VALID_FOR: TimeDelta = TimeDelta::days(7);

/// Where an input names a person.
const NUMBER: &str = "serviceNumber";

/// The most people in one mutation.
pub const MOST_PEOPLE: usize = 500;

/// A person to invite.
#[derive(Clone, Debug, InputObject)]
pub struct InvitedPersonInput {
    /// A service number of the person (NIP, NI PPPK).
    pub service_number: String,
    /// Name to sign in with, which ends in the institution's own name.
    pub login: String,
    /// Address to which the token is sent (alamat surel).
    pub email: String,
}

/// People to invite.
#[derive(Clone, Debug, InputObject)]
pub struct InvitePeopleInput {
    /// Up to 500 people.
    pub people: Vec<InvitedPersonInput>,
}

/// Whose credential is reset.
#[derive(Clone, Debug, InputObject)]
pub struct ResetCredentialInput {
    /// A service number of the person (NIP, NI PPPK).
    pub service_number: String,
}

/// An account to create.
pub(crate) struct Account {
    pub(crate) person: Option<Uuid>,
    pub(crate) display_name: String,
    pub(crate) email: Option<String>,
    pub(crate) is_invented: bool,
}

impl Registry {
    /// Invites people employed in the own institution. Rows that are refused do not hold back the
    /// others.
    ///
    /// # Errors
    /// `TOO_MANY_ROWS`; `FORBIDDEN` for a machine; the database's own.
    pub async fn invite_people(
        &self,
        permit: &Permit<of::InvitePeople>,
        request: &ActRequest,
        input: &InvitePeopleInput,
    ) -> Result<Done> {
        no_machine(permit)?;
        if input.people.len() > MOST_PEOPLE {
            return Err(Error::invalid("people", Rule::TooManyRows));
        }
        let mut act = open_act!(self, permit, request);
        let inside = |id| permit.covers_institution(Some(id)).is_ok();
        let mut results = Vec::with_capacity(input.people.len());
        let mut letters = Vec::new();
        for (index, person) in input.people.iter().enumerate() {
            let invited = invite_person(&mut act, inside, person).await;
            results.push(RowResult::judged(index, invited.map(|letter| letters.push(letter)))?);
        }
        commit(act, letters, None, Some(serde_json::to_value(results)?)).await
    }

    /// Lets one of the own people set a new password.
    ///
    /// # Errors
    /// `FORBIDDEN` for a machine, and for a person outside the reach, known or not;
    /// `INVITATION_UNUSABLE` where there is no active account; `SEATS_HELD`; `EMAIL_REQUIRED`.
    pub async fn reset_credential(
        &self,
        permit: &Permit<of::ResetCredential>,
        request: &ActRequest,
        input: &ResetCredentialInput,
    ) -> Result<Done> {
        no_machine(permit)?;
        let mut act = open_act!(self, permit, request);
        let inside = |id| permit.covers_institution(Some(id)).is_ok();
        let (person_id, institution_id) =
            people::within::own_person(&act, inside, NUMBER, &input.service_number).await?;
        let account = account_of(&act, person_id).await?.filter(is_active);
        let account = account.ok_or(Rule::InvitationUnusable)?;
        // Who has the new password has the seats.
        let today = act.today();
        let held = Condition::all()
            .add(seat::Column::UserId.eq(account.id))
            .add(seat::Column::State.ne(ApprovalState::Rejected))
            .add(
                Condition::any()
                    .add(seat::Column::ValidTo.is_null())
                    .add(seat::Column::ValidTo.gt(today)),
            );
        if !office::within::seats(act.tx(), held).await?.is_empty() {
            return Err(Rule::SeatsHeld.into());
        }
        let letter = issue(&mut act, &account, institution_id, InvitationKind::Reset).await?;
        commit(act, vec![letter], Some(account.id), None).await
    }

    /// What a new password must not contain, of the account that a token opens: names and numbers
    /// that others know.
    ///
    /// # Errors
    /// `INVITATION_UNUSABLE` for an unknown, used or expired token.
    pub async fn invited(
        &self,
        _permit: &Permit<of::ActivateAccount>,
        token_digest: &str,
    ) -> Result<Vec<String>> {
        let found = office::within::invitation(self.reader(), token_digest).await?;
        let now = self.clock().now();
        let found = found.filter(|it| is_open(it, now)).ok_or(Rule::InvitationUnusable)?;
        let account = office::within::user(self.reader(), found.user_id).await?;
        self.known_of(account.ok_or(Rule::InvitationUnusable)?).await
    }

    /// Activates an account, or sets a new password, with an invitation's token. Every open
    /// session and every other invitation of the account ends.
    ///
    /// # Errors
    /// `INVITATION_UNUSABLE` for an unknown, used or expired token, a closed account, or a token
    /// that is not for what the account needs.
    pub async fn activate_account(
        &self,
        permit: &Permit<of::ActivateAccount>,
        request: &ActRequest,
        token_digest: &str,
        password_hash: &str,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let now = act.now();
        let found = office::within::invitation(act.tx(), token_digest).await?;
        let found = found.filter(|it| is_open(it, now)).ok_or(Rule::InvitationUnusable)?;
        let taken = act.take::<user::Entity>(found.user_id, None).await?;
        // Two callers with one token: the second finds it used.
        let used = close(&act, found.user_id, Some(found.id)).await?;
        let fits = match found.kind {
            InvitationKind::Activation => taken.row.activated_at.is_none(),
            InvitationKind::Reset => taken.row.activated_at.is_some(),
        };
        if used != 1 || !fits || taken.row.disabled_at.is_some() {
            return Err(Rule::InvitationUnusable.into());
        }
        close(&act, found.user_id, None).await?;
        end_sessions(&act, found.user_id, None).await?;
        let account = user::Model {
            password_hash: Some(bound(self.vault(), found.user_id, password_hash)),
            activated_at: taken.row.activated_at.or(Some(now)),
            ..taken.row.clone()
        };
        act.put(&taken, account, vec![]).await?;
        act.commit(Some(found.user_id)).await
    }
}

/// Refuses a machine: nobody stands behind it who could vouch for a person.
fn no_machine<A: ActKind>(permit: &Permit<A>) -> Result<()> {
    match permit.actor().seat() {
        Some(seat) if seat.is_machine => Err(Error::Forbidden(permit.act())),
        _ => Ok(()),
    }
}

fn is_open(row: &invitation::Model, now: Instant) -> bool {
    row.used_at.is_none() && row.expires_at > now
}

fn is_active(account: &user::Model) -> bool {
    account.activated_at.is_some() && account.disabled_at.is_none()
}

/// Closes one open invitation of an account, or all; answers how many.
pub(crate) async fn close(act: &Write, user_id: Uuid, only: Option<Uuid>) -> Result<u64> {
    use invitation::Column;
    let closed = invitation::Entity::update_many()
        .set(invitation::ActiveModel { used_at: Set(Some(act.now())), ..Default::default() })
        .filter(Column::UserId.eq(user_id))
        .filter(Column::UsedAt.is_null())
        .filter(Condition::all().add_option(only.map(|id| Column::Id.eq(id))))
        .exec(act.tx())
        .await?;
    Ok(closed.rows_affected)
}

async fn account_of(act: &Write, person_id: Uuid) -> Result<Option<user::Model>> {
    let condition = Condition::all().add(user::Column::CivilServantId.eq(person_id));
    Ok(office::within::users(act.tx(), condition).await?.pop())
}

async fn invite_person(
    act: &mut Write,
    inside: impl Fn(Uuid) -> bool,
    input: &InvitedPersonInput,
) -> Result<Letter> {
    let (person_id, institution_id) =
        people::within::own_person(act, inside, NUMBER, &input.service_number).await?;
    let account = if let Some(account) = account_of(act, person_id).await? {
        account
    } else {
        let persons = people::within::lock_persons(act, &[person_id]).await?;
        let person = persons.first().ok_or(Error::NotFound)?;
        let account = Account {
            person: Some(person_id),
            display_name: person.name.clone(),
            email: Some(input.email.clone()),
            is_invented: person.is_invented,
        };
        create(act, institution_id, &input.login, account).await?
    };
    invite(act, &account, institution_id).await
}

/// Invites the holder of an account that was never used.
pub(crate) async fn invite(
    act: &mut Write,
    account: &user::Model,
    institution_id: Uuid,
) -> Result<Letter> {
    if account.activated_at.is_some() {
        return Err(Rule::AccountActive.into());
    }
    issue(act, account, institution_id, InvitationKind::Activation).await
}

/// Creates an account that is not active yet, named after its institution.
pub(crate) async fn create(
    act: &mut Write,
    institution_id: Uuid,
    login: &str,
    account: Account,
) -> Result<user::Model> {
    let login = login::folded(login);
    if !login::is_well_formed(&login) {
        return Err(Error::invalid("login", Rule::CodeUnknown));
    }
    let institution = office::within::institution(act.tx(), institution_id).await?;
    let institution = institution.ok_or(Error::invalid("institution", Rule::InstitutionUnknown))?;
    // The founding, which nobody's seat does, names accounts as it is told.
    if act.actor().seat().is_some() && !login::is_named_after(&login, &institution.code) {
        return Err(Error::invalid("login", Rule::LoginForeign));
    }
    if account.email.as_ref().is_some_and(|it| !login::is_address(it)) {
        return Err(Error::invalid("email", Rule::EmailRequired));
    }
    let taken = Condition::all().add(user::Column::Login.eq(&login));
    if !office::within::users(act.tx(), taken).await?.is_empty() {
        return Err(Error::invalid("login", Rule::CodeTaken));
    }
    store(act, login, account).await
}

/// Stores an account that is not active yet.
pub(crate) async fn store(act: &mut Write, login: String, account: Account) -> Result<user::Model> {
    let row = user::Model {
        id: act.new_id(),
        civil_servant_id: account.person,
        login,
        display_name: account.display_name,
        email: account.email,
        password_hash: None,
        activated_at: None,
        disabled_at: None,
        is_invented: account.is_invented,
        rev: 1,
    };
    act.add(row.clone(), vec![]).await?;
    Ok(row)
}

/// Makes an invitation in the place of every earlier one. The token is in the letter alone.
async fn issue(
    act: &mut Write,
    account: &user::Model,
    institution_id: Uuid,
    kind: InvitationKind,
) -> Result<Letter> {
    let to = account.email.clone().ok_or(Rule::EmailRequired)?;
    let token = SecretToken::generate(SecretKind::Invitation)?;
    close(act, account.id, None).await?;
    let expires_at = offer(act, account.id, institution_id, kind, &token.digest_hex()).await?;
    Ok(Letter { to, login: account.login.clone(), kind, token, expires_at })
}

/// Stores an invitation; answers until when it holds.
pub(crate) async fn offer(
    act: &mut Write,
    user_id: Uuid,
    institution_id: Uuid,
    kind: InvitationKind,
    token_digest: &str,
) -> Result<Instant> {
    let expires_at = Instant(act.now().0 + VALID_FOR);
    let row = invitation::Model {
        id: act.new_id(),
        user_id,
        institution_id,
        kind,
        token_digest: token_digest.to_owned(),
        created_at: act.now(),
        expires_at,
        used_at: None,
    };
    act.add(row, vec![]).await?;
    Ok(expires_at)
}

/// Commits an act and sends its letters: they are on disk before it is committed, and a mail job
/// sees them afterwards only.
pub(crate) async fn commit(
    act: Box<Write>,
    letters: Vec<Letter>,
    subject_id: Option<Uuid>,
    result: Option<Value>,
) -> Result<Done> {
    if letters.is_empty() {
        return act.commit_with(subject_id, result).await;
    }
    let failed = || Error::Unavailable("the outbox cannot be written");
    let outbox = act.registry().outbox().cloned().ok_or_else(failed)?;
    let event_id = act.event_id();
    let drafted = tokio::task::spawn_blocking(move || outbox.draft(event_id, &letters)).await;
    let drafted = drafted.map_err(|_stop| failed())?.map_err(|_source| failed())?;
    let done = act.commit_with(subject_id, result).await?;
    let sent = tokio::task::spawn_blocking(move || drafted.send()).await;
    sent.map_err(|_stop| failed())?.map_err(|_source| failed())?;
    Ok(done)
}
