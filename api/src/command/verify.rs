//! `netra verify`: a receipt against one's own keys, without a network or a database.

use std::path::{Path, PathBuf};

use clap::Args;
use netra_registry::ledger::log::note::{Checkpoint, peek};
use netra_registry::ledger::log::proof::{Policy, Receipt, hashes};
use netra_registry::ledger::log::tree::continues;

use super::fsck::read_policy;
use super::{CommandError, Result, say};

/// Check a receipt (`.tlog-proof`) offline.
///
/// Ends with 0 where it holds, 1 where it does not, 2 where it cannot be checked.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The receipt.
    receipt: PathBuf,
    /// Your own copy of the policy, or of the public keys one a line; never take it from whom you
    /// check.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// A checkpoint that you have seen earlier: the log must continue it.
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// The hashes of `consistencyProof` from that checkpoint to the receipt's, one a line.
    #[arg(long, value_name = "FILE", requires = "since")]
    consistency: Option<PathBuf>,
}

impl Verify {
    pub(super) fn run(self) -> Result<()> {
        let policy = read_policy(&self.policy)?;
        let text = read(&self.receipt)?;
        let receipt = Receipt::parse(&text)
            .map_err(|problem| unverifiable(&self.receipt, &problem.to_string()))?;
        let key = key(&policy, &self.receipt, &receipt.checkpoint)?;
        let (leaf, checkpoint) = receipt.check(key).map_err(|problem| {
            CommandError::Refused(format!("{}: {problem}", self.receipt.display()))
        })?;
        if let Some(since) = &self.since {
            self.check_since(&policy, since, &checkpoint)?;
        }
        say(&format!(
            "The leaf is number {} of {} leaves of {}.\n\
             event        {}\nact          {}\nby           {} {}\nrecord       {} {} revision {}\n\
             decided at   {}\ncommitment   {}",
            receipt.index,
            checkpoint.size,
            checkpoint.origin,
            leaf.id,
            leaf.op,
            leaf.inst.as_deref().unwrap_or("-"),
            leaf.act,
            leaf.ent,
            leaf.rec.as_deref().unwrap_or("-"),
            leaf.rev.as_deref().unwrap_or("-"),
            leaf.t,
            leaf.com,
        ))
    }

    /// Refuses a log that does not continue what was seen earlier.
    fn check_since(&self, policy: &Policy, since: &Path, new: &Checkpoint) -> Result<()> {
        let note = read(since)?;
        let old = key(policy, since, &note)?
            .open(&note)
            .map_err(|problem| unverifiable(since, &problem.to_string()))?;
        if old.origin != new.origin {
            return Err(unverifiable(since, "the checkpoint of another log"));
        }
        let proof = match &self.consistency {
            None => Vec::new(),
            Some(file) => hashes(read(file)?.lines())
                .ok_or_else(|| unverifiable(file, "not hashes in base64, one a line"))?,
        };
        let ((older, first), (newer, last)) = if old.size <= new.size {
            ((since, &old), (self.receipt.as_path(), new))
        } else {
            ((self.receipt.as_path(), new), (since, &old))
        };
        if continues(&proof, (last.size, &last.root), (first.size, &first.root)) {
            return Ok(());
        }
        if first.size != last.size && self.consistency.is_none() {
            let told = "the sizes differ: give the hashes of consistencyProof by --consistency";
            return Err(unverifiable(since, told));
        }
        Err(CommandError::Refused(format!(
            "{} does not continue {}: history was rewritten between size {} and {}, or the proof is \
             not theirs",
            newer.display(),
            older.display(),
            first.size,
            last.size
        )))
    }
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|error| unverifiable(file, &error.to_string()))
}

fn unverifiable(file: &Path, problem: &str) -> CommandError {
    CommandError::Unverifiable(format!("{}: {problem}", file.display()))
}

/// The key of the log that a note claims to be of.
fn key<'a>(
    policy: &'a Policy,
    file: &Path,
    note: &str,
) -> Result<&'a netra_registry::ledger::log::note::VerifierKey> {
    let claimed = peek(note).map_err(|problem| unverifiable(file, &problem.to_string()))?;
    policy
        .key(&claimed.origin)
        .ok_or_else(|| unverifiable(file, &format!("your policy has no key of {}", claimed.origin)))
}
