//! Gathers what the fields of one request ask for, so that each kind of thing is read by one query.
//!
//! The library's own loader does this with a timer on a thread of its own, which costs more than
//! most queries, even without a delay. Here whoever asks first yields once, so that the fields
//! beside it ask too, and then reads for all of them.

use std::any::{Any, TypeId};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::dataloader::Loader;
use netra_registry::Error;
use tokio::sync::oneshot;

use crate::graphql::kernel::loader::Loaders;

type Found<K> = Result<Option<<Loaders as Loader<K>>::Value>, Arc<Error>>;

/// What one request asks for.
pub(in crate::graphql) struct Batches {
    loaders: Loaders,
    waiting: Mutex<HashMap<TypeId, Box<dyn Any + Send>>>,
    known: Mutex<Vec<Box<dyn Any + Send>>>,
}

/// Takes what was found.
type Asker<V> = oneshot::Sender<Result<Option<V>, Arc<Error>>>;

/// Who waits for things of one kind, and whether somebody is about to read them.
struct Waiting<K, V> {
    asked: Vec<(K, Asker<V>)>,
    is_led: bool,
}

impl<K, V> Default for Waiting<K, V> {
    fn default() -> Self {
        Self { asked: Vec::new(), is_led: false }
    }
}

impl Batches {
    pub(in crate::graphql) fn new(loaders: Loaders) -> Self {
        Self { loaders, waiting: Mutex::default(), known: Mutex::default() }
    }

    /// Keeps what was read of a key together with something else, for the field that asks for it.
    pub(in crate::graphql) fn know<K>(&self, key: K, value: Option<<Loaders as Loader<K>>::Value>)
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Loaders: Loader<K, Error = Arc<Error>>,
    {
        if let Some(value) = value {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.push(Box::new((key, value)));
        }
    }

    fn known<K>(&self, key: &K) -> Option<<Loaders as Loader<K>>::Value>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Loaders: Loader<K, Error = Arc<Error>>,
    {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut of_kind =
            known.iter().filter_map(|it| it.downcast_ref::<(K, <Loaders as Loader<K>>::Value)>());
        of_kind.find(|(of, _)| of == key).map(|(_, value)| value.clone())
    }

    /// What a key names, read together with what the fields beside this one ask for.
    pub(in crate::graphql) async fn load<K>(&self, key: K) -> Found<K>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Loaders: Loader<K, Error = Arc<Error>>,
    {
        if let Some(value) = self.known(&key) {
            return Ok(Some(value));
        }
        loop {
            let (sender, answer) = oneshot::channel();
            let leads = self.with::<K, _>(|waiting| {
                waiting.asked.push((key.clone(), sender));
                !std::mem::replace(&mut waiting.is_led, true)
            });
            if leads == Some(true) {
                let lead = Lead::<K> { batches: self, is_given_up: true, kind: PhantomData };
                tokio::task::yield_now().await;
                lead.read().await;
            }
            // Whoever read for us may have been given up together with its field: then we ask anew.
            if let Ok(found) = answer.await {
                return found;
            }
        }
    }

    fn with<K, T>(
        &self,
        change: impl FnOnce(&mut Waiting<K, <Loaders as Loader<K>>::Value>) -> T,
    ) -> Option<T>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Loaders: Loader<K, Error = Arc<Error>>,
    {
        let mut kinds = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = kinds
            .entry(TypeId::of::<K>())
            .or_insert_with(|| Box::new(Waiting::<K, <Loaders as Loader<K>>::Value>::default()));
        waiting.downcast_mut().map(change)
    }
}

/// The duty to read for everybody who waits. Given up, it passes to the next who asks.
struct Lead<'a, K>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loaders: Loader<K, Error = Arc<Error>>,
{
    batches: &'a Batches,
    is_given_up: bool,
    kind: PhantomData<fn() -> K>,
}

impl<K> Lead<'_, K>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loaders: Loader<K, Error = Arc<Error>>,
{
    async fn read(mut self) {
        self.is_given_up = false;
        let asked = self.batches.with::<K, _>(std::mem::take).unwrap_or_default().asked;
        let keys: HashSet<&K> = asked.iter().map(|(key, _)| key).collect();
        let keys: Vec<K> = keys.into_iter().cloned().collect();
        let found = self.batches.loaders.load(&keys).await;
        for (key, sender) in asked {
            let found = match &found {
                Ok(values) => Ok(values.get(&key).cloned()),
                Err(error) => Err(Arc::clone(error)),
            };
            // Whoever asked may be gone.
            let _gone = sender.send(found);
        }
    }
}

impl<K> Drop for Lead<'_, K>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loaders: Loader<K, Error = Arc<Error>>,
{
    fn drop(&mut self) {
        if self.is_given_up {
            self.batches.with::<K, _>(std::mem::take);
        }
    }
}
