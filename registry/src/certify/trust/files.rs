//! Roots and lists from files. Revocation lists are fetched every day by something outside; a file
//! that was replaced counts from the next signature on, on every server that sees it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{TrustError, TrustStore};

/// The files.
#[derive(Clone, Debug, Default)]
pub struct TrustPaths {
    /// Root certificates.
    pub roots: Vec<PathBuf>,
    /// Certificates of the authorities between root and signer.
    pub intermediates: Vec<PathBuf>,
    /// Revocation lists.
    pub lists: Vec<PathBuf>,
}

/// What is trusted, from files that may be replaced.
#[derive(Debug, Default)]
pub struct TrustFiles {
    paths: TrustPaths,
    loaded: Mutex<Loaded>,
}

#[derive(Debug, Default)]
struct Loaded {
    stamps: Vec<Option<Stamp>>,
    store: Arc<TrustStore>,
}

/// What changes when a file is replaced: inode, size, and when it was written.
type Stamp = (u64, u64, i64, i64);

impl TrustFiles {
    /// Reads the files.
    ///
    /// # Errors
    /// The first file that is missing or of no use.
    pub fn load(paths: TrustPaths) -> Result<Self, TrustError> {
        let loaded = Loaded { stamps: paths.stamps(), store: Arc::new(paths.read()?) };
        Ok(Self { paths, loaded: Mutex::new(loaded) })
    }

    /// Whether no root is configured.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paths.roots.is_empty()
    }

    /// What is trusted now. A file that was replaced by something of no use is told in the log, and
    /// what was trusted before stays: a list that grows old by it refuses signatures by itself.
    #[must_use]
    pub fn current(&self) -> Arc<TrustStore> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let stamps = self.paths.stamps();
        if stamps != loaded.stamps {
            match self.paths.read() {
                Ok(store) => loaded.store = Arc::new(store),
                Err(error) => tracing::error!(%error, "trust files were replaced, and are no use"),
            }
            loaded.stamps = stamps;
        }
        Arc::clone(&loaded.store)
    }
}

impl TrustPaths {
    fn stamps(&self) -> Vec<Option<Stamp>> {
        let all = self.roots.iter().chain(&self.intermediates).chain(&self.lists);
        all.map(|path| {
            let it = fs::metadata(path).ok()?;
            Some((it.ino(), it.size(), it.mtime(), it.mtime_nsec()))
        })
        .collect()
    }

    fn read(&self) -> Result<TrustStore, TrustError> {
        let all = |paths: &[PathBuf]| paths.iter().map(|it| file(it)).collect::<Result<_, _>>();
        let (roots, between): (Vec<_>, Vec<_>) = (all(&self.roots)?, all(&self.intermediates)?);
        let lists: Vec<_> = all(&self.lists)?;
        TrustStore::from_pem(&roots, &between, &lists)
    }
}

fn file(path: &Path) -> Result<Vec<u8>, TrustError> {
    fs::read(path).map_err(|source| TrustError::File { path: path.display().to_string(), source })
}
