//! Functions, seats, accounts, sessions and invitations.

use netra_entity::code::{ApprovalState, Function, Grade, Level};
use netra_entity::{Date, Instant, institution_function, invitation, seat, session, user};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, FromQueryResult, QueryFilter, QueryOrder, Statement,
};
use uuid::Uuid;

use super::super::begin;
use crate::error::Result;
use crate::write::Write;

/// The present version of a function holding.
pub(crate) async fn function(act: &Write, id: Uuid) -> Result<Option<institution_function::Model>> {
    Ok(begin::<institution_function::Entity>()
        .filter(institution_function::Column::Id.eq(id))
        .filter(institution_function::Column::SupersededBy.is_null())
        .one(act.tx())
        .await?)
}

/// Approved holdings of a function by an institution that are valid on a day.
pub(crate) async fn function_held(
    db: &impl ConnectionTrait,
    institution_id: Uuid,
    function: Function,
    on: Date,
) -> Result<Option<institution_function::Model>> {
    use institution_function::Column;
    Ok(begin::<institution_function::Entity>()
        .filter(Column::InstitutionId.eq(institution_id))
        .filter(Column::Function.eq(function))
        .filter(Column::SupersededBy.is_null())
        .filter(Column::State.eq(ApprovalState::Approved))
        .filter(Column::ValidFrom.lte(on))
        .filter(Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gt(on)))
        .one(db)
        .await?)
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

/// A session with its account, and its seat with institution and function as they are today.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Sitting {
    pub user_id: Uuid,
    pub seat_id: Option<Uuid>,
    pub expires_at: Instant,
    pub ended_at: Option<Instant>,
    pub disabled_at: Option<Instant>,
    pub civil_servant_id: Option<Uuid>,
    pub seat_state: Option<ApprovalState>,
    pub seat_from: Option<Date>,
    pub seat_to: Option<Date>,
    pub function: Option<Function>,
    pub grade: Option<Grade>,
    pub institution_id: Option<Uuid>,
    pub institution_code: Option<String>,
    pub exists_from: Option<Date>,
    pub exists_to: Option<Date>,
    pub level: Option<Level>,
    pub region_code: Option<String>,
}

/// One statement, because every request begins with it.
pub(crate) async fn sitting(
    db: &impl ConnectionTrait,
    session_id: Uuid,
    today: Date,
) -> Result<Option<Sitting>> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT s.user_id, s.seat_id, s.expires_at, s.ended_at, \
            u.disabled_at, u.civil_servant_id, \
            t.state AS seat_state, t.valid_from AS seat_from, t.valid_to AS seat_to, \
            t.function, t.grade, t.institution_id, \
            i.code AS institution_code, i.valid_from AS exists_from, i.valid_to AS exists_to, \
            f.level, f.region_code \
         FROM session s \
         JOIN \"user\" u ON u.id = s.user_id \
         LEFT JOIN seat t ON t.id = s.seat_id AND t.user_id = s.user_id \
         LEFT JOIN institution i ON i.id = t.institution_id \
         LEFT JOIN institution_function f ON f.institution_id = t.institution_id \
           AND f.function = t.function AND f.superseded_by IS NULL AND f.state = 'APPROVED' \
           AND f.valid_from <= $2 AND (f.valid_to IS NULL OR f.valid_to > $2) \
         WHERE s.id = $1 LIMIT 1",
        [session_id.into(), today.into()],
    );
    Ok(Sitting::find_by_statement(statement).one(db).await?)
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
