//! The keys of personal columns: NIK are stored encrypted, and found by a blind index.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use netra_domain::Nik;
use uuid::Uuid;

use crate::ledger::error::{Error, Result};

const KEY_LEN: usize = 32;

/// Encrypts, indexes and pseudonymises. Its `Debug` shows no key.
pub struct Vault {
    cipher: RandomizedNonceKey,
    evidence: RandomizedNonceKey,
    index: hmac::Key,
    pseudonym: hmac::Key,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(***)")
    }
}

impl Vault {
    /// A vault over a base64 master key of 32 bytes.
    ///
    /// # Errors
    /// [`Error::Crypto`] where the key is not one.
    pub fn from_base64(master: &str) -> Result<Self> {
        let master = STANDARD
            .decode(master.trim())
            .ok()
            .filter(|key| key.len() == KEY_LEN && key.iter().any(|byte| Some(byte) != key.first()))
            .ok_or(Error::Crypto("the column key must be 32 random bytes in base64"))?;
        let master = hmac::Key::new(hmac::HMAC_SHA256, &master);
        let derive = |purpose: &str| hmac::sign(&master, purpose.as_bytes());
        let cipher = |purpose| {
            RandomizedNonceKey::new(&AES_256_GCM, derive(purpose).as_ref())
                .map_err(|_unspecified| Error::Crypto("the column key is not usable"))
        };
        let key = |purpose| hmac::Key::new(hmac::HMAC_SHA256, derive(purpose).as_ref());
        Ok(Self {
            cipher: cipher("netra/nik/v1")?,
            evidence: cipher("netra/evidence/v1")?,
            index: key("netra/nik-index/v1"),
            pseudonym: key("netra/actor/v1"),
        })
    }

    /// A new master key in base64.
    ///
    /// # Errors
    /// [`Error::Crypto`] where the system gives no randomness.
    pub fn generate_key() -> Result<String> {
        Ok(STANDARD.encode(random::<KEY_LEN>()?))
    }

    /// The cipher text of a NIK, base64url of nonce and sealed bytes.
    ///
    /// # Errors
    /// [`Error::Crypto`] where sealing fails.
    pub fn seal_nik(&self, nik: &Nik) -> Result<String> {
        seal(&self.cipher, Aad::from(&[]), nik.as_str().as_bytes())
    }

    /// The NIK of a cipher text.
    ///
    /// # Errors
    /// [`Error::Crypto`] where it was not sealed with this key.
    pub fn open_nik(&self, sealed: &str) -> Result<Nik> {
        let plain = open(&self.cipher, Aad::from(&[]), sealed)?;
        let nik = std::str::from_utf8(&plain).ok().and_then(|text| Nik::parse(text).ok());
        nik.ok_or(Error::Crypto("opening failed"))
    }

    /// The cipher text of evidence about persons, bound to what it is and to its record.
    ///
    /// # Errors
    /// [`Error::Crypto`] where sealing fails.
    pub fn seal(&self, what: &str, record: Uuid, bytes: &[u8]) -> Result<String> {
        seal(&self.evidence, Aad::from(bound(what, record).as_slice()), bytes)
    }

    /// The bytes of such a cipher text.
    ///
    /// # Errors
    /// [`Error::Crypto`] where it was not sealed with this key, as this, for this record.
    pub fn open(&self, what: &str, record: Uuid, sealed: &str) -> Result<Vec<u8>> {
        open(&self.evidence, Aad::from(bound(what, record).as_slice()), sealed)
    }

    /// The blind index of a NIK.
    #[must_use]
    pub fn index_nik(&self, nik: &Nik) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.index, nik.as_str().as_bytes()).as_ref())
    }

    /// A keyed tag over text, for cursors and the like; a purpose never accepts another's tag.
    #[must_use]
    pub fn tag(&self, purpose: &str, text: &str) -> String {
        let mut context = hmac::Context::with_key(&self.pseudonym);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(text.as_bytes());
        let tag = context.sign();
        URL_SAFE_NO_PAD.encode(tag.as_ref().get(..16).unwrap_or_default())
    }

    /// A secret that follows from another, the same each time; nobody without the key can tell.
    #[must_use]
    pub fn derive(&self, purpose: &str, secret: &str) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.pseudonym);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(secret.as_bytes());
        let mut derived = [0; 32];
        derived.copy_from_slice(context.sign().as_ref());
        derived
    }

    /// The pseudonym under which an account appears in events: 26 characters.
    #[must_use]
    pub fn pseudonym(&self, user_id: Uuid) -> String {
        let tag = URL_SAFE_NO_PAD.encode(hmac::sign(&self.pseudonym, user_id.as_bytes()).as_ref());
        tag.chars().take(26).collect()
    }
}

fn bound(what: &str, record: Uuid) -> Vec<u8> {
    [what.as_bytes(), &[0], record.as_bytes()].concat()
}

fn seal(cipher: &RandomizedNonceKey, bound: Aad<&[u8]>, bytes: &[u8]) -> Result<String> {
    let mut bytes = bytes.to_vec();
    let nonce = cipher
        .seal_in_place_append_tag(bound, &mut bytes)
        .map_err(|_unspecified| Error::Crypto("sealing failed"))?;
    let mut sealed = nonce.as_ref().to_vec();
    sealed.append(&mut bytes);
    Ok(URL_SAFE_NO_PAD.encode(sealed))
}

fn open(cipher: &RandomizedNonceKey, bound: Aad<&[u8]>, sealed: &str) -> Result<Vec<u8>> {
    let failed = || Error::Crypto("opening failed");
    let mut bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_source| failed())?;
    let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN).ok_or_else(failed)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_unspecified| failed())?;
    let plain = cipher.open_in_place(nonce, bound, sealed).map_err(|_unspecified| failed())?;
    Ok(plain.to_vec())
}

/// As many random bytes from the system.
///
/// # Errors
/// [`Error::Crypto`] where the system gives none.
pub(crate) fn random_bytes(length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    rand::fill(&mut bytes).map_err(|_unspecified| Error::Crypto("no randomness"))?;
    Ok(bytes)
}

/// Random bytes from the system.
///
/// # Errors
/// [`Error::Crypto`] where the system gives none.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_unspecified| Error::Crypto("no randomness"))?;
    Ok(bytes)
}
