//! Connections: how many there are, and how long one may take to say what it wants. Whoever opens
//! connections and says nothing holds a place for a short time only.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// How many connections there are at a time; others wait in the system's line.
const MOST: usize = 4_096;

/// How long a new connection may be silent.
const SILENT: Duration = Duration::from_secs(10);

/// How long the headers of a request may take, and a connection may wait between two: long enough for
/// clients that keep connections.
const HEADERS: Duration = Duration::from_secs(30);

/// How often an HTTP/2 connection must answer that it is alive.
const ALIVE: Duration = Duration::from_secs(20);

/// Memory for headers that are not complete yet, in each connection.
const HEADER_BYTES: usize = 32 * 1024;

/// With what HTTP/2 begins.
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// How soon to look again at a connection that has begun to speak.
const AGAIN: Duration = Duration::from_millis(20);

/// How long to wait where the system has no more sockets.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// Serves connections until `stop` completes, then lets requests under way finish.
///
/// # Errors
/// The listener's own, where it can never accept again.
pub(crate) async fn serve(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(HEADER_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(ALIVE)
        .keep_alive_timeout(SILENT)
        .max_concurrent_streams(128)
        .max_header_list_size(16 * 1024);
    let builder = Arc::new(builder);
    let (graceful, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(MOST)));
    let stopping = CancellationToken::new();
    tokio::pin!(stop);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = &mut stop => break,
        };
        let Ok(place) = place else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) if is_of_one_connection(&error) => continue,
                Err(error) => {
                    tracing::error!(%error, "no connection can be accepted; trying again");
                    tokio::time::sleep(EXHAUSTED).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let (builder, app, watcher) = (Arc::clone(&builder), app.clone(), graceful.watcher());
        let stopping = stopping.clone();
        tokio::spawn(async move {
            let spoken = tokio::select! {
                spoken = timeout(SILENT, has_spoken(&stream)) => spoken.is_ok_and(|it| it.is_ok()),
                // Whoever has said nothing yet holds up no end.
                () = stopping.cancelled() => false,
            };
            if spoken {
                connection(&builder, stream, peer, app, watcher).await;
            }
            drop(place);
        });
    }
    drop(listener);
    stopping.cancel();
    graceful.shutdown().await;
    Ok(())
}

/// Waits for the first words of a connection: enough to tell HTTP/1 from HTTP/2, for which nobody else
/// sets a time.
async fn has_spoken(stream: &TcpStream) -> io::Result<()> {
    let mut first = [0; PREFACE.len()];
    loop {
        let count = stream.peek(&mut first).await?;
        let said = first.get(..count).unwrap_or_default();
        if count == 0 || count == PREFACE.len() || !PREFACE.starts_with(said) {
            return Ok(());
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn connection(
    builder: &Builder<TokioExecutor>,
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    watcher: Watcher,
) {
    // An answer is small; it does not wait for another.
    let _ignored = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let app = app.clone();
        async move {
            let Ok(response) = app.oneshot(request).await;
            Ok::<_, Infallible>(response)
        }
    });
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
    // A client that breaks off is no fault of the server.
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(error, "a connection ended early");
    }
}

/// Whether an error says something of one connection alone.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}
