//! Functions held by institutions: prepared by one office, approved by the other.

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{ApprovalState, Function, Level};
use netra_entity::{Date, institution_function};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use serde_json::json;
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office;

/// Kind of the record in events.
pub(crate) const KIND: &str = "institution_function";

/// Which holdings are asked for.
#[derive(Clone, Debug, Default)]
pub struct FunctionFilter {
    /// Only this function.
    pub function: Option<Function>,
    /// Only those of this institution.
    pub institution_id: Option<Uuid>,
    /// Only those in this state.
    pub state: Option<ApprovalState>,
    /// Only those held on this day.
    pub on: Option<Date>,
}

/// A holding to prepare.
#[derive(Clone, Debug)]
pub struct FunctionInput {
    /// The institution.
    pub institution_id: Uuid,
    /// The function.
    pub function: Function,
    /// Level at which it is held.
    pub level: Level,
    /// Region in which it is held.
    pub region_code: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// First day after its last.
    pub valid_to: Option<Date>,
    /// The instrument that gives it.
    pub legal_basis: String,
}

impl Registry {
    /// Holdings of functions.
    ///
    /// # Errors
    /// The database's own.
    pub async fn functions(
        &self,
        permit: &Permit<of::ReadReference>,
        filter: &FunctionFilter,
        window: &Window,
    ) -> Result<Page<institution_function::Model>> {
        use institution_function::Column;
        let condition = Condition::all()
            .add_option(filter.function.map(|it| Column::Function.eq(it)))
            .add_option(filter.institution_id.map(|it| Column::InstitutionId.eq(it)))
            .add_option(filter.state.map(|it| Column::State.eq(it)))
            .add_option(filter.on.map(held_on));
        let select =
            self.within::<institution_function::Entity, _>(permit, AsOf::Now).filter(condition);
        page::cut(self.reader(), select, &[Column::ValidFrom, Column::Id], window).await
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
        Ok(self
            .within::<institution_function::Entity, _>(permit, AsOf::Now)
            .filter(Column::InstitutionId.is_in(institutions.iter().copied()))
            .filter(Condition::all().add_option(on.map(held_on)))
            .order_by_asc(Column::ValidFrom)
            .order_by_asc(Column::Id)
            .all(self.reader())
            .await?)
    }

    /// One holding.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn function(
        &self,
        permit: &Permit<of::ReadReference>,
        id: Uuid,
    ) -> Result<institution_function::Model> {
        self.within::<institution_function::Entity, _>(permit, AsOf::Now)
            .filter(institution_function::Column::Id.eq(id))
            .one(self.reader())
            .await?
            .ok_or(Error::NotFound)
    }

    /// Prepares the holding of a function; it has no effect until approved.
    ///
    /// # Errors
    /// `INSTITUTION_UNKNOWN`; `REASON_REQUIRED` without a legal basis; `END_BEFORE_START`.
    pub async fn prepare_function(
        &self,
        permit: &Permit<of::PrepareFunction>,
        request: &ActRequest,
        input: &FunctionInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        check(&act, input).await?;
        let row = draft(&act, input);
        let id = insert(&mut act, row).await?;
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
        id: Uuid,
        approve: bool,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let before = office::within::function(&act, id).await?.ok_or(Error::NotFound)?;
        if before.state != ApprovalState::Prepared {
            return Err(Rule::AlreadyDecided.into());
        }
        second_office(&act, before.prepared_by).await?;
        let state = if approve { ApprovalState::Approved } else { ApprovalState::Rejected };
        let approved_by = act.actor().seat().map(|seat| seat.seat_id);
        act.supersede::<institution_function::Entity>(vec![before.row_id]).await?;
        let after = institution_function::Model { state, approved_by, ..before };
        insert(&mut act, after).await?;
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

async fn check(act: &Write, input: &FunctionInput) -> Result<()> {
    office::within::institution(act.tx(), input.institution_id)
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

fn draft(act: &Write, input: &FunctionInput) -> institution_function::Model {
    institution_function::Model {
        row_id: act.new_id(),
        id: act.new_id(),
        institution_id: input.institution_id,
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

/// Inserts a version of a holding as of this act.
pub(crate) async fn insert(act: &mut Write, row: institution_function::Model) -> Result<Uuid> {
    let row = institution_function::Model {
        row_id: act.new_id(),
        recorded_by: act.event_id(),
        superseded_by: None,
        ..row
    };
    let rev = act.next_rev(row.id).await?;
    let after = json!({
        "institution_id": row.institution_id, "function": row.function, "level": row.level,
        "region_code": row.region_code, "valid_from": row.valid_from, "valid_to": row.valid_to,
        "legal_basis": row.legal_basis, "state": row.state, "prepared_by": row.prepared_by,
        "approved_by": row.approved_by,
    });
    let id = row.id;
    act.insert(row).await?;
    act.record(KIND, id, rev, &after)?;
    Ok(id)
}
