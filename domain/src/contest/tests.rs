use netra_entity::code::{Confidence, ContestantKind};
use uuid::Uuid;

use super::*;

fn kind(code: &str, area: ContestArea, registered_at: Level) -> contest_type::Model {
    let regime = if matches!(code, "GOVERNOR" | "REGENT" | "MAYOR") {
        ElectionRegime::Pemilihan
    } else {
        ElectionRegime::Pemilu
    };
    contest_type::Model {
        id: Uuid::nil(),
        code: code.to_owned(),
        regime,
        ordinal: 1,
        label: String::new(),
        label_en: None,
        contestant_kind: ContestantKind::Pair,
        area,
        has_districts: false,
        registered_at,
        independent_allowed: true,
        source: String::new(),
        confidence: Confidence::Common,
    }
}

fn exception(kind: &str, region: &str, rule: ContestRule) -> contest_exception::Model {
    contest_exception::Model {
        id: Uuid::nil(),
        contest_type: kind.to_owned(),
        region_code: region.to_owned(),
        rule,
        valid_from: None,
        valid_to: None,
        legal_basis: String::new(),
        source: String::new(),
        confidence: Confidence::Common,
    }
}

fn region(code: &str) -> RegionCode {
    RegionCode::parse(code).unwrap()
}

fn on() -> Date {
    Date("2024-11-27".parse().unwrap())
}

#[test]
fn a_contest_is_registered_at_its_level_in_its_region() {
    use ContestArea::{City, National, Province, Regency, RegencyOrCity};
    for (area, at, given, expected) in [
        (National, Level::Central, None, Ok(None)),
        (Province, Level::Central, Some("34"), Ok(None)),
        (Province, Level::Province, Some("34"), Ok(Some("34"))),
        (Regency, Level::RegencyCity, Some("35.06"), Ok(Some("35.06"))),
        (City, Level::RegencyCity, Some("34.71"), Ok(Some("34.71"))),
        (RegencyOrCity, Level::RegencyCity, Some("35.06"), Ok(Some("35.06"))),
        (RegencyOrCity, Level::RegencyCity, Some("34.71"), Ok(Some("34.71"))),
        (City, Level::RegencyCity, Some("35.06"), Err(Rule::ContestArea)),
        (Regency, Level::RegencyCity, Some("34.71"), Err(Rule::ContestArea)),
        (Province, Level::Province, Some("34.71"), Err(Rule::ContestArea)),
        (Province, Level::Province, None, Err(Rule::ContestArea)),
        (National, Level::Central, Some("34"), Err(Rule::ContestArea)),
        (RegencyOrCity, Level::RegencyCity, Some("34"), Err(Rule::ContestArea)),
    ] {
        let given = given.map(region);
        let found = registrar(&kind("X", area, at), given.as_ref());
        let expected =
            expected.map(|code| Registrar { level: at, region_code: code.map(ToOwned::to_owned) });
        assert_eq!(found, expected, "{area} {given:?}");
    }
}

#[test]
fn yogyakarta_elects_no_governor_and_jakarta_no_mayors() {
    let exceptions = [
        exception("GOVERNOR", "34", ContestRule::NotHeld),
        exception("MAYOR", "31", ContestRule::NotHeld),
        exception("MAYOR", "11", ContestRule::LocalParties),
    ];
    let governor = kind("GOVERNOR", ContestArea::Province, Level::Province);
    let mayor = kind("MAYOR", ContestArea::City, Level::RegencyCity);
    let check = |kind: &contest_type::Model, code: &str| {
        check_held(kind, ElectionRegime::Pemilihan, &exceptions, Some(&region(code)), on())
    };
    assert_eq!(check(&governor, "34"), Err(Rule::ContestNotHeld));
    assert_eq!(check(&governor, "35"), Ok(()));
    assert_eq!(check(&mayor, "31.71"), Err(Rule::ContestNotHeld));
    assert_eq!(check(&mayor, "34.71"), Ok(()));
    assert_eq!(check(&mayor, "11.71"), Ok(()));
}

#[test]
fn an_exception_holds_from_a_day_to_a_day() {
    let mut it = exception("GOVERNOR", "34", ContestRule::NotHeld);
    let held = |it: &contest_exception::Model| {
        let one = std::slice::from_ref(it);
        departs(one, ContestRule::NotHeld, "GOVERNOR", Some(&region("34")), on())
    };
    assert!(held(&it));
    it.valid_from = Some(Date("2024-11-28".parse().unwrap()));
    assert!(!held(&it));
    it.valid_from = None;
    it.valid_to = Some(on());
    assert!(!held(&it));
}

#[test]
fn the_two_regimes_are_never_one() {
    let governor = kind("GOVERNOR", ContestArea::Province, Level::Province);
    let region = region("35");
    let found = check_held(&governor, ElectionRegime::Pemilu, &[], Some(&region), on());
    assert_eq!(found, Err(Rule::ContestRegime));
}
