//! Legal instruments in the contract.

use async_graphql::{ComplexObject, Context, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::{legal_instrument, legal_instrument_number};
use netra_registry::Registry;
use netra_registry::law::legal_instrument::RecordLegalInstrumentInput;

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::noun::{act, children, list, nouns};
use crate::graphql::kernel::paging::{List, Paging};
use crate::graphql::kernel::payload::payloads;
use crate::graphql::kernel::record::Record;

/// A law, regulation, decree or decision (instrumen hukum).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct LegalInstrument {
    #[graphql(flatten)]
    pub(in crate::graphql) row: legal_instrument::Model,
    #[graphql(flatten)]
    pub(in crate::graphql) record: Record,
}

nouns! {
    LegalInstrument shows legal_instrument under ReadReference as LegalInstrument with rev;
    LegalInstrumentNumber shows legal_instrument_number under ReadReference;
}

#[ComplexObject]
impl LegalInstrument {
    /// The number that each signatory gave it (nomor per penanda tangan).
    async fn numbers(&self, ctx: &Context<'_>) -> Option<Vec<LegalInstrumentNumber>> {
        Some(children(ctx, self.row.id).await)
    }
}

/// The number that one signatory gave to an instrument (nomor per penanda tangan).
#[derive(SimpleObject)]
pub(in crate::graphql) struct LegalInstrumentNumber {
    #[graphql(flatten)]
    row: legal_instrument_number::Model,
}

payloads! {
    /// What `recordLegalInstrument` answers.
    RecordLegalInstrumentPayload {
        /// The instrument.
        legal_instrument: LegalInstrument
    }
}

#[derive(Default)]
pub(in crate::graphql) struct LegalInstrumentQuery;

/// Legal instruments.
#[Object]
impl LegalInstrumentQuery {
    /// Legal instruments in the order of their codes (daftar instrumen hukum).
    #[graphql(directive = access::apply(word(Act::ReadReference), roles(Act::ReadReference)))]
    async fn legal_instruments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<LegalInstrument>> {
        let paging = Paging { first, after, last, before };
        list(ctx, "legalInstruments", paging, Some(()), async |it, permit, (), window| {
            it.legal_instruments(permit, window).await
        })
        .await
    }
}

#[derive(Default)]
pub(in crate::graphql) struct LegalInstrumentMutation;

/// Acts on legal instruments.
#[Object]
impl LegalInstrumentMutation {
    /// Records a legal instrument with the number of each signatory (pencatatan instrumen hukum).
    #[graphql(directive = access::apply(word(Act::RecordLegalInstrument), roles(Act::RecordLegalInstrument)))]
    async fn record_legal_instrument(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The instrument.")] input: RecordLegalInstrumentInput,
    ) -> Option<RecordLegalInstrumentPayload> {
        act(ctx, &input, Registry::record_legal_instrument).await
    }
}
