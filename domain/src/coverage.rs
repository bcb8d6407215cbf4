//! What a person's employments and signatures add to coverage, and from which legal day.
//!
//! A person counts as active while employed and not on a leave that the policy excludes. A
//! signature counts while the signer is active in the institution in which it was given, from the
//! day it was given, or countersigned where its text asks for that, until the day it is withdrawn:
//! moving to another unit keeps it, moving to another institution does not. An institution that
//! continues another by law takes over what was given there, with the people.
//!
//! Who is exempt or refuses stays in the count of active civil servants, and is counted beside the
//! signers. Who is measured does not set the measure: an employer exempts its own people, while the
//! leave that takes a person out of the count is a fact of the personnel master. A person is
//! counted once: as a signer, else as exempt, else as refusing.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use netra_entity::code::{AbstentionKind, CivilServantKind, SignatureState};
use netra_entity::{Date, employment, pact_abstention, pact_signature};
use uuid::Uuid;

use crate::pact_abstention::{Span, earlier, span};
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
    /// Of persons who are exempt and have not signed.
    pub exempt: i64,
    /// Of persons who refuse, are not exempt and have not signed.
    pub refused: i64,
}

impl Change {
    const ACTIVE: Self = Self { active: 1, signed: 0, exempt: 0, refused: 0 };
    const SIGNED: Self = Self { active: 0, signed: 1, exempt: 0, refused: 0 };
    const EXEMPT: Self = Self { active: 0, signed: 0, exempt: 1, refused: 0 };
    const REFUSED: Self = Self { active: 0, signed: 0, exempt: 0, refused: 1 };
}

impl std::ops::Neg for Change {
    type Output = Self;

    fn neg(self) -> Self {
        Self {
            active: -self.active,
            signed: -self.signed,
            exempt: -self.exempt,
            refused: -self.refused,
        }
    }
}

impl std::ops::AddAssign for Change {
    fn add_assign(&mut self, by: Self) {
        self.active += by.active;
        self.signed += by.signed;
        self.exempt += by.exempt;
        self.refused += by.refused;
    }
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
            self.change(cell, -change);
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
                *sum += by;
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
            self.change(Cell { day, ..cell }, -change);
        }
    }
}

/// What one person's present employments, signatures and abstentions add. `counts` tells whether a leave
/// status leaves the person active; it is a row of the code list `LEAVE_STATUS`.
#[must_use]
pub fn of_person(
    employments: &[employment::Model],
    signatures: &[pact_signature::Model],
    abstentions: &[pact_abstention::Model],
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
        deltas.holds(active, employment.valid_to, Change::ACTIVE);
        let places = succession::continued(employment.institution_id, employments);
        let abstains = |kind: AbstentionKind| {
            let of_kind = abstentions.iter().filter(move |it| it.kind == kind);
            let here = of_kind.filter(|it| places.contains(&it.institution_id));
            let spans = here.map(|it| (it.equivalence_class, span(it, signatures)));
            spans_within(employment, spans)
        };
        let here = signatures.iter().filter(|it| places.contains(&it.institution_id));
        let valid = here.filter_map(|it| Some((it.equivalence_class, valid_span(it)?)));
        let mut counted = BTreeMap::new();
        for (spans, change) in [
            (spans_within(employment, valid), Change::SIGNED),
            (abstains(AbstentionKind::Exemption), Change::EXEMPT),
            (abstains(AbstentionKind::Refusal), Change::REFUSED),
        ] {
            for (equivalence_class, spans) in spans {
                let counted: &mut Vec<Span> = counted.entry(equivalence_class).or_default();
                for (day, to) in without(spans, counted) {
                    deltas.holds(Cell { equivalence_class, day, ..active }, to, change);
                    counted.push((day, to));
                }
            }
        }
    }
    deltas
}

