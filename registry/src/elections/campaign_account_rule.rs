//! The rules of each election on campaign accounts: how many, until when, what then.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{AccountLimitScope, Confidence, Function, LateAccounts, Level};
use netra_entity::{Date, Ref, campaign_account_rule as account_rule, election};
use uuid::Uuid;

use crate::Registry;
use crate::elections;
use crate::ledger::error::{Error, Result, read};
use crate::ledger::write::{ActRequest, Done, Write, open_act};

/// A rule to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordCampaignAccountRuleInput {
    /// The election (pemilihan).
    pub election: Ref<election::Entity>,
    /// Code of the contest type (jenis pemilihan).
    pub contest_type: String,
    /// What the limit counts (cakupan batas).
    pub limit_scope: AccountLimitScope,
    /// The most accounts active at a time (jumlah paling banyak).
    pub max_accounts: i32,
    /// How many days before the first day of the campaign they must be registered.
    pub deadline_days: Option<i32>,
    /// The last day of registration, where it is named (batas pendaftaran).
    pub deadline_on: Option<Date>,
    /// What becomes of those that come later (kebijakan keterlambatan).
    pub late_accounts: LateAccounts,
    /// Last day on which an account may be open (batas penutupan).
    pub closing_on: Option<Date>,
    /// What closes them, in a word.
    pub closing_rule: Option<String>,
    /// Who receives a copy: codes of functions, of which one institution may be named after a
    /// colon, as `LAW_ENFORCEMENT:POLRI` (penerima salinan).
    pub copy_recipients: Vec<String>,
    /// Code of the regulation.
    pub instrument_code: Option<String>,
    /// Its article (pasal).
    pub article: Option<String>,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

impl Registry {
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
        input: &RecordCampaignAccountRuleInput,
    ) -> Result<Done> {
        read("election", &input.election)?;
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
pub(crate) async fn store(act: &mut Write, input: &RecordCampaignAccountRuleInput) -> Result<Uuid> {
    let election_id = read("election", &input.election)?;
    let election = elections::within::election(act.tx(), election_id).await?;
    let election = election.ok_or(Error::NotFound)?;
    let before = elections::within::account_rule(act, election.id, &input.contest_type).await?;
    let row = account_rule::Model {
        row_id: act.new_id(),
        id: before.as_ref().map_or_else(|| act.new_id(), |it| it.id),
        election_id,
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
    };
    let id = row.id;
    if let Some(before) = before {
        let before = act.take::<account_rule::Entity>(before.id, None).await?;
        act.put(&before, row, Vec::new()).await?;
    } else {
        act.add(row, Vec::new()).await?;
    }
    Ok(id)
}
