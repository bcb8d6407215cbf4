//! Campaign accounts in the contract.

mod act;
pub(in crate::graphql) mod look_up;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::campaign_account as rules;
use netra_domain::policy::Act;
use netra_entity::code::AccountState;
use netra_entity::{
    campaign_account, campaign_account_copy, campaign_account_imitation, campaign_account_name,
};
use netra_registry::elections::campaign_account::AccountFilter;
use uuid::Uuid;

use crate::graphql::elections::candidate::Candidate;
use crate::graphql::elections::contestant::Contestant;
use crate::graphql::kernel::access::{AvailableAct, access, available, roles, word};
use crate::graphql::kernel::as_of::AsOf;
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::history::{self, Asked, RecordHistory};
use crate::graphql::kernel::id::{Kind, read, read_optional, show};
use crate::graphql::kernel::loader::{
    AccountNamesOf, CampaignAccountOf, CandidateOf, ContestantOf, CopiedAccountOf, ImitationsOf,
    RevisionOf, load,
};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::office::institution::{self, Institution};

pub(in crate::graphql) use act::CampaignAccountMutation;

/// An account that campaigns for a contestant (akun media sosial kampanye).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct CampaignAccount {
    #[graphql(flatten)]
    pub(in crate::graphql) row: campaign_account::Model,
}

#[ComplexObject]
impl CampaignAccount {
    /// Global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        show(Kind::CampaignAccount, self.row.id)
    }

    /// Whose account it is (peserta).
    async fn contestant(&self, ctx: &Context<'_>) -> Option<Contestant> {
        let row = load(ctx, ContestantOf(self.row.contestant_id)).await?;
        Some(Contestant { row })
    }

    /// The candidate, if it is tied to one (calon).
    async fn candidate(&self, ctx: &Context<'_>) -> Option<Candidate> {
        let row = load(ctx, CandidateOf(self.row.candidate_id?)).await?;
        Some(Candidate { row })
    }

    /// The addresses that it had and has, the first one first (riwayat alamat).
    async fn names(&self, ctx: &Context<'_>) -> Option<Vec<CampaignAccountName>> {
        let loaded = load(ctx, AccountNamesOf(self.row.id)).await;
        let name = |row| CampaignAccountName { row };
        Some(loaded.unwrap_or_default().into_iter().map(name).collect())
    }

    /// Addresses that only pretend to be this account (akun tiruan).
    async fn imitations(&self, ctx: &Context<'_>) -> Option<Vec<AccountImitation>> {
        let loaded = load(ctx, ImitationsOf(self.row.id)).await;
        Some(loaded.unwrap_or_default().into_iter().map(|row| AccountImitation { row }).collect())
    }

    /// Revision of the record now, from 1; what `expectedVersion` names.
    async fn rev(&self, ctx: &Context<'_>) -> Option<i32> {
        load(ctx, RevisionOf(self.row.id)).await
    }

    /// Acts that concern it, and whether they are open to the caller (tindakan yang tersedia).
    async fn available_acts(&self, ctx: &Context<'_>) -> Vec<AvailableAct> {
        let state = self.row.state;
        available(
            Call::of(ctx),
            &[
                (Act::VerifyCampaignAccount, rules::check_verifiable(state)),
                (Act::RenameCampaignAccount, rules::check_renamable(state)),
                (Act::CloseCampaignAccount, rules::check_closable(state)),
                (Act::ReportAccountImitation, Ok(())),
            ],
        )
    }

    /// What changed, by which office and when, newest first (riwayat).
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "What was known at this point; now by default.")] as_of: Option<AsOf>,
    ) -> Option<RecordHistory> {
        history::of(ctx, self.row.id, Asked { first, after, as_of }).await
    }
}

/// A nested account.
pub(in crate::graphql) async fn by_id(ctx: &Context<'_>, id: Uuid) -> Option<CampaignAccount> {
    let row = load(ctx, CampaignAccountOf(id)).await?;
    Some(CampaignAccount { row })
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
        by_id(ctx, self.row.account_id).await
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
        let row = load(ctx, CopiedAccountOf(self.row.account_id)).await?;
        Some(CampaignAccount { row })
    }

    /// The institution that receives it (instansi penerima).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        institution::by_id(ctx, self.row.institution_id?).await
    }
}

/// Which accounts are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct CampaignAccountFilterInput {
    /// Only those of this contestant (peserta).
    contestant: Option<ID>,
    /// Only those of this contest.
    contest: Option<ID>,
    /// Only those of this election (pemilihan).
    election: Option<ID>,
    /// Only those of this platform, code list `PLATFORM`.
    platform: Option<String>,
    /// Only those in this state now (status).
    state: Option<AccountState>,
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
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Option<CampaignAccount> {
        let call = Call::of(ctx);
        let found = async {
            let id = read("id", Kind::CampaignAccount, &id)?;
            call.registry().campaign_account(&call.permit()?, id).await
        };
        answer(ctx, found.await).map(|row| CampaignAccount { row })
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
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default().read()?;
            let as_of = as_of.map(|it| it.input()).transpose()?;
            let paged = Paged::new(call, "campaignAccounts", &(&filter, &as_of));
            let window = paged.window(&Paging { first, after, last, before })?;
            let permit = call.permit()?;
            let as_of = call.as_of(as_of).await?;
            let page = call.registry().campaign_accounts(&permit, &filter, as_of, &window).await?;
            let key = |row: &campaign_account::Model| vec![row.id.to_string()];
            Ok(paged.connect(page, key, |row| CampaignAccount { row }))
        };
        answer(ctx, listed.await)
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
        let call = Call::of(ctx);
        let listed = async {
            let paged = Paged::new(call, "campaignAccountCopies", &());
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().account_copies(&call.permit()?, &window).await?;
            let key = |row: &campaign_account_copy::Model| vec![row.id.to_string()];
            Ok(paged.connect(page, key, |row| CampaignAccountCopy { row }))
        };
        answer(ctx, listed.await)
    }
}

impl CampaignAccountFilterInput {
    fn read(self) -> netra_registry::Result<AccountFilter> {
        let contestant = self.contestant.as_ref();
        Ok(AccountFilter {
            contestant_id: read_optional("filter.contestant", Kind::Contestant, contestant)?,
            contest_id: read_optional("filter.contest", Kind::Contest, self.contest.as_ref())?,
            election_id: read_optional("filter.election", Kind::Election, self.election.as_ref())?,
            platform: self.platform,
            state: self.state,
        })
    }
}
