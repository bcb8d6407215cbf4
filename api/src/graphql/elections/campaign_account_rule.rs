//! The rules of each election on campaign accounts, in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::code::{AccountLimitScope, Confidence, LateAccounts};
use netra_entity::{Date, campaign_account_rule as account_rule};
use netra_registry::elections::campaign_account_rule::AccountRuleInput;

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, show};
use crate::graphql::kernel::noun::{Noun, nouns};
use crate::graphql::kernel::receipt::Receipt;

/// How many accounts a contestant may register until when, in one kind of contest of one election
/// (ketentuan akun kampanye).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct CampaignAccountRule {
    #[graphql(flatten)]
    pub(in crate::graphql) row: account_rule::Model,
}

nouns! {
    CampaignAccountRule shows campaign_account_rule under ReadReference;
}

#[ComplexObject]
impl CampaignAccountRule {
    /// Global id of its election.
    async fn election_id(&self) -> ID {
        show(Kind::Election, self.row.election_id)
    }
}

/// A rule to record.
#[derive(InputObject)]
pub(in crate::graphql) struct RecordCampaignAccountRuleInput {
    /// The election (pemilihan).
    election: ID,
    /// Code of the contest type (jenis pemilihan).
    contest_type: String,
    /// What the limit counts (cakupan batas).
    limit_scope: AccountLimitScope,
    /// The most accounts active at a time (jumlah paling banyak).
    max_accounts: i32,
    /// How many days before the first day of the campaign they must be registered.
    deadline_days: Option<i32>,
    /// The last day of registration, where it is named (batas pendaftaran).
    deadline_on: Option<Date>,
    /// What becomes of those that come later (kebijakan keterlambatan).
    late_accounts: LateAccounts,
    /// Last day on which an account may be open (batas penutupan).
    closing_on: Option<Date>,
    /// What closes them, in a word.
    closing_rule: Option<String>,
    /// Who receives a copy: codes of functions, of which one institution may be named after a
    /// colon, as `LAW_ENFORCEMENT:POLRI` (penerima salinan).
    copy_recipients: Vec<String>,
    /// Code of the regulation.
    instrument_code: Option<String>,
    /// Its article (pasal).
    article: Option<String>,
    /// Where the facts come from (sumber).
    source: String,
    /// How sure they are.
    confidence: Confidence,
}

/// What `recordCampaignAccountRule` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RecordCampaignAccountRulePayload {
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct CampaignAccountRuleQuery;

/// Rules on campaign accounts.
#[Object]
impl CampaignAccountRuleQuery {
    /// The rules of an election on campaign accounts, one for each kind of contest (ketentuan akun
    /// kampanye).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn campaign_account_rules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the election.")] election: ID,
    ) -> Option<Vec<CampaignAccountRule>> {
        let call = Call::of(ctx);
        let listed = async {
            let id = read("election", Kind::Election, &election)?;
            call.registry().account_rules_of(&call.permit()?, &[id]).await
        };
        let rule = CampaignAccountRule::show;
        answer(ctx, listed.await).map(|rows| rows.into_iter().map(rule).collect())
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CampaignAccountRuleMutation;

/// Acts on rules about campaign accounts.
#[Object]
impl CampaignAccountRuleMutation {
    /// Records the rule of an election on campaign accounts of one kind of contest, in place of
    /// the one before; only the central election administration does (penetapan ketentuan akun).
    #[graphql(directive = access::apply(word(Act::RecordCampaignAccountRule), roles(Act::RecordCampaignAccountRule)))]
    async fn record_campaign_account_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule.")] input: RecordCampaignAccountRuleInput,
    ) -> Option<RecordCampaignAccountRulePayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "recordCampaignAccountRule")?;
            let input = AccountRuleInput {
                election_id: read("input.election", Kind::Election, &input.election)?,
                contest_type: input.contest_type,
                limit_scope: input.limit_scope,
                max_accounts: input.max_accounts,
                deadline_days: input.deadline_days,
                deadline_on: input.deadline_on,
                late_accounts: input.late_accounts,
                closing_on: input.closing_on,
                closing_rule: input.closing_rule,
                copy_recipients: input.copy_recipients,
                instrument_code: input.instrument_code,
                article: input.article,
                source: input.source,
                confidence: input.confidence,
            };
            call.registry().record_campaign_account_rule(&permit, &request, &input).await
        };
        let payload = |done| RecordCampaignAccountRulePayload { receipt: Receipt::of(&done) };
        answer(ctx, done.await).map(payload)
    }
}
