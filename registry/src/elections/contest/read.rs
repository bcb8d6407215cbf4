//! Contests, their types, districts, rounds and phases as everybody reads them.

use std::collections::HashMap;

use async_graphql::InputObject;
use netra_domain::policy::{Permit, of};
use netra_entity::{
    Date, Ref, contest, contest_exception, contest_round, contest_type, election,
    electoral_district,
};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Result, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::CHUNK;

type Reading = Permit<of::ReadReference>;

/// Which contests are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ContestFilterInput {
    /// Only those of this election.
    pub election: Option<Ref<election::Entity>>,
    /// Only those of the type with this code.
    pub contest_type: Option<String>,
    /// Only those held in exactly the region with this code.
    pub region: Option<String>,
}

/// Which districts are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ElectoralDistrictFilterInput {
    /// Only those of this contest.
    pub contest: Option<Ref<contest::Entity>>,
}

impl Registry {
    /// The contest types, in their order.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contest_types(&self, permit: &Reading) -> Result<Vec<contest_type::Model>> {
        let types = self.within::<contest_type::Entity, _>(permit, AsOf::Now);
        self.all(types.order_by_asc(contest_type::Column::Ordinal)).await
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
        let exceptions = self
            .within::<contest_exception::Entity, _>(permit, AsOf::Now)
            .order_by_asc(Column::ContestType)
            .order_by_asc(Column::RegionCode);
        self.all(exceptions).await
    }

    /// Contests in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn contests(
        &self,
        permit: &Reading,
        filter: &ContestFilterInput,
        window: &Window,
    ) -> Result<Page<contest::Model>> {
        use contest::Column;
        let election = read_optional("filter.election", filter.election.as_ref())?;
        let condition = Condition::all()
            .add_option(election.map(|it| Column::ElectionId.eq(it)))
            .add_option(filter.contest_type.as_ref().map(|it| Column::ContestType.eq(it)))
            .add_option(filter.region.as_ref().map(|it| Column::RegionCode.eq(it)));
        let select = self.within::<contest::Entity, _>(permit, AsOf::Now).filter(condition);
        self.page(select, &[Column::Code, Column::Id], window).await
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
            .filter(contest::Column::ElectionId.is_in(elections.iter().copied()));
        let contests = self.all(contests).await?;
        let ids: Vec<Uuid> = contests.iter().map(|it| it.id).collect();
        let mut last: HashMap<Uuid, Option<Date>> = HashMap::new();
        for ids in ids.chunks(CHUNK) {
            // In the order of their numbers: the last one stays.
            for round in self.children::<contest_round::Entity, _>(permit, ids).await? {
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

    /// Electoral districts in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn electoral_districts(
        &self,
        permit: &Reading,
        filter: &ElectoralDistrictFilterInput,
        window: &Window,
    ) -> Result<Page<electoral_district::Model>> {
        use electoral_district::Column;
        let contest = read_optional("filter.contest", filter.contest.as_ref())?;
        let condition = Condition::all().add_option(contest.map(|it| Column::ContestId.eq(it)));
        let select =
            self.within::<electoral_district::Entity, _>(permit, AsOf::Now).filter(condition);
        self.page(select, &[Column::Code, Column::Id], window).await
    }
}
