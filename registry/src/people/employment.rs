//! Employments: recorded, moved, ended. Each act carries coverage along.

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::CivilServantKind;
use netra_entity::{Date, employment};
use serde_json::json;
use uuid::Uuid;

use crate::law::code_list::{Codes, Leaves};
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::people;
use crate::people::{civil_servant, service_number};
use crate::{Registry, pact::pact_text};

/// Kind of the record in events.
pub(crate) const KIND: &str = "employment";

/// Leave status of someone at work.
pub(crate) const AT_WORK: &str = "ACTIVE";

/// The code lists an employment draws on.
pub(crate) const LISTS: &[&str] = &["POSITION_CLASS", "RANK", "LEAVE_STATUS"];

/// An employment to record.
#[derive(Clone, Debug)]
pub struct EmploymentInput {
    /// A service number of the person.
    pub service_number: String,
    /// The institution.
    pub institution_id: Uuid,
    /// The unit.
    pub unit_id: Option<Uuid>,
    /// Kind of civil servant.
    pub kind: CivilServantKind,
    /// Class of position.
    pub position_class: Option<String>,
    /// Rank.
    pub rank: Option<String>,
    /// Leave status.
    pub leave_status: Option<String>,
    /// First day.
    pub valid_from: Date,
}

impl Registry {
    /// Records an employment from a day on. One that runs on that day ends: this is how a person
    /// is transferred, moves to another unit, goes on leave or returns.
    ///
    /// # Errors
    /// `NOT_FOUND` for the person; `INSTITUTION_UNKNOWN`, `UNIT_UNKNOWN`, `CODE_UNKNOWN`;
    /// `SERVICE_NUMBER_KIND` where the number held on that day is of the other kind;
    /// `EMPLOYMENT_OVERLAPS` where another begins on that day or later.
    pub async fn record_employment(
        &self,
        permit: &Permit<of::RecordEmployment>,
        request: &ActRequest,
        input: &EmploymentInput,
    ) -> Result<Done> {
        permit.covers_institution(Some(input.institution_id))?;
        let mut act = open_act!(self, permit, request);
        check(&act, input).await?;
        let person =
            civil_servant::lock_holder(&act, "serviceNumber", &input.service_number).await?;
        let held = people::within::numbers_of(&act, &[person.id]).await?;
        if service_number::kind_on(&held, input.valid_from).is_some_and(|it| it != input.kind) {
            return Err(Error::invalid("kind", Rule::ServiceNumberKind));
        }
        let leaves = Leaves::load(act.tx()).await?;
        let before = civil_servant::coverage_of(&act, &[person.id], &leaves).await?;
        let present = people::within::employments(&act, &[person.id]).await?;
        succeed(&mut act, &present, row(person.id, input)).await?;
        let after = civil_servant::coverage_of(&act, &[person.id], &leaves).await?;
        act.moves_coverage(after.since(before));
        act.commit(Some(person.id)).await
    }

    /// Ends an employment.
    ///
    /// # Errors
    /// `NOT_FOUND`; `ALREADY_DECIDED` where it has ended; `END_BEFORE_START`; `REASON_REQUIRED`;
    /// `VERSION_CONFLICT`.
    pub async fn end_employment(
        &self,
        permit: &Permit<of::EndEmployment>,
        request: &ActRequest,
        id: Uuid,
        ends_on: Date,
        reason: &str,
        expected_version: Option<i32>,
    ) -> Result<Done> {
        netra_domain::pact::check_reason(reason).map_err(|rule| Error::invalid("reason", rule))?;
        let mut act = open_act!(self, permit, request);
        let found = people::within::employment(&act, id).await?.ok_or(Error::NotFound)?;
        let person_id = found.civil_servant_id;
        people::within::lock_persons(&act, &[person_id]).await?;
        // Read again under the lock: another act may have ended it meanwhile.
        let row = people::within::employment(&act, id).await?.ok_or(Error::NotFound)?;
        pact_text::expect_version(expected_version, act.next_rev(id).await? - 1)?;
        if row.valid_to.is_some() {
            return Err(Rule::AlreadyDecided.into());
        }
        if ends_on <= row.valid_from {
            return Err(Error::invalid("endsOn", Rule::EndBeforeStart));
        }
        let leaves = Leaves::load(act.tx()).await?;
        let before = civil_servant::coverage_of(&act, &[person_id], &leaves).await?;
        end(&mut act, &row, ends_on).await?;
        let after = civil_servant::coverage_of(&act, &[person_id], &leaves).await?;
        act.moves_coverage(after.since(before));
        act.commit(Some(person_id)).await
    }
}

