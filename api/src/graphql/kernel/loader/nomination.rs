//! Candidates of contestants, the further nominations of a person, the end of elections.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use netra_entity::Date;
use netra_registry::Error;
use netra_registry::elections::candidate::Nominations;

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
