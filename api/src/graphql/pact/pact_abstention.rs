//! Refusals and exemptions in the contract. Their reasons may tell of health or conviction, and are
//! null where the caller's office does not work with persons.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::{Act, personal_view};
use netra_entity::pact_abstention;
use netra_registry::Registry;
use netra_registry::pact::pact_abstention::{
    EndPactAbstentionInput, ExemptFromPactInput, PactAbstentionFilterInput, RefusePactInput,
};

use crate::graphql::elections::election::{self, Cycle};
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::noun::{act, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;
use crate::graphql::office::organisational_unit::OrganisationalUnit;
use crate::graphql::pact::pact_text::PactText;
use crate::graphql::people::civil_servant::CivilServant;

/// Why a civil servant does not sign: a refusal, or an exemption for a time (menolak, dibebaskan).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct PactAbstention {
    #[graphql(flatten)]
    pub(in crate::graphql) row: pact_abstention::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    PactAbstention shows pact_abstention under ReadPactSignatures as PactAbstention;
}

#[ComplexObject]
impl PactAbstention {
    /// The person, where visible to the caller (pegawai).
    async fn civil_servant(&self, ctx: &Context<'_>) -> Option<CivilServant> {
        nested(ctx, self.row.civil_servant_id).await
    }

    /// The text; the abstention is from every text equivalent to it (naskah pakta).
    async fn pact_text(&self, ctx: &Context<'_>) -> Option<PactText> {
        nested(ctx, self.row.pact_text_id).await
    }

    /// The cycle of the text (siklus pemilihan).
    async fn cycle(&self, ctx: &Context<'_>) -> Option<Cycle> {
        election::cycle_by_id(ctx, self.row.cycle_id).await
    }

    /// The institution (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// The unit (unit organisasi).
    async fn unit(&self, ctx: &Context<'_>) -> Option<OrganisationalUnit> {
        nested(ctx, self.row.unit_id).await
    }

    /// Code of the reason of an exemption, of the list `EXEMPTION_REASON`; null as for names (alasan).
    async fn reason_code(&self, ctx: &Context<'_>) -> Option<&str> {
        let reads = personal_view(&Call::of(ctx).actor).name;
        self.row.reason_code.as_deref().filter(|_| reads)
    }

    /// The reason in words; null as for names (uraian alasan).
    async fn reason(&self, ctx: &Context<'_>) -> Option<&str> {
        personal_view(&Call::of(ctx).actor).name.then_some(self.row.reason.as_str())
    }

    /// What proves it, as JSON; null unless the person asks (bukti).
    async fn evidence(&self, ctx: &Context<'_>) -> Option<&str> {
        personal_view(&Call::of(ctx).actor).number.then_some(self.row.evidence.as_str())
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let call = Call::of(ctx);
        let ended = self.row.valid_to.is_some_and(|to| to <= call.today());
        let state = if ended { Err(Rule::AlreadyDecided) } else { Ok(()) };
        available(call, &[(Act::EndPactAbstention, state)])
    }
}

payloads! {
    /// What an act on a refusal or exemption answers.
    PactAbstentionPayload {
        /// The refusal or exemption.
        pact_abstention: PactAbstention
    }
}

#[derive(Default)]
pub(in crate::graphql) struct PactAbstentionQuery;

/// Refusals and exemptions.
#[Object]
impl PactAbstentionQuery {
    /// Refusals and exemptions within the caller's reach, in the order in which they were recorded
    /// (daftar yang menolak dan dibebaskan).
    #[graphql(directive = access::apply(word(Act::ReadPactSignatures), roles(Act::ReadPactSignatures)))]
    async fn pact_abstentions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<PactAbstentionFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<PactAbstention>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "pactAbstentions", paging, filter, Registry::pact_abstentions).await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct PactAbstentionMutation;

/// Acts on refusals and exemptions.
#[Object]
impl PactAbstentionMutation {
    /// Refuses to sign, for oneself, or records for one of the employer's people that they do; the
    /// person may still sign (penolakan menandatangani).
    #[graphql(directive = access::apply(word(Act::RefusePact), roles(Act::RefusePact)))]
    async fn refuse_pact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refusal.")] input: RefusePactInput,
    ) -> Option<PactAbstentionPayload> {
        act(ctx, &input, Registry::refuse_pact).await
    }

    /// Exempts one of the employer's people from signing for a time; the person stays in the count
    /// of active civil servants (pembebasan dari penandatanganan).
    #[graphql(directive = access::apply(word(Act::ExemptFromPact), roles(Act::ExemptFromPact)))]
    async fn exempt_from_pact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The exemption.")] input: ExemptFromPactInput,
    ) -> Option<PactAbstentionPayload> {
        act(ctx, &input, Registry::exempt_from_pact).await
    }

    /// Ends an exemption early, or a refusal that was recorded wrongly; the record remains
    /// (pengakhiran pembebasan, pembatalan penolakan).
    #[graphql(directive = access::apply(word(Act::EndPactAbstention), roles(Act::EndPactAbstention)))]
    async fn end_pact_abstention(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is ended, and why.")] input: EndPactAbstentionInput,
    ) -> Option<PactAbstentionPayload> {
        act(ctx, &input, Registry::end_pact_abstention).await
    }
}
