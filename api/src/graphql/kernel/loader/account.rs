//! Campaign accounts that look alike.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use netra_entity::{Date, campaign_account};
use netra_registry::Error;

use super::Loaders;

/// The accounts of a day whose names leave the same for the eye.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct AccountsAlike(
    pub(in crate::graphql) String,
    pub(in crate::graphql) Date,
);

impl Loader<AccountsAlike> for Loaders {
    type Value = Vec<(String, campaign_account::Model)>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[AccountsAlike],
    ) -> Result<HashMap<AccountsAlike, Self::Value>, Arc<Error>> {
        let permit = self.permit()?;
        let days: HashSet<Date> = keys.iter().map(|key| key.1).collect();
        let mut loaded = HashMap::new();
        for on in days {
            let skeletons: Vec<_> =
                keys.iter().filter(|key| key.1 == on).map(|key| key.0.clone()).collect();
            let alike = self.registry.accounts_alike(&permit, &skeletons, on).await;
            let alike = alike.map_err(Arc::new)?;
            loaded.extend(alike.into_iter().map(|(key, rows)| (AccountsAlike(key, on), rows)));
        }
        Ok(loaded)
    }
}
