//! Parties and the elections in which they take part.

use netra_domain::policy::{Permit, of};
use netra_entity::code::PartyScope;
use netra_entity::{party, party_participation};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::page::{self, Page, Window};
use crate::{Registry, scope};

/// Which parties are asked for.
#[derive(Clone, Debug, Default)]
pub struct PartyFilter {
    /// Only those of this scope.
    pub scope: Option<PartyScope>,
    /// Only participants of this election.
    pub election_id: Option<Uuid>,
}

impl Registry {
    /// Parties in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn parties(
        &self,
        permit: &Permit<of::ReadReference>,
        filter: &PartyFilter,
        window: &Window,
    ) -> Result<Page<party::Model>> {
        use party::Column;
        let taking_part =
            filter.election_id.map(|it| Column::Id.in_subquery(scope::participants(it)));
        let condition = Condition::all()
            .add_option(filter.scope.map(|it| Column::Scope.eq(it)))
            .add_option(taking_part);
        let select = scope::parties(permit).filter(condition);
        page::cut(self.reader(), select, &[Column::Code, Column::Id], page::text_then_id, window)
            .await
    }

    /// One party.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn party(
        &self,
        permit: &Permit<of::ReadReference>,
        id: Uuid,
    ) -> Result<party::Model> {
        self.parties_by_ids(permit, &[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// Parties by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn parties_by_ids(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<party::Model>> {
        Ok(scope::parties(permit)
            .filter(party::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// The elections that parties take part in, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn participations_of(
        &self,
        permit: &Permit<of::ReadReference>,
        parties: &[Uuid],
    ) -> Result<Vec<party_participation::Model>> {
        use party_participation::Column;
        Ok(scope::party_participations(permit)
            .filter(Column::PartyId.is_in(parties.iter().copied()))
            .order_by_asc(Column::DecidedOn)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
    }
}
