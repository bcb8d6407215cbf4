//! Signatures given on paper, as an employer lists them for one text.

use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, ServiceNumber};
use serde::Deserialize;
use uuid::Uuid;

use super::cell::{self, Cell};
use super::reader::Columns;
use super::refusal::Refusal;
use super::subject::{Subject, Verdict};
use crate::Registry;
use crate::ledger::error::Result;
use crate::ledger::row_result::{RowOutcome, RowVerdict};
use crate::ledger::write::{CHUNK, Write};
use crate::pact::pact_signature::{PaperSignatureInput, record_rows};

/// A row as the file has it.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    service_number: Cell,
    signed_on: Cell,
    document_sha256: Cell,
}

/// The text that the signatures are under, and whose people may be named.
pub(super) struct PaperSignatures {
    pub(super) permit: Permit<of::RecordPaperSignatures>,
    pub(super) pact_text_id: Uuid,
}

impl Subject for PaperSignatures {
    type Act = of::RecordPaperSignatures;
    type Raw = Raw;
    type Row = PaperSignatureInput;
    type Key = u64;
    type Plan = ();

    const WHAT: &'static str = "paper_signatures";
    const COLUMNS: Columns =
        Columns { required: &["service_number", "signed_on"], optional: &["document_sha256"] };
    const KEY: &'static str = "service_number";
    const ROWS: usize = CHUNK;

    fn key(row: &PaperSignatureInput) -> u64 {
        cell::packed(&row.service_number)
    }

    fn prepare(registry: &Registry, raw: Raw) -> std::result::Result<PaperSignatureInput, Refusal> {
        let number = cell::required(Self::KEY, raw.service_number)?;
        let number = ServiceNumber::parse_as_of(&number, registry.clock().today().0)
            .map_err(|rule| Refusal::rule(rule, Self::KEY))?;
        let signed_on = cell::day("signed_on", &raw.signed_on)?;
        Ok(PaperSignatureInput {
            service_number: number.as_str().to_owned(),
            signed_on: signed_on.ok_or(Refusal::new(super::VALUE_REQUIRED, "signed_on"))?,
            document_sha256: cell::sha256("document_sha256", raw.document_sha256)?,
        })
    }

    async fn judge(
        &mut self,
        act: &mut Write,
        rows: &[&PaperSignatureInput],
        _alone: bool,
    ) -> Result<(Vec<Verdict>, ())> {
        let rows: Vec<PaperSignatureInput> = rows.iter().map(|row| (*row).clone()).collect();
        let verdicts = record_rows(act, &self.permit, self.pact_text_id, &rows).await?;
        Ok((verdicts.into_iter().map(verdict).collect(), ()))
    }

    /// Judging has stored them already; a dry run drops the act.
    async fn store(_: &mut Write, (): ()) -> Result<()> {
        Ok(())
    }
}

fn verdict(verdict: RowVerdict) -> Verdict {
    let of_the_day = [Rule::PaperSignatureDate.code(), Rule::NotEmployed.code()];
    match verdict {
        Ok(RowOutcome::Recorded) => Verdict::Changed,
        Ok(RowOutcome::Unchanged | RowOutcome::Refused) => Verdict::Unchanged,
        Err(code) if of_the_day.contains(&code) => {
            Verdict::Refused(Refusal::new(code, "signed_on"))
        }
        Err(code) => Verdict::Refused(Refusal::new(code, PaperSignatures::KEY)),
    }
}
