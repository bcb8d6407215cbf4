//! Circulars in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::circular;
use netra_registry::Registry;
use netra_registry::law::circular::{
    CircularBy, CircularFilterInput, CircularOrderInput, RecordCircularInput,
};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::noun::{Noun, act, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;

/// A circular by which an institution reminds its people of neutrality (surat edaran netralitas).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Circular {
    #[graphql(flatten)]
    row: circular::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! { Circular shows circular under ReadReference as Circular with rev; }

#[ComplexObject]
impl Circular {
    /// The institution that issued it (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }
}

payloads! {
    /// What `recordCircular` answers.
    RecordCircularPayload {
        /// The circular.
        circular: Circular
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CircularQuery;

/// Circulars.
#[Object]
impl CircularQuery {
    /// One circular on neutrality (surat edaran netralitas).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn circular(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How it is named.")] by: CircularBy,
    ) -> Option<Circular> {
        let call = Call::of(ctx);
        let found = async { call.registry().circular(&call.permit()?, &by).await };
        answer(ctx, found.await).map(Circular::show)
    }

    /// Circulars on neutrality, by the day on which they were signed unless another order is asked
    /// for (daftar surat edaran netralitas).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn circulars(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<CircularFilterInput>,
        #[graphql(desc = "The order.")] order_by: Option<CircularOrderInput>,
        #[graphql(desc = "Words with which words of number or title begin.")] query: Option<String>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Circular>> {
        let paging = Paging { first, after, last, before };
        let asked = (filter, order_by, query);
        list(ctx, "circulars", paging, Some(asked), Registry::circulars).await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CircularMutation;

/// Acts on circulars.
#[Object]
impl CircularMutation {
    /// Records a circular on neutrality; the same facts again change nothing (pencatatan surat edaran).
    #[graphql(directive = access::apply(word(Act::RecordCircular), roles(Act::RecordCircular)))]
    async fn record_circular(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The circular.")] input: RecordCircularInput,
    ) -> Option<RecordCircularPayload> {
        act(ctx, &input, Registry::record_circular).await
    }
}
