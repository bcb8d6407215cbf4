//! Signatures of people who are no civil servants, in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::non_asn_signature::LIFE;
use netra_domain::policy::{Act, personal_view};
use netra_entity::non_asn_signature;
use netra_registry::Registry;
use netra_registry::pact::non_asn_signature::{
    NonAsnSignatureFilterInput, RecordNonAsnSignaturesInput, WithdrawNonAsnSignatureInput,
};

use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::noun::{act, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::{payloads, row_payloads};
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;
use crate::graphql::office::organisational_unit::OrganisationalUnit;
use crate::graphql::pact::pact_text::PactText;

/// The signature of somebody who works for an institution without being a civil servant; it is in
/// no coverage (non-ASN).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct NonAsnSignature {
    #[graphql(flatten)]
    pub(in crate::graphql) row: non_asn_signature::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    NonAsnSignature shows non_asn_signature under ReadNonAsnSignatures as NonAsnSignature;
}

#[ComplexObject]
impl NonAsnSignature {
    /// The text (naskah pakta).
    async fn pact_text(&self, ctx: &Context<'_>) -> Option<PactText> {
        nested(ctx, self.row.pact_text_id).await
    }

    /// The institution (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// The unit (unit organisasi).
    async fn unit(&self, ctx: &Context<'_>) -> Option<OrganisationalUnit> {
        nested(ctx, self.row.unit_id).await
    }

    /// Number that the institution gives to its staff; null as for the name (nomor pegawai).
    async fn staff_number(&self, ctx: &Context<'_>) -> Option<&str> {
        personal_view(&Call::of(ctx).actor).name.then_some(self.row.staff_number.as_str())
    }

    /// Name; null where the caller's office does not work with persons (nama).
    async fn name(&self, ctx: &Context<'_>) -> Option<&str> {
        personal_view(&Call::of(ctx).actor).name.then_some(self.row.name.as_str())
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        available(Call::of(ctx), &LIFE.acts(self.row.state))
    }
}

payloads! {
    /// What `withdrawNonAsnSignature` answers.
    NonAsnSignaturePayload {
        /// The signature.
        non_asn_signature: NonAsnSignature
    }
}

row_payloads! {
    /// What `recordNonAsnSignatures` answers.
    RecordNonAsnSignaturesPayload;
}

#[derive(Default)]
pub(in crate::graphql) struct NonAsnSignatureQuery;

/// Signatures of people who are no civil servants.
#[Object]
impl NonAsnSignatureQuery {
    /// Signatures of people who are no civil servants, within the caller's reach, in the order in
    /// which they were recorded (daftar penanda tangan non-ASN).
    #[graphql(directive = access::apply(word(Act::ReadNonAsnSignatures), roles(Act::ReadNonAsnSignatures)))]
    async fn non_asn_signatures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<NonAsnSignatureFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<NonAsnSignature>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "nonAsnSignatures", paging, filter, Registry::non_asn_signatures).await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct NonAsnSignatureMutation;

/// Acts on signatures of people who are no civil servants.
#[Object]
impl NonAsnSignatureMutation {
    /// Records signatures of people who work for the employer without being civil servants; they
    /// are in no coverage (pencatatan tanda tangan non-ASN).
    #[graphql(directive = access::apply(word(Act::RecordNonAsnSignatures), roles(Act::RecordNonAsnSignatures)))]
    async fn record_non_asn_signatures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text, the institution and the rows.")]
        input: RecordNonAsnSignaturesInput,
    ) -> Option<RecordNonAsnSignaturesPayload> {
        act(ctx, &input, Registry::record_non_asn_signatures).await
    }

    /// Withdraws the signature of somebody who is no civil servant, with its reason; the original
    /// remains (pencabutan tanda tangan non-ASN).
    #[graphql(directive = access::apply(word(Act::WithdrawNonAsnSignature), roles(Act::WithdrawNonAsnSignature)))]
    async fn withdraw_non_asn_signature(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is withdrawn, and why.")] input: WithdrawNonAsnSignatureInput,
    ) -> Option<NonAsnSignaturePayload> {
        act(ctx, &input, Registry::withdraw_non_asn_signature).await
    }
}
