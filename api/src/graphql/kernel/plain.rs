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
    Context, ContextSelectionSet, Name, OutputType, Positioned, ServerError, ServerResult, Value,
    indexmap::IndexMap,
};

use crate::graphql::kernel::call::Call;

/// A row that knows which of its fields it holds.
pub(in crate::graphql) trait PlainRow {
    /// The type that has all fields.
    type Whole: OutputType;

    /// The value of a field that takes neither a read nor a decision; none for any other.
    fn plain(&self, call: &Call, field: &Field) -> Option<Value>;
}

/// A row in a long list that was read whole.
pub(in crate::graphql) struct Plain<T>(pub(in crate::graphql) T);

/// A row in a long list that was read as far as it is asked for.
pub(in crate::graphql) enum Line<T: PlainRow> {
    /// What every field asked for is held by.
    Plain(T),
    /// Everything.
    Whole(T::Whole),
}

/// Whether a list is asked for nothing of its rows but what a row like this one holds.
pub(in crate::graphql) fn asks_plainly<T: PlainRow>(ctx: &Context<'_>, row: &T) -> bool {
    let call = Call::of(ctx);
    let holds = |selection: &SelectionSet| holds(call, selection, row);
    let fields = |selection: &SelectionSet, of: &dyn Fn(&Field) -> bool| {
        selection.items.iter().all(|selected| match &selected.node {
            Selection::Field(field) => of(&field.node),
            Selection::FragmentSpread(_) | Selection::InlineFragment(_) => false,
        })
    };
    let of_edge = |field: &Field| match field.name.node.as_str() {
        "node" => holds(&field.selection_set.node),
        _ => true,
    };
    fields(&ctx.item.node.selection_set.node, &|field| match field.name.node.as_str() {
        "nodes" => holds(&field.selection_set.node),
        "edges" => fields(&field.selection_set.node, &of_edge),
        _ => true,
    })
}

/// Whether a row like this one holds all that a selection asks for.
pub(in crate::graphql) fn holds<T: PlainRow>(
    call: &Call,
    selection: &SelectionSet,
    row: &T,
) -> bool {
    object(selection, &T::Whole::type_name(), |field| row.plain(call, field)).is_some()
}

/// The object of a selection of plain fields; none where a field is not one.
pub(in crate::graphql) fn object(
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
pub(in crate::graphql) fn only_id(field: &Field, type_name: &str, id: &str) -> Option<Value> {
    object(&field.selection_set.node, type_name, |field| {
        (field.name.node.as_str() == "id").then(|| Value::from(id))
    })
}

/// A code as an enum has it.
pub(in crate::graphql) fn code(code: &str) -> Value {
    Value::Enum(Name::new(code))
}

impl<T> OutputType for Plain<T>
where
    T: PlainRow<Whole = T> + OutputType,
{
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
        match plainly(&self.0, ctx) {
            Some(value) => Ok(value),
            None => self.0.resolve(ctx, field).await,
        }
    }
}

impl<T> OutputType for Line<T>
where
    T: PlainRow + Send + Sync,
{
    fn type_name() -> Cow<'static, str> {
        T::Whole::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::Whole::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        match self {
            Self::Whole(row) => row.resolve(ctx, field).await,
            // What `asks_plainly` has let through.
            Self::Plain(row) => plainly(row, ctx).ok_or_else(|| {
                ServerError::new("a row holds less than it is asked for", Some(field.pos))
            }),
        }
    }
}

fn plainly<T: PlainRow>(row: &T, ctx: &ContextSelectionSet<'_>) -> Option<Value> {
    let call = ctx.data_unchecked::<std::sync::Arc<Call>>();
    object(&ctx.item.node, &T::Whole::type_name(), |field| row.plain(call, field))
}
