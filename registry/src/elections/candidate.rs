//! Candidates: the persons who stand, and what each became on which day.

pub(crate) mod find;
mod read;
mod status;
pub(crate) mod within;

use async_graphql::InputObject;
use netra_domain::candidate::check_role;
use netra_domain::policy::{Permit, of};
use netra_domain::{Nik, Rule, ServiceNumber};
use netra_entity::code::{CandidateRole, CandidateState, ContestantKind, StatusGround};
use netra_entity::{
    Date, Ref, candidate, candidate_status, contest, contestant, electoral_district,
};
use serde_json::json;
use uuid::Uuid;

use crate::Registry;
use crate::elections;
use crate::elections::contestant::{StatusDocumentInput, checked_name, local_today, open_round};
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::write::{ActRequest, Done, Parts, Write, open_act};
use crate::office::region::zone_of;
use crate::people;
use crate::record::part::CANDIDATE_STATUS;

pub use read::{CandidateFilterInput, Nominations};
pub use status::ChangeCandidateStatusInput;
pub(crate) use status::{determine_candidates, enter, status};

/// A candidate to register.
#[derive(Clone, Debug, InputObject)]
pub struct RegisterCandidateInput {
    /// The contestant.
    pub contestant: Ref<contestant::Entity>,
    /// The electoral district, if the contest has any (daerah pemilihan).
    pub district: Option<Ref<electoral_district::Entity>>,
    /// Part played (kedudukan calon).
    pub role: CandidateRole,
    /// Number on the list (nomor urut calon).
    pub list_number: Option<i32>,
    /// Name.
    pub name: String,
    /// NIK, by which double nominations are found; it is not kept.
    pub nik: Option<String>,
    /// Service number of a civil servant who resigned to stand (NIP, NI PPPK).
    pub service_number: Option<String>,
    /// The candidate whose place is taken, who stands no more (calon yang diganti).
    pub replaces: Option<Ref<candidate::Entity>>,
    /// KPU's own code (kode KPU).
    pub kpu_code: Option<String>,
    /// Day of registration; today by default (tanggal pendaftaran).
    pub registered_on: Option<Date>,
    /// Where the facts come from (sumber).
    pub source: String,
    /// Whether it is invented for demonstration or tests (data contoh).
    #[graphql(default)]
    pub is_invented: bool,
}

impl Registry {
    /// Registers a candidate. Who stands elsewhere in the same election is registered all the same
    /// and flagged; the election administration decides.
    ///
    /// # Errors
    /// `NOT_FOUND` for the contestant; `FORBIDDEN` outside the office's level and region;
    /// `CANDIDATE_ROLE`, `DISTRICT_REQUIRED`, `ROLE_TAKEN`, `REPLACES_NOBODY`,
    /// `CONTEST_CONCLUDED`, `NAME_REQUIRED`, `DAY_IN_FUTURE`; rules of form.
    pub async fn register_candidate(
        &self,
        permit: &Permit<of::RegisterCandidate>,
        request: &ActRequest,
        input: &RegisterCandidateInput,
    ) -> Result<Done> {
        let contestant_id = read("contestant", &input.contestant)?;
        let district_id = read_optional("district", input.district.as_ref())?;
        let replaces_id = read_optional("replaces", input.replaces.as_ref())?;
        let mut act = open_act!(self, permit, request);
        let (contest, contestant) = placed(&act, contestant_id).await?;
        permit.covers_jurisdiction(
            contest.registrar_level,
            contest.registrar_region_code.as_deref(),
        )?;
        let rounds = elections::within::rounds(act.tx(), &[contest.id]).await?;
        open_round(&rounds, None)?;
        let districts = elections::within::districts(act.tx(), &[contest.id]).await?;
        let is_known = |id: &Uuid| districts.iter().any(|it| it.id == *id);
        let district = district_id.filter(is_known);
        check_role(contestant.kind, input.role, district.is_some(), !districts.is_empty())?;
        let others = elections::within::candidates_of(act.tx(), contestant.id).await?;
        let place = Place { district_id, role: input.role, list_number: input.list_number };
        check_place(contestant.kind, &place, &others)?;
        check_replaced(replaces_id, &others)?;
        let zone = zone_of(act.tx(), contest.region_code.as_deref()).await?;
        let today = local_today(&act, zone);
        let registered_on = input.registered_on.unwrap_or(today);
        if registered_on > today {
            return Err(Error::invalid("registeredOn", Rule::DayInFuture));
        }
        let person = person(&act, input).await?;
        let row = draft(&act, input, (&contest, &contestant), person)?;
        let row = candidate::Model { district_id, replaces_id, ..row };
        let id = row.id;
        insert(&mut act, row, registered_on).await?;
        act.commit(Some(id)).await
    }
}

