//! The history of a record in the contract.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use async_graphql::connection::{Connection, Edge};
use async_graphql::dataloader::Loader;
use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use futures_util::future::join_all;
use netra_domain::Rule;
use netra_entity::Instant;
use netra_entity::code::Function;
use netra_registry::Error;
use netra_registry::ledger::sequencer::{AsOf as Known, ReadPoint};
use netra_registry::record::history::{self, History, Part, Revision, Subject};
use serde_json::Value;
use uuid::Uuid;

use crate::graphql::kernel::as_of::AsOf;
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, show};
use crate::graphql::kernel::loader::{Loaders, Point, load};
use crate::graphql::kernel::noun::{nested, row};
use crate::graphql::kernel::paging::{Cursor, Paged, Paging};
use crate::graphql::kernel::receipt::{EventOrder, Receipt, order};
use crate::graphql::office::institution::Institution;
use crate::graphql::office::seat::Seat;
use crate::graphql::people::civil_servant::CivilServant;
use crate::graphql::privacy::erasure::PersonalDataState;

/// A revision of a record: what changed, by which office, when (riwayat).
#[derive(SimpleObject)]
#[graphql(complex)]
pub(in crate::graphql) struct RecordRevision {
    #[graphql(skip)]
    revision: Revision,
    /// Its number, from 1: the version that the record had then.
    version: i32,
    /// The act that made it, by its code (tindakan).
    act: String,
    /// When the rule decided.
    occurred_at: Instant,
    /// The function under which the office acted; null for a person acting for oneself, and for the
    /// registry (fungsi).
    function: Option<Function>,
}

/// A field that a revision changed.
#[derive(SimpleObject)]
pub(in crate::graphql) struct FieldChange {
    /// Its name, as in the record; in the first revision every field with a value.
    field: String,
    /// Whether its values are shown to the caller.
    state: PersonalDataState,
    /// Its value before, as JSON text; null where there was none, or it is masked.
    before: Option<String>,
    /// Its value after, as JSON text; null where there is none, or it is masked.
    after: Option<String>,
}

#[ComplexObject]
impl RecordRevision {
    /// The institution that acted; null for a person acting for oneself (instansi).
    async fn institution(&self, ctx: &Context<'_>) -> Option<Institution> {
        nested(ctx, self.revision.event.institution_id).await
    }

    /// Its event (peristiwa).
    async fn event_id(&self) -> ID {
        show(Kind::Event, self.revision.event.id)
    }

    /// Its place in the order; absent while it waits.
    async fn order(&self, ctx: &Context<'_>) -> Option<EventOrder> {
        order(ctx, self.revision.event.id).await
    }

    /// Its receipt; null where the caller may not read the event (tanda terima).
    async fn receipt(&self) -> Option<Receipt> {
        let open = self.revision.is_receipt_open;
        open.then(|| Receipt::of_event(self.revision.event.id))
    }

    /// `ERASED` where an erasure took what changed, `MASKED` where some of it is kept from the caller
    /// (status data pribadi).
    async fn personal_data(&self) -> PersonalDataState {
        let changes = self.revision.changes.as_ref();
        let is_open = changes.is_some_and(|all| all.iter().all(|it| !it.is_masked));
        PersonalDataState::of(changes.is_none(), is_open)
    }

    /// The fields that changed, in the order of their names; null where an erasure took them
    /// (perubahan).
    async fn changes(&self, ctx: &Context<'_>) -> Option<Vec<FieldChange>> {
        let kind = &self.revision.kind;
        let changes = self.revision.changes.as_ref()?.iter();
        Some(join_all(changes.map(|change| shown(ctx, kind, change))).await)
    }
}

/// A change as the contract names fields and records.
async fn shown(ctx: &Context<'_>, kind: &str, change: &history::FieldChange) -> FieldChange {
    let named = reference(kind, &change.field);
    let (mut is_masked, mut values) = (change.is_masked, Vec::new());
    for value in [&change.before, &change.after] {
        let id = value.as_ref().and_then(Value::as_str).and_then(|text| text.parse().ok());
        values.push(match (named, id) {
            (Some(kind), Some(id)) => {
                is_masked |= !is_seen(ctx, kind, id).await;
                Some(Value::String(show(kind, id).0).to_string())
            }
            _ => value.as_ref().map(ToString::to_string),
        });
    }
    let mut values = values.into_iter().map(|value| value.filter(|_| !is_masked));
    FieldChange {
        field: field_name(&change.field, named.is_some()),
        state: PersonalDataState::of(false, !is_masked),
        before: values.next().flatten(),
        after: values.next().flatten(),
    }
}

/// Whether the caller sees the record that a field names: persons and seats by reach, accounts
/// never; the rest is named by what the caller has in hand.
async fn is_seen(ctx: &Context<'_>, kind: Kind, id: Uuid) -> bool {
    if kind == Kind::CivilServant {
        row::<CivilServant>(ctx, id).await.is_some()
    } else if kind == Kind::Seat {
        row::<Seat>(ctx, id).await.is_some()
    } else {
        kind != Kind::User
    }
}

