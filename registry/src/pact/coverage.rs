//! Coverage: how many active civil servants have a valid signature, on a legal day, as known at a
//! point of the order. Deltas are written with the act; the sequencer sums them up.

use netra_domain::coverage::{self, Deltas as Changes, Shown};
use netra_domain::policy::{Act, Permit, Reach, of};
use netra_entity::code::CivilServantKind;
use netra_entity::{Date, coverage_delta, employment, pact_abstention, pact_signature};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult, Statement, Value,
};
use uuid::Uuid;

mod release;
mod remembered;
pub(crate) mod sums;

use std::any::Any;
use std::sync::Arc;

use crate::law::code_list::Leaves;
use crate::ledger::database::rows::Inserts;
use crate::ledger::error::Result;
use crate::ledger::projection::{Beside, Doing};
use crate::ledger::sequencer::{AsOf, ReadPoint};
use crate::ledger::write::Write;
use crate::{Registry, pact::pact_text};

pub(crate) use remembered::Remembered;

/// Changes of coverage that an act will write.
#[derive(Clone, Debug, Default)]
pub struct Deltas(Changes);

impl Deltas {
    /// What one person's rows add.
    #[must_use]
    pub(crate) fn of_person(
        employments: &[employment::Model],
        signatures: &[pact_signature::Model],
        abstentions: &[pact_abstention::Model],
        leaves: &Leaves,
    ) -> Self {
        let counts = |status: &str| leaves.counts(status);
        Self(coverage::of_person(employments, signatures, abstentions, counts))
    }

    /// What leads from `before` to `self`.
    #[must_use]
    pub(crate) fn since(self, before: Self) -> Self {
        Self(self.0.since(before.0))
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.0.add(other.0);
    }

    /// The rows to write; the sequencer gives them their index.
    pub(crate) fn rows(&self, event_id: Uuid) -> Vec<coverage_delta::ActiveModel> {
        self.0
            .iter()
            .map(|(cell, change)| coverage_delta::ActiveModel {
                id: NotSet,
                event_id: Set(event_id),
                idx: Set(None),
                equivalence_class: Set(cell.equivalence_class),
                institution_id: Set(cell.institution_id),
                unit_id: Set(cell.unit_id),
                kind: Set(cell.kind),
                day: Set(cell.day),
                active: Set(change.active),
                signed: Set(change.signed),
                exempt: Set(change.exempt),
                refused: Set(change.refused),
            })
            .collect()
    }
}

impl Beside for Deltas {
    fn rows<'a>(
        &'a self,
        event_id: Uuid,
        inserts: &'a mut Inserts<'_, DatabaseTransaction>,
    ) -> Doing<'a, std::result::Result<(), DbErr>> {
        Box::pin(inserts.add(Self::rows(self, event_id)))
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

impl Write {
    /// Says that coverage moved.
    pub(crate) fn moves_coverage(&mut self, deltas: Deltas) {
        match self.beside().and_then(|it| it.as_any().downcast_mut::<Deltas>()) {
            Some(sum) => sum.add(deltas),
            None => self.put_beside(Box::new(deltas)),
        }
    }
}

/// What coverage is grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// The whole country.
    Total,
    /// Institution.
    Institution,
    /// Province of the institution.
    Province,
    /// Unit of an institution.
    Unit,
    /// Kind of civil servant.
    EmploymentKind,
}

/// What coverage is asked for.
#[derive(Clone, Debug)]
pub struct CoverageQuery {
    /// The cycle.
    pub cycle_id: Uuid,
    /// The grouping.
    pub grouping: Grouping,
    /// Only this institution.
    pub institution_id: Option<Uuid>,
    /// What held in law on this day.
    pub on: Date,
    /// What was known at this point.
    pub read_point: ReadPoint,
}

