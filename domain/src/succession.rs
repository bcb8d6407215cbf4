//! How institutions and functions pass to others: which successions there can be, where a unit or
//! a seat goes, and from which day.

use std::collections::{BTreeMap, BTreeSet};

use netra_entity::code::{Function, SuccessionKind};
use netra_entity::{Date, employment};
use uuid::Uuid;

use crate::rule::Rule;

/// A function that passes from one institution to another. Where both are the same, it keeps its
/// share of a split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passing {
    /// The function.
    pub function: Function,
    /// Who gives it.
    pub from: Uuid,
    /// Who takes it over.
    pub to: Uuid,
    /// Whether the seats under it go along.
    pub moves_seats: bool,
}

/// Who gives what to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The kind.
    pub kind: SuccessionKind,
    /// The predecessors.
    pub from: BTreeSet<Uuid>,
    /// The successors.
    pub to: BTreeSet<Uuid>,
    /// The functions.
    pub passings: Vec<Passing>,
}

impl Shape {
    /// Refuses what is no succession of its kind; answers the path in the input.
    ///
    /// # Errors
    /// `SUCCESSION_SHAPE`; `SUCCESSION_ONE_SIDE`; `DUPLICATE_ROW` for a function named twice.
    pub fn check(&self) -> Result<(), (String, Rule)> {
        let counts = (self.from.len(), self.to.len());
        let fits = match self.kind {
            SuccessionKind::Rename => counts == (1, 1),
            SuccessionKind::Merge => counts.0 >= 1 && counts.1 == 1,
            SuccessionKind::Split => counts.0 == 1 && counts.1 >= 2,
            SuccessionKind::Transfer => counts.0 >= 1 && counts.1 >= 1,
        };
        // A transfer moves functions and nothing else; the others may be of bodies without one.
        if !fits || (self.kind == SuccessionKind::Transfer && self.passings.is_empty()) {
            return Err(("kind".to_owned(), Rule::SuccessionShape));
        }
        if self.kind != SuccessionKind::Split && !self.from.is_disjoint(&self.to) {
            return Err(("to".to_owned(), Rule::SuccessionOneSide));
        }
        let mut seen = BTreeSet::new();
        for (position, it) in self.passings.iter().enumerate() {
            let path = format!("functions.{position}");
            if !self.from.contains(&it.from) || !self.to.contains(&it.to) {
                return Err((path, Rule::SuccessionShape));
            }
            if !seen.insert((it.function, it.from, it.to)) {
                return Err((path, Rule::DuplicateRow));
            }
            // Only a split leaves the same function of one institution to several.
            let heirs = self.heirs(it.from, it.function).len();
            if heirs > 1 && self.kind != SuccessionKind::Split {
                return Err((path, Rule::SuccessionShape));
            }
        }
        Ok(())
    }

    /// The predecessors that end. A transfer ends nobody, and a split leaves what remains of it.
    #[must_use]
    pub fn ending(&self) -> BTreeSet<Uuid> {
        match self.kind {
            SuccessionKind::Transfer => BTreeSet::new(),
            SuccessionKind::Rename | SuccessionKind::Merge | SuccessionKind::Split => {
                self.from.difference(&self.to).copied().collect()
            }
        }
    }

    /// Who takes over a function of an institution.
    #[must_use]
    pub fn heirs(&self, from: Uuid, function: Function) -> BTreeSet<Uuid> {
        let of = |it: &&Passing| it.from == from && it.function == function;
        self.passings.iter().filter(of).map(|it| it.to).collect()
    }

    /// Whether an institution gives a function away, and does not keep its share.
    #[must_use]
    pub fn gives_up(&self, from: Uuid, function: Function) -> bool {
        let heirs = self.heirs(from, function);
        !heirs.is_empty() && !heirs.contains(&from)
    }

    /// Whether the seats under a function go along to an heir.
    #[must_use]
    pub fn moves_seats(&self, from: Uuid, function: Function, to: Uuid) -> bool {
        self.passings
            .iter()
            .any(|it| it.from == from && it.function == function && it.to == to && it.moves_seats)
    }
}

/// Where units and their people go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routes {
    /// Units for which the two offices name a successor.
    pub named: BTreeMap<Uuid, Uuid>,
    /// Where everybody else goes.
    pub others: Option<Uuid>,
}

/// Why a unit or a person stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Goes there.
    To(Uuid),
    /// The institution's people do not pass, or this one keeps its place.
    Stays,
    /// Several could take it, and nobody said who.
    Unknown,
}

impl Routes {
    /// Where a unit goes: as it is named, else as the unit above it, else with the others. `above`
    /// answers the unit above. People go where their institution's `EMPLOYER` function goes.
    #[must_use]
    pub fn of(
        &self,
        shape: &Shape,
        from: Uuid,
        unit: Option<Uuid>,
        above: impl Fn(Uuid) -> Option<Uuid>,
    ) -> Destination {
        let heirs = shape.heirs(from, Function::Employer);
        let mut heir = heirs.iter().copied();
        let to = match (heir.next(), heir.next()) {
            (None, _) => return Destination::Stays,
            (Some(only), None) => only,
            (Some(_), Some(_)) => {
                let mut at = unit;
                // A tree is never deeper than this; a circle ends.
                for _ in 0..64 {
                    if at.is_none_or(|it| self.named.contains_key(&it)) {
                        break;
                    }
                    at = at.and_then(&above);
                }
                match at.and_then(|it| self.named.get(&it).copied()).or(self.others) {
                    Some(to) => to,
                    None => return Destination::Unknown,
                }
            }
        };
        if to == from { Destination::Stays } else { Destination::To(to) }
    }
}

/// The day on which something of a predecessor that holds on `[from, to)` passes; none where it
/// has ended by then. What began after the day of the succession passes from its own beginning.
#[must_use]
pub fn cut(from: Date, to: Option<Date>, on: Date) -> Option<Date> {
    let day = from.max(on);
    to.is_none_or(|to| to > day).then_some(day)
}

/// The institutions whose records count as an institution's own for one person: itself, and those
/// from which the person's employment there continues. Moving to another unit changes nothing.
#[must_use]
pub fn continued(institution: Uuid, employments: &[employment::Model]) -> BTreeSet<Uuid> {
    let mut places = BTreeSet::from([institution]);
    let mut waiting = vec![institution];
    while let Some(place) = waiting.pop() {
        let continues = employments
            .iter()
            .filter(|it| it.institution_id == place)
            .filter_map(|it| it.continues);
        for earlier in continues {
            let of = employments.iter().find(|it| it.id == earlier).map(|it| it.institution_id);
            waiting.extend(of.filter(|it| places.insert(*it)));
        }
    }
    places
}

#[cfg(test)]
mod tests;
