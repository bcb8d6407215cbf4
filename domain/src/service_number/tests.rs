//! The vectors of Perka BKN 22/2007 and the ways a number is mistyped.

use proptest::prelude::*;

use super::*;

const PNS: &str = "199603182022041001";
const PPPK: &str = "199009132025212014";

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn refusal(text: &str) -> Rule {
    ServiceNumber::parse(text).unwrap_err()
}

#[test]
fn a_pns_number_tells_kind_and_birth() {
    let number = ServiceNumber::parse(PNS).unwrap();
    assert_eq!(number.kind(), CivilServantKind::Pns);
    assert_eq!(number.birth_date(), day(1996, 3, 18));
    assert_eq!(number.as_str(), PNS);
}

#[test]
fn a_pppk_number_tells_its_kind() {
    assert_eq!(ServiceNumber::parse(PPPK).unwrap().kind(), CivilServantKind::Pppk);
    let part_time = ServiceNumber::parse("199009132025242014").unwrap();
    assert_eq!(part_time.kind(), CivilServantKind::Pppk);
}

#[test]
fn separators_between_digits_are_dropped() {
    for text in ["19680411 199303 1 009", "19680411.199303.1.009", "19680411-199303 - 1 009"] {
        let number = ServiceNumber::parse(text).unwrap();
        assert_eq!(number.as_str(), "196804111993031009");
        assert_eq!(number.kind(), CivilServantKind::Pns);
    }
}

#[test]
fn anything_but_18_ascii_digits_is_no_number() {
    for text in [
        "",
        " ",
        "131110468",
        "19960318202204100",
        "1996031820220410011",
        "199603182022041001\n",
        "199603182022041001 ",
        "-199603182022041001",
        "19960318\t2022041001",
        "19960318\u{a0}2022041001",
        "19960318,2022041001",
        "19960318202204,001",
        "+99603182022041001",
        "١٩٩٦٠٣١٨٢٠٢٢٠٤١٠٠١",
        "１９９６０３１８２０２２０４１００１",
    ] {
        assert_eq!(refusal(text), Rule::ServiceNumberShape, "{text:?}");
    }
}

#[test]
fn birth_is_a_calendar_day_of_the_last_two_centuries() {
    for text in [
        "199613182022041001",
        "199602302022041001",
        "199702292022041001",
        "199600182022041001",
        "189603182022041001",
        "219603182022041001",
    ] {
        assert_eq!(refusal(text), Rule::ServiceNumberBirthDate, "{text}");
    }
    assert!(ServiceNumber::parse("199602292022041001").is_ok());
}

#[test]
fn digits_13_and_14_are_a_month_or_a_contract_count() {
    for pair in ["00", "13", "20", "30", "99"] {
        let text = format!("199603182022{pair}1001");
        assert_eq!(refusal(&text), Rule::ServiceNumberDigits1314, "{text}");
    }
    for pair in ["01", "12", "21", "29"] {
        assert!(ServiceNumber::parse(&format!("199603182022{pair}1001")).is_ok(), "{pair}");
    }
}

#[test]
fn sex_and_serial_are_in_range() {
    for sex in [0, 3, 9] {
        assert_eq!(refusal(&format!("19960318202204{sex}001")), Rule::ServiceNumberSex);
    }
    assert_eq!(refusal("199603182022041000"), Rule::ServiceNumberSerial);
    assert!(ServiceNumber::parse("199603182022042999").is_ok());
}

#[test]
fn nobody_is_appointed_before_the_age_of_16() {
    assert_eq!(refusal("199603182012021001"), Rule::ServiceNumberAppointment);
    assert!(ServiceNumber::parse("199603182012031001").is_ok());
    assert_eq!(refusal("199603182011211001"), Rule::ServiceNumberAppointment);
    assert!(ServiceNumber::parse("199603182012211001").is_ok());
    assert_eq!(refusal("199603181896041001"), Rule::ServiceNumberAppointment);
    assert_eq!(refusal("199603182122041001"), Rule::ServiceNumberAppointment);
}

#[test]
fn an_appointment_more_than_a_year_ahead_is_refused() {
    let as_of = |today| ServiceNumber::parse_as_of(PNS, today);
    assert!(as_of(day(2022, 4, 1)).is_ok());
    assert!(as_of(day(2021, 4, 1)).is_ok());
    assert_eq!(as_of(day(2021, 3, 31)), Err(Rule::ServiceNumberAppointment));
    assert!(as_of(NaiveDate::MAX).is_ok());
    assert!(ServiceNumber::parse_as_of(PPPK, day(2024, 1, 1)).is_ok());
    assert!(ServiceNumber::parse_as_of(PPPK, day(2023, 12, 31)).is_err());
}

#[test]
fn a_declared_kind_may_not_contradict_the_number() {
    let number = ServiceNumber::parse(PPPK).unwrap();
    assert_eq!(number.check_kind(CivilServantKind::Pppk), Ok(()));
    assert_eq!(number.check_kind(CivilServantKind::Pns), Err(Rule::ServiceNumberKind));
}

#[test]
fn only_the_serial_is_ever_shown() {
    let number = ServiceNumber::parse(PNS).unwrap();
    assert_eq!(number.masked(), "***************001");
    assert_eq!(format!("{number:?}"), "ServiceNumber(***************001)");
}

fn numbers() -> impl Strategy<Value = String> {
    let birth = (1940..2000_i32, 1..=12_u32, 1..=28_u32);
    let end = (2016..2030_i32, 1..=29_u32, 1..=2_u8, 1..1000_u16);
    (birth, end).prop_map(|((year, month, day), (appointed, pair, sex, serial))| {
        format!("{year}{month:02}{day:02}{appointed}{pair:02}{sex}{serial:03}")
    })
}

proptest! {
    #[test]
    fn parsing_never_panics(text: String, digits in "[0-9 .-]{0,24}", today: i32) {
        let today = NaiveDate::from_num_days_from_ce_opt(today).unwrap_or(NaiveDate::MAX);
        for text in [text, digits] {
            let _ = ServiceNumber::parse(&text);
            let _ = ServiceNumber::parse_as_of(&text, today);
            let _ = CivilServantKind::parse(&text);
        }
    }

    #[test]
    fn a_masked_number_hides_birth_and_sex(text in numbers()) {
        let Ok(number) = ServiceNumber::parse(&text) else {
            let pair = &text[12..14];
            prop_assert!(("13"..="20").contains(&pair));
            return Ok(());
        };
        prop_assert_eq!(number.as_str(), &text);
        for shown in [number.masked(), format!("{number:?}")] {
            prop_assert!(!shown.contains(&text[..4]));
            prop_assert!(shown.contains(&"*".repeat(15)));
        }
    }
}
