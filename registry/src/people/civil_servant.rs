//! Civil servants: found within the reach, registered by the personnel administration.

mod dossier;
pub(crate) mod joined;
pub(crate) mod within;

use netra_domain::policy::{Permit, of};
use netra_domain::{Rule, ServiceNumber};
use netra_entity::{civil_servant, employment, service_number};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::pact;
use crate::pact::coverage::Deltas;
use crate::people;

pub use dossier::{Dossier, DossierParts};

/// How a civil servant is looked up.
#[derive(Clone, Debug)]
pub enum CivilServantBy {
    /// By the registry's id.
    Id(Uuid),
    /// By a service number, present or former.
    ServiceNumber(String),
}

/// Which civil servants are asked for.
#[derive(Clone, Debug, Default)]
pub struct CivilServantFilter {
    /// Only those employed today in this institution.
    pub institution_id: Option<Uuid>,
    /// Only those employed today in this unit.
    pub unit_id: Option<Uuid>,
    /// Only those at whose identity somebody has to look, or only the others.
    pub is_identity_doubtful: Option<bool>,
}

impl CivilServantBy {
    /// What the person's row meets.
    pub(crate) fn condition(&self) -> Result<SimpleExpr> {
        match self {
            Self::Id(id) => Ok(civil_servant::Column::Id.eq(*id)),
            Self::ServiceNumber(text) => {
                let number = ServiceNumber::parse(text)
                    .map_err(|rule| Error::invalid("by.serviceNumber", rule))?;
                let holder = Query::select()
                    .column(service_number::Column::CivilServantId)
                    .from(service_number::Entity)
                    .and_where(Expr::col(service_number::Column::Number).eq(number.as_str()))
                    .and_where(Expr::col(service_number::Column::SupersededBy).is_null())
                    .to_owned();
                Ok(civil_servant::Column::Id.in_subquery(holder))
            }
        }
    }
}

impl Registry {
    /// One civil servant.
    ///
    /// # Errors
    /// [`Error::NotFound`] where absent or outside the reach; the rule of form that a number
    /// breaks.
    pub async fn civil_servant(
        &self,
        permit: &Permit<of::ReadCivilServants>,
        by: &CivilServantBy,
    ) -> Result<civil_servant::Model> {
        let found = self
            .within::<civil_servant::Entity, _>(permit, AsOf::Now)
            .filter(by.condition()?)
            .one(self.reader())
            .await?;
        self.showing_one(found).ok_or(Error::NotFound)
    }

    /// Civil servants in the order in which they were registered.
    ///
    /// # Errors
    /// `FORBIDDEN` where the filter names an institution outside the reach.
    pub async fn civil_servants(
        &self,
        permit: &Permit<of::ReadCivilServants>,
        filter: &CivilServantFilter,
        window: &Window,
    ) -> Result<Page<civil_servant::Model>> {
        let select = self
            .within::<civil_servant::Entity, _>(permit, AsOf::Now)
            .filter(self.condition(permit, filter)?);
        let columns = [civil_servant::Column::Id];
        let page = page::cut(self.reader(), select, &columns, window).await?;
        Ok(self.showing_page(page))
    }

    /// Civil servants by their ids, for nested reads; those outside the reach are absent.
    ///
    /// # Errors
    /// The database's own.
    pub async fn civil_servants_by_ids(
        &self,
        permit: &Permit<of::ReadCivilServants>,
        ids: &[Uuid],
    ) -> Result<Vec<civil_servant::Model>> {
        let rows = self
            .within::<civil_servant::Entity, _>(permit, AsOf::Now)
            .filter(civil_servant::Column::Id.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?;
        Ok(self.showing(rows))
    }

    /// Service numbers of persons, oldest first, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn service_numbers_of(
        &self,
        permit: &Permit<of::ReadCivilServants>,
        persons: &[Uuid],
    ) -> Result<Vec<service_number::Model>> {
        let rows = self
            .within::<service_number::Entity, _>(permit, AsOf::Now)
            .filter(service_number::Column::CivilServantId.is_in(persons.iter().copied()))
            .order_by_asc(service_number::Column::ValidFrom)
            .all(self.reader())
            .await?;
        Ok(self.showing(rows))
    }

