//! Contests, their types, districts, rounds and phases as everybody reads them.

use std::collections::HashMap;

use netra_domain::policy::{Permit, of};
use netra_entity::{
    Date, contest, contest_exception, contest_phase, contest_round, contest_type,
    electoral_district,
};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::CHUNK;

type Reading = Permit<of::ReadReference>;

/// Which contests are asked for.
#[derive(Clone, Debug, Default)]
pub struct ContestFilter {
    /// Only those of this election.
    pub election_id: Option<Uuid>,
    /// Only those of this type.
    pub contest_type: Option<String>,
    /// Only those held in exactly this region.
    pub region_code: Option<String>,
}

/// Which districts are asked for.
#[derive(Clone, Debug, Default)]
pub struct DistrictFilter {
    /// Only those of this contest.
    pub contest_id: Option<Uuid>,
}

impl Registry {
    /// The contest types, in their order.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contest_types(&self, permit: &Reading) -> Result<Vec<contest_type::Model>> {
        Ok(self
            .within::<contest_type::Entity, _>(permit, AsOf::Now)
            .order_by_asc(contest_type::Column::Ordinal)
            .all(self.reader())
            .await?)
    }

    /// Where the law departs from contest types.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contest_exceptions(
        &self,
        permit: &Reading,
    ) -> Result<Vec<contest_exception::Model>> {
        use contest_exception::Column;
        Ok(self
            .within::<contest_exception::Entity, _>(permit, AsOf::Now)
            .order_by_asc(Column::ContestType)
            .order_by_asc(Column::RegionCode)
            .all(self.reader())
            .await?)
    }

    /// Contests in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contests(
        &self,
        permit: &Reading,
        filter: &ContestFilter,
        window: &Window,
    ) -> Result<Page<contest::Model>> {
        use contest::Column;
        let condition = Condition::all()
            .add_option(filter.election_id.map(|it| Column::ElectionId.eq(it)))
            .add_option(filter.contest_type.as_ref().map(|it| Column::ContestType.eq(it)))
            .add_option(filter.region_code.as_ref().map(|it| Column::RegionCode.eq(it)));
        let select = self.within::<contest::Entity, _>(permit, AsOf::Now).filter(condition);
        page::cut(self.reader(), select, &[Column::Code, Column::Id], window).await
    }

    /// One contest.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn contest(&self, permit: &Reading, id: Uuid) -> Result<contest::Model> {
        self.contests_by_ids(permit, &[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// Contests by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contests_by_ids(
        &self,
        permit: &Reading,
        ids: &[Uuid],
    ) -> Result<Vec<contest::Model>> {
        Ok(self
            .within::<contest::Entity, _>(permit, AsOf::Now)
            .filter(contest::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// Rounds of contests, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn rounds_of(
        &self,
        permit: &Reading,
        contests: &[Uuid],
    ) -> Result<Vec<contest_round::Model>> {
        use contest_round::Column;
        Ok(self
            .within::<contest_round::Entity, _>(permit, AsOf::Now)
            .filter(Column::ContestId.is_in(contests.iter().copied()))
            .order_by_asc(Column::Number)
            .all(self.reader())
            .await?)
    }

    /// The days on which elections were concluded: when the last round of the last of all their
    /// contests was. An election that is not concluded, or has no contest, is left out.
    ///
    /// # Errors
    /// The database's own.
    pub async fn conclusions_of(
        &self,
        permit: &Reading,
        elections: &[Uuid],
    ) -> Result<HashMap<Uuid, Date>> {
        let contests = self
            .within::<contest::Entity, _>(permit, AsOf::Now)
            .filter(contest::Column::ElectionId.is_in(elections.iter().copied()))
            .all(self.reader())
            .await?;
        let ids: Vec<Uuid> = contests.iter().map(|it| it.id).collect();
        let mut last: HashMap<Uuid, Option<Date>> = HashMap::new();
        for ids in ids.chunks(CHUNK) {
            // In the order of their numbers: the last one stays.
            for round in self.rounds_of(permit, ids).await? {
                last.insert(round.contest_id, round.concluded_on);
            }
        }
        let concluded = |election: &Uuid| {
            let own = contests.iter().filter(|it| it.election_id == *election);
            let days = own.map(|it| last.get(&it.id).copied().flatten());
            let days = days.collect::<Option<Vec<Date>>>()?;
            Some((*election, days.into_iter().max()?))
        };
        Ok(elections.iter().filter_map(concluded).collect())
    }

    /// Phases of rounds, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contest_phases_of(
        &self,
        permit: &Reading,
        rounds: &[Uuid],
    ) -> Result<Vec<contest_phase::Model>> {
        use contest_phase::Column;
        Ok(self
            .within::<contest_phase::Entity, _>(permit, AsOf::Now)
            .filter(Column::RoundId.is_in(rounds.iter().copied()))
            .order_by_asc(Column::StartsOn)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
    }

    /// Electoral districts in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn electoral_districts(
        &self,
        permit: &Reading,
        filter: &DistrictFilter,
        window: &Window,
    ) -> Result<Page<electoral_district::Model>> {
        use electoral_district::Column;
        let condition =
            Condition::all().add_option(filter.contest_id.map(|it| Column::ContestId.eq(it)));
        let select =
            self.within::<electoral_district::Entity, _>(permit, AsOf::Now).filter(condition);
        page::cut(self.reader(), select, &[Column::Code, Column::Id], window).await
    }

    /// Districts by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn districts_by_ids(
        &self,
        permit: &Reading,
        ids: &[Uuid],
    ) -> Result<Vec<electoral_district::Model>> {
        Ok(self
            .within::<electoral_district::Entity, _>(permit, AsOf::Now)
            .filter(electoral_district::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }
}