/// The contest of a contestant, locked, and the contestant.
pub(crate) async fn placed(
    act: &Write,
    contestant_id: Uuid,
) -> Result<(contest::Model, contestant::Model)> {
    let contest_id = elections::within::contest_of_contestant(act.tx(), contestant_id).await?;
    let contest = elections::within::lock_contest(act, contest_id.ok_or(Error::NotFound)?).await?;
    let mut rows = elections::within::contestants(act.tx(), &[contestant_id]).await?;
    let contestant = rows.pop().ok_or(Error::NotFound)?;
    Ok((contest.ok_or(Error::NotFound)?, contestant))
}

/// The place that a candidate takes in a contestant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) district_id: Option<Uuid>,
    pub(crate) role: CandidateRole,
    pub(crate) list_number: Option<i32>,
}

/// Refuses a place that somebody holds who still stands.
pub(crate) fn check_place(
    kind: ContestantKind,
    place: &Place,
    others: &[candidate::Model],
) -> Result<()> {
    let same = |it: &&candidate::Model| match kind {
        ContestantKind::Pair | ContestantKind::Individual => it.role == place.role,
        ContestantKind::Party => {
            it.district_id == place.district_id
                && place.list_number.is_some()
                && it.list_number == place.list_number
        }
    };
    let mut standing =
        others.iter().filter(|it| netra_domain::candidate::stands(it.state)).filter(same);
    if standing.next().is_some() { Err(Rule::RoleTaken.into()) } else { Ok(()) }
}

/// Refuses to replace somebody of another contestant, or who still stands.
pub(crate) fn check_replaced(replaces: Option<Uuid>, others: &[candidate::Model]) -> Result<()> {
    let Some(id) = replaces else { return Ok(()) };
    let gone = others.iter().any(|it| it.id == id && !netra_domain::candidate::stands(it.state));
    if gone { Ok(()) } else { Err(Rule::ReplacesNobody.into()) }
}

/// Who the candidate is, as far as the registry keeps it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identity {
    pub(crate) nik_index: Option<String>,
    pub(crate) civil_servant_id: Option<Uuid>,
}

/// A number that nobody holds links nobody, and is no error: else the answer would tell who is a
/// civil servant.
async fn person(act: &Write, input: &RegisterCandidateInput) -> Result<Identity> {
    let nik = input.nik.as_deref().map(Nik::parse).transpose();
    let nik = nik.map_err(|rule| Error::invalid("nik", rule))?;
    let nik_index = nik.map(|nik| act.registry().vault().index_nik(&nik));
    let Some(number) = &input.service_number else {
        return Ok(Identity { nik_index, civil_servant_id: None });
    };
    let number =
        ServiceNumber::parse(number).map_err(|rule| Error::invalid("serviceNumber", rule))?;
    let held = people::within::numbers(act, &[number.as_str().to_owned()]).await?;
    Ok(Identity { nik_index, civil_servant_id: held.first().map(|it| it.civil_servant_id) })
}

/// The row that an input makes, but for those that it names.
pub(crate) fn draft(
    act: &Write,
    input: &RegisterCandidateInput,
    (contest, contestant): (&contest::Model, &contestant::Model),
    person: Identity,
) -> Result<candidate::Model> {
    Ok(candidate::Model {
        id: act.new_id(),
        kpu_code: input.kpu_code.clone(),
        contestant_id: contestant.id,
        contest_id: contest.id,
        election_id: contest.election_id,
        district_id: None,
        role: input.role,
        list_number: input.list_number,
        name: checked_name(&input.name)?,
        nik_index: person.nik_index,
        civil_servant_id: person.civil_servant_id,
        replaces_id: None,
        state: CandidateState::Prospective,
        determined_on: None,
        published_on: None,
        source: input.source.clone(),
        is_invented: input.is_invented,
        rev: 1,
    })
}

async fn insert(act: &mut Write, row: candidate::Model, registered_on: Date) -> Result<()> {
    let twins = match &row.nik_index {
        Some(index) => {
            let indexes = [index.clone()];
            elections::within::nominations(act.tx(), row.election_id, &indexes).await?
        }
        None => Vec::new(),
    };
    let twins: Vec<Uuid> = twins.iter().map(|it| it.id).collect();
    let status = status(act, &row, (registered_on, StatusGround::Registration), None);
    let taken = |error: Error| error.or_taken(|| Error::invalid("kpuCode", Rule::CodeTaken));
    act.add(row, parts(&status, &twins)).await.map_err(taken)?;
    act.insert(status).await
}

/// What hangs on a candidate: the status that changed last, and those candidacies of the same person
/// in the election that were known then.
pub(crate) fn parts(status: &candidate_status::Model, double_nominations: &[Uuid]) -> Parts {
    let status = CANDIDATE_STATUS.of(std::slice::from_ref(status));
    vec![status, ("double_nominations", json!(double_nominations))]
}

/// A document and its day as a change rests on them.
pub(crate) type By<'a> = (Date, StatusGround, Option<&'a StatusDocumentInput>);
