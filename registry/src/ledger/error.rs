//! What can go wrong, in one type. The text of a variant is for the log; what a client reads is
//! made from its code by the API, in the client's language.

use netra_domain::Rule;
use netra_domain::policy::{Act, Forbidden};
use netra_entity::{Named, Ref};
use uuid::Uuid;

use crate::ledger::log::LogProblem;

/// The result of the registry.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a whole file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileProblem {
    /// The header row lacks a column, or has one that is not known.
    Header,
    /// The header row is not UTF-8.
    Encoding,
}

impl FileProblem {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Header => "HEADER",
            Self::Encoding => "ENCODING",
        }
    }
}

/// Why the registry did not answer or act.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Outside the caller's reach, or absent: the two are one answer.
    #[error("not found within the reach")]
    NotFound,
    /// The matrix does not give the act, or the named thing lies outside the reach.
    #[error("forbidden: {}", .0.code())]
    Forbidden(Act),
    /// A value is not well formed; `path` leads to it in the input.
    #[error("invalid input at {path}: {}", rule.code())]
    Invalid {
        /// Path within the input.
        path: String,
        /// The rule of form.
        rule: Rule,
    },
    /// A rule refuses the act.
    #[error("refused: {}", .0.code())]
    Refused(Rule),
    /// The record has moved on.
    #[error("version conflict, current revision {current}")]
    VersionConflict {
        /// The current revision.
        current: i32,
    },
    /// The key was used for another act.
    #[error("idempotency key reused")]
    IdempotencyReused,
    /// The act under this key still runs.
    #[error("idempotency key in progress")]
    IdempotencyInProgress,
    /// Too many tries; the next one may come in so many seconds.
    #[error("too early: another {seconds} s")]
    TooEarly {
        /// How long to wait.
        seconds: u32,
    },
    /// Wait and try again.
    #[error("unavailable: {0}")]
    Unavailable(&'static str),
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// A stored value could not be read or a value not be stored.
    #[error("stored data: {0}")]
    Stored(#[from] serde_json::Error),
    /// A cryptographic operation failed.
    #[error("cryptography failed: {0}")]
    Crypto(&'static str),
    /// The transparency log cannot go on.
    #[error(transparent)]
    Log(LogProblem),
    /// A file to import does not say what its rows mean; the text names columns, no content.
    #[error("import file: {}: {detail}", problem.code())]
    ImportFile {
        /// The problem.
        problem: FileProblem,
        /// What is wrong, and what is expected.
        detail: String,
    },
    /// A file could not be read or written.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
}

impl Error {
    /// A value of the input that breaks a rule of form.
    #[must_use]
    pub fn invalid(path: impl Into<String>, rule: Rule) -> Self {
        Self::Invalid { path: path.into(), rule }
    }
}

/// The record that an input names at a path.
///
/// # Errors
/// `ID_INVALID` where the text is no id of this kind of record.
pub(crate) fn read<E: Named>(path: &str, named: &Ref<E>) -> Result<Uuid> {
    named.id().ok_or_else(|| Error::invalid(path, Rule::IdInvalid))
}

/// The same for one that may be absent.
pub(crate) fn read_optional<E: Named>(path: &str, named: Option<&Ref<E>>) -> Result<Option<Uuid>> {
    named.map(|named| read(path, named)).transpose()
}

impl Error {
    /// The rule instead, where the database refused the row because its key is taken.
    pub(crate) fn or_taken(self, rule: impl FnOnce() -> Self) -> Self {
        let unique = |it: &sea_orm::DbErr| {
            matches!(it.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
        };
        if matches!(&self, Self::Database(cause) if unique(cause)) { rule() } else { self }
    }
}

impl From<Forbidden> for Error {
    fn from(refusal: Forbidden) -> Self {
        Self::Forbidden(refusal.act)
    }
}

impl From<Rule> for Error {
    fn from(rule: Rule) -> Self {
        Self::Refused(rule)
    }
}
