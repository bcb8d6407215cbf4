//! What is told of coverage outside the detailed reach: frozen at weekly cut-offs, from what was
//! sequenced, so that every server tells the same until the next.

use std::sync::Arc;

use netra_domain::Zone;
use netra_domain::coverage::Shown;
use netra_domain::suppression::{self, Cell, Released};
use netra_entity::{Date, coverage_release};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement, Value,
};
use uuid::Uuid;

use super::{CoverageQuery, CoverageRow, Grouping};
use crate::Registry;
use crate::ledger::database::rows;
use crate::ledger::error::Result;
use crate::ledger::sequencer::AsOf;
use crate::pact::pact_text;

/// Counts below this are told to nobody outside the detailed reach (k-anonymity).
const LEAST: i64 = 5;

#[derive(Debug, FromQueryResult)]
struct Counted {
    institution_id: Uuid,
    province: Option<String>,
    active: i64,
    signed: i64,
}

#[derive(Debug, FromQueryResult)]
struct Named {
    code: String,
    name: String,
    day: Date,
    institution_id: Uuid,
    province: Option<String>,
    pool: Option<Uuid>,
    active: i64,
    signed: i64,
}

#[derive(Debug, FromQueryResult)]
struct Class {
    id: Uuid,
}

#[derive(Debug, FromQueryResult)]
struct Known {
    idx: i64,
}

