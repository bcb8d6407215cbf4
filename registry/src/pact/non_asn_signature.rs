//! Signatures of people who work for an institution without being civil servants: recorded by the
//! employer, kept apart from those of civil servants, never counted in coverage.

use std::collections::{HashMap, HashSet};

use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, non_asn_signature as rules, pact};
use netra_entity::code::SignatureState;
use netra_entity::{Date, breach, non_asn_signature, pact_text};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::pact::pact_signature::{
    PaperOutcome, PaperRowResult, PaperVerdict, addressees, already_signed, local_day, signable,
};
use crate::privacy::breach::affected_by;
use crate::{Registry, office::region};

/// Kind of the record in events.
pub(crate) const KIND: &str = "non_asn_signature";

/// The most rows in one mutation.
const MOST_ROWS: usize = 500;

/// A signature as the employer tells it.
#[derive(Clone, Debug)]
pub struct NonAsnRow {
    /// Number that the institution gives to its staff.
    pub staff_number: String,
    /// Name.
    pub name: String,
    /// What the person is employed as.
    pub position: String,
    /// The unit.
    pub unit_id: Option<Uuid>,
    /// Day on which it was signed.
    pub signed_on: Date,
    /// SHA-256 of the scanned document.
    pub document_sha256: Option<String>,
}

/// Signatures to record.
#[derive(Clone, Debug)]
pub struct NonAsnInput {
    /// The text.
    pub pact_text_id: Uuid,
    /// The institution.
    pub institution_id: Uuid,
    /// The rows.
    pub rows: Vec<NonAsnRow>,
}

/// Which signatures are asked for.
#[derive(Clone, Debug, Default)]
pub struct NonAsnFilter {
    /// Only those of this cycle.
    pub cycle_id: Option<Uuid>,
    /// Only those in this institution.
    pub institution_id: Option<Uuid>,
    /// Only those in this unit.
    pub unit_id: Option<Uuid>,
    /// Only those whom this breach affects.
    pub breach: Option<breach::Model>,
}

impl Registry {
    /// Signatures of people who are no civil servants, in the order in which they were recorded.
    ///
    /// # Errors
    /// `FORBIDDEN` where the filter names an institution outside the reach.
    pub async fn non_asn_signatures(
        &self,
        permit: &Permit<of::ReadNonAsnSignatures>,
        filter: &NonAsnFilter,
        window: &Window,
    ) -> Result<Page<non_asn_signature::Model>> {
        use non_asn_signature::Column;
        if filter.institution_id.is_some() {
            permit.covers_institution(filter.institution_id)?;
        }
        let condition = Condition::all()
            .add_option(filter.cycle_id.map(|it| Column::CycleId.eq(it)))
            .add_option(filter.institution_id.map(|it| Column::InstitutionId.eq(it)))
            .add_option(filter.unit_id.map(|it| Column::UnitId.eq(it)))
            .add_option(filter.breach.as_ref().map(|it| Column::Id.in_subquery(affected_by(it))));
        let select =
            self.within::<non_asn_signature::Entity, _>(permit, AsOf::Now).filter(condition);
        let page = page::cut(self.reader(), select, &[Column::Id], window).await?;
        Ok(self.showing_page(page))
    }

