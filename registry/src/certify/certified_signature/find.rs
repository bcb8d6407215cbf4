//! Finders of what proves certified signatures.

use netra_domain::policy::{Permit, of};
use netra_entity::{certified_signature, pact_signature};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, QueryFilter, Select};

use crate::people::find::within_reach;
use crate::reach::begin;

/// The proofs of signatures within the reach.
pub(crate) fn certified_signatures(
    permit: &Permit<of::ReadPactSignatures>,
) -> Select<certified_signature::Entity> {
    use pact_signature::Column;
    let within = Query::select()
        .column(Column::Id)
        .from(pact_signature::Entity)
        .and_where(Expr::col(Column::SupersededBy).is_null())
        .cond_where(within_reach(permit, Column::InstitutionId, Column::CivilServantId))
        .to_owned();
    begin().filter(certified_signature::Column::SignatureId.in_subquery(within))
}
