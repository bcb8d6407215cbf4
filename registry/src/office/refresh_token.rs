//! Refresh tokens: each renews its session once. A token that comes a second time is either a lost
//! answer, and gets the same successor again, or a copy in other hands, and ends the session with
//! all its tokens (RFC 9700 section 4.14).

use chrono::TimeDelta;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::{Instant, refresh_token, session};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
};
use serde_json::json;

use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Opened};
use crate::office;
use crate::{Registry, ledger::ids};

/// Kind of a session in events.
const SESSION: &str = "session";

/// A session that is not renewed for so long ends.
const IDLE: TimeDelta = TimeDelta::hours(12);

/// What a presented token leads to.
enum Found {
    /// The session goes on, under this generation of tokens.
    GoesOn(session::Model),
    /// Somebody else holds a copy.
    Replayed(session::Model),
}

impl Registry {
    /// Renews a session: the presented token is used up, its successor takes its place. Both are
    /// given by their digests; the successor is derived from the token, so that a lost answer can
    /// be repeated.
    ///
    /// # Errors
    /// `REFRESH_TOKEN_UNUSABLE` for one that is unknown, expired, of an ended session or of a seat
    /// that cannot be used now; the same for one that was used, which also ends the session.
    pub async fn refresh_session(
        &self,
        permit: &Permit<of::RefreshSession>,
        request: &ActRequest,
        presented: &str,
        successor: &str,
    ) -> Result<session::Model> {
        match self.rotate(presented, successor).await? {
            Found::GoesOn(session) => Ok(session),
            Found::Replayed(session) => {
                self.end_family(permit, request, session).await?;
                Err(Rule::RefreshTokenUnusable.into())
            }
        }
    }

    async fn rotate(&self, presented: &str, successor: &str) -> Result<Found> {
        let unusable = || Error::Refused(Rule::RefreshTokenUnusable);
        let now = self.clock().now();
        let tx = self.database().begin().await?;
        let found = office::within::refresh_token(&tx, presented).await?.ok_or_else(unusable)?;
        // Of several that come at once, one goes first.
        let session = office::within::lock_session(&tx, found.session_id).await?;
        let session = session.filter(|it| it.ended_at.is_none() && it.expires_at > now);
        let mut session = session.ok_or_else(unusable)?;
        let token = office::within::refresh_token(&tx, presented).await?.ok_or_else(unusable)?;
        if token.expires_at <= now {
            return Err(unusable());
        }
        if token.used_at.is_some() {
            let next = office::within::refresh_token(&tx, successor).await?;
            let unanswered = next.is_some_and(|it| it.used_at.is_none())
                && token.generation + 1 == session.generation
                && session.used_generation < session.generation;
            return Ok(if unanswered { Found::GoesOn(session) } else { Found::Replayed(session) });
        }
        if !self.may_go_on(&tx, &session).await? {
            return Err(unusable());
        }
        let used = refresh_token::ActiveModel { used_at: Set(Some(now)), ..Default::default() };
        refresh_token::Entity::update_many()
            .set(used)
            .filter(refresh_token::Column::Id.eq(token.id))
            .exec(&tx)
            .await?;
        session.generation = token.generation + 1;
        let generation = Set(session.generation);
        session::Entity::update_many()
            .set(session::ActiveModel { generation, ..Default::default() })
            .filter(session::Column::Id.eq(session.id))
            .exec(&tx)
            .await?;
        store(&tx, &session, successor, now).await?;
        tx.commit().await?;
        Ok(Found::GoesOn(session))
    }

    async fn may_go_on(&self, tx: &DatabaseTransaction, session: &session::Model) -> Result<bool> {
        let account = office::within::user(tx, session.user_id).await?;
        let open = account.is_some_and(|it| it.disabled_at.is_none());
        Ok(open
            && match session.seat_id {
                None => true,
                Some(seat_id) => self.usable_seat(tx, session.user_id, seat_id).await?.is_some(),
            })
    }

    /// Ends a session whose tokens are in two hands; the event says so.
    async fn end_family(
        &self,
        permit: &Permit<of::RefreshSession>,
        request: &ActRequest,
        session: session::Model,
    ) -> Result<()> {
        let request = ActRequest { idempotency: None, ..request.clone() };
        let mut act = match self.open(permit, &request).await? {
            Opened::Fresh(act) => act,
            Opened::Replayed(_) => return Ok(()),
        };
        let ended = session::ActiveModel { ended_at: Set(Some(act.now())), ..Default::default() };
        session::Entity::update_many()
            .set(ended)
            .filter(session::Column::Id.eq(session.id))
            .exec(act.tx())
            .await?;
        let rev = act.next_rev(session.id).await?;
        let after = json!({
            "user_id": session.user_id, "seat_id": session.seat_id, "ended_at": act.now(),
            "reason": Rule::RefreshTokenUnusable.code(),
        });
        act.record(SESSION, session.id, rev, &after)?;
        act.commit(Some(session.id)).await?;
        metrics::counter!("netra_refresh_tokens_replayed_total").increment(1);
        Ok(())
    }

    /// Ends the session of a token, whatever its state; an unknown one changes nothing.
    ///
    /// # Errors
    /// The database's own.
    pub async fn revoke_refresh_token(
        &self,
        _permit: &Permit<of::RefreshSession>,
        presented: &str,
    ) -> Result<()> {
        let Some(token) = office::within::refresh_token(self.reader(), presented).await? else {
            return Ok(());
        };
        let ended = Set(Some(self.clock().now()));
        let change = session::ActiveModel { ended_at: ended, ..Default::default() };
        self.update_session(token.session_id, change).await
    }
}

/// Stores the token of a session's present generation.
pub(crate) async fn store(
    tx: &impl ConnectionTrait,
    session: &session::Model,
    digest: &str,
    now: Instant,
) -> Result<()> {
    let row = refresh_token::ActiveModel {
        id: Set(ids::random()),
        session_id: Set(session.id),
        digest: Set(digest.to_owned()),
        generation: Set(session.generation),
        expires_at: Set(Instant(now.0 + IDLE).min(session.expires_at)),
        used_at: Set(None),
    };
    refresh_token::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
