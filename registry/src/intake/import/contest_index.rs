//! Elections and contests by the codes that files name them with.

use std::collections::HashMap;

use netra_domain::Rule;
use netra_entity::{contest, contest_round, election, electoral_district, region};
use uuid::Uuid;

use super::refusal::Refusal;
use crate::elections;
use crate::elections::contest::ContestLaw;
use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::office;

/// Everything that is recorded about contests; there are some hundreds in an election.
pub(super) struct ContestIndex {
    pub(super) law: ContestLaw,
    pub(super) elections: HashMap<String, election::Model>,
    pub(super) regions: Vec<region::Model>,
    pub(super) contests: HashMap<String, contest::Model>,
    pub(super) districts: HashMap<Uuid, Vec<electoral_district::Model>>,
    rounds: HashMap<Uuid, Vec<contest_round::Model>>,
}

/// How a file names a contest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ContestName {
    pub(super) election_code: String,
    pub(super) contest_type: String,
    pub(super) region_code: Option<String>,
}

impl ContestName {
    pub(super) fn code(&self) -> String {
        let region = self.region_code.as_deref();
        netra_domain::contest::code(&self.election_code, &self.contest_type, region)
    }
}

impl ContestIndex {
    pub(super) async fn load(act: &Write) -> Result<Self> {
        let elections = elections::within::all_elections(act.tx()).await?;
        let contests = elections::within::all_contests(act.tx()).await?;
        let ids: Vec<Uuid> = contests.iter().map(|it| it.id).collect();
        let mut districts: HashMap<Uuid, Vec<_>> = HashMap::new();
        let mut rounds: HashMap<Uuid, Vec<_>> = HashMap::new();
        // SQLite binds at most 32,766 values in a statement.
        for ids in ids.chunks(10_000) {
            for row in elections::within::districts(act.tx(), ids).await? {
                districts.entry(row.contest_id).or_default().push(row);
            }
            for row in elections::within::rounds(act.tx(), ids).await? {
                rounds.entry(row.contest_id).or_default().push(row);
            }
        }
        Ok(Self {
            law: ContestLaw::load(act.tx()).await?,
            elections: elections.into_iter().map(|it| (it.code.clone(), it)).collect(),
            regions: office::within::all_regions(act.tx()).await?,
            contests: contests.into_iter().map(|it| (it.code.clone(), it)).collect(),
            districts,
            rounds,
        })
    }

    /// The contest with a name.
    pub(super) fn find(&self, name: &ContestName) -> std::result::Result<&contest::Model, Refusal> {
        let unknown = Refusal::rule(Rule::ContestUnknown, "contest_type");
        self.contests.get(&name.code()).ok_or(unknown)
    }

    /// The rounds of a contest.
    pub(super) fn rounds(&self, contest: &contest::Model) -> &[contest_round::Model] {
        self.rounds.get(&contest.id).map_or(&[], Vec::as_slice)
    }

    /// The district of a contest with a code; none where the row names none.
    pub(super) fn district(
        &self,
        contest: &contest::Model,
        code: Option<&str>,
    ) -> std::result::Result<Option<Uuid>, Refusal> {
        let Some(code) = code else { return Ok(None) };
        let districts = self.districts.get(&contest.id);
        let found = districts.and_then(|all| all.iter().find(|it| it.code == code));
        let unknown = Refusal::rule(Rule::DistrictRequired, "district_code");
        found.map(|it| Some(it.id)).ok_or(unknown)
    }

    /// The zone whose local day is legal in a contest.
    pub(super) fn zone(&self, contest: &contest::Model) -> netra_domain::Zone {
        let code = contest.region_code.as_deref();
        let region = self.regions.iter().find(|it| Some(it.code.as_str()) == code);
        region
            .and_then(|it| netra_domain::Zone::parse(&it.time_zone))
            .unwrap_or(netra_domain::Zone::Wib)
    }
}
