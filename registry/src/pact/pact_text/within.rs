//! Pact texts inside an act: not narrowed by a permit, because no answer reaches a caller.

use netra_entity::pact_text;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::reach::begin;

pub(crate) async fn pact_text(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<pact_text::Model>> {
    Ok(begin::<pact_text::Entity>().filter(pact_text::Column::Id.eq(id)).one(db).await?)
}

/// The national texts of a cycle and those of an issuer, newest first. Those of other institutions
/// are hundreds and decide nothing.
pub(crate) async fn pact_texts(
    db: &impl ConnectionTrait,
    cycle_id: Uuid,
    issuer_id: Option<Uuid>,
) -> Result<Vec<pact_text::Model>> {
    let own = issuer_id.map(|id| pact_text::Column::IssuerId.eq(id));
    texts(db, Expr::value(cycle_id), own).await
}

/// The national texts of the cycle of a text and those of its issuer, itself among them, newest
/// first; none where there is no such text.
pub(crate) async fn pact_texts_beside(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Vec<pact_text::Model>> {
    let of_text = |column: pact_text::Column| {
        let read = Query::select()
            .column(column)
            .from(pact_text::Entity)
            .and_where(Expr::col(pact_text::Column::Id).eq(id))
            .to_owned();
        Expr::SubQuery(None, Box::new(read.into()))
    };
    let own = pact_text::Column::IssuerId.into_expr().eq(of_text(pact_text::Column::IssuerId));
    texts(db, of_text(pact_text::Column::CycleId), Some(own)).await
}

async fn texts(
    db: &impl ConnectionTrait,
    cycle_id: Expr,
    own: Option<Expr>,
) -> Result<Vec<pact_text::Model>> {
    let national = Condition::any().add(pact_text::Column::DerivedFromId.is_null());
    Ok(begin::<pact_text::Entity>()
        .filter(pact_text::Column::CycleId.into_expr().eq(cycle_id))
        .filter(national.add_option(own))
        .order_by_desc(pact_text::Column::Version)
        .all(db)
        .await?)
}
