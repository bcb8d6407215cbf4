//! A succession with its parts, and where it lets units and people go.

use std::collections::{BTreeMap, HashMap, HashSet};

use netra_domain::succession::{Destination, Passing, Routes, Shape, cut};
use netra_entity::code::SuccessionSide;
use netra_entity::{Date, organisational_unit, succession, succession_function, succession_unit};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::office;
use crate::succession::passers::Passers;
use crate::succession::within as rows;

/// A succession with its parts.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(super) row: succession::Model,
    pub(super) shape: Shape,
    pub(super) routes: Routes,
    /// By the predecessor's unit.
    pub(super) units: BTreeMap<Uuid, succession_unit::Model>,
}

impl Whole {
    pub(crate) fn new(
        row: succession::Model,
        shape: Shape,
        units: Vec<succession_unit::Model>,
    ) -> Self {
        let named = units.iter().filter(|it| it.is_named).map(|it| (it.unit_id, it.to_id));
        let routes = Routes { named: named.collect(), others: row.others_to };
        let units = units.into_iter().map(|it| (it.unit_id, it)).collect();
        Self { row, shape, routes, units }
    }

    pub(super) async fn load(db: &impl ConnectionTrait, row: succession::Model) -> Result<Self> {
        let parties = rows::parties(db, row.id).await?;
        let passings = rows::functions(db, row.id).await?;
        let passing = |it: succession_function::Model| Passing {
            function: it.function,
            from: it.from_id,
            to: it.to_id,
            moves_seats: it.moves_seats,
        };
        let shape = Shape {
            kind: row.kind,
            from: rows::on_side(&parties, SuccessionSide::Predecessor).collect(),
            to: rows::on_side(&parties, SuccessionSide::Successor).collect(),
            passings: passings.into_iter().map(passing).collect(),
        };
        let units = rows::units(db, row.id).await?;
        Ok(Self::new(row, shape, units))
    }

    pub(super) fn predecessors(&self) -> Vec<Uuid> {
        self.shape.from.iter().copied().collect()
    }

    /// The successors that are not themselves what remains of a predecessor.
    pub(super) fn successors(&self) -> Vec<Uuid> {
        self.shape.to.iter().copied().collect()
    }

    /// The units of the predecessors, and where each goes.
    pub(super) async fn ways(&self, db: &impl ConnectionTrait) -> Result<Ways<'_>> {
        let mut units = office::within::units_of(db, &self.predecessors()).await?;
        units.sort_unstable_by(|one, other| (&one.code, one.id).cmp(&(&other.code, other.id)));
        let above = units.iter().map(|unit| (unit.id, unit.parent_id)).collect();
        Ok(Ways { whole: self, units, above })
    }
}

/// Where units and people go.
#[derive(Debug)]
pub(super) struct Ways<'a> {
    whole: &'a Whole,
    pub(super) units: Vec<organisational_unit::Model>,
    above: HashMap<Uuid, Option<Uuid>>,
}

impl Ways<'_> {
    pub(super) fn of(&self, from: Uuid, unit: Option<Uuid>) -> Destination {
        let above = |id: Uuid| self.above.get(&id).copied().flatten();
        self.whole.routes.of(&self.whole.shape, from, unit, above)
    }

    /// The units that go, those above before those below.
    pub(super) fn moving(&self) -> Vec<(&organisational_unit::Model, Uuid, Date)> {
        let on = self.whole.row.effective_on;
        let mut moving: Vec<_> = self
            .units
            .iter()
            .filter_map(|unit| match self.of(unit.institution_id, Some(unit.id)) {
                Destination::To(to) => {
                    cut(unit.valid_from, unit.valid_to, on).map(|day| (unit, to, day))
                }
                Destination::Stays | Destination::Unknown => None,
            })
            .collect();
        moving.sort_by_key(|(unit, ..)| self.depth(unit.id));
        moving
    }

    fn depth(&self, unit: Uuid) -> usize {
        let mut seen = HashSet::from([unit]);
        let mut at = unit;
        while let Some(above) = self.above.get(&at).copied().flatten()
            && seen.insert(above)
        {
            at = above;
        }
        seen.len()
    }

    /// The people who pass, by predecessor.
    pub(super) fn passers(&self) -> Vec<Passers> {
        let passers = |institution_id: Uuid| {
            let goes = |it: &&organisational_unit::Model| {
                matches!(self.of(institution_id, Some(it.id)), Destination::To(_))
            };
            let own = self.units.iter().filter(|it| it.institution_id == institution_id);
            let (going, staying): (Vec<_>, Vec<_>) = own.partition(goes);
            let ids = |units: Vec<&organisational_unit::Model>| {
                units.into_iter().map(|unit| unit.id).collect()
            };
            match self.of(institution_id, None) {
                Destination::To(_) => {
                    Some(Passers { institution_id, only: None, except: ids(staying) })
                }
                _ if going.is_empty() => None,
                Destination::Stays | Destination::Unknown => {
                    Some(Passers { institution_id, only: Some(ids(going)), except: Vec::new() })
                }
            }
        };
        self.whole.shape.from.iter().copied().filter_map(passers).collect()
    }
}
