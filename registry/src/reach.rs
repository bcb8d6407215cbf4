//! The only way to rows. A finder takes a permit and answers with a query that is already narrowed
//! to the permit's reach; what it does not find is absent to the caller, whatever the reason.
//!
//! Finders by permit are in the `find` of each noun. Its `within` holds the reads that an open act,
//! the sequencer and the establishing of an actor need; no resolver reaches those.
#![expect(clippy::disallowed_methods, reason = "this is where queries begin")]

pub(crate) mod published;

use netra_entity::event_order;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait};

use crate::ledger::sequencer::AsOf;

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

/// A condition that nothing meets.
pub(crate) fn nothing() -> Condition {
    Condition::all().add(Expr::val(false))
}

pub(crate) fn begin<E: EntityTrait>() -> sea_orm::Select<E> {
    E::find()
}
