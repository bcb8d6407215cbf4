//! What a chunk of accounts is about, and what it will write.

use std::collections::{HashMap, HashSet};

use netra_domain::campaign_account::{self as rules, Counting};
use netra_domain::{Rule, Zone};
use netra_entity::code::AccountState;
use netra_entity::{Date, campaign_account, campaign_account_copy, campaign_account_name};
use uuid::Uuid;

use super::{End, Row};
use crate::elections;
use crate::elections::campaign_account::{Standing, copies, draft_account, ended, takes};
use crate::elections::within::AccountLaw;
use crate::ledger;
use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::record::part::ACCOUNT_NAMES;

/// What a chunk will write.
#[derive(Default)]
pub(in crate::intake::import) struct Plan {
    pub(super) accounts: Vec<campaign_account::Model>,
    pub(super) names: Vec<campaign_account_name::Model>,
    pub(super) copies: Vec<campaign_account_copy::Model>,
    pub(super) replaced: Vec<Uuid>,
    pub(super) replaced_names: Vec<Uuid>,
}

/// What a chunk's rows are about, as it is recorded, and as the chunk has planned it.
pub(super) struct Chunk {
    pub(super) contestants: HashMap<String, Standing>,
    /// Candidates by their codes, with their contestants.
    pub(super) candidates: HashMap<String, (Uuid, Uuid)>,
    pub(super) names: Vec<(campaign_account_name::Model, Option<Date>)>,
    pub(super) open: Vec<campaign_account_name::Model>,
    pub(super) accounts: HashMap<Uuid, campaign_account::Model>,
    pub(super) revisions: HashMap<Uuid, i32>,
    /// Accounts of each contestant that count towards the limit, with their platforms.
    pub(super) counting: HashMap<Uuid, Vec<(String, Counting)>>,
    /// Names that the chunk's rows before bring.
    pub(super) planned: HashMap<String, Vec<(campaign_account_name::Model, Option<Date>)>>,
}

impl Plan {
    /// Plans a new account; answers its names.
    pub(super) fn register(
        &mut self,
        act: &mut Write,
        standing: &Standing,
        law: &AccountLaw,
        row: &Row,
        (is_late, candidate_id): (bool, Option<Uuid>),
    ) -> Vec<campaign_account_name::Model> {
        let draft = draft_account(act, standing, &row.draft, is_late);
        let account = advanced(campaign_account::Model { candidate_id, ..draft }, row);
        let mut names = row.draft.names(act, &account);
        if let Some(end) = &row.end {
            names = ended(act, &names, end.of_names());
        } else {
            self.copies.extend(copies(act, standing, &account, &law.holders));
        }
        act.tell::<campaign_account::Entity>(&account, 1, vec![ACCOUNT_NAMES.of(&names)]);
        self.accounts.push(account);
        self.names.extend(names.clone());
        names
    }

    /// Plans what a row changes of an account that is registered.
    pub(super) fn move_on(
        &mut self,
        act: &mut Write,
        (before, names): (campaign_account::Model, Vec<campaign_account_name::Model>),
        moved: campaign_account::Model,
        row: &Row,
        rev: i32,
    ) {
        let moved =
            campaign_account::Model { row_id: act.new_id(), recorded_by: act.event_id(), ..moved };
        self.replaced.push(before.row_id);
        let mut shown = names.clone();
        if let Some(end) = &row.end {
            shown = ended(act, &names, end.of_names());
            self.replaced_names.extend(names.iter().map(|it| it.row_id));
            self.names.extend(shown.clone());
        }
        act.tell::<campaign_account::Entity>(&moved, rev, vec![ACCOUNT_NAMES.of(&shown)]);
        self.accounts.push(moved);
    }
}

