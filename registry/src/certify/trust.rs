//! Whom the registry trusts to certify persons: roots, the authorities between, and their
//! revocation lists.

mod files;

use std::sync::Arc;

use netra_entity::Instant;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer, TrustAnchor};
use webpki::{CertRevocationList, OwnedCertRevocationList, anchor_from_trusted_cert};
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;
use x509_cert::der::Decode;

pub use files::{TrustFiles, TrustPaths};

use crate::{certify::cms, ledger::hex};

/// What is kept beside a signature so that it can be verified again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaterialKind {
    /// A root certificate.
    Root,
    /// A certificate between root and signer.
    Intermediate,
    /// A revocation list.
    RevocationList,
}

impl MaterialKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Root => "ROOT",
            Self::Intermediate => "INTERMEDIATE",
            Self::RevocationList => "REVOCATION_LIST",
        }
    }
}

/// A certificate above the signer's, or a revocation list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// What it is.
    pub kind: MaterialKind,
    /// SHA-256 of it in hexadecimal.
    pub sha256: String,
    /// DER.
    pub der: Arc<[u8]>,
}

impl Material {
    pub(crate) fn new(kind: MaterialKind, der: &[u8]) -> Self {
        Self { kind, sha256: hex::sha256(der), der: der.into() }
    }
}

/// What is wrong with what should be trusted.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// No PEM of the kind that is expected, or one that is damaged.
    #[error("{0}: no certificate or revocation list in PEM could be read")]
    Pem(&'static str),
    /// A certificate or list that is not one.
    #[error("{0}: not a certificate or revocation list that can be used ({1})")]
    Der(&'static str, String),
    /// A certificate below a root would be trusted whatever its issuer says.
    #[error("roots: {0} is no root, its issuer is another; name it as an intermediate")]
    NotARoot(String),
    /// Roots without lists would refuse every signature.
    #[error("roots without a revocation list: no signature could be accepted")]
    NoRevocationList,
    /// A file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

#[derive(Debug)]
struct Root {
    name: String,
    material: Material,
}

#[derive(Debug)]
struct List {
    material: Material,
    read: CertRevocationList<'static>,
    issuer: String,
    updated: Option<Instant>,
    next_update: Option<Instant>,
}

/// Roots, intermediates and revocation lists. Without roots it trusts nobody.
#[derive(Debug, Default)]
pub struct TrustStore {
    roots: Vec<Root>,
    anchors: Vec<TrustAnchor<'static>>,
    intermediates: Vec<CertificateDer<'static>>,
    lists: Vec<List>,
}

impl TrustStore {
    /// Reads PEM texts, each with any number of certificates or lists.
    ///
    /// # Errors
    /// [`TrustError`] with the kind that is wrong.
    pub fn from_pem(
        roots: &[Vec<u8>],
        intermediates: &[Vec<u8>],
        lists: &[Vec<u8>],
    ) -> Result<Self, TrustError> {
        let mut store = Self::default();
        for der in certificates("roots", roots)? {
            let name = self_issued(&der)?;
            let anchor = anchor_from_trusted_cert(&der);
            let anchor = anchor.map_err(|it| TrustError::Der("roots", it.to_string()))?;
            store.anchors.push(anchor.to_owned());
            let material = Material::new(MaterialKind::Root, der.as_ref());
            store.roots.push(Root { name, material });
        }
        store.intermediates = certificates("intermediates", intermediates)?;
        for text in lists {
            for der in CertificateRevocationListDer::pem_slice_iter(text) {
                let der = der.map_err(|_source| TrustError::Pem("revocation lists"))?;
                store.lists.push(List::read(&der)?);
            }
        }
        // Of two lists of an issuer the newer one decides; the library takes the first.
        store.lists.sort_by_key(|it| std::cmp::Reverse(it.updated));
        if !store.roots.is_empty() && store.lists.is_empty() {
            return Err(TrustError::NoRevocationList);
        }
        Ok(store)
    }

    /// Whether nobody is trusted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// One line for each root, intermediate and list, for the operator to read.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let roots = self
            .roots
            .iter()
            .map(|it| format!("root {} (SHA-256 {})", it.name, it.material.sha256));
        let between = self.intermediates.iter().map(|it| {
            let name = Certificate::from_der(it.as_ref())
                .ok()
                .and_then(|it| cms::shown(&it.tbs_certificate.subject).ok());
            format!("intermediate {}", name.unwrap_or_default())
        });
        let shown = |at: Option<Instant>| at.map_or_else(|| "?".to_owned(), |at| at.to_string());
        let lists = self.lists.iter().map(|it| {
            let (from, to) = (shown(it.updated), shown(it.next_update));
            format!("revocation list of {} from {from} to {to}", it.issuer)
        });
        roots.chain(between).chain(lists).collect()
    }

    pub(crate) fn anchors(&self) -> &[TrustAnchor<'static>] {
        &self.anchors
    }

    pub(crate) fn intermediates(&self) -> &[CertificateDer<'static>] {
        &self.intermediates
    }

    pub(crate) fn lists(&self) -> Vec<&CertRevocationList<'static>> {
        self.lists.iter().map(|it| &it.read).collect()
    }

    /// The lists of an issuer, by the DER of its name.
    pub(crate) fn lists_of(&self, issuer: &[u8]) -> impl Iterator<Item = Material> {
        let own = self.lists.iter().filter(move |it| it.read.issuer() == issuer);
        own.map(|it| it.material.clone())
    }

    /// The root of an anchor.
    pub(crate) fn root(&self, anchor: &TrustAnchor<'_>) -> Option<Material> {
        let position = self.anchors.iter().position(|it| {
            it.subject == anchor.subject
                && it.subject_public_key_info == anchor.subject_public_key_info
        })?;
        self.roots.get(position).map(|it| it.material.clone())
    }
}

impl List {
    fn read(der: &CertificateRevocationListDer<'_>) -> Result<Self, TrustError> {
        let wrong = |detail: String| TrustError::Der("revocation lists", detail);
        let read = OwnedCertRevocationList::from_der(der.as_ref());
        let read = read.map_err(|it| wrong(it.to_string()))?;
        let list = CertificateList::from_der(der.as_ref()).map_err(|it| wrong(it.to_string()))?;
        let list = list.tbs_cert_list;
        Ok(Self {
            material: Material::new(MaterialKind::RevocationList, der.as_ref()),
            read: read.into(),
            issuer: cms::shown(&list.issuer).unwrap_or_default(),
            updated: cms::instant(list.this_update),
            next_update: list.next_update.and_then(cms::instant),
        })
    }
}

fn certificates(
    what: &'static str,
    texts: &[Vec<u8>],
) -> Result<Vec<CertificateDer<'static>>, TrustError> {
    let mut found = Vec::new();
    for text in texts {
        let before = found.len();
        for der in CertificateDer::pem_slice_iter(text) {
            found.push(der.map_err(|_source| TrustError::Pem(what))?.into_owned());
        }
        if found.len() == before {
            return Err(TrustError::Pem(what));
        }
    }
    Ok(found)
}

/// The name of a root. `rustls-webpki` trusts whatever it is given, also an authority below a root,
/// and would then not ask whether that one is revoked.
fn self_issued(der: &CertificateDer<'_>) -> Result<String, TrustError> {
    let read = Certificate::from_der(der.as_ref());
    let read = read.map_err(|it| TrustError::Der("roots", it.to_string()))?.tbs_certificate;
    let name = cms::shown(&read.subject).unwrap_or_default();
    if read.subject == read.issuer { Ok(name) } else { Err(TrustError::NotARoot(name)) }
}
