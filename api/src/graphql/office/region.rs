//! Regions in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::{Date, region};
use netra_registry::Registry;
use netra_registry::office::region::RegionFilterInput;

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::loader::{RegionOf, load};
use crate::graphql::kernel::noun::{Noun, list, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::record::Record;

/// Territory with its own Kemendagri code, valid from a date to a date (wilayah).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Region {
    #[graphql(flatten)]
    pub(in crate::graphql) row: region::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! { Region shows region under ReadReference as Region with rev; }

#[ComplexObject]
impl Region {
    /// The province a regency or city belongs to (provinsi).
    async fn province(&self, ctx: &Context<'_>) -> Option<Self> {
        by_code(ctx, self.row.parent_code.as_deref()).await
    }
}

/// A nested region by its code.
pub(in crate::graphql) async fn by_code(ctx: &Context<'_>, code: Option<&str>) -> Option<Region> {
    let key = RegionOf(code?.to_owned());
    let row = load(ctx, key).await?;
    Some(Region::show(row))
}

#[derive(Default)]
pub(in crate::graphql) struct RegionQuery;

/// Regions.
#[Object]
impl RegionQuery {
    /// The region that has a Kemendagri code on a day (wilayah menurut kode).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn region(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code, `PP` or `PP.KK`.")] code: String,
        #[graphql(desc = "Day on which the code holds; today by default.")] on: Option<Date>,
    ) -> Option<Region> {
        let call = Call::of(ctx);
        let found = async {
            let on = on.unwrap_or_else(|| call.today());
            call.registry().region(&call.permit()?, &code, on).await
        };
        answer(ctx, found.await).map(Region::show)
    }

    /// Regions in the order of their codes (daftar wilayah).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn regions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<RegionFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Region>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "regions", paging, filter, Registry::regions).await
    }
}
