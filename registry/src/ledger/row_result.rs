//! What became of the rows of an act that takes many, each judged by itself.

use async_graphql::{Enum, SimpleObject};
use serde::{Deserialize, Serialize};

use super::error::{Error, Result};
use super::write::Done;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RowOutcome {
    /// Recorded now.
    Recorded,
    /// Recorded before, in the same words.
    Unchanged,
    /// Refused; the other rows are not held back.
    Refused,
}

/// What became of a row, or the code of its refusal.
pub(crate) type RowVerdict = std::result::Result<RowOutcome, &'static str>;

/// What became of a row, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, SimpleObject)]
pub struct RowResult {
    /// Position of the row, from 0.
    pub index: usize,
    /// What became of it.
    pub outcome: RowOutcome,
    /// Code of the refusal: a rule, or FORBIDDEN for a person outside the reach.
    pub code: Option<String>,
}

impl RowResult {
    pub(crate) fn new((index, verdict): (usize, RowVerdict)) -> Self {
        match verdict {
            Ok(outcome) => Self { index, outcome, code: None },
            Err(code) => Self { index, outcome: RowOutcome::Refused, code: Some(code.to_owned()) },
        }
    }

    /// Of a row that an act judged; what is no verdict on the row fails the act.
    pub(crate) fn judged(index: usize, judged: Result<()>) -> Result<Self> {
        let verdict = match judged {
            Ok(()) => Ok(RowOutcome::Recorded),
            Err(Error::Refused(rule) | Error::Invalid { rule, .. }) => Err(rule.code()),
            Err(Error::Forbidden(_)) => Err("FORBIDDEN"),
            Err(Error::NotFound) => Err("NOT_FOUND"),
            Err(error) => return Err(error),
        };
        Ok(Self::new((index, verdict)))
    }
}

/// What became of the rows of an act.
///
/// # Errors
/// [`Error::Stored`] where its result tells of no rows.
pub fn row_results(done: &Done) -> Result<Vec<RowResult>> {
    done.result.clone().map_or_else(|| Ok(Vec::new()), |it| Ok(serde_json::from_value(it)?))
}
