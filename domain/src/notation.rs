//! Days and numbers as Indonesian offices write them in their files.

use chrono::NaiveDate;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maret",
    "april",
    "mei",
    "juni",
    "juli",
    "agustus",
    "september",
    "oktober",
    "november",
    "desember",
];

/// Usual short forms, and the English spellings that spreadsheets put in.
const SHORT: [&[&str]; 12] = [
    &["jan", "january"],
    &["feb", "peb", "pebruari", "february"],
    &["mar", "march"],
    &["apr"],
    &["may"],
    &["jun", "june"],
    &["jul", "july"],
    &["agt", "agu", "agus", "ags", "aug", "august"],
    &["sep", "sept"],
    &["okt", "oct", "october"],
    &["nov", "nop", "nopember"],
    &["des", "dec", "december"],
];

/// Reads a day: `2023-11-03`, `3 November 2023`, `03/11/2023`, `3-11-2023`. The day comes before
/// the month, as Indonesia writes it, except in the ISO form.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['-', '/', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let iso = first.len() == 4 && text.contains('-');
    let (year, month, day) =
        if iso { (*first, *second, *third) } else { (*third, *second, *first) };
    let year = digits(year).filter(|_| year.len() == 4)?;
    let month = digits(month).or_else(|| month_by_name(month))?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, digits(day)?)
}

fn month_by_name(text: &str) -> Option<u32> {
    let text = text.trim_end_matches('.').to_lowercase();
    let position = MONTHS
        .iter()
        .zip(SHORT)
        .position(|(name, short)| *name == text || short.contains(&text.as_str()))?;
    u32::try_from(position).ok().map(|it| it + 1)
}

fn digits(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= 4 && text.bytes().all(|it| it.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// A number as a whole and its hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// The whole part.
    pub whole: u64,
    /// Hundredths.
    pub hundredths: u8,
}

/// Reads a number: `1553`, `1.553` (the same), `37,13`. A point separates groups of three digits,
/// a comma the decimals, of which there are at most two.
#[must_use]
pub fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let (whole, decimals) = match text.split_once(',') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    let all_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let mut groups = whole.split('.');
    let first = groups.next().filter(|it| all_digits(it))?;
    let mut joined = first.to_owned();
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 || !all_digits(group) {
            return None;
        }
        grouped = true;
        joined.push_str(group);
    }
    if grouped && first.len() > 3 {
        return None;
    }
    let hundredths = match decimals {
        None => 0,
        Some(text) if all_digits(text) && text.len() == 1 => text.parse::<u8>().ok()? * 10,
        Some(text) if all_digits(text) && text.len() == 2 => text.parse().ok()?,
        Some(_) => return None,
    };
    Some(Number { whole: joined.parse().ok()?, hundredths })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_is_written_in_several_ways() {
        let expected = NaiveDate::from_ymd_opt(2023, 11, 3).unwrap();
        for text in [
            "2023-11-03",
            "3 November 2023",
            "03 november 2023",
            "3 Nov 2023",
            "3 Nopember 2023",
            "03/11/2023",
            "3/11/2023",
            "3-11-2023",
            " 3-Nov-2023 ",
        ] {
            assert_eq!(day(text), Some(expected), "{text}");
        }
        for (text, month) in [("1 Mei 2024", 5), ("1 Agustus 2024", 8), ("1 Desember 2024", 12)] {
            assert_eq!(day(text), NaiveDate::from_ymd_opt(2024, month, 1), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2023",
            "11/2023",
            "31/02/2023",
            "11/13/2023",
            "3 Novembre 2023",
            "3/11/23",
            "+3/11/2023",
            "2023/13/01",
            "3 11 2023 4",
            "٣/11/2023",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_point_groups_and_a_comma_divides() {
        for (text, whole, hundredths) in [
            ("1553", 1553, 0),
            ("1.553", 1553, 0),
            ("204.807.222", 204_807_222, 0),
            ("37,13", 37, 13),
            ("37,1", 37, 10),
            ("1.553,05", 1553, 5),
            ("0", 0, 0),
        ] {
            assert_eq!(number(text), Some(Number { whole, hundredths }), "{text}");
        }
        for text in ["", ",5", "1.55", "1553.000", "1,234", "1.5.3", "-1", "1 553", "1e3", "1,"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text: String, near in "[0-9.,/ -]{0,12}") {
            for text in [text, near] {
                let _read = (day(&text), number(&text));
            }
        }

        #[test]
        fn what_is_written_is_read(whole in 0_u64..10_000_000_000) {
            let mut text = whole.to_string();
            let mut at = text.len();
            while at > 3 {
                at -= 3;
                text.insert(at, '.');
            }
            prop_assert_eq!(number(&text), Some(Number { whole, hundredths: 0 }));
        }
    }
}
