//! Pact texts in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::{Act, of};
use netra_entity::pact_text;
use netra_registry::pact::pact_text::{LocalTextInput, PactTextFilter, PactTextInput};

use crate::graphql::certify::certified_signature::SigningDocument;
use crate::graphql::elections::election::{self, Cycle};
use crate::graphql::kernel::access::{
    AvailableAct, access, available, available_within, roles, word,
};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::noun::{Noun, nested, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
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

/// A national text to publish.
#[derive(InputObject)]
pub(in crate::graphql) struct PublishPactTextInput {
    /// The cycle.
    cycle: ID,
    /// Language, BCP 47.
    #[graphql(default = "id")]
    language: String,
    /// Title.
    title: String,
    /// The exact text; its UTF-8 bytes are what is signed.
    body: String,
    /// The version it replaces; the one in force, if there is one.
    supersedes: Option<ID>,
    /// Whether signers of the replaced version must sign again.
    #[graphql(default)]
    resign_required: bool,
    /// Whether a signature is valid only once a superior has countersigned it (atasan mengetahui).
    #[graphql(default)]
    countersignature_required: bool,
}

/// A text of the employer's own to publish.
#[derive(InputObject)]
pub(in crate::graphql) struct PublishLocalPactTextInput {
    /// The national text in force that it is derived from and equivalent to (naskah nasional).
    derived_from: ID,
    /// Language, BCP 47.
    #[graphql(default = "id")]
    language: String,
    /// Title.
    title: String,
    /// The exact text; its UTF-8 bytes are what is signed.
    body: String,
    /// The issuer's version that it replaces; the newest, if there is one.
    supersedes: Option<ID>,
    /// Whether a signature is valid only once a superior has countersigned it (atasan mengetahui).
    #[graphql(default)]
    countersignature_required: bool,
}

/// A text to withdraw.
#[derive(InputObject)]
pub(in crate::graphql) struct WithdrawPactTextInput {
    /// The text.
    id: ID,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// What an act on a text answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct PactTextPayload {
    /// The text.
    pact_text: Option<PactText>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
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
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Option<PactText> {
        let call = Call::of(ctx);
        let found = async {
            let id = read("id", Kind::PactText, &id)?;
            call.registry().pact_text(&call.permit()?, id).await
        };
        answer(ctx, found.await).map(PactText::show)
    }

    /// Pact texts in the order in which they were published (daftar naskah pakta).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn pact_texts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of this cycle.")] cycle: Option<ID>,
        #[graphql(desc = "Only those of this issuer.")] issuer: Option<ID>,
        #[graphql(desc = "Only national texts, or only local ones.")] is_national: Option<bool>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<PactText>> {
        let call = Call::of(ctx);
        let listed = async {
            let filter = PactTextFilter {
                cycle_id: read_optional("cycle", Kind::Cycle, cycle.as_ref())?,
                issuer_id: read_optional("issuer", Kind::Institution, issuer.as_ref())?,
                is_national,
            };
            let paged = Paged::new(call, "pactTexts", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().pact_texts(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, PactText::show))
        };
        answer(ctx, listed.await)
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "publishPactText")?;
            let supersedes = input.supersedes.as_ref();
            let input = PactTextInput {
                cycle_id: read("input.cycle", Kind::Cycle, &input.cycle)?,
                language: input.language,
                title: input.title,
                body: input.body,
                supersedes_id: read_optional("input.supersedes", Kind::PactText, supersedes)?,
                resign_required: input.resign_required,
                countersignature_required: input.countersignature_required,
            };
            let done = call.registry().publish_pact_text(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Publishes a text of the employer's own, derived from and equivalent to a national one; its
    /// signatures count as those of the national text (penerbitan naskah pakta instansi).
    #[graphql(directive = access::apply(word(Act::PublishLocalPactText), roles(Act::PublishLocalPactText)))]
    async fn publish_local_pact_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text.")] input: PublishLocalPactTextInput,
    ) -> Option<PactTextPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "publishLocalPactText")?;
            let supersedes = input.supersedes.as_ref();
            let input = LocalTextInput {
                derived_from_id: read("input.derivedFrom", Kind::PactText, &input.derived_from)?,
                language: input.language,
                title: input.title,
                body: input.body,
                supersedes_id: read_optional("input.supersedes", Kind::PactText, supersedes)?,
                countersignature_required: input.countersignature_required,
            };
            let done = call.registry().publish_local_pact_text(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Withdraws a pact text, an employer its own: it can no longer be signed (pencabutan naskah pakta).
    #[graphql(directive = access::apply(word(Act::WithdrawPactText), roles(Act::WithdrawPactText)))]
    async fn withdraw_pact_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is withdrawn, and why.")] input: WithdrawPactTextInput,
    ) -> Option<PactTextPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "withdrawPactText")?;
            let id = read("input.id", Kind::PactText, &input.id)?;
            let (reason, version) = (&input.reason, input.expected_version);
            let registry = call.registry();
            let done = registry.withdraw_pact_text(&permit, &request, id, reason, version).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

async fn payload(
    call: &Call,
    done: netra_registry::Done,
) -> netra_registry::Result<PactTextPayload> {
    let id = done.subject_id.unwrap_or_default();
    let row = call.registry().pact_text(&call.permit()?, id).await?;
    Ok(PactTextPayload { pact_text: Some(PactText::show(row)), receipt: Receipt::of(&done) })
}
