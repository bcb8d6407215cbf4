//! When a person's data may be erased: no legal process holds them, the person has left the civil
//! service, and the time for which they are kept is over.

use netra_entity::{Date, employment, legal_hold};

use crate::rule::Rule;

const ANY_TIME: &str = "ANY_TIME";

/// Whether a basis allows erasure before the time of keeping is over, as the code list says.
#[must_use]
pub fn is_any_time(attribute: Option<&str>) -> bool {
    attribute == Some(ANY_TIME)
}

/// Refuses to erase what has to stay. `kept_until` gives, for the last day of the last employment,
/// the first day on which it need not be kept any more; none where the basis does not ask.
///
/// # Errors
/// [`Rule::LegalProcessHolds`], [`Rule::StillEmployed`], [`Rule::RetentionHolds`].
pub fn check(
    holds: &[legal_hold::Model],
    employments: &[employment::Model],
    today: Date,
    kept_until: Option<impl Fn(Date) -> Date>,
) -> Result<(), Rule> {
    if holds.iter().any(|hold| hold.lifted_at.is_none()) {
        return Err(Rule::LegalProcessHolds);
    }
    if employments.iter().any(|row| row.valid_to.is_none_or(|to| to > today)) {
        return Err(Rule::StillEmployed);
    }
    let left = employments.iter().filter_map(|row| row.valid_to).max();
    match (left, kept_until) {
        (Some(left), Some(kept_until)) if kept_until(left) > today => Err(Rule::RetentionHolds),
        _ => Ok(()),
    }
}
