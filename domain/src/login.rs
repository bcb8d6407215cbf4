//! Names with which people sign in. An institution names accounts under its own name only, so that
//! nobody is known by a name that another institution seems to have given.

/// The login as it is stored and compared: trimmed, in lower case.
#[must_use]
pub fn folded(login: &str) -> String {
    login.trim().to_lowercase()
}

/// Whether a folded login has the form of one.
#[must_use]
pub fn is_well_formed(login: &str) -> bool {
    login.chars().count() >= 3 && !login.chars().any(|it| it.is_whitespace() || it.is_control())
}

/// Whether a folded login is named after an institution: `someone@pemkot-34-71.demo` after
/// `PEMKOT_34.71`, and so is `someone@pemkot-34-71`.
#[must_use]
pub fn is_named_after(login: &str, institution_code: &str) -> bool {
    let Some((name, place)) = login.split_once('@') else { return false };
    let own: String = institution_code
        .to_lowercase()
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it } else { '-' })
        .collect();
    let rest = place.strip_prefix(own.as_str());
    !name.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a text can be an address of electronic mail, as far as form tells.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let plain = !text.chars().any(|it| it.is_whitespace() || it.is_control());
    plain
        && text.len() <= 254
        && text.rsplit_once('@').is_some_and(|(name, place)| {
            !name.is_empty()
                && !place.starts_with('.')
                && place.contains('.')
                && !place.ends_with('.')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_named_after_one_institution() {
        for own in ["a@pemkot-34-71", "a@pemkot-34-71.demo", "a.b@pemkot-34-71.go.id"] {
            assert!(is_named_after(own, "PEMKOT_34.71"), "{own}");
        }
        for other in
            ["a@pemkot-34-7", "a@pemkot-34-711", "a@bpk.demo", "pemkot-34-71", "@pemkot-34-71", ""]
        {
            assert!(!is_named_after(other, "PEMKOT_34.71"), "{other}");
        }
    }

    #[test]
    fn an_address_has_a_name_and_a_place() {
        assert!(is_address("budi@example.go.id"));
        for wrong in
            ["", "budi", "@x.id", "budi@id", "budi@x.", "budi@.id", "bu di@x.id", "b\n@x.id"]
        {
            assert!(!is_address(wrong), "{wrong}");
        }
    }
}
