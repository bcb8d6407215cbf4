//! Where queries begin, and which versions of rows were known at a point of the order.
#![expect(clippy::disallowed_methods, reason = "this is where queries begin")]

use netra_entity::{event_order, event_record};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityName, EntityTrait};

use crate::ledger::sequencer::AsOf;

/// Every row of a table; who begins here narrows it.
pub(crate) fn begin<E: EntityTrait>() -> sea_orm::Select<E> {
    E::find()
}

/// Narrows a versioned table to the versions known at a point.
pub(crate) fn known<C: ColumnTrait>(as_of: AsOf, recorded_by: C, superseded_by: C) -> Condition {
    match as_of {
        AsOf::Now => Condition::all().add(superseded_by.is_null()),
        AsOf::At(point) => Condition::all().add(recorded_by.in_subquery(up_to(point.index))).add(
            Condition::any()
                .add(superseded_by.is_null())
                .add(superseded_by.not_in_subquery(up_to(point.index))),
        ),
    }
}

/// The events up to an index.
pub(crate) fn up_to(index: i64) -> SelectStatement {
    Query::select()
        .column(event_order::Column::EventId)
        .from(event_order::Entity)
        .and_where(Expr::col(event_order::Column::Idx).lte(index))
        .to_owned()
}

/// The events about the row of a table.
pub(crate) fn events_about<E: EntityName, C: ColumnTrait>(table: E, id: C) -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(event_record::Entity)
        .and_where(
            Expr::col((event_record::Entity, event_record::Column::SubjectId)).equals((table, id)),
        )
        .to_owned()
}

/// The records of a kind that events behind an index are about.
pub(crate) fn changed_since(kind: &str, index: i64) -> SelectStatement {
    let later = Query::select()
        .column(event_order::Column::EventId)
        .from(event_order::Entity)
        .and_where(Expr::col(event_order::Column::Idx).gt(index))
        .to_owned();
    Query::select()
        .column(event_record::Column::SubjectId)
        .from(event_record::Entity)
        .and_where(Expr::col(event_record::Column::SubjectKind).eq(kind))
        .and_where(Expr::col(event_record::Column::EventId).in_subquery(later))
        .to_owned()
}
