//! Campaign accounts of contestants, as an office of the election administration lists them. A
//! row registers an account, and enters or ends it where it says so; one that is registered
//! already only moves on.

mod chunk;

use netra_domain::Rule;
use netra_domain::campaign_account::Counting;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{AccountKind, AccountState};
use netra_entity::{Date, campaign_account, campaign_account_name};
use serde::Deserialize;

use super::cell::{self, Cell};
use super::reader::Columns;
use super::refusal::{Refusal, VALUE_REQUIRED};
use super::subject::{Subject, Verdict};
use crate::Registry;
use crate::elections;
use crate::elections::campaign_account::{Draft, Told, day_after, native};
use crate::elections::within::AccountLaw;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{CHUNK, Write};
use chunk::{Chunk, Plan, advanced};

/// The columns of a file.
pub(crate) const COLUMNS: [&str; 10] = [
    "contestant_code",
    "url",
    "kind",
    "native_id",
    "received_on",
    "registered_on",
    "ended_on",
    "end_state",
    "end_reason",
    "is_invented",
];

/// A row as the file has it.
#[derive(Debug, Deserialize)]
pub(super) struct Raw {
    contestant_code: Cell,
    url: Cell,
    kind: Cell,
    #[serde(default)]
    native_id: Cell,
    #[serde(default)]
    candidate_code: Cell,
    received_on: Cell,
    #[serde(default)]
    registered_on: Cell,
    #[serde(default)]
    ended_on: Cell,
    #[serde(default)]
    end_state: Cell,
    #[serde(default)]
    end_reason: Cell,
    #[serde(default)]
    is_invented: Cell,
}

/// A row whose form is checked.
pub(super) struct Row {
    contestant_code: String,
    /// KPU's own code of the candidate that it is tied to.
    candidate_code: Option<String>,
    draft: Draft,
    registered_on: Option<Date>,
    end: Option<End>,
}

/// How an account ended.
struct End {
    on: Date,
    state: AccountState,
    reason: Option<String>,
}

/// Campaign accounts.
pub(super) struct CampaignAccounts {
    pub(super) permit: Permit<of::RegisterCampaignAccount>,
    /// Whether the seat may also enter accounts, which an approver does.
    pub(super) may_enter: bool,
    law: Option<AccountLaw>,
}

impl CampaignAccounts {
    pub(super) fn new(permit: Permit<of::RegisterCampaignAccount>, may_enter: bool) -> Self {
        Self { permit, may_enter, law: None }
    }
}

impl Subject for CampaignAccounts {
    type Act = of::RegisterCampaignAccount;
    type Raw = Raw;
    type Row = Row;
    type Key = (String, String, Date);
    type Plan = Plan;

    const WHAT: &'static str = "campaign_accounts";
    const COLUMNS: Columns = Columns {
        required: &["contestant_code", "url", "kind", "received_on"],
        optional: &[
            "native_id",
            "candidate_code",
            "registered_on",
            "ended_on",
            "end_state",
            "end_reason",
            "is_invented",
        ],
    };
    const KEY: &'static str = "url";
    const ROWS: usize = CHUNK;

    fn key(row: &Row) -> Self::Key {
        let key = row.draft.told.address.key().to_owned();
        (key, row.contestant_code.clone(), row.draft.received_on)
    }

    fn prepare(_: &Registry, raw: Raw) -> std::result::Result<Row, Refusal> {
        let of = |error: Error, path| {
            if let Error::Invalid { rule, .. } = error {
                Refusal::rule(rule, path)
            } else {
                Refusal::new(super::FORMAT, path)
            }
        };
        let url = cell::required("url", raw.url)?;
        let told = Told::read("url", &url).map_err(|error| of(error, "url"))?;
        let native = native(&told, raw.native_id.as_deref());
        let native = native.map_err(|error| of(error, "native_id"))?;
        let kind = cell::required("kind", raw.kind)?;
        let kind = cell::code("kind", &kind, AccountKind::parse)?;
        let received_on = cell::local_day("received_on", &raw.received_on)?;
        let received_on = received_on.ok_or(Refusal::new(VALUE_REQUIRED, "received_on"))?;
        let is_invented = cell::yes_no("is_invented", &raw.is_invented)?;
        let end = match cell::local_day("ended_on", &raw.ended_on)? {
            None => None,
            Some(on) => {
                let state = cell::required("end_state", raw.end_state)?;
                let ends = |code: &str| AccountState::parse(code).filter(|it| is_end(*it));
                let state = cell::code("end_state", &state, ends)?;
                Some(End { on, state, reason: raw.end_reason })
            }
        };
        Ok(Row {
            contestant_code: cell::required("contestant_code", raw.contestant_code)?,
            candidate_code: raw.candidate_code,
            draft: Draft { told, native, kind, received_on, is_invented },
            registered_on: cell::local_day("registered_on", &raw.registered_on)?,
            end,
        })
    }

