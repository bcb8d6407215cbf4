//! Campaign accounts in the contract.

mod act;
pub(in crate::graphql) mod look_up;

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use netra_domain::campaign_account::LIFE;
use netra_domain::policy::{Act, of};
use netra_entity::{
    Ref, campaign_account, campaign_account_copy, campaign_account_imitation, campaign_account_name,
};
use netra_registry::Registry;
use netra_registry::elections::campaign_account::CampaignAccountFilterInput;

use crate::graphql::elections::candidate::Candidate;
use crate::graphql::elections::contestant::Contestant;
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::as_of::AsOf;
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::noun::{Noun, children, find, list, list_as_of, nested, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::record::Record;
use crate::graphql::office::institution::Institution;

pub(in crate::graphql) use act::CampaignAccountMutation;

/// An account that campaigns for a contestant (akun media sosial kampanye).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct CampaignAccount {
    #[graphql(flatten)]
    pub(in crate::graphql) row: campaign_account::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    CampaignAccount shows campaign_account under ReadCampaignAccounts as CampaignAccount;
    CampaignAccountName shows campaign_account_name under ReadCampaignAccounts;
    AccountImitation shows campaign_account_imitation under ReadCampaignAccounts;
    CampaignAccountCopy shows campaign_account_copy under ReadAccountCopies;
}

#[ComplexObject]
impl CampaignAccount {
    /// Whose account it is (peserta).
    async fn contestant(&self, ctx: &Context<'_>) -> Option<Contestant> {
        nested(ctx, self.row.contestant_id).await
    }

    /// The candidate, if it is tied to one (calon).
    async fn candidate(&self, ctx: &Context<'_>) -> Option<Candidate> {
        nested(ctx, self.row.candidate_id).await
    }

    /// The addresses that it had and has, the first one first (riwayat alamat).
    async fn names(&self, ctx: &Context<'_>) -> Option<Vec<CampaignAccountName>> {
        Some(children(ctx, self.row.id).await)
    }

    /// Addresses that only pretend to be this account (akun tiruan).
    async fn imitations(&self, ctx: &Context<'_>) -> Option<Vec<AccountImitation>> {
        Some(children(ctx, self.row.id).await)
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        available(Call::of(ctx), &LIFE.acts(self.row.state))
    }
}

/// An address under which an account was to be found from a day to a day (riwayat alamat akun).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct CampaignAccountName {
    #[graphql(flatten)]
    row: campaign_account_name::Model,
}

#[ComplexObject]
impl CampaignAccountName {
    /// The address in the normal form (alamat).
    async fn url(&self) -> &str {
        &self.row.key
    }
}

/// An address that only pretends to be a contestant's account (akun tiruan).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct AccountImitation {
    #[graphql(flatten)]
    pub(in crate::graphql) row: campaign_account_imitation::Model,
}

#[ComplexObject]
impl AccountImitation {
    /// The account that it imitates.
    async fn account(&self, ctx: &Context<'_>) -> Option<CampaignAccount> {
        nested(ctx, self.row.account_id).await
    }
}

/// A copy of an account's registration that is due to an office (tembusan pendaftaran akun).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct CampaignAccountCopy {
    #[graphql(flatten)]
    pub(in crate::graphql) row: campaign_account_copy::Model,
}

#[ComplexObject]
impl CampaignAccountCopy {
    /// Global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        show(Kind::CampaignAccountCopy, self.row.id)
    }

    /// The account, also while it awaits verification.
    async fn account(&self, ctx: &Context<'_>) -> Option<CampaignAccount> {
        nested::<CopiedAccount>(ctx, self.row.account_id)
            .await
            .map(|it| CampaignAccount::show(it.0))
    }

    /// The institution that receives it (instansi penerima).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }
}

/// An account of which an office receives a copy, also while it awaits verification.
struct CopiedAccount(campaign_account::Model);

impl Noun for CopiedAccount {
    type Table = campaign_account::Entity;
    type Read = of::ReadAccountCopies;

    fn show(row: campaign_account::Model) -> Self {
        Self(row)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CampaignAccountQuery;

/// Campaign accounts.
#[Object]
impl CampaignAccountQuery {
    /// One campaign account. Everybody reads those that are entered; the election administration
    /// also those that await verification.
    #[graphql(directive = access::apply(word(Act::ReadCampaignAccounts), roles(Act::ReadCampaignAccounts)))]
    async fn campaign_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: Ref<campaign_account::Entity>,
    ) -> Option<CampaignAccount> {
        find(ctx, "id", &id).await
    }

    /// Campaign accounts in the order in which they were registered (daftar akun kampanye).
    #[graphql(directive = access::apply(word(Act::ReadCampaignAccounts), roles(Act::ReadCampaignAccounts)))]
    async fn campaign_accounts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<CampaignAccountFilterInput>,
        #[graphql(desc = "What was known at this point; now by default.")] as_of: Option<AsOf>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<CampaignAccount>> {
        let paging = Paging { first, after, last, before };
        list_as_of(ctx, "campaignAccounts", paging, (filter, as_of), Registry::campaign_accounts)
            .await
    }

    /// The copies of registrations that are due to the caller's own office, in their order
    /// (tembusan untuk Bawaslu, Polri dan kementerian).
    #[graphql(directive = access::apply(word(Act::ReadAccountCopies), roles(Act::ReadAccountCopies)))]
    async fn campaign_account_copies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<CampaignAccountCopy>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "campaignAccountCopies", paging, Some(()), async |it, permit, (), window| {
            it.account_copies(permit, window).await
        })
        .await
    }
}
