//! The invented contests of the demonstration: real types and parties, people who do not exist.

use netra_domain::policy::{Permit, of};
use netra_entity::Date;
use netra_entity::code::{CandidateRole, CandidateState, ContestantKind, StatusGround};
use netra_entity::party;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::random::Random;
use super::{Founder, names, people};
use crate::elections;
use crate::elections::candidate::{ChangeCandidateStatusInput, RegisterCandidateInput};
use crate::elections::contest::{
    DetermineContestInput, DeterminedContestantInput, ElectoralDistrictInput, RecordContestInput,
};
use crate::elections::contestant::{RegisterContestantInput, StatusDocumentInput};
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::ActRequest;

const SOURCE: &str = "Data contoh";

/// Election, type, region, districts.
type Place = (&'static str, &'static str, Option<&'static str>, &'static [&'static str]);

const CONTESTS: &[Place] = &[
    ("PEMILU_2024", "DPR", None, &["Contoh Nasional I", "Contoh Nasional II"]),
    ("PEMILU_2024", "DPRD_PROVINCE", Some("34"), &["Contoh Provinsi I"]),
    ("PEMILU_2024", "DPRD_REGENCY_CITY", Some("34.71"), &["Contoh Kota I", "Contoh Kota II"]),
    ("PEMILIHAN_2024", "MAYOR", Some("34.71"), &[]),
];

/// Parties that stand in the contests for councils.
const STANDING: &[&str] = &["BURUH", "GELORA", "PKN"];

/// Invented pairs of the contest for mayor, and who nominates them; the last one without a party.
const PAIRS: &[([&str; 2], &[&str])] = &[
    (["Damarjati Wangsadita", "Sekarwani"], &["BURUH", "PKN"]),
    (["Larasita Jayaprana", "Umbara Kertanaya"], &["GELORA"]),
    (["Tirtayana", "Widuri Lesmanadi"], &[]),
];

/// Records contests, registers who stands in them, and determines some: the House, the council of
/// the city, and two of the three pairs.
pub(super) async fn hold(founder: &Founder) -> Result<()> {
    let mut random = Random::new(61);
    for (election, kind, region, districts) in CONTESTS {
        let contest_id = contest(founder, election, kind, *region, districts).await?;
        let mut standing = Vec::new();
        if districts.is_empty() {
            for (number, (names, by)) in (1..).zip(PAIRS) {
                let by = parties(founder, by).await?.iter().map(|it| it.id).collect();
                let name = names.join(" dan ");
                let id = register(founder, pair(contest_id, &name, number, by)).await?;
                for (name, role) in names.iter().zip([CandidateRole::Head, CandidateRole::Deputy]) {
                    nominate(founder, person(id, name, role), false).await?;
                }
                standing.push(id);
            }
            standing.pop();
        } else {
            for party in parties(founder, STANDING).await? {
                let id = register(founder, list(contest_id, &party)).await?;
                for district in
                    elections::within::districts(founder.registry.reader(), &[contest_id]).await?
                {
                    let is_man = random.percent(60);
                    let name = names::name(&mut random, is_man);
                    let input = RegisterCandidateInput {
                        district: Some(district.id.into()),
                        list_number: Some(1),
                        nik: twice(kind, &party.code, &district.name).map(ToOwned::to_owned),
                        ..person(id, &name, CandidateRole::Member)
                    };
                    nominate(founder, input, true).await?;
                }
                standing.push(id);
            }
        }
        match *kind {
            "DPRD_PROVINCE" => {}
            "MAYOR" => determine(founder, contest_id, &standing, people::day(2024, 9, 22)).await?,
            _ => determine(founder, contest_id, &standing, people::day(2023, 11, 3)).await?,
        }
    }
    Ok(())
}

/// The NIK of somebody who stands on two lists: for the House and for the provincial council.
fn twice(kind: &str, party: &str, district: &str) -> Option<&'static str> {
    match (kind, party, district) {
        ("DPR", "PKN", "Contoh Nasional I") | ("DPRD_PROVINCE", "GELORA", _) => {
            Some("3471011204700001")
        }
        _ => None,
    }
}

fn person(contestant_id: Uuid, name: &str, role: CandidateRole) -> RegisterCandidateInput {
    RegisterCandidateInput {
        kpu_code: None,
        contestant: contestant_id.into(),
        district: None,
        role,
        list_number: None,
        name: name.to_owned(),
        nik: None,
        service_number: None,
        replaces: None,
        registered_on: Some(Date(people::day(2023, 5, 14))),
        source: SOURCE.to_owned(),
        is_invented: true,
    }
}

/// Registers a candidate, and where it is somebody on a list, finds the requirements met.
async fn nominate(founder: &Founder, input: RegisterCandidateInput, is_listed: bool) -> Result<()> {
    let request = ActRequest::default();
    let permit = founder.actor.permit()?;
    let done = founder.registry.register_candidate(&permit, &request, &input).await?;
    if is_listed {
        let change = ChangeCandidateStatusInput {
            id: done.subject_id.ok_or(Error::NotFound)?.into(),
            state: CandidateState::Qualified,
            on: Some(Date(people::day(2023, 8, 6))),
            ground: StatusGround::Verification,
            document: None,
            corrects_last: false,
            expected_version: None,
        };
        let permit = founder.actor.permit()?;
        founder.registry.change_candidate_status(&permit, &request, &change).await?;
    }
    Ok(())
}

async fn determine(
    founder: &Founder,
    contest_id: Uuid,
    standing: &[Uuid],
    on: chrono::NaiveDate,
) -> Result<()> {
    let determined =
        |id: &Uuid| DeterminedContestantInput { contestant: (*id).into(), ballot_number: None };
    let input = DetermineContestInput {
        contest: contest_id.into(),
        round: None,
        on: Some(Date(on)),
        document: StatusDocumentInput {
            number: "Keputusan contoh".to_owned(),
            issuer: "KPU".to_owned(),
            dated_on: Some(Date(on)),
            sha256: None,
        },
        contestants: standing.iter().map(determined).collect(),
        with_candidates: true,
        expected_version: None,
    };
    let (permit, request) = (founder.actor.permit()?, ActRequest::default());
    let registry = &founder.registry;
    registry.determine_contest(&permit, &request, &input).await?;
    Ok(())
}

async fn contest(
    founder: &Founder,
    election: &str,
    kind: &str,
    region: Option<&str>,
    districts: &[&str],
) -> Result<Uuid> {
    let read: Permit<of::ReadReference> = founder.actor.permit()?;
    let election = founder
        .registry
        .within::<netra_entity::election::Entity, _>(&read, AsOf::Now)
        .filter(netra_entity::election::Column::Code.eq(election))
        .one(founder.registry.reader())
        .await?
        .ok_or(Error::NotFound)?;
    let prefix = region.unwrap_or("00");
    let district = |(number, name): (i32, &&str)| ElectoralDistrictInput {
        code: format!("CONTOH-{kind}-{prefix}-{number}"),
        name: (*name).to_owned(),
        seats: Some(5 + number),
    };
    let input = RecordContestInput {
        kpu_code: None,
        election: election.id.into(),
        contest_type: kind.to_owned(),
        region_code: region.map(ToOwned::to_owned),
        source: SOURCE.to_owned(),
        districts: (1..).zip(districts).map(district).collect(),
        phases: Vec::new(),
    };
    let permit = founder.actor.permit()?;
    let done = founder.registry.record_contest(&permit, &ActRequest::default(), &input).await?;
    done.subject_id.ok_or(Error::NotFound)
}

async fn parties(founder: &Founder, codes: &[&str]) -> Result<Vec<party::Model>> {
    let read: Permit<of::ReadReference> = founder.actor.permit()?;
    Ok(founder
        .registry
        .within::<party::Entity, _>(&read, AsOf::Now)
        .filter(party::Column::Code.is_in(codes.iter().copied()))
        .all(founder.registry.reader())
        .await?)
}

fn input(contest_id: Uuid, kind: ContestantKind) -> RegisterContestantInput {
    RegisterContestantInput {
        kpu_code: None,
        contest: contest_id.into(),
        round: None,
        kind,
        party: None,
        nominated_by: Vec::new(),
        is_independent: false,
        name: None,
        ballot_number: None,
        registered_on: Some(Date(people::day(2023, 5, 14))),
        source: SOURCE.to_owned(),
        is_invented: true,
    }
}

fn list(contest_id: Uuid, party: &party::Model) -> RegisterContestantInput {
    let input = input(contest_id, ContestantKind::Party);
    RegisterContestantInput { party: Some(party.id.into()), is_invented: false, ..input }
}

fn pair(
    contest_id: Uuid,
    name: &str,
    number: i32,
    nominated_by: Vec<Uuid>,
) -> RegisterContestantInput {
    RegisterContestantInput {
        is_independent: nominated_by.is_empty(),
        nominated_by: nominated_by.into_iter().map(Into::into).collect(),
        name: Some(name.to_owned()),
        ballot_number: Some(number),
        registered_on: Some(Date(people::day(2024, 8, 28))),
        ..input(contest_id, ContestantKind::Pair)
    }
}

async fn register(founder: &Founder, input: RegisterContestantInput) -> Result<Uuid> {
    let permit = founder.actor.permit()?;
    let request = ActRequest::default();
    let done = founder.registry.register_contestant(&permit, &request, &input).await?;
    done.subject_id.ok_or(Error::NotFound)
}
