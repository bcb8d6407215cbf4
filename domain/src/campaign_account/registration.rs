//! When an account may be registered, and what it was on a day.

use chrono::Days;
use netra_entity::code::{AccountState, Function, LateAccounts};
use netra_entity::{Date, campaign_account, campaign_account_rule as account_rule};

use crate::Rule;
use crate::lifecycle::{Lifecycle, Step};
use crate::policy::Act;

/// The life of an account.
pub const LIFE: Lifecycle<AccountState> = Lifecycle(&[
    Step {
        act: Act::VerifyCampaignAccount,
        from: &[AccountState::AwaitingVerification],
        to: None,
        refusal: Rule::AccountNotAwaiting,
    },
    Step {
        act: Act::RenameCampaignAccount,
        from: &[AccountState::AwaitingVerification, AccountState::Registered],
        to: None,
        refusal: Rule::AccountEnded,
    },
    Step {
        act: Act::CloseCampaignAccount,
        from: &[AccountState::Registered],
        to: None,
        refusal: Rule::AccountNotRegistered,
    },
    // An imitation outlives the account that it imitates.
    Step {
        act: Act::ReportAccountImitation,
        from: &[],
        to: None,
        refusal: Rule::AccountNotRegistered,
    },
]);

/// The last day of registration: the one that the rule names, or so many days before the campaign.
/// None where the rule knows none.
#[must_use]
pub fn deadline(rule: &account_rule::Model, campaign_starts_on: Option<Date>) -> Option<Date> {
    let counted = || {
        let days = u64::try_from(rule.deadline_days?).ok()?;
        campaign_starts_on?.0.checked_sub_days(Days::new(days)).map(Date)
    };
    rule.deadline_on.or_else(counted)
}

/// Whether a form comes late, and is accepted all the same.
///
/// # Errors
/// `ACCOUNT_LATE` where the rule refuses late forms; `ACCOUNT_AFTER_CLOSING` once accounts must be
/// closed.
pub fn is_late(
    rule: &account_rule::Model,
    campaign_starts_on: Option<Date>,
    received_on: Date,
) -> Result<bool, Rule> {
    if rule.closing_on.is_some_and(|closing| closing < received_on) {
        return Err(Rule::AccountAfterClosing);
    }
    let late = deadline(rule, campaign_starts_on).is_some_and(|deadline| deadline < received_on);
    match rule.late_accounts {
        LateAccounts::Refuse if late => Err(Rule::AccountLate),
        LateAccounts::Accept | LateAccounts::Refuse => Ok(late),
    }
}

/// Refuses one account more than the rule allows, counting those that are active now.
///
/// # Errors
/// `ACCOUNT_LIMIT_REACHED`.
pub fn check_limit(rule: &account_rule::Model, active: u64) -> Result<(), Rule> {
    let most = u64::try_from(rule.max_accounts).unwrap_or(0);
    if active < most { Ok(()) } else { Err(Rule::AccountLimitReached) }
}

/// What an account was on a day; none before its form was received. On the day of its closing it
/// was open still.
#[must_use]
pub fn state_on(account: &campaign_account::Model, day: Date) -> Option<AccountState> {
    if day < account.received_on {
        return None;
    }
    let ended = match account.state {
        AccountState::Rejected => account.ended_on.is_some_and(|end| end <= day),
        AccountState::AwaitingVerification
        | AccountState::Registered
        | AccountState::Closed
        | AccountState::Deactivated => account.ended_on.is_some_and(|end| end < day),
    };
    if ended {
        return Some(account.state);
    }
    let registered = account.registered_on.is_some_and(|entered| entered <= day);
    Some(if registered { AccountState::Registered } else { AccountState::AwaitingVerification })
}

/// Whether it was open on a day although it should have been closed before.
#[must_use]
pub fn open_after_closing(
    account: &campaign_account::Model,
    closing_on: Option<Date>,
    day: Date,
) -> bool {
    let registered = state_on(account, day) == Some(AccountState::Registered);
    registered && closing_on.is_some_and(|closing| closing < day)
}

/// Whether it was an official campaign account on a day: entered, open, and not past the day on
/// which campaigning by accounts ends.
#[must_use]
pub fn is_campaign_account(
    account: &campaign_account::Model,
    closing_on: Option<Date>,
    day: Date,
) -> bool {
    state_on(account, day) == Some(AccountState::Registered)
        && !open_after_closing(account, closing_on, day)
}

/// Who receives a copy of a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy<'a> {
    /// The function.
    pub function: Function,
    /// Code of the institution, where of several with the function only one receives it.
    pub institution_code: Option<&'a str>,
}

/// Who receives copies under a rule.
#[must_use]
pub fn copies(rule: &account_rule::Model) -> Vec<Copy<'_>> {
    let copy = |text| {
        let (function, institution) = match str::split_once(text, ':') {
            Some((function, institution)) => (function, Some(institution)),
            None => (text, None),
        };
        Some(Copy { function: Function::parse(function)?, institution_code: institution })
    };
    rule.copy_recipients.split(';').filter_map(copy).collect()
}

#[cfg(test)]
mod tests;
