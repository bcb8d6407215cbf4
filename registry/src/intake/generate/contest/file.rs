//! The three files, row by row.

use std::io::Write;

use super::{Elections, Held, KINDS};
use crate::intake::founding::names;
use crate::intake::founding::random::Random;
use crate::intake::generate::unwritten;
use crate::intake::import::CANDIDATE_COLUMNS;
use crate::ledger::error::{Error, Result};

const DECISION: &str = "Keputusan KPU (contoh)";

/// One person in so many stands a second time.
const TWICE: u64 = 10_000;

/// Writes a file of contests, as [`crate::Registry::import_contests`] reads it.
///
/// # Errors
/// [`Error::File`] where it cannot be written.
pub fn contests(elections: &Elections, out: impl Write) -> Result<()> {
    let mut file = csv::Writer::from_writer(out);
    let columns = [
        "election_code",
        "contest_type",
        "region_code",
        "district_code",
        "district_name",
        "seats",
        "source",
    ];
    file.write_record(columns).map_err(unwritten)?;
    for held in elections.grounds.contests.iter().filter(|it| elections.includes(it)) {
        for number in 1..=held.districts.max(1) {
            let (code, name, seats) = if held.districts == 0 {
                (String::new(), String::new(), String::new())
            } else {
                let name = format!("Daerah pemilihan contoh {number}");
                (held.district_code(number), name, (3 + number % 8).to_string())
            };
            let region = held.region.as_deref().unwrap_or_default();
            let row = [held.election, held.kind, region, &code, &name, &seats, "Data contoh"];
            file.write_record(row).map_err(unwritten)?;
        }
    }
    Ok(file.flush()?)
}

/// Writes a file of contestants, as [`crate::Registry::import_contestants`] reads it.
///
/// # Errors
/// As for contests.
pub fn contestants(elections: &Elections, out: impl Write) -> Result<()> {
    let mut file = csv::Writer::from_writer(out);
    let columns = [
        "kpu_code",
        "election_code",
        "contest_type",
        "region_code",
        "party_code",
        "nominated_by",
        "name",
        "ballot_number",
        "registered_on",
        "determined_on",
        "decision",
        "source",
        "is_invented",
    ];
    file.write_record(columns).map_err(unwritten)?;
    for kind in KINDS {
        let contests = elections.of_kind(kind);
        for held in contests.iter().filter(|it| it.districts > 0 && elections.includes(it)) {
            for party in elections.parties(held) {
                let code = held.code(party);
                let row = contestant_row(held, &code, party, "", "", "");
                file.write_record(row).map_err(unwritten)?;
            }
        }
        let each = |number: u64, held: &Held, place: u64| -> Result<()> {
            if !elections.includes(held) {
                return Ok(());
            }
            let mut random = chance(elections, kind, number);
            let mut name = invented(&mut random);
            let mut by = "";
            if kind != "DPD" {
                name = format!("{name} dan {}", invented(&mut random));
                let national: Vec<&str> = elections
                    .grounds
                    .parties
                    .iter()
                    .filter(|it| !it.1)
                    .map(|it| it.0.as_str())
                    .collect();
                // One pair in thirty stands without a party, but not for president.
                if kind == "PRESIDENT" || !random.percent(3) {
                    by = random.pick(&national);
                }
            }
            let code = held.code(&place.to_string());
            let ballot = place.to_string();
            let row = contestant_row(held, &code, "", by, &name, &ballot);
            file.write_record(row).map_err(unwritten)
        };
        spread(elections.standing_alone(kind), &contests, each)?;
    }
    Ok(file.flush()?)
}

fn contestant_row(
    held: &Held,
    code: &str,
    party: &str,
    by: &str,
    name: &str,
    ballot: &str,
) -> [String; 13] {
    let region = held.region.as_deref().unwrap_or_default();
    let invented = if party.is_empty() { "yes" } else { "no" };
    [
        code,
        held.election,
        held.kind,
        region,
        party,
        by,
        name,
        ballot,
        held.registered(),
        held.determined(),
        DECISION,
        "Data contoh",
        invented,
    ]
    .map(ToOwned::to_owned)
}

