//! Offices, seats and sessions inside an act, and while an actor is established: not narrowed by a permit, because no answer reaches a caller.

pub(crate) use super::institution::within::*;
use netra_entity::code::{ApprovalState, Function, Grade, Level};
use netra_entity::{
    Date, Instant, api_client, api_client_key, institution_function, invitation, refresh_token,
    seat, session, standing_version, user,
};
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::gather::padded;
use crate::ledger::write::Write;
use crate::office::region;
use crate::reach::begin;

/// Approved holdings of functions by institutions that are valid on a day.
pub(crate) async fn functions_held(
    db: &impl ConnectionTrait,
    institutions: &[Uuid],
    on: Date,
) -> Result<Vec<institution_function::Model>> {
    use institution_function::Column;
    Ok(begin::<institution_function::Entity>()
        .filter(Column::InstitutionId.is_in(institutions.iter().copied()))
        .filter(Column::SupersededBy.is_null())
        .filter(Column::State.eq(ApprovalState::Approved))
        .filter(Column::ValidFrom.lte(on))
        .filter(Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gt(on)))
        .all(db)
        .await?)
}

/// Approved holdings of a function by an institution that are valid on a day.
pub(crate) async fn function_held(
    db: &impl ConnectionTrait,
    institution_id: Uuid,
    function: Function,
    on: Date,
) -> Result<Option<institution_function::Model>> {
    let held = functions_held(db, &[institution_id], on).await?;
    Ok(held.into_iter().find(|row| row.function == function))
}

pub(crate) async fn seat(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<seat::Model>> {
    Ok(begin::<seat::Entity>().filter(seat::Column::Id.eq(id)).one(db).await?)
}

/// Seats of an institution or of an account, whatever their state.
pub(crate) async fn seats(
    db: &impl ConnectionTrait,
    filter: Condition,
) -> Result<Vec<seat::Model>> {
    Ok(begin::<seat::Entity>().filter(filter).order_by_asc(seat::Column::Id).all(db).await?)
}

pub(crate) async fn user(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<user::Model>> {
    Ok(begin::<user::Entity>().filter(user::Column::Id.eq(id)).one(db).await?)
}

pub(crate) async fn users(
    db: &impl ConnectionTrait,
    filter: Condition,
) -> Result<Vec<user::Model>> {
    Ok(begin::<user::Entity>().filter(filter).all(db).await?)
}

pub(crate) async fn session(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<session::Model>> {
    Ok(begin::<session::Entity>().filter(session::Column::Id.eq(id)).one(db).await?)
}

/// A session with its account, and the version of what offices and institutions are.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Admission {
    pub id: Uuid,
    pub user_id: Uuid,
    pub seat_id: Option<Uuid>,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
    pub generation: i32,
    pub used_generation: i32,
    pub disabled_at: Option<Instant>,
    pub civil_servant_id: Option<Uuid>,
    pub version: i64,
}

/// One statement, because every request begins with it.
pub(crate) async fn admissions(
    db: &impl ConnectionTrait,
    sessions: &[Uuid],
) -> Result<Vec<Admission>> {
    let ids = padded(sessions);
    let places: Vec<_> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        format!(
            "SELECT s.id, s.user_id, s.seat_id, s.created_at, s.expires_at, s.ended_at, \
                s.generation, s.used_generation, u.disabled_at, u.civil_servant_id, \
                (SELECT v.version FROM standing_version v WHERE v.id = 1) AS version \
             FROM session s JOIN \"user\" u ON u.id = s.user_id WHERE s.id IN ({})",
            places.join(", ")
        ),
        ids.into_iter().map(Into::into),
    );
    Ok(Admission::find_by_statement(statement).all(db).await?)
}

/// The version of what offices and institutions are.
pub(crate) async fn standing_version(db: &impl ConnectionTrait) -> Result<i64> {
    let row = begin::<standing_version::Entity>().one(db).await?;
    Ok(row.map_or(0, |row| row.version))
}

/// Counts up that version, which keeps every other such change waiting until the act ends, and
/// answers with the new one.
pub(crate) async fn change_standings(act: &Write) -> Result<i64> {
    use standing_version::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(1))
        .exec(act.tx())
        .await?;
    standing_version(act.tx()).await
}

