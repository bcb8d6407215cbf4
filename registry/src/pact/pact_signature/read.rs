//! Reading signatures, signers and non-signers within the reach.

use async_graphql::InputObject;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{PactStanding, SignatureMethod, SignatureState};
use netra_entity::{
    Ref, civil_servant, cycle, employment, institution, organisational_unit, pact_signature,
};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::SignatureLine;
use crate::law;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::pact::pact_abstention::standing_so;
use crate::succession;
use crate::{Registry, pact::pact_text};

/// Which signatures are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PactSignatureFilterInput {
    /// Only those of this cycle (siklus).
    pub cycle: Option<Ref<cycle::Entity>>,
    /// Only those given in this institution.
    pub institution: Option<Ref<institution::Entity>>,
    /// Only those given in this unit.
    pub unit: Option<Ref<organisational_unit::Entity>>,
    /// Only those in this state.
    pub state: Option<SignatureState>,
    /// Only those given in this way.
    pub method: Option<SignatureMethod>,
}

/// Which non-signers are asked for.
#[derive(Clone, Debug)]
pub struct NonSignerFilter {
    /// The cycle.
    pub cycle: Ref<cycle::Entity>,
    /// Employed today in this institution.
    pub institution: Ref<institution::Entity>,
    /// Employed today in this unit.
    pub unit: Option<Ref<organisational_unit::Entity>>,
    /// Only those who stand so.
    pub standing: Option<PactStanding>,
}

impl Registry {
    /// Signatures in the order in which they were given to the registry.
    ///
    /// # Errors
    /// `FORBIDDEN` where the filter names an institution outside the reach.
    pub async fn pact_signatures(
        &self,
        permit: &Permit<of::ReadPactSignatures>,
        filter: &PactSignatureFilterInput,
        as_of: AsOf,
        window: &Window,
    ) -> Result<Page<pact_signature::Model>> {
        let select = self
            .within::<pact_signature::Entity, _>(permit, as_of)
            .filter(condition(permit, filter)?);
        self.page(select, &[pact_signature::Column::Id], window).await
    }

    /// The same, read only as far as long lists mostly need it.
    ///
    /// # Errors
    /// Those of [`Self::pact_signatures`].
    pub async fn signature_lines(
        &self,
        permit: &Permit<of::ReadPactSignatures>,
        filter: &PactSignatureFilterInput,
        as_of: AsOf,
        window: &Window,
    ) -> Result<Page<SignatureLine>> {
        let select = self
            .within::<pact_signature::Entity, _>(permit, as_of)
            .filter(condition(permit, filter)?);
        let columns = [pact_signature::Column::Id];
        let key = |line: &SignatureLine| vec![line.id.to_string()];
        let page = page::cut_partially(self.reader(), select, &columns, key, window).await?;
        Ok(self.showing_page(page))
    }

    /// Present signatures of persons, in the order in which they were given to the registry, read
    /// only as far as lists mostly need it.
    ///
    /// # Errors
    /// The database's own.
    pub async fn signature_lines_of(
        &self,
        permit: &Permit<of::ReadPactSignatures>,
        persons: &[Uuid],
    ) -> Result<Vec<SignatureLine>> {
        let rows = self
            .within::<pact_signature::Entity, _>(permit, AsOf::Now)
            .filter(pact_signature::Column::CivilServantId.is_in(persons.iter().copied()))
            .order_by_asc(pact_signature::Column::Id)
            .into_partial_model()
            .all(self.reader())
            .await?;
        Ok(self.showing(rows))
    }

    /// Active civil servants of an institution without a valid signature in the cycle's class in
    /// force.
    ///
    /// # Errors
    /// `FORBIDDEN` for an institution outside the reach; `NOT_FOUND` for a cycle without a text.
    pub async fn pact_non_signers(
        &self,
        permit: &Permit<of::ReadPactSignatures>,
        persons: &Permit<of::ReadCivilServants>,
        filter: &NonSignerFilter,
        window: &Window,
    ) -> Result<Page<civil_servant::Model>> {
        let cycle_id = read("cycle", &filter.cycle)?;
        let institution_id = read("institution", &filter.institution)?;
        let unit_id = read_optional("unit", filter.unit.as_ref())?;
        permit.covers_institution(Some(institution_id))?;
        let today = self.clock().today();
        let class = pact_text::class_in_force(self, cycle_id, today, AsOf::Now).await?;
        let id = civil_servant::Column::Id;
        let before = succession::within::employers_before(self.reader(), institution_id).await?;
        let employer = Employer { institution_id, before };
        let signers = employer.signers(class, SignatureState::Valid);
        let select = self
            .within::<civil_servant::Entity, _>(persons, AsOf::Now)
            .filter(id.in_subquery(self.active_in(institution_id, unit_id).await?))
            .filter(id.not_in_subquery(signers))
            .filter(Condition::all().add_option(
                filter.standing.map(|standing| standing_so(id, standing, &employer, class, today)),
            ));
        self.page(select, &[id], window).await
    }

