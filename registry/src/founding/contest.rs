//! The invented contests of the demonstration: real types and parties, people who do not exist.

use netra_domain::policy::{Permit, of};
use netra_entity::Date;
use netra_entity::code::ContestantKind;
use netra_entity::party;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::{Founder, people};
use crate::contest::{ContestInput, DistrictInput};
use crate::contestant::ContestantInput;
use crate::error::{Error, Result};
use crate::scope;
use crate::write::ActRequest;

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
const PAIRS: &[(&str, &[&str])] = &[
    ("Damarjati Wangsadita dan Sekarwani", &["BURUH", "PKN"]),
    ("Larasita Jayaprana dan Umbara Kertanaya", &["GELORA"]),
    ("Tirtayana dan Widuri Lesmanadi", &[]),
];

/// Records contests and registers who stands in them.
pub(super) async fn hold(founder: &Founder) -> Result<()> {
    for (election, kind, region, districts) in CONTESTS {
        let contest_id = contest(founder, election, kind, *region, districts).await?;
        if districts.is_empty() {
            for (number, (name, by)) in (1..).zip(PAIRS) {
                let by = parties(founder, by).await?.iter().map(|it| it.id).collect();
                register(founder, pair(contest_id, name, number, by)).await?;
            }
        } else {
            for party in parties(founder, STANDING).await? {
                register(founder, standing(contest_id, &party)).await?;
            }
        }
    }
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
    let election = scope::elections(&read)
        .filter(netra_entity::election::Column::Code.eq(election))
        .one(founder.registry.reader())
        .await?
        .ok_or(Error::NotFound)?;
    let prefix = region.unwrap_or("00");
    let district = |(number, name): (i32, &&str)| DistrictInput {
        code: format!("CONTOH-{kind}-{prefix}-{number}"),
        name: (*name).to_owned(),
        seats: Some(5 + number),
    };
    let input = ContestInput {
        kpu_code: None,
        election_id: election.id,
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
    Ok(scope::parties(&read)
        .filter(party::Column::Code.is_in(codes.iter().copied()))
        .all(founder.registry.reader())
        .await?)
}

fn input(contest_id: Uuid, kind: ContestantKind) -> ContestantInput {
    ContestantInput {
        kpu_code: None,
        contest_id,
        round: None,
        kind,
        party_id: None,
        nominated_by: Vec::new(),
        is_independent: false,
        name: None,
        ballot_number: None,
        registered_on: Some(Date(people::day(2023, 5, 14))),
        source: SOURCE.to_owned(),
        is_invented: true,
    }
}

fn standing(contest_id: Uuid, party: &party::Model) -> ContestantInput {
    let input = input(contest_id, ContestantKind::Party);
    ContestantInput { party_id: Some(party.id), is_invented: false, ..input }
}

fn pair(contest_id: Uuid, name: &str, number: i32, nominated_by: Vec<Uuid>) -> ContestantInput {
    ContestantInput {
        is_independent: nominated_by.is_empty(),
        nominated_by,
        name: Some(name.to_owned()),
        ballot_number: Some(number),
        registered_on: Some(Date(people::day(2024, 8, 28))),
        ..input(contest_id, ContestantKind::Pair)
    }
}

async fn register(founder: &Founder, input: ContestantInput) -> Result<Uuid> {
    let permit = founder.actor.permit()?;
    let request = ActRequest::default();
    let done = founder.registry.register_contestant(&permit, &request, &input).await?;
    done.subject_id.ok_or(Error::NotFound)
}
