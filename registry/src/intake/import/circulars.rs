//! Circulars on neutrality, as institutions list them.

use netra_domain::policy::{Permit, of};
use netra_entity::circular;
use serde::Deserialize;

use super::cell::{self, Cell};
use super::reader::Columns;
use super::refusal::Refusal;
use super::subject::{Subject, Verdict};
use crate::law::circular::{self as circulars, RecordCircularInput};
use crate::ledger::error::Result;
use crate::ledger::write::{CHUNK, Write};
use crate::{Registry, office};

/// A row as the file has it.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    institution_code: Cell,
    number: Cell,
    dated_on: Cell,
    title: Cell,
    sha256: Cell,
}

/// A row whose form is checked; the institution is named by its code.
pub(super) struct Row(String, RecordCircularInput);

/// A file of circulars.
pub(super) struct Circulars(pub(super) Permit<of::RecordCircular>);

impl Subject for Circulars {
    type Act = of::RecordCircular;
    type Raw = Raw;
    type Row = Row;
    type Key = (String, String);
    type Plan = Vec<circular::Model>;

    const WHAT: &'static str = "circulars";
    const COLUMNS: Columns = Columns {
        required: &["institution_code", "number", "dated_on", "title", "sha256"],
        optional: &[],
    };
    const KEY: &'static str = "number";
    const ROWS: usize = CHUNK;

    fn key(Row(institution, input): &Row) -> Self::Key {
        (institution.clone(), input.number.clone())
    }

    fn prepare(_: &Registry, raw: Raw) -> std::result::Result<Row, Refusal> {
        let dated_on = cell::local_day("dated_on", &raw.dated_on)?;
        let input = RecordCircularInput {
            institution: uuid::Uuid::nil().into(),
            number: cell::required("number", raw.number)?,
            dated_on: dated_on.ok_or(Refusal::new(super::VALUE_REQUIRED, "dated_on"))?,
            title: cell::required("title", raw.title)?,
            sha256: cell::required("sha256", cell::sha256("sha256", raw.sha256)?)?,
            is_invented: false,
        };
        Ok(Row(cell::required("institution_code", raw.institution_code)?, input))
    }

    async fn judge(
        &mut self,
        act: &mut Write,
        rows: &[&Row],
        _alone: bool,
    ) -> Result<(Vec<Verdict>, Self::Plan)> {
        let codes: Vec<String> = rows.iter().map(|Row(code, _)| code.clone()).collect();
        let institutions = office::within::institutions_by_code(act.tx(), &codes).await?;
        let mut drafts = Vec::with_capacity(rows.len());
        for Row(code, input) in rows {
            let found = institutions.iter().find(|it| it.code == *code).map(|it| it.id);
            // One outside the reach is refused whether or not it exists.
            drafts.push(match self.0.covers_institution(found) {
                Ok(institution) => circulars::draft(act, institution, input)
                    .map_err(|error| Refusal::of(error, &Self::COLUMNS)),
                Err(_outside) => Err(Ok(Refusal::new("FORBIDDEN", "institution_code"))),
            });
        }
        let rows: Vec<_> = drafts.iter().filter_map(|it| it.as_ref().ok()).cloned().collect();
        let known = circulars::known(act, &rows).await?;
        let (mut verdicts, mut plan) = (Vec::with_capacity(drafts.len()), Vec::new());
        for draft in drafts {
            verdicts.push(match draft {
                Err(refusal) => Verdict::Refused(refusal?),
                Ok(row) => match circulars::judge(&known, &row) {
                    Ok(Some(_)) => Verdict::Unchanged,
                    Err(rule) => Verdict::Refused(Refusal::rule(rule, Self::KEY)),
                    Ok(None) => {
                        plan.push(row);
                        Verdict::Changed
                    }
                },
            });
        }
        Ok((verdicts, plan))
    }

    async fn store(act: &mut Write, plan: Self::Plan) -> Result<()> {
        circulars::store(act, plan).await
    }
}
