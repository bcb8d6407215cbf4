//! When a pact may be signed, and by which words.

use netra_entity::code::SignatureState;
use netra_entity::{Instant, pact_text};
use uuid::Uuid;

use crate::lifecycle::{Lifecycle, Step};
use crate::policy::Act;
use crate::rule::{Locale, Rule};

/// The life of a signature.
pub const LIFE: Lifecycle<SignatureState> = Lifecycle(&[
    Step {
        act: Act::WithdrawPactSignature,
        from: &[SignatureState::Valid, SignatureState::AwaitingCountersignature],
        to: Some(SignatureState::Withdrawn),
        refusal: Rule::SignatureNotValid,
    },
    Step {
        act: Act::CountersignPact,
        from: &[SignatureState::AwaitingCountersignature],
        to: Some(SignatureState::Valid),
        refusal: Rule::SignatureNotAwaiting,
    },
    Step {
        act: Act::CountersignPacts,
        from: &[SignatureState::AwaitingCountersignature],
        to: Some(SignatureState::Valid),
        refusal: Rule::SignatureNotAwaiting,
    },
    Step {
        act: Act::RefuseCountersignature,
        from: &[SignatureState::AwaitingCountersignature],
        to: Some(SignatureState::CountersignatureRefused),
        refusal: Rule::SignatureNotAwaiting,
    },
]);

/// Shortest and longest reason, in characters.
const REASON: std::ops::RangeInclusive<usize> = 10..=2_000;

/// Refuses a missing, too short or too long reason.
///
/// # Errors
/// [`Rule::ReasonRequired`].
pub fn check_reason(reason: &str) -> Result<(), Rule> {
    if REASON.contains(&reason.trim().chars().count()) { Ok(()) } else { Err(Rule::ReasonRequired) }
}

/// Whether a text is an institution's own, derived from a national one.
#[must_use]
pub const fn is_local(text: &pact_text::Model) -> bool {
    text.derived_from_id.is_some()
}

/// The newest national text among the texts of a cycle, which come newest first.
#[must_use]
pub fn newest_national<'a>(
    texts: impl IntoIterator<Item = &'a pact_text::Model>,
) -> Option<&'a pact_text::Model> {
    texts.into_iter().find(|text| !is_local(text))
}

/// The newest text of an institution's own among the texts of a cycle, which come newest first.
#[must_use]
pub fn newest_local<'a>(
    texts: impl IntoIterator<Item = &'a pact_text::Model>,
    issuer_id: Uuid,
) -> Option<&'a pact_text::Model> {
    texts.into_iter().find(|text| is_local(text) && text.issuer_id == issuer_id)
}

/// Refuses to sign a text that is withdrawn or replaced, or that is not the one shown. A local text
/// goes with its national one: when that asks everybody to sign again, it does not stand in for it
/// any more. `texts` are those of the cycle, newest first.
///
/// # Errors
/// [`Rule::PactTextWithdrawn`], [`Rule::PactTextSuperseded`], [`Rule::PactTextDigest`].
pub fn check_signable<'a>(
    text: &pact_text::Model,
    texts: impl IntoIterator<Item = &'a pact_text::Model> + Clone,
    confirmed_sha256: Option<&str>,
) -> Result<(), Rule> {
    if text.withdrawn_at.is_some() {
        return Err(Rule::PactTextWithdrawn);
    }
    let national = newest_national(texts.clone());
    let newest = if is_local(text) { newest_local(texts, text.issuer_id) } else { national };
    if newest.is_some_and(|it| it.id != text.id && it.withdrawn_at.is_none()) {
        return Err(Rule::PactTextSuperseded);
    }
    let other_class = |it: &pact_text::Model| it.equivalence_class != text.equivalence_class;
    if is_local(text) && national.is_some_and(|it| it.withdrawn_at.is_none() && other_class(it)) {
        return Err(Rule::PactTextSuperseded);
    }
    if confirmed_sha256.is_some_and(|digest| digest != text.sha256) {
        return Err(Rule::PactTextDigest);
    }
    Ok(())
}

/// The state of a signature of this text when it is given.
#[must_use]
pub const fn first_state(text: &pact_text::Model) -> SignatureState {
    if text.countersignature_required {
        SignatureState::AwaitingCountersignature
    } else {
        SignatureState::Valid
    }
}

