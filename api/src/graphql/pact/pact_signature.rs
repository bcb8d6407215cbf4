//! Signatures in the contract.

mod plain;

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::pact::LIFE;
use netra_domain::policy::{Act, personal_view};
use netra_entity::code::{PactStanding, SignatureMethod};
use netra_entity::{Ref, cycle, institution, organisational_unit, pact_signature};
use netra_registry::Registry;
use netra_registry::pact::pact_signature::{
    NonSignerFilter, PactSignatureFilterInput, RecordPaperSignaturesInput, Shown, SignPactInput,
    SignatureLine, WithdrawPactSignatureInput,
};

use crate::graphql::certify::certified_signature::CertifiedSignature;
use crate::graphql::elections::election::{self, Cycle};
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::as_of::AsOf;
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::noun::{Noun, act, children, nested, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::payload::{payloads, row_payloads};
use crate::graphql::kernel::plain::{Line, asks_plainly};
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;
use crate::graphql::office::organisational_unit::OrganisationalUnit;
use crate::graphql::pact::countersignature;
use crate::graphql::pact::pact_text::PactText;
use crate::graphql::people::civil_servant::CivilServant;
use crate::graphql::privacy::erasure::PersonalDataState;

/// A person's signature of a pact text, given under an employment (tanda tangan pakta).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct PactSignature {
    #[graphql(flatten)]
    pub(in crate::graphql) row: pact_signature::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    PactSignature shows pact_signature under ReadPactSignatures as PactSignature;
}

#[ComplexObject]
impl PactSignature {
    /// The signer, where visible to the caller (penanda tangan).
    async fn civil_servant(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, self.row.civil_servant_id).await
    }

    /// The text (naskah pakta).
    async fn pact_text(&self, ctx: &Context<'_>) -> Option<PactText> {
        nested(ctx, self.row.pact_text_id).await
    }

    /// The cycle of the text (siklus pemilihan).
    async fn cycle(&self, ctx: &Context<'_>) -> Option<Cycle> {
        election::cycle_by_id(ctx, self.row.cycle_id).await
    }

    /// The institution under which it was given (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// The unit under which it was given (unit organisasi).
    async fn unit(&self, ctx: &Context<'_>) -> Option<OrganisationalUnit> {
        nested(ctx, self.row.unit_id).await
    }

    /// The superior who countersigned or refused to, where a civil servant visible to the caller
    /// (atasan yang mengetahui).
    async fn countersigner(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, self.row.countersigner_id).await
    }

    /// What proves it, as JSON; null unless the signer asks (bukti).
    async fn evidence(&self, ctx: &Context<'_>) -> Option<&str> {
        let is_open = personal_view(&Call::of(ctx).actor).number && !self.row.evidence.is_empty();
        is_open.then_some(self.row.evidence.as_str())
    }

    /// Whether the evidence is read, and why not (keadaan data pribadi).
    async fn personal_data(&self, ctx: &Context<'_>) -> PersonalDataState {
        let is_open = personal_view(&Call::of(ctx).actor).number;
        PersonalDataState::of(self.row.evidence.is_empty(), is_open)
    }

    /// What proves it further if it is a certified signature, else null (tanda tangan elektronik
    /// tersertifikasi).
    async fn certified(&self, ctx: &Context<'_>) -> Option<CertifiedSignature> {
        if self.row.method != SignatureMethod::Certificate {
            return None;
        }
        children(ctx, self.row.id).await.pop()
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let countersigning = countersignature::is_open(ctx, &self.row).await;
        let acts = [
            (Act::WithdrawPactSignature, LIFE.check(Act::WithdrawPactSignature, self.row.state)),
            (Act::CountersignPact, countersigning),
            (Act::RefuseCountersignature, countersigning),
        ];
        available(Call::of(ctx), &acts)
    }
}

payloads! {
    /// What an act on a signature answers.
    PactSignaturePayload {
        /// The signature.
        pact_signature: PactSignature
    }
}

row_payloads! {
    /// What `recordPaperSignatures` answers.
    RecordPaperSignaturesPayload;
}

#[derive(Default)]
pub(in crate::graphql) struct PactSignatureQuery;

