//! What coverage is counted from, and what acts have written of it.

use std::collections::HashMap;

use netra_entity::code::CivilServantKind;
use netra_entity::{Date, employment, pact_abstention, pact_signature};
use sea_orm::{
    ColumnTrait, ConnectionTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::reach::begin;

/// What coverage counts of a person.
pub(crate) type Counted =
    (Vec<employment::Model>, Vec<pact_signature::Model>, Vec<pact_abstention::Model>);

/// The next persons who work or worked in an institution.
pub(crate) async fn employed_ever(
    db: &impl ConnectionTrait,
    institution_id: Uuid,
    after: Uuid,
    most: u64,
) -> Result<Vec<Uuid>> {
    use employment::Column;
    Ok(begin::<employment::Entity>()
        .select_only()
        .column(Column::CivilServantId)
        .filter(Column::InstitutionId.eq(institution_id))
        .filter(Column::CivilServantId.gt(after))
        .group_by(Column::CivilServantId)
        .order_by_asc(Column::CivilServantId)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?)
}

/// The present employments, signatures and abstentions of persons.
pub(crate) async fn counted_of(
    db: &impl ConnectionTrait,
    persons: &[Uuid],
) -> Result<Vec<Counted>> {
    let mut counted: HashMap<Uuid, Counted> = HashMap::new();
    macro_rules! add {
        ($table:ident, $place:tt) => {
            let rows = begin::<$table::Entity>()
                .filter($table::Column::CivilServantId.is_in(persons.iter().copied()))
                .filter($table::Column::SupersededBy.is_null())
                .order_by_asc($table::Column::ValidFrom)
                .all(db)
                .await?;
            for row in rows {
                counted.entry(row.civil_servant_id).or_default().$place.push(row);
            }
        };
    }
    add!(employment, 0);
    add!(pact_abstention, 2);
    let signatures = begin::<pact_signature::Entity>()
        .filter(pact_signature::Column::CivilServantId.is_in(persons.iter().copied()))
        .filter(pact_signature::Column::SupersededBy.is_null())
        .all(db)
        .await?;
    for row in signatures {
        counted.entry(row.civil_servant_id).or_default().1.push(row);
    }
    Ok(counted.into_values().collect())
}

/// What acts have written of a cell of an institution, summed.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Written {
    pub(crate) equivalence_class: Uuid,
    pub(crate) unit_id: Uuid,
    pub(crate) kind: CivilServantKind,
    pub(crate) day: Date,
    pub(crate) active: i64,
    pub(crate) signed: i64,
    pub(crate) exempt: i64,
    pub(crate) refused: i64,
}

/// The changes of coverage that acts have written for an institution, by cell.
pub(crate) async fn written_of(
    db: &impl ConnectionTrait,
    institution_id: Uuid,
) -> Result<Vec<Written>> {
    let statement = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT equivalence_class, unit_id, kind, day, CAST(SUM(active) AS BIGINT) AS active, \
            CAST(SUM(signed) AS BIGINT) AS signed, CAST(SUM(exempt) AS BIGINT) AS exempt, \
            CAST(SUM(refused) AS BIGINT) AS refused \
         FROM coverage_delta WHERE institution_id = $1 \
         GROUP BY equivalence_class, unit_id, kind, day",
        [institution_id.into()],
    );
    Ok(Written::find_by_statement(statement).all(db).await?)
}

/// Events whose changes of coverage have another index than they.
pub(crate) async fn deltas_out_of_order(db: &impl ConnectionTrait, most: u64) -> Result<Vec<Uuid>> {
    let sql = format!(
        "SELECT DISTINCT d.event_id FROM coverage_delta d \
         LEFT JOIN event_order o ON o.event_id = d.event_id \
         WHERE d.idx IS DISTINCT FROM o.idx ORDER BY d.event_id LIMIT {most}"
    );
    ids(db, sql).await
}

/// Institutions of which sums are not those of their parts.
pub(crate) async fn not_the_sum(
    db: &impl ConnectionTrait,
    sums: &str,
    key: &str,
    parts: &str,
    most: u64,
) -> Result<Vec<Uuid>> {
    let sql = format!(
        "SELECT DISTINCT institution_id FROM (\
           SELECT {key} FROM (\
             SELECT {key}, active, signed, exempt, refused FROM {sums} UNION ALL \
             SELECT {key}, -active, -signed, -exempt, -refused FROM {parts}\
           ) AS both_sides GROUP BY {key} \
           HAVING SUM(active) <> 0 OR SUM(signed) <> 0 OR SUM(exempt) <> 0 OR SUM(refused) <> 0\
         ) AS wrong ORDER BY institution_id LIMIT {most}"
    );
    ids(db, sql).await
}

/// Institutions of which a frozen count is not that of the changes known at its cut-off.
pub(crate) async fn releases_not_counted(
    db: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<Uuid>> {
    let sum = |column: &str| {
        format!(
            "(SELECT COALESCE(SUM(d.{column}), 0) FROM coverage_delta d \
              WHERE d.institution_id = r.institution_id AND d.idx <= r.counted_idx \
                AND d.day <= r.counted_day AND d.equivalence_class IN (r.equivalence_class, $1))"
        )
    };
    let sql = format!(
        "SELECT DISTINCT r.institution_id FROM coverage_release r \
         WHERE r.active <> {} OR r.signed <> {} ORDER BY r.institution_id LIMIT {most}",
        sum("active"),
        sum("signed"),
    );
    // Bound, because the two databases write an id in two ways.
    let nil = [Uuid::nil().into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, nil);
    read(db, statement).await
}

async fn ids(db: &impl ConnectionTrait, sql: String) -> Result<Vec<Uuid>> {
    read(db, Statement::from_string(db.get_database_backend(), sql)).await
}

async fn read(db: &impl ConnectionTrait, statement: Statement) -> Result<Vec<Uuid>> {
    let rows = db.query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?)
}
