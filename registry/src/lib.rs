//! Finds, asks the domain, stores: the only crate that queries.
//!
//! Three rules hold everywhere. Rows are found by finders narrowed by a permit (`reach`). Nothing
//! changes but through [`Registry::open`], which commits a record and its event together. What
//! differs between SQLite and PostgreSQL lives in [`ledger::database`].

pub mod certify;
pub mod check;
pub mod elections;
pub mod intake;
pub mod law;
pub mod ledger;
pub mod office;
pub mod pact;
pub mod people;
pub mod privacy;
pub mod reach;
pub mod record;
pub mod succession;

use std::sync::Arc;

use netra_domain::policy::{Actor, Capacity};

pub use certify::trust::TrustFiles;
pub use ledger::clock::Clock;
pub use ledger::database::Database;
pub use ledger::error::{Error, Result};
use ledger::gather::Gathering;

pub use ledger::page::{Page, Window};
pub use ledger::vault::Vault;
pub use ledger::write::{ActRequest, Done, Receipt};

/// The registry: one database, one clock, the keys of its personal columns.
#[derive(Clone, Debug)]
pub struct Registry {
    inner: Arc<Inner>,
    trust: Arc<TrustFiles>,
    keeper: ledger::log::Keeper,
    outbox: Option<Arc<office::outbox::Outbox>>,
    /// What the request that it serves was shown; none outside of requests.
    ledger: Option<Arc<privacy::read_log::Ledger>>,
}

#[derive(Debug)]
struct Inner {
    database: Database,
    clock: Clock,
    vault: Vault,
    committed: tokio::sync::Notify,
    read_log: privacy::read_log::Pending,
    admissions: Gathering<uuid::Uuid, office::within::Admission>,
    look_ups: elections::campaign_account::LookUps,
    standings: office::standing::Standings,
    directory: office::directory::Directory,
    coverage: pact::coverage::Remembered,
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
            read_log: privacy::read_log::Pending::default(),
            admissions: Gathering::default(),
            look_ups: elections::campaign_account::LookUps::default(),
            standings: office::standing::Standings::default(),
            directory: office::directory::Directory::default(),
            coverage: pact::coverage::Remembered::default(),
        });
        let keeper = ledger::log::Keeper::default();
        Self { inner, trust: Arc::default(), keeper, outbox: None, ledger: None }
    }

    /// The same registry, which takes certified signatures under these roots.
    #[must_use]
    pub fn trusting(self, trust: TrustFiles) -> Self {
        Self { trust: Arc::new(trust), ..self }
    }

    /// The same with its transparency log. Without one, a log that the database already has grows
    /// as well, but none begins.
    #[must_use]
    pub fn with_log(self, keeper: ledger::log::Keeper) -> Self {
        Self { keeper, ..self }
    }

    /// The same, which leaves letters to holders of accounts in this outbox. Without one, acts that
    /// would send a token are refused.
    #[must_use]
    pub fn with_outbox(self, outbox: office::outbox::Outbox) -> Self {
        Self { outbox: Some(Arc::new(outbox)), ..self }
    }

    /// Where letters go.
    pub(crate) fn outbox(&self) -> Option<&Arc<office::outbox::Outbox>> {
        self.outbox.as_ref()
    }

    /// What this process knows of the log.
    pub(crate) fn keeper(&self) -> &ledger::log::Keeper {
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

    /// What follows the order of events.
    pub(crate) const fn projections() -> &'static [ledger::projection::Projection] {
        &[pact::coverage::sums::COVERAGE]
    }

    /// What is remembered between requests and rests on records.
    pub(crate) const fn watches() -> &'static [ledger::projection::Watch] {
        &[office::standing::OFFICES]
    }

    /// Where a present read goes.
    pub(crate) fn reader(&self) -> &ledger::database::Reader {
        self.inner.database.reader()
    }
}
