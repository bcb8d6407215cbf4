//! Where a contest is held, and which office registers it. Types and the law's departures from
//! them are rows of reference files.

use netra_entity::code::{ContestArea, ContestRule, ElectionRegime, Level, RegionLevel};
use netra_entity::{Date, contest_exception, contest_type};

use crate::{RegionCode, Rule};

/// The office that registers a contest: the level, and the region unless it is the central one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registrar {
    /// Level of the election administration.
    pub level: Level,
    /// Its region.
    pub region_code: Option<String>,
}

/// Which office registers contests of a type in a region.
///
/// # Errors
/// [`Rule::ContestArea`] where the type is held in regions of another level, or none is named.
pub fn registrar(
    kind: &contest_type::Model,
    region: Option<&RegionCode>,
) -> Result<Registrar, Rule> {
    check_area(kind.area, region)?;
    let region_code = match (kind.registered_at, region) {
        (Level::Central, _) => None,
        (Level::Province, Some(region)) => Some(region.province().to_string()),
        (Level::RegencyCity, Some(region)) if region.level() != RegionLevel::Province => {
            Some(region.to_string())
        }
        (Level::Province | Level::RegencyCity, _) => return Err(Rule::ContestArea),
    };
    Ok(Registrar { level: kind.registered_at, region_code })
}

fn check_area(area: ContestArea, region: Option<&RegionCode>) -> Result<(), Rule> {
    let fits = match (area, region.map(RegionCode::level)) {
        (ContestArea::National, None)
        | (ContestArea::Province, Some(RegionLevel::Province))
        | (ContestArea::Regency, Some(RegionLevel::Regency))
        | (ContestArea::City, Some(RegionLevel::City))
        | (ContestArea::RegencyOrCity, Some(RegionLevel::Regency | RegionLevel::City)) => true,
        (ContestArea::National, Some(_))
        | (
            ContestArea::Province
            | ContestArea::Regency
            | ContestArea::City
            | ContestArea::RegencyOrCity,
            _,
        ) => false,
    };
    if fits { Ok(()) } else { Err(Rule::ContestArea) }
}

/// Whether the law departs from a type in this way, in a region or one above it, on a day.
#[must_use]
pub fn departs(
    exceptions: &[contest_exception::Model],
    rule: ContestRule,
    kind: &str,
    region: Option<&RegionCode>,
    on: Date,
) -> bool {
    let Some(region) = region else { return false };
    let province = region.province();
    exceptions.iter().any(|it| {
        it.rule == rule
            && it.contest_type == kind
            && [region.as_str(), province.as_str()].contains(&it.region_code.as_str())
            && it.valid_from.is_none_or(|from| from <= on)
            && it.valid_to.is_none_or(|to| to > on)
    })
}

/// Refuses a contest that belongs to the other regime or that the law does not hold there.
///
/// # Errors
/// [`Rule::ContestRegime`], [`Rule::ContestNotHeld`].
pub fn check_held(
    kind: &contest_type::Model,
    regime: ElectionRegime,
    exceptions: &[contest_exception::Model],
    region: Option<&RegionCode>,
    on: Date,
) -> Result<(), Rule> {
    if kind.regime != regime {
        return Err(Rule::ContestRegime);
    }
    if departs(exceptions, ContestRule::NotHeld, &kind.code, region, on) {
        return Err(Rule::ContestNotHeld);
    }
    Ok(())
}

/// The code of a contest in this registry: election, type, region.
#[must_use]
pub fn code(election: &str, kind: &str, region: Option<&str>) -> String {
    match region {
        Some(region) => format!("{election}/{kind}/{region}"),
        None => format!("{election}/{kind}"),
    }
}

#[cfg(test)]
mod tests;
