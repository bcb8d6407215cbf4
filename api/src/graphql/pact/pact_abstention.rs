//! Refusals and exemptions in the contract. Their reasons may tell of health or conviction, and are
//! null where the caller's office does not work with persons.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::{Act, personal_view};
use netra_entity::code::AbstentionKind;
use netra_entity::{Date, pact_abstention};
use netra_registry::pact::pact_abstention::{
    AbstentionEnd, AbstentionFilter, ExemptionInput, OnBehalfOf, RefusalInput,
};

use crate::graphql::elections::election::{self, Cycle};
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

/// Which refusals and exemptions are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct PactAbstentionFilterInput {
    /// Only those of this cycle (siklus).
    cycle: Option<ID>,
    /// Only those in this institution.
    institution: Option<ID>,
    /// Only those in this unit.
    unit: Option<ID>,
    /// Only refusals, or only exemptions.
    kind: Option<AbstentionKind>,
}

/// For whom an employer records a refusal, and on what ground.
#[derive(InputObject)]
pub(in crate::graphql) struct OnBehalfOfInput {
    /// A service number of the person (NIP, NI PPPK).
    service_number: String,
    /// Day on which the person refused.
    refused_on: Date,
    /// SHA-256 of the document that shows it, 64 lower-case hexadecimal digits.
    document_sha256: String,
}

/// A refusal to sign.
#[derive(InputObject)]
pub(in crate::graphql) struct RefusePactInput {
    /// The text (naskah pakta).
    pact_text: ID,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
    /// Whose refusal, where an employer records it; null for one's own.
    on_behalf_of: Option<OnBehalfOfInput>,
}

/// An exemption from signing.
#[derive(InputObject)]
pub(in crate::graphql) struct ExemptFromPactInput {
    /// The text (naskah pakta).
    pact_text: ID,
    /// A service number of the person (NIP, NI PPPK).
    service_number: String,
    /// Code of the reason, of the list `EXEMPTION_REASON`.
    reason_code: String,
    /// The reason in words, 10 to 2,000 characters (alasan).
    reason: String,
    /// First day.
    valid_from: Date,
    /// First day on which it no longer holds; null until it is ended.
    valid_to: Option<Date>,
    /// SHA-256 of the document that shows it, 64 lower-case hexadecimal digits.
    document_sha256: Option<String>,
}

/// A refusal or exemption to end.
#[derive(InputObject)]
pub(in crate::graphql) struct EndPactAbstentionInput {
    /// The refusal or exemption.
    id: ID,
    /// First day on which it no longer holds; today by default.
    ends_on: Option<Date>,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// What an act on a refusal or exemption answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct PactAbstentionPayload {
    /// The refusal or exemption.
    pact_abstention: Option<PactAbstention>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
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
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default().read()?;
            let paged = Paged::new(call, "pactAbstentions", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().pact_abstentions(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, PactAbstention::show))
        };
        answer(ctx, listed.await)
    }
}

impl PactAbstentionFilterInput {
    fn read(&self) -> netra_registry::Result<AbstentionFilter> {
        let institution = self.institution.as_ref();
        Ok(AbstentionFilter {
            cycle_id: read_optional("filter.cycle", Kind::Cycle, self.cycle.as_ref())?,
            institution_id: read_optional("filter.institution", Kind::Institution, institution)?,
            unit_id: read_optional("filter.unit", Kind::Unit, self.unit.as_ref())?,
            kind: self.kind,
        })
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "refusePact")?;
            let input = RefusalInput {
                pact_text_id: read("input.pactText", Kind::PactText, &input.pact_text)?,
                reason: input.reason,
                on_behalf_of: input.on_behalf_of.map(|other| OnBehalfOf {
                    service_number: other.service_number,
                    refused_on: other.refused_on,
                    document_sha256: other.document_sha256,
                }),
            };
            let done = call.registry().refuse_pact(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Exempts one of the employer's people from signing for a time; the person stays in the count
    /// of active civil servants (pembebasan dari penandatanganan).
    #[graphql(directive = access::apply(word(Act::ExemptFromPact), roles(Act::ExemptFromPact)))]
    async fn exempt_from_pact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The exemption.")] input: ExemptFromPactInput,
    ) -> Option<PactAbstentionPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "exemptFromPact")?;
            let input = ExemptionInput {
                pact_text_id: read("input.pactText", Kind::PactText, &input.pact_text)?,
                service_number: input.service_number,
                reason_code: input.reason_code,
                reason: input.reason,
                valid_from: input.valid_from,
                valid_to: input.valid_to,
                document_sha256: input.document_sha256,
            };
            let done = call.registry().exempt_from_pact(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Ends an exemption early, or a refusal that was recorded wrongly; the record remains
    /// (pengakhiran pembebasan, pembatalan penolakan).
    #[graphql(directive = access::apply(word(Act::EndPactAbstention), roles(Act::EndPactAbstention)))]
    async fn end_pact_abstention(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is ended, and why.")] input: EndPactAbstentionInput,
    ) -> Option<PactAbstentionPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "endPactAbstention")?;
            let input = AbstentionEnd {
                id: read("input.id", Kind::PactAbstention, &input.id)?,
                ends_on: input.ends_on.unwrap_or_else(|| call.today()),
                reason: input.reason,
                expected_version: input.expected_version,
            };
            let done = call.registry().end_pact_abstention(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

async fn payload(
    call: &Call,
    done: netra_registry::Done,
) -> netra_registry::Result<PactAbstentionPayload> {
    let ids = [done.subject_id.unwrap_or_default()];
    let mut rows = call.registry().pact_abstentions_by_ids(&call.permit()?, &ids).await?;
    Ok(PactAbstentionPayload {
        pact_abstention: rows.pop().map(PactAbstention::show),
        receipt: Receipt::of(&done),
    })
}
