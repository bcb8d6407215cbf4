use chrono::NaiveDate;
use netra_entity::code::{AccountKind, AccountLimitScope, Confidence};
use uuid::Uuid;

use super::*;

fn day(month: u32, day: u32) -> Date {
    let year = if month > 6 { 2023 } else { 2024 };
    Date(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

fn rule(late_accounts: LateAccounts) -> account_rule::Model {
    account_rule::Model {
        row_id: Uuid::nil(),
        id: Uuid::nil(),
        election_id: Uuid::nil(),
        contest_type: "DPRD_REGENCY_CITY".to_owned(),
        limit_scope: AccountLimitScope::PerPlatform,
        max_accounts: 20,
        deadline_days: Some(3),
        deadline_on: None,
        late_accounts,
        closing_on: Some(day(2, 10)),
        closing_rule: None,
        copy_recipients: "ELECTION_SUPERVISION;LAW_ENFORCEMENT:POLRI;NOBODY".to_owned(),
        instrument_code: None,
        article: None,
        source: String::new(),
        confidence: Confidence::Confirmed,
        recorded_by: Uuid::nil(),
        superseded_by: None,
    }
}

fn account() -> campaign_account::Model {
    campaign_account::Model {
        row_id: Uuid::nil(),
        id: Uuid::nil(),
        contestant_id: Uuid::nil(),
        contest_id: Uuid::nil(),
        election_id: Uuid::nil(),
        contest_type: String::new(),
        candidate_id: None,
        platform: "X".to_owned(),
        kind: AccountKind::Profile,
        handle: None,
        url: String::new(),
        native_id: None,
        state: AccountState::AwaitingVerification,
        received_on: day(11, 24),
        is_late: false,
        registered_on: None,
        ended_on: None,
        end_reason: None,
        is_invented: false,
        recorded_by: Uuid::nil(),
        superseded_by: None,
    }
}

#[test]
fn a_form_is_late_from_the_day_after_the_deadline() {
    let (accepting, refusing) = (rule(LateAccounts::Accept), rule(LateAccounts::Refuse));
    let start = Some(day(11, 28));
    assert_eq!(deadline(&accepting, start), Some(day(11, 25)));
    for (received, accepted, refused) in [
        (day(11, 24), Ok(false), Ok(false)),
        (day(11, 25), Ok(false), Ok(false)),
        (day(11, 26), Ok(true), Err(Rule::AccountLate)),
        (day(2, 10), Ok(true), Err(Rule::AccountLate)),
        (day(2, 11), Err(Rule::AccountAfterClosing), Err(Rule::AccountAfterClosing)),
    ] {
        assert_eq!(is_late(&accepting, start, received), accepted, "{received}");
        assert_eq!(is_late(&refusing, start, received), refused, "{received}");
    }
    // A rule without a known deadline calls nothing late.
    assert_eq!(is_late(&refusing, None, day(11, 27)), Ok(false));
    let named = account_rule::Model { deadline_on: Some(day(11, 20)), ..refusing };
    assert_eq!(is_late(&named, start, day(11, 21)), Err(Rule::AccountLate));
}

#[test]
fn the_limit_counts_those_that_are_active() {
    let rule = rule(LateAccounts::Accept);
    assert_eq!(check_limit(&rule, 19), Ok(()));
    assert_eq!(check_limit(&rule, 20), Err(Rule::AccountLimitReached));
}

#[test]
fn an_account_is_what_it_was_on_that_day() {
    let registered = campaign_account::Model {
        state: AccountState::Closed,
        registered_on: Some(day(11, 26)),
        ended_on: Some(day(2, 12)),
        ..account()
    };
    let closing = Some(day(2, 10));
    for (on, state, official, late) in [
        (day(11, 23), None, false, false),
        (day(11, 25), Some(AccountState::AwaitingVerification), false, false),
        (day(11, 26), Some(AccountState::Registered), true, false),
        (day(2, 10), Some(AccountState::Registered), true, false),
        (day(2, 11), Some(AccountState::Registered), false, true),
        (day(2, 12), Some(AccountState::Registered), false, true),
        (day(2, 13), Some(AccountState::Closed), false, false),
    ] {
        assert_eq!(state_on(&registered, on), state, "{on}");
        assert_eq!(is_campaign_account(&registered, closing, on), official, "{on}");
        assert_eq!(open_after_closing(&registered, closing, on), late, "{on}");
    }
    let rejected = campaign_account::Model {
        state: AccountState::Rejected,
        ended_on: Some(day(11, 26)),
        ..account()
    };
    assert_eq!(state_on(&rejected, day(11, 25)), Some(AccountState::AwaitingVerification));
    assert_eq!(state_on(&rejected, day(11, 26)), Some(AccountState::Rejected));
}

#[test]
fn copies_go_to_functions_and_where_the_law_names_one_to_an_institution() {
    let rule = rule(LateAccounts::Accept);
    assert_eq!(
        copies(&rule),
        [
            Copy { function: Function::ElectionSupervision, institution_code: None },
            Copy { function: Function::LawEnforcement, institution_code: Some("POLRI") },
        ]
    );
}
