//! The rules of each election on campaign accounts, in the contract.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::{Act, of};
use netra_entity::{Ref, campaign_account_rule as account_rule, election};
use netra_registry::elections::campaign_account_rule::RecordCampaignAccountRuleInput;
use netra_registry::{Done, Error, Registry};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::noun::{Noun, act, nouns};
use crate::graphql::kernel::payload::Payload;
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

/// What `recordCampaignAccountRule` answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RecordCampaignAccountRulePayload {
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

impl Payload for RecordCampaignAccountRulePayload {
    async fn of(_: &Call, done: Done) -> Result<Self, Error> {
        Ok(Self { receipt: Receipt::of(&done) })
    }
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
        #[graphql(desc = "Global id of the election.")] election: Ref<election::Entity>,
    ) -> Option<Vec<CampaignAccountRule>> {
        let call = Call::of(ctx);
        let listed = async {
            let id = election.id().ok_or(Error::invalid("election", Rule::IdInvalid))?;
            let permit = call.permit::<of::ReadReference>()?;
            call.registry().children::<account_rule::Entity, _>(&permit, &[id]).await
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
        act(ctx, &input, Registry::record_campaign_account_rule).await
    }
}