/// Whether a signature in this state takes the place of another: at most one does per person,
/// institution and class.
#[must_use]
pub const fn stands(state: SignatureState) -> bool {
    match state {
        SignatureState::Valid | SignatureState::AwaitingCountersignature => true,
        SignatureState::Withdrawn | SignatureState::CountersignatureRefused => false,
    }
}

/// What the signer declares by signing with the account.
#[must_use]
pub const fn statement(locale: Locale) -> &'static str {
    match locale {
        Locale::Id => {
            "Saya telah membaca naskah pakta integritas ini dan menandatanganinya atas nama sendiri."
        }
        Locale::En => "I have read this integrity pact and sign it in my own name.",
    }
}

/// What proves a signature by the signer's own account (uncertified electronic signature,
/// PP 71/2019 Pasal 60).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Attestation {
    /// The text.
    pub pact_text_id: Uuid,
    /// Its version.
    pub pact_version: i32,
    /// SHA-256 of its exact bytes, as the signer confirmed it.
    pub pact_sha256: String,
    /// Its language.
    pub pact_language: String,
    /// The statement shown.
    pub statement: &'static str,
    /// When the text was shown to the signer.
    pub displayed_at: Option<Instant>,
    /// When the signer signed.
    pub signed_at: Instant,
    /// Pseudonym of the account.
    pub account: String,
    /// How the signer was authenticated.
    pub assurance: &'static str,
    /// Authentication methods, RFC 8176.
    pub amr: Vec<&'static str>,
    /// When the signer was authenticated.
    pub auth_time: Instant,
    /// Digest of the session.
    pub session_sha256: String,
    /// Keyed digest of the client's network address.
    pub client: Option<String>,
    /// Family of the client's program.
    pub user_agent: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(version: u8, class: u8, derived_from: Option<u8>, issuer: u8) -> pact_text::Model {
        let id = |of: u8| Uuid::from_u128(of.into());
        pact_text::Model {
            id: id(version + issuer),
            cycle_id: id(0),
            issuer_id: id(issuer),
            derived_from_id: derived_from.map(id),
            equivalence_class: id(class),
            version: version.into(),
            language: "id".to_owned(),
            title: String::new(),
            body: String::new(),
            sha256: "abc".to_owned(),
            published_at: Instant(chrono::DateTime::UNIX_EPOCH),
            supersedes_id: None,
            resign_required: false,
            countersignature_required: false,
            withdrawn_at: None,
            withdrawal_reason: None,
            rev: 1,
        }
    }

    fn withdrawn(text: pact_text::Model) -> pact_text::Model {
        pact_text::Model { withdrawn_at: Some(Instant(chrono::DateTime::UNIX_EPOCH)), ..text }
    }

    #[test]
    fn a_local_text_stands_beside_the_national_one_of_its_class() {
        let (national, local) = (text(1, 1, None, 10), text(1, 1, Some(11), 20));
        let texts = [national.clone(), local.clone()];
        assert_eq!(check_signable(&national, &texts, None), Ok(()));
        assert_eq!(check_signable(&local, &texts, Some("abc")), Ok(()));
        assert_eq!(check_signable(&local, &texts, Some("xyz")), Err(Rule::PactTextDigest));
        // A newer national text of the same class changes nothing for it, one of another class does.
        let texts = [text(2, 1, None, 10), local.clone(), national.clone()];
        assert_eq!(check_signable(&local, &texts, None), Ok(()));
        assert_eq!(check_signable(&national, &texts, None), Err(Rule::PactTextSuperseded));
        let texts = [text(2, 2, None, 10), local.clone(), national.clone()];
        assert_eq!(check_signable(&local, &texts, None), Err(Rule::PactTextSuperseded));
        let texts = [withdrawn(text(2, 2, None, 10)), local.clone(), national];
        assert_eq!(check_signable(&local, &texts, None), Ok(()));
    }

    #[test]
    fn an_institution_replaces_only_its_own_text() {
        let (national, local) = (text(1, 1, None, 10), text(1, 1, Some(11), 20));
        let texts = [text(2, 1, Some(11), 30), national.clone(), local.clone()];
        assert_eq!(check_signable(&local, &texts, None), Ok(()));
        let texts = [text(2, 1, Some(11), 20), national.clone(), local.clone()];
        assert_eq!(check_signable(&local, &texts, None), Err(Rule::PactTextSuperseded));
        assert_eq!(check_signable(&national, &texts, None), Ok(()));
    }
}
