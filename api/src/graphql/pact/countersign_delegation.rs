//! Delegations of countersigning in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_entity::countersign_delegation;
use netra_registry::Registry;
use netra_registry::pact::countersign_delegation::{
    CountersignDelegationFilterInput, DelegateCountersigningInput, EndCountersigningDelegationInput,
};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::noun::{act, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
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

payloads! {
    /// What an act on a delegation answers.
    CountersignDelegationPayload {
        /// The delegation.
        countersign_delegation: CountersignDelegation
    }
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
        let paging = Paging { first, after, last, before };
        list(ctx, "countersignDelegations", paging, filter, Registry::countersign_delegations).await
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
        act(ctx, &input, Registry::delegate_countersigning).await
    }

    /// Ends a delegation today, with the reason (pengakhiran delegasi).
    #[graphql(directive = access::apply(word(Act::EndCountersigningDelegation), roles(Act::EndCountersigningDelegation)))]
    async fn end_countersigning_delegation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is ended, and why.")] input: EndCountersigningDelegationInput,
    ) -> Option<CountersignDelegationPayload> {
        act(ctx, &input, Registry::end_countersigning_delegation).await
    }
}
