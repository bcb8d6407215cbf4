//! Institutions, and the governments that follow from the regions.

use std::collections::HashMap;
use std::io::Cursor;

use netra_domain::policy::of;
use netra_entity::code::{InstitutionKind, RegionLevel};
use netra_entity::{institution, region};
use serde::Deserialize;

use super::cell::{self, Cell};
use super::reader::Columns;
use super::refusal::Refusal;
use super::subject::{Subject, Verdict};
use super::{Format, ImportFile};
use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{CHUNK, Write};
use crate::office;
use crate::office::institution::{RegisterInstitutionInput, check, draft, put};
use crate::office::region::holds;

/// Regencies and cities of Jakarta are its administrative units, not autonomous regions.
const WITHOUT_GOVERNMENT: &str = "31.";

/// What derived governments rest on.
const GOVERNMENT_LAW: &str = "UU 23/2014; Kepmendagri 300.2.2-2138/2025";

/// A row as the file has it.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    code: Cell,
    name: Cell,
    name_en: Cell,
    kind: Cell,
    parent_code: Cell,
    region_code: Cell,
    valid_from: Cell,
    valid_to: Cell,
    employs_asn: Cell,
    source: Cell,
}

type ByCode = HashMap<String, institution::Model>;

/// Institutions by code, those that the file has brought included.
#[derive(Default)]
pub(super) struct Institutions {
    /// Whether what is registered stays as it is.
    only_new: bool,
    known: Option<ByCode>,
}

impl Institutions {
    /// Leaves what is registered as it is.
    pub(super) fn only_new() -> Self {
        Self { only_new: true, ..Self::default() }
    }

    async fn known(&mut self, act: &Write) -> Result<ByCode> {
        if let Some(known) = self.known.take() {
            return Ok(known);
        }
        let rows = office::within::all_institutions(act.tx(), None).await?;
        Ok(rows.into_iter().map(|row| (row.code.clone(), row)).collect())
    }

    async fn plan(
        &self,
        act: &Write,
        known: &mut ByCode,
        plan: &mut Vec<institution::Model>,
        input: &RegisterInstitutionInput,
    ) -> Result<Verdict> {
        let before = known.get(&input.code);
        let parent = input.parent_code.as_ref().and_then(|code| known.get(code));
        if let Some(before) = before
            && (self.only_new || same_facts(before, &draft(act, input, parent, Some(before))))
        {
            return Ok(Verdict::Unchanged);
        }
        match check(act, input, parent).await {
            Ok(()) => {}
            Err(error) => return Refusal::of(error, &Self::COLUMNS).map(Verdict::Refused),
        }
        let row = draft(act, input, parent, before);
        known.insert(row.code.clone(), row.clone());
        plan.push(row);
        Ok(Verdict::Changed)
    }
}

/// Whether two rows say the same; where they have it from is no fact about the institution.
fn same_facts(one: &institution::Model, other: &institution::Model) -> bool {
    let source = one.source.clone();
    *one == institution::Model { rev: one.rev, source, ..other.clone() }
}

impl Subject for Institutions {
    type Act = of::RegisterInstitution;
    type Raw = Raw;
    type Row = RegisterInstitutionInput;
    type Key = String;
    type Plan = Vec<institution::Model>;

    const WHAT: &'static str = "institutions";
    const COLUMNS: Columns = Columns {
        required: &[
            "code",
            "name",
            "name_en",
            "kind",
            "parent_code",
            "region_code",
            "valid_from",
            "valid_to",
            "employs_asn",
            "source",
        ],
        optional: &[],
    };
    const KEY: &'static str = "code";
    const ROWS: usize = CHUNK;

    fn key(row: &RegisterInstitutionInput) -> String {
        row.code.clone()
    }

    fn prepare(_: &Registry, raw: Raw) -> std::result::Result<RegisterInstitutionInput, Refusal> {
        let kind = cell::required("kind", raw.kind)?;
        Ok(RegisterInstitutionInput {
            code: cell::required("code", raw.code)?,
            name: cell::required("name", raw.name)?,
            name_en: raw.name_en,
            kind: cell::code("kind", &kind, InstitutionKind::parse)?,
            parent_code: raw.parent_code,
            region_code: raw.region_code,
            valid_from: cell::day("valid_from", &raw.valid_from)?,
            valid_to: cell::day("valid_to", &raw.valid_to)?,
            employs_asn: cell::yes_no("employs_asn", &raw.employs_asn)?,
            source: cell::required("source", raw.source)?,
        })
    }

