//! Code lists and days off in the contract.

use async_graphql::{ComplexObject, Context, Enum, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::{Date, code_list, holiday};
use netra_registry::law::code_list::RecordCodeInput;
use netra_registry::law::holiday::RecordHolidayInput;
use netra_registry::{Done, Registry, Result};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::noun::{Noun, act, nouns};
use crate::graphql::kernel::payload::Payload;
use crate::graphql::kernel::receipt::Receipt;
use crate::graphql::kernel::record::Record;

/// Language of a label.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(in crate::graphql) enum LabelLocale {
    /// Indonesian (bahasa Indonesia).
    Id,
    /// English.
    En,
}

/// A code of a versioned list (daftar kode).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct CodeListEntry {
    #[graphql(flatten)]
    row: code_list::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    CodeListEntry shows code_list under ReadReference as Code;
    Holiday shows holiday under ReadReference as Holiday;
}

#[ComplexObject]
impl CodeListEntry {
    /// The label in a language; Indonesian where there is no other.
    async fn text(&self, #[graphql(desc = "The language.")] locale: LabelLocale) -> &str {
        match locale {
            LabelLocale::Id => &self.row.label,
            LabelLocale::En => self.row.label_en.as_deref().unwrap_or(&self.row.label),
        }
    }
}

/// A day off by joint decree (hari libur nasional, cuti bersama).
#[derive(SimpleObject)]
pub(in crate::graphql) struct Holiday {
    #[graphql(flatten)]
    row: holiday::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

#[derive(Default)]
pub(in crate::graphql) struct CodeListQuery;

/// Code lists and days off.
#[Object]
impl CodeListQuery {
    /// The codes of a list in their order: `POSITION_CLASS`, `RANK`, `LEAVE_STATUS`, `PHASE` and
    /// so on (daftar kode).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn code_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Name of the list.")] list: String,
    ) -> Option<Vec<CodeListEntry>> {
        let call = Call::of(ctx);
        let listed = async { call.registry().code_list(&call.permit()?, &list).await };
        answer(ctx, listed.await).map(|rows| rows.into_iter().map(CodeListEntry::show).collect())
    }

    /// Days off from a day to a day, both inclusive (hari libur).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn holidays(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "First day.")] from: Date,
        #[graphql(desc = "Last day.")] to: Date,
    ) -> Option<Vec<Holiday>> {
        let call = Call::of(ctx);
        let listed = async { call.registry().holidays(&call.permit()?, from, to).await };
        answer(ctx, listed.await).map(|rows| rows.into_iter().map(Holiday::show).collect())
    }
}

/// What an act on reference data answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct RecordedPayload {
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

impl RecordedPayload {
    /// What an act has done.
    pub(in crate::graphql) fn of(done: &Done) -> Self {
        Self { receipt: Receipt::of(done) }
    }
}

impl Payload for RecordedPayload {
    async fn of(_: &Call, done: Done) -> Result<Self> {
        Ok(Self::of(&done))
    }
}

#[derive(Default)]
pub(in crate::graphql) struct CodeListMutation;

/// Acts on code lists and days off.
#[Object]
impl CodeListMutation {
    /// Records a code of a versioned list (pencatatan kode).
    #[graphql(directive = access::apply(word(Act::RecordCode), roles(Act::RecordCode)))]
    async fn record_code(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code.")] input: RecordCodeInput,
    ) -> Option<RecordedPayload> {
        act(ctx, &input, Registry::record_code).await
    }

    /// Records a day off by joint decree (pencatatan hari libur).
    #[graphql(directive = access::apply(word(Act::RecordHoliday), roles(Act::RecordHoliday)))]
    async fn record_holiday(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day off.")] input: RecordHolidayInput,
    ) -> Option<RecordedPayload> {
        act(ctx, &input, Registry::record_holiday).await
    }
}
