//! Verifies a detached CMS signature (RFC 5652, CAdES-BES) over a document, as of a moment. Pure:
//! bytes, trusted certificates and a moment go in, a report comes out; nothing here reads the
//! clock, the database or a file.
//!
//! `cms` and `x509-cert` read, `rustls-webpki` judges path, purposes, validity and revocation. What
//! neither of them looks at is checked here; `docs/decisions/0010` has the list.

mod check;
mod encoding;
mod path;
mod report;
mod signer;

use netra_domain::Rule;
use netra_domain::certified_signature::{Limits, SubjectNumber, check_person};
use netra_entity::Instant;
use netra_entity::code::SignatureCheck as Check;

pub use report::{CertificateReport, CheckResult, ENGINE, POLICY, Report};

use crate::certify::trust::{Material, TrustStore};
use crate::ledger::hex;
use check::Checks;
use signer::SignedMessage;
pub(crate) use signer::{instant, shown};

/// What is to be judged, and by what.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The signature, DER.
    pub cms: &'a [u8],
    /// The exact bytes that are said to be signed.
    pub document: &'a [u8],
    /// Whom the registry trusts.
    pub trust: &'a TrustStore,
    /// The limits in force.
    pub limits: &'a Limits,
    /// The moment of receipt, which counts as the time of signing.
    pub received: Instant,
    /// The moment from which the document could be signed.
    pub published: Instant,
    /// Whether a number of the certificate is one of the person who signs; none where that cannot be
    /// told.
    pub belongs: &'a dyn Fn(&SubjectNumber) -> Option<bool>,
}

impl std::fmt::Debug for Question<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The signature holds names and numbers of persons.
        f.debug_struct("Question").field("received", &self.received).finish_non_exhaustive()
    }
}

/// What a signature is accepted with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The signer's certificate, DER.
    pub certificate: Vec<u8>,
    /// SHA-256 of it in hexadecimal: half of the signature's identity.
    pub certificate_sha256: String,
    /// SHA-256 of the DER encoding of the signed attributes: the other half. Never the digest of
    /// the whole, because CMS can be changed where nothing is signed.
    pub signed_attributes_sha256: String,
    /// The signing time that the signer claims.
    pub claimed_at: Instant,
    /// Subject of the certificate, RFC 4514; personal.
    pub subject: String,
    /// Serial number of the certificate, hexadecimal.
    pub serial: String,
    /// Issuer of the certificate, RFC 4514.
    pub issuer: String,
    /// The certificates above the signer's, the root last, and the revocation lists of their issuers.
    pub material: Vec<Material>,
}

/// The report of a verification, and what it comes to.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Every check with its outcome.
    pub report: Report,
    /// What the signature is accepted with, or the rule that refuses it.
    pub outcome: Result<Accepted, Rule>,
}

/// Verifies a signature. The first check that fails ends it.
#[must_use]
pub fn verify(question: &Question<'_>) -> Verdict {
    let mut checks = Checks::default();
    let mut certificate = None;
    let outcome = judge(question, &mut checks, &mut certificate);
    let report = Report {
        engine: ENGINE,
        policy: POLICY,
        verified_at: question.received,
        document_sha256: hex::sha256(question.document),
        cms_sha256: hex::sha256(question.cms),
        limits: question.limits.clone(),
        checks: checks.into_results(),
        certificate,
        claimed_at: outcome.as_ref().ok().map(|it| it.claimed_at),
        signed_attributes_sha256: outcome
            .as_ref()
            .ok()
            .map(|it| it.signed_attributes_sha256.clone()),
        path_sha256: outcome.as_ref().map_or_else(|_| Vec::new(), Accepted::digests),
    };
    Verdict { report, outcome }
}

impl Accepted {
    fn digests(&self) -> Vec<String> {
        self.material.iter().map(|it| it.sha256.clone()).collect()
    }
}

fn judge(
    question: &Question<'_>,
    checks: &mut Checks,
    reported: &mut Option<CertificateReport>,
) -> Result<Accepted, Rule> {
    let limits = question.limits;
    checks.note(Check::Size, check::size(question.cms, limits))?;
    checks.note(Check::Encoding, encoding::check_shape(question.cms))?;
    let certificates = encoding::certificates(question.cms);
    let certificates = checks.note(Check::Certificates, check::count(certificates, limits))?;
    let message = checks.note(Check::Encoding, SignedMessage::read(question.cms))?;
    let signer = checks.note(Check::OneSigner, message.only_signer())?;
    checks.note(Check::Detached, message.check_detached())?;
    let used = checks.note(Check::SignerCertificate, signer.find(&certificates))?;
    *reported = Some(used.report());
    let algorithm = checks.note(Check::Algorithms, signer.algorithm(&used))?;
    checks.note(Check::KeySize, check::key_size(&used, limits))?;
    let attributes = checks.note(Check::SignedAttributes, signer.attributes())?;
    checks.note(Check::Document, attributes.check_document(question.document))?;
    checks.note(Check::CertificateReference, attributes.check_reference(used.der))?;
    checks.note(Check::Signature, check::signature(&used, algorithm, &attributes, signer))?;
    checks.note(Check::KeyUsage, check::key_usage(&used.parsed))?;
    let material = path::check(question, &used, &certificates, checks)?;
    let claimed_at = attributes.signing_time;
    let in_time = used
        .check_within(claimed_at)
        .and_then(|()| limits.check_claim(claimed_at, question.received, question.published));
    checks.note(Check::SigningTime, in_time)?;
    checks.note(Check::Person, check_person(&used.numbers(), question.belongs))?;
    Ok(Accepted {
        certificate: used.der.to_vec(),
        certificate_sha256: hex::sha256(used.der),
        signed_attributes_sha256: hex::sha256(&attributes.der),
        claimed_at,
        subject: used.subject()?,
        serial: used.serial(),
        issuer: used.issuer()?,
        material,
    })
}
