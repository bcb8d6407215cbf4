//! People who work for an institution without being civil servants: kept apart, never in coverage.

use netra_entity::code::SignatureState;

use crate::lifecycle::{Lifecycle, Step};
use crate::policy::Act;
use crate::rule::Rule;
use crate::service_number::ServiceNumber;

/// The longest staff number, and the longest name or position, in characters.
const NUMBER: usize = 40;
const TEXT: usize = 200;

/// The life of such a signature.
pub const LIFE: Lifecycle<SignatureState> = Lifecycle(&[Step {
    act: Act::WithdrawNonAsnSignature,
    from: &[SignatureState::Valid],
    to: Some(SignatureState::Withdrawn),
    refusal: Rule::SignatureNotValid,
}]);

/// Refuses a signer who cannot be told apart, or who is a civil servant: whoever has a NIP or NI
/// PPPK signs as such.
///
/// # Errors
/// [`Rule::NonAsnIdentity`], [`Rule::IsCivilServant`].
pub fn check_signer(staff_number: &str, name: &str, position: &str) -> Result<(), Rule> {
    let filled = |text: &str, most: usize| {
        let text = text.trim();
        !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control)
    };
    if !filled(staff_number, NUMBER) || !filled(name, TEXT) || !filled(position, TEXT) {
        return Err(Rule::NonAsnIdentity);
    }
    if ServiceNumber::parse(staff_number).is_ok() {
        return Err(Rule::IsCivilServant);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signer_has_a_number_and_a_name_and_no_nip() {
        assert_eq!(check_signer("K-017", "Wati", "Tenaga kontrak"), Ok(()));
        for (number, name, position) in
            [(" ", "Wati", "Kontrak"), ("K-1", "", "Kontrak"), ("K-1", "Wa\nti", "Kontrak")]
        {
            assert_eq!(check_signer(number, name, position), Err(Rule::NonAsnIdentity));
        }
        let long = "a".repeat(201);
        assert_eq!(check_signer("K-1", &long, "Kontrak"), Err(Rule::NonAsnIdentity));
        let nip = check_signer("19960318 202204 1 001", "Wati", "Kontrak");
        assert_eq!(nip, Err(Rule::IsCivilServant));
    }
}
