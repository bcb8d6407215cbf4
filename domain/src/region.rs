//! Region codes of the Ministry of Home Affairs (Kemendagri), provinces, regencies and cities.
//!
//! Only the form of a code is judged here. Which codes exist on a day is data, and the codes of
//! the statistics office (BPS) are another list.

use std::fmt;

pub use netra_entity::code::RegionLevel;

use crate::{Rule, digits::is_digits};

/// A well-formed code, `PP` or `PP.KK` (Kepmendagri 300.2.2-2138/2025).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(String);

impl RegionCode {
    /// Reads a code: PP from 10; KK 01-69 for a regency, 71-99 for a city
    /// (Kepmendagri 300.2.2-2138/2025).
    ///
    /// # Errors
    /// `REGION_CODE_SHAPE` for any other form.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let (province, part) = match text.split_once('.') {
            Some((province, part)) => (province, Some(part)),
            None => (text, None),
        };
        let well_formed = is_digits(province, 2)
            && !province.starts_with('0')
            && part.is_none_or(|part| is_digits(part, 2) && part != "00" && part != "70");
        if well_formed { Ok(Self(text.to_owned())) } else { Err(Rule::RegionCodeShape) }
    }

    /// Tells the level, which the code itself fixes.
    #[must_use]
    pub fn level(&self) -> RegionLevel {
        match self.0.split_once('.') {
            None => RegionLevel::Province,
            Some((_, part)) if part < "70" => RegionLevel::Regency,
            Some(_) => RegionLevel::City,
        }
    }

    /// Compares a declared level with the code (Kepmendagri 300.2.2-2138/2025).
    ///
    /// # Errors
    /// `REGION_LEVEL_CONTRADICTS_CODE` when they contradict each other.
    pub fn check_level(&self, declared: RegionLevel) -> Result<(), Rule> {
        if declared == self.level() { Ok(()) } else { Err(Rule::RegionLevelContradictsCode) }
    }

    /// Gives the code of the province the region lies in; a province lies in itself.
    #[must_use]
    pub fn province(&self) -> Self {
        Self(self.0.chars().take(2).collect())
    }

    /// Gives the code as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn level(text: &str) -> RegionLevel {
        RegionCode::parse(text).unwrap().level()
    }

    #[test]
    fn the_code_fixes_the_level() {
        for (text, expected) in [
            ("11", RegionLevel::Province),
            ("96", RegionLevel::Province),
            ("21.01", RegionLevel::Regency),
            ("34.69", RegionLevel::Regency),
            ("34.71", RegionLevel::City),
            ("31.99", RegionLevel::City),
        ] {
            assert_eq!(level(text), expected, "{text}");
        }
    }

    #[test]
    fn a_city_is_not_registered_as_a_regency() {
        let code = RegionCode::parse("34.71").unwrap();
        assert_eq!(code.check_level(RegionLevel::City), Ok(()));
        for declared in [RegionLevel::Regency, RegionLevel::Province] {
            assert_eq!(code.check_level(declared), Err(Rule::RegionLevelContradictsCode));
        }
    }

    #[test]
    fn a_region_knows_its_province() {
        let city = RegionCode::parse("34.71").unwrap();
        assert_eq!(city.province(), RegionCode::parse("34").unwrap());
        assert_eq!(city.province().province().to_string(), "34");
    }

    #[test]
    fn another_form_is_refused() {
        for text in [
            "", ".", "3", "03", "00", "347", "3471", "34.", "34.7", "34.00", "34.70", "34.711",
            "34.71.01", "34-71", " 34", "34\n", "34.71\n", "٣٤", "34.٧١", "+4", "34.+1", ".71",
        ] {
            assert_eq!(RegionCode::parse(text), Err(Rule::RegionCodeShape), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text: String, near in "[0-9.]{0,6}") {
            for text in [text, near] {
                if let Ok(code) = RegionCode::parse(&text) {
                    prop_assert_eq!(code.as_str(), &text);
                    prop_assert_eq!(code.province().level(), RegionLevel::Province);
                }
            }
        }
    }
}
