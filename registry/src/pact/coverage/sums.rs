//! The sums of coverage, as the sequencer has them made.

use chrono::DateTime;
use netra_domain::suppression;
use netra_entity::Date;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement, Value};

use crate::ledger::error::Result;
use crate::ledger::projection::Projection;

/// Coverage follows the order of events.
pub(crate) const COVERAGE: Projection = Projection {
    order: |tx, from| Box::pin(order(tx, from)),
    sum: |tx, range, through| Box::pin(sum_up(tx, range, through)),
    carry: |tx, through, today| Box::pin(carry_over(tx, through, today)),
};

async fn order(tx: &DatabaseTransaction, from: i64) -> Result<()> {
    run(
        tx,
        "UPDATE coverage_delta SET idx = o.idx FROM event_order o \
         WHERE o.event_id = coverage_delta.event_id AND o.idx >= $1 AND coverage_delta.idx IS NULL",
        [from.into()],
    )
    .await
}

/// Adds the deltas of `[from, to)` to the sums of their days, and to the totals where the day is
/// already carried over.
async fn sum_up(tx: &DatabaseTransaction, (from, to): (i64, i64), through: Date) -> Result<()> {
    let range: [Value; 3] = [from.into(), to.into(), through.into()];
    run(
        tx,
        "INSERT INTO coverage_day \
           (equivalence_class, institution_id, unit_id, kind, day, active, signed, exempt, refused) \
         SELECT equivalence_class, institution_id, unit_id, kind, day, SUM(active), SUM(signed), \
            SUM(exempt), SUM(refused) \
           FROM coverage_delta WHERE idx >= $1 AND idx < $2 \
          GROUP BY equivalence_class, institution_id, unit_id, kind, day \
         ON CONFLICT (equivalence_class, institution_id, unit_id, kind, day) DO UPDATE \
            SET active = coverage_day.active + excluded.active, \
                signed = coverage_day.signed + excluded.signed, \
                exempt = coverage_day.exempt + excluded.exempt, \
                refused = coverage_day.refused + excluded.refused",
        [from.into(), to.into()],
    )
    .await?;
    run(
        tx,
        "INSERT INTO coverage_total \
           (equivalence_class, institution_id, unit_id, kind, active, signed, exempt, refused) \
         SELECT equivalence_class, institution_id, unit_id, kind, SUM(active), SUM(signed), \
            SUM(exempt), SUM(refused) \
           FROM coverage_delta WHERE idx >= $1 AND idx < $2 \
            AND day <= $3 \
          GROUP BY equivalence_class, institution_id, unit_id, kind \
         ON CONFLICT (equivalence_class, institution_id, unit_id, kind) DO UPDATE \
            SET active = coverage_total.active + excluded.active, \
                signed = coverage_total.signed + excluded.signed, \
                exempt = coverage_total.exempt + excluded.exempt, \
                refused = coverage_total.refused + excluded.refused",
        range.clone(),
    )
    .await?;
    run(
        tx,
        "INSERT INTO coverage_institution \
           (equivalence_class, institution_id, active, signed, exempt, refused) \
         SELECT equivalence_class, institution_id, SUM(active), SUM(signed), \
            SUM(exempt), SUM(refused) \
           FROM coverage_delta WHERE idx >= $1 AND idx < $2 \
            AND day <= $3 \
          GROUP BY equivalence_class, institution_id \
         ON CONFLICT (equivalence_class, institution_id) DO UPDATE \
            SET active = coverage_institution.active + excluded.active, \
                signed = coverage_institution.signed + excluded.signed, \
                exempt = coverage_institution.exempt + excluded.exempt, \
                refused = coverage_institution.refused + excluded.refused",
        range,
    )
    .await
}

/// Moves the totals forward over the days that have begun.
async fn carry_over(tx: &DatabaseTransaction, through: Date, today: Date) -> Result<()> {
    run(
        tx,
        "INSERT INTO coverage_total \
           (equivalence_class, institution_id, unit_id, kind, active, signed, exempt, refused) \
         SELECT equivalence_class, institution_id, unit_id, kind, SUM(active), SUM(signed), \
            SUM(exempt), SUM(refused) \
           FROM coverage_day WHERE day > $1 AND day <= $2 \
          GROUP BY equivalence_class, institution_id, unit_id, kind \
         ON CONFLICT (equivalence_class, institution_id, unit_id, kind) DO UPDATE \
            SET active = coverage_total.active + excluded.active, \
                signed = coverage_total.signed + excluded.signed, \
                exempt = coverage_total.exempt + excluded.exempt, \
                refused = coverage_total.refused + excluded.refused",
        [through.into(), today.into()],
    )
    .await?;
    run(
        tx,
        "INSERT INTO coverage_institution \
           (equivalence_class, institution_id, active, signed, exempt, refused) \
         SELECT equivalence_class, institution_id, SUM(active), SUM(signed), \
            SUM(exempt), SUM(refused) \
           FROM coverage_day WHERE day > $1 AND day <= $2 \
          GROUP BY equivalence_class, institution_id \
         ON CONFLICT (equivalence_class, institution_id) DO UPDATE \
            SET active = coverage_institution.active + excluded.active, \
                signed = coverage_institution.signed + excluded.signed, \
                exempt = coverage_institution.exempt + excluded.exempt, \
                refused = coverage_institution.refused + excluded.refused",
        [through.into(), today.into()],
    )
    .await?;
    // At the first pass of all, what is being founded has only begun to be known.
    let cut_off = suppression::cut_off(today);
    if through.0 > DateTime::UNIX_EPOCH.date_naive() && through <= cut_off {
        super::release::freeze(tx, cut_off).await?;
    }
    Ok(())
}

async fn run<const N: usize>(
    tx: &DatabaseTransaction,
    sql: &str,
    values: [Value; N],
) -> Result<()> {
    let backend = tx.get_database_backend();
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}
