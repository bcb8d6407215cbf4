//! Code lists: what the law or a policy enumerates, as versioned rows.

pub(crate) mod within;
use std::collections::HashMap;

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::Confidence;
use netra_entity::{Date, code_list};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder};

use crate::law;
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, open_act};
use crate::{Registry, intake::reference};

/// A code to record in a list that exists.
#[derive(Clone, Debug, InputObject)]
pub struct RecordCodeInput {
    /// Name of the list.
    pub list: String,
    /// The code, English `UPPER_SNAKE` (kode).
    pub code: String,
    /// Order within the list.
    pub ordinal: i32,
    /// Label in Indonesian.
    pub label: String,
    /// Label in English.
    pub label_en: Option<String>,
    /// What the registry derives from the code, as `EXCLUDED` for a leave that does not count.
    pub attribute: Option<String>,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// First day no longer in force.
    pub valid_to: Option<Date>,
    /// Where it comes from (sumber).
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Leave statuses, and whether a person on such a leave counts as active.
#[derive(Clone, Debug)]
pub struct Leaves(HashMap<String, bool>);

impl Leaves {
    /// The list in force.
    pub(crate) async fn load(db: &impl ConnectionTrait) -> Result<Self> {
        let rows = law::within::code_list(db, "LEAVE_STATUS").await?;
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
            rows.append(&mut law::within::code_list(db, list).await?);
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

    /// Refuses a code in a filter that the list never had: an empty answer would look like a true one.
    pub(crate) fn check_ever(&self, path: &str, list: &str, code: Option<&str>) -> Result<()> {
        let ever = |code: &str| self.0.iter().any(|row| row.list == list && row.code == code);
        if code.is_none_or(ever) { Ok(()) } else { Err(Error::invalid(path, Rule::CodeUnknown)) }
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
        let select = self
            .within::<code_list::Entity, _>(permit, AsOf::Now)
            .filter(code_list::Column::List.eq(list))
            .order_by_asc(code_list::Column::Ordinal)
            .order_by_asc(code_list::Column::Code);
        self.all(select).await
    }

    /// Records a code of a list that exists. A present code is never changed: what was judged by
    /// it stays judged by it.
    ///
    /// # Errors
    /// `CODE_UNKNOWN` for a list that the registry does not have; `CODE_TAKEN`;
    /// `END_BEFORE_START`.
    pub async fn record_code(
        &self,
        permit: &Permit<of::RecordCode>,
        request: &ActRequest,
        input: &RecordCodeInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let present = law::within::code_list(act.tx(), &input.list).await?;
        if present.is_empty() && !reference::has_code_list(&input.list)? {
            return Err(Error::invalid("list", Rule::CodeUnknown));
        }
        if present.iter().any(|row| row.code == input.code) {
            return Err(Error::invalid("code", Rule::CodeTaken));
        }
        if let (Some(from), Some(to)) = (input.valid_from, input.valid_to)
            && to <= from
        {
            return Err(Error::invalid("validTo", Rule::EndBeforeStart));
        }
        let row = code_list::Model {
            id: act.new_id(),
            list: input.list.clone(),
            code: input.code.clone(),
            ordinal: input.ordinal,
            label: input.label.clone(),
            label_en: input.label_en.clone(),
            attribute: input.attribute.clone(),
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            source: input.source.clone(),
            confidence: input.confidence,
        };
        let id = row.id;
        act.add(row, vec![]).await?;
        act.commit(Some(id)).await
    }
}
