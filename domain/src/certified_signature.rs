//! Certified electronic signatures (tanda tangan elektronik tersertifikasi): what is signed, whom a
//! certificate names, how far a claimed time may lie from the moment of receipt.

use std::collections::HashMap;
use std::str::FromStr;

use chrono::TimeDelta;
use netra_entity::{Instant, pact_text};

use crate::{Locale, Nik, Rule, ServiceNumber, pact};

/// The code list of the limits.
pub const LIMITS: &str = "CERTIFIED_SIGNATURE_LIMIT";
/// The code list of the purposes that a certificate may be issued for, as object identifiers.
pub const PURPOSES: &str = "CERTIFICATE_PURPOSE";

/// By what a certified signature is judged besides mathematics, from the code lists.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Limits {
    /// The largest signature, in bytes.
    pub max_bytes: usize,
    /// The most certificates in one signature.
    pub max_certificates: usize,
    /// The shortest RSA key, in bits.
    pub min_rsa_bits: usize,
    /// How long before the receipt a signature may claim to be given, in seconds.
    pub claim_before_seconds: i64,
    /// How long after the receipt it may claim so, in seconds: clocks differ.
    pub claim_after_seconds: i64,
    /// Object identifiers of the purposes (extended key usage) of which a certificate with purposes
    /// has one.
    pub purposes: Vec<String>,
}

impl Limits {
    /// The limits from the codes of their lists with what is attributed to each; none where one is
    /// missing or no number.
    #[must_use]
    pub fn read<'a>(
        limits: impl IntoIterator<Item = (&'a str, &'a str)>,
        purposes: impl IntoIterator<Item = &'a str>,
    ) -> Option<Self> {
        fn number<T: FromStr>(limits: &HashMap<&str, &str>, code: &str) -> Option<T> {
            limits.get(code)?.parse().ok()
        }
        let limits: HashMap<&str, &str> = limits.into_iter().collect();
        Some(Self {
            max_bytes: number(&limits, "MAX_BYTES")?,
            max_certificates: number(&limits, "MAX_CERTIFICATES")?,
            min_rsa_bits: number(&limits, "MIN_RSA_BITS")?,
            claim_before_seconds: number(&limits, "CLAIM_BEFORE_SECONDS")?,
            claim_after_seconds: number(&limits, "CLAIM_AFTER_SECONDS")?,
            purposes: purposes.into_iter().map(ToOwned::to_owned).collect(),
        })
    }

    /// Refuses a claimed time before the text was published, or too far from the receipt.
    ///
    /// # Errors
    /// [`Rule::CmsSigningTime`].
    pub fn check_claim(
        &self,
        claimed: Instant,
        received: Instant,
        published: Instant,
    ) -> Result<(), Rule> {
        let seconds = |it| TimeDelta::try_seconds(it).unwrap_or_default();
        let after = seconds(self.claim_after_seconds);
        let earliest = received.0 - seconds(self.claim_before_seconds);
        // The claim counts whole seconds, and the signer's clock may be slow by the same tolerance.
        let published = published.0 - after;
        let inside = claimed.0 >= earliest.max(published) && claimed.0 <= received.0 + after;
        if inside { Ok(()) } else { Err(Rule::CmsSigningTime) }
    }
}

/// What a certified signature is over: the pact with what the signer declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningDocument {
    /// The document; its UTF-8 bytes are signed.
    pub content: String,
    /// What the signer declares, the last line of it.
    pub statement: &'static str,
}

/// The document to sign: the exact text, an empty line, the statement of an account attestation in
/// the text's language, and a line feed. It is the same for every signer, so that its digest can
/// be published.
#[must_use]
pub fn document(text: &pact_text::Model) -> SigningDocument {
    let english = text.language.split('-').next().is_some_and(|it| it.eq_ignore_ascii_case("en"));
    // A text in a regional language is accompanied by the official one (UU 24/2009 Pasal 26).
    let statement = pact::statement(if english { Locale::En } else { Locale::Id });
    SigningDocument { content: format!("{}\n\n{statement}\n", text.body), statement }
}

/// A number by which a certificate names its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubjectNumber {
    /// NIP or NI PPPK.
    Service(ServiceNumber),
    /// NIK.
    Population(Nik),
}

