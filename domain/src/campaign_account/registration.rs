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

/// The days of a further round on which accounts may be open again: from the decision that orders
/// it until the end of its own campaign, or else the eve of its vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reopened {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

impl Reopened {
    /// The days of the last further round, by its decision and its own calendar; none where it is
    /// not known when it was ordered or when it is voted.
    #[must_use]
    pub fn of(
        ordered_on: Option<Date>,
        campaign_ends_on: Option<Date>,
        voting_starts_on: Option<Date>,
    ) -> Option<Self> {
        let from = ordered_on?;
        let eve = || voting_starts_on?.0.pred_opt().map(Date);
        let until = campaign_ends_on.filter(|it| *it >= from).or_else(eve)?;
        (from <= until).then_some(Self { from, until })
    }
}

/// The last day on which accounts may be open, as it stands on a day.
#[must_use]
pub fn closing_on(closing: Option<Date>, reopened: Option<Reopened>, day: Date) -> Option<Date> {
    let again = reopened.filter(|it| it.from <= day && closing.is_some_and(|it| it < day));
    again.map_or(closing, |it| Some(it.until))
}

/// Whether a form comes late, and is accepted all the same.
///
/// # Errors
/// `ACCOUNT_LATE` where the rule refuses late forms; `ACCOUNT_AFTER_CLOSING` once accounts must be
/// closed.
pub fn is_late(
    rule: &account_rule::Model,
    campaign_starts_on: Option<Date>,
    reopened: Option<Reopened>,
    received_on: Date,
) -> Result<bool, Rule> {
    let closing = closing_on(rule.closing_on, reopened, received_on);
    if closing.is_some_and(|closing| closing < received_on) {
        return Err(Rule::AccountAfterClosing);
    }
    // The deadline was that of the first round.
    if closing != rule.closing_on {
        return Ok(false);
    }
    let late = deadline(rule, campaign_starts_on).is_some_and(|deadline| deadline < received_on);
    match rule.late_accounts {
        LateAccounts::Refuse if late => Err(Rule::AccountLate),
        LateAccounts::Accept | LateAccounts::Refuse => Ok(late),
    }
}

/// The days on which an account counts: from the form's day until the day of its end, which is the
/// first on which it does not.
pub type Counting = (Date, Option<Date>);

/// The days on which an account counts towards the limit; none where it never was one.
#[must_use]
pub fn counting(account: &campaign_account::Model) -> Option<Counting> {
    let rejected = account.state == AccountState::Rejected;
    (!rejected).then_some((account.received_on, account.ended_on))
}

/// Refuses one account more than the rule allows on any day: an earlier form would otherwise evade
/// the limit, after others were closed.
///
/// # Errors
/// `ACCOUNT_LIMIT_REACHED`.
pub fn check_limit(
    rule: &account_rule::Model,
    others: &[Counting],
    new: Counting,
) -> Result<(), Rule> {
    let most = usize::try_from(rule.max_accounts).unwrap_or(0);
    let counts = |it: &Counting, day: Date| it.0 <= day && it.1.is_none_or(|end| day < end);
    // The number rises only on the first day of an account.
    let rises = others.iter().map(|it| it.0).chain([new.0]).filter(|day| counts(&new, *day));
    let reached = |day| others.iter().filter(|it| counts(it, day)).count() >= most;
    if rises.into_iter().any(reached) { Err(Rule::AccountLimitReached) } else { Ok(()) }
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
