//! A running server: routes beside GraphQL, the sequencer, and an orderly end.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use tower_http::timeout::TimeoutLayer;

use crate::execute::Executor;
use crate::graphql::{self, Server};
use crate::http::router::envelop;
use crate::http::{RouterOptions, router};
use crate::{connections, log, oauth};

/// How long a request beside GraphQL may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// How long a judgement of readiness holds.
const FRESH: Duration = Duration::from_secs(1);

/// How long the end of the server may take.
const DRAIN: Duration = Duration::from_secs(10);

/// Installs the recorder of metrics, once for the process.
#[must_use]
pub fn metrics_recorder() -> Option<PrometheusHandle> {
    PrometheusBuilder::new().install_recorder().ok()
}

/// The whole application as a router, readiness and metrics included.
pub fn application(server: &Server, metrics: Option<PrometheusHandle>) -> Router {
    with_routes(server, Places::default(), watch(server, metrics))
}

/// Where readiness and metrics are, and which proxies are believed.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Address of readiness and metrics, where it is another one.
    pub watch: Option<SocketAddr>,
    /// Proxies in front of the server.
    pub trusted_proxies: Arc<[IpAddr]>,
}

fn with_routes(server: &Server, places: Places, more: Router) -> Router {
    let schema = graphql::schema();
    let sdl: Arc<str> = graphql::sdl().into();
    let executor = Executor::new(schema, server.clone());
    let deadline = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, DEADLINE);
    let routes = Router::new()
        .merge(oauth::routes(server))
        .merge(log::routes(server, &executor))
        .merge(more)
        .layer(deadline);
    let (challenge, trusted_proxies) = (oauth::challenge(server), places.trusted_proxies);
    let options = RouterOptions { challenge, trusted_proxies, routes, ..RouterOptions::default() };
    router(executor, sdl, options)
}

/// Readiness and metrics, for the machines that watch the server.
fn watch(server: &Server, metrics: Option<PrometheusHandle>) -> Router {
    let judged = Arc::new(Mutex::new(None));
    Router::new()
        .route("/readyz", get(ready))
        .with_state((server.clone(), judged))
        .route("/metrics", get(async move || metrics.map_or_else(String::new, |it| it.render())))
}

/// Serves until `stop` completes, then lets requests finish and sequences what is left.
///
/// # Errors
/// The listener's own.
pub async fn serve(
    listener: TcpListener,
    (server, places): (Server, Places),
    metrics: Option<PrometheusHandle>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let stopping = CancellationToken::new();
    let answered = CancellationToken::new();
    let accounted = CancellationToken::new();
    let registry = server.registry.clone();
    let accounting = tokio::spawn(registry.run_read_log(answered.clone().cancelled_owned()));
    let registry = server.registry.clone();
    let sequencer = tokio::spawn(registry.run_sequencer(accounted.clone().cancelled_owned()));
    let successions =
        tokio::spawn(server.registry.clone().run_successions(stopping.clone().cancelled_owned()));
    let watch = watch(&server, metrics);
    let (beside, more) = match places.watch {
        Some(address) => (Some(TcpListener::bind(address).await?), Router::new()),
        None => (None, watch.clone()),
    };
    let app = with_routes(&server, places, more);
    if let Some(beside) = beside {
        let stopped = stopping.clone().cancelled_owned();
        tokio::spawn(connections::serve(beside, envelop(watch), stopped));
    }
    let signal = stopping.clone();
    let serving = connections::serve(listener, app, async move {
        stop.await;
        tracing::info!("stopping: requests under way may finish");
        signal.cancel();
    });
    let drained = {
        let stopping = stopping.clone();
        async move {
            stopping.cancelled().await;
            tokio::time::sleep(DRAIN).await;
        }
    };
    let ended = tokio::select! {
        ended = serving => ended,
        () = drained => {
            tracing::warn!("requests did not finish in time");
            Ok(())
        }
    };
    stopping.cancel();
    if successions.await.is_err() {
        tracing::error!("the job of successions ended badly; the next start goes on");
    }
    // What was read last is written first, and its event is sequenced with the others.
    answered.cancel();
    if accounting.await.is_err() {
        tracing::error!("the read log ended badly; readings of the last second may be missing");
    }
    accounted.cancel();
    if sequencer.await.is_err() {
        tracing::error!("the sequencer ended badly; the next start catches up");
    }
    ended
}

/// Listens from now on for a request to stop the process; completes when there is one.
///
/// # Errors
/// The system's own, where signals cannot be listened for.
pub fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// What was judged last, and when.
type Judged = Arc<Mutex<Option<(Instant, Option<&'static str>)>>>;

/// Ready when the database answers, is migrated, has not lost what the log has signed, and tokens
/// can be signed. Judged once a second at most, whoever asks: it reads, and signs once.
async fn ready(State((server, judged)): State<(Server, Judged)>) -> impl IntoResponse {
    let mut judged = judged.lock().await;
    let fresh = judged.filter(|(at, _)| at.elapsed() < FRESH).map(|(_, reason)| reason);
    let reason = if let Some(reason) = fresh {
        reason
    } else {
        let reason = judge(&server).await;
        *judged = Some((Instant::now(), reason));
        reason
    };
    match reason {
        None => (StatusCode::OK, "ready\n".to_owned()),
        Some(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {reason}\n")),
    }
}

async fn judge(server: &Server) -> Option<&'static str> {
    let database = server.registry.database();
    if database.ping().await.is_err() {
        Some("database")
    } else if !database.pending_migrations().await.is_ok_and(|pending| pending.is_empty()) {
        Some("migrations")
    } else if !server.registry.is_founded().await.is_ok_and(|founded| founded) {
        Some("not founded")
    } else if server.keys.self_test().is_err() {
        Some("signing key")
    } else if server.registry.check_log().await.is_err() {
        Some("log")
    } else {
        None
    }
}
