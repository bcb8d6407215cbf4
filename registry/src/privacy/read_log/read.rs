//! Reading the read log: a person who looked, an office what its people read.

use netra_domain::policy::{Permit, of};
use netra_entity::{read_log, read_log_subject};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use crate::Registry;
use crate::law::code_list::Codes;
use crate::ledger::error::Result;
use crate::ledger::page::{self, Page, Window};
use crate::ledger::sequencer::AsOf;

/// Which readings are asked for.
#[derive(Clone, Debug, Default)]
pub struct ReadingFilter {
    /// Only those of this institution.
    pub institution_id: Option<Uuid>,
    /// Only those of this seat.
    pub seat_id: Option<Uuid>,
    /// Only those with this purpose.
    pub purpose: Option<String>,
}

impl Registry {
    /// Who looked at the caller's own record, oldest first; readings that are withheld are absent.
    ///
    /// # Errors
    /// The database's own.
    pub async fn access_log(
        &self,
        permit: &Permit<of::ReadAccessLog>,
        window: &Window,
    ) -> Result<Page<read_log_subject::Model>> {
        use read_log_subject::Column;
        let told = Condition::any()
            .add(Column::WithheldUntil.is_null())
            .add(Column::WithheldUntil.lte(self.clock().now()));
        let select = self.within::<read_log_subject::Entity, _>(permit, AsOf::Now).filter(told);
        self.page(select, &[Column::Id], window).await
    }

    /// What the people of an office read, oldest first.
    ///
    /// # Errors
    /// `FORBIDDEN` where the filter names another institution; `CODE_UNKNOWN` for a purpose that
    /// there is not.
    pub async fn readings(
        &self,
        permit: &Permit<of::ReadReadings>,
        filter: &ReadingFilter,
        window: &Window,
    ) -> Result<Page<read_log::Model>> {
        use read_log::Column;
        if let Some(id) = filter.institution_id {
            permit.covers_own_past(id)?;
        }
        if filter.purpose.is_some() {
            let codes = Codes::load(self.reader(), &["READ_PURPOSE"]).await?;
            codes.check_ever("filter.purpose", "READ_PURPOSE", filter.purpose.as_deref())?;
        }
        let condition = Condition::all()
            .add_option(filter.institution_id.map(|it| Column::InstitutionId.eq(it)))
            .add_option(filter.seat_id.map(|it| Column::SeatId.eq(it)))
            .add_option(filter.purpose.as_ref().map(|it| Column::Purpose.eq(it)));
        let select = self.within::<read_log::Entity, _>(permit, AsOf::Now).filter(condition);
        page::cut(self.reader(), select, &[Column::Id], window).await
    }

    /// What the persons see of readings that are events of their own, for nested reads.
    ///
    /// # Errors
    /// The database's own.
    pub async fn withheld_of(
        &self,
        permit: &Permit<of::ReadReadings>,
        ids: &[Uuid],
    ) -> Result<Vec<read_log_subject::Model>> {
        Ok(self
            .within::<read_log_subject::Entity, _>(permit, AsOf::Now)
            .filter(read_log_subject::Column::Minute.is_null())
            .filter(read_log_subject::Column::LogId.is_in(ids.iter().copied()))
            .all(self.reader())
            .await?)
    }
}