impl Chunk {
    pub(super) async fn load(act: &Write, law: &AccountLaw, rows: &[&Row]) -> Result<Self> {
        let codes: HashSet<String> = rows.iter().map(|row| row.contestant_code.clone()).collect();
        let codes: Vec<String> = codes.into_iter().collect();
        let found = elections::within::lock_contestants_by_code(act, &codes).await?;
        let contests: Vec<Uuid> = found.iter().map(|(_, contest)| contest.id).collect();
        let own = elections::within::own_campaigns(act, &contests).await?;
        let ids: Vec<Uuid> = found.iter().map(|(contestant, _)| contestant.id).collect();
        let later = elections::within::later_rounds(act, &contests).await?;
        let mut contestants = HashMap::new();
        for (contestant, contest) in found {
            let rule = law.rules.iter().find(|it| {
                it.election_id == contest.election_id && it.contest_type == contest.contest_type
            });
            let (Some(rule), Some(code)) = (rule, contestant.kpu_code.clone()) else { continue };
            let campaign_starts_on =
                elections::within::campaign_start_of(&contest, &own, &law.phases);
            let region =
                law.regions.iter().find(|it| Some(&it.code) == contest.region_code.as_ref());
            let zone = region.and_then(|it| Zone::parse(&it.time_zone)).unwrap_or(Zone::Wib);
            let today = Date(zone.local_day(act.now().0));
            let rule = rule.clone();
            let reopened = later.reopened(contest.id);
            let standing =
                Standing { contestant, contest, rule, today, campaign_starts_on, reopened };
            contestants.insert(code, standing);
        }
        let mut counting: HashMap<Uuid, Vec<(String, Counting)>> = HashMap::new();
        for account in elections::within::accounts_of(act, &ids).await? {
            if let Some(days) = rules::counting(&account) {
                counting.entry(account.contestant_id).or_default().push((account.platform, days));
            }
        }
        let tied: Vec<String> = rows.iter().filter_map(|row| row.candidate_code.clone()).collect();
        let candidates = if tied.is_empty() {
            Vec::new()
        } else {
            elections::within::candidates_by_code(act.tx(), &tied).await?
        };
        let candidates = candidates.into_iter();
        let candidates =
            candidates.filter_map(|it| Some((it.kpu_code?, (it.id, it.contestant_id)))).collect();
        let keys: Vec<String> = rows.iter().flat_map(|row| row.draft.keys()).collect();
        let names = elections::within::names_and_closing(act, &keys).await?;
        let ids: Vec<Uuid> = names.iter().map(|(name, _)| name.account_id).collect();
        let accounts = elections::within::accounts_by_ids(act, &ids).await?;
        let open = elections::within::open_names_of(act, &ids).await?;
        let revisions = ledger::within::last_revisions(act, ids).await?;
        let accounts = accounts.into_iter().map(|it| (it.id, it)).collect();
        let planned = HashMap::new();
        Ok(Self { contestants, candidates, names, open, accounts, revisions, counting, planned })
    }

    /// The candidate that a row is tied to, who has to be one of the contestant.
    pub(super) fn candidate(
        &self,
        contestant_id: Uuid,
        row: &Row,
    ) -> std::result::Result<Option<Uuid>, Rule> {
        let Some(code) = &row.candidate_code else { return Ok(None) };
        let found = self.candidates.get(code).filter(|(_, of)| *of == contestant_id);
        found.map(|(id, _)| Some(*id)).ok_or(Rule::AccountCandidate)
    }

    /// The account that a row is about, if it is registered, with its open names.
    pub(super) fn known(
        &self,
        contestant_id: Uuid,
        row: &Row,
    ) -> Option<(campaign_account::Model, Vec<campaign_account_name::Model>)> {
        let key = row.draft.told.address.key();
        let mut named = self.names.iter().filter(|(name, _)| name.key == key);
        let account = named.find_map(|(name, _)| {
            let account = self.accounts.get(&name.account_id)?;
            let same = account.contestant_id == contestant_id
                && account.received_on == row.draft.received_on;
            same.then(|| account.clone())
        })?;
        let open = self.open.iter().filter(|it| it.account_id == account.id).cloned().collect();
        Some((account, open))
    }

    /// Refuses an account more than the rule allows on any day.
    pub(super) fn check_limit(
        &self,
        standing: &Standing,
        row: &Row,
    ) -> std::result::Result<(), Rule> {
        let Some(days) = row.counting() else { return Ok(()) };
        let others = self.counting.get(&standing.contestant.id).into_iter().flatten();
        let others = others.filter(|it| standing.counts_with(&row.draft, &it.0));
        let others: Vec<_> = others.map(|it| it.1).collect();
        rules::check_limit(&standing.rule, &others, days)
    }

    pub(super) fn is_taken(&self, election_id: Uuid, row: &Row) -> bool {
        let span = (row.draft.received_on, row.end.as_ref().map(End::of_names));
        row.draft.keys().into_iter().any(|key| {
            let recorded = self.names.iter().filter(|(name, _)| name.key == key);
            let planned = self.planned.get(&key).into_iter().flatten();
            let mut named = recorded.chain(planned);
            named.any(|(name, closing_on)| takes(name, *closing_on, election_id, span))
        })
    }
}

/// The account with what a row says became of it. What is decided is not decided anew.
pub(super) fn advanced(account: campaign_account::Model, row: &Row) -> campaign_account::Model {
    let mut account = account;
    if account.state == AccountState::AwaitingVerification && row.registered_on.is_some() {
        account.state = AccountState::Registered;
        account.registered_on = row.registered_on;
    }
    if let Some(end) = &row.end
        && account.ended_on.is_none()
    {
        account.state = end.state;
        account.ended_on = Some(end.on);
        account.end_reason.clone_from(&end.reason);
    }
    account
}
