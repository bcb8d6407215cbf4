//! Days: the three time zones of Indonesia, working days, and the range in which a fact is valid.
//!
//! Holidays and terms are law, and law is data: both come in as arguments. No clock is read.

use std::collections::BTreeSet;

use chrono::{
    DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::{Asia, Tz};

use crate::Rule;

const LAST_MILLISECOND: NaiveTime = match NaiveTime::from_hms_milli_opt(23, 59, 59, 999) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
const WORKING_WEEKDAYS: u32 = 5;

/// The time zone of a region (Keppres 41/1987).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Western time, UTC+7 (waktu Indonesia barat).
    Wib,
    /// Central time, UTC+8 (waktu Indonesia tengah).
    Wita,
    /// Eastern time, UTC+9 (waktu Indonesia timur).
    Wit,
}

impl Zone {
    /// Names the zone as it is stored: its IANA name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.tz().name()
    }

    /// Reads the IANA name; only the three zones of Indonesia are known.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Wib, Self::Wita, Self::Wit].into_iter().find(|zone| zone.as_str() == text)
    }

    /// Tells which day it is in the zone at an instant.
    #[must_use]
    pub fn local_day(self, instant: DateTime<Utc>) -> NaiveDate {
        let utc = instant.naive_utc();
        let offset = self.tz().offset_from_utc_datetime(&utc).fix();
        utc.checked_add_offset(offset).map_or(NaiveDate::MAX, |local| local.date())
    }

    /// Gives the first millisecond of a day in the zone.
    #[must_use]
    pub fn start_of_day(self, day: NaiveDate) -> DateTime<Utc> {
        let before = self.end_of_day(day.pred_opt().unwrap_or(day));
        before.checked_add_signed(TimeDelta::milliseconds(1)).unwrap_or(before)
    }

    /// Gives the last millisecond of a day in the zone, when a term that ends on it has run out.
    #[must_use]
    pub fn end_of_day(self, day: NaiveDate) -> DateTime<Utc> {
        let local = day.and_time(LAST_MILLISECOND);
        let offset = match self.tz().offset_from_local_datetime(&local) {
            MappedLocalTime::Single(offset) | MappedLocalTime::Ambiguous(_, offset) => offset,
            MappedLocalTime::None => self.tz().offset_from_utc_datetime(&local),
        };
        local
            .checked_sub_offset(offset.fix())
            .map_or(DateTime::<Utc>::MIN_UTC, |instant| instant.and_utc())
    }

    const fn tz(self) -> Tz {
        match self {
            Self::Wib => Asia::Jakarta,
            Self::Wita => Asia::Makassar,
            Self::Wit => Asia::Jayapura,
        }
    }
}

/// The public holidays and days of collective leave (cuti bersama) in force, Saturdays and
/// Sundays apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HolidaySet(BTreeSet<NaiveDate>);

impl HolidaySet {
    /// Collects the days of the joint ministerial decrees on holidays.
    #[must_use]
    pub fn new(days: impl IntoIterator<Item = NaiveDate>) -> Self {
        Self(days.into_iter().collect())
    }

    /// Says whether offices work on the day: no Saturday, no Sunday, no holiday.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        day.weekday().number_from_monday() <= WORKING_WEEKDAYS && !self.0.contains(&day)
    }
}

/// Finds the `n`th working day after `start`, on which a term of `n` working days ends. The day of
/// the start does not count; a term of no days ends on it.
#[must_use]
pub fn add_working_days(start: NaiveDate, n: u16, holidays: &HolidaySet) -> NaiveDate {
    let Some(before) = usize::from(n).checked_sub(1) else { return start };
    let after = start.iter_days().skip(1);
    after.filter(|day| holidays.is_working_day(*day)).nth(before).unwrap_or(NaiveDate::MAX)
}

/// The days on which a fact is valid, from its first day to the day it is no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValidRange {
    from: NaiveDate,
    to: Option<NaiveDate>,
}

impl ValidRange {
    /// Makes a range of at least one day; without `to` it is open.
    ///
    /// # Errors
    /// `END_BEFORE_START` unless `to` comes after `from`.
    pub fn new(from: NaiveDate, to: Option<NaiveDate>) -> Result<Self, Rule> {
        if to.is_some_and(|to| to <= from) {
            return Err(Rule::EndBeforeStart);
        }
        Ok(Self { from, to })
    }

    /// Tells the first day.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// Tells the first day after the range, if it ends.
    #[must_use]
    pub const fn to(&self) -> Option<NaiveDate> {
        self.to
    }

    /// Says whether the fact is valid on the day.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Says whether the two share a day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.contains(other.from) || other.contains(self.from)
    }
}

#[cfg(test)]
mod tests;
