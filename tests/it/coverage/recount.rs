//! Coverage counted anew from the records themselves: person by person, without a delta or a sum.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use netra_entity::{Date, Instant};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::acts::rows;
use crate::world::{Client, World};

/// Who was active on a day as known at an index, and where; one row for each employment.
const JOBS: &str = "WITH known AS (SELECT event_id FROM event_order WHERE idx <= $1), \
    given AS ( \
      SELECT * FROM pact_signature s WHERE s.recorded_by IN (SELECT event_id FROM known) \
         AND (s.superseded_by IS NULL OR s.superseded_by NOT IN (SELECT event_id FROM known)) \
         AND s.equivalence_class = $3 AND s.signed_on <= $2), \
    abstention AS ( \
      SELECT * FROM pact_abstention a WHERE a.recorded_by IN (SELECT event_id FROM known) \
         AND (a.superseded_by IS NULL OR a.superseded_by NOT IN (SELECT event_id FROM known)) \
         AND a.equivalence_class = $3 AND a.valid_from <= $2 \
         AND (a.valid_to IS NULL OR a.valid_to > $2)), \
    signature AS ( \
      SELECT s.civil_servant_id, s.institution_id FROM given s \
       WHERE (s.countersigned_on <= $2 OR NOT s.countersignature_required AND s.signed_on <= $2) \
         AND (s.state = 'VALID' OR s.withdrawn_on > $2)) \
    SELECT e.civil_servant_id, i.code AS institution, u.code AS unit, e.kind, \
      substr(i.region_code, 1, 2) AS province, \
      CASE WHEN EXISTS (SELECT 1 FROM signature s WHERE s.civil_servant_id = e.civil_servant_id \
        AND (s.institution_id = e.institution_id OR EXISTS (SELECT 1 FROM employment c \
          JOIN employment p ON p.id = c.continues WHERE c.civil_servant_id = e.civil_servant_id \
            AND c.institution_id = e.institution_id AND p.institution_id = s.institution_id))) THEN 1 \
       WHEN EXISTS (SELECT 1 FROM abstention a WHERE a.civil_servant_id = e.civil_servant_id \
        AND (a.institution_id = e.institution_id OR EXISTS (SELECT 1 FROM employment c \
          JOIN employment p ON p.id = c.continues WHERE c.civil_servant_id = e.civil_servant_id \
            AND c.institution_id = e.institution_id AND p.institution_id = a.institution_id)) AND a.kind = 'EXEMPTION') THEN 2 \
       WHEN EXISTS (SELECT 1 FROM abstention a WHERE a.civil_servant_id = e.civil_servant_id \
        AND (a.institution_id = e.institution_id OR EXISTS (SELECT 1 FROM employment c \
          JOIN employment p ON p.id = c.continues WHERE c.civil_servant_id = e.civil_servant_id \
            AND c.institution_id = e.institution_id AND p.institution_id = a.institution_id)) AND a.kind = 'REFUSAL' AND NOT EXISTS ( \
         SELECT 1 FROM given g WHERE g.civil_servant_id = a.civil_servant_id \
          AND (g.signed_on > a.valid_from \
           OR g.signed_on = a.valid_from AND g.recorded_at > a.recorded_at))) THEN 3 \
       ELSE 0 END AS place \
     FROM employment e \
     JOIN institution i ON i.id = e.institution_id \
     LEFT JOIN organisational_unit u ON u.id = e.unit_id \
    WHERE e.recorded_by IN (SELECT event_id FROM known) \
      AND (e.superseded_by IS NULL OR e.superseded_by NOT IN (SELECT event_id FROM known)) \
      AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2) \
      AND e.leave_status NOT IN (SELECT code FROM code_list \
        WHERE list = 'LEAVE_STATUS' AND attribute = 'EXCLUDED')";

/// Texts known at an index, newest first.
const TEXTS: &str = "SELECT t.equivalence_class, t.published_at FROM pact_text t \
    WHERE t.derived_from_id IS NULL AND t.id IN (SELECT r.subject_id FROM event_record r \
      JOIN event_order o ON o.event_id = r.event_id WHERE o.idx <= $1) \
    ORDER BY t.version DESC";

const COVERAGE: &str = "query($c: ID!, $g: CoverageGrouping!, $i: ID, $on: Date!, $n: String!) { \
    pactCoverage(cycle: $c, groupBy: $g, institution: $i, on: $on, asOf: {index: $n}) { \
    active signed exempt refused kind institution { code } unit { code } province { code } } }";

/// Active civil servants, and of them signers, exempt and refusing, by group; groups of nobody are
/// left out.
pub type Counts = BTreeMap<String, [i64; 4]>;

#[derive(Debug)]
struct Job {
    person: Uuid,
    institution: String,
    unit: String,
    kind: String,
    province: String,
    /// 1 where signed, 2 where exempt, 3 where refusing.
    place: usize,
}

