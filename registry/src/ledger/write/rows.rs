//! How an open act changes rows.

use netra_domain::Rule;
use netra_entity::{
    Classified, campaign_account, campaign_account_name, campaign_account_rule, candidate_status,
    contestant_status, countersign_delegation, employment, institution_function, non_asn_signature,
    pact_abstention, pact_signature, service_number,
};
use sea_orm::sea_query::{Expr, OnConflict, Value};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IdenStatic, IntoActiveModel, Iterable, ModelTrait,
    QueryFilter,
};
use uuid::Uuid;

use super::Write;
use crate::ledger::database;
use crate::ledger::error::{Error, Result};

/// A table whose rows are versions: replaced, never changed.
pub(crate) trait Versioned: EntityTrait {
    /// Identity of a version.
    const ROW_ID: Self::Column;
    /// Event that replaced it.
    const SUPERSEDED_BY: Self::Column;
}

macro_rules! versioned {
    ($($table:ident),*) => {$(
        impl Versioned for $table::Entity {
            const ROW_ID: $table::Column = $table::Column::RowId;
            const SUPERSEDED_BY: $table::Column = $table::Column::SupersededBy;
        }
    )*};
}

versioned!(
    campaign_account,
    campaign_account_name,
    campaign_account_rule,
    candidate_status,
    contestant_status,
    countersign_delegation,
    employment,
    institution_function,
    non_asn_signature,
    pact_abstention,
    pact_signature,
    service_number
);

impl Write {
    /// Inserts a row.
    pub(crate) async fn insert<M>(&self, row: M) -> Result<()>
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
        <M::Entity as EntityTrait>::Column: Classified,
    {
        fits(&row)?;
        M::Entity::insert(row.into_active_model()).exec_without_returning(&self.tx).await?;
        Ok(())
    }

    /// Inserts a row unless one with its key is there.
    pub(crate) async fn insert_once<M>(
        &self,
        row: M,
        key: <M::Entity as EntityTrait>::Column,
    ) -> Result<()>
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
        <M::Entity as EntityTrait>::Column: Classified,
    {
        fits(&row)?;
        M::Entity::insert(row.into_active_model())
            .on_conflict(OnConflict::column(key).do_nothing().to_owned())
            .exec_without_returning(&self.tx)
            .await?;
        Ok(())
    }

    /// Inserts many rows at once.
    pub(crate) async fn insert_all<M>(&self, rows: Vec<M>) -> Result<()>
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
        <M::Entity as EntityTrait>::ActiveModel: Send,
        <M::Entity as EntityTrait>::Column: Classified,
    {
        rows.iter().try_for_each(fits)?;
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model).collect();
        Ok(database::rows::insert(&self.tx, rows).await?)
    }

    /// Replaces a row by its primary key.
    pub(crate) async fn replace<E>(&self, row: E::Model) -> Result<()>
    where
        E: EntityTrait<Column: Classified>,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        fits(&row)?;
        E::update(row.into_active_model().reset_all()).exec(&self.tx).await?;
        Ok(())
    }

    /// Marks versions as replaced by this act.
    pub(crate) async fn supersede<E: Versioned>(&self, row_ids: Vec<Uuid>) -> Result<()> {
        if row_ids.is_empty() {
            return Ok(());
        }
        E::update_many()
            .col_expr(E::SUPERSEDED_BY, Expr::value(self.event_id))
            .filter(E::ROW_ID.is_in(row_ids))
            .exec(&self.tx)
            .await?;
        Ok(())
    }
}

/// Refuses a row with a text that is longer than its column takes: what is stored once is shown for
/// ever, to everybody who may see it.
///
/// # Errors
/// `TEXT_TOO_LONG`, at the column's name.
pub(super) fn fits<M>(row: &M) -> Result<()>
where
    M: ModelTrait,
    <M::Entity as EntityTrait>::Column: Classified,
{
    for column in <M::Entity as EntityTrait>::Column::iter() {
        let Some(most) = column.most() else { continue };
        if let Value::String(Some(text)) = row.get(column)
            && text.len() > most
            && text.chars().count() > most
        {
            return Err(Error::invalid(in_contract(column.as_str()), Rule::TextTooLong));
        }
    }
    Ok(())
}

/// A column's name as the contract writes names.
fn in_contract(column: &str) -> String {
    let mut words = column.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|it| it.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}
