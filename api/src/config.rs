//! Settings: defaults, then a TOML file, then the environment (`NETRA_` in front, `__` between
//! section and name, as `NETRA_DATABASE__URL`). This is the only place that reads any of them.

mod place;

use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use netra_registry::certify::trust::TrustPaths;
use netra_registry::ledger::log::Keeper;
use netra_registry::ledger::log::note::SignerKey;
use netra_registry::{TrustFiles, Vault};
use serde::{Deserialize, Serialize};

use crate::auth::{SigningKeys, TokenPolicy};
use place::{is_secure, leads_out_in_clear};

/// All settings.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the records are.
    pub database: DatabaseConfig,
    /// Where the server listens.
    pub http: HttpConfig,
    /// Keys and lifetimes.
    pub auth: AuthConfig,
    /// Who certifies persons.
    pub trust: TrustConfig,
    /// The transparency log.
    pub transparency: TransparencyConfig,
    /// What the log says, and how.
    pub log: LogConfig,
    /// Letters to holders of accounts.
    pub outbox: OutboxConfig,
    /// What is taken from clients that are behind the standards.
    pub compat: CompatConfig,
}

/// Letters to holders of accounts: tokens to activate an account or to set a new password.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutboxConfig {
    /// Folder from which a mail job sends them, and removes what it has sent.
    pub folder: PathBuf,
}

/// What is taken from clients that are behind the standards.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CompatConfig {
    /// Client assertions that do not say their type, as before RFC 10070.
    pub rfc7523_untyped: bool,
}

/// Where the records are.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `sqlite://PATH` (embedded, one process) or `postgres://…` (production).
    pub url: String,
    /// Whether a database on another machine may be spoken to without TLS.
    pub plaintext: bool,
}

/// Where the server listens.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpConfig {
    /// Address and port.
    pub listen: SocketAddr,
    /// The URL under which clients reach it; issuer and audience of its tokens.
    pub public_url: String,
    /// Address and port of readiness and metrics, for the machines that watch the server. Without
    /// one they are at `listen`.
    pub watch: Option<SocketAddr>,
    /// Addresses of the proxies in front of it, whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

/// Keys and lifetimes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthConfig {
    /// PEM file (PKCS#8, P-256) of the key that signs access tokens.
    pub signing_key_file: PathBuf,
    /// PEM files of further keys whose tokens are accepted, while keys overlap.
    pub further_key_files: Vec<PathBuf>,
    /// File with the base64 key of personal columns, 32 random bytes.
    pub column_key_file: PathBuf,
    /// Lifetime of an access token in seconds, at most 900.
    pub access_token_seconds: u32,
}

/// Who certifies persons, for certified signatures: PEM files.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrustConfig {
    /// Roots. None: certified signatures are refused.
    pub root_files: Vec<PathBuf>,
    /// Certificates of the authorities between a root and a person.
    pub intermediate_files: Vec<PathBuf>,
    /// Revocation lists, fetched by something outside; a file that was replaced counts at once.
    pub revocation_list_files: Vec<PathBuf>,
}

/// The transparency log.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TransparencyConfig {
    /// File with the base64 seed of the key that signs checkpoints. The last checkpoint is kept
    /// beside it, under the same name with `.checkpoint` behind.
    pub key_file: PathBuf,
    /// Folder on another disk, shared by every server that signs, for the last checkpoint: a server
    /// that takes over then knows what another has signed, though the database may have lost it.
    pub second_folder: Option<PathBuf>,
    /// Name of the log, to which each year is added; by default the place of `http.public_url`
    /// with `/log` behind. It never changes once the log has begun.
    pub name: String,
}

/// What the log says, and how.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// Filter of `tracing-subscriber`, as `info` or `netra_registry=debug,info`.
    pub filter: String,
    /// One JSON object a line instead of text.
    pub json: bool,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self { url: "sqlite://netra.db".to_owned(), plaintext: false }
    }
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: "http://127.0.0.1:8080".to_owned(),
            watch: None,
            trusted_proxies: Vec::new(),
        }
    }
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self {
            signing_key_file: PathBuf::from("keys/signing.pem"),
            further_key_files: Vec::new(),
            column_key_file: PathBuf::from("keys/column.key"),
            access_token_seconds: 600,
        }
    }
}

