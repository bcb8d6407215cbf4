//! The founding of a registry: the first seats and the law that the registry takes as given;
//! or an invented registry to look at.
//!
//! Only what happens here is written without a seat. Whatever follows is an act of an office.

mod abstention;
mod account;
mod cast;
mod contest;
pub(crate) mod names;
mod offices;
mod pact;
mod people;
pub(crate) mod random;
mod seats;
mod workforce;

use std::sync::Arc;

use netra_domain::login;
use netra_domain::policy::{ActKind, Actor, Standing, of};
use netra_entity::code::{Function, Grade};
use uuid::Uuid;

use crate::ledger;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::Write;
use crate::{Registry, intake::reference};
use seats::{First, Way};

/// Who will hold one of the first two seats.
#[derive(Clone, Debug)]
pub struct SeatHolder {
    /// Name to sign in with.
    pub login: String,
    /// Name shown to colleagues.
    pub display_name: String,
    /// SHA-256 of the token with which the holder activates the account.
    pub token_digest: String,
}

/// Who founds the registry.
#[derive(Clone, Debug)]
pub struct InitInput {
    /// Administrator of the operator.
    pub operator: SeatHolder,
    /// Administrator of the ministry that sets civil-service policy.
    pub policy: SeatHolder,
    /// Approver there, who confirms the seats that administrators without a colleague grant.
    pub approver: SeatHolder,
}

/// The seats from which every other follows: of the operator's administrator, of the ministry's
/// administrator and of its approver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitDone {
    /// The seats.
    pub seat_ids: Vec<Uuid>,
}

/// An account of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoSeat {
    /// The institution: the seat's, or the employer's.
    pub institution_code: String,
    /// The function; none for a civil servant.
    pub function: Option<Function>,
    /// The grade; none for a civil servant.
    pub grade: Option<Grade>,
    /// Name to sign in with.
    pub login: String,
    /// The account.
    pub user_id: Uuid,
    /// The seat; none for a civil servant.
    pub seat_id: Option<Uuid>,
}

/// What `demo` has made, as far as a visitor or an example request needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoDone {
    /// What can be used today: for each function the seats of a staff member, an approver and an
    /// administrator, then three civil servants.
    pub seats: Vec<DemoSeat>,
    /// A seat that held until yesterday.
    pub ended_seat: DemoSeat,
    /// A first seat that waits for its approval.
    pub prepared_seat: DemoSeat,
    /// A function that waits for its approval.
    pub prepared_function_id: Uuid,
    /// Code of the cycle that the pact is for.
    pub cycle_code: String,
    /// The pact text.
    pub pact_text_id: Uuid,
    /// SHA-256 of its text, as a signer confirms it.
    pub pact_text_sha256: String,
    /// Code of an employer whose people sign.
    pub institution_code: String,
    /// Service number of a signer employed there.
    pub signer_number: String,
    /// Service number of the civil servant with an account there, who has not signed.
    pub non_signer_number: String,
    /// The two numbers of one person, the former first.
    pub renumbered: [String; 2],
    /// Service number of somebody on leave outside state liability.
    pub on_leave_number: String,
    /// How many civil servants there are.
    pub people: usize,
    /// How many signatures there are, withdrawn ones included.
    pub signatures: usize,
}

/// Founds a registry in an empty, migrated database: the three first seats, then the law.
///
/// # Errors
/// [`Error::Unavailable`] where anything was written before; rules of form on the logins. After
/// any other failure the database is to be made anew.
pub async fn init(registry: &Registry, input: &InitInput) -> Result<InitDone> {
    let founder = Founder::of_empty(registry).await?;
    let operation = [by_token(Grade::Admin, &input.operator)];
    let policy =
        [by_token(Grade::Admin, &input.policy), by_token(Grade::Approver, &input.approver)];
    let mut seats = seats::first(&founder, &seats::OPERATION, &operation).await?;
    seats.extend(seats::first(&founder, &seats::POLICY, &policy).await?);
    let seat_ids = seats.into_iter().map(|row| row.id).collect();
    reference::load_law(registry, &founder.actor).await?;
    Ok(InitDone { seat_ids })
}

/// Issues the token of a first seat again, where its holder has not used one.
///
/// # Errors
/// `INVITATION_UNUSABLE` for any other account: the token of one that an office made goes to its holder
/// alone.
pub async fn reissue(registry: &Registry, login: &str, token_digest: &str) -> Result<()> {
    let founder = Founder { registry: registry.clone(), actor: Actor::new(Standing::Founding) };
    let mut act = founder.open::<of::InvitePeople>().await?;
    seats::invite_again(&mut act, &login::folded(login), token_digest).await?;
    act.commit(None).await?;
    Ok(())
}

const fn by_token(grade: Grade, holder: &SeatHolder) -> First<'_> {
    let (login, display_name) = (holder.login.as_str(), holder.display_name.as_str());
    First { grade, login, display_name, way: Way::Token(holder.token_digest.as_str()) }
}

/// Founds a registry of invented people and accounts in an empty, migrated database. All accounts
/// have one password, and all are flagged as invented.
///
/// # Errors
/// As for [`init`].
pub async fn demo(registry: &Registry, password_hash: &str) -> Result<DemoDone> {
    let founder = Founder::of_empty(registry).await?;
    let mut offices = offices::Offices::begin(&founder, password_hash).await?;
    reference::load(registry, &founder.actor).await?;
    contest::hold(&founder).await?;
    account::register(&founder).await?;
    let staff = workforce::employ(&founder).await?;
    let cast = cast::Cast::choose(&staff)?;
    offices.fill(&cast).await?;
    let text = pact::publish(&founder).await?;
    let signed = pact::sign(&founder, &text, &staff).await?;
    let moved = cast::change(&founder, &cast, &staff).await?;
    let signed_again = pact::sign_again(&founder, &text, &moved).await?;
    pact::withdraw(&founder, &cast, &staff, &signed).await?;
    let signed_apart = abstention::happen(&founder, &cast, &text, &staff).await?;
    let ended_seat = offices.ended().await?;
    let (prepared_seat, prepared_function_id) = offices.prepare().await?;
    Ok(DemoDone {
        seats: offices.seats,
        ended_seat,
        prepared_seat,
        prepared_function_id,
        cycle_code: pact::CYCLE.to_owned(),
        pact_text_id: text.id,
        pact_text_sha256: text.sha256,
        institution_code: cast::CITY.to_owned(),
        signer_number: cast.signer.number.clone(),
        non_signer_number: cast.city.number.clone(),
        renumbered: [cast.renumbered.number.clone(), cast::renewed(cast.renumbered)],
        on_leave_number: cast.on_leave.number.clone(),
        people: staff.len(),
        signatures: signed.count + signed_again + signed_apart,
    })
}

/// Whoever founds: before the first seat everything is permitted.
#[derive(Debug)]
struct Founder {
    registry: Registry,
    actor: Arc<Actor>,
}

impl Founder {
    async fn of_empty(registry: &Registry) -> Result<Self> {
        if ledger::within::has_events(registry.reader()).await? {
            return Err(Error::Unavailable(
                "the registry was founded before; founding needs an empty database",
            ));
        }
        Ok(Self { registry: registry.clone(), actor: Actor::new(Standing::Founding) })
    }

    async fn open<A: ActKind>(&self) -> Result<Box<Write>> {
        reference::open::<A>(&self.registry, &self.actor).await
    }
}