impl Registry {
    /// Freezes the last cut-off where that is not done. The sequencer does it when a day begins;
    /// whoever founds a demonstration does not wait for that.
    ///
    /// # Errors
    /// The database's own.
    pub async fn release_coverage(&self) -> Result<()> {
        let tx = self.database().begin().await?;
        if self.database().lead(&tx).await? {
            let today = Date(Zone::Wib.local_day(self.clock().now().0));
            freeze(&tx, suppression::cut_off(today)).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// The rows of the last release at the day and the point that are asked for.
    pub(super) async fn released(&self, query: &CoverageQuery) -> Result<Vec<CoverageRow>> {
        let as_of = AsOf::At(query.read_point);
        let class = pact_text::class_in_force(self, query.cycle_id, query.on, as_of).await?;
        let statement = Statement::from_sql_and_values(
            self.reader().get_database_backend(),
            "SELECT i.code, i.name, r.day, r.institution_id, r.province, r.pool, r.active, r.signed \
             FROM coverage_release r JOIN institution i ON i.id = r.institution_id \
             WHERE r.equivalence_class = $1 AND r.day = (SELECT MAX(day) FROM coverage_release \
                WHERE equivalence_class = $1 AND day <= $2 AND idx <= $3) \
             ORDER BY i.code",
            [class.into(), query.on.into(), Value::from(query.read_point.index)],
        );
        let named = Named::find_by_statement(statement).all(self.reader()).await?;
        Ok(told(query, &named))
    }
}

/// What a release tells of a question.
fn told(query: &CoverageQuery, named: &[Named]) -> Vec<CoverageRow> {
    let cells: Vec<Released> = named
        .iter()
        .map(|it| {
            released(it.institution_id, it.province.as_deref(), (it.active, it.signed), it.pool)
        })
        .collect();
    let shown = suppression::shown(&cells);
    let counted_on = named.first().map(|it| it.day);
    let row = |parts: Option<&Vec<i64>>| CoverageRow {
        institution_id: None,
        unit_id: None,
        province: None,
        kind: None,
        institution: None,
        counted_on,
        shown: Shown::of(parts.filter(|_| counted_on.is_some())),
    };
    let of_institution =
        |it: &Named| row(shown.cells.get(&it.institution_id).and_then(Option::as_ref));
    let asked = |it: &&Named| query.institution_id.is_none_or(|id| it.institution_id == id);
    let of_province =
        |it: &Named| CoverageRow { province: it.province.clone(), ..of_institution(it) };
    match (query.grouping, query.institution_id) {
        (Grouping::Institution, _) => {
            let named = named.iter().filter(asked).map(|it| CoverageRow {
                institution_id: Some(it.institution_id),
                institution: Some(Arc::new((it.code.clone(), it.name.clone()))),
                ..of_institution(it)
            });
            named.collect()
        }
        (Grouping::Province, None) => {
            let groups = shown.groups.iter();
            let row = |(province, parts): (&Option<String>, &Option<Vec<i64>>)| CoverageRow {
                province: province.clone(),
                ..row(parts.as_ref())
            };
            groups.map(row).collect()
        }
        (Grouping::Province, Some(_)) => named.iter().filter(asked).map(of_province).collect(),
        (Grouping::Total | Grouping::Unit | Grouping::EmploymentKind, None) => {
            vec![row(shown.total.as_ref())]
        }
        (Grouping::Total | Grouping::Unit | Grouping::EmploymentKind, Some(_)) => {
            vec![named.iter().find(asked).map_or_else(|| row(None), of_institution)]
        }
    }
}

fn released(
    id: Uuid,
    province: Option<&str>,
    (active, signed): (i64, i64),
    pool: Option<Uuid>,
) -> Released {
    let cell =
        Cell { id, group: province.map(str::to_owned), parts: vec![signed, active - signed] };
    Released { cell, pool, is_new: false }
}

/// Freezes a cut-off for each class, from what is sequenced.
pub(super) async fn freeze(tx: &DatabaseTransaction, day: Date) -> Result<()> {
    let backend = tx.get_database_backend();
    let nil = Value::from(Uuid::nil());
    let classes = "SELECT DISTINCT equivalence_class AS id FROM coverage_day d \
        WHERE equivalence_class <> $1 AND day <= $2 AND NOT EXISTS (SELECT 1 FROM coverage_release r \
            WHERE r.equivalence_class = d.equivalence_class AND r.day >= $2)";
    let values = [nil.clone(), day.into()];
    let classes = Statement::from_sql_and_values(backend, classes, values);
    let known = "SELECT COALESCE(MAX(idx), -1) AS idx FROM coverage_delta";
    let known = Known::find_by_statement(Statement::from_string(backend, known)).one(tx).await?;
    let idx = known.map_or(-1, |it| it.idx);
    for class in Class::find_by_statement(classes).all(tx).await? {
        let sql = "SELECT d.institution_id, substr(i.region_code, 1, 2) AS province, \
                CAST(SUM(d.active) AS BIGINT) AS active, CAST(SUM(d.signed) AS BIGINT) AS signed \
             FROM coverage_day d JOIN institution i ON i.id = d.institution_id \
             WHERE d.equivalence_class IN ($1, $2) AND d.day <= $3 \
             GROUP BY d.institution_id, substr(i.region_code, 1, 2) ORDER BY d.institution_id";
        let values = [nil.clone(), class.id.into(), day.into()];
        let now = Statement::from_sql_and_values(backend, sql, values);
        let now = Counted::find_by_statement(now).all(tx).await?;
        let sql = "SELECT * FROM coverage_release WHERE equivalence_class = $1 AND day = (SELECT \
            MAX(day) FROM coverage_release WHERE equivalence_class = $1) ORDER BY institution_id";
        let last = Statement::from_sql_and_values(backend, sql, [class.id.into()]);
        let last = coverage_release::Model::find_by_statement(last).all(tx).await?;
        rows::insert(tx, release(class.id, (day, idx), &now, &last)).await?;
    }
    Ok(())
}

fn release(
    class: Uuid,
    (day, idx): (Date, i64),
    now: &[Counted],
    last: &[coverage_release::Model],
) -> Vec<coverage_release::ActiveModel> {
    let cell = |it: &Counted| {
        released(it.institution_id, it.province.as_deref(), (it.active, it.signed), None).cell
    };
    let before: Vec<Released> = last
        .iter()
        .map(|it| {
            released(it.institution_id, it.province.as_deref(), (it.active, it.signed), it.pool)
        })
        .collect();
    let rows = suppression::release(now.iter().map(cell).collect(), &before, LEAST);
    let stands = |row: &Released| {
        let old = last.iter().find(|it| !row.is_new && it.institution_id == row.cell.id);
        old.map_or((day, idx), |it| (it.counted_day, it.counted_idx))
    };
    rows.into_iter()
        .map(|row| {
            let (counted_day, counted_idx) = stands(&row);
            coverage_release::ActiveModel {
                equivalence_class: Set(class),
                day: Set(day),
                institution_id: Set(row.cell.id),
                idx: Set(idx),
                counted_day: Set(counted_day),
                counted_idx: Set(counted_idx),
                active: Set(row.cell.parts.iter().sum()),
                signed: Set(row.cell.parts.first().copied().unwrap_or_default()),
                province: Set(row.cell.group),
                pool: Set(row.pool),
            }
        })
        .collect()
}
