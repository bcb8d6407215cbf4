//! Invitations: an employer lets its own people activate an account or set a new password.

use chrono::TimeDelta;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::InvitationKind;
use netra_entity::{Instant, invitation, session, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::pact::pact_signature::{PaperOutcome, PaperRowResult};
use crate::people;
use crate::{Registry, office::region};

/// Kind of the record in events.
pub(crate) const KIND: &str = "invitation";

const VALID_FOR: TimeDelta = TimeDelta::days(7);

/// The most people in one mutation.
pub const MOST_PEOPLE: usize = 500;

/// A person to invite.
#[derive(Clone, Debug)]
pub struct InviteRow {
    /// A service number of the person.
    pub service_number: String,
    /// Name to sign in with.
    pub login: String,
    /// SHA-256 of the token that the person will be given.
    pub token_digest: String,
}

impl Registry {
    /// Invites people employed in the own institution. Rows that are refused do not hold back the
    /// others.
    ///
    /// # Errors
    /// `TOO_MANY_ROWS`; the database's own.
    pub async fn invite_people(
        &self,
        permit: &Permit<of::InvitePeople>,
        request: &ActRequest,
        rows: &[InviteRow],
    ) -> Result<Done> {
        if rows.len() > MOST_PEOPLE {
            return Err(Error::invalid("people", Rule::TooManyRows));
        }
        let mut act = open_act!(self, permit, request);
        let mut results = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let inside = |id| permit.covers_institution(Some(id)).is_ok();
            let code = match invite(&mut act, inside, row).await {
                Ok(()) => None,
                Err(Error::Refused(rule) | Error::Invalid { rule, .. }) => Some(rule.code()),
                Err(Error::Forbidden(_)) => Some("FORBIDDEN"),
                Err(error) => return Err(error),
            };
            let outcome =
                if code.is_none() { PaperOutcome::Recorded } else { PaperOutcome::Refused };
            results.push(PaperRowResult { index, outcome, code: code.map(ToOwned::to_owned) });
        }
        act.commit_with(None, Some(serde_json::to_value(results)?)).await
    }

    /// Lets one of the own people set a new password.
    ///
    /// # Errors
    /// `FORBIDDEN` for a person outside the reach, known or not; `INVITATION_UNUSABLE` where there
    /// is no account yet.
    pub async fn reset_credential(
        &self,
        permit: &Permit<of::ResetCredential>,
        request: &ActRequest,
        service_number: &str,
        token_digest: &str,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let inside = |id| permit.covers_institution(Some(id)).is_ok();
        let (person_id, institution_id) = own_person(&act, inside, service_number).await?;
        let account = account_of(&act, person_id).await?.ok_or(Rule::InvitationUnusable)?;
        issue(&mut act, account.id, institution_id, InvitationKind::Reset, token_digest).await?;
        act.commit(Some(account.id)).await
    }

    /// Activates an account, or sets a new password, with an invitation's token. Every open
    /// session of the account ends.
    ///
    /// # Errors
    /// `INVITATION_UNUSABLE` for an unknown, used or expired token.
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
        let usable = |row: &invitation::Model| row.used_at.is_none() && row.expires_at > now;
        let found = found.filter(usable).ok_or(Rule::InvitationUnusable)?;
        // Two callers with one token: the second finds it used.
        let used = invitation::Entity::update_many()
            .set(invitation::ActiveModel { used_at: Set(Some(now)), ..Default::default() })
            .filter(invitation::Column::Id.eq(found.id))
            .filter(invitation::Column::UsedAt.is_null())
            .exec(act.tx())
            .await?;
        let account = office::within::user(act.tx(), found.user_id).await?;
        let (1, Some(account)) = (used.rows_affected, account) else {
            return Err(Rule::InvitationUnusable.into());
        };
        end_sessions(&act, account.id).await?;
        let account = user::Model {
            password_hash: Some(password_hash.to_owned()),
            activated_at: account.activated_at.or(Some(now)),
            rev: account.rev + 1,
            ..account
        };
        record(&mut act, &account)?;
        let id = account.id;
        act.replace::<user::Entity>(account).await?;
        act.commit(Some(id)).await
    }
}

async fn end_sessions(act: &Write, user_id: Uuid) -> Result<()> {
    session::Entity::update_many()
        .set(session::ActiveModel { ended_at: Set(Some(act.now())), ..Default::default() })
        .filter(session::Column::UserId.eq(user_id))
        .filter(session::Column::EndedAt.is_null())
        .exec(act.tx())
        .await?;
    Ok(())
}

