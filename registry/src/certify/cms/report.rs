//! What a verification tells: every check with its outcome, and whose certificate was used, without
//! what identifies the person.

use netra_domain::certified_signature::Limits;
use netra_entity::Instant;
use netra_entity::code::{CheckOutcome, SignatureCheck};
use serde::{Deserialize, Serialize};

/// The engine and its version. Raise it with every change of what is read or checked.
pub const ENGINE: &str = "netra-cms/1";

/// Version of the policy by which the engine judges: the checks and their order. The limits stand
/// in the report itself.
pub const POLICY: &str = "2026-11-25";

/// A check and its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// The check.
    pub check: SignatureCheck,
    /// How it ended.
    pub outcome: CheckOutcome,
}

/// Whose certificate was used, without the subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CertificateReport {
    /// Serial number, hexadecimal.
    pub serial: String,
    /// Issuer, RFC 4514.
    pub issuer: String,
    /// First moment of its validity.
    pub valid_from: Option<Instant>,
    /// Last moment of its validity.
    pub valid_to: Option<Instant>,
    /// SHA-256 of its DER, hexadecimal.
    pub sha256: String,
}

/// A verification from beginning to end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The engine.
    pub engine: &'static str,
    /// The policy.
    pub policy: &'static str,
    /// The moment as of which it was judged.
    pub verified_at: Instant,
    /// SHA-256 of the document, hexadecimal.
    pub document_sha256: String,
    /// SHA-256 of the signature's bytes, hexadecimal; no identity.
    pub cms_sha256: String,
    /// The limits in force.
    pub limits: Limits,
    /// The checks that were made, in their order.
    pub checks: Vec<CheckResult>,
    /// The certificate, once one was found.
    pub certificate: Option<CertificateReport>,
    /// The time that the signer claims, where accepted.
    pub claimed_at: Option<Instant>,
    /// SHA-256 of the DER encoding of the signed attributes, where accepted.
    pub signed_attributes_sha256: Option<String>,
    /// SHA-256 of the certificates above, the root last, and of their issuers' lists.
    pub path_sha256: Vec<String>,
}
