//! Kills in a storm of writes. What a client was told is there afterwards, once and in order; and
//! beside it, controls that must lose, so that a harness that sees no loss would be found out.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use futures_util::future::join_all;
use tokio::sync::Notify;

use crate::clerk::{Clerk, Desk, Line};
use crate::database::{Backend, both};
use crate::ledger::Ledger;

const KILLS: usize = 20;
const CLIENTS: usize = 8;

/// What the clients know.
pub struct Storm {
    /// Whose signature was acknowledged, with the event.
    acknowledged: Mutex<BTreeMap<usize, String>>,
    /// Of whom nobody knows; they are asked for again under the same key.
    unknown: Mutex<Vec<usize>>,
    /// How often nobody knew.
    unanswered: AtomicUsize,
    /// Refusals by a server that lived.
    refused: Mutex<Vec<String>>,
    next: AtomicUsize,
}

/// One blow, and what leads to it.
struct Blow {
    /// After so many acknowledgements.
    due: usize,
    told: AtomicUsize,
    heard: Notify,
    struck: AtomicBool,
}

fn held<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Storm {
    pub fn new() -> Self {
        Self {
            acknowledged: Mutex::default(),
            unknown: Mutex::default(),
            unanswered: AtomicUsize::new(0),
            refused: Mutex::default(),
            next: AtomicUsize::new(0),
        }
    }

    /// Clients write until so many more are acknowledged; then `strike` hits. It says that it has hit
    /// as soon as no answer is owed any more.
    pub async fn rage(&self, line: &Line<'_>, due: usize, strike: impl AsyncFnOnce(&AtomicBool)) {
        let blow = Blow {
            due,
            told: AtomicUsize::new(0),
            heard: Notify::new(),
            struck: AtomicBool::new(false),
        };
        let clients = join_all((0..CLIENTS).map(|_| self.client(line, &blow)));
        let striker = async {
            blow.heard.notified().await;
            strike(&blow.struck).await;
            blow.struck.store(true, Ordering::SeqCst);
        };
        tokio::join!(clients, striker);
    }

    async fn client(&self, line: &Line<'_>, blow: &Blow) {
        while !blow.struck.load(Ordering::SeqCst) {
            let retried = held(&self.unknown).pop();
            let position = retried.unwrap_or_else(|| self.next.fetch_add(1, Ordering::SeqCst));
            match line.submit(position).await {
                Ok(Ok(done)) => {
                    held(&self.acknowledged).insert(position, done.event);
                    if blow.told.fetch_add(1, Ordering::SeqCst) + 1 == blow.due {
                        blow.heard.notify_one();
                    }
                }
                Ok(Err(answer)) => {
                    self.lost_sight_of(position);
                    held(&self.refused).push(answer.raw);
                }
                Err(_) => self.lost_sight_of(position),
            }
        }
    }

    fn lost_sight_of(&self, position: usize) {
        held(&self.unknown).push(position);
        self.unanswered.fetch_add(1, Ordering::SeqCst);
    }

    /// Asks again for everything of which nobody knows, and answers with what is acknowledged.
    pub async fn resolve(self, desk: &Desk<'_>) -> (BTreeMap<usize, String>, usize) {
        let mut acknowledged = self.acknowledged.into_inner().unwrap();
        for position in self.unknown.into_inner().unwrap() {
            acknowledged.insert(position, desk.record(position).await.event);
        }
        (acknowledged, self.unanswered.into_inner())
    }

    /// What a server has refused while it was up.
    pub fn refused(&self) -> Vec<String> {
        held(&self.refused).clone()
    }
}

/// Compares what clients hold with what the database has, `before` signatures apart.
pub async fn account(
    name: &str,
    ledger: &Ledger,
    before: usize,
    (acknowledged, unanswered): (BTreeMap<usize, String>, usize),
) {
    let order = ledger.order().await;
    let known: HashSet<&String> = order.iter().map(|(_, event)| event).collect();
    let lost = acknowledged.values().filter(|event| !known.contains(event)).count();
    let gaps = (0..).zip(&order).filter(|(position, (index, _))| position != index).count();
    let events: BTreeSet<&String> = acknowledged.values().collect();
    let signed = ledger.count("pact_signature").await - before;
    let persons = "(SELECT DISTINCT civil_servant_id, institution_id FROM pact_signature \
        WHERE superseded_by IS NULL AND method = 'PAPER') AS signer";
    let paper = "pact_signature WHERE superseded_by IS NULL AND method = 'PAPER'";
    let twice = ledger.count(paper).await - ledger.count(persons).await;
    let duplicated = (order.len() - known.len())
        + (acknowledged.len() - events.len())
        + signed.abs_diff(acknowledged.len())
        + twice;
    println!(
        "{name}: acknowledged = {}, without an answer = {unanswered}, lost = {lost}, \
         duplicated = {duplicated}, gaps = {gaps}",
        acknowledged.len()
    );
    assert_eq!((lost, duplicated, gaps), (0, 0, 0));
    ledger.check_order().await;
}

async fn what_is_acknowledged_survives_twenty_kills_of_the_server(backend: Backend) {
    let clerk = Clerk::new(backend, 900).await;
    let ledger = Ledger::of(&clerk.place, backend);
    let before = ledger.count("pact_signature").await;
    clerk.settle().await;
    let storm = Storm::new();
    let mut seen = Vec::new();
    let desk = clerk.serve().await;
    let token = desk.line.token.clone();
    desk.close().await;
    for kill in 0..KILLS {
        seen.push(clerk.write(&format!("seen.{kill}"), &clerk.kept()));
        let Desk { mut running, line } = clerk.serve_for(&token).await;
        let strike = async |struck: &AtomicBool| {
            // In one breath, so that answers are owed when it dies.
            struck.store(true, Ordering::SeqCst);
            running.kill();
        };
        storm.rage(&line, 10 + kill * 7 % 31, strike).await;
        let (code, said) = running.end("KILL").await;
        assert_eq!(code, None, "{said}");
        assert_eq!(storm.refused(), Vec::<String>::new());
    }
    let desk = clerk.serve_for(&token).await;
    let known = storm.resolve(&desk).await;
    desk.close().await;
    assert!(known.0.len() > KILLS * 10);
    account(&format!("{KILLS} kills of the server, {backend:?}"), &ledger, before, known).await;
    let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
    clerk.fsck(&seen).await;
}
both!(what_is_acknowledged_survives_twenty_kills_of_the_server);
