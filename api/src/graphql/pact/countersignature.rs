//! Countersigning in the contract.

use async_graphql::{Context, Object};
use netra_domain::Rule;
use netra_domain::pact::LIFE;
use netra_domain::policy::Act;
use netra_entity::pact_signature;
use netra_registry::Registry;
use netra_registry::pact::countersignature::{
    CountersignPactInput, CountersignPactsInput, RefuseCountersignatureInput, signer,
};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::loader::{CountersigningOf, load};
use crate::graphql::kernel::noun::act;
use crate::graphql::kernel::payload::row_payloads;
use crate::graphql::pact::pact_signature::PactSignaturePayload;

/// Whether the caller may countersign, the state of the signature first.
pub(in crate::graphql) async fn is_open(
    ctx: &Context<'_>,
    row: &pact_signature::Model,
) -> Result<(), Rule> {
    LIFE.check(Act::CountersignPact, row.state)?;
    load(ctx, CountersigningOf(signer(row))).await.map_or(Ok(()), |may| may.map(|_| ()))
}

row_payloads! {
    /// What `countersignPacts` answers.
    CountersignPactsPayload;
}

#[derive(Default)]
pub(in crate::graphql) struct CountersignatureMutation;

/// The superior's part of a signature.
#[Object]
impl CountersignatureMutation {
    /// Countersigns a signature as the signer's superior; it is valid and counts from this day
    /// (atasan mengetahui).
    #[graphql(directive = access::apply(word(Act::CountersignPact), roles(Act::CountersignPact)))]
    async fn countersign_pact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The signature.")] input: CountersignPactInput,
    ) -> Option<PactSignaturePayload> {
        act(ctx, &input, Registry::countersign_pact).await
    }

    /// Countersigns many signatures, each judged by itself (atasan mengetahui, kolektif).
    #[graphql(directive = access::apply(word(Act::CountersignPacts), roles(Act::CountersignPacts)))]
    async fn countersign_pacts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The signatures.")] input: CountersignPactsInput,
    ) -> Option<CountersignPactsPayload> {
        act(ctx, &input, Registry::countersign_pacts).await
    }

    /// Refuses to countersign, with the reason; the signature never counts, and the person may
    /// sign again (penolakan verifikasi).
    #[graphql(directive = access::apply(word(Act::RefuseCountersignature), roles(Act::RefuseCountersignature)))]
    async fn refuse_countersignature(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is refused, and why.")] input: RefuseCountersignatureInput,
    ) -> Option<PactSignaturePayload> {
        act(ctx, &input, Registry::refuse_countersignature).await
    }
}
