//! Rows of long lists that answer without a future for each field.
//!
//! The library resolves every field of every row by itself, which for a hundred rows costs more than
//! reading them. A row whose selection asks only for what the row holds is answered at once; with
//! anything else in it (a fragment, a directive, an argument, a field that reads) the whole row is
//! resolved by the library. Both ways give the same answer; `tests/it/plain.rs` holds them to it.

use std::borrow::Cow;

use async_graphql::parser::types::{Field, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::{
    ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value, indexmap::IndexMap,
};

use super::call::Call;

/// A row that knows which of its fields it holds.
pub(super) trait PlainRow: OutputType {
    /// The value of a field that takes neither a read nor a decision; none for any other.
    fn plain(&self, call: &Call, field: &Field) -> Option<Value>;
}

/// A row in a long list.
pub(super) struct Plain<T>(pub(super) T);

/// The object of a selection of plain fields; none where a field is not one.
pub(super) fn object(
    selection: &SelectionSet,
    type_name: &str,
    value: impl Fn(&Field) -> Option<Value>,
) -> Option<Value> {
    let mut object = IndexMap::with_capacity(selection.items.len());
    for selected in &selection.items {
        let Selection::Field(field) = &selected.node else { return None };
        let field = &field.node;
        if !field.directives.is_empty() || !field.arguments.is_empty() {
            return None;
        }
        let value = match field.name.node.as_str() {
            "__typename" => Value::from(type_name),
            _ => value(field)?,
        };
        // Fields of one key would have to be merged.
        if object.insert(field.response_key().node.clone(), value).is_some() {
            return None;
        }
    }
    Some(Value::Object(object))
}

/// An object of which only the id is asked for; none where more is.
pub(super) fn only_id(field: &Field, type_name: &str, id: &str) -> Option<Value> {
    object(&field.selection_set.node, type_name, |field| {
        (field.name.node.as_str() == "id").then(|| Value::from(id))
    })
}

/// A code as an enum has it.
pub(super) fn code(code: &str) -> Value {
    Value::Enum(Name::new(code))
}

impl<T: PlainRow> OutputType for Plain<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let call = ctx.data_unchecked::<std::sync::Arc<Call>>();
        let plain = object(&ctx.item.node, &T::type_name(), |field| self.0.plain(call, field));
        match plain {
            Some(value) => Ok(value),
            None => self.0.resolve(ctx, field).await,
        }
    }
}
