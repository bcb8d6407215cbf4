//! When a pact may be signed, and by which words.

use netra_entity::{Instant, pact_text};

use crate::rule::{Locale, Rule};

/// Shortest and longest reason, in characters.
const REASON: std::ops::RangeInclusive<usize> = 10..=2_000;

/// Refuses a missing, too short or too long reason.
///
/// # Errors
/// [`Rule::ReasonRequired`].
pub fn check_reason(reason: &str) -> Result<(), Rule> {
    if REASON.contains(&reason.trim().chars().count()) { Ok(()) } else { Err(Rule::ReasonRequired) }
}

/// Refuses to sign a text that is withdrawn or replaced, or that is not the one shown.
///
/// # Errors
/// [`Rule::PactTextWithdrawn`], [`Rule::PactTextSuperseded`], [`Rule::PactTextDigest`].
pub fn check_signable(
    text: &pact_text::Model,
    newest_of_cycle: &pact_text::Model,
    confirmed_sha256: Option<&str>,
) -> Result<(), Rule> {
    if text.withdrawn_at.is_some() {
        return Err(Rule::PactTextWithdrawn);
    }
    if newest_of_cycle.id != text.id && newest_of_cycle.withdrawn_at.is_none() {
        return Err(Rule::PactTextSuperseded);
    }
    if confirmed_sha256.is_some_and(|digest| digest != text.sha256) {
        return Err(Rule::PactTextDigest);
    }
    Ok(())
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
    pub pact_text_id: uuid::Uuid,
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
