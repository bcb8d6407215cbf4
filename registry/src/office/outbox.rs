//! Letters to holders of accounts, in a folder from which a mail job sends them. A token goes to its
//! holder past every office: no answer of the contract has one.
//!
//! What is assumed of the channel: whoever reads the folder or the holder's mail can use the token,
//! so the folder is readable for the server and the mail job alone, and an office confirms the
//! address together with the holder.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

use netra_entity::Instant;
use netra_entity::code::InvitationKind;
use serde::Serialize;
use uuid::Uuid;

use super::secret_token::SecretToken;

/// A token on its way to its holder.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) login: String,
    pub(crate) kind: InvitationKind,
    pub(crate) token: SecretToken,
    pub(crate) expires_at: Instant,
}

/// The folder.
#[derive(Clone, Debug)]
pub struct Outbox(PathBuf);

/// The letters of an act that is not committed yet; a mail job leaves them. They stay where the act
/// failed, too: whether it was committed is not always known, and a token of no act opens nothing.
#[must_use]
pub(crate) struct Drafted(Option<(PathBuf, PathBuf)>);

impl Outbox {
    /// The outbox in a folder, which is made where it is missing.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Writes the letters of an act under its event, one JSON object a line, so that only the name
    /// is left to change once the act is committed.
    ///
    /// # Errors
    /// The file system's own.
    pub(crate) fn draft(&self, event_id: Uuid, letters: &[Letter]) -> io::Result<Drafted> {
        #[derive(Serialize)]
        struct Line<'a> {
            to: &'a str,
            login: &'a str,
            kind: InvitationKind,
            token: &'a str,
            expires_at: Instant,
        }

        if letters.is_empty() {
            return Ok(Drafted(None));
        }
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)?;
        let draft = self.0.join(format!("{event_id}.draft"));
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        for Letter { to, login, kind, token, expires_at } in letters {
            let (kind, expires_at) = (*kind, *expires_at);
            let line = Line { to, login, kind, token: token.reveal(), expires_at };
            serde_json::to_writer(&mut file, &line)?;
            file.write_all(b"\n")?;
        }
        file.sync_all()?;
        Ok(Drafted(Some((draft, self.0.join(format!("{event_id}.ndjson"))))))
    }
}

impl Drafted {
    /// Gives the letters to the mail job.
    ///
    /// # Errors
    /// The file system's own.
    pub(crate) fn send(self) -> io::Result<()> {
        let Some((draft, letters)) = self.0 else { return Ok(()) };
        fs::rename(&draft, &letters)?;
        letters.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }
}