/// A seat with its institution and function as they are today.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Sitting {
    pub civil_servant_id: Option<Uuid>,
    pub disabled_at: Option<Instant>,
    pub client_id: Option<Uuid>,
    pub state: ApprovalState,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub function: Function,
    pub grade: Grade,
    pub institution_id: Uuid,
    pub institution_code: String,
    pub exists_from: Option<Date>,
    pub exists_to: Option<Date>,
    pub level: Option<Level>,
    pub region_code: Option<String>,
}

impl Sitting {
    /// Whether it may be acted in on a day, its function apart.
    pub(crate) fn holds(&self, on: Date) -> bool {
        self.state == ApprovalState::Approved
            && region::holds(Some(self.valid_from), self.valid_to, on)
            && region::holds(self.exists_from, self.exists_to, on)
            && self.disabled_at.is_none()
    }
}

/// What a seat of an account is today.
pub(crate) async fn sitting(
    db: &impl ConnectionTrait,
    seat_id: Uuid,
    user_id: Uuid,
    today: Date,
) -> Result<Option<Sitting>> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT u.civil_servant_id, u.disabled_at, c.id AS client_id, t.state, t.valid_from, t.valid_to, t.function, t.grade, t.institution_id, \
            i.code AS institution_code, i.valid_from AS exists_from, i.valid_to AS exists_to, \
            f.level, f.region_code \
         FROM seat t \
         JOIN institution i ON i.id = t.institution_id \
         JOIN \"user\" u ON u.id = t.user_id \
         LEFT JOIN api_client c ON c.seat_id = t.id \
         LEFT JOIN institution_function f ON f.institution_id = t.institution_id \
           AND f.function = t.function AND f.superseded_by IS NULL AND f.state = 'APPROVED' \
           AND f.valid_from <= $3 AND (f.valid_to IS NULL OR f.valid_to > $3) \
         WHERE t.id = $1 AND t.user_id = $2 LIMIT 1",
        [seat_id.into(), user_id.into(), today.into()],
    );
    Ok(Sitting::find_by_statement(statement).one(db).await?)
}

/// Locks a session for the rest of the transaction.
pub(crate) async fn lock_session(
    tx: &DatabaseTransaction,
    id: Uuid,
) -> Result<Option<session::Model>> {
    Ok(begin::<session::Entity>()
        .filter(session::Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?)
}

pub(crate) async fn refresh_token(
    db: &impl ConnectionTrait,
    digest: &str,
) -> Result<Option<refresh_token::Model>> {
    Ok(begin::<refresh_token::Entity>()
        .filter(refresh_token::Column::Digest.eq(digest))
        .one(db)
        .await?)
}

pub(crate) async fn api_client(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<api_client::Model>> {
    Ok(begin::<api_client::Entity>().filter(api_client::Column::Id.eq(id)).one(db).await?)
}

/// The keys of a machine, retired ones included.
pub(crate) async fn client_keys(
    db: &impl ConnectionTrait,
    client_id: Uuid,
) -> Result<Vec<api_client_key::Model>> {
    Ok(begin::<api_client_key::Entity>()
        .filter(api_client_key::Column::ClientId.eq(client_id))
        .order_by_asc(api_client_key::Column::Id)
        .all(db)
        .await?)
}

pub(crate) async fn invitation(
    db: &impl ConnectionTrait,
    token_digest: &str,
) -> Result<Option<invitation::Model>> {
    Ok(begin::<invitation::Entity>()
        .filter(invitation::Column::TokenDigest.eq(token_digest))
        .one(db)
        .await?)
}
