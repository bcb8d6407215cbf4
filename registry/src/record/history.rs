//! The history of a record: what each of its revisions changed, by which office and when, as far
//! as the caller reads the fields. The after-images of events are the one store of it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use netra_domain::policy::{Actor, Permit, Reach, of, reads_field};
use netra_entity::code::Function;
use netra_entity::{event, event_record};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Registry;
use crate::ledger;
use crate::ledger::error::Result;
use crate::ledger::sequencer::AsOf;
use crate::record::class_of;

/// A record that the caller has in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// The record.
    pub id: Uuid,
    /// Whether its personal fields are everybody's, such as a determined contestant's name.
    pub is_published: bool,
}

/// Which revisions are asked for, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// How many, 1 to 200.
    pub first: i32,
    /// Only those before this revision.
    pub below: Option<i32>,
}

/// A revision of a record.
#[derive(Clone, Debug)]
pub struct Revision {
    /// The event that made it.
    pub event: event::Model,
    /// Kind of the record.
    pub kind: String,
    /// Its number, from 1.
    pub rev: i32,
    /// The function under which the office acted.
    pub function: Option<Function>,
    /// Whether the caller may read the event itself.
    pub is_receipt_open: bool,
    /// What changed; none where an erasure took it.
    pub changes: Option<Vec<FieldChange>>,
}

/// A field that a revision changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Its column.
    pub field: String,
    /// Whether its values are kept from the caller.
    pub is_masked: bool,
    /// Its value before.
    pub before: Option<Value>,
    /// Its value after.
    pub after: Option<Value>,
}

/// A part of a history.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The revisions, newest first.
    pub revisions: Vec<Revision>,
    /// Whether there are older ones.
    pub has_next: bool,
    /// How many the record has.
    pub count: i32,
}

impl Registry {
    /// Parts of the histories of records that the caller has in hand, as known now or at a point of
    /// the order.
    ///
    /// # Errors
    /// The database's own.
    pub async fn history(
        &self,
        actor: &Arc<Actor>,
        subjects: &[Subject],
        part: Part,
        as_of: AsOf,
    ) -> Result<HashMap<Subject, History>> {
        let db = self.reader();
        let ids: Vec<Uuid> = subjects.iter().map(|it| it.id).collect();
        let newest: HashMap<Uuid, i32> = match as_of {
            AsOf::Now => ledger::within::revisions(db, &ids).await?.into_iter().collect(),
            AsOf::At(point) => ledger::within::revisions_known(db, ids, point.index).await?,
        };
        let spans: Vec<Span> =
            subjects.iter().filter_map(|it| Span::of(*it, *newest.get(&it.id)?, part)).collect();
        let rows = ledger::within::revisions_between(
            db,
            &spans.iter().map(Span::needed).collect::<Vec<_>>(),
        )
        .await?;
        let event_ids: HashSet<Uuid> = rows.iter().map(|row| row.event_id).collect();
        let events = ledger::within::events_by_ids(db, &Vec::from_iter(event_ids)).await?;
        let seats: HashSet<Uuid> = events.iter().filter_map(|row| row.seat_id).collect();
        let functions = ledger::within::functions_of_seats(db, Vec::from_iter(seats)).await?;
        let found = Found {
            actor,
            events_permit: actor.permit().ok(),
            rows: rows.into_iter().map(|row| ((row.subject_id, row.rev), row)).collect(),
            events: events.into_iter().map(|row| (row.id, row)).collect(),
            functions,
        };
        let mut histories: HashMap<Subject, History> =
            spans.iter().map(|span| (span.subject, found.history(span))).collect();
        for subject in subjects {
            let history = histories.entry(*subject).or_default();
            history.count = newest.get(&subject.id).copied().unwrap_or(0);
        }
        Ok(histories)
    }
}

/// The revisions of a record to show. They have no gaps, so a part is a span of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    subject: Subject,
    low: i32,
    high: i32,
}

impl Span {
    fn of(subject: Subject, newest: i32, part: Part) -> Option<Self> {
        let high = part.below.map_or(newest, |below| newest.min(below.saturating_sub(1)));
        let low = high.saturating_sub(part.first.max(1)).saturating_add(1).max(1);
        (high >= 1).then_some(Self { subject, low, high })
    }

