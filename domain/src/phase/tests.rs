use netra_entity::code::{Confidence, Level};
use uuid::Uuid;

use super::*;

fn day(text: &str) -> Date {
    Date(text.parse().unwrap())
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn contest(kind: &str, region: Option<&str>) -> contest::Model {
    contest::Model {
        id: id(1),
        code: String::new(),
        kpu_code: None,
        election_id: id(2),
        contest_type: kind.to_owned(),
        region_code: region.map(ToOwned::to_owned),
        registrar_level: Level::Central,
        registrar_region_code: None,
        source: String::new(),
        rev: 1,
    }
}

fn round(number: i32, kind: RoundKind, determined_on: Option<&str>) -> contest_round::Model {
    contest_round::Model {
        ordered_on: None,
        id: id(100 + u128::try_from(number).unwrap()),
        contest_id: id(1),
        number,
        kind,
        district_id: None,
        decision: None,
        determined_on: determined_on.map(day),
        determination: None,
        concluded_on: None,
        conclusion: None,
        source: String::new(),
        rev: 1,
    }
}

fn of_election(
    kind: &str,
    region: Option<&str>,
    phase: &str,
    from: &str,
    to: &str,
) -> election_phase::Model {
    election_phase::Model {
        id: Uuid::nil(),
        election_id: id(2),
        contest_type: kind.to_owned(),
        region_code: region.map(ToOwned::to_owned),
        phase: phase.to_owned(),
        starts_on: day(from),
        ends_on: day(to),
        source: "PKPU".to_owned(),
        confidence: Confidence::Confirmed,
    }
}

fn of_round(round: i32, phase: &str, from: &str, to: &str) -> contest_phase::Model {
    contest_phase::Model {
        id: Uuid::nil(),
        contest_id: id(1),
        round_id: id(100 + u128::try_from(round).unwrap()),
        phase: phase.to_owned(),
        starts_on: day(from),
        ends_on: day(to),
        source: "Keputusan KPU".to_owned(),
        confidence: Confidence::Confirmed,
    }
}

/// The calendar of Pemilihan 2024.
fn election() -> Vec<election_phase::Model> {
    vec![
        of_election("ALL", None, "NOMINATION", "2024-08-27", "2024-08-29"),
        of_election("ALL", None, "DETERMINATION", "2024-09-22", "2024-09-22"),
        of_election("ALL", None, "CAMPAIGN", "2024-09-25", "2024-11-23"),
        of_election("ALL", None, "QUIET_PERIOD", "2024-11-24", "2024-11-26"),
        of_election("ALL", None, "VOTING", "2024-11-27", "2024-11-27"),
    ]
}

fn phase(
    rounds: &[contest_round::Model],
    own: &[contest_phase::Model],
    on: &str,
    history: Option<&History>,
) -> PhaseOn {
    let contest = contest("MAYOR", Some("34.71"));
    let election = election();
    Calendar { contest: &contest, rounds, own, election: &election }.on(day(on), history)
}

#[test]
fn each_day_has_its_phase() {
    let rounds = [round(1, RoundKind::First, Some("2024-09-22"))];
    for (on, expected) in [
        ("2024-08-28", Phase::BeforeDetermination),
        ("2024-09-21", Phase::BeforeDetermination),
        ("2024-09-22", Phase::AfterDetermination),
        ("2024-09-24", Phase::AfterDetermination),
        ("2024-09-25", Phase::Campaign),
        ("2024-11-23", Phase::Campaign),
        ("2024-11-24", Phase::QuietPeriod),
        ("2024-11-26", Phase::QuietPeriod),
        ("2024-11-27", Phase::Voting),
        ("2024-11-28", Phase::AfterVoting),
        ("2026-01-01", Phase::AfterVoting),
    ] {
        assert_eq!(phase(&rounds, &[], on, None).phase, expected, "{on}");
    }
}

#[test]
fn a_decision_counts_before_the_schedule_and_the_schedule_before_nothing() {
    let planned = phase(&[round(1, RoundKind::First, None)], &[], "2024-09-22", None);
    assert_eq!(planned.phase, Phase::AfterDetermination);
    assert_eq!(planned.determined_by, Some(DeterminedBy::Schedule));
    let late = [round(1, RoundKind::First, Some("2024-09-23"))];
    let decided = phase(&late, &[], "2024-09-22", None);
    assert_eq!(decided.phase, Phase::BeforeDetermination);
    assert_eq!(decided.determined_on, Some(day("2024-09-23")));
    assert_eq!(decided.determined_by, Some(DeterminedBy::Contest));
}

#[test]
fn a_late_addition_has_a_day_of_its_own() {
    let rounds = [round(1, RoundKind::First, Some("2024-09-22"))];
    let history = vec![
        (day("2024-08-28"), Stand::Prospective),
        (day("2024-09-22"), Stand::Out),
        (day("2024-10-14"), Stand::Determined),
    ];
    for (on, expected) in [
        ("2024-08-27", Phase::BeforeDetermination),
        ("2024-09-10", Phase::BeforeDetermination),
        ("2024-10-13", Phase::NotStanding),
        ("2024-10-14", Phase::Campaign),
    ] {
        let found = phase(&rounds, &[], on, Some(&history));
        assert_eq!(found.phase, expected, "{on}");
        assert_eq!(found.determined_on, Some(day("2024-10-14")));
        assert_eq!(found.determined_by, Some(DeterminedBy::Own));
    }
}

#[test]
fn who_is_not_determined_stays_prospective_when_the_contest_is() {
    let rounds = [round(1, RoundKind::First, Some("2024-09-22"))];
    let history = vec![(day("2024-08-28"), Stand::Prospective)];
    let found = phase(&rounds, &[], "2024-10-01", Some(&history));
    assert_eq!((found.phase, found.determined_on), (Phase::BeforeDetermination, None));
    let undecided = [round(1, RoundKind::First, None)];
    let found = phase(&undecided, &[], "2024-10-01", Some(&history));
    assert_eq!(found.phase, Phase::Campaign);
    assert_eq!(found.determined_by, Some(DeterminedBy::Schedule));
}

#[test]
fn a_cancelled_pair_stands_again_by_order_of_a_court() {
    let rounds = [round(1, RoundKind::First, Some("2024-09-22"))];
    let history = vec![
        (day("2024-09-22"), Stand::Determined),
        (day("2024-10-05"), Stand::Out),
        (day("2024-10-20"), Stand::Determined),
    ];
    for (on, expected, since) in [
        ("2024-10-04", Phase::Campaign, "2024-09-22"),
        ("2024-10-05", Phase::NotStanding, "2024-09-22"),
        ("2024-10-20", Phase::Campaign, "2024-10-20"),
    ] {
        let found = phase(&rounds, &[], on, Some(&history));
        assert_eq!((found.phase, found.determined_on), (expected, Some(day(since))), "{on}");
    }
}

#[test]
fn a_re_vote_has_its_own_days_and_the_same_candidates() {
    let rounds =
        [round(1, RoundKind::First, Some("2024-09-22")), round(2, RoundKind::ReVote, None)];
    let own = [
        of_round(2, "QUIET_PERIOD", "2025-04-16", "2025-04-18"),
        of_round(2, "VOTING", "2025-04-19", "2025-04-19"),
    ];
    for (on, number, expected) in [
        ("2025-04-15", 1, Phase::AfterVoting),
        ("2025-04-16", 2, Phase::QuietPeriod),
        ("2025-04-19", 2, Phase::Voting),
        ("2025-04-20", 2, Phase::AfterVoting),
    ] {
        let found = phase(&rounds, &own, on, None);
        assert_eq!((found.round, found.phase), (number, expected), "{on}");
        assert_eq!(found.determined_on, Some(day("2024-09-22")));
    }
}

#[test]
fn a_repeat_election_determines_anew() {
    let rounds =
        [round(1, RoundKind::First, Some("2024-09-22")), round(2, RoundKind::Repeat, None)];
    let own = [
        of_round(2, "NOMINATION", "2025-05-07", "2025-05-09"),
        of_round(2, "DETERMINATION", "2025-06-22", "2025-06-22"),
        of_round(2, "VOTING", "2025-08-27", "2025-08-27"),
    ];
    for (on, expected) in [
        ("2025-05-06", Phase::AfterVoting),
        ("2025-05-07", Phase::BeforeDetermination),
        ("2025-06-22", Phase::AfterDetermination),
        ("2025-08-27", Phase::Voting),
    ] {
        assert_eq!(phase(&rounds, &own, on, None).phase, expected, "{on}");
    }
}

#[test]
fn a_concluded_contest_is_over_until_another_round_begins() {
    let mut rounds = vec![round(1, RoundKind::First, Some("2024-09-22"))];
    rounds[0].concluded_on = Some(day("2024-12-15"));
    assert_eq!(phase(&rounds, &[], "2024-12-14", None).phase, Phase::AfterVoting);
    assert_eq!(phase(&rounds, &[], "2024-12-15", None).phase, Phase::Concluded);
    rounds.push(round(2, RoundKind::ReVote, None));
    let own = [of_round(2, "VOTING", "2025-04-19", "2025-04-19")];
    assert_eq!(phase(&rounds, &own, "2025-04-18", None).phase, Phase::Concluded);
    assert_eq!(phase(&rounds, &own, "2025-04-19", None).phase, Phase::Voting);
}

#[test]
fn the_nearer_calendar_counts() {
    let contest = contest("REGENT", Some("19.01"));
    let rounds = [round(1, RoundKind::First, None)];
    let mut election = election();
    election.push(of_election("REGENT", None, "VOTING", "2024-11-28", "2024-11-28"));
    election.push(of_election("MAYOR", None, "CAMPAIGN", "2024-01-01", "2024-12-31"));
    let voting = |election: &[election_phase::Model], own: &[contest_phase::Model], on: &str| {
        let calendar = Calendar { contest: &contest, rounds: &rounds, own, election };
        calendar.on(day(on), None).phase == Phase::Voting
    };
    assert!(voting(&election, &[], "2024-11-28") && !voting(&election, &[], "2024-11-27"));
    election.push(of_election("ALL", Some("19.01"), "VOTING", "2024-11-29", "2024-11-29"));
    election.push(of_election("ALL", Some("19.02"), "VOTING", "2024-11-30", "2024-11-30"));
    assert!(voting(&election, &[], "2024-11-29") && !voting(&election, &[], "2024-11-28"));
    assert!(!voting(&election, &[], "2024-11-30"));
    let own = [of_round(1, "VOTING", "2024-12-01", "2024-12-01")];
    assert!(voting(&election, &own, "2024-12-01") && !voting(&election, &own, "2024-11-29"));
}

#[test]
fn who_is_elected_was_determined_before() {
    let rounds = [round(1, RoundKind::First, Some("2024-09-22"))];
    let contestant = vec![
        (day("2024-08-28"), Stand::Prospective),
        (day("2024-09-22"), Stand::Determined),
        (day("2024-12-20"), Stand::Out),
    ];
    let candidate = vec![
        (day("2024-08-29"), Stand::Prospective),
        (day("2024-09-23"), Stand::Determined),
        (day("2024-12-10"), Stand::Determined),
    ];
    let both = together(&contestant, &candidate);
    for (on, expected, is_determined) in [
        ("2024-09-22", Phase::BeforeDetermination, false),
        ("2024-09-23", Phase::AfterDetermination, true),
        ("2024-12-15", Phase::AfterVoting, true),
        ("2024-12-20", Phase::NotStanding, false),
    ] {
        let found = phase(&rounds, &[], on, Some(&both));
        assert_eq!((found.phase, found.is_determined), (expected, is_determined), "{on}");
        assert_eq!(found.determined_on, Some(day("2024-09-23")), "{on}");
    }
}
