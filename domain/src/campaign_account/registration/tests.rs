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
        assert_eq!(is_late(&accepting, start, None, received), accepted, "{received}");
        assert_eq!(is_late(&refusing, start, None, received), refused, "{received}");
    }
    // A rule without a known deadline calls nothing late.
    assert_eq!(is_late(&refusing, None, None, day(11, 27)), Ok(false));
    let named = account_rule::Model { deadline_on: Some(day(11, 20)), ..refusing };
    assert_eq!(is_late(&named, start, None, day(11, 21)), Err(Rule::AccountLate));
}

#[test]
fn a_further_round_opens_accounts_again_from_its_decision_on() {
    let rule = rule(LateAccounts::Refuse);
    let again = Reopened::of(Some(day(5, 20)), None, Some(day(6, 1)));
    assert_eq!(again, Some(Reopened { from: day(5, 20), until: day(5, 31) }));
    let refused = Err(Rule::AccountAfterClosing);
    for (received, expected) in [
        (day(2, 10), Err(Rule::AccountLate)),
        (day(5, 19), refused),
        (day(5, 20), Ok(false)),
        (day(5, 31), Ok(false)),
        (day(6, 1), refused),
    ] {
        assert_eq!(is_late(&rule, Some(day(11, 28)), again, received), expected, "{received}");
    }
    let campaign = Reopened::of(Some(day(5, 20)), Some(day(5, 25)), Some(day(6, 1)));
    assert_eq!(campaign.map(|it| it.until), Some(day(5, 25)));
    assert_eq!(Reopened::of(None, None, Some(day(6, 1))), None);
    assert_eq!(Reopened::of(Some(day(5, 20)), None, None), None);
}

#[test]
fn the_limit_holds_on_every_day() {
    let rule = account_rule::Model { max_accounts: 2, ..rule(LateAccounts::Accept) };
    let refused = Err(Rule::AccountLimitReached);
    let open = [(day(1, 1), None), (day(1, 5), Some(day(1, 20)))];
    for (new, expected) in [
        ((day(1, 1), None), refused),
        ((day(1, 19), None), refused),
        // The day of the end is free again.
        ((day(1, 20), None), Ok(())),
        ((day(1, 1), Some(day(1, 5))), Ok(())),
        ((day(1, 1), Some(day(1, 6))), refused),
    ] {
        assert_eq!(check_limit(&rule, &open, new), expected, "{new:?}");
    }
    assert_eq!(check_limit(&rule, &[], (day(1, 1), None)), Ok(()));
    let rejected = campaign_account::Model { state: AccountState::Rejected, ..account() };
    assert_eq!(counting(&rejected), None);
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
