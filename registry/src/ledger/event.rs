//! Events as offices and auditors read them: without payload.

mod seal;
pub(crate) mod within;

use netra_domain::Rule;
use netra_domain::policy::{Act, Permit, of};
use netra_entity::{event, event_order, event_record};
use sea_orm::sea_query::{Query, UnionType};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use crate::Registry;
use crate::ledger;
use crate::ledger::error::{Error, Result};
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;

pub(crate) use seal::is_sealed;
pub use seal::seal_of;

/// Which events are asked for.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Only this act.
    pub act: Option<String>,
    /// Only those of this institution.
    pub institution_id: Option<Uuid>,
    /// Only those about this record.
    pub subject_id: Option<Uuid>,
}

impl Registry {
    /// Events in the order of their ids.
    ///
    /// # Errors
    /// `FORBIDDEN` where the filter names another institution; `CODE_UNKNOWN` for an act that there
    /// is not.
    pub async fn events(
        &self,
        permit: &Permit<of::ReadEvents>,
        filter: &EventFilter,
        window: &Window,
    ) -> Result<Page<event::Model>> {
        use event::Column;
        if let Some(id) = filter.institution_id {
            permit.covers_own_past(id)?;
        }
        if filter.act.as_deref().is_some_and(|it| Act::parse(it).is_none()) {
            return Err(Error::invalid("filter.act", Rule::CodeUnknown));
        }
        // An event about many records names none itself. Not by OR, which no index answers.
        let about = |id: Uuid| {
            let told = Query::select()
                .column(event_record::Column::EventId)
                .from(event_record::Entity)
                .and_where(event_record::Column::SubjectId.eq(id))
                .to_owned();
            let named = Query::select()
                .column(Column::Id)
                .from(event::Entity)
                .and_where(Column::SubjectId.eq(id))
                .union(UnionType::Distinct, told)
                .to_owned();
            Column::Id.in_subquery(named)
        };
        let condition = Condition::all()
            .add_option(filter.act.as_ref().map(|it| Column::Act.eq(it)))
            .add_option(filter.institution_id.map(|it| Column::InstitutionId.eq(it)))
            .add_option(filter.subject_id.map(about));
        let select = self.within::<event::Entity, _>(permit, AsOf::Now).filter(condition);
        page::cut(self.reader(), select, &[Column::Id], window).await
    }

    /// One event.
    ///
    /// # Errors
    /// [`Error::NotFound`] where absent or outside the reach.
    pub async fn event(&self, permit: &Permit<of::ReadEvents>, id: Uuid) -> Result<event::Model> {
        self.within::<event::Entity, _>(permit, AsOf::Now)
            .filter(event::Column::Id.eq(id))
            .one(self.reader())
            .await?
            .ok_or(Error::NotFound)
    }

    /// The current revisions of versioned records that the caller has in hand.
    ///
    /// # Errors
    /// The database's own.
    pub async fn revisions(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, i32)>> {
        ledger::within::revisions(self.reader(), ids).await
    }

    /// Where events stand in the order; those that wait for their index are absent. It tells
    /// nothing but the place, so whoever knows an event may ask.
    ///
    /// # Errors
    /// The database's own.
    pub async fn event_orders(&self, event_ids: &[Uuid]) -> Result<Vec<event_order::Model>> {
        ledger::within::orders_of_events(self.reader(), event_ids).await
    }
}
