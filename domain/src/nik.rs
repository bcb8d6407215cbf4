//! The population number (NIK), which a person keeps for life, even where its day of birth or
//! place is wrong (PP 40/2019 Pasal 30): only its structure is judged here.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::{
    Rule, ServiceNumber,
    digits::{field, is_digits, masked},
};

const LENGTH: usize = 16;
/// What is added to the day of birth of a woman.
const WOMAN: u32 = 40;

/// A well-formed population number (UU 24/2013 Pasal 13); `Debug` shows it masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik(String);

impl Nik {
    /// Reads a number: place of first registration, day of birth, serial from 0001
    /// (PP 40/2019 Pasal 30). The place may be a code since replaced and is not looked up.
    ///
    /// # Errors
    /// `NIK_SHAPE` when the structure is another.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let well_formed = is_digits(text, LENGTH)
            && !text.starts_with('0')
            && matches!(field(text, 6..8), Some(1..=31_u8 | 41..=71))
            && matches!(field(text, 8..10), Some(1..=12_u8))
            && field(text, 12..16) != Some(0_u16);
        if well_formed { Ok(Self(text.to_owned())) } else { Err(Rule::NikShape) }
    }

    /// Compares with a day of birth, the century apart. A mismatch calls for a look by a person
    /// and never for a refusal: the number stays, even when it is wrong (PP 40/2019 Pasal 30).
    #[must_use]
    pub fn agrees_with(&self, birth: NaiveDate) -> bool {
        let day = field(&self.0, 6..8).map(|day: u32| if day > WOMAN { day - WOMAN } else { day });
        day == Some(birth.day())
            && field(&self.0, 8..10) == Some(birth.month())
            && field(&self.0, 10..12) == Some(birth.year().rem_euclid(100))
    }

    /// Compares with a service number: day of birth and sex. A mismatch calls for a look as well.
    #[must_use]
    pub fn agrees_with_number(&self, number: &ServiceNumber) -> bool {
        let woman = field(&self.0, 6..8).is_some_and(|day: u32| day > WOMAN);
        self.agrees_with(number.birth_date()) && woman == number.is_womans()
    }

    /// Shows the last three characters of the serial only.
    #[must_use]
    pub fn masked(&self) -> String {
        masked(&self.0)
    }

    /// Gives the 16 digits, for sealing and the blind index.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nik({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MAN: &str = "3471041803960001";
    const WOMAN: &str = "3471045803960002";

    fn birth() -> NaiveDate {
        NaiveDate::from_ymd_opt(1996, 3, 18).unwrap()
    }

    #[test]
    fn a_number_agrees_with_the_birth_of_man_and_woman() {
        for text in [MAN, WOMAN] {
            assert!(Nik::parse(text).unwrap().agrees_with(birth()), "{text}");
        }
    }

    #[test]
    fn another_birth_is_a_mismatch_and_no_refusal() {
        for text in ["3471041903960001", "3471041804960001", "3471041803950001"] {
            assert!(!Nik::parse(text).unwrap().agrees_with(birth()), "{text}");
        }
    }

    #[test]
    fn the_ends_of_each_part_are_accepted() {
        for text in ["1100000101000001", "9999993112999999", "1101014101000001", "1101017112000001"]
        {
            assert_eq!(Nik::parse(text).map(|nik| nik.as_str().to_owned()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn another_structure_is_refused() {
        for text in [
            "",
            "347104180396000",
            "34710418039600011",
            "0471041803960001",
            "3471040003960001",
            "3471043203960001",
            "3471044003960001",
            "3471047203960001",
            "3471041800960001",
            "3471041813960001",
            "3471041803960000",
            "3471041803960001\n",
            "34.71.04.180396.0001",
            "+471041803960001",
            "٣٤٧١٠٤١٨٠٣٩٦٠٠٠١",
        ] {
            assert_eq!(Nik::parse(text), Err(Rule::NikShape), "{text:?}");
        }
    }

    #[test]
    fn only_the_serial_is_ever_shown() {
        let nik = Nik::parse(MAN).unwrap();
        assert_eq!(nik.masked(), "*************001");
        assert_eq!(format!("{nik:?}"), "Nik(*************001)");
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text: String, digits in "[0-9]{12,18}", days: i32) {
            let birth = NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MIN);
            for text in [text, digits] {
                let _ = Nik::parse(&text).map(|nik| nik.agrees_with(birth));
            }
        }

        #[test]
        fn a_masked_number_hides_place_and_birth(serial in 1..10_000_u16) {
            let shown = Nik::parse(&format!("347104180396{serial:04}")).unwrap().masked();
            prop_assert!(shown.starts_with(&"*".repeat(13)));
            prop_assert_eq!(shown.len(), 16);
        }
    }
}
