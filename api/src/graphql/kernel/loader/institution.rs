//! Units and functions of institutions.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use netra_entity::{Date, institution_function, organisational_unit};
use netra_registry::{Error, Page, Window};
use uuid::Uuid;

use super::{Loaders, many};

/// A part of an institution's list of units.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct UnitsOf(pub(in crate::graphql) Uuid, pub(in crate::graphql) Window);

impl Loader<UnitsOf> for Loaders {
    type Value = Page<organisational_unit::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[UnitsOf],
    ) -> Result<HashMap<UnitsOf, Page<organisational_unit::Model>>, Arc<Error>> {
        let permit = self.permit()?;
        let windows: HashSet<&Window> = keys.iter().map(|key| &key.1).collect();
        let mut loaded = HashMap::new();
        for window in windows {
            let ids: Vec<_> = keys.iter().filter(|key| key.1 == *window).map(|key| key.0).collect();
            let pages = self.registry.units_of(&permit, &ids, window).await.map_err(Arc::new)?;
            loaded.extend(pages.into_iter().map(|(id, page)| (UnitsOf(id, window.clone()), page)));
        }
        Ok(loaded)
    }
}

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
