//! From a request to an answer: the token becomes an actor, the schema is executed for it.

use std::sync::Arc;

use async_graphql::{ID, Request, Response};
use axum::http::StatusCode;
use netra_domain::Locale;
use netra_domain::policy::{Actor, Standing};
use netra_registry::Error;
use netra_registry::office::session::Claimed;

use crate::auth::VerifiedTokens;
use crate::graphql::kernel::call::Call;
use crate::graphql::{Kind, Schema, Server, kernel::asked, parse};
use crate::http::{Execute, Rejection, RequestContext};

/// Executes requests for whoever asks.
#[derive(Clone)]
pub struct Executor {
    schema: Schema,
    server: Server,
    tokens: Arc<VerifiedTokens>,
}

impl std::fmt::Debug for Executor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Executor").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Executor {
    /// An executor of the schema over a server.
    #[must_use]
    pub fn new(schema: Schema, server: Server) -> Self {
        Self { schema, server, tokens: Arc::default() }
    }

    /// The actor for whom a bearer token stands now; the public without one.
    ///
    /// # Errors
    /// [`Rejection`] for a token that is not accepted: invalid, expired, of an ended session, or
    /// of a seat that is not held any more.
    pub async fn actor(
        &self,
        bearer: Option<&str>,
        locale: Locale,
    ) -> Result<Arc<Actor>, Rejection> {
        let Some(bearer) = bearer else { return Ok(Actor::new(Standing::Public)) };
        let server = &self.server;
        let now = server.registry.clock().now();
        let refused = |reason: &'static str| {
            metrics::counter!("netra_tokens_refused_total", "reason" => reason).increment(1);
            tracing::info!(reason, "token refused");
            Rejection::invalid_token(refusal(locale))
        };
        let claims = self.tokens.verify(&server.keys, &server.tokens, now.0, bearer);
        let claims = claims.map_err(|error| refused(error.reason()))?;
        let uuid = |kind: Kind, text: &str| match parse(&ID(text.to_owned())) {
            Some((found, id)) if found == kind => Ok(id),
            _ => Err(refused("ids")),
        };
        let claimed = Claimed {
            user_id: uuid(Kind::User, &claims.sub)?,
            session_id: claims.sid.parse().map_err(|_source| refused("ids"))?,
            seat_id: claims.seat.as_deref().map(|text| uuid(Kind::Seat, text)).transpose()?,
            generation: claims.generation,
        };
        let actor = server.registry.actor(claimed).await;
        match actor {
            Ok(Some(actor)) => Ok(actor),
            Ok(None) => Err(refused("session or seat ended")),
            Err(error) => Err(unavailable(&error)),
        }
    }
}

const fn refusal(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "the access token is not accepted; sign in again",
        Locale::Id => "token akses tidak diterima; silakan masuk kembali",
    }
}

fn unavailable(error: &Error) -> Rejection {
    tracing::error!(%error, "a request could not be served");
    Rejection::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", "try again later")
}

impl Execute for Executor {
    async fn execute(
        &self,
        context: RequestContext,
        mut request: Request,
    ) -> Result<Response, Rejection> {
        let actor = self.actor(context.bearer.as_deref(), context.locale).await?;
        // Strangers are shown no person, so nothing needs to be accounted for.
        let vault = self.server.registry.vault();
        let asked = actor.user_id().map(|_| asked::of(&mut request, vault)).unwrap_or_default();
        let call = Arc::new(Call::new(
            self.server.clone(),
            actor,
            context.locale,
            context.trace_id,
            context.idempotency_key,
            context.origin,
        ));
        let response = self.schema.execute(request.data(Arc::clone(&call))).await;
        call.account(asked).await.map_err(|error| unavailable(&error))?;
        Ok(match call.read_point.get() {
            None => response,
            Some(point) => {
                let shown = async_graphql::value!({
                    "index": point.index.to_string(),
                    "moment": point.moment.to_string(),
                });
                response.extension("readPoint", shown)
            }
        })
    }
}
