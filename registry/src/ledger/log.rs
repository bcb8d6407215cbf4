//! The transparency log: every event is a leaf of a public-format tree, so that auditors need not
//! trust the operator (C2SP tlog-tiles, tlog-checkpoint, signed-note, tlog-proof).
//!
//! The sequencer grows the tree in its own transaction (`grow`); the signer reads everything again,
//! recomputes the root and signs it (`sign`); anyone may read checkpoints, tiles and proofs
//! (`read`). `tree`, `note` and `proof` know nothing of a database and serve offline as well.

mod grow;
mod keeper;
pub mod note;
mod note_place;
mod path;
pub mod proof;
mod read;
mod sign;
pub mod tree;
pub(crate) mod within;

#[cfg(test)]
mod tests;

pub(crate) use grow::{batch, grow};
pub use keeper::{Keeper, LogProblem};
pub use path::TilePath;
pub use read::{LogCheckpoint, LogProof};

use crate::ledger::error::Error;
use tree::TreeProblem;

/// What is wrong with the tree of an origin.
pub(crate) fn in_origin(origin: &str, problem: TreeProblem) -> Error {
    match problem {
        TreeProblem::Tile(tile) => LogProblem::Tile { origin: origin.to_owned(), tile }.into(),
        TreeProblem::Size => Error::Crypto("a log of this size"),
    }
}

impl From<LogProblem> for Error {
    fn from(problem: LogProblem) -> Self {
        Self::Log(problem)
    }
}
