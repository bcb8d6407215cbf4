//! Legal instruments: laws, regulations, joint decrees with one number for each signatory.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{Appointment, Confidence};
use netra_entity::{Date, legal_instrument, legal_instrument_number};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::record::part::INSTRUMENT_NUMBERS;

/// An instrument to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordLegalInstrumentInput {
    /// Code in this registry.
    pub code: String,
    /// Kind: `LAW`, `GOVERNMENT_REGULATION`, `JOINT_DECREE` and so on.
    pub kind: String,
    /// Number as printed.
    pub number: Option<String>,
    /// Title (tentang).
    pub title: String,
    /// Short name in Indonesian.
    pub label: String,
    /// Short name in English.
    pub label_en: Option<String>,
    /// Day it was signed (tanggal penetapan).
    pub dated_on: Option<Date>,
    /// First day in force.
    pub effective_from: Option<Date>,
    /// First day no longer in force.
    pub effective_to: Option<Date>,
    /// Code of the instrument that replaced it.
    pub replaced_by: Option<String>,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
    /// One number for each signatory.
    #[graphql(default)]
    pub numbers: Vec<LegalInstrumentNumberInput>,
}

/// One signatory's number.
#[derive(Clone, Debug, InputObject)]
pub struct LegalInstrumentNumberInput {
    /// Code of the signing institution.
    pub party_code: String,
    /// Its number (nomor).
    pub number: Option<String>,
    /// Who signed (penanda tangan).
    pub signatory: Option<String>,
    /// In which office (jabatan).
    pub office: Option<String>,
    /// How the signatory held the office.
    pub appointment: Option<Appointment>,
    /// Where the facts come from (sumber).
    pub source: String,
}

impl Registry {
    /// Instruments in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn legal_instruments(
        &self,
        permit: &Permit<of::ReadReference>,
        window: &Window,
    ) -> Result<Page<legal_instrument::Model>> {
        use legal_instrument::Column;
        let select = self.within::<legal_instrument::Entity, _>(permit, AsOf::Now);
        self.page(select, &[Column::Code, Column::Id], window).await
    }

    /// Records an instrument with its numbers.
    ///
    /// # Errors
    /// `CODE_TAKEN`; `END_BEFORE_START`; `DUPLICATE_ROW` where a party signs twice.
    pub async fn record_legal_instrument(
        &self,
        permit: &Permit<of::RecordLegalInstrument>,
        request: &ActRequest,
        input: &RecordLegalInstrumentInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let id = store(&mut act, input).await?;
        act.commit(Some(id)).await
    }
}

/// Stores an instrument with its numbers.
pub(crate) async fn store(act: &mut Write, input: &RecordLegalInstrumentInput) -> Result<Uuid> {
    if let (Some(from), Some(to)) = (input.effective_from, input.effective_to)
        && to <= from
    {
        return Err(Error::invalid("effectiveTo", Rule::EndBeforeStart));
    }
    let row = legal_instrument::Model {
        id: act.new_id(),
        code: input.code.clone(),
        kind: input.kind.clone(),
        number: input.number.clone(),
        title: input.title.clone(),
        label: input.label.clone(),
        label_en: input.label_en.clone(),
        dated_on: input.dated_on,
        effective_from: input.effective_from,
        effective_to: input.effective_to,
        replaced_by: input.replaced_by.clone(),
        source: input.source.clone(),
        confidence: input.confidence,
        rev: 1,
    };
    let id = row.id;
    let numbers: Vec<_> = input
        .numbers
        .iter()
        .map(|number| legal_instrument_number::Model {
            id: act.new_id(),
            instrument_id: id,
            party_code: number.party_code.clone(),
            number: number.number.clone(),
            signatory: number.signatory.clone(),
            office: number.office.clone(),
            appointment: number.appointment,
            source: number.source.clone(),
        })
        .collect();
    let told = INSTRUMENT_NUMBERS.of(&numbers);
    act.add(row, vec![told])
        .await
        .map_err(|error| error.or_taken(|| Error::invalid("code", Rule::CodeTaken)))?;
    act.insert_all(numbers)
        .await
        .map_err(|error| error.or_taken(|| Error::invalid("numbers", Rule::DuplicateRow)))?;
    Ok(id)
}
