//! Types of contests.

use async_graphql::SimpleObject;
use netra_entity::contest_type;

/// A kind of contest: who stands, where, and which office registers (jenis pemilihan).
#[derive(SimpleObject)]
pub(in crate::graphql) struct ContestType {
    #[graphql(flatten)]
    pub(super) row: contest_type::Model,
}
