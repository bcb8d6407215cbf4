//! Coverage that was just summed up.
//!
//! What was known at a read point never changes, so everybody who asks at the same point gets the
//! same counts. On a day on which the whole country looks, one asker in thousands has them summed
//! up: who asks meanwhile waits for that. With the next signature the read point moves, and the
//! first who asks after it sums up anew.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use netra_entity::Date;
use uuid::Uuid;

use super::{CoverageQuery, Grouping, Sum};
use crate::ledger::error::Result;

/// How many questions are remembered.
const MOST: NonZeroUsize = NonZeroUsize::new(32).unwrap();

/// Longer answers, some hundred bytes a group, are not.
const LONGEST: usize = 2_000;

type Question = (Uuid, Grouping, Option<Uuid>, Date);

/// The last answer to a question with the index of its read point. Held while it is summed up.
type Answer = tokio::sync::Mutex<Option<(i64, Arc<[Sum]>)>>;

/// What a process remembers: for each question what is known at the newest point.
pub(crate) struct Remembered(Mutex<LruCache<Question, Arc<Answer>>>);

impl Default for Remembered {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(MOST)))
    }
}

impl std::fmt::Debug for Remembered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Remembered").finish_non_exhaustive()
    }
}

impl Remembered {
    /// The counts at the query's read point.
    pub(super) async fn at<F>(
        &self,
        query: &CoverageQuery,
        sum_up: impl FnOnce() -> F,
    ) -> Result<Arc<[Sum]>>
    where
        F: Future<Output = Result<Arc<[Sum]>>>,
    {
        let index = query.read_point.index;
        let answer = self.answer(query);
        let mut held = answer.lock().await;
        match held.as_ref() {
            Some((at, sums)) if *at == index => return Ok(Arc::clone(sums)),
            // Names of institutions are of today: an old point is answered with today's as well.
            Some((at, _)) if *at > index => {
                drop(held);
                return sum_up().await;
            }
            Some(_) | None => {}
        }
        let sums = sum_up().await?;
        if sums.len() <= LONGEST {
            *held = Some((index, Arc::clone(&sums)));
        }
        Ok(sums)
    }

    fn answer(&self, query: &CoverageQuery) -> Arc<Answer> {
        let question = (query.cycle_id, query.grouping, query.institution_id, query.on);
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(answers.get_or_insert(question, Arc::default))
    }
}