/// Spans within an employment, by class. A signature recorded late may lie beside one that was
/// withdrawn since; the person counts once on the days they share.
fn spans_within(
    employment: &employment::Model,
    spans: impl Iterator<Item = (Uuid, Span)>,
) -> BTreeMap<Uuid, Vec<Span>> {
    let mut by_class: BTreeMap<Uuid, Vec<Span>> = BTreeMap::new();
    for (class, (from, to)) in spans {
        let from = from.max(employment.valid_from);
        let to = earlier(employment.valid_to, to);
        if to.is_none_or(|to| from < to) {
            by_class.entry(class).or_default().push((from, to));
        }
    }
    for spans in by_class.values_mut() {
        spans.sort_unstable();
        spans.dedup_by(|next, last| joined(last, *next));
    }
    by_class
}

/// What is left of spans where others are taken away.
fn without(spans: Vec<Span>, taken: &[Span]) -> Vec<Span> {
    taken.iter().fold(spans, |left, (from, to)| {
        let mut rest = Vec::with_capacity(left.len() + 1);
        for (start, end) in left {
            let before = earlier(end, Some(*from));
            if before.is_some_and(|before| start < before) {
                rest.push((start, before));
            }
            if let Some(to) = to
                && end.is_none_or(|end| *to < end)
            {
                rest.push((start.max(*to), end));
            }
        }
        rest
    })
}

/// Extends the earlier span by the next one, where they touch.
fn joined(last: &mut Span, next: Span) -> bool {
    let touch = last.1.is_none_or(|to| next.0 <= to);
    if touch {
        last.1 = last.1.zip(next.1).map(|(one, other)| one.max(other));
    }
    touch
}

/// When a signature is valid; never where a superior's word is missing.
fn valid_span(signature: &pact_signature::Model) -> Option<Span> {
    let from = if signature.countersignature_required {
        signature.countersigned_on?
    } else {
        signature.signed_on
    };
    match signature.state {
        SignatureState::Valid => Some((from, None)),
        SignatureState::Withdrawn => Some((from, signature.withdrawn_on)),
        SignatureState::AwaitingCountersignature | SignatureState::CountersignatureRefused => None,
    }
}

/// A count as it is shown to those who see only whole institutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Active civil servants; none where suppressed.
    pub active: Option<i64>,
    /// Valid signatures; none where suppressed.
    pub signed: Option<i64>,
    /// Exempt persons; none where suppressed.
    pub exempt: Option<i64>,
    /// Refusing persons; none where suppressed.
    pub refused: Option<i64>,
    /// Whether something is suppressed.
    pub suppressed: bool,
}

impl Shown {
    /// What a release tells, by signers and others. Who is exempt or refuses are too few in most
    /// institutions to be told outside the detailed reach.
    #[must_use]
    pub fn of(parts: Option<&Vec<i64>>) -> Self {
        Self {
            active: parts.map(|it| it.iter().sum()),
            signed: parts.map(|it| it.first().copied().unwrap_or_default()),
            exempt: None,
            refused: None,
            suppressed: parts.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> Date {
        Date(chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap())
    }

    fn span_of(from: u32, to: Option<u32>) -> Span {
        (day(from), to.map(day))
    }

    #[test]
    fn what_is_taken_away_leaves_the_days_around_it() {
        let cases = [
            (span_of(1, None), vec![span_of(5, None)], vec![span_of(1, Some(5))]),
            (
                span_of(1, None),
                vec![span_of(5, Some(9))],
                vec![span_of(1, Some(5)), span_of(9, None)],
            ),
            (span_of(5, Some(9)), vec![span_of(1, None)], vec![]),
            (span_of(5, Some(9)), vec![span_of(1, Some(5))], vec![span_of(5, Some(9))]),
            (span_of(5, Some(9)), vec![span_of(9, None)], vec![span_of(5, Some(9))]),
            (
                span_of(1, Some(20)),
                vec![span_of(2, Some(4)), span_of(3, Some(6))],
                vec![span_of(1, Some(2)), span_of(6, Some(20))],
            ),
        ];
        for (span, taken, left) in cases {
            assert_eq!(without(vec![span], &taken), left, "{span:?} without {taken:?}");
        }
    }
}
