//! Electoral districts.

use async_graphql::{ComplexObject, Context, ID, InputObject, SimpleObject};
use netra_entity::electoral_district;
use netra_registry::elections::contest::DistrictFilter;

use super::Contest;
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::id::{Kind, read_optional, show};
use crate::graphql::kernel::noun::nested;
use crate::graphql::kernel::noun::{Noun, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};

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

/// Which districts are asked for.
#[derive(Debug, Default, InputObject)]
#[graphql(name = "ElectoralDistrictFilterInput")]
pub(in crate::graphql) struct DistrictFilterInput {
    /// Only those of this contest.
    contest: Option<ID>,
}

/// A page of districts.
pub(super) async fn list_districts(
    call: &Call,
    filter: Option<DistrictFilterInput>,
    paging: &Paging,
) -> netra_registry::Result<List<ElectoralDistrict>> {
    let filter = filter.unwrap_or_default();
    let contest = read_optional("filter.contest", Kind::Contest, filter.contest.as_ref())?;
    let filter = DistrictFilter { contest_id: contest };
    let paged = Paged::new(call, "electoralDistricts", &filter);
    let window = paged.window(paging)?;
    let page = call.registry().electoral_districts(&call.permit()?, &filter, &window).await?;
    Ok(paged.connect(page, ElectoralDistrict::show))
}
