//! Functions of institutions.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use netra_entity::{Date, institution_function};
use netra_registry::Error;
use uuid::Uuid;

use super::{Loaders, many};

/// An institution's functions, all of them or those held on a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct FunctionsOf(
    pub(in crate::graphql) Uuid,
    pub(in crate::graphql) Option<Date>,
);

impl Loader<FunctionsOf> for Loaders {
    type Value = Vec<institution_function::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[FunctionsOf],
    ) -> Result<HashMap<FunctionsOf, Vec<institution_function::Model>>, Arc<Error>> {
        let permit = self.permit()?;
        let days: HashSet<Option<Date>> = keys.iter().map(|key| key.1).collect();
        let mut loaded = HashMap::new();
        for on in days {
            let ids: Vec<_> = keys.iter().filter(|key| key.1 == on).map(|key| key.0).collect();
            let rows = self.registry.functions_of(&permit, &ids, on).await.map_err(Arc::new)?;
            loaded.extend(many(rows, |row| FunctionsOf(row.institution_id, on)));
        }
        Ok(loaded)
    }
}