    async fn active_in(
        &self,
        institution_id: Uuid,
        unit_id: Option<Uuid>,
    ) -> Result<SelectStatement> {
        use employment::Column;
        let today = self.clock().today();
        let away = law::within::code_list(self.reader(), "LEAVE_STATUS")
            .await?
            .into_iter()
            .filter(|row| row.attribute.as_deref() == Some("EXCLUDED"))
            .map(|row| row.code);
        let ended = Condition::any()
            .add(Expr::col(Column::ValidTo).is_null())
            .add(Expr::col(Column::ValidTo).gt(today));
        Ok(Query::select()
            .column(Column::CivilServantId)
            .from(employment::Entity)
            .and_where(Expr::col(Column::InstitutionId).eq(institution_id))
            .and_where(Expr::col(Column::SupersededBy).is_null())
            .and_where(Expr::col(Column::ValidFrom).lte(today))
            .cond_where(ended)
            .and_where(Expr::col(Column::LeaveStatus).is_not_in(away))
            .and_where_option(unit_id.map(|id| Expr::col(Column::UnitId).eq(id)))
            .to_owned())
    }
}

/// An employer, and the employers that it continues.
pub(crate) struct Employer {
    pub(crate) institution_id: Uuid,
    pub(crate) before: Vec<Uuid>,
}

impl Employer {
    /// What was recorded here, or there about a person who came along by succession.
    pub(crate) fn is_place(&self, institution: &Expr, person: &Expr) -> Expr {
        let came = Query::select()
            .column(employment::Column::CivilServantId)
            .from(employment::Entity)
            .and_where(Expr::col(employment::Column::InstitutionId).eq(self.institution_id))
            .and_where(Expr::col(employment::Column::Continues).is_not_null())
            .and_where(Expr::col(employment::Column::SupersededBy).is_null())
            .to_owned();
        let here = institution.clone().eq(self.institution_id);
        let there = institution
            .clone()
            .is_in(self.before.iter().copied())
            .and(person.clone().in_subquery(came));
        here.or(there)
    }

    /// Whose signature of a class is in a state.
    pub(crate) fn signers(&self, class: Uuid, state: SignatureState) -> SelectStatement {
        use pact_signature::Column;
        let institution = Expr::col(Column::InstitutionId);
        let person = Expr::col(Column::CivilServantId);
        Query::select()
            .column(Column::CivilServantId)
            .from(pact_signature::Entity)
            .and_where(self.is_place(&institution, &person))
            .and_where(Expr::col(Column::EquivalenceClass).eq(class))
            .and_where(Expr::col(Column::SupersededBy).is_null())
            .and_where(Expr::col(Column::State).eq(state))
            .to_owned()
    }
}

fn condition(
    permit: &Permit<of::ReadPactSignatures>,
    filter: &PactSignatureFilterInput,
) -> Result<Condition, Error> {
    use pact_signature::Column;
    let cycle = read_optional("filter.cycle", filter.cycle.as_ref())?;
    let institution = read_optional("filter.institution", filter.institution.as_ref())?;
    let unit = read_optional("filter.unit", filter.unit.as_ref())?;
    if institution.is_some() {
        permit.covers_institution(institution)?;
    }
    Ok(Condition::all()
        .add_option(cycle.map(|it| Column::CycleId.eq(it)))
        .add_option(institution.map(|it| Column::InstitutionId.eq(it)))
        .add_option(unit.map(|it| Column::UnitId.eq(it)))
        .add_option(filter.state.map(|it| Column::State.eq(it)))
        .add_option(filter.method.map(|it| Column::Method.eq(it))))
}
