//! A file with the last note that was signed. Several processes may keep one: each writes a draft of
//! its own, and puts it in place only where it continues what lies there.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::keeper::{Kept, LogProblem};
use super::note::{SignerKey, peek};
use crate::ledger::error::Result;
use crate::ledger::ids;

/// Where the file is.
#[derive(Clone, Debug)]
pub(super) struct NotePlace(pub(super) PathBuf);

impl NotePlace {
    /// The note; none where none was kept yet.
    pub(super) fn read(&self, key: &SignerKey) -> Result<Option<Kept>> {
        let note = match fs::read_to_string(&self.0) {
            Ok(note) => note,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let broken = || LogProblem::Kept(self.0.clone());
        let claimed = peek(&note).map_err(|_problem| broken())?;
        let checkpoint = key.verifier(&claimed.origin).open(&note);
        Ok(Some(Kept { note, checkpoint: checkpoint.map_err(|_problem| broken())? }))
    }

    /// Puts a note in place, on the disk before it returns.
    ///
    /// # Errors
    /// [`LogProblem::RolledBack`] or [`LogProblem::Contradiction`] where another process has kept what
    /// this note does not continue.
    pub(super) fn write(&self, key: &SignerKey, new: &Kept) -> Result<()> {
        let folder = self.0.parent().filter(|it| !it.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        // One process at a time compares and renames; the lock goes with the file's handle.
        let lock = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(self.0.with_extension("lock"))?;
        lock.lock()?;
        if let Some(there) = self.read(key)?
            && there.checkpoint.origin == new.checkpoint.origin
        {
            let (origin, size) = (there.checkpoint.origin.clone(), new.checkpoint.size);
            let signed = there.checkpoint.size;
            if signed > size {
                return Err(LogProblem::RolledBack { origin, signed, size }.into());
            }
            if signed == size && there.checkpoint.root != new.checkpoint.root {
                return Err(LogProblem::Contradiction { origin, size }.into());
            }
        }
        let draft = self.0.with_extension(format!("{}.new", ids::random()));
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        file.write_all(new.note.as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, &self.0)?;
        File::open(folder)?.sync_all()?;
        Ok(())
    }
}