    /// Employments of persons within the reach, oldest first, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn employments_of(
        &self,
        permit: &Permit<of::ReadCivilServants>,
        persons: &[Uuid],
        as_of: AsOf,
    ) -> Result<Vec<employment::Model>> {
        let rows = self
            .within::<employment::Entity, _>(permit, as_of)
            .filter(employment::Column::CivilServantId.is_in(persons.iter().copied()))
            .order_by_asc(employment::Column::ValidFrom)
            .all(self.reader())
            .await?;
        Ok(self.showing(rows))
    }

    fn condition(
        &self,
        permit: &Permit<of::ReadCivilServants>,
        filter: &CivilServantFilter,
    ) -> Result<Condition> {
        if filter.institution_id.is_some() {
            permit.covers_institution(filter.institution_id)?;
        }
        let doubtful = civil_servant::Column::IsIdentityDoubtful;
        let condition =
            Condition::all().add_option(filter.is_identity_doubtful.map(|is| doubtful.eq(is)));
        if filter.institution_id.is_none() && filter.unit_id.is_none() {
            return Ok(condition);
        }
        let today = self.clock().today();
        let employed = Query::select()
            .column(employment::Column::CivilServantId)
            .from(employment::Entity)
            .and_where(Expr::col(employment::Column::SupersededBy).is_null())
            .and_where(Expr::col(employment::Column::ValidFrom).lte(today))
            .cond_where(
                Condition::any()
                    .add(Expr::col(employment::Column::ValidTo).is_null())
                    .add(Expr::col(employment::Column::ValidTo).gt(today)),
            )
            .and_where_option(
                filter.institution_id.map(|id| Expr::col(employment::Column::InstitutionId).eq(id)),
            )
            .and_where_option(filter.unit_id.map(|id| Expr::col(employment::Column::UnitId).eq(id)))
            .to_owned();
        Ok(condition.add(civil_servant::Column::Id.in_subquery(employed)))
    }
}

/// What a person's rows add to coverage now, inside an act.
pub(crate) async fn coverage_of(
    act: &crate::ledger::write::Write,
    persons: &[Uuid],
    leaves: &crate::law::code_list::Leaves,
) -> Result<Deltas> {
    let employments = people::within::employments(act, persons).await?;
    let signatures = pact::within::signatures(act, persons).await?;
    let abstentions = pact::within::abstentions(act, persons).await?;
    let mut sum = Deltas::default();
    for person in persons {
        let of = |id: &Uuid| id == person;
        let employments: Vec<_> =
            employments.iter().filter(|row| of(&row.civil_servant_id)).cloned().collect();
        let signatures: Vec<_> =
            signatures.iter().filter(|row| of(&row.civil_servant_id)).cloned().collect();
        let abstentions: Vec<_> =
            abstentions.iter().filter(|row| of(&row.civil_servant_id)).cloned().collect();
        sum.add(Deltas::of_person(&employments, &signatures, &abstentions, leaves));
    }
    Ok(sum)
}

/// Finds and locks the holder of a service number, within what the act may name.
pub(crate) async fn lock_holder(
    act: &crate::ledger::write::Write,
    path: &str,
    number: &str,
) -> Result<civil_servant::Model> {
    let number = ServiceNumber::parse(number).map_err(|rule| Error::invalid(path, rule))?;
    let holdings = people::within::numbers(act, &[number.as_str().to_owned()]).await?;
    let holder = holdings.first().ok_or(Error::NotFound)?.civil_servant_id;
    let mut rows = people::within::lock_persons(act, &[holder]).await?;
    rows.pop().ok_or(Error::Refused(Rule::NotEmployed))
}
