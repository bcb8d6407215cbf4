//! Reads of successions: public, like who holds a function.

use netra_domain::policy::{Permit, of};
use netra_entity::code::{ApprovalState, SuccessionSide};
use netra_entity::{
    legal_instrument, succession, succession_function, succession_party, succession_unit,
};
use sea_orm::sea_query::{Condition, Query};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::plan::Plan;
use super::whole::Whole;
use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;

/// Which successions are asked for.
#[derive(Clone, Debug, Default)]
pub struct SuccessionFilter {
    /// Only those of this institution, on either side.
    pub institution_id: Option<Uuid>,
    /// Only those in this state.
    pub state: Option<ApprovalState>,
}

/// An institution that precedes or follows another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succeeded {
    /// The institution that was asked about.
    pub of: Uuid,
    /// The side on which the other one stands.
    pub side: SuccessionSide,
    /// The other institution.
    pub institution_id: Uuid,
    /// The succession.
    pub succession: succession::Model,
}

impl Registry {
    /// Successions by the day on which they take effect.
    ///
    /// # Errors
    /// The database's own.
    pub async fn successions(
        &self,
        permit: &Permit<of::ReadReference>,
        filter: &SuccessionFilter,
        window: &Window,
    ) -> Result<Page<succession::Model>> {
        use succession::Column;
        let concerned = |id: Uuid| {
            Column::Id.in_subquery(
                Query::select()
                    .column(succession_party::Column::SuccessionId)
                    .from(succession_party::Entity)
                    .and_where(succession_party::Column::InstitutionId.eq(id))
                    .to_owned(),
            )
        };
        let condition = Condition::all()
            .add_option(filter.institution_id.map(concerned))
            .add_option(filter.state.map(|it| Column::State.eq(it)));
        page::cut(
            self.reader(),
            self.within::<succession::Entity, _>(permit, AsOf::Now).filter(condition),
            &[Column::EffectiveOn, Column::Id],
            window,
        )
        .await
    }

    /// Successions by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn successions_by_ids(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<succession::Model>> {
        Ok(self
            .within::<succession::Entity, _>(permit, AsOf::Now)
            .filter(succession::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// One succession.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn succession(
        &self,
        permit: &Permit<of::ReadReference>,
        id: Uuid,
    ) -> Result<succession::Model> {
        self.successions_by_ids(permit, &[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// The institutions on the sides of successions, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn succession_parties_of(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<succession_party::Model>> {
        use succession_party::Column;
        Ok(self
            .within::<succession_party::Entity, _>(permit, AsOf::Now)
            .filter(Column::SuccessionId.is_in(ids.iter().copied()))
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
    }

    /// The functions that pass by successions, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn succession_functions_of(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<succession_function::Model>> {
        use succession_function::Column;
        Ok(self
            .within::<succession_function::Entity, _>(permit, AsOf::Now)
            .filter(Column::SuccessionId.is_in(ids.iter().copied()))
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
    }

    /// The units that the two offices named, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn succession_units_of(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<succession_unit::Model>> {
        use succession_unit::Column;
        Ok(self
            .within::<succession_unit::Entity, _>(permit, AsOf::Now)
            .filter(Column::SuccessionId.is_in(ids.iter().copied()))
            .filter(Column::IsNamed.eq(true))
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
    }

    /// Who precedes and who follows institutions by an approved succession, oldest first, for
    /// nested reads. Where an institution remains of a split, it neither precedes nor follows
    /// itself.
    ///
    /// # Errors
    /// The database's own.
    pub async fn succeeded(
        &self,
        permit: &Permit<of::ReadReference>,
        institutions: &[Uuid],
    ) -> Result<Vec<Succeeded>> {
        use succession_party::Column;
        let own = self
            .within::<succession_party::Entity, _>(permit, AsOf::Now)
            .filter(Column::InstitutionId.is_in(institutions.iter().copied()))
            .all(self.reader())
            .await?;
        let ids: Vec<Uuid> = own.iter().map(|it| it.succession_id).collect();
        let successions = self
            .within::<succession::Entity, _>(permit, AsOf::Now)
            .filter(succession::Column::Id.is_in(ids.iter().copied()))
            .filter(succession::Column::State.eq(ApprovalState::Approved))
            .order_by_asc(succession::Column::EffectiveOn)
            .order_by_asc(succession::Column::Id)
            .all(self.reader())
            .await?;
        let parties = self.succession_parties_of(permit, &ids).await?;
        let mut found = Vec::new();
        for row in successions {
            let of_it = |it: &&succession_party::Model| it.succession_id == row.id;
            for one in own.iter().filter(of_it) {
                let others = parties
                    .iter()
                    .filter(of_it)
                    .filter(|it| it.side != one.side && it.institution_id != one.institution_id);
                found.extend(others.map(|other| Succeeded {
                    of: one.institution_id,
                    side: other.side,
                    institution_id: other.institution_id,
                    succession: row.clone(),
                }));
            }
        }
        Ok(found)
    }

    /// Instruments by their ids, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn legal_instruments_by_ids(
        &self,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<legal_instrument::Model>> {
        Ok(self
            .within::<legal_instrument::Entity, _>(permit, AsOf::Now)
            .filter(legal_instrument::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }

    /// What a prepared succession would move, as things are now. Nothing changes.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `ALREADY_DECIDED` once it is.
    pub async fn succession_preview(
        &self,
        _permit: &Permit<of::ReadSuccessionPreview>,
        read: &Permit<of::ReadReference>,
        id: Uuid,
    ) -> Result<(succession::Model, Plan)> {
        let row = self.succession(read, id).await?;
        if row.state != ApprovalState::Prepared {
            return Err(netra_domain::Rule::AlreadyDecided.into());
        }
        let whole = Whole::load(self.reader(), row).await?;
        let plan = Plan::of(self.reader(), &whole).await?;
        Ok((whole.row, plan))
    }
}
