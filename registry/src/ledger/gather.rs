//! Reads that are gathered over requests.
//!
//! What every request begins with, and what is asked most, is one row by its key. One such read is
//! under way at a time, and requests that come meanwhile wait for the next, which reads for all of
//! them: under load a request costs a part of a statement. What a request is answered was read
//! after it came, as if it had read alone.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::ledger::error::Result;

/// How many keys one statement reads at most.
const MOST: usize = 32;

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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use tokio::sync::Semaphore;

    use super::*;
    use crate::ledger::error::Error;

    /// Reads a number as its double, once it may.
    struct Doubles {
        gathering: Gathering<u32, u32>,
        may: Semaphore,
        reads: AtomicUsize,
        fails: bool,
    }

    impl Doubles {
        fn new(fails: bool) -> Self {
            let (gathering, reads) = (Gathering::default(), AtomicUsize::new(0));
            Self { gathering, may: Semaphore::new(0), reads, fails }
        }

        async fn get(&self, key: u32) -> Result<Option<u32>> {
            let read = async |keys: Vec<u32>| {
                self.reads.fetch_add(1, Ordering::Relaxed);
                let _may = self.may.acquire().await;
                if self.fails {
                    return Err(Error::NotFound);
                }
                let known = keys.into_iter().filter(|key| *key != 13);
                Ok(known.map(|key| (key, key * 2)).collect())
            };
            self.gathering.get(key, read).await
        }

        fn reads(&self) -> usize {
            self.reads.load(Ordering::Relaxed)
        }
    }

    #[tokio::test]
    async fn those_who_wait_are_read_for_together() {
        let doubles = Doubles::new(false);
        let release = async { doubles.may.add_permits(1) };
        let (found, ()) =
            tokio::join!(join_all((0..100).map(|key| doubles.get(key % 50))), release);
        for (key, found) in found.into_iter().enumerate() {
            let key = u32::try_from(key % 50).unwrap();
            assert_eq!(found.unwrap(), (key != 13).then_some(key * 2));
        }
        // One alone, then 99 by 32 at a time.
        assert_eq!(doubles.reads(), 5);
        assert_eq!(doubles.get(7).await.unwrap(), Some(14));
        assert_eq!(doubles.reads(), 6);
    }

    #[tokio::test]
    async fn where_a_read_fails_each_learns_it_alone() {
        let doubles = Doubles::new(true);
        let release = async { doubles.may.add_permits(1) };
        let (found, ()) = tokio::join!(join_all((0..10).map(|key| doubles.get(key))), release);
        assert!(found.iter().all(Result::is_err));
        assert!(doubles.reads() >= 10 && doubles.get(1).await.is_err());
    }

    #[tokio::test]
    async fn the_lead_passes_on_from_whoever_is_given_up() {
        let doubles = Doubles::new(false);
        let mut asking: Vec<_> = (0..9).map(|key| Box::pin(doubles.get(key))).collect();
        for request in &mut asking {
            assert!(futures_util::poll!(request.as_mut()).is_pending());
        }
        let kept = asking.split_off(4);
        drop(asking);
        doubles.may.add_permits(1);
        let found = join_all(kept).await;
        assert!(found.into_iter().zip(4..).all(|(found, key)| found.unwrap() == Some(key * 2)));
    }

    #[test]
    fn keys_are_padded_to_few_lengths() {
        let lengths =
            [0, 1, 3, 5, 32].map(|keys: u32| padded(&(0..keys).collect::<Vec<_>>()).len());
        assert_eq!(lengths, [0, 1, 4, 8, 32]);
        assert_eq!(padded(&[1, 2, 3]), [1, 2, 3, 3]);
    }
}