/// A group's coverage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRow {
    /// Institution, when grouped by institution or unit.
    pub institution_id: Option<Uuid>,
    /// Unit, when grouped by unit; none for those without one.
    pub unit_id: Option<Uuid>,
    /// Province, when grouped by province; none for central institutions.
    pub province: Option<String>,
    /// Kind, when grouped by kind.
    pub kind: Option<CivilServantKind>,
    /// Code and name of the institution, when grouped by institution.
    pub institution: Option<Arc<(String, String)>>,
    /// The cut-off at which it was frozen; none where it was counted for this answer.
    pub counted_on: Option<Date>,
    /// The counts, as far as they may be shown.
    pub shown: Shown,
}

/// A group's counts.
#[derive(Debug)]
struct Sum {
    counted: Counted,
    /// Code and name of the institution, when grouped by it.
    institution: Option<Arc<(String, String)>>,
}

#[derive(Debug, FromQueryResult)]
struct Counted {
    institution_id: Option<Uuid>,
    code: Option<String>,
    name: Option<String>,
    unit_id: Option<Uuid>,
    province: Option<String>,
    kind: Option<CivilServantKind>,
    active: i64,
    signed: i64,
    exempt: i64,
    refused: i64,
}

impl Grouping {
    /// Column of the inner sum by which groups are formed, for each output column.
    const fn columns(self) -> &'static str {
        match self {
            Self::Total => "",
            Self::Institution => "s.institution_id, i.code, i.name",
            Self::Province => "substr(i.region_code, 1, 2)",
            Self::Unit => "s.institution_id, s.unit_id",
            Self::EmploymentKind => "s.kind",
        }
    }

    const fn select(self) -> &'static str {
        match self {
            Self::Total => {
                "NULL AS institution_id, NULL AS code, NULL AS name, NULL AS unit_id, NULL AS province, NULL AS kind"
            }
            Self::Institution => {
                "s.institution_id, i.code, i.name, NULL AS unit_id, NULL AS province, NULL AS kind"
            }
            Self::Province => {
                "NULL AS institution_id, NULL AS code, NULL AS name, NULL AS unit_id, substr(i.region_code, 1, 2) AS province, NULL AS kind"
            }
            Self::Unit => {
                "s.institution_id, NULL AS code, NULL AS name, s.unit_id, NULL AS province, NULL AS kind"
            }
            Self::EmploymentKind => {
                "NULL AS institution_id, NULL AS code, NULL AS name, NULL AS unit_id, NULL AS province, s.kind"
            }
        }
    }

    /// The totals that suffice, and the columns by which they are kept. Those of whole institutions
    /// are a hundredth as many as those of units and kinds.
    const fn totals(self) -> (&'static str, &'static str) {
        match self {
            Self::Total | Self::Institution | Self::Province => {
                ("coverage_institution", "institution_id")
            }
            Self::Unit | Self::EmploymentKind => {
                ("coverage_total", "institution_id, unit_id, kind")
            }
        }
    }
}

impl Registry {
    /// Coverage by whole institution, province or in total. Outside the detailed reach it comes from
    /// the last weekly release at the day and the point asked for, where small cells are withheld.
    ///
    /// # Errors
    /// `NOT_FOUND` where the cycle has no text on that day; the database's own.
    pub async fn coverage(
        &self,
        permit: &Permit<of::ReadCoverage>,
        query: &CoverageQuery,
    ) -> Result<Vec<CoverageRow>> {
        let is_detailed = match permit.actor().reach(Act::ReadCoverageDetail) {
            Some(Reach::All) => true,
            Some(_) => query.institution_id.is_some_and(|id| {
                permit.actor().seat().is_some_and(|seat| seat.institutions.contains(&id))
            }),
            None => false,
        };
        if !is_detailed {
            return self.released(query).await;
        }
        Ok(self.sums(query).await?.iter().map(Sum::shown).collect())
    }

    /// Coverage by unit or employment kind, within the detailed reach.
    ///
    /// # Errors
    /// `FORBIDDEN` for an institution outside the reach; the database's own.
    pub async fn coverage_detail(
        &self,
        permit: &Permit<of::ReadCoverageDetail>,
        query: &CoverageQuery,
    ) -> Result<Vec<CoverageRow>> {
        let mut query = query.clone();
        if permit.reach() != Reach::All || query.institution_id.is_some() {
            let own = permit.actor().seat().map(|seat| seat.institution_id);
            query.institution_id = Some(permit.covers_institution(query.institution_id.or(own))?);
        }
        let rows = self.sums(&query).await?;
        Ok(rows.iter().map(Sum::shown).collect())
    }

