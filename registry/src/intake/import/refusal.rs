//! Why a row is refused: a code and a column, nothing of what the row says.

use netra_domain::{Locale, Rule};

use super::reader::Columns;
use crate::ledger::error::Error;

/// Code of a row that is not UTF-8.
pub const ENCODING: &str = "ENCODING";

/// Code of a row whose cells do not fit the header, or of a cell that is not written as its
/// column asks: a day as `YYYY-MM-DD`, a truth value as `yes` or `no`, a digest as 64 hexadecimal
/// digits.
pub const FORMAT: &str = "FORMAT";

/// Code of an empty cell in a column that must be filled.
pub const VALUE_REQUIRED: &str = "VALUE_REQUIRED";

/// A refused row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Line on which the row begins, counted from 1 as an editor does.
    pub line: u64,
    /// Why: the code of a rule, `FORBIDDEN` for a person outside the reach, or one of this
    /// module's.
    pub code: &'static str,
    /// The column; empty where the whole row is meant.
    pub path: &'static str,
}

impl RefusedRow {
    /// What the code means. The value is not told: it may be personal, and stands in the file.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self.code {
            ENCODING => "the line is not UTF-8",
            FORMAT => {
                "not written as the column asks: a day as YYYY-MM-DD, yes or no, a digest in hexadecimal"
            }
            VALUE_REQUIRED => "the cell is empty",
            "FORBIDDEN" => "outside what the seat of this token may change",
            "NOT_FOUND" => "there is no such record within the reach of this seat",
            code => {
                let rule = Rule::ALL.iter().find(|it| it.code() == code);
                rule.map_or("", |it| it.text(Locale::En))
            }
        }
    }
}

/// Why a row is refused, before its line is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) path: &'static str,
}

impl Refusal {
    pub(super) const fn new(code: &'static str, path: &'static str) -> Self {
        Self { code, path }
    }

    pub(super) const fn rule(rule: Rule, path: &'static str) -> Self {
        Self { code: rule.code(), path }
    }

    pub(super) const fn at(self, line: u64) -> RefusedRow {
        RefusedRow { line, code: self.code, path: self.path }
    }

    /// The refusal that an act of one record would have answered with; what is no refusal stays
    /// an error.
    pub(super) fn of(error: Error, columns: &Columns) -> Result<Self, Error> {
        match error {
            Error::Invalid { path, rule } => Ok(Self::rule(rule, columns.of_path(&path))),
            Error::Refused(rule) => Ok(Self::rule(rule, "")),
            other @ (Error::NotFound
            | Error::Forbidden(_)
            | Error::VersionConflict { .. }
            | Error::IdempotencyReused
            | Error::IdempotencyInProgress
            | Error::TooEarly { .. }
            | Error::Unavailable(_)
            | Error::Database(_)
            | Error::Stored(_)
            | Error::Crypto(_)
            | Error::Log(_)
            | Error::ImportFile { .. }
            | Error::File(_)) => Err(other),
        }
    }
}