impl Default for TransparencyConfig {
    fn default() -> Self {
        Self { key_file: PathBuf::from("keys/log.key"), second_folder: None, name: String::new() }
    }
}

impl Default for OutboxConfig {
    fn default() -> Self {
        Self { folder: PathBuf::from("outbox") }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { filter: "info".to_owned(), json: false }
    }
}

/// What is wrong with the settings, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file or the environment does not fit.
    #[error("settings: {0}")]
    Unreadable(#[from] Box<figment::Error>),
    /// A key file is missing.
    #[error("{what} is missing at {}: make keys with `netra config keys DIR` and name them in the settings", path.display())]
    MissingKey {
        /// Which key.
        what: &'static str,
        /// Where it should be.
        path: PathBuf,
        /// Why it could not be read.
        source: std::io::Error,
    },
    /// Everybody on the machine can read a key.
    #[error("{what} at {} can be read by everybody on this machine: run chmod 600 on it", path.display())]
    OpenKey {
        /// Which key.
        what: &'static str,
        /// Where it is.
        path: PathBuf,
    },
    /// The signing key is not usable.
    #[error("auth.signing_key_file: {0}; make keys with `netra config keys DIR`")]
    SigningKey(#[from] crate::auth::KeyError),
    /// The column key is not usable.
    #[error("auth.column_key_file: {0}; make keys with `netra config keys DIR`")]
    ColumnKey(netra_registry::Error),
    /// Roots, intermediates or revocation lists are not usable.
    #[error("trust: {0}")]
    Trust(#[from] netra_registry::certify::trust::TrustError),
    /// The key of the transparency log is not usable.
    #[error("transparency.key_file: {0}; make keys with `netra config keys DIR`")]
    LogKey(netra_registry::Error),
    /// A lifetime is out of range.
    #[error("auth.access_token_seconds is {0}: it must be 60 to 900")]
    Lifetime(u32),
    /// Personal data would travel in clear.
    #[error(
        "database.url leads to another machine without TLS: add sslmode=verify-full, or say \
         database.plaintext = true where something else protects the way"
    )]
    PlainDatabase,
    /// Tokens would travel in clear.
    #[error("http.public_url is {0}: outside this machine it must be https")]
    InsecureUrl(String),
}

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// [`ConfigError::Unreadable`] with the setting's name.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let settings = Figment::from(Serialized::defaults(Self::default()));
        let settings = match file {
            Some(file) => settings.merge(Toml::file_exact(file)),
            None => settings.merge(Toml::file("netra.toml")),
        };
        let environment = Env::prefixed("NETRA_").ignore(&["test_database_url"]).split("__");
        Ok(settings.merge(environment).extract().map_err(Box::new)?)
    }

    /// The settings as they may be shown: without the password of the database.
    #[must_use]
    pub fn shown(&self) -> Self {
        let mut shown = self.clone();
        let url = &self.database.url;
        if let (Some((scheme, rest)), Some((_, place))) =
            (url.split_once("://"), url.rsplit_once('@'))
        {
            let user = rest.split([':', '@']).next().unwrap_or_default();
            shown.database.url = format!("{scheme}://{user}:***@{place}");
        }
        // Libraries also take it among the parameters.
        if let Some((place, parameters)) = shown.database.url.clone().split_once('?') {
            let hide = |it: &str| match it.split_once('=') {
                Some((name, _)) if name.to_lowercase().contains("password") => {
                    format!("{name}=***")
                }
                _ => it.to_owned(),
            };
            let parameters: Vec<String> = parameters.split('&').map(hide).collect();
            shown.database.url = format!("{place}?{}", parameters.join("&"));
        }
        shown
    }

    /// The database's name, as somebody would type it: of a file its name.
    #[must_use]
    pub fn database_name(&self) -> String {
        let url = self.database.url.split('?').next().unwrap_or_default();
        url.rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// Checks everything that a server needs before it may start.
    ///
    /// # Errors
    /// The first setting that is missing or weak.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.vault()?;
        self.signing_keys()?;
        self.trust_files()?;
        self.keeper()?;
        if !(60..=900).contains(&self.auth.access_token_seconds) {
            return Err(ConfigError::Lifetime(self.auth.access_token_seconds));
        }
        if !self.database.plaintext && leads_out_in_clear(&self.database.url) {
            return Err(ConfigError::PlainDatabase);
        }
        let url = &self.http.public_url;
        if is_secure(url) { Ok(()) } else { Err(ConfigError::InsecureUrl(url.clone())) }
    }

    /// The keys of access tokens.
    ///
    /// # Errors
    /// A key that is missing or not usable.
    pub fn signing_keys(&self) -> Result<SigningKeys, ConfigError> {
        let current = read("the signing key", &self.auth.signing_key_file)?;
        let further = self.auth.further_key_files.iter();
        let further: Vec<String> =
            further.map(|path| read("a further key", path)).collect::<Result<_, _>>()?;
        Ok(SigningKeys::load(&current, &further)?)
    }

    /// The key of personal columns.
    ///
    /// # Errors
    /// A key that is missing or not usable.
    pub fn vault(&self) -> Result<Vault, ConfigError> {
        let key = read("the column key", &self.auth.column_key_file)?;
        Vault::from_base64(&key).map_err(ConfigError::ColumnKey)
    }

    /// Who certifies persons.
    ///
    /// # Errors
    /// A file that is missing or not usable.
    pub fn trust_files(&self) -> Result<TrustFiles, ConfigError> {
        let trust = &self.trust;
        Ok(TrustFiles::load(TrustPaths {
            roots: trust.root_files.clone(),
            intermediates: trust.intermediate_files.clone(),
            lists: trust.revocation_list_files.clone(),
        })?)
    }

    /// What this process knows of the transparency log.
    ///
    /// # Errors
    /// A key that is missing or not usable.
    pub fn keeper(&self) -> Result<Keeper, ConfigError> {
        let file = &self.transparency.key_file;
        let seed = read("the key of the log", file)?;
        let key = SignerKey::from_base64(&seed).map_err(ConfigError::LogKey)?;
        let mut kept = file.clone().into_os_string();
        kept.push(".checkpoint");
        let keeper = Keeper::named(&self.log_name()).signing(key, kept);
        Ok(match &self.transparency.second_folder {
            Some(folder) => keeper.with_second(folder),
            None => keeper,
        })
    }

    /// Whether clients reach it from this machine alone, of settings that were checked.
    #[must_use]
    pub fn is_local(&self) -> bool {
        // Nothing else passes the check without TLS.
        self.http.public_url.starts_with("http://")
    }

    /// The name of the log.
    #[must_use]
    pub fn log_name(&self) -> String {
        let given = self.transparency.name.trim_matches('/');
        if !given.is_empty() {
            return given.to_owned();
        }
        let url = &self.http.public_url;
        let place = url.split_once("://").map_or(url.as_str(), |(_, place)| place);
        format!("{}/log", place.trim_end_matches('/'))
    }

    /// The policy of access tokens.
    #[must_use]
    pub fn token_policy(&self) -> TokenPolicy {
        let url = &self.http.public_url;
        let mut policy = TokenPolicy::new(url, url);
        policy.lifetime = TimeDelta::seconds(i64::from(self.auth.access_token_seconds));
        policy.untyped_assertions = self.compat.rfc7523_untyped;
        policy
    }
}

fn read(what: &'static str, path: &Path) -> Result<String, ConfigError> {
    let mode = std::fs::metadata(path).map(|it| it.permissions().mode());
    if mode.is_ok_and(|mode| mode & 0o007 != 0) {
        return Err(ConfigError::OpenKey { what, path: path.to_owned() });
    }
    std::fs::read_to_string(path).map_err(|source| ConfigError::MissingKey {
        what,
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests;