    /// The counts of each group, summed up anew or remembered.
    async fn sums(&self, query: &CoverageQuery) -> Result<Arc<[Sum]>> {
        self.inner.coverage.at(query, || self.sum_up(query)).await
    }

    /// One statement, so that totals, days and deltas are of one snapshot.
    async fn sum_up(&self, query: &CoverageQuery) -> Result<Arc<[Sum]>> {
        let as_of = AsOf::At(query.read_point);
        let class = pact_text::class_in_force(self, query.cycle_id, query.on, as_of).await?;
        let backend = self.reader().get_database_backend();
        let grouping = query.grouping.columns();
        let group_by = if grouping.is_empty() {
            String::new()
        } else {
            format!("GROUP BY {grouping} ORDER BY {grouping}")
        };
        let (totals, parts) = query.grouping.totals();
        let sql = format!(
            "SELECT {select}, \
                CAST(COALESCE(SUM(s.active), 0) AS BIGINT) AS active, \
                CAST(COALESCE(SUM(s.signed), 0) AS BIGINT) AS signed, \
                CAST(COALESCE(SUM(s.exempt), 0) AS BIGINT) AS exempt, \
                CAST(COALESCE(SUM(s.refused), 0) AS BIGINT) AS refused \
             FROM ( \
               SELECT {parts}, active, signed, exempt, refused FROM {totals} \
                WHERE equivalence_class IN ($1, $2) \
               UNION ALL \
               SELECT {parts}, \
                  CASE WHEN d.day > q.coverage_through THEN d.active ELSE -d.active END, \
                  CASE WHEN d.day > q.coverage_through THEN d.signed ELSE -d.signed END, \
                  CASE WHEN d.day > q.coverage_through THEN d.exempt ELSE -d.exempt END, \
                  CASE WHEN d.day > q.coverage_through THEN d.refused ELSE -d.refused END \
                FROM coverage_day d, sequencer_state q \
                WHERE d.equivalence_class IN ($1, $2) \
                  AND ((d.day > q.coverage_through AND d.day <= $3) \
                    OR (d.day <= q.coverage_through AND d.day > $3)) \
               UNION ALL \
               SELECT {parts}, -active, -signed, -exempt, -refused FROM coverage_delta \
                WHERE idx > $4 AND day <= $3 AND equivalence_class IN ($1, $2) \
             ) s JOIN institution i ON i.id = s.institution_id \
             {only} {group_by}",
            select = query.grouping.select(),
            only = if query.institution_id.is_some() { "WHERE s.institution_id = $5" } else { "" },
        );
        let mut values: Vec<Value> =
            vec![Uuid::nil().into(), class.into(), query.on.into(), query.read_point.index.into()];
        values.extend(query.institution_id.map(Value::from));
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let rows = Counted::find_by_statement(statement).all(self.reader()).await?;
        Ok(rows.into_iter().map(Sum::from).collect())
    }
}

impl From<Counted> for Sum {
    fn from(mut counted: Counted) -> Self {
        let institution = counted.code.take().zip(counted.name.take()).map(Arc::new);
        Self { counted, institution }
    }
}

impl Sum {
    fn shown(&self) -> CoverageRow {
        let Counted { active, signed, exempt, refused, .. } = self.counted;
        CoverageRow {
            institution_id: self.counted.institution_id,
            unit_id: self.counted.unit_id.filter(|id| !id.is_nil()),
            province: self.counted.province.clone(),
            kind: self.counted.kind,
            institution: self.institution.clone(),
            counted_on: None,
            shown: Shown {
                active: Some(active),
                signed: Some(signed),
                exempt: Some(exempt),
                refused: Some(refused),
                suppressed: false,
            },
        }
    }
}
