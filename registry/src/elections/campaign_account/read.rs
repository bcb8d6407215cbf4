//! Accounts, their names, imitations and copies within the reach.

use std::collections::HashMap;

use async_graphql::InputObject;
use netra_domain::policy::{Permit, of};
use netra_entity::code::AccountState;
use netra_entity::{
    Date, Ref, campaign_account, campaign_account_copy, campaign_account_imitation,
    campaign_account_name, contest, contestant, election,
};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::Registry;
use crate::law::code_list::Codes;
use crate::ledger::error::{Result, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::office::region::on_day;

type Reading = Permit<of::ReadCampaignAccounts>;

/// The most accounts shown that look like another.
const MOST_ALIKE: u64 = 500;

/// Which accounts are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CampaignAccountFilterInput {
    /// Only those of this contestant (peserta).
    pub contestant: Option<Ref<contestant::Entity>>,
    /// Only those of this contest.
    pub contest: Option<Ref<contest::Entity>>,
    /// Only those of this election (pemilihan).
    pub election: Option<Ref<election::Entity>>,
    /// Only those of this platform, code list `PLATFORM`.
    pub platform: Option<String>,
    /// Only those in this state now (status).
    pub state: Option<AccountState>,
}

impl Registry {
    /// Accounts in the order in which they were registered.
    ///
    /// # Errors
    /// `CODE_UNKNOWN` for a platform that there is not.
    pub async fn campaign_accounts(
        &self,
        permit: &Reading,
        filter: &CampaignAccountFilterInput,
        as_of: AsOf,
        window: &Window,
    ) -> Result<Page<campaign_account::Model>> {
        use campaign_account::Column;
        let contestant = read_optional("filter.contestant", filter.contestant.as_ref())?;
        let contest = read_optional("filter.contest", filter.contest.as_ref())?;
        let election = read_optional("filter.election", filter.election.as_ref())?;
        if filter.platform.is_some() {
            let codes = Codes::load(self.reader(), &["PLATFORM"]).await?;
            codes.check_ever("filter.platform", "PLATFORM", filter.platform.as_deref())?;
        }
        let condition = Condition::all()
            .add_option(contestant.map(|id| Column::ContestantId.eq(id)))
            .add_option(contest.map(|id| Column::ContestId.eq(id)))
            .add_option(election.map(|id| Column::ElectionId.eq(id)))
            .add_option(filter.platform.as_ref().map(|code| Column::Platform.eq(code)))
            .add_option(filter.state.map(|state| Column::State.eq(state)));
        let select = self.within::<campaign_account::Entity, _>(permit, as_of);
        self.page(select.filter(condition), &[Column::Id], window).await
    }

    /// Reports by which addresses imitate accounts, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn account_imitations_at(
        &self,
        permit: &Reading,
        urls: &[String],
    ) -> Result<Vec<campaign_account_imitation::Model>> {
        use campaign_account_imitation::Column;
        let found = self
            .within::<campaign_account_imitation::Entity, _>(permit, AsOf::Now)
            .filter(Column::Url.is_in(urls));
        self.all(found.order_by_asc(Column::Id)).await
    }

    /// The accounts on a day whose names the eye takes for another, by the skeleton of that.
    ///
    /// # Errors
    /// The database's own.
    pub async fn accounts_alike(
        &self,
        permit: &Reading,
        skeletons: &[String],
        on: Date,
    ) -> Result<HashMap<String, Vec<(String, campaign_account::Model)>>> {
        use campaign_account_name::Column;
        let names = self
            .within::<campaign_account_name::Entity, _>(permit, AsOf::Now)
            .filter(Column::Skeleton.is_in(skeletons))
            .filter(on_day(Column::ValidFrom, Column::ValidTo, on))
            .order_by_asc(Column::RowId)
            .limit(MOST_ALIKE);
        let names = self.all(names).await?;
        let ids: Vec<Uuid> = names.iter().map(|it| it.account_id).collect();
        let accounts = self.by_ids::<campaign_account::Entity, _>(permit, &ids).await?;
        let accounts: HashMap<Uuid, _> = accounts.into_iter().map(|it| (it.id, it)).collect();
        let mut alike: HashMap<String, Vec<_>> = HashMap::new();
        for name in names {
            if let (Some(skeleton), Some(account)) = (name.skeleton, accounts.get(&name.account_id))
            {
                alike.entry(skeleton).or_default().push((name.key, account.clone()));
            }
        }
        Ok(alike)
    }

    /// The copies that are due to one's own office, in their order.
    ///
    /// # Errors
    /// The database's own.
    pub async fn account_copies(
        &self,
        permit: &Permit<of::ReadAccountCopies>,
        window: &Window,
    ) -> Result<Page<campaign_account_copy::Model>> {
        let select = self.within::<campaign_account_copy::Entity, _>(permit, AsOf::Now);
        self.page(select, &[campaign_account_copy::Column::Id], window).await
    }
}
