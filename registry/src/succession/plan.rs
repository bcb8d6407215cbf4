//! What a succession would move, as things are now. The same plan is previewed, digested for the
//! approval, and carried out.

use std::collections::{BTreeMap, HashSet};

use netra_domain::Rule;
use netra_domain::succession::{Destination, Passing, cut};
use netra_entity::code::{ApprovalState, Function};
use netra_entity::{Date, institution, institution_function, organisational_unit};
use sea_orm::ConnectionTrait;
use serde_json::json;
use uuid::Uuid;

use super::seats::seat_moves;
use super::whole::{Ways, Whole};
use crate::ledger::error::Result;
use crate::ledger::leaf;
use crate::office::region::holds;
use crate::succession::passers::Passers;
use crate::succession::within as rows;

/// How many versions a digest reads at a time.
const PAGE: u64 = 10_000;

/// How much of everything passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Holdings of functions that end in the predecessors.
    pub functions_ended: i64,
    /// Holdings that begin in the successors.
    pub functions_begun: i64,
    /// Seats that end in the predecessors.
    pub seats_ended: i64,
    /// Seats granted in the successors to those who held them.
    pub seats_granted: i64,
    /// Machines that end.
    pub clients_ended: i64,
    /// Units registered in the successors.
    pub units_moved: i64,
    /// Employments that go on in the successors.
    pub employments_moved: i64,
    /// Valid signatures that go on counting there.
    pub signatures_continued: i64,
    /// Institutions below predecessors that end; the heir reaches them.
    pub subordinates: i64,
    /// Functions and seats that are prepared in the predecessors and not decided.
    pub undecided: i64,
}

/// What goes from one institution to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The predecessor.
    pub from: Uuid,
    /// The successor.
    pub to: Uuid,
    /// Seats.
    pub seats: i64,
    /// Units.
    pub units: i64,
    /// Employments.
    pub employments: i64,
}

/// Why a succession cannot be approved as things are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the succession, as in its input.
    pub path: String,
    /// The rule.
    pub rule: Rule,
}

/// What a succession would move, as things are now.
#[derive(Debug, Default)]
pub struct Plan {
    /// How much.
    pub counts: Counts,
    /// Between whom.
    pub moved: Vec<Moved>,
    /// Why it cannot be approved; nothing where it can.
    pub problems: Vec<Problem>,
    /// Digest of exactly this plan.
    pub digest: String,
    pub(super) ended: Vec<(institution_function::Model, Date)>,
    pub(super) begun: Vec<institution_function::Model>,
    pub(super) ending: Vec<institution::Model>,
}

impl Plan {
    /// The plan as things are.
    pub(super) async fn of(db: &impl ConnectionTrait, whole: &Whole) -> Result<Self> {
        let mut plan = Self::default();
        let basis = plan.parties(db, whole).await?;
        plan.functions(db, whole, &basis).await?;
        let ways = whole.ways(db).await?;
        plan.routes(whole, &ways);
        let seats = seat_moves(db, whole, &ways).await?;
        let mut moved: BTreeMap<(Uuid, Uuid), Moved> = BTreeMap::new();
        for it in &seats {
            plan.counts.seats_ended += 1;
            plan.counts.clients_ended += i64::from(it.client.is_some());
            if let Some(to) = it.to {
                plan.counts.seats_granted += 1;
                between(&mut moved, it.seat.institution_id, to).seats += 1;
            }
        }
        let units = ways.moving();
        for (unit, to, _) in &units {
            plan.counts.units_moved += 1;
            between(&mut moved, unit.institution_id, *to).units += 1;
        }
        let versions = plan.people(db, whole, &ways, &mut moved).await?;
        let digested = json!({
            "id": whole.row.id, "kind": whole.row.kind, "on": whole.row.effective_on,
            "instrument": whole.row.legal_instrument_id, "from": whole.shape.from,
            "to": whole.shape.to,
            "functions": whole.shape.passings.iter()
                .map(|it| json!([it.function, it.from, it.to, it.moves_seats]))
                .collect::<Vec<_>>(),
            "ended": plan.ended.iter().map(|it| (it.0.row_id, it.1)).collect::<Vec<_>>(),
            "begun": plan.begun.iter()
                .map(|it| json!([it.institution_id, it.function, it.level, it.region_code]))
                .collect::<Vec<_>>(),
            "ending": plan.ending.iter().map(|it| (it.id, it.rev)).collect::<Vec<_>>(),
            "seats": seats.iter()
                .map(|it| json!([it.seat.id, it.seat.rev, it.to, it.client.is_some()]))
                .collect::<Vec<_>>(),
            "units": units.iter().map(|it| (it.0.id, it.0.rev, it.1)).collect::<Vec<_>>(),
            "employments": versions,
        });
        let text = leaf::canonical(&digested)?;
        plan.digest = leaf::encode(&leaf::sha256(&[text.as_bytes()]));
        plan.moved = moved.into_values().collect();
        Ok(plan)
    }

