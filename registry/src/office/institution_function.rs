//! Functions held by institutions: prepared by one office, approved by the other.

use async_graphql::InputObject;
use netra_domain::policy::{Act, Permit, of};
use netra_domain::{Rule, approval};
use netra_entity::code::{ApprovalState, Function, Level};
use netra_entity::{Date, Ref, institution, institution_function};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result, read, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;

/// Which holdings are asked for.
#[derive(Clone, Debug, Default, InputObject)]
pub struct InstitutionFunctionFilterInput {
    /// Only this function (fungsi).
    pub function: Option<Function>,
    /// Only those of this institution.
    pub institution: Option<Ref<institution::Entity>>,
    /// Only those in this state.
    pub state: Option<ApprovalState>,
    /// Only those held on this day.
    pub on: Option<Date>,
}

/// A holding to prepare.
#[derive(Clone, Debug, InputObject)]
pub struct PrepareFunctionInput {
    /// The institution.
    pub institution: Ref<institution::Entity>,
    /// The function (fungsi).
    pub function: Function,
    /// Level at which it is held (tingkat).
    pub level: Level,
    /// Code of the region in which it is held.
    pub region_code: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// First day after its last.
    pub valid_to: Option<Date>,
    /// The instrument that gives it (dasar hukum).
    pub legal_basis: String,
}

/// A decision on what another office prepared.
#[derive(Clone, Debug, InputObject)]
pub struct ApproveFunctionInput {
    /// The prepared holding.
    pub id: Ref<institution_function::Entity>,
    /// Whether it is approved; refused otherwise.
    pub approve: bool,
}

impl Registry {
    /// Holdings of functions.
    ///
    /// # Errors
    /// The database's own.
    pub async fn functions(
        &self,
        permit: &Permit<of::ReadReference>,
        filter: &InstitutionFunctionFilterInput,
        window: &Window,
    ) -> Result<Page<institution_function::Model>> {
        use institution_function::Column;
        let institution_id = read_optional("filter.institution", filter.institution.as_ref())?;
        let condition = Condition::all()
            .add_option(filter.function.map(|it| Column::Function.eq(it)))
            .add_option(institution_id.map(|it| Column::InstitutionId.eq(it)))
            .add_option(filter.state.map(|it| Column::State.eq(it)))
            .add_option(filter.on.map(held_on));
        let select =
            self.within::<institution_function::Entity, _>(permit, AsOf::Now).filter(condition);
        self.page(select, &[Column::ValidFrom, Column::Id], window).await
    }

    /// Holdings of institutions, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn functions_of(
        &self,
        permit: &Permit<of::ReadReference>,
        institutions: &[Uuid],
        on: Option<Date>,
    ) -> Result<Vec<institution_function::Model>> {
        use institution_function::Column;
        let select = self
            .within::<institution_function::Entity, _>(permit, AsOf::Now)
            .filter(Column::InstitutionId.is_in(institutions.iter().copied()))
            .filter(Condition::all().add_option(on.map(held_on)))
            .order_by_asc(Column::ValidFrom)
            .order_by_asc(Column::Id);
        self.all(select).await
    }

    /// Prepares the holding of a function; it has no effect until approved.
    ///
    /// # Errors
    /// `INSTITUTION_UNKNOWN`; `REASON_REQUIRED` without a legal basis; `END_BEFORE_START`.
    pub async fn prepare_function(
        &self,
        permit: &Permit<of::PrepareFunction>,
        request: &ActRequest,
        input: &PrepareFunctionInput,
    ) -> Result<Done> {
        let institution_id = read("institution", &input.institution)?;
        let mut act = open_act!(self, permit, request);
        check(&act, institution_id, input).await?;
        let row = draft(&act, institution_id, input);
        let id = row.id;
        insert(&mut act, row).await?;
        act.commit(Some(id)).await
    }

    /// Approves or refuses a prepared holding.
    ///
    /// # Errors
    /// `NOT_FOUND`; `ALREADY_DECIDED`; `SECOND_OFFICE_REQUIRED` for the office that prepared it.
    pub async fn approve_function(
        &self,
        permit: &Permit<of::ApproveFunction>,
        request: &ActRequest,
        input: &ApproveFunctionInput,
    ) -> Result<Done> {
        let id = read("id", &input.id)?;
        let mut act = open_act!(self, permit, request);
        let taken = act.take::<institution_function::Entity>(id, None).await?;
        approval::FUNCTION.check(Act::ApproveFunction, taken.row.state)?;
        second_office(&act, taken.row.prepared_by).await?;
        let state = if input.approve { ApprovalState::Approved } else { ApprovalState::Rejected };
        let approved_by = act.actor().seat().map(|seat| seat.seat_id);
        let row = institution_function::Model { state, approved_by, ..taken.row.clone() };
        act.put(&taken, row, vec![]).await?;
        act.commit(Some(id)).await
    }
}

fn held_on(on: Date) -> Condition {
    use institution_function::Column;
    Condition::all()
        .add(Column::ValidFrom.lte(on))
        .add(Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gt(on)))
}

/// Refuses to let the person or the office that prepared something approve it.
pub(crate) async fn second_office(act: &Write, prepared_by: Option<Uuid>) -> Result<()> {
    let (Some(prepared_by), Some(own)) = (prepared_by, act.actor().seat()) else { return Ok(()) };
    let first = office::within::seat(act.tx(), prepared_by).await?.ok_or(Error::NotFound)?;
    if first.institution_id == own.institution_id || first.user_id == own.user_id {
        return Err(Rule::SecondOfficeRequired.into());
    }
    Ok(())
}

async fn check(act: &Write, institution_id: Uuid, input: &PrepareFunctionInput) -> Result<()> {
    office::within::institution(act.tx(), institution_id)
        .await?
        .ok_or(Error::invalid("institution", Rule::InstitutionUnknown))?;
    if input.legal_basis.trim().is_empty() {
        return Err(Error::invalid("legalBasis", Rule::ReasonRequired));
    }
    if input.valid_to.is_some_and(|to| to <= input.valid_from) {
        return Err(Error::invalid("validTo", Rule::EndBeforeStart));
    }
    Ok(())
}

fn draft(
    act: &Write,
    institution_id: Uuid,
    input: &PrepareFunctionInput,
) -> institution_function::Model {
    institution_function::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        institution_id,
        function: input.function,
        level: input.level,
        region_code: input.region_code.clone(),
        valid_from: input.valid_from,
        valid_to: input.valid_to,
        legal_basis: input.legal_basis.clone(),
        state: ApprovalState::Prepared,
        prepared_by: act.actor().seat().map(|seat| seat.seat_id),
        approved_by: None,
        recorded_by: act.event_id(),
        superseded_by: None,
    }
}

/// Stores a new holding as of this act.
pub(crate) async fn insert(act: &mut Write, row: institution_function::Model) -> Result<()> {
    let row = institution_function::Model {
        row_id: act.new_id(),
        recorded_by: act.event_id(),
        superseded_by: None,
        ..row
    };
    act.add(row, vec![]).await
}
