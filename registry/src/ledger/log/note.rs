//! Checkpoints as signed notes (C2SP tlog-checkpoint, signed-note), and the key that signs them.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use signed_note::{Note, StandardSigner, StandardVerifier, VerifierList, key_id};
use tlog_tiles::checkpoint::Checkpoint as Text;
use tlog_tiles::tlog;

use super::tree::MOST;
use crate::ledger::error::{Error, Result};
use crate::ledger::leaf::Hash;
use crate::ledger::vault;

const SEED: usize = 32;
/// The algorithm byte of Ed25519 in keys of notes.
const ED25519: u8 = 1;

/// A tree head: which log, how large, which root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// What is wrong with a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteProblem {
    /// Not a signed note with a checkpoint in it.
    #[error("not a signed checkpoint")]
    Malformed,
    /// No signature by the key, or a wrong one.
    #[error("not signed by the log's key")]
    Unsigned,
    /// Signed by the key of another log.
    #[error("the checkpoint of another log")]
    Origin,
}

/// A public key of a log, `NAME+ID+KEY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey(String);

impl VerifierKey {
    /// Reads a key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        StandardVerifier::new(text).ok().map(|_key| Self(text.to_owned()))
    }

    /// The log that it is for.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split('+').next().unwrap_or_default()
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The checkpoint of a note, if this key signed it for its log.
    ///
    /// # Errors
    /// [`NoteProblem`].
    pub fn open(&self, note: &str) -> Result<Checkpoint, NoteProblem> {
        let parsed = Note::from_bytes(note.as_bytes()).map_err(|_error| NoteProblem::Malformed)?;
        let key = StandardVerifier::new(&self.0).map_err(|_error| NoteProblem::Unsigned)?;
        let known = VerifierList::new(vec![Box::new(key)]);
        parsed.verify(&known).map_err(|_error| NoteProblem::Unsigned)?;
        let checkpoint = read(parsed.text())?;
        if checkpoint.origin == self.name() { Ok(checkpoint) } else { Err(NoteProblem::Origin) }
    }
}

/// The checkpoint of a note whose signatures are nobody's concern.
///
/// # Errors
/// [`NoteProblem::Malformed`].
pub fn peek(note: &str) -> Result<Checkpoint, NoteProblem> {
    let parsed = Note::from_bytes(note.as_bytes()).map_err(|_error| NoteProblem::Malformed)?;
    read(parsed.text())
}

fn read(text: &[u8]) -> Result<Checkpoint, NoteProblem> {
    let text = Text::from_bytes(text).map_err(|_error| NoteProblem::Malformed)?;
    if text.size() > MOST || !text.extension().is_empty() {
        return Err(NoteProblem::Malformed);
    }
    let (origin, size, root) = (text.origin().to_owned(), text.size(), text.hash().0);
    Ok(Checkpoint { origin, size, root })
}

/// The private key of a log. Its `Debug` shows nothing of it.
pub struct SignerKey {
    seed: [u8; SEED],
    public: Vec<u8>,
}

impl std::fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignerKey(***)")
    }
}

impl SignerKey {
    /// A key from its base64 seed.
    ///
    /// # Errors
    /// [`Error::Crypto`] where it is not 32 bytes.
    pub fn from_base64(seed: &str) -> Result<Self> {
        let wrong = || Error::Crypto("the log's key must be 32 random bytes in base64");
        let seed = STANDARD.decode(seed.trim()).map_err(|_source| wrong())?;
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_source| wrong())?;
        let mut public = vec![ED25519];
        public.extend_from_slice(pair.public_key().as_ref());
        Ok(Self { seed: seed.try_into().map_err(|_source| wrong())?, public })
    }

    /// A new seed in base64.
    ///
    /// # Errors
    /// [`Error::Crypto`] where the system gives no randomness.
    pub fn generate() -> Result<String> {
        Ok(STANDARD.encode(vault::random::<SEED>()?))
    }

    fn named(&self, name: &str, key: &[u8]) -> String {
        format!("{name}+{:08x}+{}", key_id(name, &self.public), STANDARD.encode(key))
    }

    /// The public key under a log's name.
    #[must_use]
    pub fn verifier(&self, name: &str) -> VerifierKey {
        VerifierKey(self.named(name, &self.public))
    }

    /// Signs a checkpoint; the same one always becomes the same note.
    ///
    /// # Errors
    /// [`Error::Crypto`] for a name that a note cannot have.
    pub fn sign(&self, checkpoint: &Checkpoint) -> Result<String> {
        let wrong = |_error| Error::Crypto("the log's name cannot be signed");
        let root = tlog::Hash(checkpoint.root);
        let text = Text::new(&checkpoint.origin, checkpoint.size, root, "")
            .map_err(|_error| Error::Crypto("the log's name cannot be signed"))?;
        let seed = [&[ED25519], self.seed.as_slice()].concat();
        let key = format!("PRIVATE+KEY+{}", self.named(&checkpoint.origin, &seed));
        let signer = StandardSigner::new(&key)
            .map_err(|_error| Error::Crypto("the log's name cannot be signed"))?;
        let mut note = Note::new(&text.to_bytes(), &[]).map_err(wrong)?;
        note.add_sigs(&[&signer]).map_err(wrong)?;
        String::from_utf8(note.to_bytes()).map_err(|_error| Error::Crypto("a note is text"))
    }
}
