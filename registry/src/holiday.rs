//! Days off by joint decree.

use netra_domain::policy::{Permit, of};
use netra_entity::{Date, holiday};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use crate::error::Result;
use crate::{Registry, scope};

impl Registry {
    /// Days off from a day to a day, both inclusive.
    ///
    /// # Errors
    /// The database's own.
    pub async fn holidays(
        &self,
        permit: &Permit<of::ReadReference>,
        from: Date,
        to: Date,
    ) -> Result<Vec<holiday::Model>> {
        Ok(scope::holidays(permit)
            .filter(holiday::Column::Day.between(from, to))
            .order_by_asc(holiday::Column::Day)
            .all(self.reader())
            .await?)
    }
}
