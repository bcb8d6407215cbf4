//! Finds, asks the domain, stores: the only crate that queries.
//!
//! Three rules hold everywhere. Rows are found by finders narrowed by a permit (`scope`). Nothing
//! changes but through [`Registry::open`], which commits a record and its event together. What
//! differs between SQLite and PostgreSQL lives in [`database`].

pub mod api_client;
pub mod breach;
pub mod campaign_account;
pub mod campaign_account_rule;
pub mod candidate;
pub mod certified_signature;
pub mod civil_servant;
pub mod clock;
pub mod cms;
pub mod code_list;
pub mod contest;
pub mod contestant;
pub mod countersign_delegation;
pub mod countersignature;
pub mod coverage;
pub mod database;
mod directory;
pub mod election;
pub mod employment;
pub mod erasure;
pub mod error;
pub mod event;
pub mod founding;
pub mod fsck;
mod gather;
pub mod generate;
mod hex;
pub mod history;
pub mod holiday;
pub mod ids;
pub mod import;
pub mod institution;
pub mod institution_function;
pub mod invitation;
pub mod leaf;
pub mod legal_instrument;
pub mod log;
pub mod non_asn_signature;
pub mod organisational_unit;
pub mod pact_abstention;
pub mod pact_signature;
pub mod pact_text;
pub mod page;
pub mod party;
pub mod read_log;
pub mod rectification;
pub mod reference;
pub mod refresh_token;
pub mod region;
mod scope;
pub mod seat;
pub mod sequencer;
pub mod service_number;
pub mod session;
mod standing;
pub mod succession;
pub mod trust;
pub mod vault;
pub mod write;

use std::sync::Arc;

use netra_domain::policy::{Actor, Capacity};

pub use clock::Clock;
pub use database::Database;
pub use error::{Error, Result};
use gather::Gathering;
pub use page::{Page, Window};
pub use trust::TrustFiles;
pub use vault::Vault;
pub use write::{ActRequest, Done, Receipt};

/// The registry: one database, one clock, the keys of its personal columns.
#[derive(Clone, Debug)]
pub struct Registry {
    inner: Arc<Inner>,
    trust: Arc<TrustFiles>,
    keeper: log::Keeper,
    /// What the request that it serves was shown; none outside of requests.
    ledger: Option<Arc<read_log::Ledger>>,
}

#[derive(Debug)]
struct Inner {
    database: Database,
    clock: Clock,
    vault: Vault,
    committed: tokio::sync::Notify,
    read_log: read_log::Pending,
    admissions: Gathering<uuid::Uuid, scope::within::Admission>,
    look_ups: campaign_account::LookUps,
    standings: standing::Standings,
    directory: directory::Directory,
    coverage: coverage::Remembered,
}

impl Registry {
    /// A registry over an open database.
    #[must_use]
    pub fn new(database: Database, clock: Clock, vault: Vault) -> Self {
        let inner = Arc::new(Inner {
            database,
            clock,
            vault,
            committed: tokio::sync::Notify::new(),
            read_log: read_log::Pending::default(),
            admissions: Gathering::default(),
            look_ups: campaign_account::LookUps::default(),
            standings: standing::Standings::default(),
            directory: directory::Directory::default(),
            coverage: coverage::Remembered::default(),
        });
        Self { inner, trust: Arc::default(), keeper: log::Keeper::default(), ledger: None }
    }

    /// The same registry, which takes certified signatures under these roots.
    #[must_use]
    pub fn trusting(self, trust: TrustFiles) -> Self {
        Self { trust: Arc::new(trust), ..self }
    }

    /// The same with its transparency log. Without one, a log that the database already has grows
    /// as well, but none begins.
    #[must_use]
    pub fn with_log(self, keeper: log::Keeper) -> Self {
        Self { keeper, ..self }
    }

    /// What this process knows of the log.
    pub(crate) fn keeper(&self) -> &log::Keeper {
        &self.keeper
    }

    /// Whether this process signs the log.
    #[must_use]
    pub fn signs_log(&self) -> bool {
        self.keeper.signs()
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.inner.database
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The keys of personal columns.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    /// Under what name an actor stands in events and in the read log.
    pub(crate) fn pseudonym(&self, actor: &Actor) -> String {
        let named = match actor.capacity() {
            None => "founding",
            Some(Capacity::Registry) => "registry",
            Some(Capacity::Public | Capacity::CivilServant | Capacity::Office(_)) => "public",
        };
        let account = actor.user_id().map(|user_id| self.vault().pseudonym(user_id));
        account.unwrap_or_else(|| named.to_owned())
    }

    /// Where a present read goes.
    pub(crate) fn reader(&self) -> &database::Reader {
        self.inner.database.reader()
    }
}
