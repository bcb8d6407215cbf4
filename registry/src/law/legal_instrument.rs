//! Legal instruments: laws, regulations, joint decrees with one number for each signatory.

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{Appointment, Confidence};
use netra_entity::{Date, legal_instrument, legal_instrument_number};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};

/// Kind of the record in events.
pub(crate) const KIND: &str = "legal_instrument";

/// An instrument to record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InstrumentInput {
    /// Code in this registry.
    pub code: String,
    /// Kind.
    pub kind: String,
    /// Number as printed.
    pub number: Option<String>,
    /// Title.
    pub title: String,
    /// Short name.
    pub label: String,
    /// Short name in English.
    pub label_en: Option<String>,
    /// Day it was signed.
    pub dated_on: Option<Date>,
    /// First day in force.
    pub effective_from: Option<Date>,
    /// First day no longer in force.
    pub effective_to: Option<Date>,
    /// Code of the instrument that replaced it.
    pub replaced_by: Option<String>,
    /// Where the facts come from.
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
    /// The number that each signatory gave it.
    #[serde(default)]
    pub numbers: Vec<InstrumentNumberInput>,
}

/// One signatory's number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InstrumentNumberInput {
    /// Signing institution.
    pub party_code: String,
    /// Its number.
    pub number: Option<String>,
    /// Who signed.
    pub signatory: Option<String>,
    /// In which office.
    pub office: Option<String>,
    /// How the signatory held the office.
    pub appointment: Option<Appointment>,
    /// Where the facts come from.
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
        page::cut(self.reader(), select, &[Column::Code, Column::Id], window).await
    }

    /// One instrument.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn legal_instrument(
        &self,
        permit: &Permit<of::ReadReference>,
        id: Uuid,
    ) -> Result<legal_instrument::Model> {
        self.within::<legal_instrument::Entity, _>(permit, AsOf::Now)
            .filter(legal_instrument::Column::Id.eq(id))
            .one(self.reader())
            .await?
            .ok_or(Error::NotFound)
    }

    /// The numbers of instruments, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn numbers_of_instruments(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<legal_instrument_number::Model>> {
        use legal_instrument_number::Column;
        Ok(self
            .within::<legal_instrument_number::Entity, _>(permit, AsOf::Now)
            .filter(Column::InstrumentId.is_in(ids.iter().copied()))
            .order_by_asc(Column::PartyCode)
            .all(self.reader())
            .await?)
    }

    /// Records an instrument with its numbers.
    ///
    /// # Errors
    /// `CODE_TAKEN`; `END_BEFORE_START`; `DUPLICATE_ROW` where a party signs twice.
    pub async fn record_legal_instrument(
        &self,
        permit: &Permit<of::RecordLegalInstrument>,
        request: &ActRequest,
        input: &InstrumentInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let id = store(&mut act, input).await?;
        act.commit(Some(id)).await
    }
}

/// Stores an instrument with its numbers.
pub(crate) async fn store(act: &mut Write, input: &InstrumentInput) -> Result<Uuid> {
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
    act.insert(row)
        .await
        .map_err(|error| error.or_taken(|| Error::invalid("code", Rule::CodeTaken)))?;
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
    act.insert_all(numbers)
        .await
        .map_err(|error| error.or_taken(|| Error::invalid("numbers", Rule::DuplicateRow)))?;
    act.record(KIND, id, 1, input)?;
    Ok(id)
}
