//! People who will sign, each with an account and an open session of their own.
//!
//! The employer's invitation makes the account, as for everyone. What is left out is the password:
//! hashing one takes a hundred times as long as a signature, on purpose, and signing in is not what
//! is measured. The session is opened by the same function that a sign-in ends with.

use futures_util::{StreamExt, TryStreamExt, stream};
use netra_domain::policy::{Actor, Standing};
use netra_registry::intake::founding::DemoSeat;
use netra_registry::office::invitation::{InvitePeopleInput, InvitedPersonInput, MOST_PEOPLE};
use netra_registry::{ActRequest, Registry};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::facts::Session;
use crate::fill::permit;
use crate::{Result, tell};

/// How many sessions are opened at once.
const AT_ONCE: usize = 16;

/// Begins the login of everyone here.
const LOGIN: &str = "uji-";

/// Invites the holders of these numbers and opens a session for each.
pub(crate) async fn prepare(registry: &Registry, numbers: &[String]) -> Result<Vec<Session>> {
    tell("inviting those who will sign");
    let request = ActRequest { trace_id: "bench".to_owned(), ..ActRequest::default() };
    for numbers in numbers.chunks(MOST_PEOPLE) {
        let people = numbers.iter().map(|number| InvitedPersonInput {
            service_number: number.clone(),
            login: format!("{LOGIN}{number}"),
            email: format!("{LOGIN}{number}@netra.invalid"),
        });
        let input = InvitePeopleInput { people: people.collect() };
        registry.invite_people(&permit()?, &request, &input).await?;
    }
    let users = accounts(registry).await?;
    if users.len() != numbers.len() {
        return Err(format!("{} of {} have an account", users.len(), numbers.len()).into());
    }
    tell("opening their sessions");
    let open = |user| async move { open(registry, user, None).await };
    stream::iter(users).map(open).buffer_unordered(AT_ONCE).try_collect().await
}

/// The accounts that were invited above. An act does not answer with them, because an employer has
/// no business with them.
async fn accounts(registry: &Registry) -> Result<Vec<Uuid>> {
    let db = registry.database().reader();
    let sql = format!("SELECT id FROM \"user\" WHERE login LIKE '{LOGIN}%' ORDER BY login");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(rows.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?)
}

/// Opens a session in a seat of the demonstration.
pub(crate) async fn session(registry: &Registry, seat: &DemoSeat) -> Result<Session> {
    let named = seat.seat_id.map(|id| (id, seat.institution_code.clone()));
    open(registry, seat.user_id, named).await
}

async fn open(registry: &Registry, user: Uuid, seat: Option<(Uuid, String)>) -> Result<Session> {
    let public = Actor::new(Standing::Public);
    let seat_id = seat.as_ref().map(|(id, _)| *id);
    let row = registry.open_session(&public.permit()?, user, seat_id, None).await?;
    Ok(Session { user, id: row.id, seat })
}