    fn problem(&mut self, path: impl Into<String>, rule: Rule) {
        self.problems.push(Problem { path: path.into(), rule });
    }

    /// The institutions, the instrument and the day; answers what the holdings rest on.
    async fn parties(&mut self, db: &impl ConnectionTrait, whole: &Whole) -> Result<String> {
        let (row, shape) = (&whole.row, &whole.shape);
        let on = row.effective_on;
        let all: Vec<Uuid> = shape.from.union(&shape.to).copied().collect();
        let institutions = rows::institutions(db, &all).await?;
        let named = |id: &Uuid| institutions.iter().find(|it| it.id == *id);
        for id in &shape.from {
            let exists = named(id).is_some_and(|it| {
                it.valid_from.is_none_or(|from| from < on) && it.valid_to.is_none_or(|to| to >= on)
            });
            if !exists {
                self.problem("from", Rule::InstitutionUnknown);
            }
        }
        for id in &shape.to {
            if !named(id).is_some_and(|it| holds(it.valid_from, it.valid_to, on)) {
                self.problem("to", Rule::InstitutionUnknown);
            }
        }
        let ending = shape.ending();
        let open = |it: &&institution::Model| {
            ending.contains(&it.id) && it.valid_to.is_none_or(|to| to > on)
        };
        self.ending = institutions.iter().filter(open).cloned().collect();
        let ending: Vec<Uuid> = ending.into_iter().collect();
        self.counts.subordinates = signed(rows::subordinates(db, &ending, on).await?);
        if rows::open_of(db, row.id, &whole.predecessors(), &whole.successors()).await? > 0 {
            self.problem("from", Rule::SuccessionOverlaps);
        }
        let Some(instrument) = rows::instrument(db, row.legal_instrument_id).await? else {
            self.problem("legalInstrument", Rule::InstrumentUnknown);
            return Ok(String::new());
        };
        let since = instrument.effective_from.or(instrument.dated_on);
        if !holds(since, instrument.effective_to, on) {
            self.problem("effectiveOn", Rule::SuccessionDate);
        }
        Ok(instrument.label)
    }

    async fn functions(
        &mut self,
        db: &impl ConnectionTrait,
        whole: &Whole,
        basis: &str,
    ) -> Result<()> {
        let (shape, on) = (&whole.shape, whole.row.effective_on);
        let all: Vec<Uuid> = shape.from.union(&shape.to).copied().collect();
        let holdings = rows::holdings(db, &all).await?;
        let ending = shape.ending();
        let mut passed = HashSet::new();
        for held in holdings.iter().filter(|it| shape.from.contains(&it.institution_id)) {
            let (from, function) = (held.institution_id, held.function);
            let heirs = shape.heirs(from, function);
            match held.state {
                ApprovalState::Rejected => continue,
                ApprovalState::Prepared => {
                    let concerned = !heirs.is_empty() || ending.contains(&from);
                    self.counts.undecided += i64::from(concerned);
                    continue;
                }
                ApprovalState::Approved => {}
            }
            let Some(day) = cut(held.valid_from, held.valid_to, on) else { continue };
            if heirs.is_empty() && ending.contains(&from) {
                self.problem("functions", Rule::SuccessionIncomplete);
            }
            if shape.gives_up(from, function) {
                self.ended.push((held.clone(), day));
            }
            for to in heirs {
                passed.insert((from, function, to));
                if to != from {
                    self.begin(&holdings, held, to, day, basis);
                }
            }
        }
        let held = |it: &Passing| passed.contains(&(it.from, it.function, it.to));
        if !shape.passings.iter().all(held) {
            self.problem("functions", Rule::FunctionNotHeld);
        }
        self.counts.functions_ended = signed(self.ended.len());
        self.counts.functions_begun = signed(self.begun.len());
        Ok(())
    }

