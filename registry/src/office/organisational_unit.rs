//! Units inside an institution.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::{Date, Ref, institution, organisational_unit};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result, read};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::people;

/// A unit to register.
#[derive(Clone, Debug, InputObject)]
pub struct RegisterOrganisationalUnitInput {
    /// The institution; the caller's own.
    pub institution: Ref<institution::Entity>,
    /// Code of the unit above.
    pub parent_code: Option<String>,
    /// Code within the institution (kode unit).
    pub code: String,
    /// Name (nama unit).
    pub name: String,
    /// First day.
    pub valid_from: Date,
}

/// Who heads a unit.
#[derive(Clone, Debug, InputObject)]
pub struct RecordUnitHeadInput {
    /// The unit.
    pub unit: Ref<organisational_unit::Entity>,
    /// A service number of the head, who works in the unit's institution; null where nobody heads
    /// it (NIP).
    pub head: Option<String>,
    /// Version that the caller has seen; refused where the record has moved on.
    pub expected_version: Option<i32>,
}

impl Registry {
    /// Registers a unit of the employer's own institution.
    ///
    /// # Errors
    /// `FORBIDDEN` for another institution; `CODE_TAKEN`; `UNIT_UNKNOWN` for the unit above.
    pub async fn register_organisational_unit(
        &self,
        permit: &Permit<of::RegisterOrganisationalUnit>,
        request: &ActRequest,
        input: &RegisterOrganisationalUnitInput,
    ) -> Result<Done> {
        let institution_id = permit.covers_institution(input.institution.id())?;
        let mut act = open_act!(self, permit, request);
        let units = office::within::units_of(act.tx(), &[institution_id]).await?;
        if units.iter().any(|unit| unit.code == input.code) {
            return Err(Error::invalid("code", Rule::CodeTaken));
        }
        let parent = input
            .parent_code
            .as_ref()
            .map(|code| units.iter().find(|unit| unit.code == *code).ok_or(Rule::UnitUnknown))
            .transpose()
            .map_err(|rule| Error::invalid("parentCode", rule))?;
        let named = (input.code.as_str(), input.name.as_str());
        let row = draft(&act, institution_id, named, input.valid_from);
        let row = organisational_unit::Model { parent_id: parent.map(|unit| unit.id), ..row };
        let id = row.id;
        act.add(row, vec![]).await?;
        act.commit(Some(id)).await
    }

    /// Records who heads a unit, or that nobody does.
    ///
    /// # Errors
    /// `FORBIDDEN` where the unit lies outside the reach, or is absent; `NOT_EMPLOYED` where the
    /// person does not work in the institution; `VERSION_CONFLICT`.
    pub async fn record_unit_head(
        &self,
        permit: &Permit<of::RecordUnitHead>,
        request: &ActRequest,
        input: &RecordUnitHeadInput,
    ) -> Result<Done> {
        let id = read("unit", &input.unit)?;
        let mut act = open_act!(self, permit, request);
        let unit = office::within::unit(act.tx(), id).await?;
        permit.covers_institution(unit.map(|unit| unit.institution_id))?;
        let taken = act.take::<organisational_unit::Entity>(id, input.expected_version).await?;
        let head_id = match &input.head {
            Some(number) => Some(employee(&act, "head", number, taken.row.institution_id).await?),
            None => None,
        };
        if head_id != taken.row.head_id {
            let row = organisational_unit::Model { head_id, ..taken.row.clone() };
            act.put(&taken, row, vec![]).await?;
        }
        act.commit(Some(id)).await
    }
}

/// Whoever holds a service number and works in an institution today. Whoever does not is no concern
/// of the caller's, known or not.
pub(crate) async fn employee(
    act: &Write,
    path: &str,
    number: &str,
    institution_id: Uuid,
) -> Result<Uuid> {
    let found = people::within::employed_today(act, path, number).await?;
    found
        .filter(|it| it.1 == institution_id)
        .map(|it| it.0)
        .ok_or(Error::invalid(path, Rule::NotEmployed))
}

/// A new unit by code and name, below no other.
pub(crate) fn draft(
    act: &Write,
    institution_id: Uuid,
    (code, name): (&str, &str),
    valid_from: Date,
) -> organisational_unit::Model {
    organisational_unit::Model {
        id: act.new_id(),
        institution_id,
        parent_id: None,
        code: code.to_owned(),
        name: name.to_owned(),
        head_id: None,
        valid_from,
        valid_to: None,
        rev: 1,
    }
}
