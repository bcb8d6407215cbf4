//! What an erasure blanks. Columns go by their class, so that a new personal column of a table
//! listed here goes with the others.

use netra_entity::{
    Class, Classified, candidate, certified_signature, employment, event_record, invitation,
    legal_hold, pact_abstention, pact_signature, read_log, read_log_subject, rectification, seat,
    service_number, session, user,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, Iterable, QueryFilter};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::privacy;

/// Ids of a table's rows whose `column` names one of the persons.
fn ids<E: EntityTrait>(
    id: E::Column,
    column: E::Column,
    persons: &SelectStatement,
) -> SelectStatement {
    Query::select()
        .distinct()
        .column(id)
        .from(E::default())
        .and_where(Expr::col(column).in_subquery(persons.clone()))
        .to_owned()
}

/// The accounts of persons.
fn accounts(persons: &SelectStatement) -> SelectStatement {
    ids::<user::Entity>(user::Column::Id, user::Column::CivilServantId, persons)
}

/// The readings of persons that are records of their own.
fn readings(persons: &SelectStatement) -> SelectStatement {
    use read_log_subject::{Column, Entity};
    let mut ids = ids::<Entity>(Column::LogId, Column::CivilServantId, persons);
    ids.and_where(Expr::col(Column::Minute).is_null()).to_owned()
}

fn only(person_id: Uuid) -> SelectStatement {
    Query::select().expr(Expr::val(person_id)).to_owned()
}

/// The records whose events an erasure of persons empties.
pub(crate) fn subjects(persons: &SelectStatement) -> Vec<SelectStatement> {
    let mut subjects = vec![persons.clone(), readings(persons)];
    macro_rules! of_person {
        ($($table:ident),*) => {
            $(subjects.push(ids::<$table::Entity>(
                $table::Column::Id, $table::Column::CivilServantId, persons,
            ));)*
        };
    }
    of_person!(
        service_number,
        employment,
        candidate,
        pact_signature,
        pact_abstention,
        rectification,
        legal_hold,
        user
    );
    let accounts = accounts(persons);
    let invitations =
        ids::<invitation::Entity>(invitation::Column::Id, invitation::Column::UserId, &accounts);
    subjects.push(invitations);
    subjects.push(ids::<seat::Entity>(seat::Column::Id, seat::Column::UserId, &accounts));
    subjects
}

/// Payloads and salts of every event about the person.
pub(super) async fn events(act: &Write, person_id: Uuid) -> Result<()> {
    use event_record::Column;
    for subjects in subjects(&only(person_id)) {
        event_record::Entity::update_many()
            .col_expr(Column::Payload, null())
            .col_expr(Column::Salt, null())
            .filter(Column::SubjectId.in_subquery(subjects))
            .exec(act.tx())
            .await?;
    }
    Ok(())
}

fn null() -> Expr {
    Expr::cust("NULL")
}

/// Personal and secret columns of every version of the person's rows; the person's own row apart.
pub(super) async fn rows(act: &mut Write, person_id: Uuid) -> Result<()> {
    use certified_signature::Column as Certified;
    use pact_signature::Column as Signed;
    for number in privacy::within::every_number_of(act, person_id).await? {
        // A number may stand only once, also where there is none any more.
        let erased = format!("erased-{}", number.row_id);
        act.replace::<service_number::Entity>(service_number::Model { number: erased, ..number })
            .await?;
    }
    let person = only(person_id);
    let signatures = ids::<pact_signature::Entity>(Signed::Id, Signed::CivilServantId, &person);
    let certified = Certified::SignatureId.in_subquery(signatures);
    blank::<certified_signature::Entity>(act, certified).await?;
    blank::<pact_signature::Entity>(act, Signed::CivilServantId.eq(person_id)).await?;
    let abstentions = pact_abstention::Column::CivilServantId.eq(person_id);
    blank::<pact_abstention::Entity>(act, abstentions).await?;
    let requests = rectification::Column::CivilServantId.eq(person_id);
    blank::<rectification::Entity>(act, requests).await?;
    blank::<legal_hold::Entity>(act, legal_hold::Column::CivilServantId.eq(person_id)).await?;
    candidates(act, person_id).await?;
    read_log::Entity::update_many()
        .col_expr(read_log::Column::Note, null())
        .filter(read_log::Column::Id.in_subquery(readings(&person)))
        .exec(act.tx())
        .await?;
    for account in privacy::within::accounts_of(act, person_id).await? {
        session::Entity::update_many()
            .col_expr(session::Column::EndedAt, Expr::value(act.now()))
            .filter(session::Column::UserId.eq(account.id))
            .filter(session::Column::EndedAt.is_null())
            .exec(act.tx())
            .await?;
        let taken = act.take::<user::Entity>(account.id, None).await?;
        let closed = user::Model {
            login: format!("erased-{}", account.id),
            display_name: String::new(),
            email: None,
            password_hash: None,
            disabled_at: account.disabled_at.or(Some(act.now())),
            ..account
        };
        act.put(&taken, closed, vec![]).await?;
    }
    Ok(())
}

/// Whoever stood in an election stays in its record; that it was this person goes, and so does a
/// name that nobody but the office ever read.
async fn candidates(act: &Write, person_id: Uuid) -> Result<()> {
    use candidate::Column;
    let of_person =
        || candidate::Entity::update_many().filter(Column::CivilServantId.eq(person_id));
    of_person()
        .col_expr(Column::Name, Expr::value(""))
        .filter(Column::PublishedOn.is_null())
        .exec(act.tx())
        .await?;
    of_person()
        .col_expr(Column::CivilServantId, null())
        .col_expr(Column::NikIndex, null())
        .exec(act.tx())
        .await?;
    Ok(())
}

/// Blanks a table's personal and secret columns in some rows: null where the column allows
/// it, empty where not.
async fn blank<E>(act: &Write, rows: SimpleExpr) -> Result<()>
where
    E: EntityTrait,
    E::Column: Classified + ColumnTrait,
{
    let mut update = E::update_many().filter(rows);
    for column in E::Column::iter() {
        match column.class() {
            Class::Open | Class::Office => {}
            Class::Personal | Class::Secret => {
                let blank = if column.def().is_null() { null() } else { Expr::value("") };
                update = update.col_expr(column, blank);
            }
        }
    }
    update.exec(act.tx()).await?;
    Ok(())
}
