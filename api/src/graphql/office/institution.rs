//! Institutions, their units and functions in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, OneofObject, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::code::{InstitutionKind, SuccessionSide};
use netra_entity::{Date, institution};
use netra_registry::office::institution::{InstitutionBy, InstitutionFilter, InstitutionInput};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::loader::{FunctionsOf, SucceededOf, UnitsOf, load};
use crate::graphql::kernel::noun::{Noun, edge, nested, nouns};
use crate::graphql::kernel::paging::{List, NestedList, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
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
    ) -> Option<NestedList<OrganisationalUnit>> {
        let paged = Paged::new(Call::of(ctx), "units", &self.row.id);
        let window = paged.window(&Paging { first, after, last, before });
        let page = load(ctx, UnitsOf(self.row.id, answer(ctx, window)?)).await?;
        Some(paged.connect_nested(page, OrganisationalUnit::show))
    }

    /// Its circulars on neutrality, the oldest first (surat edaran netralitas).
    async fn circulars(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<NestedList<Circular>> {
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

/// How an institution is looked up.
#[derive(OneofObject)]
pub(in crate::graphql) enum InstitutionByInput {
    /// By its global id.
    Id(ID),
    /// By its code (kode instansi).
    Code(String),
}

/// Which institutions are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct InstitutionFilterInput {
    /// Only this kind (jenis instansi).
    kind: Option<InstitutionKind>,
    /// Only those in the region with this code or below.
    region: Option<String>,
    /// Only the direct subordinates of this one.
    parent: Option<ID>,
    /// Only those that exist on this day.
    on: Option<Date>,
}

/// An institution to register.
#[derive(InputObject)]
pub(in crate::graphql) struct RegisterInstitutionInput {
    /// Code, an Indonesian acronym (kode instansi).
    code: String,
    /// Official name (nama instansi).
    name: String,
    /// Name in English.
    name_en: Option<String>,
    /// Kind (jenis instansi).
    kind: InstitutionKind,
    /// Code of the institution above.
    parent_code: Option<String>,
    /// Code of its region.
    region_code: Option<String>,
    /// First day.
    valid_from: Option<Date>,
    /// First day after its last.
    valid_to: Option<Date>,
    /// Whether it is a personnel authority's own institution.
    employs_asn: bool,
    /// Law or publication it rests on (sumber).
    source: String,
}

/// What `registerInstitution` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RegisterInstitutionPayload {
    /// The institution.
    institution: Option<Institution>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
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
        let found = async {
            let by = match by {
                InstitutionByInput::Id(id) => {
                    InstitutionBy::Id(read("by.id", Kind::Institution, &id)?)
                }
                InstitutionByInput::Code(code) => InstitutionBy::Code(code),
            };
            call.registry().institution(&call.permit()?, &by).await
        };
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
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let filter = InstitutionFilter {
                kind: filter.kind,
                region: filter.region,
                parent_id: read_optional(
                    "filter.parent",
                    Kind::Institution,
                    filter.parent.as_ref(),
                )?,
                on: filter.on,
            };
            let paged = Paged::new(call, "institutions", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().institutions(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, Institution::show))
        };
        answer(ctx, listed.await)
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "registerInstitution")?;
            let input = InstitutionInput {
                code: input.code,
                name: input.name,
                name_en: input.name_en,
                kind: input.kind,
                parent_code: input.parent_code,
                region_code: input.region_code,
                valid_from: input.valid_from,
                valid_to: input.valid_to,
                employs_asn: input.employs_asn,
                source: input.source,
            };
            let done = call.registry().register_institution(&permit, &request, &input).await?;
            let id = InstitutionBy::Id(done.subject_id.unwrap_or_default());
            let row = call.registry().institution(&call.permit()?, &id).await?;
            Ok(RegisterInstitutionPayload {
                institution: Some(Institution::show(row)),
                receipt: Receipt::of(&done),
            })
        };
        answer(ctx, done.await)
    }
}
