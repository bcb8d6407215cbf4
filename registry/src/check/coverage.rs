//! Coverage: the changes that acts have written must be those that follow from persons' employments,
//! signatures and abstentions, and every sum must be the sum of what it is made of. What ministers
//! quote is therefore held by the records, not only by itself.

mod within;

use std::collections::BTreeMap;

use netra_domain::coverage::{Cell, Change, of_person};
use uuid::Uuid;

use super::{MOST_ROWS, Report};
use crate::Registry;
use crate::law::code_list::Leaves;
use crate::ledger;
use crate::ledger::database::Reader;
use crate::ledger::error::Result;

/// Persons at once.
const PERSONS: u64 = 500;

const CELL: &str = "equivalence_class, institution_id, unit_id, kind";
const DAY: &str = "equivalence_class, institution_id, unit_id, kind, day";
const INSTITUTION: &str = "equivalence_class, institution_id";

impl Registry {
    /// Compares coverage with the records it is counted from.
    pub(super) async fn check_coverage(&self, report: &mut Report) -> Result<()> {
        let db = self.reader();
        let leaves = Leaves::load(db).await?;
        for (id, code) in super::within::institution_codes(db).await? {
            let counted = recount(db, id, &leaves).await?;
            if counted != written(db, id).await? {
                let name = format!("coverage_delta of {code}");
                report.find("COVERAGE", name, "is not what the people and their signatures give");
            }
        }
        for event in within::deltas_out_of_order(db, MOST_ROWS).await? {
            let name = super::event(event);
            report.find("COVERAGE", name, "its changes of coverage have another index than it");
        }
        for institution_id in within::releases_not_counted(db, MOST_ROWS).await? {
            let name = format!("coverage_release of institution {institution_id}");
            report.find("COVERAGE", name, "is not what was known at its cut-off");
        }
        let through = ledger::within::sequencer_state(db).await?.coverage_through;
        let ordered = "coverage_delta WHERE idx IS NOT NULL".to_owned();
        let begun = format!("coverage_day WHERE day <= '{}'", through.0);
        let all = "coverage_total".to_owned();
        for (sums, key, parts) in [
            ("coverage_day", DAY, ordered),
            ("coverage_total", CELL, begun),
            ("coverage_institution", INSTITUTION, all),
        ] {
            for institution_id in within::not_the_sum(db, sums, key, &parts, MOST_ROWS).await? {
                let name = format!("{sums} of institution {institution_id}");
                report.find("COVERAGE", name, "is not the sum of what it is made of");
            }
        }
        Ok(())
    }
}

type Cells = BTreeMap<Cell, Change>;

/// What the present rows of persons give at an institution.
async fn recount(db: &Reader, institution_id: Uuid, leaves: &Leaves) -> Result<Cells> {
    let (mut cells, mut after) = (Cells::new(), Uuid::nil());
    loop {
        let persons = within::employed_ever(db, institution_id, after, PERSONS).await?;
        let Some(last) = persons.last() else { break };
        after = *last;
        for (employments, signatures, abstentions) in within::counted_of(db, &persons).await? {
            let counts = |status: &str| leaves.counts(status);
            let deltas = of_person(&employments, &signatures, &abstentions, counts);
            for (cell, change) in deltas.iter().filter(|it| it.0.institution_id == institution_id) {
                add(&mut cells, *cell, *change);
            }
        }
    }
    Ok(cells)
}

/// What acts have written for an institution.
async fn written(db: &Reader, institution_id: Uuid) -> Result<Cells> {
    let mut cells = Cells::new();
    for row in within::written_of(db, institution_id).await? {
        let within::Written { equivalence_class, unit_id, kind, day, .. } = row;
        let cell = Cell { equivalence_class, institution_id, unit_id, kind, day };
        let within::Written { active, signed, exempt, refused, .. } = row;
        let change = Change { active, signed, exempt, refused };
        add(&mut cells, cell, change);
    }
    Ok(cells)
}

/// Adds to a cell; one in which nothing is left is none.
fn add(cells: &mut Cells, cell: Cell, change: Change) {
    let sum = cells.entry(cell).or_default();
    *sum += change;
    if *sum == Change::default() {
        cells.remove(&cell);
    }
}
