//! Contests: what is decided by one vote in one region, with its districts and rounds.

mod kind;
mod read;
mod round;
pub(crate) mod within;

use async_graphql::InputObject;
use netra_domain::contest::{Registrar, check_held, code, departs, registrar};
use netra_domain::policy::{Permit, of};
use netra_domain::{RegionCode, Rule};
use netra_entity::code::{Confidence, ContestRule, RoundKind};
use netra_entity::{
    Date, Ref, contest, contest_exception, contest_phase, contest_round, contest_type, election,
    electoral_district, region,
};
use sea_orm::ConnectionTrait;

use crate::Registry;
use crate::elections;
use crate::law::code_list::Codes;
use crate::ledger::error::{Error, Result, read};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;
use crate::office::region::holds;
use crate::record::part::{CONTEST_DISTRICTS, ROUND_PHASES};

pub use kind::{RecordContestExceptionInput, RecordContestTypeInput};
pub use read::{ContestFilterInput, ElectoralDistrictFilterInput};
pub use round::{
    ConcludeElectionInput, DetermineContestInput, DeterminedContestantInput,
    RecordContestRoundInput,
};

/// A contest to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordContestInput {
    /// The election.
    pub election: Ref<election::Entity>,
    /// Code of the type (jenis pemilihan).
    pub contest_type: String,
    /// Code of the region it is held in; none for the whole country.
    pub region_code: Option<String>,
    /// KPU's own code (kode KPU).
    pub kpu_code: Option<String>,
    /// Where the facts come from (sumber).
    pub source: String,
    /// Its districts, if it has any.
    #[graphql(default)]
    pub districts: Vec<ElectoralDistrictInput>,
    /// Phases of the first round, where they differ from the election's.
    #[graphql(default)]
    pub phases: Vec<ContestPhaseInput>,
}

/// An electoral district of the contest (daerah pemilihan).
#[derive(Clone, Debug, PartialEq, Eq, InputObject)]
pub struct ElectoralDistrictInput {
    /// KPU's code (kode dapil).
    pub code: String,
    /// Name.
    pub name: String,
    /// Seats (alokasi kursi).
    pub seats: Option<i32>,
}

/// A phase of a round (tahapan).
#[derive(Clone, Debug, InputObject)]
pub struct ContestPhaseInput {
    /// Phase, code list `PHASE`.
    pub phase: String,
    /// First day.
    pub starts_on: Date,
    /// Last day, inclusive.
    pub ends_on: Date,
    /// Where the facts come from (sumber).
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
        input: &RecordContestInput,
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
        input: &RecordContestInput,
    ) -> Result<Done> {
        let election_id = read("election", &input.election)?;
        let mut act = open_act!(self, permit, request);
        let law = ContestLaw::load(act.tx()).await?;
        let (kind, region, registrar) =
            law.place(&input.contest_type, input.region_code.as_deref())?;
        permit.covers_jurisdiction(registrar.level, registrar.region_code.as_deref())?;
        let election = elections::within::election(act.tx(), election_id).await?;
        let election = election.ok_or(Error::NotFound)?;
        law.check(input, kind, region.as_ref(), &election, act.today())?;
        let codes: Vec<String> = region.iter().map(ToString::to_string).collect();
        let regions = office::within::regions_by_code(act.tx(), &codes).await?;
        check_region(&regions, region.as_ref(), legal_day(&election, act.today()))?;
        let phases = Codes::load(act.tx(), &["PHASE"]).await?;
        check_phases(&phases, "phases", &input.phases)?;
        let row = draft(&act, input, &election, registrar);
        let id = row.id;
        let district = |it: &ElectoralDistrictInput| electoral_district::Model {
            id: act.new_id(),
            contest_id: id,
            code: it.code.clone(),
            name: it.name.clone(),
            seats: it.seats,
        };
        let districts = input.districts.iter().map(district).collect();
        insert(&mut act, row, districts, &input.phases).await?;
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
    input: &RecordContestInput,
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
    row: contest::Model,
    districts: Vec<electoral_district::Model>,
    phases: &[ContestPhaseInput],
) -> Result<()> {
    let taken = |error: Error| error.or_taken(|| Error::invalid("contestType", Rule::ContestTaken));
    act.add(row.clone(), vec![CONTEST_DISTRICTS.of(&districts)]).await.map_err(taken)?;
    act.insert_all(districts)
        .await
        .map_err(|error| error.or_taken(|| Error::invalid("districts", Rule::CodeTaken)))?;
    let round = contest_round::Model {
        ordered_on: None,
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
        source: row.source,
        rev: 1,
    };
    insert_round(act, round, phases).await
}

/// Stores a contest whose districts have changed.
pub(crate) async fn record_again(
    act: &mut Write,
    row: contest::Model,
    districts: &[electoral_district::Model],
) -> Result<()> {
    act.tell::<contest::Entity>(&row, row.rev, vec![CONTEST_DISTRICTS.of(districts)]);
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
    act.add(round, vec![ROUND_PHASES.of(&rows)]).await?;
    act.insert_all(rows).await
}
