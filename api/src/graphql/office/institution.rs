//! Institutions, their units and functions in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::code::SuccessionSide;
use netra_entity::{Date, institution};
use netra_registry::Registry;
use netra_registry::office::institution::{
    InstitutionByInput, InstitutionFilterInput, RegisterInstitutionInput,
};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::loader::{FunctionsOf, SucceededOf, load};
use crate::graphql::kernel::noun::{Noun, act, edge, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;
use crate::graphql::law::circular::Circular;
use crate::graphql::office::institution_function::InstitutionFunction;
use crate::graphql::office::organisational_unit::OrganisationalUnit;
use crate::graphql::office::region::{self, Region};
use crate::graphql::succession::{InstitutionSuccession, beside};

/// Body that employs civil servants or holds a legal function (instansi).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Institution {
    #[graphql(flatten)]
    pub(in crate::graphql) row: institution::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    Institution shows institution under ReadReference as Institution with rev;
}

#[ComplexObject]
impl Institution {
    /// The institution it belongs to (instansi induk).
    async fn parent(&self, ctx: &Context<'_>) -> Option<Self> {
        nested(ctx, self.row.parent_id).await
    }

    /// The region it governs or works in (wilayah).
    async fn region(&self, ctx: &Context<'_>) -> Option<Region> {
        region::by_code(ctx, self.row.region_code.as_deref()).await
    }

    /// Its units in the order of their codes (unit organisasi).
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<OrganisationalUnit>> {
        edge(ctx, "units", self.row.id, Paging { first, after, last, before }).await
    }

    /// Its circulars on neutrality, the oldest first (surat edaran netralitas).
    async fn circulars(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Circular>> {
        edge(ctx, "circulars", self.row.id, Paging { first, after, last, before }).await
    }

    /// The functions it holds or held, and those prepared for it (fungsi).
    async fn functions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those held on this day.")] on: Option<Date>,
    ) -> Option<Vec<InstitutionFunction>> {
        let rows = load(ctx, FunctionsOf(self.row.id, on)).await.unwrap_or_default();
        Some(rows.into_iter().map(InstitutionFunction::show).collect())
    }

    /// Those that it took over from, oldest first (instansi pendahulu).
    async fn predecessors(&self, ctx: &Context<'_>) -> Option<Vec<InstitutionSuccession>> {
        let found = load(ctx, SucceededOf(self.row.id)).await.unwrap_or_default();
        Some(beside(&found, SuccessionSide::Predecessor))
    }

    /// Those that took over from it, oldest first (instansi penerus).
    async fn successors(&self, ctx: &Context<'_>) -> Option<Vec<InstitutionSuccession>> {
        let found = load(ctx, SucceededOf(self.row.id)).await.unwrap_or_default();
        Some(beside(&found, SuccessionSide::Successor))
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let call = Call::of(ctx);
        let acts = [Act::PrepareFunction, Act::PrepareSuccession, Act::PrepareSeat, Act::GrantSeat];
        available(call, &acts.map(|act| (act, Ok(()))))
    }
}

payloads! {
    /// What `registerInstitution` answers.
    RegisterInstitutionPayload {
        /// The institution.
        institution: Institution
    }
}

#[derive(Default)]
pub(in crate::graphql) struct InstitutionQuery;

/// Institutions.
#[Object]
impl InstitutionQuery {
    /// One institution (instansi).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] by: InstitutionByInput,
    ) -> Option<Institution> {
        let call = Call::of(ctx);
        let found = async { call.registry().institution(&call.permit()?, &by).await };
        answer(ctx, found.await).map(Institution::show)
    }

    /// Institutions in the order of their codes (daftar instansi).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn institutions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<InstitutionFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Institution>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "institutions", paging, filter, Registry::institutions).await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct InstitutionMutation;

/// Acts on institutions.
#[Object]
impl InstitutionMutation {
    /// Registers an institution (pendaftaran instansi).
    #[graphql(directive = access::apply(word(Act::RegisterInstitution), roles(Act::RegisterInstitution)))]
    async fn register_institution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The institution.")] input: RegisterInstitutionInput,
    ) -> Option<RegisterInstitutionPayload> {
        act(ctx, &input, Registry::register_institution).await
    }
}
