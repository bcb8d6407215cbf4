//! Tokens of a session: what `signIn`, `refreshSession` and the token endpoint hand out.

use chrono::TimeDelta;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::{Instant, session};
use netra_registry::office::secret_token::{SecretKind, SecretToken};
use netra_registry::office::session::UsableSeat;
use netra_registry::{ActRequest, Error, Result, ledger::ids};

use crate::auth::{NewToken, token};
use crate::graphql::{Kind, Server, show};

/// The client under which people sign in.
const PORTAL: &str = "netra-portal";

/// What a successor of a refresh token is derived for.
const SUCCESSOR: &str = "refresh/v1";

/// Tokens to hand over, once.
pub(crate) struct Issued {
    pub(crate) access_token: String,
    pub(crate) expires_at: Instant,
    pub(crate) refresh_token: Option<SecretToken>,
    /// The seats in which the person may act today.
    pub(crate) seats: Vec<UsableSeat>,
}

/// A new refresh token.
pub(crate) fn new_refresh_token() -> Result<SecretToken> {
    SecretToken::generate(SecretKind::Refresh)
}

/// The tokens of a session as it is now.
pub(crate) async fn issue(
    server: &Server,
    session: &session::Model,
    refresh_token: Option<SecretToken>,
) -> Result<Issued> {
    let now = server.registry.clock().now();
    let seats = server.registry.own_seats(session.user_id).await?;
    let acting = seats.iter().find(|it| Some(it.seat.id) == session.seat_id);
    let claims = NewToken {
        sub: show(Kind::User, session.user_id).0,
        client_id: PORTAL.to_owned(),
        sid: session.id.to_string(),
        seat: session.seat_id.map(|id| show(Kind::Seat, id).0),
        inst: acting.map(|it| it.institution.code.clone()),
        generation: session.generation,
        jti: ids::random().to_string(),
    };
    let access_token = token::issue(&server.keys, &server.tokens, now.0, claims)
        .map_err(|_source| Error::Crypto("signing a token failed"))?;
    let lifetime = TimeDelta::seconds(server.tokens.expires_in());
    Ok(Issued { access_token, expires_at: Instant(now.0 + lifetime), refresh_token, seats })
}

/// Renews a session by its refresh token. The same token gives the same successor, so that a lost
/// answer can be asked for again.
pub(crate) async fn renew(
    server: &Server,
    permit: &Permit<of::RefreshSession>,
    request: &ActRequest,
    presented: &str,
) -> Result<Issued> {
    let presented = SecretToken::parse(SecretKind::Refresh, presented)
        .ok_or(Error::Refused(Rule::RefreshTokenUnusable))?;
    let derived = server.registry.vault().derive(SUCCESSOR, presented.reveal());
    let successor = SecretToken::derived(SecretKind::Refresh, derived);
    let (before, after) = (presented.digest_hex(), successor.digest_hex());
    let session = server.registry.refresh_session(permit, request, &before, &after).await?;
    issue(server, &session, Some(successor)).await
}
