//! The people of the demonstration before they are written: employers, units, and who works there.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate, TimeDelta};
use netra_domain::{CivilServantKind, ServiceNumber};
use netra_entity::Date;

use super::names;
use super::random::Random;
use crate::ledger::error::Result;

/// The reorganisation under PP 18/2016; no unit and no employment here is older.
pub(super) const UNITS_SINCE: (i32, u32, u32) = (2017, 1, 1);

/// An employer of the demonstration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Employer {
    pub(super) code: &'static str,
    pub(super) units: &'static [Unit],
    pub(super) people: u32,
    /// How many of a hundred have signed.
    pub(super) signed: u32,
    /// How many of a hundred signatures were given on paper.
    pub(super) on_paper: u32,
}

/// A unit of an employer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) parent: Option<&'static str>,
    /// How many of a hundred work there.
    share: u32,
}

const fn unit(code: &'static str, name: &'static str, share: u32) -> Unit {
    Unit { code, name, parent: None, share }
}

const fn below(parent: &'static str, code: &'static str, name: &'static str, share: u32) -> Unit {
    Unit { code, name, parent: Some(parent), share }
}

const CENTRAL: &[Unit] = &[
    unit("SEKRETARIAT", "Sekretariat", 15),
    below("SEKRETARIAT", "SDM", "Biro Sumber Daya Manusia", 15),
    below("SEKRETARIAT", "HUKUM", "Biro Hukum", 10),
    unit("INSPEKTORAT", "Inspektorat", 10),
    unit("DATIN", "Pusat Data dan Informasi", 15),
    unit("PELAYANAN", "Direktorat Pelayanan", 35),
];

const REGIONAL: &[Unit] = &[
    unit("SETDA", "Sekretariat Daerah", 12),
    below("SETDA", "HUKUM", "Bagian Hukum", 5),
    unit("INSPEKTORAT", "Inspektorat Daerah", 8),
    unit("BKD", "Badan Kepegawaian Daerah", 8),
    unit("DISDIK", "Dinas Pendidikan", 37),
    unit("DINKES", "Dinas Kesehatan", 22),
    unit("DISKOMINFO", "Dinas Komunikasi dan Informatika", 8),
];

const fn employer(
    code: &'static str,
    units: &'static [Unit],
    people: u32,
    signed: u32,
    on_paper: u32,
) -> Employer {
    Employer { code, units, people, signed, on_paper }
}

/// Employers in all three time zones, from nearly complete to lagging behind.
pub(super) const EMPLOYERS: &[Employer] = &[
    employer("PEMKOT_34.71", REGIONAL, 260, 85, 20),
    employer("PEMPROV_34", REGIONAL, 240, 70, 10),
    employer("KEMENDAGRI", CENTRAL, 220, 65, 5),
    employer("KEMENKES", CENTRAL, 200, 50, 0),
    employer("KEMENAG", CENTRAL, 200, 55, 30),
    employer("PEMPROV_35", REGIONAL, 220, 60, 25),
    employer("PEMKAB_35.06", REGIONAL, 180, 50, 60),
    employer("PEMKOT_51.71", REGIONAL, 120, 45, 50),
    employer("PEMKOT_91.71", REGIONAL, 110, 40, 100),
    employer("BKN", CENTRAL, 100, 96, 0),
    employer("PANRB", CENTRAL, 80, 90, 0),
    employer("BPS", CENTRAL, 70, 50, 10),
];

/// Who works where, and when the pact was signed.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) employer: Employer,
    pub(super) unit: &'static str,
    pub(super) is_head: bool,
    pub(super) name: String,
    pub(super) front_title: Option<&'static str>,
    pub(super) back_title: Option<&'static str>,
    pub(super) number: ServiceNumber,
    pub(super) number_from: Date,
    pub(super) position_class: &'static str,
    pub(super) rank: &'static str,
    pub(super) employed_from: Date,
    pub(super) signing: Option<Signing>,
}

/// When and how a person has signed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signing {
    pub(super) on: Date,
    /// Minutes after 01:00 UTC, which is the beginning of the working day in the west.
    pub(super) minute: u32,
    pub(super) on_paper: bool,
}

/// Everyone, employer by employer; each unit's head comes first.
pub(super) fn everyone() -> Result<Vec<Person>> {
    let mut random = Random::new(2024);
    let mut taken = HashSet::new();
    let mut people = Vec::new();
    for employer in EMPLOYERS {
        for unit in employer.units {
            people.push(person(&mut random, &mut taken, *employer, unit, true)?);
        }
        let heads = u32::try_from(employer.units.len()).unwrap_or(0);
        for _ in heads..employer.people {
            let unit = some_unit(&mut random, employer.units);
            people.push(person(&mut random, &mut taken, *employer, unit, false)?);
        }
    }
    Ok(people)
}

