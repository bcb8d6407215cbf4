//! Contests: what is decided by one vote in one region, with its districts and rounds.

mod kind;
mod read;
mod round;
pub(crate) mod within;

use netra_domain::contest::{Registrar, check_held, code, departs, registrar};
use netra_domain::policy::{Permit, of};
use netra_domain::{RegionCode, Rule};
use netra_entity::code::{Confidence, ContestRule, RoundKind};
use netra_entity::{
    Date, contest, contest_exception, contest_phase, contest_round, contest_type, election,
    electoral_district, region,
};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use uuid::Uuid;

use crate::Registry;
use crate::elections;
use crate::law::code_list::Codes;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::office::region::holds;

pub use kind::{ContestExceptionInput, ContestTypeInput};
pub use read::{ContestFilter, DistrictFilter};
pub use round::{Determined, RoundDecision, RoundInput};

/// Kind of the record in events.
pub(crate) const KIND: &str = "contest";

/// Kind of a round's record in events.
pub(crate) const ROUND: &str = "contest_round";

/// A contest to record, with its first round.
#[derive(Clone, Debug)]
pub struct ContestInput {
    /// KPU's own code.
    pub kpu_code: Option<String>,
    /// The election.
    pub election_id: Uuid,
    /// Code of the type.
    pub contest_type: String,
    /// Region it is held in; none for the whole country.
    pub region_code: Option<String>,
    /// Where the facts come from.
    pub source: String,
    /// Its districts.
    pub districts: Vec<DistrictInput>,
    /// Phases of the first round, where they differ from the election's.
    pub phases: Vec<ContestPhaseInput>,
}

/// An electoral district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DistrictInput {
    /// KPU's code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Seats.
    pub seats: Option<i32>,
}

/// A phase of a round.
#[derive(Clone, Debug, Serialize)]
pub struct ContestPhaseInput {
    /// Phase, code list `PHASE`.
    pub phase: String,
    /// First day.
    pub starts_on: Date,
    /// Last day, inclusive.
    pub ends_on: Date,
    /// Where the facts come from.
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

/// What the law says of contests, to judge many by.
#[derive(Debug)]
pub(crate) struct ContestLaw {
    types: Vec<contest_type::Model>,
    exceptions: Vec<contest_exception::Model>,
}

impl ContestLaw {
    pub(crate) async fn load(db: &impl ConnectionTrait) -> Result<Self> {
        Ok(Self {
            types: elections::within::contest_types(db).await?,
            exceptions: elections::within::contest_exceptions(db).await?,
        })
    }

    /// The type with a code.
    pub(crate) fn kind(&self, code: &str) -> Option<&contest_type::Model> {
        self.types.iter().find(|it| it.code == code)
    }

    /// Type, region and registrar of a contest, from the input's words alone.
    pub(crate) fn place(
        &self,
        contest_type: &str,
        region_code: Option<&str>,
    ) -> Result<(&contest_type::Model, Option<RegionCode>, Registrar)> {
        let kind = self.kind(contest_type);
        let kind = kind.ok_or(Error::invalid("contestType", Rule::CodeUnknown))?;
        let refused = |rule| Error::invalid("regionCode", rule);
        let region = region_code.map(RegionCode::parse).transpose().map_err(refused)?;
        let registrar = registrar(kind, region.as_ref()).map_err(refused)?;
        Ok((kind, region, registrar))
    }

    /// Whether local parties stand in a contest.
    pub(crate) fn has_local_parties(&self, contest: &contest::Model, on: Date) -> bool {
        let region = contest.region_code.as_deref().and_then(|code| RegionCode::parse(code).ok());
        let rule = ContestRule::LocalParties;
        departs(&self.exceptions, rule, &contest.contest_type, region.as_ref(), on)
    }