/// The person and the institution of the present employment, if it lies within the reach.
async fn own_person(
    act: &Write,
    inside: impl Fn(Uuid) -> bool,
    service_number: &str,
) -> Result<(Uuid, Uuid)> {
    let number = netra_domain::ServiceNumber::parse(service_number)
        .map_err(|rule| Error::invalid("serviceNumber", rule))?;
    let forbidden = || Error::Forbidden(netra_domain::policy::Act::InvitePeople);
    let holdings = people::within::numbers(act, &[number.as_str().to_owned()]).await?;
    let person_id = holdings.first().ok_or_else(forbidden)?.civil_servant_id;
    let today = act.today();
    let employments = people::within::employments(act, &[person_id]).await?;
    let employment = employments
        .iter()
        .find(|row| {
            region::holds(Some(row.valid_from), row.valid_to, today) && inside(row.institution_id)
        })
        .ok_or_else(forbidden)?;
    Ok((person_id, employment.institution_id))
}

async fn account_of(act: &Write, person_id: Uuid) -> Result<Option<user::Model>> {
    let condition = Condition::all().add(user::Column::CivilServantId.eq(person_id));
    Ok(office::within::users(act.tx(), condition).await?.pop())
}

async fn invite(act: &mut Write, inside: impl Fn(Uuid) -> bool, row: &InviteRow) -> Result<()> {
    let (person_id, institution_id) = own_person(act, inside, &row.service_number).await?;
    let account = match account_of(act, person_id).await? {
        Some(account) if account.activated_at.is_some() => return Err(Rule::AccountActive.into()),
        Some(account) => account,
        None => {
            let persons = people::within::lock_persons(act, &[person_id]).await?;
            let name = persons.first().map(|it| it.name.clone()).unwrap_or_default();
            let invented = persons.first().is_some_and(|it| it.is_invented);
            create(act, Some(person_id), &row.login, &name, invented).await?
        }
    };
    issue(act, account.id, institution_id, InvitationKind::Activation, &row.token_digest).await
}

/// Creates an account that is not active yet.
pub(crate) async fn create(
    act: &mut Write,
    civil_servant_id: Option<Uuid>,
    login: &str,
    display_name: &str,
    is_invented: bool,
) -> Result<user::Model> {
    let login = login.trim().to_lowercase();
    if login.chars().count() < 3 || login.chars().any(char::is_whitespace) {
        return Err(Error::invalid("login", Rule::CodeUnknown));
    }
    let taken = Condition::all().add(user::Column::Login.eq(&login));
    if !office::within::users(act.tx(), taken).await?.is_empty() {
        return Err(Error::invalid("login", Rule::CodeTaken));
    }
    let row = user::Model {
        id: act.new_id(),
        civil_servant_id,
        login,
        display_name: display_name.to_owned(),
        password_hash: None,
        activated_at: None,
        disabled_at: None,
        is_invented,
        rev: 1,
    };
    act.insert(row.clone()).await?;
    record(act, &row)?;
    Ok(row)
}

/// Says that an account was made or changed.
pub(crate) fn record(act: &mut Write, row: &user::Model) -> Result<()> {
    let after = json!({
        "civil_servant_id": row.civil_servant_id, "login": row.login,
        "display_name": row.display_name, "activated_at": row.activated_at,
        "disabled_at": row.disabled_at, "is_invented": row.is_invented,
    });
    act.record("user", row.id, row.rev, &after)
}

/// Makes an invitation; the token itself is never stored.
pub(crate) async fn issue(
    act: &mut Write,
    user_id: Uuid,
    institution_id: Uuid,
    kind: InvitationKind,
    token_digest: &str,
) -> Result<()> {
    let row = invitation::Model {
        id: act.new_id(),
        user_id,
        institution_id,
        kind,
        token_digest: token_digest.to_owned(),
        created_at: act.now(),
        expires_at: Instant(act.now().0 + VALID_FOR),
        used_at: None,
    };
    let after = json!({
        "user_id": user_id, "institution_id": institution_id, "kind": kind,
        "created_at": row.created_at, "expires_at": row.expires_at,
    });
    act.record(KIND, row.id, 1, &after)?;
    act.insert(row).await
}
