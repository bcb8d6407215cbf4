//! Units inside an institution.

use std::collections::HashMap;

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::{Date, organisational_unit};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::page::{self, Page, Window};
use crate::write::{ActRequest, Done, Write, open_act};
use crate::{Registry, scope};

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
            scope::units(permit),
            (Column::Id, Column::InstitutionId),
            &[Column::Code, Column::Id],
            page::text_then_id,
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
        Ok(scope::units(permit)
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
        let units = scope::within::units_of(act.tx(), &[input.institution_id]).await?;
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
        "name": row.name, "valid_from": row.valid_from, "valid_to": row.valid_to,
    })
}