    async fn judge(
        &mut self,
        act: &mut Write,
        rows: &[&RegisterInstitutionInput],
        _alone: bool,
    ) -> Result<(Vec<Verdict>, Self::Plan)> {
        let mut known = self.known(act).await?;
        let mut plan = Vec::new();
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            verdicts.push(self.plan(act, &mut known, &mut plan, row).await?);
        }
        self.known = Some(known);
        Ok((verdicts, plan))
    }

    async fn store(act: &mut Write, plan: Self::Plan) -> Result<()> {
        for row in plan {
            put(act, row).await?;
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.known = None;
    }
}

/// The governments of the regions that are there today, as a file.
pub(super) async fn regional_governments(registry: &Registry) -> Result<ImportFile> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let written = |error: csv::Error| Error::File(error.into());
    file.write_record(Institutions::COLUMNS.required).map_err(written)?;
    let today = registry.clock().today();
    for region in office::within::all_regions(registry.reader()).await? {
        let is_there = holds(region.valid_from, region.valid_to, today);
        if is_there && !region.code.starts_with(WITHOUT_GOVERNMENT) {
            file.write_record(government(&region)).map_err(written)?;
        }
    }
    let file = file.into_inner().map_err(|error| Error::File(error.into_error()))?;
    Ok(ImportFile::new(Cursor::new(file), Format::Csv))
}

/// The row of a region's government, in the order of the columns.
fn government(region: &region::Model) -> [String; 10] {
    let plain = |prefix: &str| region.name.strip_prefix(prefix).unwrap_or(&region.name).to_owned();
    let (code, name, name_en, kind) = match region.level {
        RegionLevel::Province => (
            "PEMPROV",
            format!("Provinsi {}", region.name),
            format!("{} Province", region.name),
            InstitutionKind::ProvinceGovernment,
        ),
        RegionLevel::Regency => (
            "PEMKAB",
            format!("Kabupaten {}", plain("Kabupaten ")),
            format!("{} Regency", plain("Kabupaten ")),
            InstitutionKind::RegencyGovernment,
        ),
        RegionLevel::City => (
            "PEMKOT",
            format!("Kota {}", plain("Kota ")),
            format!("{} City", plain("Kota ")),
            InstitutionKind::CityGovernment,
        ),
    };
    [
        format!("{code}_{}", region.code),
        format!("Pemerintah {name}"),
        format!("Government of {name_en}"),
        kind.code().to_owned(),
        String::new(),
        region.code.clone(),
        region.valid_from.map_or_else(String::new, |day| day.to_string()),
        String::new(),
        "yes".to_owned(),
        GOVERNMENT_LAW.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_government_is_named_after_its_region() {
        let region = |code: &str, level, name: &str| region::Model {
            id: uuid::Uuid::nil(),
            code: code.to_owned(),
            parent_code: None,
            level,
            name: name.to_owned(),
            time_zone: "Asia/Jakarta".to_owned(),
            valid_from: None,
            valid_to: None,
            source: String::new(),
            rev: 1,
        };
        for (region, code, name, name_en) in [
            (
                region("21.03", RegionLevel::Regency, "Kabupaten Natuna"),
                "PEMKAB_21.03",
                "Pemerintah Kabupaten Natuna",
                "Government of Natuna Regency",
            ),
            (
                region("34.71", RegionLevel::City, "Kota Yogyakarta"),
                "PEMKOT_34.71",
                "Pemerintah Kota Yogyakarta",
                "Government of Yogyakarta City",
            ),
            (
                region("35", RegionLevel::Province, "Jawa Timur"),
                "PEMPROV_35",
                "Pemerintah Provinsi Jawa Timur",
                "Government of Jawa Timur Province",
            ),
        ] {
            let row = government(&region);
            assert_eq!(row.first_chunk::<3>().unwrap(), &[code, name, name_en]);
        }
    }
}
