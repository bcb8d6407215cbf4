//! Units inside an institution.

use std::collections::HashMap;

use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, ServiceNumber};
use netra_entity::{Date, employment, organisational_unit};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::people;
use crate::{Registry, office::region};

/// Kind of the record in events.
pub(crate) const KIND: &str = "organisational_unit";

/// A unit to register.
#[derive(Clone, Debug)]
pub struct UnitInput {
    /// The institution.
    pub institution_id: Uuid,
    /// Code of the unit above.
    pub parent_code: Option<String>,
    /// Code within the institution.
    pub code: String,
    /// Name.
    pub name: String,
    /// First day.
    pub valid_from: Date,
}

/// Who heads a unit.
#[derive(Clone, Debug)]
pub struct UnitHeadInput {
    /// The unit.
    pub unit_id: Uuid,
    /// A service number of the head; none where nobody heads it.
    pub head: Option<String>,
    /// Revision that the caller has seen.
    pub expected_version: Option<i32>,
}

impl Registry {
    /// Units of each institution in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn units_of(
        &self,
        permit: &Permit<of::ReadReference>,
        institution_ids: &[Uuid],
        window: &Window,
    ) -> Result<HashMap<Uuid, Page<organisational_unit::Model>>> {
        use organisational_unit::Column;
        page::cut_each(
            self.reader(),
            self.within::<organisational_unit::Entity, _>(permit, AsOf::Now),
            (Column::Id, Column::InstitutionId),
            &[Column::Code, Column::Id],
            (institution_ids, window),
        )
        .await
    }

    /// Units by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn units_by_ids(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<organisational_unit::Model>> {
        Ok(self
            .within::<organisational_unit::Entity, _>(permit, AsOf::Now)
            .filter(organisational_unit::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// Registers a unit of the employer's own institution.
    ///
    /// # Errors
    /// `FORBIDDEN` for another institution; `CODE_TAKEN`; `UNIT_UNKNOWN` for the unit above.
    pub async fn register_organisational_unit(
        &self,
        permit: &Permit<of::RegisterOrganisationalUnit>,
        request: &ActRequest,
        input: &UnitInput,
    ) -> Result<Done> {
        permit.covers_institution(Some(input.institution_id))?;
        let mut act = open_act!(self, permit, request);
        let units = office::within::units_of(act.tx(), &[input.institution_id]).await?;
        if units.iter().any(|unit| unit.code == input.code) {
            return Err(Error::invalid("code", Rule::CodeTaken));
        }
        let parent = input
            .parent_code
            .as_ref()
            .map(|code| units.iter().find(|unit| unit.code == *code).ok_or(Rule::UnitUnknown))
            .transpose()
            .map_err(|rule| Error::invalid("parentCode", rule))?;
        let row = store(&mut act, input, parent.map(|unit| unit.id)).await?;
        act.commit(Some(row.id)).await
    }
}

impl Registry {
    /// Records who heads a unit, or that nobody does.
    ///
    /// # Errors
    /// `FORBIDDEN` where the unit lies outside the reach, or is absent; `NOT_EMPLOYED` where the
    /// person does not work in the institution; `VERSION_CONFLICT`.
    pub async fn record_unit_head(
        &self,
        permit: &Permit<of::RecordUnitHead>,
        request: &ActRequest,
        input: &UnitHeadInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let unit = office::within::unit(act.tx(), input.unit_id).await?;
        permit.covers_institution(unit.as_ref().map(|unit| unit.institution_id))?;
        let unit = unit.ok_or(Error::NotFound)?;
        crate::pact::pact_text::expect_version(input.expected_version, unit.rev)?;
        let head_id = match &input.head {
            Some(number) => {
                Some(employee(&act, "head", number, unit.institution_id).await?.civil_servant_id)
            }
            None => None,
        };
        if head_id == unit.head_id {
            return act.commit(Some(unit.id)).await;
        }
        let row = organisational_unit::Model { head_id, rev: unit.rev + 1, ..unit };
        act.record(KIND, row.id, row.rev, &after(&row))?;
        let id = row.id;
        act.replace::<organisational_unit::Entity>(row).await?;
        act.commit(Some(id)).await
    }
}

/// The present employment in an institution of whoever holds a service number.
pub(crate) async fn employee(
    act: &Write,
    path: &str,
    number: &str,
    institution_id: Uuid,
) -> Result<employment::Model> {
    let number = ServiceNumber::parse(number).map_err(|rule| Error::invalid(path, rule))?;
    let holdings = people::within::numbers(act, &[number.as_str().to_owned()]).await?;
    let persons: Vec<Uuid> = holdings.iter().map(|row| row.civil_servant_id).collect();
    let today = act.today();
    people::within::employments(act, &persons)
        .await?
        .into_iter()
        .filter(|row| row.institution_id == institution_id)
        .find(|row| region::holds(Some(row.valid_from), row.valid_to, today))
        // Whoever is not employed there is no concern of the caller's, known or not.
        .ok_or(Error::invalid(path, Rule::NotEmployed))
}

/// Stores a new unit.
pub(crate) async fn store(
    act: &mut Write,
    input: &UnitInput,
    parent_id: Option<Uuid>,
) -> Result<organisational_unit::Model> {
    let row = draft(act, input, parent_id);
    act.insert(row.clone()).await?;
    act.record(KIND, row.id, row.rev, &after(&row))?;
    Ok(row)
}

/// The row that an input becomes.
pub(crate) fn draft(
    act: &Write,
    input: &UnitInput,
    parent_id: Option<Uuid>,
) -> organisational_unit::Model {
    organisational_unit::Model {
        id: act.new_id(),
        institution_id: input.institution_id,
        parent_id,
        code: input.code.clone(),
        name: input.name.clone(),
        head_id: None,
        valid_from: input.valid_from,
        valid_to: None,
        rev: 1,
    }
}

/// The after-image of a unit.
pub(crate) fn after(row: &organisational_unit::Model) -> serde_json::Value {
    json!({
        "institution_id": row.institution_id, "parent_id": row.parent_id, "code": row.code,
        "name": row.name, "head_id": row.head_id, "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    })
}