fn some_unit(random: &mut Random, units: &'static [Unit]) -> &'static Unit {
    const NONE: Unit = unit("", "", 0);
    let mut left = random.between(1, 100);
    for unit in units {
        if left <= unit.share {
            return unit;
        }
        left -= unit.share;
    }
    units.last().unwrap_or(&NONE)
}

fn person(
    random: &mut Random,
    taken: &mut HashSet<String>,
    employer: Employer,
    unit: &'static Unit,
    is_head: bool,
) -> Result<Person> {
    let is_man = random.percent(48);
    let kind =
        if !is_head && random.percent(25) { CivilServantKind::Pppk } else { CivilServantKind::Pns };
    let appointed = appointment(random, kind, is_head);
    let number = loop {
        let number = number(random, kind, is_man, appointed);
        if taken.insert(number.clone()) {
            break ServiceNumber::parse(&number)?;
        }
    };
    let (position_class, rank) = position(random, kind, appointed, is_head, unit);
    let is_graduate = !matches!(position_class, "STAFF" | "FUNCTIONAL_SKILLED");
    let (front_title, back_title) = names::titles(random, unit.code, is_graduate);
    Ok(Person {
        employer,
        unit: unit.code,
        is_head,
        name: names::name(random, is_man),
        front_title,
        back_title,
        number,
        number_from: Date(appointed),
        position_class,
        rank,
        employed_from: Date(employed_from(random, appointed)),
        signing: random.percent(employer.signed).then(|| signing(random, employer.on_paper)),
    })
}

/// The day of appointment: the first of a month, as it is for nearly everyone.
fn appointment(random: &mut Random, kind: CivilServantKind, is_head: bool) -> NaiveDate {
    let (from, to) = match kind {
        CivilServantKind::Pns if is_head => (1994, 2002),
        CivilServantKind::Pns => (1996, 2022),
        CivilServantKind::Pppk => (2020, 2022),
    };
    let year = i32::try_from(random.between(from, to)).unwrap_or(2020);
    day(year, random.between(1, 12), 1)
}

/// A number of the right form. Real serials hardly reach 900, so it is nobody's.
fn number(random: &mut Random, kind: CivilServantKind, is_man: bool, on: NaiveDate) -> String {
    let age = i32::try_from(random.between(22, 27)).unwrap_or(22);
    let birth = day(on.year() - age, random.between(1, 12), random.between(1, 28));
    let appointed = match kind {
        CivilServantKind::Pns => on.format("%Y%m").to_string(),
        CivilServantKind::Pppk => format!("{}21", on.year()),
    };
    let sex = if is_man { 1 } else { 2 };
    format!("{}{appointed}{sex}{}", birth.format("%Y%m%d"), random.between(900, 999))
}

fn position(
    random: &mut Random,
    kind: CivilServantKind,
    appointed: NaiveDate,
    is_head: bool,
    unit: &Unit,
) -> (&'static str, &'static str) {
    match (kind, 2023 - appointed.year()) {
        _ if is_head && unit.parent.is_none() => ("HIGH_LEADERSHIP_PRIMARY", "PNS_IV_C"),
        _ if is_head => ("ADMINISTRATOR", "PNS_IV_A"),
        (CivilServantKind::Pppk, _) => random.pick(&[
            ("FUNCTIONAL_EXPERT_FIRST", "PPPK_IX"),
            ("FUNCTIONAL_SKILLED", "PPPK_VII"),
            ("STAFF", "PPPK_V"),
        ]),
        (CivilServantKind::Pns, ..5) => random.pick(&[
            ("FUNCTIONAL_EXPERT_FIRST", "PNS_III_A"),
            ("FUNCTIONAL_SKILLED", "PNS_II_C"),
            ("STAFF", "PNS_II_C"),
        ]),
        (CivilServantKind::Pns, 5..13) => random.pick(&[
            ("FUNCTIONAL_EXPERT_YOUNG", "PNS_III_C"),
            ("SUPERVISOR", "PNS_III_C"),
            ("STAFF", "PNS_III_A"),
        ]),
        (CivilServantKind::Pns, _) => random.pick(&[
            ("FUNCTIONAL_EXPERT_MIDDLE", "PNS_IV_A"),
            ("FUNCTIONAL_EXPERT_YOUNG", "PNS_III_D"),
            ("SUPERVISOR", "PNS_III_D"),
        ]),
    }
}

/// The present position began between the reorganisation and the middle of 2023.
fn employed_from(random: &mut Random, appointed: NaiveDate) -> NaiveDate {
    let month = random.between(0, 77);
    let year = i32::try_from(month / 12).unwrap_or(0);
    day(UNITS_SINCE.0 + year, month % 12 + 1, 1).max(appointed)
}

/// Most sign when the text is new, some before the vote, the rest before the regional campaign.
fn signing(random: &mut Random, on_paper: u32) -> Signing {
    let (from, days) = match random.between(1, 100) {
        ..=60 => (day(2023, 10, 2), 80),
        61..=85 => (day(2024, 1, 2), 38),
        _ => (day(2024, 8, 5), 51),
    };
    let on = from + TimeDelta::days(i64::from(random.between(0, days)));
    let weekend = i64::from(on.weekday().number_from_monday()) - 5;
    let on = on - TimeDelta::days(weekend.max(0));
    Signing { on: Date(on), minute: random.between(0, 7 * 60), on_paper: random.percent(on_paper) }
}

/// A day of the calendar.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_is_made_up_the_same_every_time() {
        let (people, again) = (everyone().unwrap(), everyone().unwrap());
        assert_eq!(people.len(), 2_000);
        let known = |it: &Person| (it.name.clone(), it.number.clone(), it.employed_from);
        assert!(people.iter().map(known).eq(again.iter().map(known)));
    }

    #[test]
    fn nobody_works_before_the_appointment_or_signs_before_the_work() {
        for person in everyone().unwrap() {
            assert!(person.number_from <= person.employed_from, "{person:?}");
            assert!(person.signing.is_none_or(|it| it.on > person.employed_from), "{person:?}");
        }
    }
}
