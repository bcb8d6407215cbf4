//! Coverage in the contract.

use async_graphql::parser::types::Field;
use async_graphql::{ComplexObject, Context, Enum, ID, Object, SimpleObject, Value};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_entity::Date;
use netra_entity::code::CivilServantKind;
use netra_registry::Error;
use netra_registry::pact::coverage::{CoverageQuery, CoverageRow, Grouping};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::as_of::AsOf;
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional, show};
use crate::graphql::kernel::noun::nested;
use crate::graphql::kernel::plain::{self, Plain, PlainRow};
use crate::graphql::office::institution::Institution;
use crate::graphql::office::organisational_unit::OrganisationalUnit;
use crate::graphql::office::region::{self, Region};

/// What coverage is grouped by (pengelompokan).
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(in crate::graphql) enum CoverageGrouping {
    /// The whole country, or the one institution asked for.
    Total,
    /// Institution (instansi).
    Institution,
    /// Province of the institution; central institutions have none (provinsi).
    Province,
    /// Unit of the institution asked for; within the detailed reach (unit organisasi).
    Unit,
    /// Kind of civil servant; within the detailed reach (jenis ASN).
    EmploymentKind,
}

/// How many active civil servants have a valid signature (cakupan pakta).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct PactCoverage {
    #[graphql(skip)]
    row: CoverageRow,
    /// The kind, when grouped by kind (jenis ASN).
    kind: Option<CivilServantKind>,
    /// Active civil servants; null where suppressed (ASN aktif).
    active: Option<i64>,
    /// Those among them with a valid signature; null where suppressed (sudah menandatangani).
    signed: Option<i64>,
    /// Those among them who are exempt and have not signed; null outside the detailed reach
    /// (dibebaskan).
    exempt: Option<i64>,
    /// Those among them who refuse, are not exempt and have not signed; null outside the
    /// detailed reach (menolak).
    refused: Option<i64>,
    /// Whether the counts are withheld, because one of them, or another that could be computed from
    /// them, is smaller than five.
    is_suppressed: bool,
    /// Outside the detailed reach, the Sunday at whose end the counts were frozen. A change of fewer
    /// than five people appears only in a later week.
    counted_on: Option<Date>,
}

impl From<CoverageRow> for PactCoverage {
    fn from(row: CoverageRow) -> Self {
        Self {
            kind: row.kind,
            active: row.shown.active,
            signed: row.shown.signed,
            exempt: row.shown.exempt,
            refused: row.shown.refused,
            is_suppressed: row.shown.suppressed,
            counted_on: row.counted_on,
            row,
        }
    }
}

#[ComplexObject]
impl PactCoverage {
    /// The institution, when grouped by institution or unit.
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// The unit, when grouped by unit; null for those without one.
    async fn unit(&self, ctx: &Context<'_>) -> Option<OrganisationalUnit> {
        nested(ctx, self.row.unit_id).await
    }

    /// The province, when grouped by province.
    async fn province(&self, ctx: &Context<'_>) -> Option<Region> {
        region::by_code(ctx, self.row.province.as_deref()).await
    }
}

impl PlainRow for PactCoverage {
    type Whole = Self;

    fn plain(&self, _call: &Call, field: &Field) -> Option<Value> {
        Some(match field.name.node.as_str() {
            "active" => self.active.map_or(Value::Null, Value::from),
            "signed" => self.signed.map_or(Value::Null, Value::from),
            "isSuppressed" => Value::from(self.is_suppressed),
            "institution" => {
                let (id, named) = self.row.institution_id.zip(self.row.institution.as_ref())?;
                let (code, name) = named.as_ref();
                plain::object(&field.selection_set.node, "Institution", |field| {
                    match field.name.node.as_str() {
                        "id" => Some(Value::from(show(Kind::Institution, id).0)),
                        "code" => Some(Value::from(code.as_str())),
                        "name" => Some(Value::from(name.as_str())),
                        _ => None,
                    }
                })?
            }
            _ => return None,
        })
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CoverageQueryRoot;

/// Coverage.
#[Object]
impl CoverageQueryRoot {
    /// Coverage of a cycle's pact: valid signatures over active civil servants (cakupan). By unit or
    /// kind within the detailed reach; by whole institution, province or in total for every office.
    /// Outside the detailed reach counts are frozen once a week: `on` and `asOf` then choose the last
    /// release made by that point, and small counts are withheld.
    #[graphql(directive = access::apply(word(Act::ReadCoverage), roles(Act::ReadCoverage)))]
    async fn pact_coverage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cycle.")] cycle: ID,
        #[graphql(desc = "The grouping.")] group_by: CoverageGrouping,
        #[graphql(desc = "Only this institution.")] institution: Option<ID>,
        #[graphql(desc = "What held in law on this day; today by default.")] on: Option<Date>,
        #[graphql(desc = "What was known at this point; the read point by default.")] as_of: Option<
            AsOf,
        >,
    ) -> Option<Vec<Plain<PactCoverage>>> {
        let call = Call::of(ctx);
        let counted = async {
            let as_of = as_of.map(|it| it.input()).transpose()?;
            let mut query = CoverageQuery {
                cycle_id: read("cycle", Kind::Cycle, &cycle)?,
                grouping: Grouping::Total,
                institution_id: read_optional(
                    "institution",
                    Kind::Institution,
                    institution.as_ref(),
                )?,
                on: on.unwrap_or_else(|| call.today()),
                read_point: call.point(as_of).await?,
            };
            let registry = call.registry();
            let rows = match group_by {
                CoverageGrouping::Total
                | CoverageGrouping::Institution
                | CoverageGrouping::Province => {
                    query.grouping = whole(group_by);
                    registry.coverage(&call.permit()?, &query).await?
                }
                CoverageGrouping::Unit | CoverageGrouping::EmploymentKind => {
                    query.grouping = detailed(group_by);
                    if group_by == CoverageGrouping::Unit && query.institution_id.is_none() {
                        return Err(Error::invalid("institution", Rule::InstitutionRequired));
                    }
                    registry.coverage_detail(&call.permit()?, &query).await?
                }
            };
            Ok(rows.into_iter().map(|row| Plain(PactCoverage::from(row))).collect())
        };
        answer(ctx, counted.await)
    }
}

const fn whole(grouping: CoverageGrouping) -> Grouping {
    match grouping {
        CoverageGrouping::Institution => Grouping::Institution,
        CoverageGrouping::Province => Grouping::Province,
        CoverageGrouping::Total | CoverageGrouping::Unit | CoverageGrouping::EmploymentKind => {
            Grouping::Total
        }
    }
}

const fn detailed(grouping: CoverageGrouping) -> Grouping {
    match grouping {
        CoverageGrouping::Unit => Grouping::Unit,
        CoverageGrouping::EmploymentKind
        | CoverageGrouping::Total
        | CoverageGrouping::Institution
        | CoverageGrouping::Province => Grouping::EmploymentKind,
    }
}
