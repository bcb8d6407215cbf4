//! Receipts that are checked offline (C2SP tlog-proof), and the keys they are checked against (C2SP
//! tlog-policy).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::note::{Checkpoint, NoteProblem, VerifierKey};
use super::tree;
use crate::ledger::leaf::{Hash, Leaf, leaf_hash};

const HEAD: &str = "c2sp.org/tlog-proof@v1";
/// Larger than any receipt with its witnesses.
const MOST_BYTES: usize = 64 * 1024;

/// That a leaf is in a log: the leaf, its place, the path to the root, the signed root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The leaf.
    pub leaf: String,
    /// Its index within the origin.
    pub index: u64,
    /// The audit path, from the leaf upwards.
    pub path: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

/// Why a receipt shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptProblem {
    /// Not a receipt.
    #[error("not a tlog-proof with a leaf in it")]
    Malformed,
    /// The leaf is not one of this registry's.
    #[error("the leaf is not in the form of this log")]
    Leaf,
    /// The checkpoint does not hold.
    #[error(transparent)]
    Checkpoint(#[from] NoteProblem),
    /// The path does not lead from the leaf to the root.
    #[error("the leaf is not in the tree of the checkpoint")]
    NotIncluded,
}

impl Receipt {
    /// The receipt as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text =
            format!("{HEAD}\nextra {}\nindex {}\n", STANDARD.encode(&self.leaf), self.index);
        for hash in &self.path {
            text.push_str(&STANDARD.encode(hash));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.checkpoint);
        text
    }

    /// Reads a receipt.
    ///
    /// # Errors
    /// [`ReceiptProblem::Malformed`].
    pub fn parse(text: &str) -> Result<Self, ReceiptProblem> {
        Self::read(text).ok_or(ReceiptProblem::Malformed)
    }

    fn read(text: &str) -> Option<Self> {
        if text.len() > MOST_BYTES {
            return None;
        }
        let (head, checkpoint) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        if lines.next()? != HEAD {
            return None;
        }
        let leaf = STANDARD.decode(lines.next()?.strip_prefix("extra ")?).ok()?;
        let index = lines.next()?.strip_prefix("index ")?;
        let number: u64 = index.parse().ok().filter(|it: &u64| it.to_string() == index)?;
        Some(Self {
            leaf: String::from_utf8(leaf).ok()?,
            index: number,
            path: hashes(lines)?,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// What the receipt shows, if the key's log has the leaf.
    ///
    /// # Errors
    /// [`ReceiptProblem`].
    pub fn check(&self, key: &VerifierKey) -> Result<(Leaf, Checkpoint), ReceiptProblem> {
        let leaf = Leaf::parse(self.leaf.as_bytes()).ok_or(ReceiptProblem::Leaf)?;
        let checkpoint = key.open(&self.checkpoint)?;
        let hash = leaf_hash(self.leaf.as_bytes());
        let (size, root) = (checkpoint.size, &checkpoint.root);
        if tree::includes(&self.path, size, root, self.index, &hash) {
            Ok((leaf, checkpoint))
        } else {
            Err(ReceiptProblem::NotIncluded)
        }
    }
}

/// Hashes in base64, one a line.
pub fn hashes<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Vec<Hash>> {
    lines.map(|line| STANDARD.decode(line).ok()?.try_into().ok()).collect()
}

/// Which keys somebody trusts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Keys of logs.
    pub logs: Vec<VerifierKey>,
}

/// Why a policy cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyProblem {
    /// A line that is not understood.
    #[error("line {0} of the policy is not understood")]
    Line(usize),
    /// It names no log.
    #[error("the policy names no log")]
    Empty,
    /// It asks for witnesses.
    #[error("the policy asks for witnesses, which this version does not check")]
    Witnesses,
}

impl Policy {
    /// Reads a tlog-policy, or keys alone, one a line.
    ///
    /// # Errors
    /// [`PolicyProblem`].
    pub fn parse(text: &str) -> Result<Self, PolicyProblem> {
        let mut logs = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let key = match words.as_slice() {
                [] | ["quorum", "none"] => continue,
                [comment, ..] if comment.starts_with('#') => continue,
                ["quorum" | "group" | "witness", ..] => return Err(PolicyProblem::Witnesses),
                ["log", key] | ["log", key, _] | [key] => key,
                _ => return Err(PolicyProblem::Line(number)),
            };
            logs.push(VerifierKey::parse(key).ok_or(PolicyProblem::Line(number))?);
        }
        if logs.is_empty() { Err(PolicyProblem::Empty) } else { Ok(Self { logs }) }
    }

    /// The key of a log.
    #[must_use]
    pub fn key(&self, origin: &str) -> Option<&VerifierKey> {
        self.logs.iter().find(|key| key.name() == origin)
    }
}
