//! Countersigning in the contract.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use netra_domain::countersignature::Signer;
use netra_domain::policy::Act;
use netra_domain::{Rule, pact};
use netra_entity::code::SignatureState;
use netra_entity::pact_signature;

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read};
use crate::graphql::kernel::loader::{CountersigningOf, load};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::pact::pact_signature::{PactSignaturePayload, RowResult, payload, row_results};

/// Whether the caller may countersign, the state of the signature first.
pub(in crate::graphql) async fn is_open(
    ctx: &Context<'_>,
    row: &pact_signature::Model,
) -> Result<(), Rule> {
    if row.state != SignatureState::AwaitingCountersignature {
        return Err(Rule::SignatureNotAwaiting);
    }
    let signer = Signer {
        civil_servant_id: row.civil_servant_id,
        institution_id: row.institution_id,
        unit_id: row.unit_id,
    };
    match load(ctx, CountersigningOf(signer)).await {
        Some(Err(rule)) => Err(rule),
        Some(Ok(_)) | None => Ok(()),
    }
}

/// Whether a signature may still be withdrawn.
pub(in crate::graphql) const fn is_withdrawable(row: &pact_signature::Model) -> Result<(), Rule> {
    if pact::stands(row.state) { Ok(()) } else { Err(Rule::SignatureNotValid) }
}

/// A signature to countersign.
#[derive(InputObject)]
pub(in crate::graphql) struct CountersignPactInput {
    /// The signature.
    id: ID,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// Signatures to countersign.
#[derive(InputObject)]
pub(in crate::graphql) struct CountersignPactsInput {
    /// Up to 500 signatures.
    signatures: Vec<ID>,
}

/// What `countersignPacts` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct CountersignPactsPayload {
    /// What became of each signature; the code is `NOT_FOUND` for one outside the reach.
    rows: Vec<RowResult>,
    /// The event; null where nothing changed.
    receipt: Option<Receipt>,
}

/// A countersignature to refuse.
#[derive(InputObject)]
pub(in crate::graphql) struct RefuseCountersignatureInput {
    /// The signature.
    id: ID,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "countersignPact")?;
            let id = read("input.id", Kind::PactSignature, &input.id)?;
            let version = input.expected_version;
            let done = call.registry().countersign_pact(&permit, &request, id, version).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Countersigns many signatures, each judged by itself (atasan mengetahui, kolektif).
    #[graphql(directive = access::apply(word(Act::CountersignPacts), roles(Act::CountersignPacts)))]
    async fn countersign_pacts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The signatures.")] input: CountersignPactsInput,
    ) -> Option<CountersignPactsPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "countersignPacts")?;
            let ids = input
                .signatures
                .iter()
                .map(|id| read("input.signatures", Kind::PactSignature, id))
                .collect::<netra_registry::Result<Vec<_>>>()?;
            let done = call.registry().countersign_pacts(&permit, &request, &ids).await?;
            Ok(CountersignPactsPayload { rows: row_results(&done)?, receipt: Receipt::of(&done) })
        };
        answer(ctx, done.await)
    }

    /// Refuses to countersign, with the reason; the signature never counts, and the person may
    /// sign again (penolakan verifikasi).
    #[graphql(directive = access::apply(word(Act::RefuseCountersignature), roles(Act::RefuseCountersignature)))]
    async fn refuse_countersignature(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is refused, and why.")] input: RefuseCountersignatureInput,
    ) -> Option<PactSignaturePayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "refuseCountersignature")?;
            let id = read("input.id", Kind::PactSignature, &input.id)?;
            let (reason, version) = (&input.reason, input.expected_version);
            let registry = call.registry();
            let done =
                registry.refuse_countersignature(&permit, &request, id, reason, version).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}