    /// Such signatures by their ids, for nested reads; those outside the reach are absent.
    ///
    /// # Errors
    /// The database's own.
    pub async fn non_asn_signatures_by_ids(
        &self,
        permit: &Permit<of::ReadNonAsnSignatures>,
        ids: &[Uuid],
    ) -> Result<Vec<non_asn_signature::Model>> {
        let rows = self
            .within::<non_asn_signature::Entity, _>(permit, AsOf::Now)
            .filter(non_asn_signature::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?;
        Ok(self.showing(rows))
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
        input: &NonAsnInput,
    ) -> Result<Done> {
        if input.rows.len() > MOST_ROWS {
            return Err(Error::invalid("rows", Rule::TooManyRows));
        }
        let institution_id = permit.covers_institution(Some(input.institution_id))?;
        let mut act = open_act!(self, permit, request);
        let text = signable(&act, input.pact_text_id, None).await?;
        if addressees(&act, &text).await?.is_some_and(|ids| !ids.contains(&institution_id)) {
            return Err(Rule::PactTextOtherInstitution.into());
        }
        let mut list = List::load(&act, &text, input).await?;
        let mut results = Vec::with_capacity(input.rows.len());
        let mut new = Vec::new();
        for (index, row) in input.rows.iter().enumerate() {
            let verdict = list.judge(row);
            if verdict == Ok(PaperOutcome::Recorded) {
                new.push(draft(&act, &text, institution_id, row));
            }
            results.push(PaperRowResult::new((index, verdict)));
        }
        for row in &new {
            act.record(KIND, row.id, 1, &after(row))?;
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
        id: Uuid,
        reason: &str,
        expected_version: Option<i32>,
    ) -> Result<Done> {
        pact::check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let inside = |row: &non_asn_signature::Model| {
            permit.covers_institution(Some(row.institution_id)).is_ok()
        };
        let found = crate::pact::within::non_asn_signature(&act, id).await?;
        let row = found.filter(inside).ok_or(Error::NotFound)?;
        let rev = act.next_rev(id).await?;
        crate::pact::pact_text::expect_version(expected_version, rev - 1)?;
        if row.state != SignatureState::Valid {
            return Err(Rule::SignatureNotValid.into());
        }
        let today = local_day(&act, row.institution_id).await?;
        act.supersede::<non_asn_signature::Entity>(vec![row.row_id]).await?;
        let withdrawn = non_asn_signature::Model {
            row_id: act.new_id(),
            state: SignatureState::Withdrawn,
            withdrawn_on: Some(today.max(row.signed_on)),
            withdrawal_reason: Some(reason.to_owned()),
            recorded_by: act.event_id(),
            superseded_by: None,
            ..row
        };
        act.record(KIND, id, rev, &after(&withdrawn))?;
        // Who was faster has withdrawn it: there is one present version.
        let decided = |error: Error| error.or_taken(|| Rule::SignatureNotValid.into());
        act.insert(withdrawn).await.map_err(decided)?;
        act.commit(Some(id)).await
    }
}

/// What rows are judged by, read once for all of them.
struct List {
    present: HashMap<String, non_asn_signature::Model>,
    units: HashSet<Uuid>,
    published_on: Date,
    today: Date,
    seen: HashSet<String>,
}

impl List {
    async fn load(act: &Write, text: &pact_text::Model, input: &NonAsnInput) -> Result<Self> {
        let institution_id = input.institution_id;
        let numbers: Vec<String> =
            input.rows.iter().map(|row| row.staff_number.trim().to_owned()).collect();
        let place = (institution_id, text.equivalence_class);
        let present = crate::pact::within::non_asn_signatures(act, place, &numbers).await?;
        let valid = present.into_iter().filter(|row| row.state == SignatureState::Valid);
        let units = office::within::units_of(act.tx(), &[institution_id]).await?;
        let zone = region::zone_of(act.tx(), None).await?;
        Ok(Self {
            present: valid.map(|row| (row.staff_number.clone(), row)).collect(),
            units: units.into_iter().map(|unit| unit.id).collect(),
            published_on: Date(zone.local_day(text.published_at.0)),
            today: local_day(act, institution_id).await?,
            seen: HashSet::new(),
        })
    }

    fn judge(&mut self, row: &NonAsnRow) -> PaperVerdict {
        let number = row.staff_number.trim();
        rules::check_signer(number, &row.name, &row.position).map_err(Rule::code)?;
        if row.signed_on > self.today || row.signed_on < self.published_on {
            return Err(Rule::PaperSignatureDate.code());
        }
        if row.unit_id.is_some_and(|id| !self.units.contains(&id)) {
            return Err(Rule::UnitUnknown.code());
        }
        if let Some(present) = self.present.get(number) {
            let same = present.signed_on == row.signed_on && present.name == row.name.trim();
            return if same {
                Ok(PaperOutcome::Unchanged)
            } else {
                Err(Rule::AlreadySigned.code())
            };
        }
        if !self.seen.insert(number.to_owned()) {
            return Err(Rule::DuplicateRow.code());
        }
        Ok(PaperOutcome::Recorded)
    }
}

fn draft(
    act: &Write,
    text: &pact_text::Model,
    institution_id: Uuid,
    row: &NonAsnRow,
) -> non_asn_signature::Model {
    non_asn_signature::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        pact_text_id: text.id,
        cycle_id: text.cycle_id,
        equivalence_class: text.equivalence_class,
        institution_id,
        unit_id: row.unit_id,
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

/// The after-image of a version.
fn after(row: &non_asn_signature::Model) -> serde_json::Value {
    json!({
        "pact_text_id": row.pact_text_id, "cycle_id": row.cycle_id,
        "equivalence_class": row.equivalence_class,
        "institution_id": row.institution_id, "unit_id": row.unit_id,
        "staff_number": row.staff_number, "name": row.name, "position": row.position,
        "state": row.state, "signed_on": row.signed_on, "document_sha256": row.document_sha256,
        "recorded_at": row.recorded_at, "withdrawn_on": row.withdrawn_on,
        "withdrawal_reason": row.withdrawal_reason,
    })
}
