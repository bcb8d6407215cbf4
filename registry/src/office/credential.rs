//! Passwords as they are stored: each hash bound to its account by the registry's key, so that nobody
//! who has the database alone can give an account a password.

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::{session, user};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::vault::Vault;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office::{self, invitation};
use crate::people;

/// Between the hash and what binds it; no hash in the PHC format has one.
const BOUND_BY: char = '~';

/// What a password is checked against.
#[derive(Clone)]
pub struct Credential {
    /// The account.
    pub user_id: Uuid,
    /// Its Argon2id hash.
    pub password_hash: String,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("user_id", &self.user_id).finish_non_exhaustive()
    }
}

impl Registry {
    /// The credential of an active account, by its folded login.
    ///
    /// # Errors
    /// The database's own.
    pub async fn credential(
        &self,
        _permit: &Permit<of::SignIn>,
        login: &str,
    ) -> Result<Option<Credential>> {
        let named = Condition::all().add(user::Column::Login.eq(login));
        let rows = office::within::users(self.reader(), named).await?;
        let account = rows.into_iter().find(|row| row.disabled_at.is_none());
        Ok(account.and_then(|row| credential_of(self.vault(), &row)))
    }

    /// The caller's own login and credential, and what a new password must not contain.
    ///
    /// # Errors
    /// `CREDENTIAL_WRONG` for an account without a password.
    pub async fn own_credential(
        &self,
        permit: &Permit<of::ChangePassword>,
    ) -> Result<(String, Credential, Vec<String>)> {
        let account = self.own_account(permit.actor()).await?;
        let credential = credential_of(self.vault(), &account).ok_or(Rule::CredentialWrong)?;
        Ok((account.login.clone(), credential, self.known_of(account).await?))
    }

    /// Sets another password of one's own; every session but the present one ends, and so does every
    /// invitation. That the caller knows the old one is for the caller of this to see.
    ///
    /// # Errors
    /// The database's own.
    pub async fn change_password(
        &self,
        permit: &Permit<of::ChangePassword>,
        request: &ActRequest,
        password_hash: &str,
    ) -> Result<Done> {
        let user_id = permit.actor().user_id().ok_or(Error::NotFound)?;
        let mut act = open_act!(self, permit, request);
        let taken = act.take::<user::Entity>(user_id, None).await?;
        invitation::close(&act, user_id, None).await?;
        end_sessions(&act, user_id, permit.actor().session_id()).await?;
        let password_hash = Some(bound(self.vault(), user_id, password_hash));
        act.put(&taken, user::Model { password_hash, ..taken.row.clone() }, vec![]).await?;
        act.commit(Some(user_id)).await
    }

    /// Names and numbers of an account that others know.
    pub(crate) async fn known_of(&self, account: user::Model) -> Result<Vec<String>> {
        let person = account.civil_servant_id;
        let mut known = people::within::numbers_held(self.reader(), person).await?;
        known.extend([account.login, account.display_name]);
        known.extend(account.email);
        Ok(known)
    }
}

/// A hash as it is stored for an account.
pub(crate) fn bound(vault: &Vault, user_id: Uuid, hash: &str) -> String {
    format!("{hash}{BOUND_BY}{}", tag(vault, user_id, hash))
}

/// The credential of an account; none where its hash was not bound to it by this registry.
fn credential_of(vault: &Vault, account: &user::Model) -> Option<Credential> {
    let stored = account.password_hash.as_deref()?;
    if !is_bound(vault, account.id, stored) {
        metrics::counter!("netra_passwords_not_bound_total").increment(1);
        return None;
    }
    let (hash, _) = stored.rsplit_once(BOUND_BY)?;
    Some(Credential { user_id: account.id, password_hash: hash.to_owned() })
}

/// Whether a stored hash was bound to an account by this registry.
pub(crate) fn is_bound(vault: &Vault, user_id: Uuid, stored: &str) -> bool {
    stored.rsplit_once(BOUND_BY).is_some_and(|(hash, by)| by == tag(vault, user_id, hash))
}

fn tag(vault: &Vault, user_id: Uuid, hash: &str) -> String {
    vault.tag("password", &format!("{user_id}\0{hash}"))
}

/// Ends the open sessions of an account, one apart.
pub(crate) async fn end_sessions(act: &Write, user_id: Uuid, but: Option<Uuid>) -> Result<()> {
    session::Entity::update_many()
        .set(session::ActiveModel { ended_at: Set(Some(act.now())), ..Default::default() })
        .filter(session::Column::UserId.eq(user_id))
        .filter(Condition::all().add_option(but.map(|id| session::Column::Id.ne(id))))
        .filter(session::Column::EndedAt.is_null())
        .exec(act.tx())
        .await?;
    Ok(())
}
