//! Accounts: a stored password must be the one that this registry bound to its account.

use uuid::Uuid;

use super::{Report, within};
use crate::Registry;
use crate::ledger::error::Result;
use crate::office::credential::is_bound;

const AT_ONCE: u64 = 500;

impl Registry {
    /// Checks the hashes of passwords, which no event has.
    pub(super) async fn check_accounts(&self, report: &mut Report) -> Result<()> {
        let mut after = Uuid::nil();
        loop {
            let accounts = within::accounts_after(self.reader(), after, AT_ONCE).await?;
            let Some(last) = accounts.last() else { return Ok(()) };
            after = last.id;
            for row in &accounts {
                let stored = row.password_hash.as_deref();
                if stored.is_some_and(|it| !is_bound(self.vault(), row.id, it)) {
                    let name = format!("user {}", row.id);
                    report.find("RECORD", name, "its password was not set by this registry");
                }
            }
        }
    }
}
