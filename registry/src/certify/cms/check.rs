//! The checks that no library makes, and the record of how each ended.

use der::Decode;
use der::asn1::UintRef;
use netra_domain::Rule;
use netra_domain::certified_signature::Limits;
use netra_entity::code::{CheckOutcome, SignatureCheck as Check};
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use webpki::EndEntityCert;
use x509_cert::Certificate;
use x509_cert::ext::pkix::KeyUsage;

use super::encoding;
use super::report::CheckResult;
use super::signer::{Attributes, Signer, Used};

/// What was checked so far.
#[derive(Default)]
pub(super) struct Checks(Vec<CheckResult>);

impl Checks {
    /// Notes how a check ended. A check made in two steps stands once.
    pub(super) fn note<T>(&mut self, check: Check, result: Result<T, Rule>) -> Result<T, Rule> {
        let outcome = if result.is_ok() { CheckOutcome::Passed } else { CheckOutcome::Failed };
        self.0.retain(|it| it.check != check);
        self.0.push(CheckResult { check, outcome });
        result
    }

    pub(super) fn into_results(self) -> Vec<CheckResult> {
        self.0
    }
}

pub(super) fn size(cms: &[u8], limits: &Limits) -> Result<(), Rule> {
    if (1..=limits.max_bytes).contains(&cms.len()) { Ok(()) } else { Err(Rule::CmsSize) }
}

pub(super) fn count<'a>(
    certificates: Result<Vec<&'a [u8]>, Rule>,
    limits: &Limits,
) -> Result<Vec<&'a [u8]>, Rule> {
    let certificates = certificates?;
    if (1..=limits.max_certificates).contains(&certificates.len()) {
        Ok(certificates)
    } else {
        Err(Rule::CmsCertificates)
    }
}

/// The key is long enough; that of a curve is, by the algorithms that pass.
pub(super) fn key_size(used: &Used<'_>, limits: &Limits) -> Result<(), Rule> {
    let Some(bits) = rsa_bits(&used.parsed) else { return Ok(()) };
    if bits >= limits.min_rsa_bits { Ok(()) } else { Err(Rule::CertificateKeyWeak) }
}

/// Length of the modulus of an RSA key; none for other keys.
fn rsa_bits(certificate: &Certificate) -> Option<usize> {
    let key = &certificate.tbs_certificate.subject_public_key_info;
    if key.algorithm.oid != der::oid::db::rfc5912::RSA_ENCRYPTION {
        return None;
    }
    let read = |bytes: &[u8]| {
        let key = encoding::sequence(bytes)?;
        let modulus = UintRef::decode(&mut der::SliceReader::new(key).ok()?).ok()?;
        let first = modulus.as_bytes().first()?;
        let unused = usize::try_from(first.leading_zeros()).ok()?;
        modulus.as_bytes().len().checked_mul(8)?.checked_sub(unused)
    };
    // A key that cannot be read has no bits: it is too short for any limit.
    Some(key.subject_public_key.as_bytes().and_then(read).unwrap_or(0))
}

/// The signature over the DER encoding of the signed attributes as a SET (RFC 5652 5.4).
pub(super) fn signature(
    used: &Used<'_>,
    algorithm: &dyn SignatureVerificationAlgorithm,
    attributes: &Attributes,
    signer: Signer<'_>,
) -> Result<(), Rule> {
    let der = CertificateDer::from(used.der);
    let certificate = EndEntityCert::try_from(&der).map_err(|_source| Rule::CmsSignature)?;
    certificate
        .verify_signature(algorithm, &attributes.der, signer.signature())
        .map_err(|_source| Rule::CmsSignature)
}

/// The key-usage bits, which `rustls-webpki` does not look at.
pub(super) fn key_usage(certificate: &Certificate) -> Result<(), Rule> {
    match certificate.tbs_certificate.get::<KeyUsage>() {
        Ok(Some((_, usage))) if usage.digital_signature() || usage.non_repudiation() => Ok(()),
        Ok(_) | Err(_) => Err(Rule::CertificateUsage),
    }
}
