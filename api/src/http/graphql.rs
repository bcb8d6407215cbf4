//! The two doors of `/graphql`: POST for everything, GET for queries.

use std::{future::Future, net::IpAddr, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use async_graphql::parser::types::OperationType;
use async_graphql::{Request as GraphqlRequest, Response as GraphqlResponse};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use netra_domain::Locale;
use tokio::time::{Instant, timeout_at};

use super::{
    answer::Answering,
    error::{RequestError, Text, code},
    negotiate,
    params::{self, Params},
    prepare::{Prepared, Preparer},
    problem::{Problem, reason},
    trace::TraceId,
};
pub use super::{
    context::{Origin, RequestContext},
    error::Rejection,
};

/// Executes prepared requests: verifies the caller, then runs the schema.
pub trait Execute: Clone + Send + Sync + 'static {
    /// Executes one operation.
    ///
    /// The future is dropped when the time is up or the client leaves.
    fn execute(
        &self,
        context: RequestContext,
        request: GraphqlRequest,
    ) -> impl Future<Output = Result<GraphqlResponse, Rejection>> + Send;
}

/// What the handlers need.
#[derive(Clone)]
pub struct Endpoint<E> {
    /// The schema behind its access checks.
    pub execute: E,
    /// The limits and the cache of documents.
    pub preparer: Preparer,
    /// How long a request may take, from its headers to its answer.
    pub timeout: Duration,
    /// What a 401 says of the way to a token.
    pub challenge: HeaderValue,
    /// Proxies in front, whose word on where a request comes from is believed.
    pub trusted_proxies: Arc<[IpAddr]>,
}

/// Answers `POST /graphql`.
pub async fn post<E: Execute>(State(endpoint): State<Endpoint<E>>, request: Request) -> Response {
    let deadline = Instant::now() + endpoint.timeout;
    let headers = request.headers().clone();
    let origin = Origin::of(request.extensions(), &headers, &endpoint.trusted_proxies);
    endpoint
        .answer(&headers, trace_of(&request), origin, deadline, async {
            let locale = negotiate::locale(&headers);
            if !negotiate::is_json(&headers) {
                return Err(wrong_content_type(locale));
            }
            let body = body(request, deadline, locale).await?;
            let params = params::from_json(&body, endpoint.preparer.limits().variables_bytes);
            let params = params.map_err(|error| RequestError::params(&error, locale))?;
            endpoint.preparer.prepare(params, locale)
        })
        .await
}

/// Answers `GET /graphql`; a mutation is refused and not executed.
pub async fn get<E: Execute>(State(endpoint): State<Endpoint<E>>, request: Request) -> Response {
    let deadline = Instant::now() + endpoint.timeout;
    let (parts, _) = request.into_parts();
    let trace_id = parts.extensions.get().cloned();
    let origin = Origin::of(&parts.extensions, &parts.headers, &endpoint.trusted_proxies);
    let mut response = endpoint
        .answer(&parts.headers, trace_id, origin, deadline, async {
            let locale = negotiate::locale(&parts.headers);
            let params = params::from_uri(&parts.uri, endpoint.preparer.limits().variables_bytes);
            let params: Params = params.map_err(|error| RequestError::params(&error, locale))?;
            let prepared = endpoint.preparer.prepare(params, locale)?;
            match prepared.operation.kind {
                OperationType::Mutation => Err(mutation_by_get(locale)),
                OperationType::Query | OperationType::Subscription => Ok(prepared),
            }
        })
        .await;
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    response
}

impl<E: Execute> Endpoint<E> {
    /// Negotiates, prepares, executes and answers. Whatever panics or hangs in between becomes
    /// an error of that request alone.
    async fn answer(
        &self,
        headers: &HeaderMap,
        trace_id: Option<TraceId>,
        origin: Origin,
        deadline: Instant,
        prepared: impl Future<Output = Result<Prepared, RequestError>>,
    ) -> Response {
        let Some(media) = negotiate::media(headers) else {
            return Problem::not_acceptable().into_response();
        };
        let answering = Answering {
            media,
            locale: negotiate::locale(headers),
            trace_id: trace_id.unwrap_or_else(|| TraceId::of(headers)),
            max_errors: self.preparer.limits().errors,
            challenge: self.challenge.clone(),
        };
        let execution = AssertUnwindSafe(self.run(headers, &answering.trace_id, origin, prepared));
        let error = match timeout_at(deadline, execution.catch_unwind()).await {
            Ok(Ok(Ok(response))) => return answering.tell(response),
            Ok(Ok(Err(error))) => error,
            Ok(Err(panic)) => {
                let trace_id = &answering.trace_id;
                tracing::error!(%trace_id, panic = reason(panic.as_ref()), "a request panicked");
                RequestError::internal(answering.locale)
            }
            Err(_) => RequestError::timeout(answering.locale),
        };
        answering.refuse(error)
    }

    async fn run(
        &self,
        headers: &HeaderMap,
        trace_id: &TraceId,
        origin: Origin,
        prepared: impl Future<Output = Result<Prepared, RequestError>>,
    ) -> Result<GraphqlResponse, RequestError> {
        let Prepared { request, operation } = prepared.await?;
        let context = RequestContext::read(headers, trace_id, origin, operation)?;
        Ok(self.execute.execute(context, request).await?)
    }
}

/// Reads the body; the router bounds its length.
async fn body(request: Request, deadline: Instant, locale: Locale) -> Result<Bytes, RequestError> {
    let Ok(read) = timeout_at(deadline, Bytes::from_request(request, &())).await else {
        let text = Text { en: "The body came too slowly.", id: "Isi permintaan terlalu lambat." };
        let status = StatusCode::REQUEST_TIMEOUT;
        return Err(RequestError::http(status, code::UNAVAILABLE, text.get(locale)));
    };
    read.map_err(|rejection| {
        let text = match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Text { en: "The body is too large.", id: "Isi permintaan terlalu besar." }
            }
            _ => Text { en: "The body broke off.", id: "Isi permintaan terputus." },
        };
        RequestError::http(rejection.status(), code::INVALID_INPUT, text.get(locale))
    })
}

fn trace_of(request: &Request) -> Option<TraceId> {
    request.extensions().get().cloned()
}

fn wrong_content_type(locale: Locale) -> RequestError {
    let text = Text {
        en: "Send the request as application/json in UTF-8.",
        id: "Kirim permintaan sebagai application/json dalam UTF-8.",
    };
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    RequestError::http(status, code::INVALID_INPUT, text.get(locale))
}

fn mutation_by_get(locale: Locale) -> RequestError {
    let text =
        Text { en: "A mutation must be sent by POST.", id: "Mutasi harus dikirim dengan POST." };
    RequestError::http(StatusCode::METHOD_NOT_ALLOWED, code::INVALID_INPUT, text.get(locale))
}
