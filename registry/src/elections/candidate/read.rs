//! Candidates as a caller's reach shows them.

use std::collections::HashMap;

use netra_domain::candidate::{STANDING, stands};
use netra_domain::policy::{Permit, Reach, of};
use netra_entity::code::CandidateState;
use netra_entity::{candidate, candidate_status};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::Registry;
use crate::elections;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;

type Reading = Permit<of::ReadCandidates>;

/// Which candidates are asked for.
#[derive(Clone, Debug, Default)]
pub struct CandidateFilter {
    /// Only those of this election.
    pub election_id: Option<Uuid>,
    /// Only those of this contest.
    pub contest_id: Option<Uuid>,
    /// Only those of this contestant.
    pub contestant_id: Option<Uuid>,
    /// Only those on lists of this party.
    pub party_id: Option<Uuid>,
    /// Only those of this district.
    pub district_id: Option<Uuid>,
    /// Only those in this state today.
    pub state: Option<CandidateState>,
}

/// Further nominations of one person in one election.
#[derive(Clone, Debug, Default)]
pub struct Nominations {
    /// Those that the caller may read.
    pub visible: Vec<candidate::Model>,
    /// How many there are, whoever may read them; none for those who read only what is published,
    /// and where the person's NIK is not known.
    pub count: Option<usize>,
}

impl Registry {
    /// Candidates in the order in which they were registered.
    ///
    /// # Errors
    /// The database's own.
    pub async fn candidates(
        &self,
        permit: &Reading,
        filter: &CandidateFilter,
        window: &Window,
    ) -> Result<Page<candidate::Model>> {
        use candidate::Column;
        let party = filter
            .party_id
            .map(|it| Column::ContestantId.in_subquery(elections::find::lists_of(it)));
        let condition = Condition::all()
            .add_option(filter.election_id.map(|it| Column::ElectionId.eq(it)))
            .add_option(filter.contest_id.map(|it| Column::ContestId.eq(it)))
            .add_option(filter.contestant_id.map(|it| Column::ContestantId.eq(it)))
            .add_option(party)
            .add_option(filter.district_id.map(|it| Column::DistrictId.eq(it)))
            .add_option(filter.state.map(|it| Column::State.eq(it)));
        let select = self.within::<candidate::Entity, _>(permit, AsOf::Now).filter(condition);
        let page = page::cut(self.reader(), select, &[Column::Id], window).await?;
        Ok(self.showing_page(page))
    }

    /// One candidate.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn candidate(&self, permit: &Reading, id: Uuid) -> Result<candidate::Model> {
        self.candidates_by_ids(permit, &[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// Candidates by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn candidates_by_ids(
        &self,
        permit: &Reading,
        ids: &[Uuid],
    ) -> Result<Vec<candidate::Model>> {
        let rows = self
            .within::<candidate::Entity, _>(permit, AsOf::Now)
            .filter(candidate::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?;
        Ok(self.showing(rows))
    }

    /// What candidates became, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn candidate_statuses_of(
        &self,
        permit: &Reading,
        candidates: &[Uuid],
    ) -> Result<Vec<candidate_status::Model>> {
        use candidate_status::Column;
        Ok(self
            .within::<candidate_status::Entity, _>(permit, AsOf::Now)
            .filter(Column::CandidateId.is_in(candidates.iter().copied()))
            .order_by_asc(Column::ValidFrom)
            .order_by_asc(Column::RowId)
            .all(self.reader())
            .await?)
    }

    /// The further nominations of the same persons in the same election, as far as both still
    /// stand, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn double_nominations_of(
        &self,
        permit: &Reading,
        ids: &[Uuid],
    ) -> Result<HashMap<Uuid, Nominations>> {
        use candidate::Column;
        let own = self.candidates_by_ids(permit, ids).await?;
        let indexes: Vec<String> = own.iter().filter_map(|it| it.nik_index.clone()).collect();
        let is_told = permit.reach() != Reach::Published;
        let none = |it: &candidate::Model| Nominations {
            visible: Vec::new(),
            count: (is_told && it.nik_index.is_some()).then_some(0),
        };
        let mut found: HashMap<Uuid, Nominations> =
            own.iter().map(|it| (it.id, none(it))).collect();
        if indexes.is_empty() {
            return Ok(found);
        }
        let visible = self
            .within::<candidate::Entity, _>(permit, AsOf::Now)
            .filter(Column::NikIndex.is_in(indexes.iter().map(String::as_str)))
            .filter(Column::State.is_in(STANDING.iter().copied()))
            .all(self.reader())
            .await?;
        let visible = self.showing(visible);
        let all = if is_told {
            Some(elections::within::nominations_of(self.reader(), &indexes).await?)
        } else {
            None
        };
        for candidate in own.iter().filter(|it| stands(it.state) && it.nik_index.is_some()) {
            let twin = |it: &&candidate::Model| {
                it.id != candidate.id
                    && it.election_id == candidate.election_id
                    && it.nik_index == candidate.nik_index
            };
            let nominations = Nominations {
                visible: visible.iter().filter(twin).cloned().collect(),
                count: all.as_ref().map(|all| all.iter().filter(twin).count()),
            };
            found.insert(candidate.id, nominations);
        }
        Ok(found)
    }
}
