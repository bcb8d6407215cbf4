//! Regions by their Kemendagri codes, effective-dated.

use async_graphql::InputObject;
use netra_domain::policy::{Permit, of};
use netra_domain::{RegionCode, Rule, Zone};
use netra_entity::code::RegionLevel;
use netra_entity::{Date, region};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter};

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::office;

/// Which regions are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct RegionFilterInput {
    /// Only this level (tingkat).
    pub level: Option<RegionLevel>,
    /// Only those of the province with this code.
    pub province: Option<String>,
    /// Only those that exist on this day.
    pub on: Option<Date>,
}

/// Whether a row with an open or closed range holds on a day.
pub(crate) fn holds(from: Option<Date>, to: Option<Date>, on: Date) -> bool {
    from.is_none_or(|from| from <= on) && to.is_none_or(|to| to > on)
}

impl Registry {
    /// The region with a code on a day.
    ///
    /// # Errors
    /// A rule of form; `REGION_UNKNOWN_ON_DATE` where no region has the code on that day.
    pub async fn region(
        &self,
        permit: &Permit<of::ReadReference>,
        code: &str,
        on: Date,
    ) -> Result<region::Model> {
        let code = RegionCode::parse(code).map_err(|rule| Error::invalid("code", rule))?;
        self.regions_by_codes(permit, &[code.to_string()])
            .await?
            .into_iter()
            .find(|row| holds(row.valid_from, row.valid_to, on))
            .ok_or_else(|| Error::invalid("code", Rule::RegionUnknownOnDate))
    }

    /// Regions in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn regions(
        &self,
        permit: &Permit<of::ReadReference>,
        filter: &RegionFilterInput,
        window: &Window,
    ) -> Result<Page<region::Model>> {
        let select = self.within::<region::Entity, _>(permit, AsOf::Now).filter(condition(filter));
        self.page(select, &[region::Column::Code, region::Column::Id], window).await
    }

    /// Regions by their codes, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn regions_by_codes(
        &self,
        permit: &Permit<of::ReadReference>,
        codes: &[String],
    ) -> Result<Vec<region::Model>> {
        let select = self.within::<region::Entity, _>(permit, AsOf::Now);
        self.all(select.filter(region::Column::Code.is_in(codes))).await
    }
}

fn condition(filter: &RegionFilterInput) -> Condition {
    use region::Column;
    Condition::all()
        .add_option(filter.level.map(|level| Column::Level.eq(level)))
        .add_option(filter.province.as_ref().map(|code| Column::ParentCode.eq(code)))
        .add_option(filter.on.map(|on| on_day(Column::ValidFrom, Column::ValidTo, on)))
}

/// Rows whose range, open at either end, contains a day.
pub(crate) fn on_day<C: ColumnTrait>(from: C, to: C, on: Date) -> Condition {
    Condition::all()
        .add(Condition::any().add(from.is_null()).add(from.lte(on)))
        .add(Condition::any().add(to.is_null()).add(to.gt(on)))
}

/// The zone whose local day is legal in a region; the capital's where there is none.
pub(crate) async fn zone_of(db: &impl ConnectionTrait, region_code: Option<&str>) -> Result<Zone> {
    let Some(code) = region_code else { return Ok(Zone::Wib) };
    let rows = office::within::regions_by_code(db, &[code.to_owned()]).await?;
    Ok(rows.first().map_or(Zone::Wib, |row| zone(&row.time_zone)))
}

/// The time zone of this name.
pub(crate) fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap_or(Zone::Wib)
}

/// Whether two regions share a day.
pub(crate) fn ranges_overlap(one: &region::Model, other: &region::Model) -> bool {
    let begins_in_time = |from: Option<Date>, to: Option<Date>| !matches!((from, to), (Some(from), Some(to)) if from >= to);
    begins_in_time(one.valid_from, other.valid_to) && begins_in_time(other.valid_from, one.valid_to)
}
