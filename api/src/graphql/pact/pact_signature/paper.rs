//! Signatures on paper in the contract, told row by row.

use async_graphql::{Enum, ID, InputObject, SimpleObject};
use netra_entity::Date;
use netra_registry::pact::pact_signature::{PaperOutcome, PaperRowResult};

use crate::graphql::kernel::receipt::Receipt;

/// A signature given on paper (tanda tangan basah).
#[derive(InputObject)]
pub(super) struct PaperSignatureInput {
    /// A service number of the signer (NIP, NI PPPK).
    pub(super) service_number: String,
    /// Day on which it was signed.
    pub(super) signed_on: Date,
    /// SHA-256 of the scanned document.
    pub(super) document_sha256: Option<String>,
}

/// Signatures on paper to record.
#[derive(InputObject)]
pub(super) struct RecordPaperSignaturesInput {
    /// The text (naskah pakta).
    pub(super) pact_text: ID,
    /// Up to 500 rows.
    pub(super) rows: Vec<PaperSignatureInput>,
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(in crate::graphql) enum RowOutcome {
    /// Recorded now.
    Recorded,
    /// Recorded before, in the same words.
    Unchanged,
    /// Refused; the other rows are not held back.
    Refused,
}

/// What became of a row, and why.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RowResult {
    /// Position of the row, from 0.
    index: i32,
    /// What became of it.
    outcome: RowOutcome,
    /// Code of the refusal: a rule, or FORBIDDEN for a person outside the reach.
    code: Option<String>,
}

impl RowResult {
    /// Position of the row.
    pub(in crate::graphql) fn position(&self) -> i32 {
        self.index
    }

    /// Whether the row was recorded now.
    pub(in crate::graphql) fn is_recorded(&self) -> bool {
        self.outcome == RowOutcome::Recorded
    }
}

impl From<PaperRowResult> for RowResult {
    fn from(row: PaperRowResult) -> Self {
        let outcome = match row.outcome {
            PaperOutcome::Recorded => RowOutcome::Recorded,
            PaperOutcome::Unchanged => RowOutcome::Unchanged,
            PaperOutcome::Refused => RowOutcome::Refused,
        };
        Self { index: i32::try_from(row.index).unwrap_or(i32::MAX), outcome, code: row.code }
    }
}

/// The row results of an act.
pub(in crate::graphql) fn row_results(
    done: &netra_registry::Done,
) -> netra_registry::Result<Vec<RowResult>> {
    let Some(result) = done.result.clone() else { return Ok(Vec::new()) };
    let rows: Vec<PaperRowResult> = serde_json::from_value(result)?;
    Ok(rows.into_iter().map(RowResult::from).collect())
}

/// What `recordPaperSignatures` answers.
#[derive(SimpleObject)]
pub(super) struct RecordPaperSignaturesPayload {
    /// What became of each row.
    pub(super) rows: Vec<RowResult>,
    /// The event; null where nothing changed.
    pub(super) receipt: Option<Receipt>,
}
