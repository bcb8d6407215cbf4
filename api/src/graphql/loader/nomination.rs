//! Candidates of contestants, the further nominations of a person, the end of elections.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use netra_entity::{Date, candidate};
use netra_registry::candidate::Nominations;
use netra_registry::{Error, Page, Window};
use uuid::Uuid;

use super::{ConclusionOf, DoubleNominationsOf, Loaders};

impl Loader<DoubleNominationsOf> for Loaders {
    type Value = Nominations;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[DoubleNominationsOf],
    ) -> Result<HashMap<DoubleNominationsOf, Nominations>, Arc<Error>> {
        let permit = self.permit()?;
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.registry.double_nominations_of(&permit, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, it)| (DoubleNominationsOf(id), it)).collect())
    }
}

impl Loader<ConclusionOf> for Loaders {
    type Value = Date;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[ConclusionOf]) -> Result<HashMap<ConclusionOf, Date>, Arc<Error>> {
        let permit = self.permit()?;
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let found = self.registry.conclusions_of(&permit, &ids).await.map_err(Arc::new)?;
        Ok(found.into_iter().map(|(id, day)| (ConclusionOf(id), day)).collect())
    }
}

/// A part of a contestant's list of candidates.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct CandidatesOf(
    pub(in crate::graphql) Uuid,
    pub(in crate::graphql) Window,
);

impl Loader<CandidatesOf> for Loaders {
    type Value = Page<candidate::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[CandidatesOf],
    ) -> Result<HashMap<CandidatesOf, Page<candidate::Model>>, Arc<Error>> {
        let permit = self.permit()?;
        let windows: HashSet<&Window> = keys.iter().map(|key| &key.1).collect();
        let mut loaded = HashMap::new();
        for window in windows {
            let ids: Vec<_> = keys.iter().filter(|key| key.1 == *window).map(|key| key.0).collect();
            let pages =
                self.registry.candidates_of(&permit, &ids, window).await.map_err(Arc::new)?;
            loaded.extend(
                pages.into_iter().map(|(id, page)| (CandidatesOf(id, window.clone()), page)),
            );
        }
        Ok(loaded)
    }
}