async fn check(act: &Write, input: &EmploymentInput) -> Result<()> {
    office::within::institution(act.tx(), input.institution_id)
        .await?
        .filter(|row| office::region::holds(row.valid_from, row.valid_to, input.valid_from))
        .ok_or(Error::invalid("institution", Rule::InstitutionUnknown))?;
    if let Some(unit_id) = input.unit_id {
        let units = office::within::units_of(act.tx(), &[input.institution_id]).await?;
        if !units.iter().any(|unit| unit.id == unit_id) {
            return Err(Error::invalid("unit", Rule::UnitUnknown));
        }
    }
    let codes = Codes::load(act.tx(), LISTS).await?;
    let on = input.valid_from;
    codes.check_at("positionClass", "POSITION_CLASS", input.position_class.as_deref(), on)?;
    codes.check_at("rank", "RANK", input.rank.as_deref(), on)?;
    codes.check_at("leaveStatus", "LEAVE_STATUS", input.leave_status.as_deref(), on)
}

fn row(person_id: Uuid, input: &EmploymentInput) -> employment::Model {
    employment::Model {
        row_id: Uuid::nil(),
        id: Uuid::nil(),
        civil_servant_id: person_id,
        institution_id: input.institution_id,
        unit_id: input.unit_id,
        kind: input.kind,
        position_class: input.position_class.clone(),
        rank: input.rank.clone(),
        leave_status: input.leave_status.clone().unwrap_or_else(|| AT_WORK.to_owned()),
        valid_from: input.valid_from,
        valid_to: None,
        continues: None,
        recorded_by: Uuid::nil(),
        superseded_by: None,
    }
}

/// Begins an employment, ending the one that runs on its first day.
pub(crate) async fn succeed(
    act: &mut Write,
    present: &[employment::Model],
    new: employment::Model,
) -> Result<()> {
    let from = new.valid_from;
    let ended = ended_by(present, from).map_err(|rule| Error::invalid("validFrom", rule))?;
    for row in ended {
        end(act, row, from).await?;
    }
    let id = act.new_id();
    insert(act, employment::Model { id, ..new }, Some(1)).await
}

/// The employments that end when another begins on a day.
pub(crate) fn ended_by(
    present: &[employment::Model],
    from: Date,
) -> std::result::Result<Vec<&employment::Model>, Rule> {
    if present.iter().any(|row| row.valid_from >= from) {
        return Err(Rule::EmploymentOverlaps);
    }
    Ok(present.iter().filter(|row| row.valid_to.is_none_or(|to| to > from)).collect())
}

/// Replaces the present version by one that ends.
async fn end(act: &mut Write, row: &employment::Model, to: Date) -> Result<()> {
    act.supersede::<employment::Entity>(vec![row.row_id]).await?;
    insert(act, employment::Model { valid_to: Some(to), ..row.clone() }, None).await
}

async fn insert(act: &mut Write, row: employment::Model, rev: Option<i32>) -> Result<()> {
    let row = employment::Model {
        row_id: act.new_id(),
        recorded_by: act.event_id(),
        superseded_by: None,
        ..row
    };
    let rev = match rev {
        Some(rev) => rev,
        None => act.next_rev(row.id).await?,
    };
    let after = after(&row);
    let id = row.id;
    act.insert(row).await?;
    act.record(KIND, id, rev, &after)
}

/// The after-image of a version.
pub(crate) fn after(row: &employment::Model) -> serde_json::Value {
    json!({
        "civil_servant_id": row.civil_servant_id, "institution_id": row.institution_id,
        "unit_id": row.unit_id, "kind": row.kind, "position_class": row.position_class,
        "rank": row.rank, "leave_status": row.leave_status, "valid_from": row.valid_from,
        "valid_to": row.valid_to, "continues": row.continues,
    })
}
