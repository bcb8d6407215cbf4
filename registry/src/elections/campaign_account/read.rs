//! Accounts, their names, imitations and copies within the reach.

use std::collections::HashMap;

use netra_domain::policy::{Permit, of};
use netra_entity::code::AccountState;
use netra_entity::{
    Date, campaign_account, campaign_account_copy, campaign_account_imitation,
    campaign_account_name,
};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::Registry;
use crate::elections;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::office::region::on_day;

type Reading = Permit<of::ReadCampaignAccounts>;

/// The most accounts shown that look like another.
const MOST_ALIKE: u64 = 500;

/// Which accounts are asked for.
#[derive(Clone, Debug, Default)]
pub struct AccountFilter {
    /// Only those of this contestant.
    pub contestant_id: Option<Uuid>,
    /// Only those of this contest.
    pub contest_id: Option<Uuid>,
    /// Only those of this election.
    pub election_id: Option<Uuid>,
    /// Only those of this platform.
    pub platform: Option<String>,
    /// Only those in this state.
    pub state: Option<AccountState>,
}

impl Registry {
    /// Accounts in the order in which they were registered.
    ///
    /// # Errors
    /// The database's own.
    pub async fn campaign_accounts(
        &self,
        permit: &Reading,
        filter: &AccountFilter,
        as_of: AsOf,
        window: &Window,
    ) -> Result<Page<campaign_account::Model>> {
        use campaign_account::Column;
        let condition = Condition::all()
            .add_option(filter.contestant_id.map(|id| Column::ContestantId.eq(id)))
            .add_option(filter.contest_id.map(|id| Column::ContestId.eq(id)))
            .add_option(filter.election_id.map(|id| Column::ElectionId.eq(id)))
            .add_option(filter.platform.as_ref().map(|code| Column::Platform.eq(code)))
            .add_option(filter.state.map(|state| Column::State.eq(state)));
        let select = elections::find::campaign_accounts(permit, as_of).filter(condition);
        page::cut(self.reader(), select, &[Column::Id], page::id_only, window).await
    }

    /// One account.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn campaign_account(
        &self,
        permit: &Reading,
        id: Uuid,
    ) -> Result<campaign_account::Model> {
        self.campaign_accounts_by_ids(permit, &[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// Accounts by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn campaign_accounts_by_ids(
        &self,
        permit: &Reading,
        ids: &[Uuid],
    ) -> Result<Vec<campaign_account::Model>> {
        Ok(elections::find::campaign_accounts(permit, AsOf::Now)
            .filter(campaign_account::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// The addresses that accounts had and have, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn account_names_of(
        &self,
        permit: &Reading,
        accounts: &[Uuid],
    ) -> Result<Vec<campaign_account_name::Model>> {
        use campaign_account_name::Column;
        Ok(elections::find::account_names(permit)
            .filter(Column::AccountId.is_in(accounts.iter().copied()))
            .order_by_asc(Column::ValidFrom)
            .order_by_asc(Column::RowId)
            .all(self.reader())
            .await?)
    }

    /// What imitates accounts, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn account_imitations_of(
        &self,
        permit: &Reading,
        accounts: &[Uuid],
    ) -> Result<Vec<campaign_account_imitation::Model>> {
        use campaign_account_imitation::Column;
        Ok(elections::find::account_imitations(permit)
            .filter(Column::AccountId.is_in(accounts.iter().copied()))
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
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
        Ok(elections::find::account_imitations(permit)
            .filter(Column::Url.is_in(urls))
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
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
        let names = elections::find::account_names(permit)
            .filter(Column::Skeleton.is_in(skeletons))
            .filter(on_day(Column::ValidFrom, Column::ValidTo, on))
            .order_by_asc(Column::RowId)
            .limit(MOST_ALIKE)
            .all(self.reader())
            .await?;
        let ids: Vec<Uuid> = names.iter().map(|it| it.account_id).collect();
        let accounts = self.campaign_accounts_by_ids(permit, &ids).await?;
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
        let select = elections::find::account_copies(permit);
        let id = campaign_account_copy::Column::Id;
        page::cut(self.reader(), select, &[id], page::id_only, window).await
    }

    /// Copies of one's own office by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn account_copies_by_ids(
        &self,
        permit: &Permit<of::ReadAccountCopies>,
        ids: &[Uuid],
    ) -> Result<Vec<campaign_account_copy::Model>> {
        Ok(elections::find::account_copies(permit)
            .filter(campaign_account_copy::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// The accounts of which one's own office receives copies, those that await verification
    /// included.
    ///
    /// # Errors
    /// The database's own.
    pub async fn copied_accounts(
        &self,
        permit: &Permit<of::ReadAccountCopies>,
        ids: &[Uuid],
    ) -> Result<Vec<campaign_account::Model>> {
        Ok(elections::find::copied_accounts(permit)
            .filter(campaign_account::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }
}
