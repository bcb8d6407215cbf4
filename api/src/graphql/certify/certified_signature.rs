//! Certified signatures in the contract: what is signed, and what proves it.

use async_graphql::{ComplexObject, Context, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use netra_domain::policy::personal_view;
use netra_entity::code::{CheckOutcome, SignatureCheck};
use netra_entity::{Instant, certified_signature, pact_text};
use netra_registry::certify::certified_signature::{Opened, report};
use netra_registry::certify::cms::CheckResult;

use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::noun::nouns;

/// What a certified signature of a text is over (dokumen yang ditandatangani secara elektronik).
#[derive(SimpleObject)]
pub(in crate::graphql) struct SigningDocument {
    /// The document: the exact text, an empty line, the statement and a line feed. Its UTF-8 bytes
    /// are signed as they are; show them before.
    content: String,
    /// SHA-256 of those bytes, 64 lower-case hexadecimal digits, for programs that sign a digest.
    sha256: String,
    /// What the signer declares, the last line of the document (pernyataan).
    statement: String,
}

impl SigningDocument {
    /// The document of a text.
    pub(in crate::graphql) fn of(text: &pact_text::Model) -> Self {
        let sha256 = netra_registry::certify::certified_signature::document_sha256(text);
        let document = netra_domain::certified_signature::document(text);
        Self { content: document.content, sha256, statement: document.statement.to_owned() }
    }
}

/// What proves a certified electronic signature (bukti tanda tangan elektronik tersertifikasi),
/// UU 11/2008 Pasal 11, PP 71/2019 Pasal 59-60.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct CertifiedSignature {
    #[graphql(flatten)]
    row: certified_signature::Model,
}

nouns! {
    CertifiedSignature shows certified_signature under ReadPactSignatures;
}

#[ComplexObject]
impl CertifiedSignature {
    /// How it was verified (laporan verifikasi).
    async fn report(&self, ctx: &Context<'_>) -> Option<VerificationReport> {
        let report = answer(ctx, report(&self.row))?;
        Some(VerificationReport {
            engine: report.engine,
            policy: report.policy,
            verified_at: self.row.verified_at,
            document_sha256: report.document_sha256,
            cms_sha256: report.cms_sha256,
            path_sha256: report.path_sha256,
            checks: report.checks.into_iter().map(VerificationCheck::from).collect(),
        })
    }

    /// Subject of the certificate, RFC 4514; null unless the signer asks (subjek sertifikat).
    async fn subject(&self, ctx: &Context<'_>) -> Option<String> {
        self.opened(ctx).map(|it| it.subject)
    }

    /// The exact bytes that were received, DER in base64; null unless the signer asks.
    async fn cms(&self, ctx: &Context<'_>) -> Option<String> {
        self.opened(ctx).map(|it| STANDARD.encode(it.cms))
    }
}

impl CertifiedSignature {
    fn opened(&self, ctx: &Context<'_>) -> Option<Opened> {
        let call = Call::of(ctx);
        // The subject has the person's number, and so has the certificate in the bytes.
        if !personal_view(&call.actor).number {
            return None;
        }
        answer(ctx, call.registry().open_certified_signature(&self.row)).flatten()
    }
}

/// A verification as it was made when the signature was received (laporan verifikasi).
#[derive(SimpleObject)]
pub(in crate::graphql) struct VerificationReport {
    /// The engine and its version.
    engine: String,
    /// Version of the policy: which checks, in which order.
    policy: String,
    /// Moment as of which it was judged.
    verified_at: Instant,
    /// SHA-256 of the document that was signed, hexadecimal.
    document_sha256: String,
    /// SHA-256 of the exact bytes received, hexadecimal.
    cms_sha256: String,
    /// SHA-256 of the certificates above the signer's, the root last, and of the revocation lists
    /// of their issuers; the registry keeps them.
    path_sha256: Vec<String>,
    /// The checks, in the order in which they were made.
    checks: Vec<VerificationCheck>,
}

/// A check and how it ended.
#[derive(SimpleObject)]
pub(in crate::graphql) struct VerificationCheck {
    /// The check.
    check: SignatureCheck,
    /// How it ended.
    outcome: CheckOutcome,
}

impl From<CheckResult> for VerificationCheck {
    fn from(result: CheckResult) -> Self {
        Self { check: result.check, outcome: result.outcome }
    }
}
