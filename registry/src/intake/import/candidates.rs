//! Candidates of lists, pairs and individuals, as KPU lists them, with the state they have come to.

mod plan;

use netra_domain::policy::{Permit, of};
use netra_domain::{Nik, Rule, ServiceNumber};
use netra_entity::Date;
use netra_entity::code::{CandidateRole, CandidateState, StatusGround};
use serde::Deserialize;

use self::plan::{Change, Known, Recorded};
use super::cell::{self, Cell};
use super::contest_index::{ContestIndex, ContestName};
use super::reader::Columns;
use super::refusal::{Refusal, VALUE_REQUIRED};
use super::subject::{Subject, Verdict};
use crate::Registry;
use crate::elections::candidate::parts;
use crate::elections::contestant::StatusDocumentInput;
use crate::ledger::error::Result;
use crate::ledger::write::{CHUNK, Write};

/// The columns, in the order in which files are generated.
pub(crate) const CANDIDATE_COLUMNS: &[&str] = &[
    "kpu_code",
    "election_code",
    "contest_type",
    "region_code",
    "party_code",
    "contestant_code",
    "district_code",
    "role",
    "list_number",
    "name",
];

/// A row as the file has it.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    kpu_code: Cell,
    election_code: Cell,
    contest_type: Cell,
    region_code: Cell,
    party_code: Cell,
    contestant_code: Cell,
    district_code: Cell,
    role: Cell,
    list_number: Cell,
    name: Cell,
    nik: Cell,
    service_number: Cell,
    registered_on: Cell,
    status: Cell,
    status_on: Cell,
    decision: Cell,
    decision_issuer: Cell,
    source: Cell,
    is_invented: Cell,
}

/// A row whose form is checked.
pub(super) struct Row {
    pub(super) kpu_code: String,
    pub(super) contest: ContestName,
    pub(super) party_code: Cell,
    pub(super) contestant_code: Cell,
    pub(super) district_code: Cell,
    pub(super) role: CandidateRole,
    pub(super) list_number: Option<i32>,
    pub(super) name: String,
    pub(super) nik_index: Option<String>,
    pub(super) service_number: Option<ServiceNumber>,
    pub(super) registered_on: Option<Date>,
    pub(super) status: Option<Status>,
    pub(super) source: String,
    pub(super) is_invented: bool,
}

/// The state that a row says a candidate has come to.
#[derive(Clone)]
pub(super) struct Status {
    pub(super) state: CandidateState,
    pub(super) on: Date,
    pub(super) ground: StatusGround,
    pub(super) document: Option<StatusDocumentInput>,
}

/// What rows are judged by.
pub(super) struct Candidates {
    pub(super) permit: Permit<of::RegisterCandidate>,
    pub(super) index: Option<ContestIndex>,
}

/// The ground that lists come with. Withdrawal, death, replacement and orders each have a document
/// of their own: they are acts, one by one.
fn ground(state: CandidateState) -> std::result::Result<StatusGround, Refusal> {
    match state {
        CandidateState::Incomplete | CandidateState::Unqualified | CandidateState::Qualified => {
            Ok(StatusGround::Verification)
        }
        CandidateState::Provisional | CandidateState::Final => Ok(StatusGround::Determination),
        CandidateState::Elected | CandidateState::NotElected => Ok(StatusGround::Result),
        CandidateState::Prospective => Ok(StatusGround::Registration),
        CandidateState::StruckOff
        | CandidateState::Replaced
        | CandidateState::Withdrawn
        | CandidateState::Deceased
        | CandidateState::Cancelled => Err(Refusal::rule(Rule::StatusGround, "status")),
    }
}

fn status(
    state: Cell,
    on: &Cell,
    decision: Cell,
    issuer: Cell,
) -> std::result::Result<Option<Status>, Refusal> {
    let Some(state) = state else { return Ok(None) };
    let state = cell::code("status", &state, CandidateState::parse)?;
    let ground = ground(state)?;
    let document = decision.map(|number| StatusDocumentInput {
        number,
        issuer: issuer.unwrap_or_else(|| "KPU".to_owned()),
        dated_on: None,
        sha256: None,
    });
    let on = cell::local_day("status_on", on)?.ok_or(Refusal::new(VALUE_REQUIRED, "status_on"))?;
    Ok(Some(Status { state, on, ground, document }))
}