    /// The record, and the revisions that are needed: one more, to compare the oldest with.
    pub(crate) const fn needed(&self) -> (Uuid, i32, i32) {
        (self.subject.id, self.low.saturating_sub(1), self.high)
    }
}

/// What was found for all records at once.
struct Found<'a> {
    actor: &'a Actor,
    events_permit: Option<Permit<of::ReadEvents>>,
    rows: HashMap<(Uuid, i32), event_record::Model>,
    events: HashMap<Uuid, event::Model>,
    functions: HashMap<Uuid, Function>,
}

impl Found<'_> {
    fn history(&self, span: &Span) -> History {
        let revisions = (span.low..=span.high).rev();
        History {
            revisions: revisions.filter_map(|rev| self.revision(span.subject, rev)).collect(),
            has_next: span.low > 1,
            count: 0,
        }
    }

    fn revision(&self, subject: Subject, rev: i32) -> Option<Revision> {
        let row = self.rows.get(&(subject.id, rev))?;
        let event = self.events.get(&row.event_id)?.clone();
        let before = if rev == 1 {
            Some(Map::new())
        } else {
            self.rows.get(&(subject.id, rev - 1)).and_then(fields)
        };
        let shown = |(before, after)| {
            changes(&before, &after, |field| {
                let class = class_of(&row.subject_kind, field);
                reads_field(self.actor, &row.subject_kind, field, class, subject.is_published)
            })
        };
        let function = event.seat_id.and_then(|seat| self.functions.get(&seat).copied());
        Some(Revision {
            kind: row.subject_kind.clone(),
            rev,
            is_receipt_open: self.reads(&event),
            function,
            changes: before.zip(fields(row)).map(shown),
            event,
        })
    }
}

impl Found<'_> {
    /// Whether the caller reads the event itself: audit every one, an office its own.
    fn reads(&self, event: &event::Model) -> bool {
        let Some(permit) = &self.events_permit else { return false };
        let own = |id: Uuid| permit.covers_own_office(id).is_ok();
        permit.reach() == Reach::All || event.institution_id.is_some_and(own)
    }
}

fn fields(row: &event_record::Model) -> Option<Map<String, Value>> {
    serde_json::from_str(row.payload.as_deref()?).ok()
}

/// The fields that differ, in the order of their names. Absent and null are the same.
fn changes(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    is_open: impl Fn(&str) -> bool,
) -> Vec<FieldChange> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let known = |value: Option<&Value>| value.filter(|it| !it.is_null()).cloned();
    let change = |name: &String| {
        let (old, new) = (known(before.get(name)), known(after.get(name)));
        (old != new).then(|| {
            let is_masked = !is_open(name);
            let shown = |value: Option<Value>| value.filter(|_| !is_masked);
            FieldChange { field: name.clone(), is_masked, before: shown(old), after: shown(new) }
        })
    };
    names.into_iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn span(newest: i32, first: i32, below: Option<i32>) -> Option<(i32, i32)> {
        let subject = Subject { id: Uuid::nil(), is_published: false };
        Span::of(subject, newest, Part { first, below }).map(|it| (it.low, it.high))
    }

    #[test]
    fn a_part_is_a_span_of_revisions() {
        assert_eq!(span(5, 20, None), Some((1, 5)));
        assert_eq!(span(5, 2, None), Some((4, 5)));
        assert_eq!(span(5, 2, Some(4)), Some((2, 3)));
        assert_eq!(span(5, 2, Some(2)), Some((1, 1)));
        assert_eq!(span(5, 2, Some(1)), None);
        assert_eq!(span(5, 2, Some(9)), Some((4, 5)));
        assert_eq!(span(1, i32::MAX, Some(i32::MIN)), None);
    }

    #[test]
    fn only_what_differs_is_told() {
        let map = |value: Value| value.as_object().cloned().unwrap_or_default();
        let before = map(json!({ "a": 1, "b": null, "c": "x", "secret": 1 }));
        let after = map(json!({ "a": 1, "c": "y", "d": [2], "secret": 2 }));
        let found = changes(&before, &after, |field| field != "secret");
        let one = |field: &str, is_masked, before: Option<Value>, after: Option<Value>| {
            FieldChange { field: field.to_owned(), is_masked, before, after }
        };
        let expected = [
            one("c", false, Some(json!("x")), Some(json!("y"))),
            one("d", false, None, Some(json!([2]))),
            one("secret", true, None, None),
        ];
        assert_eq!(found, expected);
    }
}
