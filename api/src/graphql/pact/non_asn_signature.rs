//! Signatures of people who are no civil servants, in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::{Act, personal_view};
use netra_entity::code::SignatureState;
use netra_entity::{Date, non_asn_signature};
use netra_registry::pact::non_asn_signature::{NonAsnFilter, NonAsnInput, NonAsnRow};

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
use crate::graphql::pact::pact_signature::{RowResult, row_results};
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
        let valid = self.row.state == SignatureState::Valid;
        let state = if valid { Ok(()) } else { Err(Rule::SignatureNotValid) };
        available(Call::of(ctx), &[(Act::WithdrawNonAsnSignature, state)])
    }
}

/// Which signatures are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct NonAsnSignatureFilterInput {
    /// Only those of this cycle (siklus).
    cycle: Option<ID>,
    /// Only those in this institution.
    institution: Option<ID>,
    /// Only those in this unit.
    unit: Option<ID>,
    /// Only those whom this breach affects; for who may read breaches (kegagalan pelindungan data).
    breach: Option<ID>,
}

/// A signature of somebody who is no civil servant.
#[derive(InputObject)]
pub(in crate::graphql) struct NonAsnSignatureInput {
    /// Number that the institution gives to its staff; no NIP (nomor pegawai).
    staff_number: String,
    /// Name (nama).
    name: String,
    /// What the person is employed as (jenis tenaga).
    position: String,
    /// The unit.
    unit: Option<ID>,
    /// Day on which it was signed.
    signed_on: Date,
    /// SHA-256 of the scanned document.
    document_sha256: Option<String>,
}

/// Signatures of people who are no civil servants, to record.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordNonAsnSignaturesInput {
    /// The text (naskah pakta).
    pact_text: ID,
    /// The institution for which they work; the caller's own.
    institution: ID,
    /// Up to 500 rows.
    rows: Vec<NonAsnSignatureInput>,
}

/// What `recordNonAsnSignatures` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RecordNonAsnSignaturesPayload {
    /// What became of each row.
    rows: Vec<RowResult>,
    /// The event; null where nothing changed.
    receipt: Option<Receipt>,
}

/// A signature to withdraw.
#[derive(InputObject)]
pub(in crate::graphql) struct WithdrawNonAsnSignatureInput {
    /// The signature.
    id: ID,
    /// Why, 10 to 2,000 characters (alasan).
    reason: String,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// What `withdrawNonAsnSignature` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct NonAsnSignaturePayload {
    /// The signature.
    non_asn_signature: Option<NonAsnSignature>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
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
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default().read(call).await?;
            let paged = Paged::new(call, "nonAsnSignatures", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let registry = call.registry();
            let page = registry.non_asn_signatures(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, NonAsnSignature::show))
        };
        answer(ctx, listed.await)
    }
}

impl NonAsnSignatureFilterInput {
    async fn read(&self, call: &Call) -> netra_registry::Result<NonAsnFilter> {
        let institution = self.institution.as_ref();
        let breach = match read_optional("filter.breach", Kind::Breach, self.breach.as_ref())? {
            Some(id) => Some(call.registry().breach(&call.permit()?, id).await?),
            None => None,
        };
        Ok(NonAsnFilter {
            cycle_id: read_optional("filter.cycle", Kind::Cycle, self.cycle.as_ref())?,
            institution_id: read_optional("filter.institution", Kind::Institution, institution)?,
            unit_id: read_optional("filter.unit", Kind::Unit, self.unit.as_ref())?,
            breach,
        })
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
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordNonAsnSignatures")?;
            let row = |row: NonAsnSignatureInput| -> netra_registry::Result<NonAsnRow> {
                Ok(NonAsnRow {
                    staff_number: row.staff_number,
                    name: row.name,
                    position: row.position,
                    unit_id: read_optional("input.rows.unit", Kind::Unit, row.unit.as_ref())?,
                    signed_on: row.signed_on,
                    document_sha256: row.document_sha256,
                })
            };
            let input = NonAsnInput {
                pact_text_id: read("input.pactText", Kind::PactText, &input.pact_text)?,
                institution_id: read("input.institution", Kind::Institution, &input.institution)?,
                rows: input.rows.into_iter().map(row).collect::<netra_registry::Result<_>>()?,
            };
            let registry = call.registry();
            let done = registry.record_non_asn_signatures(&permit, &request, &input).await?;
            let rows = row_results(&done)?;
            Ok(RecordNonAsnSignaturesPayload { rows, receipt: Receipt::of(&done) })
        };
        answer(ctx, done.await)
    }

    /// Withdraws the signature of somebody who is no civil servant, with its reason; the original
    /// remains (pencabutan tanda tangan non-ASN).
    #[graphql(directive = access::apply(word(Act::WithdrawNonAsnSignature), roles(Act::WithdrawNonAsnSignature)))]
    async fn withdraw_non_asn_signature(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is withdrawn, and why.")] input: WithdrawNonAsnSignatureInput,
    ) -> Option<NonAsnSignaturePayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "withdrawNonAsnSignature")?;
            let id = read("input.id", Kind::NonAsnSignature, &input.id)?;
            let (reason, version) = (&input.reason, input.expected_version);
            let registry = call.registry();
            let done =
                registry.withdraw_non_asn_signature(&permit, &request, id, reason, version).await?;
            let ids = [done.subject_id.unwrap_or_default()];
            let mut rows = registry.non_asn_signatures_by_ids(&call.permit()?, &ids).await?;
            Ok(NonAsnSignaturePayload {
                non_asn_signature: rows.pop().map(NonAsnSignature::show),
                receipt: Receipt::of(&done),
            })
        };
        answer(ctx, done.await)
    }
}
