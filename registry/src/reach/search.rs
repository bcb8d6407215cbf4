//! Finding records by the words of their texts: each word of a query has to begin a word of the
//! record. The words lie in one index, so that no search reads a whole table.

use netra_domain::search::words;
use netra_entity::search_word::{self, Column};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::recorded::Recorded;
use crate::ledger::write::Write;

/// What records meet whose texts have every word of a query; everything for a query without words.
pub(crate) fn finds<E: Recorded>(query: &str) -> Condition {
    let mut condition = Condition::all();
    for word in words(query) {
        let beyond = format!("{word}{}", char::MAX);
        let found = Query::select()
            .column(Column::RecordId)
            .from(search_word::Entity)
            .and_where(Expr::col(Column::Kind).eq(E::KIND))
            .and_where(Expr::col(Column::Word).gte(word))
            .and_where(Expr::col(Column::Word).lt(beyond))
            .to_owned();
        condition = condition.add(E::ID.in_subquery(found));
    }
    condition
}

impl Write {
    /// Keeps the words by which records are found, instead of those that were kept of them.
    pub(crate) async fn index<E: Recorded>(&self, texts: &[(Uuid, String)]) -> Result<()> {
        let ids = texts.iter().map(|(id, _)| *id);
        search_word::Entity::delete_many()
            .filter(Column::Kind.eq(E::KIND))
            .filter(Column::RecordId.is_in(ids))
            .exec(self.tx())
            .await?;
        let row = |id: Uuid, word: String| search_word::Model {
            kind: E::KIND.to_owned(),
            word,
            record_id: id,
        };
        let rows =
            texts.iter().flat_map(|(id, text)| words(text).into_iter().map(|it| row(*id, it)));
        self.insert_all(rows.collect()).await
    }
}