impl SubjectNumber {
    /// Reads a value of the subject's `serialNumber` or `UID`: bare digits, or with the prefix of
    /// ETSI EN 319 412-1, as in `PNOID-3171…`. Other values name no person known here.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let value = value.trim();
        let digits = value
            .split_once('-')
            .filter(|(prefix, _)| prefix.len() == 5 && prefix.ends_with("ID"))
            .map_or(value, |(_, digits)| digits);
        if !digits.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        let service = ServiceNumber::parse(digits).map(Self::Service);
        service.or_else(|_shape| Nik::parse(digits).map(Self::Population)).ok()
    }
}

/// Refuses a certificate unless one of its numbers is the signer's, and none another's; of a kind of
/// number that the registry does not have of the signer it cannot tell. A name is never enough: many
/// people have the same.
///
/// # Errors
/// [`Rule::CertificatePerson`].
pub fn check_person(
    numbers: &[SubjectNumber],
    belongs: impl Fn(&SubjectNumber) -> Option<bool>,
) -> Result<(), Rule> {
    let told: Vec<bool> = numbers.iter().filter_map(belongs).collect();
    if !told.is_empty() && told.into_iter().all(|it| it) {
        Ok(())
    } else {
        Err(Rule::CertificatePerson)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;

    const NIP: &str = "199603182022031001";
    const NIK: &str = "3471041803960001";

    fn limits() -> Limits {
        let rows = [
            ("MAX_BYTES", "1000"),
            ("MAX_CERTIFICATES", "8"),
            ("MIN_RSA_BITS", "2048"),
            ("CLAIM_BEFORE_SECONDS", "3600"),
            ("CLAIM_AFTER_SECONDS", "300"),
        ];
        Limits::read(rows, ["1.3.6.1.5.5.7.3.4"]).unwrap()
    }

    #[test]
    fn a_missing_or_unreadable_limit_is_no_limit_at_all() {
        assert_eq!(Limits::read([("MAX_BYTES", "1000")], []), None);
        let rows = [
            ("MAX_BYTES", "many"),
            ("MAX_CERTIFICATES", "8"),
            ("MIN_RSA_BITS", "2048"),
            ("CLAIM_BEFORE_SECONDS", "3600"),
            ("CLAIM_AFTER_SECONDS", "300"),
        ];
        assert_eq!(Limits::read(rows, []), None);
    }

    #[test]
    fn a_claimed_time_lies_near_the_receipt_and_after_the_publication() {
        let at =
            |hour, minute| Instant(Utc.with_ymd_and_hms(2026, 11, 20, hour, minute, 0).unwrap());
        let (received, published) = (at(3, 0), at(0, 0));
        let judged = |claimed| limits().check_claim(claimed, received, published).is_ok();
        assert!([at(3, 0), at(2, 0), at(3, 5)].into_iter().all(judged));
        assert!(![at(1, 59), at(3, 6)].into_iter().any(judged));
        let late = at(2, 40);
        assert!(limits().check_claim(at(2, 35), received, late).is_ok());
        assert!(limits().check_claim(at(2, 34), received, late).is_err());
    }

    #[test]
    fn a_number_is_read_bare_or_with_its_prefix_and_nothing_else_is_one() {
        let nip = SubjectNumber::Service(ServiceNumber::parse(NIP).unwrap());
        let nik = SubjectNumber::Population(Nik::parse(NIK).unwrap());
        assert_eq!(SubjectNumber::parse(NIP), Some(nip.clone()));
        assert_eq!(SubjectNumber::parse(&format!("IDCID-{NIP}")), Some(nip.clone()));
        assert_eq!(SubjectNumber::parse(&format!("EI:ID-{NIP}")), Some(nip));
        assert_eq!(SubjectNumber::parse(&format!("PNOID-{NIK}")), Some(nik));
        for other in ["", "CN", "0123456789", "PNOID-", "PNOMY-3471041803960001", "３４７１"] {
            assert_eq!(SubjectNumber::parse(other), None, "{other}");
        }
    }

    #[test]
    fn every_number_that_can_be_told_must_be_the_signers() {
        let nip = SubjectNumber::parse(NIP).unwrap();
        let nik = SubjectNumber::parse(NIK).unwrap();
        let both = [nip.clone(), nik];
        let nik_is = |told| {
            let nip = nip.clone();
            move |it: &SubjectNumber| if *it == nip { Some(true) } else { told }
        };
        assert!(check_person(&both, nik_is(Some(true))).is_ok());
        assert!(check_person(&both, nik_is(None)).is_ok());
        assert!(check_person(&both, nik_is(Some(false))).is_err());
        assert!(check_person(&both, |_| None).is_err());
        assert!(check_person(&[], |_| Some(true)).is_err());
    }
}