impl Subject for Candidates {
    type Act = of::RegisterCandidate;
    type Raw = Raw;
    type Row = Row;
    type Key = String;
    type Plan = Vec<Change>;

    const WHAT: &'static str = "candidates";
    const COLUMNS: Columns = Columns {
        required: CANDIDATE_COLUMNS,
        optional: &[
            "nik",
            "service_number",
            "registered_on",
            "status",
            "status_on",
            "decision",
            "decision_issuer",
            "source",
            "is_invented",
        ],
    };
    const KEY: &'static str = "kpu_code";
    const ROWS: usize = CHUNK;

    fn key(row: &Row) -> String {
        row.kpu_code.clone()
    }

    fn prepare(registry: &Registry, raw: Raw) -> std::result::Result<Row, Refusal> {
        let role = raw.role.as_deref().map(|it| cell::code("role", it, CandidateRole::parse));
        let nik = raw.nik.as_deref().map(Nik::parse).transpose();
        let nik = nik.map_err(|rule| Refusal::rule(rule, "nik"))?;
        let number = raw.service_number.as_deref().map(ServiceNumber::parse).transpose();
        let name = cell::required("name", raw.name)?;
        let name = crate::elections::contestant::checked_name(&name)
            .map_err(|_form| Refusal::rule(Rule::NameRequired, "name"))?;
        if raw.party_code.is_none() && raw.contestant_code.is_none() {
            return Err(Refusal::new(VALUE_REQUIRED, "party_code"));
        }
        Ok(Row {
            kpu_code: cell::required("kpu_code", raw.kpu_code)?,
            contest: ContestName {
                election_code: cell::required("election_code", raw.election_code)?,
                contest_type: cell::required("contest_type", raw.contest_type)?,
                region_code: raw.region_code,
            },
            party_code: raw.party_code,
            contestant_code: raw.contestant_code,
            district_code: raw.district_code,
            role: role.transpose()?.unwrap_or(CandidateRole::Member),
            list_number: cell::count("list_number", &raw.list_number)?,
            name,
            nik_index: nik.map(|nik| registry.vault().index_nik(&nik)),
            service_number: number.map_err(|rule| Refusal::rule(rule, "service_number"))?,
            registered_on: cell::local_day("registered_on", &raw.registered_on)?,
            status: status(raw.status, &raw.status_on, raw.decision, raw.decision_issuer)?,
            source: raw.source.unwrap_or_else(|| "KPU".to_owned()),
            is_invented: cell::yes_no("is_invented", &raw.is_invented)?,
        })
    }

    async fn judge(
        &mut self,
        act: &mut Write,
        rows: &[&Row],
        alone: bool,
    ) -> Result<(Vec<Verdict>, Self::Plan)> {
        if !alone {
            return Ok((Vec::new(), Vec::new()));
        }
        let index = match self.index.take() {
            Some(index) => index,
            None => ContestIndex::load(act).await?,
        };
        let mut recorded = Recorded::load(act, &index, rows).await?;
        let known = Known { act, index: &index, permit: &self.permit };
        let mut plan = Vec::new();
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            verdicts.push(match known.row(&mut recorded, row) {
                Ok(None) => Verdict::Unchanged,
                Ok(Some(change)) => {
                    plan.push(change);
                    Verdict::Changed
                }
                Err(refusal) => Verdict::Refused(refusal),
            });
        }
        self.index = Some(index);
        Ok((verdicts, plan))
    }

    async fn store(act: &mut Write, plan: Self::Plan) -> Result<()> {
        let mut rows = Vec::with_capacity(plan.len());
        let mut versions = Vec::with_capacity(plan.len());
        for change in &plan {
            let status = change.last();
            let (row, twins) = (&change.row, change.twins.as_slice());
            act.tell::<netra_entity::candidate::Entity>(row, row.rev, parts(status, twins));
        }
        act.seal_ahead();
        for change in plan {
            versions.extend(change.new_versions);
            if change.is_new {
                rows.push(change.row);
            } else {
                act.replace::<netra_entity::candidate::Entity>(change.row).await?;
            }
        }
        act.insert_all(rows).await?;
        act.insert_all(versions).await
    }

    fn forget(&mut self) {
        self.index = None;
    }
}
