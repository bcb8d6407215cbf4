//! Signatures of people who work for an institution without being civil servants: recorded by the
//! employer, kept apart from those of civil servants, never counted in coverage.

use std::collections::{HashMap, HashSet};

use async_graphql::InputObject;
use netra_domain::non_asn_signature::{self as rules, LIFE};
use netra_domain::policy::{ActKind, Permit, of};
use netra_domain::{Rule, pact};
use netra_entity::code::SignatureState;
use netra_entity::{
    Date, Ref, breach, cycle, institution, non_asn_signature, organisational_unit, pact_text,
};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::row_result::{RowOutcome, RowResult, RowVerdict};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::pact::own::{Days, check_addressed, take_own};
use crate::pact::pact_signature::{already_signed, local_day, signable};
use crate::privacy::breach::affected_by;

/// The most rows in one mutation.
const MOST_ROWS: usize = 500;

/// A signature of somebody who is no civil servant.
#[derive(Clone, Debug, InputObject)]
pub struct NonAsnSignatureInput {
    /// Number that the institution gives to its staff; no NIP (nomor pegawai).
    pub staff_number: String,
    /// Name (nama).
    pub name: String,
    /// What the person is employed as (jenis tenaga).
    pub position: String,
    /// The unit.
    pub unit: Option<Ref<organisational_unit::Entity>>,
    /// Day on which it was signed.
    pub signed_on: Date,
    /// SHA-256 of the scanned document.
    pub document_sha256: Option<String>,
}

/// Signatures of people who are no civil servants, to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordNonAsnSignaturesInput {
    /// The text (naskah pakta).
    pub pact_text: Ref<pact_text::Entity>,
    /// The institution for which they work; the caller's own.
    pub institution: Ref<institution::Entity>,
    /// Up to 500 rows.
    pub rows: Vec<NonAsnSignatureInput>,
}

/// A signature to withdraw.
#[derive(Clone, Debug, InputObject)]
pub struct WithdrawNonAsnSignatureInput {
    /// The signature.
    pub id: Ref<non_asn_signature::Entity>,
    /// Why, 10 to 2,000 characters (alasan).
    pub reason: String,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

/// Which signatures are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct NonAsnSignatureFilterInput {
    /// Only those of this cycle (siklus).
    pub cycle: Option<Ref<cycle::Entity>>,
    /// Only those in this institution.
    pub institution: Option<Ref<institution::Entity>>,
    /// Only those in this unit.
    pub unit: Option<Ref<organisational_unit::Entity>>,
    /// Only those whom this breach affects; for who may read breaches (kegagalan pelindungan data).
    pub breach: Option<Ref<breach::Entity>>,
}

impl Registry {
    /// Signatures of people who are no civil servants, in the order in which they were recorded.
    ///
    /// # Errors
    /// `FORBIDDEN` where the filter names an institution outside the reach, or a breach and
    /// the caller reads none; `NOT_FOUND` for the breach.
    pub async fn non_asn_signatures(
        &self,
        permit: &Permit<of::ReadNonAsnSignatures>,
        filter: &NonAsnSignatureFilterInput,
        window: &Window,
    ) -> Result<Page<non_asn_signature::Model>> {
        use non_asn_signature::Column;
        let breach = match read_optional("filter.breach", filter.breach.as_ref())? {
            Some(id) => Some(self.breach(&permit.actor().permit()?, id).await?),
            None => None,
        };
        let cycle = read_optional("filter.cycle", filter.cycle.as_ref())?;
        let institution = read_optional("filter.institution", filter.institution.as_ref())?;
        let unit = read_optional("filter.unit", filter.unit.as_ref())?;
        if institution.is_some() {
            permit.covers_institution(institution)?;
        }
        let condition = Condition::all()
            .add_option(cycle.map(|it| Column::CycleId.eq(it)))
            .add_option(institution.map(|it| Column::InstitutionId.eq(it)))
            .add_option(unit.map(|it| Column::UnitId.eq(it)))
            .add_option(breach.as_ref().map(|it| Column::Id.in_subquery(affected_by(it))));
        let select = self.within::<non_asn_signature::Entity, _>(permit, AsOf::Now);
        self.page(select.filter(condition), &[Column::Id], window).await
    }

