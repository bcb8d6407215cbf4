//! Whether the keys of this process are those of its database. Another key would let a second person
//! in under the same population number, and sign another log.

use netra_entity::sequencer_state::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::Registry;
use crate::ledger;
use crate::ledger::error::{Error, Result};
use crate::ledger::log::LogProblem;

const OTHER_KEY: &str = "auth.column_key_file names another key than the one with which this \
    database was begun; put the right file in its place";

impl Registry {
    /// Compares the keys with what the database knows of them; a new database remembers them.
    ///
    /// # Errors
    /// [`Error::Unavailable`] for another column key; [`LogProblem::Key`] for another key of the log.
    pub async fn check_keys(&self) -> Result<()> {
        let here = self.vault().tag("key", "check");
        match ledger::within::sequencer_state(self.reader()).await?.key_check {
            Some(there) if there != here => return Err(Error::Unavailable(OTHER_KEY)),
            Some(_) => {}
            None => self.remember_key(here).await?,
        }
        let Ok(signer) = self.keeper().signer() else { return Ok(()) };
        let origins = ledger::within::origins(self.reader()).await?;
        // The next log may have another key than one that was given up.
        let Some(origin) = origins.last().filter(|it| it.given_up.is_none()) else { return Ok(()) };
        match &origin.vkey {
            Some(vkey) if vkey != signer.key.verifier(&origin.name).as_str() => {
                let (origin, vkey) = (origin.name.clone(), vkey.clone());
                Err(LogProblem::Key { origin, vkey }.into())
            }
            _ => Ok(()),
        }
    }

    async fn remember_key(&self, check: String) -> Result<()> {
        Entity::update_many()
            .set(ActiveModel { key_check: Set(Some(check)), ..Default::default() })
            .filter(Column::KeyCheck.is_null())
            .exec(self.database().writer())
            .await?;
        Ok(())
    }

    /// Whether anything was ever recorded.
    ///
    /// # Errors
    /// The database's own.
    pub async fn is_founded(&self) -> Result<bool> {
        ledger::within::has_events(self.reader()).await
    }
}
