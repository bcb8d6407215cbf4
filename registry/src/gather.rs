//! Reads that are gathered over requests.
//!
//! What every request begins with, and what is asked most, is one row by its key. One such read is
//! under way at a time, and requests that come meanwhile wait for the next, which reads for all of
//! them: under load a request costs a part of a statement. What a request is answered was read
//! after it came, as if it had read alone.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::error::Result;

/// How many keys one statement reads at most.
pub(crate) const MOST: usize = 32;

/// The requests that read by a key of one kind.
pub(crate) struct Gathering<K, V>(Arc<Mutex<Queue<K, V>>>);

struct Queue<K, V> {
    is_read_for: bool,
    waiting: VecDeque<(K, oneshot::Sender<Turn<K, V>>)>,
}

/// What becomes of a request that waits.
enum Turn<K, V> {
    /// Another has read for it.
    Read(Option<V>),
    /// It reads, for those behind it too.
    Lead(Lead<K, V>),
}

/// The duty to read. Fulfilled or given up, it passes to the next who waits.
struct Lead<K, V>(Gathering<K, V>);

impl<K, V> Default for Gathering<K, V> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Queue { is_read_for: false, waiting: VecDeque::new() })))
    }
}

impl<K, V> Clone for Gathering<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> std::fmt::Debug for Gathering<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gathering").finish_non_exhaustive()
    }
}

impl<K: Clone + Ord, V: Clone> Gathering<K, V> {
    /// What a key names now; `read` reads for several.
    pub(crate) async fn get<F>(&self, key: K, read: impl FnOnce(Vec<K>) -> F) -> Result<Option<V>>
    where
        F: Future<Output = Result<Vec<(K, V)>>>,
    {
        let lead = match self.queue(&key) {
            Ok(lead) => Some(lead),
            Err(turn) => match turn.await {
                Ok(Turn::Read(found)) => return Ok(found),
                Ok(Turn::Lead(lead)) => Some(lead),
                // Who read for us was given up or failed; alone we learn how it is.
                Err(_gone) => None,
            },
        };
        let beside = lead.as_ref().map(Lead::take).unwrap_or_default();
        let mut keys: Vec<K> = beside.iter().map(|(key, _)| key.clone()).collect();
        keys.push(key.clone());
        keys.sort_unstable();
        keys.dedup();
        let found = read(keys).await?;
        let of = |key: &K| found.iter().find(|it| it.0 == *key).map(|it| it.1.clone());
        for (key, sender) in beside {
            // Whoever waited may be gone.
            let _gone = sender.send(Turn::Read(of(&key)));
        }
        Ok(of(&key))
    }

    /// The duty to read, or the place of one who waits.
    fn queue(&self, key: &K) -> Result<Lead<K, V>, oneshot::Receiver<Turn<K, V>>> {
        let mut queue = self.lock();
        if std::mem::replace(&mut queue.is_read_for, true) {
            let (sender, turn) = oneshot::channel();
            queue.waiting.push_back((key.clone(), sender));
            return Err(turn);
        }
        Ok(Lead(self.clone()))
    }
}

impl<K, V> Gathering<K, V> {
    fn lock(&self) -> MutexGuard<'_, Queue<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> Lead<K, V> {
    /// Those for whom is read too.
    fn take(&self) -> Vec<(K, oneshot::Sender<Turn<K, V>>)> {
        let mut queue = self.0.lock();
        let count = queue.waiting.len().min(MOST - 1);
        queue.waiting.drain(..count).collect()
    }
}

impl<K, V> Drop for Lead<K, V> {
    fn drop(&mut self) {
        let next = {
            let mut queue = self.0.lock();
            while queue.waiting.front().is_some_and(|(_, sender)| sender.is_closed()) {
                queue.waiting.pop_front();
            }
            let next = queue.waiting.pop_front();
            queue.is_read_for = next.is_some();
            next
        };
        if let Some((_, sender)) = next {
            // Refused by one who has gone meanwhile, it is dropped, and passes on again.
            let _refused = sender.send(Turn::Lead(Self(self.0.clone())));
        }
    }
}

/// Repeats the last of some keys until they are one, two, four, eight …: statements of few lengths
/// are prepared once.
pub(crate) fn padded<K: Clone>(keys: &[K]) -> Vec<K> {
    let last = keys.last().into_iter().cycle();
    keys.iter().chain(last).take(keys.len().next_power_of_two()).cloned().collect()
}
