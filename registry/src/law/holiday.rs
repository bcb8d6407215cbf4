//! Days off by joint decree.

use async_graphql::InputObject;
use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{Confidence, HolidayKind};
use netra_entity::{Date, holiday};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::{ActRequest, Done, open_act};

/// A day off to record.
#[derive(Clone, Debug, InputObject)]
pub struct RecordHolidayInput {
    /// The day.
    pub day: Date,
    /// Kind: national holiday or joint leave (libur nasional, cuti bersama).
    pub kind: HolidayKind,
    /// Name in Indonesian.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Decree it rests on (dasar hukum).
    pub decree: String,
    /// Where the facts come from (sumber).
    pub source: String,
    /// How sure they are.
    pub confidence: Confidence,
}

impl Registry {
    /// Days off from a day to a day, both inclusive.
    ///
    /// # Errors
    /// The database's own.
    pub async fn holidays(
        &self,
        permit: &Permit<of::ReadReference>,
        from: Date,
        to: Date,
    ) -> Result<Vec<holiday::Model>> {
        let select = self
            .within::<holiday::Entity, _>(permit, AsOf::Now)
            .filter(holiday::Column::Day.between(from, to))
            .order_by_asc(holiday::Column::Day);
        self.all(select).await
    }

    /// Records a day off.
    ///
    /// # Errors
    /// `CODE_TAKEN` where the day already has one of its kind.
    pub async fn record_holiday(
        &self,
        permit: &Permit<of::RecordHoliday>,
        request: &ActRequest,
        input: &RecordHolidayInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let row = holiday::Model {
            id: act.new_id(),
            day: input.day,
            kind: input.kind,
            name: input.name.clone(),
            name_en: input.name_en.clone(),
            decree: input.decree.clone(),
            source: input.source.clone(),
            confidence: input.confidence,
        };
        let id = row.id;
        let taken = |error: Error| error.or_taken(|| Error::invalid("day", Rule::CodeTaken));
        act.add(row, vec![]).await.map_err(taken)?;
        act.commit(Some(id)).await
    }
}
