//! What certified signatures were verified by.

use netra_entity::trust_material;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};

use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::reach::begin;

/// Which of these certificates and revocation lists are kept.
pub(crate) async fn trust_material(act: &Write, digests: &[String]) -> Result<Vec<String>> {
    use trust_material::Column;
    Ok(begin::<trust_material::Entity>()
        .select_only()
        .column(Column::Sha256)
        .filter(Column::Sha256.is_in(digests))
        .into_tuple()
        .all(act.tx())
        .await?)
}
