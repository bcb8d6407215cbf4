//! Pact texts in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::{Act, of};
use netra_entity::{Ref, cycle, institution, pact_text};
use netra_registry::Registry;
use netra_registry::pact::pact_text::{
    PactTextFilter, PublishLocalPactTextInput, PublishPactTextInput, WithdrawPactTextInput,
};

use crate::graphql::certify::certified_signature::SigningDocument;
use crate::graphql::elections::election::{self, Cycle};
use crate::graphql::kernel::access::{
    AvailableAct, access, available, available_within, roles, word,
};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::noun::{act, find, list, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;

/// A version of the integrity pact (naskah pakta integritas): exact bytes and their digest.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct PactText {
    #[graphql(flatten)]
    pub(in crate::graphql) row: pact_text::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    PactText shows pact_text under ReadReference as PactText with rev;
}

#[ComplexObject]
impl PactText {
    /// The cycle it is for (siklus pemilihan).
    async fn cycle(&self, ctx: &Context<'_>) -> Option<Cycle> {
        election::cycle_by_id(ctx, self.row.cycle_id).await
    }

    /// The institution that issued it (penerbit).
    async fn issuer(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.issuer_id).await
    }

    /// The national text that it is derived from and equivalent to; null where it is national
    /// itself (naskah nasional).
    async fn derived_from(&self, ctx: &Context<'_>) -> Option<Self> {
        nested(ctx, self.row.derived_from_id).await
    }

    /// The version it replaces.
    async fn supersedes(&self, ctx: &Context<'_>) -> Option<Self> {
        nested(ctx, self.row.supersedes_id).await
    }

    /// What a certified signature of it is over; null where this registry takes none (dokumen yang
    /// ditandatangani secara elektronik).
    async fn signing_document(&self, ctx: &Context<'_>) -> Option<SigningDocument> {
        let takes = Call::of(ctx).registry().takes_certified_signatures();
        takes.then(|| SigningDocument::of(&self.row))
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let withdrawn = self.row.withdrawn_at.is_some();
        let state = if withdrawn { Err(Rule::PactTextWithdrawn) } else { Ok(()) };
        let call = Call::of(ctx);
        let acts = [
            Act::SignPact,
            Act::RefusePact,
            Act::RecordPaperSignatures,
            Act::ExemptFromPact,
            Act::RecordNonAsnSignatures,
        ];
        let mut available_acts = available(call, &acts.map(|act| (act, state)));
        let permit = call.permit::<of::WithdrawPactText>();
        let own = permit.is_ok_and(|it| it.covers_institution(Some(self.row.issuer_id)).is_ok());
        available_acts.push(available_within(call, own, Act::WithdrawPactText, state));
        available_acts
    }
}

payloads! {
    /// What an act on a text answers.
    PactTextPayload {
        /// The text.
        pact_text: PactText
    }
}

#[derive(Default)]
pub(in crate::graphql) struct PactTextQuery;

/// Pact texts.
#[Object]
impl PactTextQuery {
    /// One pact text (naskah pakta).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn pact_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: Ref<pact_text::Entity>,
    ) -> Option<PactText> {
        find(ctx, "id", &id).await
    }

    /// Pact texts in the order in which they were published (daftar naskah pakta).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn pact_texts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this cycle.")] cycle: Option<Ref<cycle::Entity>>,
        #[graphql(desc = "Only those of this issuer.")] issuer: Option<Ref<institution::Entity>>,
        #[graphql(desc = "Only national texts, or only local ones.")] is_national: Option<bool>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<PactText>> {
        let paging = Paging { first, after, last, before };
        let filter = PactTextFilter { cycle, issuer, is_national };
        list(ctx, "pactTexts", paging, Some(filter), Registry::pact_texts).await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct PactTextMutation;

/// Acts on pact texts.
#[Object]
impl PactTextMutation {
    /// Publishes a national pact text (penerbitan naskah pakta).
    #[graphql(directive = access::apply(word(Act::PublishPactText), roles(Act::PublishPactText)))]
    async fn publish_pact_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text.")] input: PublishPactTextInput,
    ) -> Option<PactTextPayload> {
        act(ctx, &input, Registry::publish_pact_text).await
    }

    /// Publishes a text of the employer's own, derived from and equivalent to a national one; its
    /// signatures count as those of the national text (penerbitan naskah pakta instansi).
    #[graphql(directive = access::apply(word(Act::PublishLocalPactText), roles(Act::PublishLocalPactText)))]
    async fn publish_local_pact_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text.")] input: PublishLocalPactTextInput,
    ) -> Option<PactTextPayload> {
        act(ctx, &input, Registry::publish_local_pact_text).await
    }

    /// Withdraws a pact text, an employer its own: it can no longer be signed (pencabutan naskah pakta).
    #[graphql(directive = access::apply(word(Act::WithdrawPactText), roles(Act::WithdrawPactText)))]
    async fn withdraw_pact_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is withdrawn, and why.")] input: WithdrawPactTextInput,
    ) -> Option<PactTextPayload> {
        act(ctx, &input, Registry::withdraw_pact_text).await
    }
}
