//! What the numbers of people share: fixed runs of ASCII digits and how much of them may be shown.
//! No meaning of any digit lives here.

use std::{ops::Range, str::FromStr};

/// How many characters of a number a masked form leaves readable.
const VISIBLE: usize = 3;

/// Says whether the text is exactly so many digits 0-9; digits of other scripts do not count.
pub(crate) fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads some of the digits as a number.
pub(crate) fn field<T: FromStr>(digits: &str, range: Range<usize>) -> Option<T> {
    digits.get(range)?.parse().ok()
}

/// Hides everything but the last three characters.
pub(crate) fn masked(digits: &str) -> String {
    let hidden = digits.len().saturating_sub(VISIBLE);
    "*".repeat(hidden) + digits.get(hidden..).unwrap_or_default()
}
