//! A running server: routes beside GraphQL, the sequencer, and an orderly end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::execute::Executor;
use crate::graphql::{self, Server};
use crate::http::{RouterOptions, router};
use crate::{log, oauth};

/// How long the end of the server may take.
const DRAIN: Duration = Duration::from_secs(10);

/// Installs the recorder of metrics, once for the process.
#[must_use]
pub fn metrics_recorder() -> Option<PrometheusHandle> {
    PrometheusBuilder::new().install_recorder().ok()
}

/// The whole application as a router.
pub fn application(server: &Server, metrics: Option<PrometheusHandle>) -> Router {
    let schema = graphql::schema();
    let sdl: Arc<str> = graphql::sdl().into();
    let executor = Executor::new(schema, server.clone());
    let routes = Router::new()
        .route("/readyz", get(ready))
        .with_state(server.clone())
        .merge(oauth::routes(server))
        .merge(log::routes(server, &executor))
        .route("/metrics", get(async move || metrics.map_or_else(String::new, |it| it.render())));
    let challenge = oauth::challenge(server);
    router(executor, sdl, RouterOptions { challenge, routes, ..RouterOptions::default() })
}

/// Serves until `stop` completes, then lets requests finish and sequences what is left.
///
/// # Errors
/// The listener's own.
pub async fn serve(
    listener: TcpListener,
    server: Server,
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
    let app = application(&server, metrics);
    let signal = stopping.clone();
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(async move {
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

/// Ready when the database answers, is migrated, has not lost what the log has signed, and tokens
/// can be signed.
async fn ready(State(server): State<Server>) -> impl IntoResponse {
    let database = server.registry.database();
    let reason = if database.ping().await.is_err() {
        Some("database")
    } else if !database.pending_migrations().await.is_ok_and(|pending| pending.is_empty()) {
        Some("migrations")
    } else if server.keys.self_test().is_err() {
        Some("signing key")
    } else if server.registry.check_log().await.is_err() {
        Some("log")
    } else {
        None
    };
    match reason {
        None => (StatusCode::OK, "ready\n".to_owned()),
        Some(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {reason}\n")),
    }
}
