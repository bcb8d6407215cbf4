//! What a succession rests on and moves, and how it widens the reach of an office.

use netra_entity::code::{ApprovalState, Function, SuccessionSide};
use netra_entity::{
    Date, api_client, employment, institution, institution_function, legal_instrument, seat,
    succession, succession_function, succession_party, succession_unit,
};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::reach::begin;

/// Which institutions an office stands for.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub institutions: Vec<Uuid>,
    pub predecessors: Vec<Uuid>,
    pub shared_predecessors: Vec<Uuid>,
}

/// The institution with its predecessors in a function and everybody's subordinates, as of a day.
/// A predecessor that holds the function again is no predecessor any more. One statement, because
/// every request in a seat needs it.
pub(crate) async fn outline(
    db: &impl ConnectionTrait,
    institution_id: Uuid,
    function: Function,
    today: Date,
) -> Result<Outline> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        place: i32,
    }
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "WITH RECURSIVE passed AS ( \
           SELECT p.from_id, p.to_id, p.is_whole FROM succession_function p \
           JOIN succession s ON s.id = p.succession_id \
           WHERE p.function = $2 AND p.from_id <> p.to_id \
             AND s.state = 'APPROVED' AND s.effective_on <= $3), \
         heir(id) AS ( \
           SELECT i.id FROM institution i WHERE i.id = $1 \
           UNION SELECT p.from_id FROM passed p JOIN heir h ON p.to_id = h.id \
           WHERE p.is_whole AND NOT EXISTS ( \
             SELECT 1 FROM institution_function f \
             WHERE f.institution_id = p.from_id AND f.function = $2 \
               AND f.superseded_by IS NULL AND f.state = 'APPROVED' \
               AND f.valid_from <= $3 AND (f.valid_to IS NULL OR f.valid_to > $3))), \
         below(id) AS ( \
           SELECT h.id FROM heir h \
           UNION SELECT i.id FROM institution i JOIN below b ON i.parent_id = b.id) \
         SELECT b.id, CASE WHEN h.id IS NULL OR h.id = $1 THEN 0 ELSE 1 END AS place \
           FROM below b LEFT JOIN heir h ON h.id = b.id \
         UNION ALL \
         SELECT DISTINCT p.from_id, 2 FROM passed p JOIN heir h ON p.to_id = h.id \
          WHERE NOT p.is_whole",
        [institution_id.into(), function.into(), today.into()],
    );
    let mut outline = Outline::default();
    for row in Row::find_by_statement(statement).all(db).await? {
        match row.place {
            2 => outline.shared_predecessors.push(row.id),
            place => {
                outline.institutions.push(row.id);
                outline.predecessors.extend((place == 1).then_some(row.id));
            }
        }
    }
    Ok(outline)
}

