//! When a person may ask for a correction of the own record, and what may be decided on it.

use netra_entity::code::{RectifiableField, RectificationState};
use netra_entity::{civil_servant, rectification};
use uuid::Uuid;

use crate::rule::Rule;
use crate::service_number::ServiceNumber;

/// The longest name or title, in characters.
const LONGEST: usize = 200;

/// Refuses a claim that says nothing, says what the record says, or cannot be a value of the field.
///
/// # Errors
/// [`Rule::ClaimedValue`], [`Rule::RectificationUnchanged`], a rule of form of service numbers.
pub fn check_claim(
    field: RectifiableField,
    claimed: &str,
    person: &civil_servant::Model,
) -> Result<(), Rule> {
    if claimed.is_empty() || claimed.chars().count() > LONGEST {
        return Err(Rule::ClaimedValue);
    }
    let present = match field {
        RectifiableField::Name => Some(person.name.as_str()),
        RectifiableField::FrontTitle => person.front_title.as_deref(),
        RectifiableField::BackTitle => person.back_title.as_deref(),
        RectifiableField::ServiceNumber => {
            ServiceNumber::parse(claimed)?;
            None
        }
        RectifiableField::Employment => None,
    };
    if present == Some(claimed) { Err(Rule::RectificationUnchanged) } else { Ok(()) }
}

/// The person as the claim has it; none where the record is corrected by an act of its own.
#[must_use]
pub fn corrected(
    field: RectifiableField,
    claimed: &str,
    person: civil_servant::Model,
) -> Option<civil_servant::Model> {
    let claimed = claimed.to_owned();
    match field {
        RectifiableField::Name => Some(civil_servant::Model { name: claimed, ..person }),
        RectifiableField::FrontTitle => {
            Some(civil_servant::Model { front_title: Some(claimed), ..person })
        }
        RectifiableField::BackTitle => {
            Some(civil_servant::Model { back_title: Some(claimed), ..person })
        }
        RectifiableField::ServiceNumber | RectifiableField::Employment => None,
    }
}

/// Refuses a decision that was taken before, and one on the decider's own record.
///
/// # Errors
/// [`Rule::AlreadyDecided`], [`Rule::OwnRecord`].
pub fn check_decision(request: &rectification::Model, decider: Option<Uuid>) -> Result<(), Rule> {
    if request.state != RectificationState::Requested {
        return Err(Rule::AlreadyDecided);
    }
    if decider == Some(request.civil_servant_id) { Err(Rule::OwnRecord) } else { Ok(()) }
}
