//! What a process knows of the log beside the database: its name, its key, and the last note that
//! was signed, kept in a file so that a database that lost it is found out.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use netra_entity::log_origin;

use super::note::{Checkpoint, SignerKey};
use super::note_place::NotePlace;
use super::tree::TileId;
use crate::ledger::error::{Error, Result};

/// Why the log is not continued, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogProblem {
    /// The database is older than what was signed.
    #[error(
        "the database is older than the log that was signed: {origin} was signed at size {signed}, \
         the database has {size}. Nothing is sequenced or signed, for it would contradict what \
         others hold. Stop all servers and restore the newest copy of the database, one that has at \
         least {signed} leaves. Only if there is none: `netra log give-up` ends this log at its \
         last good checkpoint and goes on with a new one; publish what was lost"
    )]
    RolledBack {
        /// The log.
        origin: String,
        /// Its size when last signed.
        signed: u64,
        /// Its size in the database.
        size: u64,
    },
    /// The database says otherwise than what was signed.
    #[error(
        "the database contradicts the checkpoint of {origin} that was signed at size {size}: its \
         leaves or tiles were changed. Nothing is signed. Run `netra fsck` to see what, and restore \
         a copy of the database that has the signed root"
    )]
    Contradiction {
        /// The log.
        origin: String,
        /// The size.
        size: u64,
    },
    /// A leaf is not what its hash says.
    #[error("leaf {index} of {origin} is missing or was changed: run `netra fsck`")]
    Leaf {
        /// The log.
        origin: String,
        /// Index of the event.
        index: i64,
    },
    /// A tile is not what its leaves say.
    #[error("tile {tile} of {origin} is missing or was changed: run `netra fsck`")]
    Tile {
        /// The log.
        origin: String,
        /// The tile.
        tile: TileId,
    },
    /// An event that waits for its index was changed.
    #[error("the leaf of event {0}, which waits for its index, was changed; nothing is sequenced")]
    Waiting(uuid::Uuid),
    /// Another key.
    #[error("{origin} is signed by another key: name the file of {vkey} in transparency.key_file")]
    Key {
        /// The log.
        origin: String,
        /// Its public key.
        vkey: String,
    },
    /// The kept note cannot be read.
    #[error("{0}: this is not the last note of this log's key; restore the file, do not delete it")]
    Kept(PathBuf),
    /// Nothing to sign with.
    #[error("no key of the log: name it in transparency.key_file")]
    NoKey,
}

/// What a process knows of the log.
#[derive(Clone, Debug, Default)]
pub struct Keeper {
    name: Option<Arc<str>>,
    signer: Option<Arc<Signer>>,
}

#[derive(Debug)]
pub(crate) struct Signer {
    pub(crate) key: SignerKey,
    place: NotePlace,
    /// What every server that signs keeps in one place, away from the database.
    second: Option<NotePlace>,
    /// What the file holds, once it was read.
    kept: Mutex<Option<Kept>>,
}

/// A signed note, and the checkpoint in it.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) note: String,
    pub(super) checkpoint: Checkpoint,
}

impl Kept {
    /// Whether it is a later note of the same log.
    fn follows(&self, other: &Self) -> bool {
        let (one, other) = (&self.checkpoint, &other.checkpoint);
        one.origin == other.origin && one.size > other.size
    }
}

impl Keeper {
    /// Of a log under a name such as `netra.example/log`, that only grows here.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: Some(name.into()), signer: None }
    }

    /// The same with the key that signs. The last note is kept beside it, in `kept`.
    #[must_use]
    pub fn signing(self, key: SignerKey, kept: impl Into<PathBuf>) -> Self {
        let place = NotePlace(kept.into());
        let signer = Signer { key, place, second: None, kept: Mutex::default() };
        Self { signer: Some(Arc::new(signer)), ..self }
    }

    /// The same with a second place for the last note, which every server that signs shares: one
    /// that takes over knows what another has signed, though the database may not.
    #[must_use]
    pub fn with_second(mut self, folder: &Path) -> Self {
        // Nobody else holds the signer yet: this follows `signing`.
        if let Some(signer) = self.signer.as_mut().and_then(Arc::get_mut) {
            signer.second = Some(NotePlace(folder.join("last.checkpoint")));
        }
        self
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(crate) fn signer(&self) -> Result<&Signer> {
        self.signer.as_deref().ok_or(Error::Log(LogProblem::NoKey))
    }

    /// Whether this process signs.
    #[must_use]
    pub fn signs(&self) -> bool {
        self.signer.is_some()
    }

    /// Refuses to go on over a database that has lost what was signed.
    pub(super) fn guard(&self, origins: &[log_origin::Model]) -> Result<Option<Checkpoint>> {
        let Some(signer) = &self.signer else { return Ok(None) };
        let mut newest: Option<Checkpoint> = None;
        for kept in [signer.kept()?, signer.kept_elsewhere()?].into_iter().flatten() {
            if let Some(kept) = guarded(kept, origins)? {
                let is_newer = newest
                    .as_ref()
                    .is_none_or(|it| it.origin != kept.origin || it.size < kept.size);
                newest = if is_newer { Some(kept) } else { newest };
            }
        }
        Ok(newest)
    }
}

/// Refuses a database that has lost what a note says; nothing of a log that was given up with it.
fn guarded(kept: Kept, origins: &[log_origin::Model]) -> Result<Option<Checkpoint>> {
    let Kept { note, checkpoint: kept } = kept;
    let found = origins.iter().find(|row| row.name == kept.origin);
    // Only what was signed last may be given up: any other note would open an older copy.
    if found.is_some_and(|row| row.given_up.as_ref() == Some(&note)) {
        return Ok(None);
    }
    let size = found.map_or(0, |row| row.size.unsigned_abs());
    if size < kept.size {
        let Checkpoint { origin, size: of_note, .. } = kept;
        return Err(LogProblem::RolledBack { origin, signed: of_note, size }.into());
    }
    Ok(Some(kept))
}

impl Signer {
    /// The last note that this key has signed here.
    pub(super) fn kept(&self) -> Result<Option<Kept>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.is_none() {
            *kept = self.place.read(&self.key)?;
        }
        Ok(kept.clone())
    }

    /// The last note that any server has signed, read each time: another may have signed since.
    fn kept_elsewhere(&self) -> Result<Option<Kept>> {
        self.second.as_ref().map_or(Ok(None), |second| second.read(&self.key))
    }

    /// The newest of both.
    pub(super) fn last(&self) -> Result<Option<Kept>> {
        let (here, there) = (self.kept()?, self.kept_elsewhere()?);
        Ok(match (here, there) {
            (Some(here), Some(there)) if there.follows(&here) => Some(there),
            (here, there) => here.or(there),
        })
    }

    /// Keeps a note, on the disk of each place before it returns.
    pub(super) fn keep(&self, new: Kept) -> Result<()> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for place in self.second.iter().chain([&self.place]) {
            place.write(&self.key, &new)?;
        }
        *kept = Some(new);
        Ok(())
    }
}
