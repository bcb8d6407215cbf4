//! Acts on campaign accounts in the contract.

use async_graphql::{Context, Object};
use netra_domain::policy::Act;
use netra_registry::Registry;
use netra_registry::elections::campaign_account::{
    CloseCampaignAccountInput, RegisterCampaignAccountInput, RenameCampaignAccountInput,
    ReportAccountImitationInput, VerifyCampaignAccountInput,
};

use super::CampaignAccount;
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::noun::act;
use crate::graphql::kernel::payload::payloads;

payloads! {
    /// What an act on an account answers.
    CampaignAccountPayload {
        /// The account.
        campaign_account: CampaignAccount
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CampaignAccountMutation;

/// Acts on campaign accounts.
#[Object]
impl CampaignAccountMutation {
    /// Registers an account for a contestant, by the election administration at the contest's
    /// level; it awaits verification (pendaftaran akun kampanye).
    #[graphql(directive = access::apply(word(Act::RegisterCampaignAccount), roles(Act::RegisterCampaignAccount)))]
    async fn register_campaign_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: RegisterCampaignAccountInput,
    ) -> Option<CampaignAccountPayload> {
        act(ctx, &input, Registry::register_campaign_account).await
    }

    /// Enters an account into the register, or rejects it with its reason (verifikasi akun).
    #[graphql(directive = access::apply(word(Act::VerifyCampaignAccount), roles(Act::VerifyCampaignAccount)))]
    async fn verify_campaign_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: VerifyCampaignAccountInput,
    ) -> Option<CampaignAccountPayload> {
        act(ctx, &input, Registry::verify_campaign_account).await
    }

    /// Records that an account is found under another address; the old one stays in its history
    /// (perubahan nama akun).
    #[graphql(directive = access::apply(word(Act::RenameCampaignAccount), roles(Act::RenameCampaignAccount)))]
    async fn rename_campaign_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new address.")] input: RenameCampaignAccountInput,
    ) -> Option<CampaignAccountPayload> {
        act(ctx, &input, Registry::rename_campaign_account).await
    }

    /// Ends an account; its history stays (penutupan akun).
    #[graphql(directive = access::apply(word(Act::CloseCampaignAccount), roles(Act::CloseCampaignAccount)))]
    async fn close_campaign_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What ends, and why.")] input: CloseCampaignAccountInput,
    ) -> Option<CampaignAccountPayload> {
        act(ctx, &input, Registry::close_campaign_account).await
    }

    /// Records an address that only pretends to be a contestant's account (laporan akun tiruan).
    #[graphql(directive = access::apply(word(Act::ReportAccountImitation), roles(Act::ReportAccountImitation)))]
    async fn report_account_imitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What imitates which account.")] input: ReportAccountImitationInput,
    ) -> Option<CampaignAccountPayload> {
        act(ctx, &input, Registry::report_account_imitation).await
    }
}
