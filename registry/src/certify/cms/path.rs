//! The path to a root, its purposes, validity and revocation, by `rustls-webpki`.

use std::time::Duration;

use netra_domain::Rule;
use netra_entity::code::SignatureCheck as Check;
use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::{
    ALL_VERIFICATION_ALGS, EndEntityCert, Error, ExpirationPolicy, ExtendedKeyUsageValidator,
    KeyPurposeIdIter, KeyUsage, RevocationCheckDepth, RevocationOptions, RevocationOptionsBuilder,
    UnknownStatusPolicy,
};

use super::Question;
use super::check::Checks;
use super::signer::Used;
use crate::certify::trust::{Material, MaterialKind};

/// Checks the path three times: without revocation; with the signer's own, which must be known; and
/// with that of the certificates above, as far as there are lists. So each failure has its name.
pub(super) fn check(
    question: &Question<'_>,
    used: &Used<'_>,
    certificates: &[&[u8]],
    checks: &mut Checks,
) -> Result<Vec<Material>, Rule> {
    let der = CertificateDer::from(used.der);
    let read = EndEntityCert::try_from(&der).map_err(|error| refusal(&error));
    let certificate = checks.note(Check::Path, read)?;
    let trust = question.trust;
    let given = certificates.iter().filter(|it| **it != used.der);
    let mut intermediates: Vec<_> = given.map(|it| CertificateDer::from(*it)).collect();
    intermediates.extend(trust.intermediates().iter().cloned());
    let seconds = u64::try_from(question.received.0.timestamp()).unwrap_or(0);
    let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let purposes = Purposes(question.limits.purposes.iter().filter_map(|it| arcs(it)).collect());
    let built = |revocation| {
        let algorithms = ALL_VERIFICATION_ALGS;
        certificate
            .verify_for_usage(
                algorithms,
                trust.anchors(),
                &intermediates,
                time,
                &purposes,
                revocation,
                None,
            )
            .map_err(|error| refusal(&error))
    };
    checks.note(Check::Path, built(None))?;
    let lists = trust.lists();
    let strict = revocation(&lists, RevocationCheckDepth::EndEntity, UnknownStatusPolicy::Deny);
    let strict = strict.ok_or(Rule::RevocationUnknown).and_then(|it| built(Some(it)));
    let path = checks.note(Check::Revocation, strict)?;
    let above = revocation(&lists, RevocationCheckDepth::Chain, UnknownStatusPolicy::Allow);
    checks.note(Check::RevocationOfIssuers, built(above))?;
    let mut material = Vec::new();
    for it in path.intermediate_certificates() {
        material.push(Material::new(MaterialKind::Intermediate, it.der().as_ref()));
    }
    material.extend(trust.root(path.anchor()));
    material.extend(trust.lists_of(certificate.issuer()));
    for it in path.intermediate_certificates() {
        material.extend(trust.lists_of(it.issuer()));
    }
    Ok(material)
}

fn revocation<'a>(
    lists: &'a [&'a webpki::CertRevocationList<'a>],
    depth: RevocationCheckDepth,
    unknown: UnknownStatusPolicy,
) -> Option<RevocationOptions<'a>> {
    let options = RevocationOptionsBuilder::new(lists).ok()?;
    let options = options.with_depth(depth).with_status_policy(unknown);
    Some(options.with_expiration_policy(ExpirationPolicy::Enforce).build())
}

/// One of several purposes; a certificate without any may be used for all.
struct Purposes(Vec<Vec<usize>>);

impl ExtendedKeyUsageValidator for Purposes {
    fn validate(&self, stated: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        let mut is_restricted = false;
        for purpose in stated {
            is_restricted = true;
            if self.0.contains(&purpose?.to_decoded_oid()) {
                return Ok(());
            }
        }
        if is_restricted { Err(wrong_purpose()) } else { Ok(()) }
    }
}

fn wrong_purpose() -> Error {
    // The library's own error for this, whose content is never shown.
    let required = KeyUsage::client_auth();
    Error::RequiredEkuNotFoundContext(webpki::RequiredEkuNotFoundContext {
        required,
        present: Vec::new(),
    })
}

fn arcs(oid: &str) -> Option<Vec<usize>> {
    oid.split('.').map(|it| it.parse().ok()).collect()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's errors are an open list")]
fn refusal(error: &Error) -> Rule {
    match error {
        Error::CertExpired { .. } => Rule::CertificateExpired,
        Error::CertNotValidYet { .. } => Rule::CertificateNotYetValid,
        Error::CertRevoked => Rule::CertificateRevoked,
        Error::UnknownRevocationStatus
        | Error::CrlExpired { .. }
        | Error::InvalidCrlSignatureForPublicKey
        | Error::IssuerNotCrlSigner => Rule::RevocationUnknown,
        Error::RequiredEkuNotFoundContext(_)
        | Error::EmptyEkuExtension
        | Error::CaUsedAsEndEntity => Rule::CertificateUsage,
        _ => Rule::CertificateUntrusted,
    }
}
