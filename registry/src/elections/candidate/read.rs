//! Candidates as a caller's reach shows them.

use std::collections::HashMap;

use async_graphql::InputObject;
use netra_domain::candidate::{STANDING, stands};
use netra_domain::policy::{Permit, Reach, of};
use netra_entity::code::CandidateState;
use netra_entity::{Ref, candidate, contest, contestant, election, electoral_district, party};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::Registry;
use crate::elections;
use crate::ledger::error::{Result, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;

type Reading = Permit<of::ReadCandidates>;

/// Which candidates are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CandidateFilterInput {
    /// Only those of this election.
    pub election: Option<Ref<election::Entity>>,
    /// Only those of this contest.
    pub contest: Option<Ref<contest::Entity>>,
    /// Only those of this contestant.
    pub contestant: Option<Ref<contestant::Entity>>,
    /// Only those on lists of this party.
    pub party: Option<Ref<party::Entity>>,
    /// Only those of this electoral district.
    pub district: Option<Ref<electoral_district::Entity>>,
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
        filter: &CandidateFilterInput,
        window: &Window,
    ) -> Result<Page<candidate::Model>> {
        use candidate::Column;
        let election = read_optional("filter.election", filter.election.as_ref())?;
        let contest = read_optional("filter.contest", filter.contest.as_ref())?;
        let contestant = read_optional("filter.contestant", filter.contestant.as_ref())?;
        let party = read_optional("filter.party", filter.party.as_ref())?;
        let district = read_optional("filter.district", filter.district.as_ref())?;
        let lists = party.map(|it| Column::ContestantId.in_subquery(elections::find::lists_of(it)));
        let condition = Condition::all()
            .add_option(election.map(|it| Column::ElectionId.eq(it)))
            .add_option(contest.map(|it| Column::ContestId.eq(it)))
            .add_option(contestant.map(|it| Column::ContestantId.eq(it)))
            .add_option(lists)
            .add_option(district.map(|it| Column::DistrictId.eq(it)))
            .add_option(filter.state.map(|it| Column::State.eq(it)));
        let select = self.within::<candidate::Entity, _>(permit, AsOf::Now).filter(condition);
        self.page(select, &[Column::Id], window).await
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
        let own = self.by_ids::<candidate::Entity, _>(permit, ids).await?;
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
            .filter(Column::State.is_in(STANDING.iter().copied()));
        let visible = self.all(visible).await?;
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
