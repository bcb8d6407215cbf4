//! Contestants as a caller's reach shows them.

use netra_domain::policy::{Permit, of};
use netra_entity::code::ContestantState;
use netra_entity::{contestant, contestant_party, contestant_status};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;

type Reading = Permit<of::ReadCandidates>;

/// Which contestants are asked for.
#[derive(Clone, Debug, Default)]
pub struct ContestantFilter {
    /// Only those of this contest.
    pub contest_id: Option<Uuid>,
    /// Only this party's.
    pub party_id: Option<Uuid>,
    /// Only those in this state today.
    pub state: Option<ContestantState>,
}

impl Registry {
    /// Contestants in the order in which they were registered.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contestants(
        &self,
        permit: &Reading,
        filter: &ContestantFilter,
        window: &Window,
    ) -> Result<Page<contestant::Model>> {
        use contestant::Column;
        let condition = Condition::all()
            .add_option(filter.contest_id.map(|it| Column::ContestId.eq(it)))
            .add_option(filter.party_id.map(|it| Column::PartyId.eq(it)))
            .add_option(filter.state.map(|it| Column::State.eq(it)));
        let select = self.within::<contestant::Entity, _>(permit, AsOf::Now).filter(condition);
        let page = page::cut(self.reader(), select, &[Column::Id], window).await?;
        Ok(self.showing_page(page))
    }

    /// One contestant.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn contestant(&self, permit: &Reading, id: Uuid) -> Result<contestant::Model> {
        self.contestants_by_ids(permit, &[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// Contestants by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contestants_by_ids(
        &self,
        permit: &Reading,
        ids: &[Uuid],
    ) -> Result<Vec<contestant::Model>> {
        let rows = self
            .within::<contestant::Entity, _>(permit, AsOf::Now)
            .filter(contestant::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?;
        Ok(self.showing(rows))
    }

    /// Contestants of contests, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contestants_of(
        &self,
        permit: &Reading,
        contests: &[Uuid],
    ) -> Result<Vec<contestant::Model>> {
        use contestant::Column;
        let rows = self
            .within::<contestant::Entity, _>(permit, AsOf::Now)
            .filter(Column::ContestId.is_in(contests.iter().copied()))
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?;
        Ok(self.showing(rows))
    }

    /// The parties that nominate contestants, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn nominating_parties_of(
        &self,
        permit: &Reading,
        contestants: &[Uuid],
    ) -> Result<Vec<contestant_party::Model>> {
        Ok(self
            .within::<contestant_party::Entity, _>(permit, AsOf::Now)
            .filter(contestant_party::Column::ContestantId.is_in(contestants.iter().copied()))
            .order_by_asc(contestant_party::Column::PartyId)
            .all(self.reader())
            .await?)
    }

    /// What contestants became, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contestant_statuses_of(
        &self,
        permit: &Reading,
        contestants: &[Uuid],
    ) -> Result<Vec<contestant_status::Model>> {
        use contestant_status::Column;
        Ok(self
            .within::<contestant_status::Entity, _>(permit, AsOf::Now)
            .filter(Column::ContestantId.is_in(contestants.iter().copied()))
            .order_by_asc(Column::ValidFrom)
            .order_by_asc(Column::RowId)
            .all(self.reader())
            .await?)
    }
}
