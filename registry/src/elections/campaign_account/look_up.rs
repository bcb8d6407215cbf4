//! Whose account an address was on a day. The most asked question of the registry: one statement
//! for one address or for five hundred.

use std::collections::HashMap;
use std::sync::Arc;

use netra_domain::Rule;
use netra_domain::campaign_account::{self as rules, Address, Reopened};
use netra_domain::policy::{Permit, of};
use netra_entity::code::AccountState;
use netra_entity::{Date, campaign_account, contestant};

use crate::Registry;
use crate::elections;
use crate::intake::reference::platforms;
use crate::ledger::error::{Error, Result};
use crate::ledger::gather::Gathering;

/// The most addresses in one question.
pub const MOST_LOOK_UPS: usize = 500;

/// How an account is named.
#[derive(Clone, Copy, Debug)]
pub enum Query<'a> {
    /// By its address in any spelling.
    Url(&'a str),
    /// By its handle on a platform.
    Handle {
        /// Code of the platform.
        platform: &'a str,
        /// The handle, with or without its sign.
        handle: &'a str,
    },
}

impl Query<'_> {
    fn address(&self) -> std::result::Result<Address, Rule> {
        match *self {
            Query::Url(url) => Address::read(platforms(), url),
            Query::Handle { platform, handle } => Address::of_handle(platforms(), platform, handle),
        }
    }
}

/// A registered account that an address led to, from a day to a day.
#[derive(Clone, Debug)]
pub struct Found {
    /// The address in the normal form.
    pub key: String,
    /// The handle of that time.
    pub handle: Option<String>,
    /// First day on which the address led to it.
    pub valid_from: Date,
    /// First day on which it no longer did.
    pub valid_to: Option<Date>,
    /// The account, as it is now.
    pub account: campaign_account::Model,
    /// Whose it is.
    pub contestant: contestant::Model,
    /// Last day on which accounts of the contest may be open, of its first round.
    pub closing_on: Option<Date>,
    /// The days of a further round.
    pub reopened: Option<Reopened>,
    /// The day from which whoever stands there stood no more: for the first time, and after the
    /// last determination.
    pub out_on: (Option<Date>, Option<Date>),
}

impl Found {
    /// Whether the address led to it on a day.
    #[must_use]
    pub fn held_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| to > day)
    }

    /// Its state on a day.
    #[must_use]
    pub fn state_on(&self, day: Date) -> Option<AccountState> {
        rules::state_on(&self.account, day)
    }

    /// Whether it was an official campaign account on a day.
    #[must_use]
    pub fn is_campaign_account_on(&self, day: Date) -> bool {
        self.held_on(day)
            && self.stands_on(day)
            && rules::is_campaign_account(&self.account, self.closing_on(day), day)
    }

    /// The last day on which accounts of the contest may be open, as it stands on a day.
    #[must_use]
    pub fn closing_on(&self, day: Date) -> Option<Date> {
        rules::closing_on(self.closing_on, self.reopened, day)
    }

    /// Whether the contestant stood on a day: from the first determination on, or from the last
    /// one, until cancelled or withdrawn.
    fn stands_on(&self, day: Date) -> bool {
        let within = |from: Option<Date>, until: Option<Date>| {
            from.is_some_and(|it| it <= day) && until.is_none_or(|it| day < it)
        };
        let (first, last) = self.out_on;
        within(self.contestant.published_on, first) || within(self.contestant.determined_on, last)
    }

    /// Whether it was open on a day although it should have been closed.
    #[must_use]
    pub fn is_open_after_closing_on(&self, day: Date) -> bool {
        self.held_on(day) && rules::open_after_closing(&self.account, self.closing_on(day), day)
    }
}

/// The answer to one question.
#[derive(Clone, Debug)]
pub struct LookUp {
    /// The address, read.
    pub address: Address,
    /// Every registered account it ever led to, the latest first.
    pub found: Arc<Vec<Found>>,
}

impl LookUp {
    /// The account to which the address led on a day. Of two, one that had to be closed by then is
    /// the lesser.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&Found> {
        let held = || self.found.iter().filter(|it| it.held_on(day));
        held().find(|it| it.is_campaign_account_on(day)).or_else(|| held().next())
    }
}

/// The look-ups that are under way, of those who see every account and of those who see the entered
/// ones: each reads for others of its kind as for itself.
#[derive(Debug, Default)]
pub(crate) struct LookUps {
    all: Gathering<String, Arc<Vec<Found>>>,
    entered: Gathering<String, Arc<Vec<Found>>>,
}

impl Registry {
    /// The answers to many questions in their order; a question that names no address is answered
    /// by the rule it breaks.
    ///
    /// # Errors
    /// `TOO_MANY_ROWS` beyond [`MOST_LOOK_UPS`]; the database's own.
    pub async fn look_up_accounts(
        &self,
        permit: &Permit<of::ReadCampaignAccounts>,
        queries: &[Query<'_>],
    ) -> Result<Vec<std::result::Result<LookUp, Rule>>> {
        if queries.len() > MOST_LOOK_UPS {
            return Err(Error::invalid("by", Rule::TooManyRows));
        }
        let addresses: Vec<_> = queries.iter().map(Query::address).collect();
        let mut keys: Vec<&str> = addresses.iter().flatten().map(Address::key).collect();
        keys.sort_unstable();
        keys.dedup();
        let found: HashMap<_, _> = self.found(permit, &keys).await?.into_iter().collect();
        let answer = |address: Address| {
            let found = found.get(address.key()).cloned().unwrap_or_default();
            LookUp { address, found }
        };
        Ok(addresses.into_iter().map(|address| address.map(answer)).collect())
    }

    /// The answer to one question.
    ///
    /// # Errors
    /// The rule that the address breaks, as an input error; the database's own.
    pub async fn look_up_account(
        &self,
        permit: &Permit<of::ReadCampaignAccounts>,
        query: Query<'_>,
    ) -> Result<LookUp> {
        let path = match query {
            Query::Url(_) => "by.url",
            Query::Handle { .. } => "by.handle",
        };
        let address = query.address().map_err(|rule| Error::invalid(path, rule))?;
        let Some(only_entered) = elections::find::sees_only_entered(permit) else {
            return Ok(LookUp { address, found: Arc::default() });
        };
        let look_ups = &self.inner.look_ups;
        let beside = if only_entered { &look_ups.entered } else { &look_ups.all };
        let read = async |keys: Vec<String>| {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            self.found(permit, &keys).await
        };
        let found = beside.get(address.key().to_owned(), read).await?.unwrap_or_default();
        Ok(LookUp { address, found })
    }

    /// What some addresses led to; without those that led to nothing.
    async fn found(
        &self,
        permit: &Permit<of::ReadCampaignAccounts>,
        keys: &[&str],
    ) -> Result<Vec<(String, Arc<Vec<Found>>)>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut found: HashMap<String, Vec<Found>> = HashMap::new();
        for row in elections::find::accounts_by_key(permit, self.reader(), keys).await? {
            found.entry(row.key.clone()).or_default().push(row);
        }
        Ok(found.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect())
    }
}

/// The statement of a look-up of so many addresses, for a look at its plan.
#[must_use]
pub fn look_up_sql(addresses: usize) -> String {
    elections::find::look_up_sql(addresses)
}
