use std::collections::HashSet;

use chrono::NaiveDate;
use netra_domain::{Nik, ServiceNumber};

use super::*;

fn day(year: i32, month: u32, day: u32) -> Date {
    Date(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

fn place(code: &str, kind: InstitutionKind, region: Option<&str>) -> Workplace {
    let region_code = region.map(ToOwned::to_owned);
    Workplace { code: code.to_owned(), kind, region_code, valid_from: None }
}

fn people(count: u64, seed: u64) -> People {
    let mut founded = place("PEMKAB_94.04", InstitutionKind::RegencyGovernment, Some("94.04"));
    founded.valid_from = Some(day(2022, 7, 25));
    let workplaces = vec![
        place("KEMENKES", InstitutionKind::Ministry, None),
        place("PEMPROV_34", InstitutionKind::ProvinceGovernment, Some("34")),
        founded,
    ];
    People { count, seed, workplaces, today: day(2026, 11, 20) }
}

fn file(people: &People) -> Vec<u8> {
    let mut file = Vec::new();
    civil_servants(people, &mut file).unwrap();
    file
}

fn rows(file: &[u8]) -> Vec<Vec<String>> {
    let rows = csv::Reader::from_reader(file).into_records();
    rows.map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect()).collect()
}

#[test]
fn the_same_seed_gives_the_same_people() {
    assert_eq!(file(&people(500, 7)), file(&people(500, 7)));
    assert_ne!(file(&people(500, 7)), file(&people(500, 8)));
}

#[test]
fn every_number_and_nik_is_of_one_person_and_well_formed() {
    let people = people(30_000, 1);
    let mut numbers = HashSet::new();
    let mut niks = HashSet::new();
    for row in rows(&file(&people)) {
        let number = ServiceNumber::parse_as_of(&row[0], people.today.0).unwrap();
        assert_eq!(number.kind().code(), row[8]);
        let nik = Nik::parse(&row[1]).unwrap();
        assert!(nik.agrees_with(number.birth_date()), "{row:?}");
        assert!(numbers.insert(row[0].clone()) && niks.insert(row[1].clone()), "{row:?}");
    }
    assert_eq!(numbers.len(), 30_000);
}

#[test]
fn people_are_plausible() {
    let rows = rows(&file(&people(10_000, 3)));
    let share = |fits: fn(&Vec<String>) -> bool| {
        rows.iter().filter(|row| fits(row)).count() * 100 / rows.len()
    };
    assert!((63..68).contains(&share(|row| row[8] == "PNS")));
    assert!((1..4).contains(&share(|row| row[11] != "ACTIVE")));
    assert!((10..30).contains(&share(|row| !row[2].contains(' '))), "names of one word");
    assert!(rows.iter().all(|row| row[10].starts_with(&format!("{}_", row[8]))), "ranks by kind");
    let units: HashSet<_> =
        rows.iter().filter(|row| row[5] == "KEMENKES").map(|row| &row[6]).collect();
    assert!((10..=40).contains(&units.len()));
    for row in rows.iter().filter(|row| row[5] == "PEMKAB_94.04") {
        assert!(row[12].as_str() >= "2022-07-25", "{row:?}");
    }
    assert_eq!(rows.iter().map(|row| &row[5]).collect::<HashSet<_>>().len(), 3);
}

#[test]
fn no_more_people_than_numbers() {
    let too_many = People { count: 100_000_000, ..people(0, 1) };
    assert!(matches!(civil_servants(&too_many, Vec::new()), Err(Error::Unavailable(_))));
    let nowhere = People { workplaces: Vec::new(), ..people(1, 1) };
    assert!(matches!(civil_servants(&nowhere, Vec::new()), Err(Error::Unavailable(_))));
}

#[test]
fn a_list_of_signatures_has_as_many_wrong_rows_as_asked_for() {
    let people = file(&people(1_000, 1));
    let signatures = Signatures {
        count: 300,
        wrong: 21,
        seed: 1,
        institution_code: Some("KEMENKES".to_owned()),
        from: day(2026, 1, 1),
        to: day(2026, 11, 1),
    };
    let mut list = Vec::new();
    paper_signatures(&signatures, people.as_slice(), &mut list).unwrap();
    let rows = rows(&list);
    assert_eq!(rows.len(), 300);
    let mut seen = HashSet::new();
    let right = rows.iter().filter(|row| {
        ServiceNumber::parse(&row[0]).is_ok()
            && seen.insert(row[0].clone())
            && !row[0].starts_with("1900")
            && row[1].starts_with("2026-")
            && row[2].len() == 64
    });
    assert_eq!(right.count(), 279);
}
