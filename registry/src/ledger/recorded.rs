//! A row is its record: the after-image of an event is derived from the row, never written by hand.

use netra_entity::Instant;
use sea_orm::sea_query::Value;
use sea_orm::{EntityTrait, IdenStatic, Iterable, ModelTrait};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

/// A table whose rows are records: each change of one is told by an event.
pub trait Recorded: EntityTrait {
    /// The kind in events, which is the table's name.
    const KIND: &'static str;
    /// The column that names the record, the same in all its versions.
    const ID: Self::Column;
    /// Columns that no after-image has, besides those that name record and event.
    const UNTOLD: &'static [Self::Column];
}

/// The after-image of a row, without what hangs on it.
pub(crate) fn image<E: Recorded>(row: &E::Model) -> Map<String, Json> {
    let untold = |column: &E::Column| {
        NAMES.contains(&column.as_str())
            || E::UNTOLD.iter().any(|it| it.as_str() == column.as_str())
    };
    let columns = E::Column::iter().filter(|column| !untold(column));
    let cell = |column: E::Column| Some((column.as_str().to_owned(), json(row.get(column))?));
    columns.filter_map(cell).collect()
}

/// The record that a row is of.
pub(crate) fn id_of<E: Recorded>(row: &E::Model) -> Uuid {
    if let Value::Uuid(Some(id)) = row.get(E::ID) { id } else { Uuid::nil() }
}

/// A column by its name, where the table has it.
pub(crate) fn column<E: EntityTrait>(name: &str) -> Option<E::Column> {
    E::Column::iter().find(|it| it.as_str() == name)
}

/// What names the record or the event itself, and is compared as such.
pub(crate) const NAMES: [&str; 5] = ["id", "row_id", "rev", "recorded_by", "superseded_by"];

/// A cell as an after-image has it; none for a type that no record has.
pub(crate) fn json(cell: Value) -> Option<Json> {
    if cell == cell.as_null() {
        Some(Json::Null)
    } else if let Value::String(Some(text)) = cell {
        Some(text.into())
    } else if let Value::Uuid(Some(id)) = cell {
        Some(id.to_string().into())
    } else if let Value::Bool(Some(truth)) = cell {
        Some(truth.into())
    } else if let Value::Int(Some(number)) = cell {
        Some(number.into())
    } else if let Value::BigInt(Some(number)) = cell {
        Some(number.into())
    } else if let Value::ChronoDate(Some(day)) = cell {
        Some(day.to_string().into())
    } else if let Value::ChronoDateTimeUtc(Some(at)) = cell {
        Some(Instant(at).to_string().into())
    } else {
        None
    }
}
