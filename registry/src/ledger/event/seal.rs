//! The seal of an event: a tag under the registry's own key over every column of its row. The leaf
//! commits to what everybody may check; the seal holds the rest as well (seat, purpose, trace), and
//! tells an act of the registry from one that somebody wrote into the database.

use netra_entity::event::{Column, Model};
use sea_orm::{Iterable, ModelTrait};
use serde_json::Value;

use crate::ledger::recorded::json;
use crate::ledger::vault::Vault;

/// The seal of an event's row, whatever its column of that name holds. The leaf is in it by its hash.
#[must_use]
pub fn seal_of(vault: &Vault, row: &Model) -> String {
    let sealed = |column: &Column| !matches!(column, Column::Seal | Column::Leaf);
    let cell = |column: Column| json(row.get(column)).unwrap_or_default();
    let cells: Vec<Value> = Column::iter().filter(sealed).map(cell).collect();
    vault.tag("event", &Value::Array(cells).to_string())
}

/// Whether an event is sealed by this registry.
pub(crate) fn is_sealed(vault: &Vault, row: &Model) -> bool {
    seal_of(vault, row) == row.seal
}
