//! The load generator: so many connections, each with one request under way, on a thread of its
//! own. Requests are ready before it starts, so that it costs little beside the server that it
//! measures. It looks at every answer; a wrong one ends the bench, so none is ever counted.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::Result;
use crate::http::Connection;

/// A request, and what its answer has to hold.
pub(crate) struct Exchange {
    /// The bytes to send.
    pub(crate) request: Vec<u8>,
    /// Texts, and how often each of them occurs in the answer.
    pub(crate) holds: Vec<(String, usize)>,
}

/// What to do to a server.
pub(crate) struct Load {
    /// The server.
    pub(crate) address: SocketAddr,
    /// The requests, in their order.
    pub(crate) exchanges: Vec<Exchange>,
    /// How many connections.
    pub(crate) connections: usize,
    /// For how long; where requests can be sent only once, also no longer than they last.
    pub(crate) time: Duration,
    /// Whether a request can be sent only once.
    pub(crate) once: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers {
    /// How many answers, all of them right.
    pub(crate) count: usize,
    /// How long it took.
    pub(crate) time: Duration,
    /// How long the middle answer took, in microseconds.
    pub(crate) p50: u32,
    /// How long the slowest but one of a hundred took.
    pub(crate) p99: u32,
    /// Bytes of all bodies.
    pub(crate) bytes: usize,
}

/// One connection's part.
#[derive(Default)]
struct Part {
    latencies: Vec<u32>,
    bytes: usize,
}

/// Runs the load to its end.
pub(crate) fn run(load: Load) -> Result<Answers> {
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        runtime.block_on(all(load))
    });
    thread.join().map_err(|_panic| "the load generator stopped")?
}

async fn all(load: Load) -> Result<Answers> {
    let mut open = Vec::with_capacity(load.connections);
    for _ in 0..load.connections {
        open.push(Connection::open(load.address).await?);
    }
    let load = Arc::new(load);
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut parts: JoinSet<Result<Part>> = JoinSet::new();
    for connection in open {
        parts.spawn(one(connection, Arc::clone(&load), Arc::clone(&next), begun));
    }
    let mut whole = Part::default();
    while let Some(part) = parts.join_next().await {
        let mut part = part??;
        whole.latencies.append(&mut part.latencies);
        whole.bytes += part.bytes;
    }
    let time = begun.elapsed();
    let (mut latencies, bytes) = (whole.latencies, whole.bytes);
    latencies.sort_unstable();
    let at = |percent| latencies.get(latencies.len() * percent / 100).copied().unwrap_or_default();
    Ok(Answers { count: latencies.len(), time, p50: at(50), p99: at(99), bytes })
}

async fn one(
    mut connection: Connection,
    load: Arc<Load>,
    next: Arc<AtomicUsize>,
    begun: Instant,
) -> Result<Part> {
    let mut part = Part::default();
    while begun.elapsed() < load.time {
        let position = next.fetch_add(1, Ordering::Relaxed);
        let position = if load.once { position } else { position % load.exchanges.len() };
        let Some(exchange) = load.exchanges.get(position) else { break };
        let sent = Instant::now();
        let (status, body) = connection.exchange(&exchange.request).await?;
        part.latencies.push(u32::try_from(sent.elapsed().as_micros())?);
        part.bytes += body.len();
        check(exchange, status, body)?;
    }
    Ok(part)
}

fn check(exchange: &Exchange, status: u16, body: &str) -> Result<()> {
    let wrong = |text: &(String, usize)| body.matches(text.0.as_str()).count() != text.1;
    let missed = exchange.holds.iter().find(|it| wrong(it));
    if status == 200 && missed.is_none() {
        return Ok(());
    }
    let shown: String = body.chars().take(600).collect();
    Err(format!("a wrong answer, {status}, expected {missed:?}: {shown}").into())
}
