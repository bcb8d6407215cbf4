//! Legal instruments in the contract.

use async_graphql::{ComplexObject, Context, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::code::{Appointment, Confidence};
use netra_entity::{Date, legal_instrument, legal_instrument_number};
use netra_registry::law::legal_instrument::{InstrumentInput, InstrumentNumberInput};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::noun::children;
use crate::graphql::kernel::noun::{Noun, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::kernel::record::Record;

/// A law, regulation, decree or decision (instrumen hukum).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct LegalInstrument {
    #[graphql(flatten)]
    pub(in crate::graphql) row: legal_instrument::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    LegalInstrument shows legal_instrument under ReadReference as LegalInstrument with rev;
    LegalInstrumentNumber shows legal_instrument_number under ReadReference;
}

#[ComplexObject]
impl LegalInstrument {
    /// The number that each signatory gave it (nomor per penanda tangan).
    async fn numbers(&self, ctx: &Context<'_>) -> Option<Vec<LegalInstrumentNumber>> {
        Some(children(ctx, self.row.id).await)
    }
}

/// The number that one signatory gave to an instrument (nomor per penanda tangan).
#[derive(SimpleObject)]
pub(in crate::graphql) struct LegalInstrumentNumber {
    #[graphql(flatten)]
    row: legal_instrument_number::Model,
}

/// One signatory's number.
#[derive(InputObject)]
pub(in crate::graphql) struct LegalInstrumentNumberInput {
    /// Code of the signing institution.
    party_code: String,
    /// Its number (nomor).
    number: Option<String>,
    /// Who signed (penanda tangan).
    signatory: Option<String>,
    /// In which office (jabatan).
    office: Option<String>,
    /// How the signatory held the office.
    appointment: Option<Appointment>,
    /// Where the facts come from (sumber).
    source: String,
}

/// An instrument to record.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordLegalInstrumentInput {
    /// Code in this registry.
    code: String,
    /// Kind: `LAW`, `GOVERNMENT_REGULATION`, `JOINT_DECREE` and so on.
    kind: String,
    /// Number as printed.
    number: Option<String>,
    /// Title (tentang).
    title: String,
    /// Short name in Indonesian.
    label: String,
    /// Short name in English.
    label_en: Option<String>,
    /// Day it was signed (tanggal penetapan).
    dated_on: Option<Date>,
    /// First day in force.
    effective_from: Option<Date>,
    /// First day no longer in force.
    effective_to: Option<Date>,
    /// Code of the instrument that replaced it.
    replaced_by: Option<String>,
    /// Where the facts come from (sumber).
    source: String,
    /// How sure they are.
    confidence: Confidence,
    /// One number for each signatory.
    #[graphql(default)]
    numbers: Vec<LegalInstrumentNumberInput>,
}

/// What `recordLegalInstrument` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RecordLegalInstrumentPayload {
    /// The instrument.
    legal_instrument: Option<LegalInstrument>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct LegalInstrumentQuery;

/// Legal instruments.
#[Object]
impl LegalInstrumentQuery {
    /// Legal instruments in the order of their codes (daftar instrumen hukum).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn legal_instruments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<LegalInstrument>> {
        let call = Call::of(ctx);
        let listed = async {
            let paged = Paged::new(call, "legalInstruments", &());
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().legal_instruments(&call.permit()?, &window).await?;
            Ok(paged.connect(page, LegalInstrument::show))
        };
        answer(ctx, listed.await)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct LegalInstrumentMutation;

/// Acts on legal instruments.
#[Object]
impl LegalInstrumentMutation {
    /// Records a legal instrument with the number of each signatory (pencatatan instrumen hukum).
    #[graphql(directive = access::apply(word(Act::RecordLegalInstrument), roles(Act::RecordLegalInstrument)))]
    async fn record_legal_instrument(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The instrument.")] input: RecordLegalInstrumentInput,
    ) -> Option<RecordLegalInstrumentPayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordLegalInstrument")?;
            let registry = call.registry();
            let done = registry.record_legal_instrument(&permit, &request, &input.into()).await?;
            let id = done.subject_id.unwrap_or_default();
            let row = registry.legal_instrument(&call.permit()?, id).await?;
            let legal_instrument = Some(LegalInstrument::show(row));
            Ok(RecordLegalInstrumentPayload { legal_instrument, receipt: Receipt::of(&done) })
        };
        answer(ctx, done.await)
    }
}

impl From<RecordLegalInstrumentInput> for InstrumentInput {
    fn from(input: RecordLegalInstrumentInput) -> Self {
        let number = |it: LegalInstrumentNumberInput| InstrumentNumberInput {
            party_code: it.party_code,
            number: it.number,
            signatory: it.signatory,
            office: it.office,
            appointment: it.appointment,
            source: it.source,
        };
        Self {
            code: input.code,
            kind: input.kind,
            number: input.number,
            title: input.title,
            label: input.label,
            label_en: input.label_en,
            dated_on: input.dated_on,
            effective_from: input.effective_from,
            effective_to: input.effective_to,
            replaced_by: input.replaced_by,
            source: input.source,
            confidence: input.confidence,
            numbers: input.numbers.into_iter().map(number).collect(),
        }
    }
}