/// Writes a file of candidates, as [`crate::Registry::import_candidates`] reads it.
///
/// # Errors
/// As for contests; [`Error::Unavailable`] where no contest is held.
pub fn candidates(elections: &Elections, out: impl Write) -> Result<()> {
    if elections.grounds.contests.is_empty() {
        return Err(Error::Unavailable("there is no region to hold a contest in"));
    }
    let mut file = csv::Writer::from_writer(out);
    let mut columns = CANDIDATE_COLUMNS.to_vec();
    columns.extend(["nik", "registered_on", "status", "status_on", "decision", "is_invented"]);
    file.write_record(columns).map_err(unwritten)?;
    let mut index = 0;
    let mut write = |held: &Held, place: &Place<'_>| -> Result<()> {
        index += 1;
        if !elections.includes(held) {
            return Ok(());
        }
        file.write_record(candidate_row(elections, held, place, index)).map_err(unwritten)
    };
    for kind in KINDS {
        let contests = elections.of_kind(kind);
        spread(elections.standing_alone(kind), &contests, |_, held, place| {
            let contestant = held.code(&place.to_string());
            let alone = |role| Place { party: "", contestant: &contestant, role, on: None };
            if kind == "DPD" {
                return write(held, &alone("MEMBER"));
            }
            write(held, &alone("HEAD"))?;
            write(held, &alone("DEPUTY"))
        })?;
        let total = elections.on_lists(kind);
        let lists: Vec<(&Held, u32, &str)> = contests
            .iter()
            .flat_map(|held| {
                (1..=held.districts).flat_map(move |district| {
                    elections.parties(held).map(move |party| (*held, district, party))
                })
            })
            .collect();
        let count = u64::try_from(lists.len()).unwrap_or(u64::MAX).max(1);
        // List by list, so that a chunk of an import is about few contestants.
        for (position, (held, district, party)) in (0_u64..).zip(&lists) {
            let longer = u64::from(position < total % count);
            for number in 1..=total / count + longer {
                let on = Some((*district, number));
                write(held, &Place { party, contestant: "", role: "MEMBER", on })?;
            }
        }
    }
    Ok(file.flush()?)
}

/// Where a candidate stands.
struct Place<'a> {
    party: &'a str,
    contestant: &'a str,
    role: &'static str,
    /// District and number on the list.
    on: Option<(u32, u64)>,
}

fn candidate_row(
    elections: &Elections,
    held: &Held,
    place: &Place<'_>,
    index: u64,
) -> [String; 16] {
    let mut random = chance(elections, "CANDIDATE", index);
    let name = invented(&mut random);
    let (district, number) = match place.on {
        Some((district, number)) => (held.district_code(district), number.to_string()),
        None => (String::new(), String::new()),
    };
    let person = if index.is_multiple_of(TWICE) { index - 1 } else { index };
    let code = format!("CONTOH-{index:07}");
    let region = held.region.as_deref().unwrap_or_default();
    let nik = nik(elections.seed, person);
    [
        &code,
        held.election,
        held.kind,
        region,
        place.party,
        place.contestant,
        &district,
        place.role,
        &number,
        &name,
        &nik,
        held.registered(),
        "FINAL",
        held.determined(),
        DECISION,
        "yes",
    ]
    .map(ToOwned::to_owned)
}

/// A NIK for each person: days of birth over forty years, then the next serial.
fn nik(seed: u64, person: u64) -> String {
    let turn = person.wrapping_add(seed % 97);
    let (day, rest) = (turn % 28 + 1, turn / 28);
    let (month, rest) = (rest % 12 + 1, rest / 12);
    let (year, rest) = (60 + rest % 40, rest / 40);
    format!("347101{day:02}{month:02}{year:02}{:04}", 9_999 - rest % 9_999)
}

/// Spreads so many contestants over contests, one after the other.
fn spread(
    total: u64,
    contests: &[&Held],
    mut each: impl FnMut(u64, &Held, u64) -> Result<()>,
) -> Result<()> {
    let count = u64::try_from(contests.len()).unwrap_or(u64::MAX);
    if count == 0 {
        return Ok(());
    }
    let mut number = 0;
    for (position, held) in (0_u64..).zip(contests) {
        let longer = u64::from(position < total % count);
        for place in 1..=total / count + longer {
            number += 1;
            each(number, held, place)?;
        }
    }
    Ok(())
}

fn chance(elections: &Elections, what: &str, number: u64) -> Random {
    let salt = what.bytes().fold(0_u64, |sum, it| sum.wrapping_mul(31).wrapping_add(it.into()));
    let place = number.wrapping_mul(0x2545_F491_4F6C_DD1D);
    Random::new(elections.seed.wrapping_add(salt).wrapping_add(place))
}

fn invented(random: &mut Random) -> String {
    let is_man = random.percent(63);
    names::name(random, is_man)
}
