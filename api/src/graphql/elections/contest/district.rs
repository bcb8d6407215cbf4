//! Electoral districts.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use netra_entity::electoral_district;

use super::Contest;
use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::noun::{nested, nouns};

/// An electoral district of a contest (daerah pemilihan, dapil).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct ElectoralDistrict {
    #[graphql(flatten)]
    pub(in crate::graphql) row: electoral_district::Model,
}

nouns! {
    ElectoralDistrict shows electoral_district under ReadReference;
}

#[ComplexObject]
impl ElectoralDistrict {
    /// Global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        show(Kind::District, self.row.id)
    }

    /// The contest (pemilihan).
    async fn contest(&self, ctx: &Context<'_>) -> Option<Contest> {
        nested(ctx, self.row.contest_id).await
    }
}
