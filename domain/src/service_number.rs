//! The service number of a civil servant: NIP for PNS, NI PPPK for PPPK, 18 digits.
//!
//! A number is not the person: a PPPK gets a new one with a new contract. Nothing here says whose
//! a number is, or when it was.

use std::fmt;

use chrono::{Months, NaiveDate};
pub use netra_entity::code::CivilServantKind;

use crate::{
    Rule,
    digits::{field, is_digits, masked},
};

const LENGTH: usize = 18;
const SEPARATORS: [char; 3] = [' ', '.', '-'];
/// A younger appointment is a typing error, whatever the law of the day.
const LEAST_AGE: Months = Months::new(16 * 12);
const FARTHEST_APPOINTMENT: Months = Months::new(12);

/// A well-formed service number (Perka BKN 22/2007); `Debug` shows it masked.
// Only the digits tell two numbers apart: the other fields are read from them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceNumber {
    digits: String,
    kind: CivilServantKind,
    birth: NaiveDate,
    earliest_appointment: NaiveDate,
}

impl ServiceNumber {
    /// Reads a number, written with or without spaces, dots and hyphens between its digits
    /// (Perka BKN 22/2007).
    ///
    /// # Errors
    /// The `SERVICE_NUMBER_*` rule that the first wrong part breaks.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        if text.starts_with(SEPARATORS) || text.ends_with(SEPARATORS) {
            return Err(Rule::ServiceNumberShape);
        }
        let digits = text.replace(SEPARATORS, "");
        if !is_digits(&digits, LENGTH) {
            return Err(Rule::ServiceNumberShape);
        }
        let birth = birth_date(&digits).ok_or(Rule::ServiceNumberBirthDate)?;
        let (kind, earliest_appointment) = appointment(&digits, birth)?;
        if !matches!(field(&digits, 14..15), Some(1_u8 | 2)) {
            return Err(Rule::ServiceNumberSex);
        }
        if field(&digits, 15..18) == Some(0_u16) {
            return Err(Rule::ServiceNumberSerial);
        }
        Ok(Self { digits, kind, birth, earliest_appointment })
    }

    /// Reads a number like [`Self::parse`], and refuses an appointment more than a year after
    /// `today`.
    ///
    /// # Errors
    /// As [`Self::parse`], and `SERVICE_NUMBER_APPOINTMENT` for the far future.
    pub fn parse_as_of(text: &str, today: NaiveDate) -> Result<Self, Rule> {
        let number = Self::parse(text)?;
        let farthest = today.checked_add_months(FARTHEST_APPOINTMENT).unwrap_or(NaiveDate::MAX);
        if number.earliest_appointment > farthest {
            return Err(Rule::ServiceNumberAppointment);
        }
        Ok(number)
    }

    /// Tells the kind: digits 13-14 are a month for PNS, 2 and the contract count for PPPK.
    #[must_use]
    pub const fn kind(&self) -> CivilServantKind {
        self.kind
    }

    /// Tells the day of birth the number was given for (digits 1-8).
    #[must_use]
    pub const fn birth_date(&self) -> NaiveDate {
        self.birth
    }

    /// Tells whether the number is a woman's (digit 15).
    #[must_use]
    pub fn is_womans(&self) -> bool {
        field(&self.digits, 14..15) == Some(2_u8)
    }

    /// Compares with another number of the same person: day of birth and sex stay.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        self.birth == other.birth && self.is_womans() == other.is_womans()
    }

    /// Compares a declared kind with the number (UU 20/2023 Pasal 5).
    ///
    /// # Errors
    /// `SERVICE_NUMBER_KIND` when they contradict each other.
    pub fn check_kind(&self, declared: CivilServantKind) -> Result<(), Rule> {
        if declared == self.kind { Ok(()) } else { Err(Rule::ServiceNumberKind) }
    }

    /// Shows the last three characters of the serial only: neither birth nor sex.
    #[must_use]
    pub fn masked(&self) -> String {
        masked(&self.digits)
    }

    /// Gives the 18 digits without separators, the stored form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.digits
    }
}

impl fmt::Debug for ServiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServiceNumber({})", self.masked())
    }
}

fn birth_date(digits: &str) -> Option<NaiveDate> {
    let year = year(digits, 0)?;
    NaiveDate::from_ymd_opt(year, field(digits, 4..6)?, field(digits, 6..8)?)
}

/// The kind, and the first day the appointment can have been: the number names a month for PNS
/// and only a year for PPPK.
fn appointment(digits: &str, birth: NaiveDate) -> Result<(CivilServantKind, NaiveDate), Rule> {
    let year = year(digits, 8).ok_or(Rule::ServiceNumberAppointment)?;
    let (kind, month, period) = match field(digits, 12..14) {
        Some(month @ 1..=12) => (CivilServantKind::Pns, month, Months::new(1)),
        Some(21..=29) => (CivilServantKind::Pppk, 1, Months::new(12)),
        Some(_) | None => return Err(Rule::ServiceNumberDigits1314),
    };
    let earliest = NaiveDate::from_ymd_opt(year, month, 1);
    let end = earliest.and_then(|day| day.checked_add_months(period));
    match (earliest, end, birth.checked_add_months(LEAST_AGE)) {
        (Some(earliest), Some(end), Some(old_enough)) if old_enough < end => Ok((kind, earliest)),
        _ => Err(Rule::ServiceNumberAppointment),
    }
}

fn year(digits: &str, start: usize) -> Option<i32> {
    field(digits, start..start + 4).filter(|year| (1900..2100).contains(year))
}

#[cfg(test)]
mod tests;
