//! Functions held by institutions, in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_entity::code::{ApprovalState, Function, Level};
use netra_entity::{Date, institution_function};
use netra_registry::office::institution_function::{FunctionFilter, FunctionInput};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::noun::{Noun, nested, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
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
        let prepared = self.row.state == ApprovalState::Prepared;
        let state = if prepared { Ok(()) } else { Err(Rule::AlreadyDecided) };
        available(Call::of(ctx), &[(Act::ApproveFunction, state)])
    }
}

/// Which holdings are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct InstitutionFunctionFilterInput {
    /// Only this function (fungsi).
    function: Option<Function>,
    /// Only those of this institution.
    institution: Option<ID>,
    /// Only those in this state.
    state: Option<ApprovalState>,
    /// Only those held on this day.
    on: Option<Date>,
}

/// A holding to prepare.
#[derive(InputObject)]
pub(in crate::graphql) struct PrepareFunctionInput {
    /// The institution.
    institution: ID,
    /// The function (fungsi).
    function: Function,
    /// Level at which it is held (tingkat).
    level: Level,
    /// Code of the region in which it is held.
    region_code: Option<String>,
    /// First day.
    valid_from: Date,
    /// First day after its last.
    valid_to: Option<Date>,
    /// The instrument that gives it (dasar hukum).
    legal_basis: String,
}

/// A decision on what another office prepared.
#[derive(InputObject)]
pub(in crate::graphql) struct ApproveFunctionInput {
    /// The prepared holding.
    id: ID,
    /// Whether it is approved; refused otherwise.
    approve: bool,
}

/// What an act on a holding answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct InstitutionFunctionPayload {
    /// The holding.
    institution_function: Option<InstitutionFunction>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
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
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let filter = FunctionFilter {
                function: filter.function,
                institution_id: read_optional(
                    "filter.institution",
                    Kind::Institution,
                    filter.institution.as_ref(),
                )?,
                state: filter.state,
                on: filter.on,
            };
            let paged = Paged::new(call, "institutionFunctions", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().functions(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, InstitutionFunction::show))
        };
        answer(ctx, listed.await)
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "prepareFunction")?;
            let input = FunctionInput {
                institution_id: read("input.institution", Kind::Institution, &input.institution)?,
                function: input.function,
                level: input.level,
                region_code: input.region_code,
                valid_from: input.valid_from,
                valid_to: input.valid_to,
                legal_basis: input.legal_basis,
            };
            let done = call.registry().prepare_function(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Approves or refuses a prepared holding (persetujuan fungsi).
    #[graphql(directive = access::apply(word(Act::ApproveFunction), roles(Act::ApproveFunction)))]
    async fn approve_function(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: ApproveFunctionInput,
    ) -> Option<InstitutionFunctionPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "approveFunction")?;
            let id = read("input.id", Kind::Function, &input.id)?;
            let registry = call.registry();
            let done = registry.approve_function(&permit, &request, id, input.approve).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

async fn payload(
    call: &Call,
    done: netra_registry::Done,
) -> netra_registry::Result<InstitutionFunctionPayload> {
    let id = done.subject_id.unwrap_or_default();
    let row = call.registry().function(&call.permit()?, id).await?;
    let institution_function = Some(InstitutionFunction::show(row));
    Ok(InstitutionFunctionPayload { institution_function, receipt: Receipt::of(&done) })
}
