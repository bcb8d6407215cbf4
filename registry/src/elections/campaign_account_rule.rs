//! The rules of each election on campaign accounts: how many, until when, what then.

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{AccountLimitScope, Confidence, Function, LateAccounts, Level};
use netra_entity::{Date, campaign_account_rule as account_rule};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Registry;
use crate::elections;
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};

/// Kind of the record in events.
pub(crate) const KIND: &str = "campaign_account_rule";

/// A rule to record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRuleInput {
    /// The election.
    pub election_id: Uuid,
    /// Code of the contest type.
    pub contest_type: String,
    /// What the limit counts.
    pub limit_scope: AccountLimitScope,
    /// The most accounts active at a time.
    pub max_accounts: i32,
    /// How many days before the campaign they must be registered.
    pub deadline_days: Option<i32>,
    /// The last day of registration, where it is named.
    pub deadline_on: Option<Date>,
    /// What becomes of later ones.
    pub late_accounts: LateAccounts,
    /// Last day on which an account may be open.
    pub closing_on: Option<Date>,
    /// What closes them.
    pub closing_rule: Option<String>,
    /// Who receives a copy: functions, of which an institution may be named after a colon.
    pub copy_recipients: Vec<String>,
    /// Code of the regulation.
    pub instrument_code: Option<String>,
    /// Its article.
    pub article: Option<String>,
    /// Where the facts come from.
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

impl Registry {
    /// The rules of elections, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn account_rules_of(
        &self,
        permit: &Permit<of::ReadReference>,
        elections: &[Uuid],
    ) -> Result<Vec<account_rule::Model>> {
        use account_rule::Column;
        Ok(self
            .within::<netra_entity::campaign_account_rule::Entity, _>(permit, AsOf::Now)
            .filter(Column::SupersededBy.is_null())
            .filter(Column::ElectionId.is_in(elections.iter().copied()))
            .order_by_asc(Column::ContestType)
            .all(self.reader())
            .await?)
    }

    /// Records the rule of an election for one kind of contest, in place of the one before it.
    /// Accounts that are registered keep what they were judged by.
    ///
    /// # Errors
    /// `FORBIDDEN` below the central level; `CODE_UNKNOWN` for a recipient that is no function;
    /// `ACCOUNT_RULE_LIMIT`.
    pub async fn record_campaign_account_rule(
        &self,
        permit: &Permit<of::RecordCampaignAccountRule>,
        request: &ActRequest,
        input: &AccountRuleInput,
    ) -> Result<Done> {
        permit.covers_jurisdiction(Level::Central, None)?;
        if input.max_accounts < 1 {
            return Err(Error::invalid("maxAccounts", Rule::AccountRuleLimit));
        }
        if input.deadline_days.is_some_and(|days| days < 0) {
            return Err(Error::invalid("deadlineDays", Rule::AccountRuleLimit));
        }
        for (position, recipient) in input.copy_recipients.iter().enumerate() {
            let function = recipient.split(':').next().unwrap_or_default();
            if Function::parse(function).is_none() {
                let path = format!("copyRecipients.{position}");
                return Err(Error::invalid(path, Rule::CodeUnknown));
            }
        }
        let mut act = open_act!(self, permit, request);
        let id = store(&mut act, input).await?;
        act.commit(Some(id)).await
    }
}

/// Stores a rule in place of the present one.
pub(crate) async fn store(act: &mut Write, input: &AccountRuleInput) -> Result<Uuid> {
    let election = elections::within::election(act.tx(), input.election_id).await?;
    let election = election.ok_or(Error::NotFound)?;
    let before = elections::within::account_rule(act, election.id, &input.contest_type).await?;
    let (id, rev) = match &before {
        Some(before) => (before.id, act.next_rev(before.id).await?),
        None => (act.new_id(), 1),
    };
    act.supersede::<account_rule::Entity>(before.iter().map(|it| it.row_id).collect()).await?;
    act.insert(account_rule::Model {
        row_id: act.new_id(),
        id,
        election_id: input.election_id,
        contest_type: input.contest_type.clone(),
        limit_scope: input.limit_scope,
        max_accounts: input.max_accounts,
        deadline_days: input.deadline_days,
        deadline_on: input.deadline_on,
        late_accounts: input.late_accounts,
        closing_on: input.closing_on,
        closing_rule: input.closing_rule.clone(),
        copy_recipients: input.copy_recipients.join(";"),
        instrument_code: input.instrument_code.clone(),
        article: input.article.clone(),
        source: input.source.clone(),
        confidence: input.confidence,
        recorded_by: act.event_id(),
        superseded_by: None,
    })
    .await?;
    let mut after = serde_json::to_value(input)?;
    // As the row has it, so that the two can be compared.
    if let Some(recipients) = after.get_mut("copy_recipients") {
        *recipients = input.copy_recipients.join(";").into();
    }
    act.record(KIND, id, rev, &after)?;
    Ok(id)
}
