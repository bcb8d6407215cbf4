//! What rows are checked against, read once for the job: institutions, units, code lists.

use std::collections::HashMap;

use netra_domain::Rule;
use netra_entity::institution;
use uuid::Uuid;

use super::Row;
use super::units::{Unit, Units};
use crate::intake::import::refusal::Refusal;
use crate::law::code_list::{Codes, Leaves};
use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::office;
use crate::office::region::holds;
use crate::people::employment::LISTS;

/// Where somebody works.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) institution_id: Uuid,
    pub(super) unit: Unit<'a>,
}

/// What rows are checked against.
pub(super) struct Reference {
    institutions: HashMap<String, institution::Model>,
    codes: Codes,
    pub(super) leaves: Leaves,
    pub(super) units: Units,
}

impl Reference {
    pub(super) async fn load(act: &Write) -> Result<Self> {
        let institutions = office::within::all_institutions(act.tx(), None).await?;
        Ok(Self {
            institutions: institutions.into_iter().map(|row| (row.code.clone(), row)).collect(),
            codes: Codes::load(act.tx(), LISTS).await?,
            leaves: Leaves::load(act.tx()).await?,
            units: Units::default(),
        })
    }

    /// Reads the units of the institutions in which rows name a unit that is not known.
    pub(super) async fn load_units(&mut self, act: &Write, rows: &[&Row]) -> Result<()> {
        let unknown = |row: &&&Row| {
            let institution_id = self.institutions.get(&row.institution_code)?.id;
            let code = row.unit_code.as_ref()?;
            (!self.units.knows(institution_id, code)).then_some(institution_id)
        };
        let institutions = rows.iter().filter_map(|row| unknown(&row)).collect();
        self.units.load(act, institutions).await
    }

    /// Where a row says that the person works; its codes are checked on the way.
    pub(super) fn place<'a>(&self, row: &'a Row) -> std::result::Result<Place<'a>, Refusal> {
        let on = row.valid_from;
        let institution = self
            .institutions
            .get(&row.institution_code)
            .filter(|it| holds(it.valid_from, it.valid_to, on))
            .ok_or(Refusal::rule(Rule::InstitutionUnknown, "institution_code"))?;
        for (path, list, code) in [
            ("position_class", "POSITION_CLASS", row.position_class.as_deref()),
            ("rank", "RANK", row.rank.as_deref()),
            ("leave_status", "LEAVE_STATUS", Some(row.leave_status.as_str())),
        ] {
            let checked = code.map_or(Ok(()), |code| self.codes.check(list, code, on));
            checked.map_err(|rule| Refusal::rule(rule, path))?;
        }
        let unit = self.units.find(institution.id, row)?;
        Ok(Place { institution_id: institution.id, unit })
    }
}
