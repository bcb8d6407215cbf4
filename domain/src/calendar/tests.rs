//! Days at the edges: of a zone, of a holiday, of a range.

use proptest::prelude::*;

use super::*;

const ZONES: [Zone; 3] = [Zone::Wib, Zone::Wita, Zone::Wit];

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn range(from: NaiveDate, to: impl Into<Option<NaiveDate>>) -> ValidRange {
    ValidRange::new(from, to.into()).unwrap()
}

#[test]
fn a_zone_is_known_by_its_iana_name() {
    assert_eq!(Zone::parse("Asia/Jakarta"), Some(Zone::Wib));
    assert_eq!(Zone::parse("Asia/Makassar"), Some(Zone::Wita));
    assert_eq!(Zone::parse("Asia/Jayapura"), Some(Zone::Wit));
    for text in ["", "WIB", "asia/jakarta", "Asia/Pontianak", "Europe/Berlin"] {
        assert_eq!(Zone::parse(text), None, "{text}");
    }
}

#[test]
fn the_same_instant_is_another_day_further_east() {
    let evening = instant("2024-02-13T15:30:00Z");
    assert_eq!(
        ZONES.map(|zone| zone.local_day(evening).to_string()),
        ["2024-02-13", "2024-02-13", "2024-02-14"]
    );
    assert_eq!(Zone::Wita.local_day(instant("2024-02-13T16:00:00Z")), day(2024, 2, 14));
    assert_eq!(Zone::Wib.local_day(instant("2024-02-13T16:59:59.999Z")), day(2024, 2, 13));
}

#[test]
fn a_day_ends_with_its_last_millisecond() {
    assert_eq!(
        ZONES.map(|zone| zone.end_of_day(day(2024, 2, 14))),
        [
            instant("2024-02-14T16:59:59.999Z"),
            instant("2024-02-14T15:59:59.999Z"),
            instant("2024-02-14T14:59:59.999Z"),
        ]
    );
}

#[test]
fn days_beyond_the_calendar_stay_within_it() {
    for zone in ZONES {
        assert_eq!(zone.local_day(DateTime::<Utc>::MAX_UTC), NaiveDate::MAX);
        assert_eq!(zone.local_day(DateTime::<Utc>::MIN_UTC), NaiveDate::MIN);
        assert!(zone.end_of_day(NaiveDate::MAX) <= DateTime::<Utc>::MAX_UTC);
        assert!(zone.end_of_day(NaiveDate::MIN) >= DateTime::<Utc>::MIN_UTC);
    }
}

#[test]
fn a_day_ends_also_where_the_zone_changed_overnight() {
    assert_eq!(Zone::Wib.end_of_day(day(1963, 12, 31)), instant("1963-12-31T16:59:59.999Z"));
    assert_eq!(Zone::Wib.local_day(Zone::Wib.end_of_day(day(1963, 12, 31))), day(1963, 12, 31));
}

#[test]
fn weekends_do_not_count() {
    let none = HolidaySet::default();
    let friday = day(2024, 3, 1);
    assert_eq!(add_working_days(friday, 1, &none), day(2024, 3, 4));
    assert_eq!(add_working_days(friday, 5, &none), day(2024, 3, 8));
    assert_eq!(add_working_days(friday, 6, &none), day(2024, 3, 11));
    for weekend in [day(2024, 3, 2), day(2024, 3, 3)] {
        assert_eq!(add_working_days(weekend, 1, &none), day(2024, 3, 4));
        assert_eq!(add_working_days(weekend, 0, &none), weekend);
    }
}

#[test]
fn the_collective_leave_of_lebaran_stops_the_clock() {
    let lebaran = HolidaySet::new([8, 9, 10, 11, 12, 15].map(|date| day(2024, 4, date)));
    assert_eq!(add_working_days(day(2024, 4, 4), 1, &lebaran), day(2024, 4, 5));
    assert_eq!(add_working_days(day(2024, 4, 4), 2, &lebaran), day(2024, 4, 16));
    assert_eq!(add_working_days(day(2024, 4, 10), 3, &lebaran), day(2024, 4, 18));
}

#[test]
fn a_holiday_on_a_sunday_costs_no_second_day() {
    let easter = HolidaySet::new([day(2024, 3, 29), day(2024, 3, 31)]);
    assert_eq!(add_working_days(day(2024, 3, 28), 1, &easter), day(2024, 4, 1));
}

#[test]
fn a_term_past_the_calendar_ends_with_it() {
    let none = HolidaySet::default();
    assert_eq!(add_working_days(NaiveDate::MAX, 1, &none), NaiveDate::MAX);
}

#[test]
fn a_range_ends_after_it_starts() {
    let start = day(2024, 1, 1);
    for to in [start, day(2023, 12, 31)] {
        assert_eq!(ValidRange::new(start, Some(to)), Err(Rule::EndBeforeStart));
    }
    let one_day = range(start, day(2024, 1, 2));
    assert_eq!((one_day.from(), one_day.to()), (start, Some(day(2024, 1, 2))));
}

#[test]
fn the_end_of_a_range_is_not_in_it() {
    let year = range(day(2024, 1, 1), day(2025, 1, 1));
    assert!(year.contains(day(2024, 1, 1)) && year.contains(day(2024, 12, 31)));
    assert!(!year.contains(day(2023, 12, 31)) && !year.contains(day(2025, 1, 1)));
    assert!(range(day(2024, 1, 1), None).contains(NaiveDate::MAX));
}

#[test]
fn the_numbers_of_two_contracts_follow_each_other() {
    let first = range(day(2022, 1, 1), day(2025, 3, 1));
    let second = range(day(2025, 3, 1), None);
    assert!(!first.overlaps(&second) && !second.overlaps(&first));
    let held_on = |on| [first.contains(on), second.contains(on)];
    assert_eq!(held_on(day(2025, 2, 28)), [true, false]);
    assert_eq!(held_on(day(2025, 3, 1)), [false, true]);
    let late = range(day(2022, 1, 1), day(2025, 3, 2));
    assert!(late.overlaps(&second) && second.overlaps(&late));
    assert!(first.overlaps(&range(day(2023, 1, 1), day(2024, 1, 1))));
}

#[test]
fn a_province_to_be_is_unknown_before_its_first_day() {
    let papua_tengah = range(day(2022, 7, 25), None);
    assert!(!papua_tengah.contains(day(2022, 1, 1)));
}

proptest! {
    #[test]
    fn the_end_of_a_day_lies_in_it(days in 722_000..800_000_i32) {
        let day = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
        for zone in ZONES {
            let end = zone.end_of_day(day);
            prop_assert_eq!(zone.local_day(end), day);
            let next = end + TimeDelta::milliseconds(1);
            prop_assert_eq!(zone.local_day(next), day.succ_opt().unwrap());
        }
    }

    #[test]
    fn a_term_ends_on_a_working_day(days in 730_000..760_000_i32, n in 1..60_u16) {
        let start = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
        let holidays = HolidaySet::new(start.iter_days().skip(2).take(3));
        let end = add_working_days(start, n, &holidays);
        prop_assert!(holidays.is_working_day(end));
        let counted = start.iter_days().skip(1).take_while(|day| *day <= end);
        prop_assert_eq!(counted.filter(|day| holidays.is_working_day(*day)).count(), usize::from(n));
    }
}
