//! Code lists inside an act: not narrowed by a permit, because no answer reaches a caller.

use netra_entity::code_list;

use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter};

use crate::ledger::error::Result;
use crate::reach::begin;

/// The rows of a code list.
pub(crate) async fn code_list(
    db: &impl ConnectionTrait,
    list: &str,
) -> Result<Vec<code_list::Model>> {
    Ok(begin::<code_list::Entity>().filter(code_list::Column::List.eq(list)).all(db).await?)
}
