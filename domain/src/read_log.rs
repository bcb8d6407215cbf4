//! Why a personal record may be read unmasked, and when its person learns of it.

use std::str::FromStr;

use chrono::TimeDelta;
use netra_entity::Instant;
use netra_entity::code::Function;

use crate::rule::Rule;

const WITHHELD: &str = "WITHHELD";

/// What a purpose allows, as the code list says: the functions that may state it, and whether the
/// reading is withheld from its person until the case is notified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    functions: Vec<Function>,
    /// Whether the person learns of the reading only later.
    pub is_withheld: bool,
}

impl Purpose {
    /// Reads the attribute of a code: names of functions, and `WITHHELD`.
    #[must_use]
    pub fn of_attribute(attribute: Option<&str>) -> Self {
        let words = || attribute.unwrap_or_default().split_whitespace();
        Self {
            functions: words().filter_map(Function::parse).collect(),
            is_withheld: words().any(|word| word == WITHHELD),
        }
    }

    /// Refuses a purpose that is not one of the caller's function.
    ///
    /// # Errors
    /// [`Rule::PurposeNotOfFunction`].
    pub fn check(&self, function: Option<Function>) -> Result<(), Rule> {
        let open = function.is_some_and(|it| self.functions.contains(&it));
        if open { Ok(()) } else { Err(Rule::PurposeNotOfFunction) }
    }
}

/// A length of time as the code list `CLOCK` writes it: `PT72H` or `P14D`, days of 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(TimeDelta);

impl FromStr for Span {
    type Err = Rule;

    fn from_str(text: &str) -> Result<Self, Rule> {
        let number = |text: &str| text.parse::<i64>().ok().filter(|it| *it > 0);
        let hours = text.strip_prefix("PT").and_then(|it| it.strip_suffix('H')).and_then(number);
        let days = text.strip_prefix('P').and_then(|it| it.strip_suffix('D')).and_then(number);
        let span = match (hours, days) {
            (Some(hours), _) => TimeDelta::try_hours(hours),
            (None, Some(days)) => TimeDelta::try_days(days),
            (None, None) => None,
        };
        span.map(Self).ok_or(Rule::ClockUnknown)
    }
}

impl Span {
    /// When it ends, counted from a moment.
    #[must_use]
    pub fn after(self, start: Instant) -> Instant {
        start.0.checked_add_signed(self.0).map_or(start, Instant)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;

    #[test]
    fn a_purpose_is_open_to_the_functions_that_it_names() {
        let purpose = Purpose::of_attribute(Some("NEUTRALITY_ASSESSMENT WITHHELD"));
        assert!(purpose.is_withheld);
        assert_eq!(purpose.check(Some(Function::NeutralityAssessment)), Ok(()));
        for other in [Some(Function::Audit), None] {
            assert_eq!(purpose.check(other), Err(Rule::PurposeNotOfFunction));
        }
        let nobody = Purpose::of_attribute(None);
        assert!(!nobody.is_withheld && nobody.check(Some(Function::Audit)).is_err());
    }

    #[test]
    fn a_clock_of_72_hours_is_three_days_to_the_minute() {
        let start = Instant(Utc.with_ymd_and_hms(2026, 11, 20, 3, 17, 0).unwrap());
        let end = Utc.with_ymd_and_hms(2026, 11, 23, 3, 17, 0).unwrap();
        for text in ["PT72H", "P3D"] {
            assert_eq!(text.parse::<Span>().unwrap().after(start), Instant(end));
        }
        for text in ["", "P", "P3", "PT", "P-3D", "P0D", "72H", "PT9223372036854775807H"] {
            assert_eq!(text.parse::<Span>(), Err(Rule::ClockUnknown), "{text}");
        }
    }
}
