//! Code lists and days off in the contract.

use async_graphql::{ComplexObject, Context, Enum, ID, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::{Date, code_list, holiday};

use super::access::{access, roles, word};
use super::call::Call;
use super::error::answer;
use super::id::{Kind, show};

/// Language of a label.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum LabelLocale {
    /// Indonesian (bahasa Indonesia).
    Id,
    /// English.
    En,
}

/// A code of a versioned list (daftar kode).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct CodeListEntry {
    #[graphql(flatten)]
    row: code_list::Model,
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
#[graphql(complex)]
pub(super) struct Holiday {
    #[graphql(flatten)]
    row: holiday::Model,
}

#[ComplexObject]
impl Holiday {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        show(Kind::Holiday, self.row.id)
    }
}

#[derive(Default)]
pub(super) struct CodeListQuery;

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
        answer(ctx, listed.await)
            .map(|rows| rows.into_iter().map(|row| CodeListEntry { row }).collect())
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
        answer(ctx, listed.await).map(|rows| rows.into_iter().map(|row| Holiday { row }).collect())
    }
}
