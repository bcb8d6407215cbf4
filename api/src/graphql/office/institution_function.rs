//! Functions held by institutions, in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::approval;
use netra_domain::policy::Act;
use netra_entity::institution_function;
use netra_registry::Registry;
use netra_registry::office::institution_function::{
    ApproveFunctionInput, InstitutionFunctionFilterInput, PrepareFunctionInput,
};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::noun::{act, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;

/// A legal function held by an institution from a date to a date (fungsi instansi).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct InstitutionFunction {
    #[graphql(flatten)]
    pub(in crate::graphql) row: institution_function::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    InstitutionFunction shows institution_function under ReadReference as Function;
}

#[ComplexObject]
impl InstitutionFunction {
    /// The institution (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        available(Call::of(ctx), &approval::FUNCTION.acts(self.row.state))
    }
}

payloads! {
    /// What an act on a holding answers.
    InstitutionFunctionPayload {
        /// The holding.
        institution_function: InstitutionFunction
    }
}

#[derive(Default)]
pub(in crate::graphql) struct FunctionQuery;

/// Functions.
#[Object]
impl FunctionQuery {
    /// Functions and who holds, held or is about to hold them (pemegang fungsi).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn institution_functions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<InstitutionFunctionFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<InstitutionFunction>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "institutionFunctions", paging, filter, Registry::functions).await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct FunctionMutation;

/// Acts on functions.
#[Object]
impl FunctionMutation {
    /// Prepares the holding of a function; it takes effect when the second office approves it
    /// (penyiapan fungsi).
    #[graphql(directive = access::apply(word(Act::PrepareFunction), roles(Act::PrepareFunction)))]
    async fn prepare_function(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The holding.")] input: PrepareFunctionInput,
    ) -> Option<InstitutionFunctionPayload> {
        act(ctx, &input, Registry::prepare_function).await
    }

    /// Approves or refuses a prepared holding (persetujuan fungsi).
    #[graphql(directive = access::apply(word(Act::ApproveFunction), roles(Act::ApproveFunction)))]
    async fn approve_function(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: ApproveFunctionInput,
    ) -> Option<InstitutionFunctionPayload> {
        act(ctx, &input, Registry::approve_function).await
    }
}