pub(crate) async fn succession(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<succession::Model>> {
    Ok(begin::<succession::Entity>().filter(succession::Column::Id.eq(id)).one(db).await?)
}

/// Locks a succession for the rest of the act.
pub(crate) async fn lock(act: &Write, id: Uuid) -> Result<Option<succession::Model>> {
    Ok(begin::<succession::Entity>()
        .filter(succession::Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(act.tx())
        .await?)
}

/// The institutions on both sides.
pub(crate) async fn parties(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Vec<succession_party::Model>> {
    Ok(begin::<succession_party::Entity>()
        .filter(succession_party::Column::SuccessionId.eq(id))
        .all(db)
        .await?)
}

/// The functions that pass.
pub(crate) async fn functions(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Vec<succession_function::Model>> {
    Ok(begin::<succession_function::Entity>()
        .filter(succession_function::Column::SuccessionId.eq(id))
        .order_by_asc(succession_function::Column::Id)
        .all(db)
        .await?)
}

/// Where units go or have gone.
pub(crate) async fn units(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Vec<succession_unit::Model>> {
    Ok(begin::<succession_unit::Entity>()
        .filter(succession_unit::Column::SuccessionId.eq(id))
        .all(db)
        .await?)
}

/// How many other successions are prepared, or approved and not completed, that concern one of these
/// predecessors, or that one of these successors gives something by.
pub(crate) async fn open_of(
    db: &impl ConnectionTrait,
    but: Uuid,
    predecessors: &[Uuid],
    successors: &[Uuid],
) -> Result<u64> {
    use succession::Column;
    use succession_party::Column as Party;
    let concerned = Query::select()
        .column(Party::SuccessionId)
        .from(succession_party::Entity)
        .cond_where(
            Condition::any()
                .add(Expr::col(Party::InstitutionId).is_in(predecessors.iter().copied()))
                .add(
                    Expr::col(Party::InstitutionId)
                        .is_in(successors.iter().copied())
                        .and(Expr::col(Party::Side).eq(SuccessionSide::Predecessor)),
                ),
        )
        .to_owned();
    let states = [ApprovalState::Prepared, ApprovalState::Approved];
    Ok(begin::<succession::Entity>()
        .filter(Column::Id.in_subquery(concerned))
        .filter(Column::Id.ne(but))
        .filter(Column::State.is_in(states))
        .filter(Column::CompletedBy.is_null())
        .count(db)
        .await?)
}

/// Approved successions whose day has come and that are not completed.
pub(crate) async fn due(db: &impl ConnectionTrait, today: Date) -> Result<Vec<Uuid>> {
    use succession::Column;
    let rows = begin::<succession::Entity>()
        .filter(Column::State.eq(ApprovalState::Approved))
        .filter(Column::CompletedBy.is_null())
        .filter(Column::EffectiveOn.lte(today))
        .order_by_asc(Column::EffectiveOn)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Institutions by their ids.
pub(crate) async fn institutions(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<institution::Model>> {
    Ok(begin::<institution::Entity>()
        .filter(institution::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(institution::Column::Code)
        .all(db)
        .await?)
}

/// How many institutions stand below these on a day.
pub(crate) async fn subordinates(db: &impl ConnectionTrait, ids: &[Uuid], on: Date) -> Result<u64> {
    use institution::Column;
    Ok(begin::<institution::Entity>()
        .filter(Column::ParentId.is_in(ids.iter().copied()))
        .filter(crate::office::region::on_day(Column::ValidFrom, Column::ValidTo, on))
        .count(db)
        .await?)
}

pub(crate) async fn instrument(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<legal_instrument::Model>> {
    Ok(begin::<legal_instrument::Entity>()
        .filter(legal_instrument::Column::Id.eq(id))
        .one(db)
        .await?)
}

/// Present holdings of functions by institutions, in any state.
pub(crate) async fn holdings(
    db: &impl ConnectionTrait,
    institutions: &[Uuid],
) -> Result<Vec<institution_function::Model>> {
    use institution_function::Column;
    Ok(begin::<institution_function::Entity>()
        .filter(Column::InstitutionId.is_in(institutions.iter().copied()))
        .filter(Column::SupersededBy.is_null())
        .order_by_asc(Column::Id)
        .all(db)
        .await?)
}

/// Machines by their seats.
pub(crate) async fn clients_of_seats(
    db: &impl ConnectionTrait,
    seats: &[Uuid],
) -> Result<Vec<api_client::Model>> {
    Ok(begin::<api_client::Entity>()
        .filter(api_client::Column::SeatId.is_in(seats.iter().copied()))
        .all(db)
        .await?)
}

/// Seats of institutions that hold on a day or later.
pub(crate) async fn seats_after(
    db: &impl ConnectionTrait,
    institutions: &[Uuid],
    on: Date,
) -> Result<Vec<seat::Model>> {
    use seat::Column;
    let lasting = Condition::any().add(Column::ValidTo.is_null()).add(
        Expr::col(Column::ValidTo)
            .gt(on)
            .and(Expr::col(Column::ValidTo).gt(Expr::col(Column::ValidFrom))),
    );
    Ok(begin::<seat::Entity>()
        .filter(Column::InstitutionId.is_in(institutions.iter().copied()))
        .filter(lasting)
        .order_by_asc(Column::Id)
        .all(db)
        .await?)
}

/// Present employments of persons in an institution.
pub(crate) async fn employments_in(
    db: &impl ConnectionTrait,
    institutions: &[Uuid],
    persons: &[Uuid],
) -> Result<Vec<employment::Model>> {
    use employment::Column;
    Ok(begin::<employment::Entity>()
        .filter(Column::InstitutionId.is_in(institutions.iter().copied()))
        .filter(Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(Column::SupersededBy.is_null())
        .order_by_asc(Column::ValidFrom)
        .all(db)
        .await?)
}

/// The institutions of which one took over the people, in the order of the successions: what was
/// signed there by those who came along counts in it.
pub(crate) async fn employers_before(
    db: &impl ConnectionTrait,
    institution_id: Uuid,
) -> Result<Vec<Uuid>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "WITH RECURSIVE before(id) AS ( \
           SELECT i.id FROM institution i WHERE i.id = $1 \
           UNION SELECT p.from_id FROM succession_function p \
           JOIN before b ON p.to_id = b.id JOIN succession s ON s.id = p.succession_id \
           WHERE p.function = 'EMPLOYER' AND s.state = 'APPROVED') \
         SELECT id FROM before WHERE id <> $1",
        [institution_id.into()],
    );
    Ok(Row::find_by_statement(statement).all(db).await?.into_iter().map(|row| row.id).collect())
}

/// The side of a succession that gives, or takes over.
pub(crate) fn on_side(
    parties: &[succession_party::Model],
    side: SuccessionSide,
) -> impl Iterator<Item = Uuid> {
    parties.iter().filter(move |it| it.side == side).map(|it| it.institution_id)
}
