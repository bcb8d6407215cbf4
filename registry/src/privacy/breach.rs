//! Breaches: whom a misused place was shown, from the sets in the read log, for the notice that
//! UU 27/2022 Pasal 46 asks for within 3×24 hours.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::pact::check_reason;
use netra_domain::policy::{Permit, of};
use netra_entity::{
    Instant, Ref, breach, breach_subject, civil_servant, institution, read_log, seat,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use crate::ledger::error::{Error, Result, read_optional};
use crate::ledger::page::{Page, Window};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::privacy;
use crate::privacy::read_log::{clock, is_whole, persons_of};
use crate::{Registry, ledger::database};

/// Which readings were no rightful ones.
#[derive(Clone, Debug, InputObject)]
pub struct RecordBreachInput {
    /// When it was discovered; the clock of the notice begins.
    pub discovered_at: Instant,
    /// From when readings count.
    pub began_at: Instant,
    /// Until when readings count.
    pub ended_at: Instant,
    /// Only those of this institution.
    pub institution: Option<Ref<institution::Entity>>,
    /// Only those of this seat.
    pub seat: Option<Ref<seat::Entity>>,
    /// Which data, how, and what is done about it; no names, 10 to 2,000 characters.
    pub description: String,
}

impl Registry {
    /// Breaches within the reach, oldest first: a person's are those that affect the person.
    ///
    /// # Errors
    /// The database's own.
    pub async fn breaches(
        &self,
        permit: &Permit<of::ReadBreaches>,
        window: &Window,
    ) -> Result<Page<breach::Model>> {
        let select = self.within::<breach::Entity, _>(permit, AsOf::Now);
        self.page(select, &[breach::Column::Id], window).await
    }

    /// One breach.
    ///
    /// # Errors
    /// [`Error::NotFound`] where absent or outside the reach.
    pub async fn breach(
        &self,
        permit: &Permit<of::ReadBreaches>,
        id: Uuid,
    ) -> Result<breach::Model> {
        self.by_id::<breach::Entity, _>(permit, id).await
    }

    /// The persons whom a breach affects, as far as the caller may see them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a breach outside the reach.
    pub async fn breach_subjects(
        &self,
        permit: &Permit<of::ReadBreaches>,
        persons: &Permit<of::ReadCivilServants>,
        id: Uuid,
        window: &Window,
    ) -> Result<Page<civil_servant::Model>> {
        let found = self.breach(permit, id).await?;
        let column = civil_servant::Column::Id;
        let select = self
            .within::<civil_servant::Entity, _>(persons, AsOf::Now)
            .filter(column.in_subquery(affected_by(&found)));
        self.page(select, &[column], window).await
    }

    /// Records a breach: counts the readings, and keeps whom they showed.
    ///
    /// # Errors
    /// `END_BEFORE_START`, `REASON_REQUIRED`.
    pub async fn record_breach(
        &self,
        permit: &Permit<of::RecordBreach>,
        request: &ActRequest,
        input: &RecordBreachInput,
    ) -> Result<Done> {
        let institution_id = read_optional("institution", input.institution.as_ref())?;
        let seat_id = read_optional("seat", input.seat.as_ref())?;
        check_reason(&input.description).map_err(|rule| Error::invalid("description", rule))?;
        if input.ended_at <= input.began_at {
            return Err(Error::invalid("endedAt", Rule::EndBeforeStart));
        }
        // What still waits in memory counts too.
        self.write_read_log().await?;
        let mut act = open_act!(self, permit, request);
        let id = act.new_id();
        let span = clock(act.tx(), "BREACH_NOTICE", act.today()).await?;
        let mut row = breach::Model {
            id,
            discovered_at: input.discovered_at,
            due_at: span.after(input.discovered_at),
            began_at: input.began_at,
            ended_at: input.ended_at,
            institution_id,
            seat_id,
            description: input.description.trim().to_owned(),
            reading_count: 0,
            affected_count: 0,
            is_log_whole: is_whole(&act, input.began_at, input.ended_at).await?,
            recorded_by: act.event_id(),
        };
        // The persons hang on it, so it is there before them.
        act.insert(row.clone()).await?;
        (row.reading_count, row.affected_count) = affected(&act, &row).await?;
        act.tell::<breach::Entity>(&row, 1, vec![]);
        act.replace::<breach::Entity>(row).await?;
        act.commit(Some(id)).await
    }
}

/// Whom a breach affects.
pub(crate) fn affected_by(breach: &breach::Model) -> SelectStatement {
    Query::select()
        .column(breach_subject::Column::SubjectId)
        .from(breach_subject::Entity)
        .and_where(Expr::col(breach_subject::Column::BreachId).eq(breach.id))
        .to_owned()
}

/// Keeps whom the readings showed, page by page; how many readings and persons they are.
async fn affected(act: &Write, breach: &breach::Model) -> Result<(i32, i32)> {
    use read_log::Column;
    let condition = Condition::all()
        .add(Column::ReadAt.gte(breach.began_at))
        .add(Column::ReadAt.lte(breach.ended_at))
        .add_option(breach.institution_id.map(|it| Column::InstitutionId.eq(it)))
        .add_option(breach.seat_id.map(|it| Column::SeatId.eq(it)));
    let (mut readings, mut after) = (0_i32, None);
    loop {
        let rows = privacy::within::readings_within(act, &condition, after).await?;
        let Some(last) = rows.last() else { break };
        after = Some(last.id);
        let mut persons = Vec::new();
        for row in &rows {
            readings = readings.saturating_add(1);
            persons.extend(persons_of(row));
        }
        persons.sort_unstable();
        persons.dedup();
        let row = |subject_id| breach_subject::Model { breach_id: breach.id, subject_id };
        let rows = persons.into_iter().map(|person| row(person).into()).collect();
        database::rows::insert_new::<breach_subject::ActiveModel>(act.tx(), rows).await?;
    }
    let persons = privacy::within::breach_subject_count(act, breach.id).await?;
    Ok((readings, i32::try_from(persons).unwrap_or(i32::MAX)))
}
