//! Cells of a row: trimmed text, empty or not, read as what the column holds.

use chrono::NaiveDate;
use netra_domain::notation;
use netra_entity::Date;

use super::refusal::{FORMAT, Refusal, VALUE_REQUIRED};

/// A cell as it comes out of a row: none where empty.
pub(super) type Cell = Option<String>;

/// The text of a cell that must be filled.
pub(super) fn required(path: &'static str, cell: Cell) -> Result<String, Refusal> {
    cell.ok_or(Refusal::new(VALUE_REQUIRED, path))
}

/// A code of a closed list.
pub(super) fn code<T>(
    path: &'static str,
    cell: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Refusal> {
    parse(cell).ok_or(Refusal::rule(netra_domain::Rule::CodeUnknown, path))
}

/// A day, written `YYYY-MM-DD`.
pub(super) fn day(path: &'static str, cell: &Cell) -> Result<Option<Date>, Refusal> {
    let Some(text) = cell else { return Ok(None) };
    // chrono also reads `2024-1-1` and `+2024-01-01`.
    let plain = text.len() == 10 && text.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| plain);
    day.map(|day| Some(Date(day))).ok_or(Refusal::new(FORMAT, path))
}

/// A day as Indonesian offices write it: also `3 November 2023` and `03/11/2023`.
pub(super) fn local_day(path: &'static str, cell: &Cell) -> Result<Option<Date>, Refusal> {
    let Some(text) = cell else { return Ok(None) };
    notation::day(text).map(|day| Some(Date(day))).ok_or(Refusal::new(FORMAT, path))
}

/// A whole number as Indonesian offices write it: also `1.553`.
pub(super) fn count(path: &'static str, cell: &Cell) -> Result<Option<i32>, Refusal> {
    let Some(text) = cell else { return Ok(None) };
    let whole = notation::number(text).filter(|it| it.hundredths == 0).map(|it| it.whole);
    whole.and_then(|it| i32::try_from(it).ok()).map(Some).ok_or(Refusal::new(FORMAT, path))
}

/// A truth value, `yes` or `no`; an empty cell says no.
pub(super) fn yes_no(path: &'static str, cell: &Cell) -> Result<bool, Refusal> {
    match cell.as_deref() {
        Some("yes") => Ok(true),
        Some("no") | None => Ok(false),
        Some(_) => Err(Refusal::new(FORMAT, path)),
    }
}

/// A SHA-256 digest in lower-case hexadecimal.
pub(super) fn sha256(path: &'static str, cell: Cell) -> Result<Cell, Refusal> {
    let hexadecimal = |it: u8| it.is_ascii_digit() || (b'a'..=b'f').contains(&it);
    match cell {
        Some(text) if text.len() != 64 || !text.bytes().all(hexadecimal) => {
            Err(Refusal::new(FORMAT, path))
        }
        cell => Ok(cell),
    }
}

/// A service number's 18 digits in eight bytes, to remember many.
pub(super) fn packed(number: &str) -> u64 {
    number.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Cell {
        Cell::from(text.to_owned())
    }

    #[test]
    fn a_day_is_written_in_one_way() {
        let day_of = |text| day("valid_from", &filled(text));
        assert_eq!(day_of("2024-02-29").unwrap().unwrap().to_string(), "2024-02-29");
        assert_eq!(day("valid_from", &None), Ok(None));
        for text in ["2023-02-29", "2024-2-9", "29/02/2024", "+2024-02-2", "20240229", "0000-0-00"]
        {
            assert_eq!(day_of(text), Err(Refusal::new(FORMAT, "valid_from")), "{text}");
        }
    }

    #[test]
    fn days_and_numbers_are_read_as_offices_write_them() {
        let day_of = |text| local_day("x", &filled(text));
        assert_eq!(day_of("3 November 2023"), day_of("2023-11-03"));
        assert_eq!(day_of("03/11/2023"), day_of("2023-11-03"));
        assert_eq!(day_of("11/13/2023"), Err(Refusal::new(FORMAT, "x")));
        assert_eq!(count("x", &filled("1.553")), Ok(Some(1553)));
        assert_eq!(count("x", &filled("37,13")), Err(Refusal::new(FORMAT, "x")));
        assert_eq!(count("x", &None), Ok(None));
    }

    #[test]
    fn a_truth_value_is_yes_or_no() {
        assert_eq!(yes_no("x", &filled("yes")), Ok(true));
        assert_eq!(yes_no("x", &filled("no")), Ok(false));
        assert_eq!(yes_no("x", &None), Ok(false));
        assert_eq!(yes_no("x", &filled("Y")), Err(Refusal::new(FORMAT, "x")));
    }

    #[test]
    fn a_digest_has_64_digits() {
        let digest = filled(&"0a".repeat(32));
        assert_eq!(sha256("x", digest.clone()), Ok(digest));
        assert_eq!(sha256("x", None), Ok(None));
        for text in ["0a".repeat(31), "0A".repeat(32), "0g".repeat(32)] {
            assert_eq!(sha256("x", filled(&text)), Err(Refusal::new(FORMAT, "x")), "{text}");
        }
    }
}
