//! The routes, and what surrounds all of them.

use std::{any::Any, net::IpAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, HeaderValue},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::catch_panic::CatchPanicLayer;

use super::{
    asset::Asset,
    graphiql,
    graphql::{self, Endpoint, Execute},
    limits::Limits,
    prepare::Preparer,
    problem::{self, Problem},
};

/// What may differ between two servers.
#[derive(Clone, Debug)]
pub struct RouterOptions {
    /// The limits of a request.
    pub limits: Limits,
    /// How long a request may take.
    pub timeout: Duration,
    /// How a 401 leads to the metadata of this resource, RFC 9728.
    pub challenge: HeaderValue,
    /// Proxies in front, whose word on where a request comes from is believed.
    pub trusted_proxies: Arc<[IpAddr]>,
    /// Routes from elsewhere; they come inside the same envelope.
    pub routes: Router,
}

impl Default for RouterOptions {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            timeout: Duration::from_secs(10),
            challenge: HeaderValue::from_static("Bearer"),
            trusted_proxies: Arc::default(),
            routes: Router::new(),
        }
    }
}

/// Makes the router: `/graphql`, `/graphiql`, `/schema.graphql`, `/livez` and the given routes.
///
/// Whatever is under none of them, panics, or takes another method, answers with a problem
/// document.
pub fn router<E: Execute>(execute: E, sdl: Arc<str>, options: RouterOptions) -> Router {
    let body_limit = DefaultBodyLimit::max(options.limits.body_bytes);
    let preparer = Preparer::new(options.limits);
    let RouterOptions { timeout, challenge, trusted_proxies, .. } = options;
    let endpoint = Endpoint { execute, preparer, timeout, challenge, trusted_proxies };
    let graphql = Router::new()
        .route("/graphql", get(graphql::get::<E>).post(graphql::post::<E>))
        .layer(body_limit)
        .with_state(endpoint);
    let schema = Asset::new("text/plain; charset=utf-8", Bytes::from_owner(Arc::<[u8]>::from(sdl)));
    let schema = Router::new().route("/schema.graphql", get(schema_text)).with_state(schema);
    let all = Router::new()
        .route("/livez", get(async || "ok\n"))
        .merge(graphql)
        .merge(schema)
        .merge(graphiql::routes())
        .merge(options.routes);
    envelop(all)
}

/// Puts the envelope around routes: panics, unknown addresses and methods become problem
/// documents with a trace id, and every answer gets the security headers.
pub fn envelop(routes: Router) -> Router {
    routes
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| {
            problem::panicked(panic.as_ref())
        }))
        .layer(axum::middleware::from_fn(problem::envelope))
}

async fn schema_text(State(schema): State<Asset>, headers: HeaderMap) -> Response {
    schema.respond(&headers).into_response()
}
