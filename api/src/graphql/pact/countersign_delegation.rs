//! Delegations of countersigning in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_entity::{Date, countersign_delegation};
use netra_registry::pact::countersign_delegation::{DelegationFilter, DelegationInput};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::noun::{Noun, nested, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;
use crate::graphql::office::organisational_unit::OrganisationalUnit;
use crate::graphql::people::civil_servant::CivilServant;

/// The delegation of countersigning for a unit, from a day to a day (delegasi).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct CountersignDelegation {
    #[graphql(flatten)]
    pub(in crate::graphql) row: countersign_delegation::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    CountersignDelegation shows countersign_delegation under ReadPactSignatures as CountersignDelegation;
}

#[ComplexObject]
impl CountersignDelegation {
    /// The institution (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// The unit whose signers the delegate countersigns (unit organisasi).
    async fn unit(&self, ctx: &Context<'_>) -> Option<OrganisationalUnit> {
        nested(ctx, self.row.unit_id).await
    }

    /// The delegate, where visible to the caller (penerima delegasi).
    async fn delegate(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, self.row.delegate_id).await
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let call = Call::of(ctx);
        let ended = self.row.valid_to <= call.today();
        let state = if ended { Err(Rule::AlreadyDecided) } else { Ok(()) };
        available(call, &[(Act::EndCountersigningDelegation, state)])
    }
}

/// Which delegations are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct CountersignDelegationFilterInput {
    /// Only those in this institution.
    institution: Option<ID>,
    /// Only those for this unit.
    unit: Option<ID>,
}

/// A delegation to record.
#[derive(InputObject)]
pub(in crate::graphql) struct DelegateCountersigningInput {
    /// The unit.
    unit: ID,
    /// A service number of the delegate, who works in the unit's institution (NIP, NI PPPK).
    delegate: String,
    /// First day, today or later.
    valid_from: Date,
    /// First day on which it no longer holds.
    valid_to: Date,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
}

/// A delegation to end.
#[derive(InputObject)]
pub(in crate::graphql) struct EndCountersigningDelegationInput {
    /// The delegation.
    id: ID,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
}

/// What an act on a delegation answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct CountersignDelegationPayload {
    /// The delegation.
    countersign_delegation: Option<CountersignDelegation>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct CountersignDelegationQuery;

/// Delegations of countersigning.
#[Object]
impl CountersignDelegationQuery {
    /// Delegations of countersigning within the caller's reach, in the order in which they were
    /// recorded (daftar delegasi).
    #[graphql(directive = access::apply(word(Act::ReadPactSignatures), roles(Act::ReadPactSignatures)))]
    async fn countersign_delegations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<CountersignDelegationFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<CountersignDelegation>> {
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let (institution, unit) = (filter.institution.as_ref(), filter.unit.as_ref());
            let filter = DelegationFilter {
                institution_id: read_optional(
                    "filter.institution",
                    Kind::Institution,
                    institution,
                )?,
                unit_id: read_optional("filter.unit", Kind::Unit, unit)?,
            };
            let paged = Paged::new(call, "countersignDelegations", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let registry = call.registry();
            let page = registry.countersign_delegations(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, CountersignDelegation::show))
        };
        answer(ctx, listed.await)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CountersignDelegationMutation;

/// Acts on delegations.
#[Object]
impl CountersignDelegationMutation {
    /// Delegates countersigning for a unit, as its head or for the personnel authority
    /// (pendelegasian).
    #[graphql(directive = access::apply(word(Act::DelegateCountersigning), roles(Act::DelegateCountersigning)))]
    async fn delegate_countersigning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The delegation.")] input: DelegateCountersigningInput,
    ) -> Option<CountersignDelegationPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "delegateCountersigning")?;
            let input = DelegationInput {
                unit_id: read("input.unit", Kind::Unit, &input.unit)?,
                delegate: input.delegate,
                valid_from: input.valid_from,
                valid_to: input.valid_to,
                reason: input.reason,
            };
            let registry = call.registry();
            let done = registry.delegate_countersigning(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Ends a delegation today, with the reason (pengakhiran delegasi).
    #[graphql(directive = access::apply(word(Act::EndCountersigningDelegation), roles(Act::EndCountersigningDelegation)))]
    async fn end_countersigning_delegation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is ended, and why.")] input: EndCountersigningDelegationInput,
    ) -> Option<CountersignDelegationPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "endCountersigningDelegation")?;
            let id = read("input.id", Kind::CountersignDelegation, &input.id)?;
            let (registry, reason) = (call.registry(), &input.reason);
            let done =
                registry.end_countersigning_delegation(&permit, &request, id, reason).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

async fn payload(
    call: &Call,
    done: netra_registry::Done,
) -> netra_registry::Result<CountersignDelegationPayload> {
    let ids = [done.subject_id.unwrap_or_default()];
    let mut rows = call.registry().countersign_delegations_by_ids(&call.permit()?, &ids).await?;
    Ok(CountersignDelegationPayload {
        countersign_delegation: rows.pop().map(CountersignDelegation::show),
        receipt: Receipt::of(&done),
    })
}
