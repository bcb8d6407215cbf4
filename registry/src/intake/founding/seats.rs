//! The first two seats of any registry, and what a seat is made of.

use netra_domain::policy::of;
use netra_entity::code::{Appointment, ApprovalState, Function, Grade};
use netra_entity::{Date, seat, user};
use uuid::Uuid;

use super::Founder;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::Write;
use crate::office;
use crate::office::seat::SeatInput;
use crate::{intake::reference, office::invitation};

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

/// Places the first administrator of an office, with the institution and its function: one event.
pub(super) async fn first(
    founder: &Founder,
    office: &Office,
    login: &str,
    display_name: &str,
    way: Way<'_>,
) -> Result<seat::Model> {
    let mut act = founder.open::<of::GrantSeat>().await?;
    let institution_id = reference::institution(&mut act, office.institution).await?;
    reference::function(&mut act, institution_id, office.institution, office.function).await?;
    let today = act.today();
    let mut input = seat_input(office, institution_id, Grade::Admin, login, display_name, today);
    match way {
        Way::Token(digest) => {
            input.token_digest = Some(digest.to_owned());
            input.is_invented = false;
        }
        Way::Password(hash) => {
            account(&mut act, None, login, display_name, hash).await?;
        }
    }
    let id = office::seat::place(&mut act, &input, ApprovalState::Approved).await?;
    let row = office::within::seat(act.tx(), id).await?.ok_or(Error::NotFound)?;
    act.commit(Some(id)).await?;
    Ok(row)
}

/// A seat without end for an invented holder.
pub(super) fn seat_input(
    office: &Office,
    institution_id: Uuid,
    grade: Grade,
    login: &str,
    display_name: &str,
    valid_from: Date,
) -> SeatInput {
    let official_position = match grade {
        Grade::Staff => "Analis",
        Grade::Approver => "Pejabat pemutus",
        Grade::Admin => "Administrator kedudukan",
    };
    SeatInput {
        institution_id,
        login: login.to_owned(),
        display_name: display_name.to_owned(),
        function: office.function,
        grade,
        official_position: official_position.to_owned(),
        appointment: Appointment::Definitive,
        valid_from,
        valid_to: None,
        token_digest: None,
        is_invented: true,
    }
}

/// Makes an invented account that can be used at once.
pub(super) async fn account(
    act: &mut Write,
    civil_servant_id: Option<Uuid>,
    login: &str,
    display_name: &str,
    password_hash: &str,
) -> Result<Uuid> {
    let row = user::Model {
        id: act.new_id(),
        civil_servant_id,
        login: login.to_owned(),
        display_name: display_name.to_owned(),
        password_hash: Some(password_hash.to_owned()),
        activated_at: Some(act.now()),
        disabled_at: None,
        is_invented: true,
        rev: 1,
    };
    act.insert(row.clone()).await?;
    invitation::record(act, &row)?;
    Ok(row.id)
}
