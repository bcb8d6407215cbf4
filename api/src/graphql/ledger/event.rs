//! Events in the contract.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_entity::event;
use netra_registry::Error;
use netra_registry::ledger::event::EventFilter;

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, parse, read_optional, show};
use crate::graphql::kernel::noun::{Noun, nested, nouns};
use crate::graphql::kernel::paging::{List, Paged, Paging};
use crate::graphql::kernel::receipt::{EventOrder, order};
use crate::graphql::office::institution::Institution;

/// An act of office as it was recorded (peristiwa).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct Event {
    #[graphql(flatten)]
    pub(in crate::graphql) row: event::Model,
}

nouns! {
    Event shows event under ReadEvents;
}

#[ComplexObject]
impl Event {
    /// Global id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        show(Kind::Event, self.row.id)
    }

    /// The institution that acted (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.row.institution_id).await
    }

    /// Global id of the record it is about; null for a chunk of many.
    async fn subject(&self) -> Option<ID> {
        let kind = match self.row.subject_kind.as_str() {
            "institution" => Kind::Institution,
            "organisational_unit" => Kind::Unit,
            "institution_function" => Kind::Function,
            "civil_servant" => Kind::CivilServant,
            "service_number" => Kind::ServiceNumber,
            "employment" => Kind::Employment,
            "user" => Kind::User,
            "seat" => Kind::Seat,
            "legal_instrument" => Kind::LegalInstrument,
            "election" => Kind::Election,
            "pact_text" => Kind::PactText,
            "pact_signature" => Kind::PactSignature,
            "reading" => Kind::Reading,
            "rectification" => Kind::Rectification,
            "erasure" => Kind::Erasure,
            "legal_hold" => Kind::LegalHold,
            "breach" => Kind::Breach,
            _ => return None,
        };
        Some(show(kind, self.row.subject_id?))
    }

    /// Its place in the order; absent while it waits.
    async fn order(&self, ctx: &Context<'_>) -> Option<EventOrder> {
        order(ctx, self.row.id).await
    }
}

/// Which events are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct EventFilterInput {
    /// Only this act, by its code.
    act: Option<String>,
    /// Only those of this institution.
    institution: Option<ID>,
    /// Only those about this record, by its global id.
    subject: Option<ID>,
}

#[derive(Default)]
pub(in crate::graphql) struct EventQuery;

/// Events.
#[Object]
impl EventQuery {
    /// Events: an office's own acts, or all of them for audit (daftar peristiwa).
    #[graphql(directive = access::apply(word(Act::ReadEvents), roles(Act::ReadEvents)))]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list.")] filter: Option<EventFilterInput>,
        #[graphql(desc = "How many from the start, 1 to 200.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 200.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Option<List<Event>> {
        let call = Call::of(ctx);
        let listed = async {
            let filter = filter.unwrap_or_default();
            let subject = filter
                .subject
                .map(|id| parse(&id).ok_or(Error::invalid("filter.subject", Rule::IdInvalid)))
                .transpose()?;
            let institution = filter.institution.as_ref();
            let filter = EventFilter {
                act: filter.act,
                institution_id: read_optional(
                    "filter.institution",
                    Kind::Institution,
                    institution,
                )?,
                subject_id: subject.map(|(_, id)| id),
            };
            let paged = Paged::new(call, "events", &filter);
            let window = paged.window(&Paging { first, after, last, before })?;
            let page = call.registry().events(&call.permit()?, &filter, &window).await?;
            Ok(paged.connect(page, Event::show))
        };
        answer(ctx, listed.await)
    }
}
