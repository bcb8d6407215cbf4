//! The first two seats of any registry, and what a seat is made of.

use netra_domain::Rule;
use netra_domain::policy::of;
use netra_entity::code::{Appointment, ApprovalState, Function, Grade, InvitationKind};
use netra_entity::{Date, seat, user};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::Founder;
use crate::intake::reference;
use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::office;
use crate::office::credential::bound;
use crate::office::invitation::{self, Account};

/// An institution under a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Office {
    pub(super) institution: &'static str,
    pub(super) function: Function,
}

pub(super) const fn office(institution: &'static str, function: Function) -> Office {
    Office { institution, function }
}

/// The operator, which prepares.
pub(super) const OPERATION: Office = office("REGISTRY_OPERATOR", Function::RegistryOperation);

/// The ministry, which approves.
pub(super) const POLICY: Office = office("PANRB", Function::CivilServicePolicy);

/// How the holder of a first seat gets in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way<'a> {
    /// By a token of this digest.
    Token(&'a str),
    /// By a password of this hash; for invented holders only.
    Password(&'a str),
}

/// Who is to have a first seat.
pub(super) struct First<'a> {
    pub(super) grade: Grade,
    pub(super) login: &'a str,
    pub(super) display_name: &'a str,
    pub(super) way: Way<'a>,
}

/// Places the first seats of an office, with the institution and its function: one event.
pub(super) async fn first(
    founder: &Founder,
    office: &Office,
    holders: &[First<'_>],
) -> Result<Vec<seat::Model>> {
    let mut act = founder.open::<of::GrantSeat>().await?;
    let institution_id = reference::institution(&mut act, office.institution).await?;
    reference::function(&mut act, institution_id, office.institution, office.function).await?;
    let mut seats = Vec::with_capacity(holders.len());
    for First { grade, login, display_name, way } in holders {
        let user_id = match way {
            Way::Token(digest) => {
                let account = Account {
                    person: None,
                    display_name: (*display_name).to_owned(),
                    email: None,
                    is_invented: false,
                };
                let account = invitation::create(&mut act, institution_id, login, account).await?;
                let kind = InvitationKind::Activation;
                invitation::offer(&mut act, account.id, institution_id, kind, digest).await?;
                account.id
            }
            Way::Password(hash) => account(&mut act, None, login, display_name, hash).await?,
        };
        let row = held(&act, office, (institution_id, user_id), *grade, act.today());
        office::seat::place(&mut act, row.clone()).await?;
        seats.push(row);
    }
    act.commit(seats.first().map(|row| row.id)).await?;
    Ok(seats)
}

/// A seat without end.
pub(super) fn held(
    act: &Write,
    office: &Office,
    (institution_id, user_id): (Uuid, Uuid),
    grade: Grade,
    valid_from: Date,
) -> seat::Model {
    seat::Model {
        id: act.new_id(),
        user_id,
        institution_id,
        function: office.function,
        grade,
        official_position: position(grade).to_owned(),
        appointment: Appointment::Definitive,
        valid_from,
        valid_to: None,
        state: ApprovalState::Approved,
        prepared_by: None,
        approved_by: None,
        end_reason: None,
        rev: 1,
    }
}

pub(super) const fn position(grade: Grade) -> &'static str {
    match grade {
        Grade::Staff => "Analis",
        Grade::Approver => "Pejabat pemutus",
        Grade::Admin => "Administrator kedudukan",
    }
}

/// Makes an invented account that can be used at once; its address is its login, which is no real
/// one.
pub(super) async fn account(
    act: &mut Write,
    civil_servant_id: Option<Uuid>,
    login: &str,
    display_name: &str,
    password_hash: &str,
) -> Result<Uuid> {
    let id = act.new_id();
    let row = user::Model {
        id,
        civil_servant_id,
        login: login.to_owned(),
        display_name: display_name.to_owned(),
        email: Some(login.to_owned()),
        password_hash: Some(bound(act.registry().vault(), id, password_hash)),
        activated_at: Some(act.now()),
        disabled_at: None,
        is_invented: true,
        rev: 1,
    };
    act.add(row, vec![]).await?;
    Ok(id)
}

/// Invites the holder of a first seat anew.
pub(super) async fn invite_again(act: &mut Write, login: &str, token_digest: &str) -> Result<()> {
    let named = Condition::all().add(user::Column::Login.eq(login));
    let account = office::within::users(act.tx(), named).await?.pop();
    let account = account.filter(|it| it.activated_at.is_none() && it.email.is_none());
    let account = account.ok_or(Rule::InvitationUnusable)?;
    let held = Condition::all().add(seat::Column::UserId.eq(account.id));
    let seats = office::within::seats(act.tx(), held).await?;
    // Only the founding places seats that no seat has prepared.
    let first = seats.iter().find(|it| it.prepared_by.is_none()).ok_or(Rule::InvitationUnusable)?;
    invitation::close(act, account.id, None).await?;
    let kind = InvitationKind::Activation;
    invitation::offer(act, account.id, first.institution_id, kind, token_digest).await?;
    Ok(())
}
