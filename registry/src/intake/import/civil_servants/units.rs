//! Units by institution and code, read once for each institution that a file names.

use std::collections::{HashMap, HashSet};

use netra_domain::Rule;
use netra_entity::{Date, organisational_unit};
use uuid::Uuid;

use super::Row;
use crate::intake::import::refusal::Refusal;
use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::office;
use crate::office::organisational_unit::draft;

/// Where somebody sits within an institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit<'a> {
    /// In no unit.
    None,
    /// In one that is known.
    Known(Uuid),
    /// In one that the row brings.
    New { code: &'a str, name: &'a str },
}

/// The units of the institutions named so far.
#[derive(Debug, Default)]
pub(super) struct Units {
    known: HashMap<Uuid, HashMap<String, Uuid>>,
}

impl Units {
    /// Whether an institution has a unit of this code, as far as it was read.
    pub(super) fn knows(&self, institution_id: Uuid, code: &str) -> bool {
        self.id(institution_id, code).is_some()
    }

    fn id(&self, institution_id: Uuid, code: &str) -> Option<Uuid> {
        self.known.get(&institution_id).and_then(|units| units.get(code).copied())
    }

    /// Reads the units of institutions.
    pub(super) async fn load(&mut self, act: &Write, institutions: HashSet<Uuid>) -> Result<()> {
        if institutions.is_empty() {
            return Ok(());
        }
        let institutions: Vec<Uuid> = institutions.into_iter().collect();
        for row in office::within::units_of(act.tx(), &institutions).await? {
            self.known.entry(row.institution_id).or_default().insert(row.code, row.id);
        }
        Ok(())
    }

    /// The unit that a row names.
    pub(super) fn find<'a>(
        &self,
        institution_id: Uuid,
        row: &'a Row,
    ) -> std::result::Result<Unit<'a>, Refusal> {
        let Some(code) = row.unit_code.as_deref() else { return Ok(Unit::None) };
        match (self.id(institution_id, code), row.unit_name.as_deref()) {
            (Some(id), _) => Ok(Unit::Known(id)),
            (None, Some(name)) => Ok(Unit::New { code, name }),
            (None, None) => Err(Refusal::rule(Rule::UnitUnknown, "unit_code")),
        }
    }

    /// Drafts a unit that a row brings; rows after it find it.
    pub(super) fn add(
        &mut self,
        act: &Write,
        institution_id: Uuid,
        named: (&str, &str),
        valid_from: Date,
    ) -> organisational_unit::Model {
        let row = draft(act, institution_id, named, valid_from);
        self.known.entry(row.institution_id).or_default().insert(row.code.clone(), row.id);
        row
    }
}