/// Signatures, signers and non-signers.
#[Object]
impl PactSignatureQuery {
    /// Signatures within the caller's reach, in the order in which the registry received them
    /// (daftar penanda tangan).
    #[graphql(directive = access::apply(word(Act::ReadPactSignatures), roles(Act::ReadPactSignatures)))]
    async fn pact_signatures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<PactSignatureFilterInput>,
        #[graphql(desc = "What was known at this point; now by default.")] as_of: Option<AsOf>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Line<SignatureLine>>> {
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let as_of = as_of.map(|it| it.input()).transpose()?;
            let paged = Paged::new(call, "pactSignatures", &(&filter, &as_of));
            let window = paged.window(&Paging { first, after, last, before })?;
            let permit = call.permit()?;
            let as_of = call.as_of(as_of).await?;
            let registry = call.registry();
            if asks_plainly(ctx, &SignatureLine::blank()) {
                let page = registry.signature_lines(&permit, &filter, as_of, &window).await?;
                return Ok(paged.connect(page, Line::Plain));
            }
            let page = registry.pact_signatures(&permit, &filter, as_of, &window).await?;
            Ok(paged.connect(page, |row| Line::Whole(PactSignature::show(row))))
        };
        answer(ctx, listed.await)
    }

    /// Active civil servants of an institution without a valid signature of the cycle's pact in
    /// force, whether they wait, refuse, are exempt or have done nothing (daftar yang belum
    /// menandatangani).
    #[graphql(directive = access::apply(word(Act::ReadPactSignatures), roles(Act::ReadPactSignatures)))]
    async fn pact_non_signers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cycle.")] cycle: Ref<cycle::Entity>,
        #[graphql(desc = "The institution.")] institution: Ref<institution::Entity>,
        #[graphql(desc = "Only those of this unit.")] unit: Option<
            Ref<organisational_unit::Entity>,
        >,
        #[graphql(desc = "Only those who stand so.")] standing: Option<PactStanding>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<CivilServant>> {
        let call = Call::of(ctx);
        let listed = async {
            let filter = NonSignerFilter { cycle, institution, unit, standing };
            let paged = Paged::new(call, "pactNonSigners", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let (permit, persons) = (call.permit()?, call.permit()?);
            let page =
                call.registry().pact_non_signers(&permit, &persons, &filter, &window).await?;
            Ok(paged.connect(page, CivilServant::show))
        };
        answer(ctx, listed.await)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct PactSignatureMutation;

/// Acts on signatures.
#[Object]
impl PactSignatureMutation {
    /// Signs one's own integrity pact: by account attestation, an uncertified electronic signature,
    /// or by a certified one (penandatanganan pakta), PP 71/2019 Pasal 60.
    #[graphql(directive = access::apply(word(Act::SignPact), roles(Act::SignPact)))]
    async fn sign_pact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the signer confirms.")] input: SignPactInput,
    ) -> Option<PactSignaturePayload> {
        let call = Call::of(ctx);
        let shown = Shown {
            locale: call.locale,
            client: call.client_digest(),
            user_agent: call.origin.user_agent.clone(),
        };
        act(ctx, &input, async |it, permit, request, input| {
            it.sign_pact(permit, request, input, shown).await
        })
        .await
    }

    /// Records signatures that one's own people gave on paper (pencatatan tanda tangan basah).
    #[graphql(directive = access::apply(word(Act::RecordPaperSignatures), roles(Act::RecordPaperSignatures)))]
    async fn record_paper_signatures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text and the rows.")] input: RecordPaperSignaturesInput,
    ) -> Option<RecordPaperSignaturesPayload> {
        act(ctx, &input, Registry::record_paper_signatures).await
    }

    /// Withdraws a signature with its reason; the original remains (pencabutan tanda tangan).
    #[graphql(directive = access::apply(word(Act::WithdrawPactSignature), roles(Act::WithdrawPactSignature)))]
    async fn withdraw_pact_signature(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is withdrawn, and why.")] input: WithdrawPactSignatureInput,
    ) -> Option<PactSignaturePayload> {
        act(ctx, &input, Registry::withdraw_pact_signature).await
    }
}
