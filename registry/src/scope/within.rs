//! Reads inside an open act, by the sequencer, and while an actor is being established. They are
//! not narrowed by a permit because their answer never reaches a caller.

use std::collections::HashMap;

use netra_entity::code::{ApprovalState, Function, Grade, Level, SignatureState};
use netra_entity::{
    Date, Instant, civil_servant, code_list, employment, event, event_order, event_outbox,
    event_record, idempotency, institution, institution_function, invitation, organisational_unit,
    pact_signature, pact_text, region, seat, sequencer_state, service_number, session, user,
};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Select, Statement,
};
use uuid::Uuid;

use super::begin;
use crate::error::{Error, Result};
use crate::write::Write;

/// Locks persons for the rest of the act, in one order, so that two acts never wait for each
/// other in a circle.
pub(crate) async fn lock_persons(act: &Write, ids: &[Uuid]) -> Result<Vec<civil_servant::Model>> {
    Ok(begin::<civil_servant::Entity>()
        .filter(civil_servant::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(civil_servant::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(act.tx())
        .await?)
}

/// Persons by their ids.
pub(crate) async fn persons(act: &Write, ids: &[Uuid]) -> Result<Vec<civil_servant::Model>> {
    Ok(begin::<civil_servant::Entity>()
        .filter(civil_servant::Column::Id.is_in(ids.iter().copied()))
        .all(act.tx())
        .await?)
}

/// Present employments of persons.
pub(crate) async fn employments(act: &Write, persons: &[Uuid]) -> Result<Vec<employment::Model>> {
    Ok(begin::<employment::Entity>()
        .filter(employment::Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(employment::Column::SupersededBy.is_null())
        .order_by_asc(employment::Column::ValidFrom)
        .all(act.tx())
        .await?)
}

/// Present signatures of persons.
pub(crate) async fn signatures(
    act: &Write,
    persons: &[Uuid],
) -> Result<Vec<pact_signature::Model>> {
    Ok(begin::<pact_signature::Entity>()
        .filter(pact_signature::Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(pact_signature::Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// Present service numbers of persons.
pub(crate) async fn numbers_of(
    act: &Write,
    persons: &[Uuid],
) -> Result<Vec<service_number::Model>> {
    Ok(begin::<service_number::Entity>()
        .filter(service_number::Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(service_number::Column::SupersededBy.is_null())
        .order_by_asc(service_number::Column::ValidFrom)
        .all(act.tx())
        .await?)
}

/// Present holdings of service numbers, ended ones included.
pub(crate) async fn numbers(act: &Write, numbers: &[String]) -> Result<Vec<service_number::Model>> {
    Ok(begin::<service_number::Entity>()
        .filter(service_number::Column::Number.is_in(numbers))
        .filter(service_number::Column::SupersededBy.is_null())
        .all(act.tx())
        .await?)
}

/// Persons by the blind index of their NIK.
pub(crate) async fn persons_by_nik(
    act: &Write,
    indexes: &[String],
) -> Result<Vec<civil_servant::Model>> {
    Ok(begin::<civil_servant::Entity>()
        .filter(civil_servant::Column::NikIndex.is_in(indexes))
        .all(act.tx())
        .await?)
}

/// The present version of an employment.
pub(crate) async fn employment(act: &Write, id: Uuid) -> Result<Option<employment::Model>> {
    Ok(begin::<employment::Entity>()
        .filter(employment::Column::Id.eq(id))
        .filter(employment::Column::SupersededBy.is_null())
        .one(act.tx())
        .await?)
}

/// The present version of a signature.
pub(crate) async fn signature(act: &Write, id: Uuid) -> Result<Option<pact_signature::Model>> {
    Ok(begin::<pact_signature::Entity>()
        .filter(pact_signature::Column::Id.eq(id))
        .filter(pact_signature::Column::SupersededBy.is_null())
        .one(act.tx())
        .await?)
}

/// Whether a signature of the class is valid for the person in the institution.
pub(crate) fn valid_of_class(
    signatures: &[pact_signature::Model],
    institution_id: Uuid,
    class: Uuid,
) -> Option<&pact_signature::Model> {
    signatures.iter().find(|it| {
        it.state == SignatureState::Valid
            && it.institution_id == institution_id
            && it.equivalence_class == class
    })
}

pub(crate) async fn pact_text(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<pact_text::Model>> {
    Ok(begin::<pact_text::Entity>().filter(pact_text::Column::Id.eq(id)).one(db).await?)
}

/// The texts of a cycle by an issuer, newest first.
pub(crate) async fn pact_texts(
    db: &impl ConnectionTrait,
    cycle_id: Uuid,
) -> Result<Vec<pact_text::Model>> {
    Ok(begin::<pact_text::Entity>()
        .filter(pact_text::Column::CycleId.eq(cycle_id))
        .order_by_desc(pact_text::Column::Version)
        .all(db)
        .await?)
}

pub(crate) async fn institution(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<institution::Model>> {
    Ok(begin::<institution::Entity>().filter(institution::Column::Id.eq(id)).one(db).await?)
}

pub(crate) async fn institutions_by_code(
    db: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<institution::Model>> {
    Ok(begin::<institution::Entity>()
        .filter(institution::Column::Code.is_in(codes))
        .all(db)
        .await?)
}

pub(crate) async fn regions_by_code(
    db: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<region::Model>> {
    Ok(begin::<region::Entity>().filter(region::Column::Code.is_in(codes)).all(db).await?)
}

/// Every region, also those whose code no longer holds.
pub(crate) async fn all_regions(db: &impl ConnectionTrait) -> Result<Vec<region::Model>> {
    Ok(begin::<region::Entity>().order_by_asc(region::Column::Code).all(db).await?)
}

/// Every institution, also those that no longer exist.
pub(crate) async fn all_institutions(db: &impl ConnectionTrait) -> Result<Vec<institution::Model>> {
    Ok(begin::<institution::Entity>().order_by_asc(institution::Column::Code).all(db).await?)
}

pub(crate) async fn units_of(
    db: &impl ConnectionTrait,
    institutions: &[Uuid],
) -> Result<Vec<organisational_unit::Model>> {
    Ok(begin::<organisational_unit::Entity>()
        .filter(organisational_unit::Column::InstitutionId.is_in(institutions.iter().copied()))
        .all(db)
        .await?)
}

/// The rows of a code list.
pub(crate) async fn code_list(
    db: &impl ConnectionTrait,
    list: &str,
) -> Result<Vec<code_list::Model>> {
    Ok(begin::<code_list::Entity>().filter(code_list::Column::List.eq(list)).all(db).await?)
}

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

/// An institution and its subordinates.
pub(crate) async fn subtree(db: &impl ConnectionTrait, institution_id: Uuid) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "WITH RECURSIVE below(id) AS ( \
           SELECT id FROM institution WHERE id = $1 \
           UNION SELECT i.id FROM institution i JOIN below b ON i.parent_id = b.id) \
         SELECT id FROM below",
        [institution_id.into()],
    );
    Ok(Row::find_by_statement(statement).all(db).await?.into_iter().map(|row| row.id).collect())
}

pub(crate) async fn idempotency(
    db: &impl ConnectionTrait,
    principal: &str,
    key: &str,
) -> Result<Option<idempotency::Model>> {
    Ok(begin::<idempotency::Entity>()
        .filter(idempotency::Column::Principal.eq(principal))
        .filter(idempotency::Column::Key.eq(key))
        .one(db)
        .await?)
}

/// The last change of a record.
pub(crate) async fn last_record(act: &Write, id: Uuid) -> Result<Option<event_record::Model>> {
    Ok(begin::<event_record::Entity>()
        .filter(event_record::Column::SubjectId.eq(id))
        .order_by_desc(event_record::Column::Rev)
        .limit(1)
        .one(act.tx())
        .await?)
}

/// The last revisions of records.
pub(crate) async fn last_revisions(act: &Write, ids: Vec<Uuid>) -> Result<HashMap<Uuid, i32>> {
    use event_record::Column;
    let rows: Vec<(Uuid, i32)> = begin::<event_record::Entity>()
        .select_only()
        .column(Column::SubjectId)
        .column_as(Column::Rev.max(), "rev")
        .filter(Column::SubjectId.is_in(ids))
        .group_by(Column::SubjectId)
        .into_tuple()
        .all(act.tx())
        .await?;
    Ok(rows.into_iter().collect())
}

/// The last revisions of records.
pub(crate) async fn revisions(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<(Uuid, i32)>> {
    use event_record::Column;
    Ok(begin::<event_record::Entity>()
        .select_only()
        .column(Column::SubjectId)
        .column_as(Column::Rev.max(), "rev")
        .filter(Column::SubjectId.is_in(ids.iter().copied()))
        .group_by(Column::SubjectId)
        .into_tuple()
        .all(db)
        .await?)
}

/// The last revisions of records up to an index; records unknown by then are absent.
pub(crate) async fn revisions_known(
    db: &impl ConnectionTrait,
    ids: Vec<Uuid>,
    index: i64,
) -> Result<HashMap<Uuid, i32>> {
    use event_record::Column;
    let rows: Vec<(Uuid, i32)> = begin::<event_record::Entity>()
        .select_only()
        .column(Column::SubjectId)
        .column_as(Column::Rev.max(), "rev")
        .filter(Column::SubjectId.is_in(ids))
        .filter(Column::EventId.in_subquery(super::up_to(index)))
        .group_by(Column::SubjectId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The leaf hash of the last event that changed a record.
pub(crate) async fn last_leaf_hash(act: &Write, id: Uuid) -> Result<Option<String>> {
    let Some(record) = last_record(act, id).await? else { return Ok(None) };
    let last = begin::<event::Entity>()
        .filter(event::Column::Id.eq(record.event_id))
        .one(act.tx())
        .await?;
    Ok(last.map(|event| event.leaf_hash))
}

pub(crate) async fn sequencer_state(db: &impl ConnectionTrait) -> Result<sequencer_state::Model> {
    begin::<sequencer_state::Entity>()
        .filter(sequencer_state::Column::Id.eq(1))
        .one(db)
        .await?
        .ok_or(Error::Unavailable("the database is not migrated"))
}

pub(crate) async fn outbox(
    db: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<event_outbox::Model>> {
    Ok(begin::<event_outbox::Entity>()
        .order_by_asc(event_outbox::Column::Seq)
        .limit(most)
        .all(db)
        .await?)
}

fn orders() -> Select<event_order::Entity> {
    begin::<event_order::Entity>()
}

pub(crate) async fn order_at(
    db: &impl ConnectionTrait,
    moment: Instant,
) -> Result<Option<event_order::Model>> {
    Ok(orders()
        .filter(event_order::Column::Moment.lte(moment))
        .order_by_desc(event_order::Column::Moment)
        .order_by_desc(event_order::Column::Idx)
        .limit(1)
        .one(db)
        .await?)
}

pub(crate) async fn order_of_index(
    db: &impl ConnectionTrait,
    index: i64,
) -> Result<Option<event_order::Model>> {
    Ok(orders().filter(event_order::Column::Idx.eq(index)).one(db).await?)
}

pub(crate) async fn orders_of_events(
    db: &impl ConnectionTrait,
    event_ids: &[Uuid],
) -> Result<Vec<event_order::Model>> {
    let ids = event_ids.iter().copied();
    Ok(orders().filter(event_order::Column::EventId.is_in(ids)).all(db).await?)
}

pub(crate) async fn order_of_event(
    db: &impl ConnectionTrait,
    event_id: Uuid,
) -> Result<Option<event_order::Model>> {
    Ok(orders().filter(event_order::Column::EventId.eq(event_id)).one(db).await?)
}

/// Whether anything was ever written.
pub(crate) async fn has_events(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(begin::<event::Entity>().limit(1).one(db).await?.is_some())
}
