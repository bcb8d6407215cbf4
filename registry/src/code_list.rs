//! Code lists: what the law or a policy enumerates, as versioned rows.

use std::collections::HashMap;

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::{Date, code_list};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder};

use crate::error::{Error, Result};
use crate::{Registry, scope};

/// Leave statuses, and whether a person on such a leave counts as active.
#[derive(Clone, Debug)]
pub struct Leaves(HashMap<String, bool>);

impl Leaves {
    /// The list in force.
    pub(crate) async fn load(db: &impl ConnectionTrait) -> Result<Self> {
        let rows = scope::within::code_list(db, "LEAVE_STATUS").await?;
        let counts =
            |row: code_list::Model| (row.code, row.attribute.as_deref() != Some("EXCLUDED"));
        Ok(Self(rows.into_iter().map(counts).collect()))
    }

    /// Whether a person with this status counts as active.
    #[must_use]
    pub fn counts(&self, status: &str) -> bool {
        self.0.get(status).copied().unwrap_or(true)
    }
}

/// The codes of some lists, to check input against.
#[derive(Clone, Debug, Default)]
pub(crate) struct Codes(Vec<code_list::Model>);

impl Codes {
    pub(crate) async fn load(db: &impl ConnectionTrait, lists: &[&str]) -> Result<Self> {
        let mut rows = Vec::new();
        for list in lists {
            rows.append(&mut scope::within::code_list(db, list).await?);
        }
        Ok(Self(rows))
    }

    /// Refuses a code that is not in the list on that day.
    pub(crate) fn check(&self, list: &str, code: &str, on: Date) -> std::result::Result<(), Rule> {
        let known = self.0.iter().any(|row| {
            row.list == list
                && row.code == code
                && row.valid_from.is_none_or(|from| from <= on)
                && row.valid_to.is_none_or(|to| to > on)
        });
        if known { Ok(()) } else { Err(Rule::CodeUnknown) }
    }

    /// The same for a value that may be absent, as an input error at `path`.
    pub(crate) fn check_at(
        &self,
        path: &str,
        list: &str,
        code: Option<&str>,
        on: Date,
    ) -> Result<()> {
        match code {
            Some(code) => self.check(list, code, on).map_err(|rule| Error::invalid(path, rule)),
            None => Ok(()),
        }
    }
}

impl Registry {
    /// The rows of a code list in their order.
    ///
    /// # Errors
    /// The database's own.
    pub async fn code_list(
        &self,
        permit: &Permit<of::ReadReference>,
        list: &str,
    ) -> Result<Vec<code_list::Model>> {
        Ok(scope::code_lists(permit)
            .filter(code_list::Column::List.eq(list))
            .order_by_asc(code_list::Column::Ordinal)
            .order_by_asc(code_list::Column::Code)
            .all(self.reader())
            .await?)
    }
}
