//! Contestants as a caller's reach shows them.

use async_graphql::InputObject;
use netra_domain::policy::{Permit, of};
use netra_entity::code::ContestantState;
use netra_entity::{Ref, contest, contestant, party};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::Registry;
use crate::ledger::error::{Result, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;

/// Which contestants are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ContestantFilterInput {
    /// Only those of this contest.
    pub contest: Option<Ref<contest::Entity>>,
    /// Only this party's.
    pub party: Option<Ref<party::Entity>>,
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
        permit: &Permit<of::ReadCandidates>,
        filter: &ContestantFilterInput,
        window: &Window,
    ) -> Result<Page<contestant::Model>> {
        use contestant::Column;
        let contest = read_optional("filter.contest", filter.contest.as_ref())?;
        let party = read_optional("filter.party", filter.party.as_ref())?;
        let condition = Condition::all()
            .add_option(contest.map(|it| Column::ContestId.eq(it)))
            .add_option(party.map(|it| Column::PartyId.eq(it)))
            .add_option(filter.state.map(|it| Column::State.eq(it)));
        let select = self.within::<contestant::Entity, _>(permit, AsOf::Now).filter(condition);
        self.page(select, &[Column::Id], window).await
    }
}