    /// Records signatures of people who are no civil servants. Rows that are refused do not hold
    /// back the others.
    ///
    /// # Errors
    /// `FORBIDDEN` for an institution outside the reach; `TOO_MANY_ROWS`; what refuses the signing
    /// of the text; `PACT_TEXT_OTHER_INSTITUTION`.
    pub async fn record_non_asn_signatures(
        &self,
        permit: &Permit<of::RecordNonAsnSignatures>,
        request: &ActRequest,
        input: &RecordNonAsnSignaturesInput,
    ) -> Result<Done> {
        let text_id = read("pactText", &input.pact_text)?;
        let institution_id = read("institution", &input.institution)?;
        let rows: Vec<Row<'_>> = input.rows.iter().map(Row::read).collect::<Result<_>>()?;
        if rows.len() > MOST_ROWS {
            return Err(Error::invalid("rows", Rule::TooManyRows));
        }
        let institution_id = permit.covers_institution(Some(institution_id))?;
        let mut act = open_act!(self, permit, request);
        let text = signable(&act, text_id, None).await?;
        check_addressed(&act, &text, institution_id).await?;
        let mut list = List::load(&act, &text, institution_id, &rows).await?;
        let mut results = Vec::with_capacity(rows.len());
        let mut new = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let verdict = list.judge(row);
            if verdict == Ok(RowOutcome::Recorded) {
                new.push(draft(&act, &text, institution_id, row));
            }
            results.push(RowResult::new((index, verdict)));
        }
        for row in &new {
            act.tell::<non_asn_signature::Entity>(row, 1, Vec::new());
        }
        act.insert_all(new).await.map_err(already_signed)?;
        act.commit_with(None, Some(serde_json::to_value(results)?)).await
    }

    /// Withdraws such a signature; the original remains.
    ///
    /// # Errors
    /// `REASON_REQUIRED`; `NOT_FOUND` where absent or outside the reach; `SIGNATURE_NOT_VALID`.
    pub async fn withdraw_non_asn_signature(
        &self,
        permit: &Permit<of::WithdrawNonAsnSignature>,
        request: &ActRequest,
        input: &WithdrawNonAsnSignatureInput,
    ) -> Result<Done> {
        type Table = non_asn_signature::Entity;
        let id = read("id", &input.id)?;
        pact::check_reason(&input.reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let taken = take_own::<Table, _>(&act, permit, id, input.expected_version).await?;
        LIFE.check(of::WithdrawNonAsnSignature::ACT, taken.row.state)?;
        let today = local_day(&act, taken.row.institution_id).await?;
        let withdrawn = non_asn_signature::Model {
            state: SignatureState::Withdrawn,
            withdrawn_on: Some(today.max(taken.row.signed_on)),
            withdrawal_reason: Some(input.reason.clone()),
            ..taken.row.clone()
        };
        act.put(&taken, withdrawn, Vec::new()).await?;
        act.commit(Some(id)).await
    }
}

/// A row of a list, its unit read.
struct Row<'a> {
    told: &'a NonAsnSignatureInput,
    unit_id: Option<Uuid>,
}

impl<'a> Row<'a> {
    fn read(told: &'a NonAsnSignatureInput) -> Result<Self> {
        Ok(Self { told, unit_id: read_optional("rows.unit", told.unit.as_ref())? })
    }
}

/// What rows are judged by, read once for all of them.
struct List {
    present: HashMap<String, non_asn_signature::Model>,
    units: HashSet<Uuid>,
    days: Days,
    seen: HashSet<String>,
}

impl List {
    async fn load(
        act: &Write,
        text: &pact_text::Model,
        institution_id: Uuid,
        rows: &[Row<'_>],
    ) -> Result<Self> {
        let numbers: Vec<String> =
            rows.iter().map(|row| row.told.staff_number.trim().to_owned()).collect();
        let place = (institution_id, text.equivalence_class);
        let present = crate::pact::within::non_asn_signatures(act, place, &numbers).await?;
        let valid = present.into_iter().filter(|row| row.state == SignatureState::Valid);
        let units = office::within::units_of(act.tx(), &[institution_id]).await?;
        Ok(Self {
            present: valid.map(|row| (row.staff_number.clone(), row)).collect(),
            units: units.into_iter().map(|unit| unit.id).collect(),
            days: Days::of(act, text, institution_id).await?,
            seen: HashSet::new(),
        })
    }

    fn judge(&mut self, row: &Row<'_>) -> RowVerdict {
        let (row, unit_id) = (row.told, row.unit_id);
        let number = row.staff_number.trim();
        rules::check_signer(number, &row.name, &row.position).map_err(Rule::code)?;
        if !self.days.have(row.signed_on) {
            return Err(Rule::PaperSignatureDate.code());
        }
        if unit_id.is_some_and(|id| !self.units.contains(&id)) {
            return Err(Rule::UnitUnknown.code());
        }
        if let Some(present) = self.present.get(number) {
            let same = present.signed_on == row.signed_on && present.name == row.name.trim();
            return if same { Ok(RowOutcome::Unchanged) } else { Err(Rule::AlreadySigned.code()) };
        }
        if !self.seen.insert(number.to_owned()) {
            return Err(Rule::DuplicateRow.code());
        }
        Ok(RowOutcome::Recorded)
    }
}

fn draft(
    act: &Write,
    text: &pact_text::Model,
    institution_id: Uuid,
    row: &Row<'_>,
) -> non_asn_signature::Model {
    let (row, unit_id) = (row.told, row.unit_id);
    non_asn_signature::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        pact_text_id: text.id,
        cycle_id: text.cycle_id,
        equivalence_class: text.equivalence_class,
        institution_id,
        unit_id,
        staff_number: row.staff_number.trim().to_owned(),
        name: row.name.trim().to_owned(),
        position: row.position.trim().to_owned(),
        state: SignatureState::Valid,
        signed_on: row.signed_on,
        document_sha256: row.document_sha256.clone(),
        recorded_at: act.now(),
        withdrawn_on: None,
        withdrawal_reason: None,
        recorded_by: act.event_id(),
        superseded_by: None,
    }
}