/// Everybody's place on a day as known at an index.
#[derive(Debug)]
pub struct Recount(Vec<Job>);

/// Recounts from the records.
pub async fn recount(world: &World, on: NaiveDate, index: i64) -> Recount {
    let text = |row: &sea_orm::QueryResult, column: &str| {
        row.try_get::<Option<String>>("", column).unwrap().unwrap_or_default()
    };
    let class = class_on(world, on, index).await.unwrap_or_default();
    let values = vec![index.into(), Date(on).into(), class.into()];
    let jobs = rows(world, JOBS, values).await;
    Recount(
        jobs.iter()
            .map(|row| Job {
                person: row.try_get("", "civil_servant_id").unwrap(),
                institution: text(row, "institution"),
                unit: text(row, "unit"),
                kind: text(row, "kind"),
                province: text(row, "province"),
                place: usize::try_from(row.try_get::<i32>("", "place").unwrap()).unwrap(),
            })
            .collect(),
    )
}

/// The class of the newest text published by a day, in the capital's time.
async fn class_on(world: &World, on: NaiveDate, index: i64) -> Option<Uuid> {
    let jakarta = FixedOffset::east_opt(7 * 3_600).unwrap();
    let day = |at: DateTime<Utc>| at.with_timezone(&jakarta).date_naive();
    let texts = rows(world, TEXTS, vec![index.into()]).await;
    let by_then = texts.iter().find(|row| {
        let Instant(at) = row.try_get("", "published_at").unwrap();
        day(at) <= on
    });
    by_then.map(|row| row.try_get("", "equivalence_class").unwrap())
}

impl Recount {
    /// Persons by what coverage is grouped by.
    pub fn by(&self, grouping: &str, institution: Option<&str>) -> Counts {
        let mut groups: BTreeMap<String, [BTreeSet<Uuid>; 4]> = BTreeMap::new();
        for job in self.0.iter().filter(|it| institution.is_none_or(|code| it.institution == code))
        {
            let group = match grouping {
                "TOTAL" => String::new(),
                "INSTITUTION" => job.institution.clone(),
                "PROVINCE" => job.province.clone(),
                "UNIT" => job.unit.clone(),
                "EMPLOYMENT_KIND" => job.kind.clone(),
                other => panic!("no grouping {other}"),
            };
            let counted = groups.entry(group).or_default();
            counted[0].insert(job.person);
            counted[job.place].insert(job.person);
        }
        let size = |set: BTreeSet<Uuid>| i64::try_from(set.len()).unwrap();
        groups.into_iter().map(|(group, counted)| (group, counted.map(size))).collect()
    }

    /// Nobody works in two places on one day.
    pub fn counts_nobody_twice(&self) {
        let persons: BTreeSet<Uuid> = self.0.iter().map(|job| job.person).collect();
        assert_eq!(persons.len(), self.0.len(), "somebody works in two places");
    }

    /// Compares coverage with the recount in every grouping, units in one institution.
    pub async fn is_what_is_told(
        &self,
        world: &World,
        office: &Client<'_>,
        (on, index): (NaiveDate, i64),
        institution: &str,
    ) {
        let id = world.institution(institution).await;
        let cycle = world.cycle().await;
        for (grouping, only) in [
            ("TOTAL", None),
            ("INSTITUTION", None),
            ("PROVINCE", None),
            ("EMPLOYMENT_KIND", None),
            ("TOTAL", Some(&id)),
            ("UNIT", Some(&id)),
            ("EMPLOYMENT_KIND", Some(&id)),
        ] {
            let input = json!({ "c": cycle, "g": grouping, "i": only, "on": on.to_string(),
                "n": index.to_string() });
            let answer = office.ask(COVERAGE, input).await.good();
            let told = told(&answer.at("pactCoverage"), grouping);
            let counted = self.by(grouping, only.map(|_| institution));
            assert_eq!(told, counted, "by {grouping} in {only:?} on {on} as of {index}");
        }
    }
}

fn told(rows: &Value, grouping: &str) -> Counts {
    let mut counts = Counts::new();
    for row in rows.as_array().unwrap() {
        let group = match grouping {
            "INSTITUTION" => &row["institution"]["code"],
            "PROVINCE" => &row["province"]["code"],
            "UNIT" => &row["unit"]["code"],
            "EMPLOYMENT_KIND" => &row["kind"],
            _ => &Value::Null,
        };
        let group = group.as_str().unwrap_or_default();
        let count =
            ["active", "signed", "exempt", "refused"].map(|count| row[count].as_i64().unwrap());
        if count != [0; 4] {
            assert!(counts.insert(group.to_owned(), count).is_none(), "{group} twice");
        }
    }
    counts
}