    /// Lets a successor hold what a predecessor held, unless it does already.
    fn begin(
        &mut self,
        holdings: &[institution_function::Model],
        held: &institution_function::Model,
        to: Uuid,
        day: Date,
        basis: &str,
    ) {
        let same = |it: &&institution_function::Model| {
            it.institution_id == to
                && it.function == held.function
                && it.level == held.level
                && it.region_code == held.region_code
                && it.state == ApprovalState::Approved
                && holds(Some(it.valid_from), it.valid_to, day)
        };
        if holdings.iter().chain(&self.begun).any(|it| same(&it)) {
            return;
        }
        self.begun.push(institution_function::Model {
            institution_id: to,
            valid_from: day,
            legal_basis: basis.to_owned(),
            ..held.clone()
        });
    }

    /// Whether everybody named is a unit of a predecessor and goes to an heir of its people.
    fn routes(&mut self, whole: &Whole, ways: &Ways<'_>) {
        let heirs = |from: &Uuid| whole.shape.heirs(*from, Function::Employer);
        for (unit, to) in &whole.routes.named {
            match ways.units.iter().find(|it| it.id == *unit) {
                None => self.problem("units", Rule::UnitUnknown),
                Some(unit) if !heirs(&unit.institution_id).contains(to) => {
                    self.problem("units", Rule::SuccessionShape);
                }
                Some(_) => {}
            }
        }
        let others = whole.routes.others;
        if others.is_some_and(|to| !whole.shape.from.iter().any(|it| heirs(it).contains(&to))) {
            self.problem("othersTo", Rule::SuccessionShape);
        }
        let lost = |it: &&organisational_unit::Model| {
            ways.of(it.institution_id, Some(it.id)) == Destination::Unknown
                && cut(it.valid_from, it.valid_to, whole.row.effective_on).is_some()
        };
        if ways.units.iter().any(|it| lost(&it)) {
            self.problem("units", Rule::SuccessionPeople);
        }
    }

    /// Who passes; answers the digest of their employments.
    async fn people(
        &mut self,
        db: &impl ConnectionTrait,
        whole: &Whole,
        ways: &Ways<'_>,
        moved: &mut BTreeMap<(Uuid, Uuid), Moved>,
    ) -> Result<String> {
        let on = whole.row.effective_on;
        for from in whole.predecessors() {
            let all = Passers { institution_id: from, only: None, except: Vec::new() };
            for (unit, count) in all.by_unit(db, on).await? {
                match ways.of(from, unit) {
                    Destination::To(to) => {
                        self.counts.employments_moved += count;
                        between(moved, from, to).employments += count;
                    }
                    Destination::Unknown => self.problem("units", Rule::SuccessionPeople),
                    Destination::Stays => {}
                }
            }
        }
        let mut digest = Vec::new();
        for passers in ways.passers() {
            self.counts.signatures_continued += signed(passers.signatures(db, on).await?);
            let mut after = None;
            loop {
                let versions = passers.versions(db, on, after, PAGE).await?;
                let Some(last) = versions.last() else { break };
                after = Some(*last);
                let bytes: Vec<&[u8]> =
                    versions.iter().map(|id| id.as_bytes().as_slice()).collect();
                let page = leaf::sha256(&bytes);
                digest = leaf::sha256(&[&digest, &page]).to_vec();
            }
        }
        Ok(leaf::encode(&digest))
    }
}

fn between(moved: &mut BTreeMap<(Uuid, Uuid), Moved>, from: Uuid, to: Uuid) -> &mut Moved {
    let none = Moved { from, to, seats: 0, units: 0, employments: 0 };
    moved.entry((from, to)).or_insert(none)
}

fn signed<N>(count: N) -> i64
where
    i64: TryFrom<N>,
{
    i64::try_from(count).unwrap_or(i64::MAX)
}
