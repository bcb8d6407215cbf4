//! What is said when a contest is recorded.

use async_graphql::{ID, InputObject};
use netra_entity::Date;
use netra_entity::code::Confidence;
use netra_registry::elections::contest::{
    ContestInput, ContestPhaseInput as PhaseOf, DistrictInput,
};

use crate::graphql::kernel::id::{Kind, read};

/// A phase of a round (tahapan).
#[derive(InputObject)]
pub(in crate::graphql) struct ContestPhaseInput {
    /// Phase, code list `PHASE`.
    phase: String,
    /// First day.
    starts_on: Date,
    /// Last day, inclusive.
    ends_on: Date,
    /// Where the facts come from (sumber).
    source: String,
    /// How sure they are.
    confidence: Confidence,
}

impl ContestPhaseInput {
    pub(super) fn read(self) -> PhaseOf {
        PhaseOf {
            phase: self.phase,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            source: self.source,
            confidence: self.confidence,
        }
    }
}

/// An electoral district of the contest (daerah pemilihan).
#[derive(InputObject)]
pub(in crate::graphql) struct ElectoralDistrictInput {
    /// KPU's code (kode dapil).
    code: String,
    /// Name.
    name: String,
    /// Seats (alokasi kursi).
    seats: Option<i32>,
}

/// A contest to record.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordContestInput {
    /// The election.
    election: ID,
    /// Code of the type (jenis pemilihan).
    contest_type: String,
    /// Code of the region it is held in; none for the whole country.
    region_code: Option<String>,
    /// KPU's own code (kode KPU).
    kpu_code: Option<String>,
    /// Where the facts come from (sumber).
    source: String,
    /// Its districts, if it has any.
    #[graphql(default)]
    districts: Vec<ElectoralDistrictInput>,
    /// Phases of the first round, where they differ from the election's.
    #[graphql(default)]
    phases: Vec<ContestPhaseInput>,
}

impl RecordContestInput {
    pub(super) fn read(self) -> netra_registry::Result<ContestInput> {
        let district = |it: ElectoralDistrictInput| DistrictInput {
            code: it.code,
            name: it.name,
            seats: it.seats,
        };
        Ok(ContestInput {
            election_id: read("input.election", Kind::Election, &self.election)?,
            kpu_code: self.kpu_code,
            contest_type: self.contest_type,
            region_code: self.region_code,
            source: self.source,
            districts: self.districts.into_iter().map(district).collect(),
            phases: self.phases.into_iter().map(ContestPhaseInput::read).collect(),
        })
    }
}