    async fn judge(
        &mut self,
        act: &mut Write,
        rows: &[&Row],
        _alone: bool,
    ) -> Result<(Vec<Verdict>, Plan)> {
        let law = match self.law.take() {
            Some(law) => law,
            None => elections::within::account_law(act).await?,
        };
        let mut chunk = Chunk::load(act, &law, rows).await?;
        let mut plan = Plan::default();
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            let judged = self.judge_row(act, &law, &mut chunk, &mut plan, row)?;
            verdicts.push(Verdict::from(judged));
        }
        self.law = Some(law);
        Ok((verdicts, plan))
    }

    async fn store(act: &mut Write, plan: Plan) -> Result<()> {
        act.supersede::<campaign_account::Entity>(plan.replaced).await?;
        act.supersede::<campaign_account_name::Entity>(plan.replaced_names).await?;
        act.insert_all(plan.accounts).await?;
        act.insert_all(plan.names).await?;
        act.insert_all(plan.copies).await
    }

    fn forget(&mut self) {
        self.law = None;
    }
}

type Judged = Result<std::result::Result<Verdict, Refusal>>;

impl CampaignAccounts {
    fn judge_row(
        &self,
        act: &mut Write,
        law: &AccountLaw,
        chunk: &mut Chunk,
        plan: &mut Plan,
        row: &Row,
    ) -> Judged {
        let refused = |rule, path| Ok(Err(Refusal::rule(rule, path)));
        let Some(standing) = chunk.contestants.get(&row.contestant_code) else {
            return Ok(Err(Refusal::new("NOT_FOUND", "contestant_code")));
        };
        let contest = &standing.contest;
        let region_code = contest.registrar_region_code.as_deref();
        if self.permit.covers_jurisdiction(contest.registrar_level, region_code).is_err() {
            return Ok(Err(Refusal::new("FORBIDDEN", "contestant_code")));
        }
        if !self.may_enter && (row.registered_on.is_some() || row.end.is_some()) {
            return Ok(Err(Refusal::new("FORBIDDEN", "registered_on")));
        }
        if let Some(path) = row.disorder(standing.today) {
            return refused(Rule::AccountDay, path);
        }
        if let Some((account, names)) = chunk.known(standing.contestant.id, row) {
            let begun = names.iter().map(|it| it.valid_from).max();
            if row.end.as_ref().is_some_and(|end| Some(end.on) < begun) {
                return refused(Rule::AccountDay, "ended_on");
            }
            let moved = advanced(account.clone(), row);
            if moved == account {
                return Ok(Ok(Verdict::Unchanged));
            }
            let rev = chunk.revisions.get(&account.id).map_or(1, |rev| rev.saturating_add(1));
            plan.move_on(act, (account, names), moved, row, rev);
            return Ok(Ok(Verdict::Changed));
        }
        let is_late = match standing.admits(row.draft.received_on) {
            Ok(is_late) => is_late,
            Err(Rule::AccountContestant) => {
                return refused(Rule::AccountContestant, "contestant_code");
            }
            Err(rule) => return refused(rule, "received_on"),
        };
        if let Err(rule) = chunk.check_limit(standing, row) {
            return refused(rule, "contestant_code");
        }
        if chunk.is_taken(contest.election_id, row) {
            return refused(Rule::AccountAlreadyRegistered, "url");
        }
        let candidate_id = match chunk.candidate(standing.contestant.id, row) {
            Ok(candidate_id) => candidate_id,
            Err(rule) => return refused(rule, "candidate_code"),
        };
        let closing_on = standing.rule.closing_on;
        for name in plan.register(act, standing, law, row, (is_late, candidate_id)) {
            let planned = chunk.planned.entry(name.key.clone()).or_default();
            planned.push((name, closing_on));
        }
        if let Some(days) = row.counting() {
            let counting = chunk.counting.entry(standing.contestant.id).or_default();
            counting.push((row.draft.platform().to_owned(), days));
        }
        Ok(Ok(Verdict::Changed))
    }
}

impl Row {
    /// The days on which its account counts towards the limit; none where it was rejected.
    fn counting(&self) -> Option<Counting> {
        let end = self.end.as_ref();
        let rejected = end.is_some_and(|it| it.state == AccountState::Rejected);
        (!rejected).then(|| (self.draft.received_on, end.map(|it| it.on)))
    }

    /// The column whose day lies in the future, or before the one that it follows.
    fn disorder(&self, today: Date) -> Option<&'static str> {
        let received = self.draft.received_on;
        let entered = self.registered_on.unwrap_or(received);
        if received > today {
            return Some("received_on");
        }
        if entered < received || entered > today {
            return Some("registered_on");
        }
        self.end.as_ref().filter(|end| end.on < entered || end.on > today).map(|_| "ended_on")
    }
}

impl End {
    /// First day on which its names are free.
    fn of_names(&self) -> Date {
        if self.state == AccountState::Rejected { self.on } else { day_after(self.on) }
    }
}

fn is_end(state: AccountState) -> bool {
    match state {
        AccountState::Rejected | AccountState::Closed | AccountState::Deactivated => true,
        AccountState::AwaitingVerification | AccountState::Registered => false,
    }
}
