//! Tokens: for a machine by its assertion, for a portal by a person's refresh token.

use std::sync::Arc;

use async_graphql::ID;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use chrono::TimeDelta;
use netra_domain::policy::{Actor, Standing};
use netra_registry::{ActRequest, Error, ledger::ids};
use serde_json::{Value, json};

use super::ASSERTION_TYPE;
use super::error::OauthError;
use super::form::{NOT_STORED, Parameters, Sent};
use netra_registry::office::secret_token::{self, SecretKind, SecretToken};

use crate::auth::{Assertion, ClientKey, NewToken, token};
use crate::graphql::{Kind, Server, parse, show};
use crate::session;

/// `POST /oauth/token`.
pub(super) async fn token(State(server): State<Server>, sent: Sent) -> impl IntoResponse {
    let granted = async {
        let parameters = Parameters::read(sent)?;
        if parameters.get("scope").is_some() {
            return Err(OauthError::InvalidScope);
        }
        match parameters.need("grant_type")? {
            "client_credentials" => machine(&server, &parameters).await,
            "refresh_token" => renewed(&server, &parameters).await,
            _ => Err(OauthError::UnsupportedGrantType),
        }
    };
    granted.await.map(|body| (NOT_STORED, Json(body)))
}

/// `POST /oauth/revoke`, RFC 7009: whatever is revoked, the answer is the same.
pub(super) async fn revoke(State(server): State<Server>, sent: Sent) -> impl IntoResponse {
    let revoked = async {
        let parameters = Parameters::read(sent)?;
        let presented = parameters.need("token")?;
        let Some(secret) = SecretToken::parse(SecretKind::Refresh, presented) else {
            return Ok(());
        };
        let permit = Actor::new(Standing::Public).permit().map_err(|error| unavailable(&error))?;
        let registry = &server.registry;
        registry
            .revoke_refresh_token(&permit, &secret.digest_hex())
            .await
            .map_err(|error| unavailable(&error))
    };
    revoked.await.map(|()| (StatusCode::OK, NOT_STORED))
}

fn unavailable(error: &dyn std::error::Error) -> OauthError {
    tracing::error!(%error, "a token could not be granted");
    OauthError::Unavailable
}

fn refused(reason: &'static str) -> OauthError {
    metrics::counter!("netra_assertions_refused_total", "reason" => reason).increment(1);
    tracing::info!(reason, "client assertion refused");
    OauthError::InvalidClient
}

async fn machine(server: &Server, parameters: &Parameters) -> Result<Value, OauthError> {
    if parameters.need("client_assertion_type")? != ASSERTION_TYPE {
        return Err(OauthError::InvalidRequest("client_assertion_type"));
    }
    let now = server.registry.clock().now();
    let text = parameters.need("client_assertion")?;
    let untyped = server.tokens.untyped_assertions;
    let assertion = Assertion::read(text, &server.tokens.issuer, now.0, untyped)
        .map_err(|error| refused(error.0))?;
    if parameters.get("client_id").is_some_and(|it| it != assertion.client_id) {
        return Err(refused("client_id is another"));
    }
    let Some((Kind::ApiClient, id)) = parse(&ID(assertion.client_id.clone())) else {
        return Err(refused("unknown client"));
    };
    let permit = Actor::new(Standing::Public).permit().map_err(|error| unavailable(&error))?;
    let registry = &server.registry;
    let rows = registry.client_key(&permit, id, assertion.kid.as_deref()).await;
    let keys: Vec<_> = rows
        .map_err(|error| unavailable(&error))?
        .iter()
        .filter_map(|row| ClientKey::parse(&row.jwk))
        .collect();
    if !assertion.is_signed_by(&keys) {
        return Err(refused("signature"));
    }
    let once = (secret_token::digest_hex(&assertion.jti), assertion.expires_at);
    let lifetime = TimeDelta::seconds(server.tokens.expires_in());
    let until = now.0 + lifetime + server.tokens.leeway;
    let opened = registry.open_client_session(&permit, id, (&once.0, once.1), until).await;
    let (session, usable) = opened.map_err(|error| {
        if let Error::Refused(_) = error {
            refused("used before, or ended")
        } else {
            unavailable(&error)
        }
    })?;
    let claims = NewToken {
        sub: show(Kind::User, session.user_id).0,
        client_id: assertion.client_id,
        sid: session.id.to_string(),
        seat: Some(show(Kind::Seat, usable.seat.id).0),
        inst: Some(usable.institution.code),
        generation: session.generation,
        jti: ids::random().to_string(),
    };
    let access_token = token::issue(&server.keys, &server.tokens, now.0, claims)
        .map_err(|error| unavailable(&error))?;
    Ok(json!({
        "access_token": access_token, "token_type": "Bearer",
        "expires_in": server.tokens.expires_in(),
    }))
}

async fn renewed(server: &Server, parameters: &Parameters) -> Result<Value, OauthError> {
    let presented = parameters.need("refresh_token")?;
    let actor: Arc<Actor> = Actor::new(Standing::Public);
    let permit = actor.permit().map_err(|error| unavailable(&error))?;
    let request = ActRequest::default();
    let renewed = session::renew(server, &permit, &request, presented).await;
    let renewed = renewed.map_err(|error| {
        if let Error::Refused(_) = error { OauthError::InvalidGrant } else { unavailable(&error) }
    })?;
    Ok(json!({
        "access_token": renewed.access_token, "token_type": "Bearer",
        "expires_in": server.tokens.expires_in(), "refresh_token": renewed.refresh_token.as_ref().map(SecretToken::reveal),
    }))
}
