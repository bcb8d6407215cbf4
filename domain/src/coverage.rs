//! What a person's employments and signatures add to coverage, and from which legal day.
//!
//! A person counts as active while employed and not on a leave that the policy excludes. A
//! signature counts while the signer is active in the institution in which it was given, from the
//! day it was given until the day it is withdrawn: moving to another unit keeps it, moving to
//! another institution does not. An institution that continues another by law takes over what was
//! given there, with the people.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use netra_entity::code::{CivilServantKind, SignatureState};
use netra_entity::{Date, employment, pact_signature};
use uuid::Uuid;

use crate::succession;

/// Where and from when a change of coverage holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Class of the pact; nil for the count of active civil servants.
    pub equivalence_class: Uuid,
    /// Institution.
    pub institution_id: Uuid,
    /// Unit; nil where there is none.
    pub unit_id: Uuid,
    /// Kind of civil servant.
    pub kind: CivilServantKind,
    /// Legal local day from which the change holds.
    pub day: Date,
}

/// A change of coverage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Of active civil servants.
    pub active: i64,
    /// Of valid signatures.
    pub signed: i64,
}

/// Changes of coverage by cell; cells that do not change are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deltas(BTreeMap<Cell, Change>);

impl Deltas {
    /// The changed cells.
    pub fn iter(&self) -> impl Iterator<Item = (&Cell, &Change)> {
        self.0.iter()
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the changes of another.
    pub fn add(&mut self, other: Self) {
        for (cell, change) in other.0 {
            self.change(cell, change);
        }
    }

    /// What leads from `before` to `self`.
    #[must_use]
    pub fn since(mut self, before: Self) -> Self {
        for (cell, change) in before.0 {
            self.change(cell, Change { active: -change.active, signed: -change.signed });
        }
        self
    }

    fn change(&mut self, cell: Cell, by: Change) {
        match self.0.entry(cell) {
            Entry::Vacant(entry) => {
                entry.insert(by);
            }
            Entry::Occupied(mut entry) => {
                let sum = entry.get_mut();
                sum.active += by.active;
                sum.signed += by.signed;
                if *sum == Change::default() {
                    entry.remove();
                }
            }
        }
    }

    /// A count that holds on `[from, to)`.
    fn holds(&mut self, cell: Cell, to: Option<Date>, change: Change) {
        if to.is_some_and(|to| to <= cell.day) {
            return;
        }
        self.change(cell, change);
        if let Some(day) = to {
            let back = Change { active: -change.active, signed: -change.signed };
            self.change(Cell { day, ..cell }, back);
        }
    }
}

/// What one person's present employments and signatures add. `counts` tells whether a leave
/// status leaves the person active; it is a row of the code list `LEAVE_STATUS`.
#[must_use]
pub fn of_person(
    employments: &[employment::Model],
    signatures: &[pact_signature::Model],
    counts: impl Fn(&str) -> bool,
) -> Deltas {
    let mut deltas = Deltas::default();
    for employment in employments.iter().filter(|it| counts(&it.leave_status)) {
        let active = Cell {
            equivalence_class: Uuid::nil(),
            institution_id: employment.institution_id,
            unit_id: employment.unit_id.unwrap_or_default(),
            kind: employment.kind,
            day: employment.valid_from,
        };
        deltas.holds(active, employment.valid_to, Change { active: 1, signed: 0 });
        let places = succession::continued(employment.institution_id, employments);
        for (equivalence_class, spans) in signed_spans(employment, &places, signatures) {
            for (day, to) in spans {
                let signed = Cell { equivalence_class, day, ..active };
                deltas.holds(signed, to, Change { active: 0, signed: 1 });
            }
        }
    }
    deltas
}

/// From a day to a day; open where it does not end.
type Span = (Date, Option<Date>);

/// When an employment is signed for, by class. A signature recorded late may lie beside one that
/// was withdrawn since; the person counts once on the days they share.
fn signed_spans(
    employment: &employment::Model,
    places: &BTreeSet<Uuid>,
    signatures: &[pact_signature::Model],
) -> BTreeMap<Uuid, Vec<Span>> {
    let mut by_class: BTreeMap<Uuid, Vec<Span>> = BTreeMap::new();
    for signature in signatures.iter().filter(|it| places.contains(&it.institution_id)) {
        let from = signature.signed_on.max(employment.valid_from);
        let to = earlier(employment.valid_to, withdrawn_on(signature));
        if to.is_none_or(|to| from < to) {
            by_class.entry(signature.equivalence_class).or_default().push((from, to));
        }
    }
    for spans in by_class.values_mut() {
        spans.sort_unstable();
        spans.dedup_by(|next, last| joined(last, *next));
    }
    by_class
}

/// Extends the earlier span by the next one, where they touch.
fn joined(last: &mut Span, next: Span) -> bool {
    let touch = last.1.is_none_or(|to| next.0 <= to);
    if touch {
        last.1 = last.1.zip(next.1).map(|(one, other)| one.max(other));
    }
    touch
}

fn withdrawn_on(signature: &pact_signature::Model) -> Option<Date> {
    match signature.state {
        SignatureState::Valid => None,
        SignatureState::Withdrawn => signature.withdrawn_on,
    }
}

fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// A count as it is shown to those who see only whole institutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Active civil servants; none where suppressed.
    pub active: Option<i64>,
    /// Valid signatures; none where suppressed.
    pub signed: Option<i64>,
    /// Whether something is suppressed.
    pub suppressed: bool,
}

/// Hides cells that could point at persons: a cell from 1 to `threshold - 1`, and with it the
/// cell from which it could be computed.
#[must_use]
pub fn suppress(active: i64, signed: i64, threshold: i64) -> Shown {
    let small = |count: i64| count > 0 && count < threshold;
    if small(active) {
        return Shown { active: None, signed: None, suppressed: true };
    }
    if small(signed) || small(active - signed) {
        return Shown { active: Some(active), signed: None, suppressed: true };
    }
    Shown { active: Some(active), signed: Some(signed), suppressed: false }
}
