//! Regions, as the decree on region codes lists them.

use std::collections::HashMap;

use netra_domain::policy::of;
use netra_domain::{RegionCode, Rule, Zone};
use netra_entity::code::RegionLevel;
use netra_entity::{Date, region};
use serde::Deserialize;
use uuid::Uuid;

use super::cell::{self, Cell};
use super::reader::Columns;
use super::refusal::Refusal;
use super::subject::{Subject, Verdict};
use crate::Registry;
use crate::ledger::error::Result;
use crate::ledger::write::{CHUNK, Write};
use crate::office;
use crate::office::region::ranges_overlap;

/// The decree that lists the codes; the source of rows that name none.
const DECREE: &str = "Kepmendagri 300.2.2-2138/2025";

/// A row as the file has it.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    code: Cell,
    parent_code: Cell,
    level: Cell,
    name: Cell,
    time_zone: Cell,
    valid_from: Cell,
    valid_to: Cell,
    source: Cell,
}

type ByCode = HashMap<String, Vec<region::Model>>;

/// Regions by code, those that the file has brought included.
#[derive(Default)]
pub(super) struct Regions {
    known: Option<ByCode>,
}

impl Regions {
    async fn known(&mut self, act: &Write) -> Result<ByCode> {
        if let Some(known) = self.known.take() {
            return Ok(known);
        }
        let mut known = ByCode::new();
        for row in office::within::all_regions(act.tx()).await? {
            known.entry(row.code.clone()).or_default().push(row);
        }
        Ok(known)
    }

    fn plan(
        act: &Write,
        known: &mut ByCode,
        plan: &mut Vec<region::Model>,
        row: &region::Model,
    ) -> std::result::Result<Verdict, Refusal> {
        if row.parent_code.as_ref().is_some_and(|parent| !known.contains_key(parent)) {
            return Err(Refusal::rule(Rule::RegionUnknownOnDate, "parent_code"));
        }
        let same_code = known.entry(row.code.clone()).or_default();
        let (same, others): (Vec<&mut region::Model>, Vec<_>) =
            same_code.iter_mut().partition(|it| it.valid_from == row.valid_from);
        let before = same.into_iter().next();
        if before.as_ref().is_some_and(|before| same_facts(before, row)) {
            return Ok(Verdict::Unchanged);
        }
        if others.iter().any(|other| ranges_overlap(other, row)) {
            return Err(Refusal::rule(Rule::CodeTaken, "code"));
        }
        let planned = if let Some(before) = before {
            let (id, rev) = (before.id, before.rev + 1);
            *before = region::Model { id, rev, ..row.clone() };
            before.clone()
        } else {
            let new = region::Model { id: act.new_id(), rev: 1, ..row.clone() };
            same_code.push(new.clone());
            new
        };
        plan.push(planned);
        Ok(Verdict::Changed)
    }
}

/// Whether two rows say the same; where they have it from is no fact about the region.
fn same_facts(one: &region::Model, other: &region::Model) -> bool {
    let source = &one.source;
    *one == region::Model { id: one.id, rev: one.rev, source: source.clone(), ..other.clone() }
}

impl Subject for Regions {
    type Act = of::RecordRegion;
    type Raw = Raw;
    type Row = region::Model;
    type Key = (String, Option<Date>);
    type Plan = Vec<region::Model>;

    const WHAT: &'static str = "regions";
    const COLUMNS: Columns = Columns {
        required: &["code", "parent_code", "level", "name", "time_zone", "valid_from"],
        optional: &["valid_to", "source"],
    };
    const KEY: &'static str = "code";
    const ROWS: usize = CHUNK;

    fn key(row: &region::Model) -> Self::Key {
        (row.code.clone(), row.valid_from)
    }

    fn prepare(_: &Registry, raw: Raw) -> std::result::Result<region::Model, Refusal> {
        let code = cell::required("code", raw.code)?;
        let code = RegionCode::parse(&code).map_err(|rule| Refusal::rule(rule, "code"))?;
        let level = cell::required("level", raw.level)?;
        let level = cell::code("level", &level, RegionLevel::parse)?;
        code.check_level(level).map_err(|rule| Refusal::rule(rule, "level"))?;
        let parent = (level != RegionLevel::Province).then(|| code.province().to_string());
        if raw.parent_code != parent {
            return Err(Refusal::rule(Rule::RegionLevelContradictsCode, "parent_code"));
        }
        let zone = cell::required("time_zone", raw.time_zone)?;
        let zone = cell::code("time_zone", &zone, Zone::parse)?;
        let valid_from = cell::day("valid_from", &raw.valid_from)?;
        let valid_to = cell::day("valid_to", &raw.valid_to)?;
        if valid_from.is_some() && valid_to.is_some() && valid_to <= valid_from {
            return Err(Refusal::rule(Rule::EndBeforeStart, "valid_to"));
        }
        Ok(region::Model {
            id: Uuid::nil(),
            code: code.to_string(),
            parent_code: parent,
            level,
            name: cell::required("name", raw.name)?,
            time_zone: zone.as_str().to_owned(),
            valid_from,
            valid_to,
            source: raw.source.unwrap_or_else(|| DECREE.to_owned()),
            rev: 1,
        })
    }

    async fn judge(
        &mut self,
        act: &mut Write,
        rows: &[&region::Model],
        _alone: bool,
    ) -> Result<(Vec<Verdict>, Self::Plan)> {
        let mut known = self.known(act).await?;
        let mut plan = Vec::new();
        let verdict = |row: &&region::Model| Self::plan(act, &mut known, &mut plan, row).into();
        let verdicts = rows.iter().map(verdict).collect();
        self.known = Some(known);
        Ok((verdicts, plan))
    }

    async fn store(act: &mut Write, plan: Self::Plan) -> Result<()> {
        for row in plan {
            act.save(row.rev, row, vec![]).await?;
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.known = None;
    }
}
