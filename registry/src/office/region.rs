//! Regions by their Kemendagri codes, effective-dated.

use netra_domain::policy::{Permit, of};
use netra_domain::{RegionCode, Rule, Zone};
use netra_entity::code::RegionLevel;
use netra_entity::{Date, region};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::office;

/// Kind of the record in events.
pub(crate) const KIND: &str = "region";

/// Which regions are asked for.
#[derive(Clone, Debug, Default)]
pub struct RegionFilter {
    /// Only this level.
    pub level: Option<RegionLevel>,
    /// Only those of this province.
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
        let rows = self
            .within::<region::Entity, _>(permit, AsOf::Now)
            .filter(region::Column::Code.eq(code.as_str()))
            .all(self.reader())
            .await?;
        rows.into_iter()
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
        filter: &RegionFilter,
        window: &Window,
    ) -> Result<Page<region::Model>> {
        let select = self.within::<region::Entity, _>(permit, AsOf::Now).filter(condition(filter));
        let columns = [region::Column::Code, region::Column::Id];
        page::cut(self.reader(), select, &columns, window).await
    }

    /// Regions by their ids.
    ///
    /// # Errors
    /// The database's own.
    pub async fn regions_by_ids(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<region::Model>> {
        Ok(self
            .within::<region::Entity, _>(permit, AsOf::Now)
            .filter(region::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
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
        Ok(self
            .within::<region::Entity, _>(permit, AsOf::Now)
            .filter(region::Column::Code.is_in(codes))
            .all(self.reader())
            .await?)
    }
}

fn condition(filter: &RegionFilter) -> Condition {
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

/// The after-image of a region.
pub(crate) fn after(row: &region::Model) -> serde_json::Value {
    json!({
        "code": row.code, "parent_code": row.parent_code, "level": row.level, "name": row.name,
        "time_zone": row.time_zone, "valid_from": row.valid_from, "valid_to": row.valid_to,
        "source": row.source,
    })
}