    /// Refuses a contest that is not held, or not divided as the input says.
    pub(crate) fn check(
        &self,
        input: &ContestInput,
        kind: &contest_type::Model,
        region: Option<&RegionCode>,
        election: &election::Model,
        today: Date,
    ) -> Result<()> {
        let on = election.voting_on.unwrap_or(today);
        check_held(kind, election.regime, &self.exceptions, region, on)
            .map_err(|rule| Error::invalid("contestType", rule))?;
        if !kind.has_districts && !input.districts.is_empty() {
            return Err(Error::invalid("districts", Rule::DistrictsNotFor));
        }
        Ok(())
    }
}

/// The day by which a contest of an election is judged.
pub(crate) fn legal_day(election: &election::Model, today: Date) -> Date {
    election.voting_on.unwrap_or(today)
}

/// Refuses a region that does not exist on the day.
pub(crate) fn check_region(
    rows: &[region::Model],
    code: Option<&RegionCode>,
    on: Date,
) -> Result<()> {
    let Some(code) = code else { return Ok(()) };
    let exists =
        rows.iter().any(|row| row.code == code.as_str() && holds(row.valid_from, row.valid_to, on));
    if exists { Ok(()) } else { Err(Error::invalid("regionCode", Rule::RegionUnknownOnDate)) }
}

impl Registry {
    /// Records a contest with its districts and its first round. Only the office that registers
    /// contests of this type in this region does.
    ///
    /// # Errors
    /// `CODE_UNKNOWN`, `CONTEST_AREA`, `REGION_UNKNOWN_ON_DATE`; `FORBIDDEN` outside the office's
    /// level and region; `CONTEST_REGIME`, `CONTEST_NOT_HELD`, `DISTRICTS_NOT_FOR`;
    /// `CONTEST_TAKEN`, `CODE_TAKEN`.
    pub async fn record_contest(
        &self,
        permit: &Permit<of::RecordContest>,
        request: &ActRequest,
        input: &ContestInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let law = ContestLaw::load(act.tx()).await?;
        let (kind, region, registrar) =
            law.place(&input.contest_type, input.region_code.as_deref())?;
        permit.covers_jurisdiction(registrar.level, registrar.region_code.as_deref())?;
        let election = elections::within::election(act.tx(), input.election_id)
            .await?
            .ok_or(Error::NotFound)?;
        law.check(input, kind, region.as_ref(), &election, act.today())?;
        let codes: Vec<String> = region.iter().map(ToString::to_string).collect();
        let regions = office::within::regions_by_code(act.tx(), &codes).await?;
        check_region(&regions, region.as_ref(), legal_day(&election, act.today()))?;
        let phases = Codes::load(act.tx(), &["PHASE"]).await?;
        check_phases(&phases, "phases", &input.phases)?;
        let row = draft(&act, input, &election, registrar);
        let id = row.id;
        let district = |it: &DistrictInput| electoral_district::Model {
            id: act.new_id(),
            contest_id: id,
            code: it.code.clone(),
            name: it.name.clone(),
            seats: it.seats,
        };
        let districts = input.districts.iter().map(district).collect();
        insert(&mut act, input, row, districts).await?;
        act.commit(Some(id)).await
    }
}

/// Refuses phases that are no codes or that end before they start.
pub(crate) fn check_phases(codes: &Codes, path: &str, phases: &[ContestPhaseInput]) -> Result<()> {
    for (position, phase) in phases.iter().enumerate() {
        let path = |field: &str| format!("{path}.{position}.{field}");
        codes.check_at(&path("phase"), "PHASE", Some(&phase.phase), phase.starts_on)?;
        if phase.ends_on < phase.starts_on {
            return Err(Error::invalid(path("endsOn"), Rule::EndBeforeStart));
        }
    }
    Ok(())
}

/// The row that an input makes.
pub(crate) fn draft(
    act: &Write,
    input: &ContestInput,
    election: &election::Model,
    registrar: Registrar,
) -> contest::Model {
    contest::Model {
        id: act.new_id(),
        code: code(&election.code, &input.contest_type, input.region_code.as_deref()),
        kpu_code: input.kpu_code.clone(),
        election_id: election.id,
        contest_type: input.contest_type.clone(),
        region_code: input.region_code.clone(),
        registrar_level: registrar.level,
        registrar_region_code: registrar.region_code,
        source: input.source.clone(),
        rev: 1,
    }
}

/// Stores a new contest with its districts and its first round.
pub(crate) async fn insert(
    act: &mut Write,
    input: &ContestInput,
    row: contest::Model,
    districts: Vec<electoral_district::Model>,
) -> Result<()> {
    let taken = |error: Error| error.or_taken(|| Error::invalid("contestType", Rule::ContestTaken));
    act.insert(row.clone()).await.map_err(taken)?;
    act.insert_all(districts)
        .await
        .map_err(|error| error.or_taken(|| Error::invalid("districts", Rule::CodeTaken)))?;
    act.record(KIND, row.id, row.rev, &after(&row, &input.districts))?;
    let round = contest_round::Model {
        id: act.new_id(),
        contest_id: row.id,
        number: 1,
        kind: RoundKind::First,
        district_id: None,
        decision: None,
        determined_on: None,
        determination: None,
        concluded_on: None,
        conclusion: None,
        source: row.source.clone(),
        rev: 1,
    };
    insert_round(act, round, &input.phases).await
}

/// Stores a contest whose districts have changed.
pub(crate) async fn record_again(
    act: &mut Write,
    row: contest::Model,
    districts: &[DistrictInput],
) -> Result<()> {
    act.record(KIND, row.id, row.rev, &after(&row, districts))?;
    act.replace::<contest::Entity>(row).await
}

/// Stores a new round with its phases.
pub(crate) async fn insert_round(
    act: &mut Write,
    round: contest_round::Model,
    phases: &[ContestPhaseInput],
) -> Result<()> {
    let phase = |it: &ContestPhaseInput| contest_phase::Model {
        id: act.new_id(),
        contest_id: round.contest_id,
        round_id: round.id,
        phase: it.phase.clone(),
        starts_on: it.starts_on,
        ends_on: it.ends_on,
        source: it.source.clone(),
        confidence: it.confidence,
    };
    let rows: Vec<_> = phases.iter().map(phase).collect();
    act.insert(round.clone()).await?;
    act.insert_all(rows.clone()).await?;
    act.record(ROUND, round.id, round.rev, &round_after(&round, &rows))
}

/// The after-image of a contest.
fn after(row: &contest::Model, districts: &[DistrictInput]) -> serde_json::Value {
    serde_json::json!({
        "code": row.code, "kpu_code": row.kpu_code, "election_id": row.election_id,
        "contest_type": row.contest_type, "region_code": row.region_code,
        "registrar_level": row.registrar_level,
        "registrar_region_code": row.registrar_region_code, "source": row.source,
        "districts": districts,
    })
}

/// The after-image of a round.
pub(crate) fn round_after(
    row: &contest_round::Model,
    phases: &[contest_phase::Model],
) -> serde_json::Value {
    let phases: Vec<_> = phases
        .iter()
        .map(|it| {
            serde_json::json!({
                "phase": it.phase, "starts_on": it.starts_on, "ends_on": it.ends_on,
                "source": it.source, "confidence": it.confidence,
            })
        })
        .collect();
    serde_json::json!({
        "contest_id": row.contest_id, "number": row.number, "kind": row.kind,
        "district_id": row.district_id, "decision": row.decision,
        "determined_on": row.determined_on, "determination": row.determination,
        "concluded_on": row.concluded_on, "conclusion": row.conclusion, "source": row.source,
        "phases": phases,
    })
}