/// The kind of record that a column names.
fn reference(kind: &str, field: &str) -> Option<Kind> {
    Some(match (kind, field) {
        (_, "institution_id" | "others_to" | "issuer_id") | ("institution", "parent_id") => {
            Kind::Institution
        }
        (_, "unit_id") | ("organisational_unit", "parent_id") => Kind::Unit,
        (_, "civil_servant_id" | "head_id" | "delegate_id" | "countersigner_id") => {
            Kind::CivilServant
        }
        (_, "user_id") => Kind::User,
        (_, "seat_id" | "prepared_by" | "approved_by" | "decided_by" | "countersign_seat_id") => {
            Kind::Seat
        }
        (_, "employment_id" | "continues") => Kind::Employment,
        (_, "pact_text_id") | ("pact_text", "derived_from_id" | "supersedes_id") => Kind::PactText,
        (_, "cycle_id") => Kind::Cycle,
        (_, "election_id") => Kind::Election,
        (_, "contest_id") => Kind::Contest,
        (_, "party_id") => Kind::Party,
        (_, "legal_instrument_id") => Kind::LegalInstrument,
        (_, "completed_by" | "corrected_by") => Kind::Event,
        _ => return None,
    })
}

/// A column's name as the contract writes names; what names a record goes without `Id`.
fn field_name(column: &str, is_reference: bool) -> String {
    let column = if is_reference { column.trim_end_matches("_id") } else { column };
    let mut words = column.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|it| it.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// The revisions of a record, newest first (riwayat).
#[derive(SimpleObject)]
pub(in crate::graphql) struct Revisions {
    /// How many revisions the record has, as known at the point asked for (jumlah revisi).
    revision_count: i32,
}

/// The history of a record.
pub(in crate::graphql) type RecordHistory = Connection<Cursor, RecordRevision, Revisions>;

/// Which part of a history is asked for.
pub(in crate::graphql) struct Asked {
    pub(in crate::graphql) first: Option<i32>,
    pub(in crate::graphql) after: Option<String>,
    pub(in crate::graphql) as_of: Option<AsOf>,
}

/// The history of a record whose name may be everybody's.
pub(in crate::graphql) async fn of(
    ctx: &Context<'_>,
    id: Uuid,
    is_published: bool,
    asked: Asked,
) -> Option<RecordHistory> {
    part_of(ctx, Subject { id, is_published }, asked).await
}

async fn part_of(ctx: &Context<'_>, subject: Subject, asked: Asked) -> Option<RecordHistory> {
    let call = Call::of(ctx);
    let key = async {
        let Asked { first, after, as_of } = asked;
        let as_of = as_of.map(|it| it.input()).transpose()?;
        let point = match as_of {
            Some(input) => Some(Point::from(call.point(Some(input)).await?)),
            None => None,
        };
        let paged = Paged::new(call, "history", &(subject.id, point));
        let window = paged.window(&Paging { first, after, last: None, before: None })?;
        let below = match &window.after {
            Some(key) => {
                let rev = key.first().and_then(|text| text.parse().ok());
                Some(rev.ok_or(Error::invalid("after", Rule::CursorInvalid))?)
            }
            None => None,
        };
        let first = i32::try_from(window.limit).unwrap_or(i32::MAX);
        Ok((paged, HistoryOf { subject, part: Part { first, below }, point }))
    };
    let (paged, key) = answer(ctx, key.await)?;
    let has_previous = key.part.below.is_some();
    let found = load(ctx, key).await.unwrap_or_default();
    let revisions = Revisions { revision_count: found.count };
    let mut list = Connection::with_additional_fields(has_previous, found.has_next, revisions);
    let edge = |revision: Revision| {
        let cursor = Cursor::Of(paged.seal(), vec![revision.rev.to_string()]);
        Edge::new(cursor, RecordRevision::from(revision))
    };
    list.edges = found.revisions.into_iter().map(edge).collect();
    Some(list)
}

impl From<Revision> for RecordRevision {
    fn from(revision: Revision) -> Self {
        Self {
            version: revision.rev,
            act: revision.event.act.clone(),
            occurred_at: revision.event.occurred_at,
            function: revision.function,
            revision,
        }
    }
}

/// A part of a record's history.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct HistoryOf {
    subject: Subject,
    part: Part,
    point: Option<Point>,
}

impl Loader<HistoryOf> for Loaders {
    type Value = History;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[HistoryOf]) -> Result<HashMap<HistoryOf, History>, Arc<Error>> {
        let parts: HashSet<(Part, Option<Point>)> =
            keys.iter().map(|key| (key.part, key.point)).collect();
        let mut loaded = HashMap::new();
        for (part, point) in parts {
            let of_part = |key: &&HistoryOf| key.part == part && key.point == point;
            let subjects: Vec<_> = keys.iter().filter(of_part).map(|key| key.subject).collect();
            let as_of = point.map_or(Known::Now, |it| Known::At(ReadPoint::from(it)));
            let found = self.registry.history(&self.actor, &subjects, part, as_of).await;
            let found = found.map_err(Arc::new)?.into_iter();
            loaded.extend(found.map(|(subject, it)| (HistoryOf { subject, part, point }, it)));
        }
        Ok(loaded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_named_as_in_the_contract() {
        assert_eq!(field_name("front_title", false), "frontTitle");
        assert_eq!(field_name("institution_id", true), "institution");
        assert_eq!(field_name("document_sha256", false), "documentSha256");
        assert_eq!(field_name("state", false), "state");
    }
}
