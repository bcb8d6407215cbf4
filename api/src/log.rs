//! The transparency log over HTTP (C2SP tlog-tiles): checkpoints, tiles, the leaves for auditors,
//! and the keys and policy by which others check them.

use std::fmt::Write;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use netra_domain::Locale;
use netra_domain::policy::{Actor, Permit, Standing, of};
use netra_entity::log_origin;
use netra_registry::Error;
use netra_registry::ledger::log::TilePath;
use serde_json::{Value, json};

use crate::execute::Executor;
use crate::graphql::Server;
use crate::http::context::bearer_of;
use crate::http::{Problem, Rejection};

/// A checkpoint is replaced within seconds.
const SHORT: &str = "public, max-age=5";
/// Keys change once a year.
const MINUTES: &str = "public, max-age=300";
/// A tile of a width never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Leaves are for the auditor who asked.
const OWN: &str = "private, max-age=31536000, immutable";

/// What the routes need.
#[derive(Clone, Debug)]
struct Log {
    server: Server,
    executor: Executor,
}

/// The routes.
pub(crate) fn routes(server: &Server, executor: &Executor) -> Router {
    Router::new()
        .route("/log/{origin}/checkpoint", get(checkpoint))
        .route("/log/{origin}/tile/{*path}", get(tile))
        .route("/.well-known/netra-log.json", get(origins))
        .route("/.well-known/netra-log-policy", get(policy))
        .with_state(Log { server: server.clone(), executor: executor.clone() })
}

type Answer = Result<Response, Problem>;

fn with(kind: &'static str, cache: &'static str, body: impl IntoResponse) -> Response {
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
    ];
    (headers, body).into_response()
}

fn problem(error: &Error) -> Problem {
    if matches!(error, Error::NotFound) {
        return Problem::not_found();
    }
    if matches!(error, Error::Forbidden(_)) {
        let detail = "The leaves of the log are for auditors.";
        return Problem::new(StatusCode::FORBIDDEN, "FORBIDDEN", detail);
    }
    tracing::error!(%error, "the log could not be read");
    Problem::internal()
}

fn refused(rejection: Rejection) -> Problem {
    Problem::new(rejection.status, rejection.code, rejection.message)
}

fn public() -> Result<Permit<of::ReadLog>, Problem> {
    Actor::new(Standing::Public).permit().map_err(|refusal| problem(&refusal.into()))
}

async fn checkpoint(State(log): State<Log>, Path(origin): Path<String>) -> Answer {
    let found = log.server.registry.log_checkpoint(&public()?, Some(&origin)).await;
    let found = found.map_err(|error| problem(&error))?;
    Ok(with("text/plain; charset=utf-8", SHORT, found.note))
}

async fn tile(
    State(log): State<Log>,
    Path((origin, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let path = TilePath::parse(&path).ok_or_else(Problem::not_found)?;
    let registry = &log.server.registry;
    let wrong = |error: Error| problem(&error);
    if path.level.is_some() {
        let data = registry.log_tile(&public()?, &origin, path).await.map_err(wrong)?;
        return Ok(with("application/octet-stream", FOR_EVER, data));
    }
    let locale = Locale::default();
    let bearer = bearer_of(&headers)?;
    let actor = log.executor.actor(bearer.as_deref(), locale).await.map_err(refused)?;
    let permit = actor.permit().map_err(|refusal| problem(&refusal.into()))?;
    let bundle = registry.log_entries(&permit, &origin, path).await.map_err(wrong)?;
    Ok(with("application/octet-stream", OWN, bundle))
}

async fn every(log: &Log) -> Result<Vec<log_origin::Model>, Problem> {
    log.server.registry.log_origins(&public()?).await.map_err(|error| problem(&error))
}

fn address(log: &Log, origin: &log_origin::Model) -> String {
    format!("{}/log/{}", log.server.tokens.issuer, origin.label)
}

async fn origins(State(log): State<Log>) -> Answer {
    let origins = every(&log).await?;
    let shown = |origin: &log_origin::Model| -> Value {
        json!({
            "origin": origin.name, "vkey": origin.vkey, "url": address(&log, origin),
            "firstIndex": origin.first_index.to_string(),
            "isGivenUp": origin.given_up.is_some(),
        })
    };
    let shown: Vec<Value> = origins.iter().map(shown).collect();
    let mut answer = Json(json!({ "origins": shown })).into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(MINUTES));
    Ok(answer)
}

/// The keys as this server names them; an auditor keeps a copy, and never takes it from here again.
async fn policy(State(log): State<Log>) -> Answer {
    let mut text = String::new();
    for origin in every(&log).await? {
        if let Some(vkey) = &origin.vkey {
            let _ = writeln!(text, "log {vkey} {}", address(&log, &origin));
        }
    }
    text.push_str("quorum none\n");
    Ok(with("text/plain; charset=utf-8", MINUTES, text))
}
