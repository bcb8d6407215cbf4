//! Successions of institutions and functions: prepared by one office, approved by the other with
//! the instrument. Approval fixes from which day who holds what; on that day the seats, machines,
//! units and people pass, by `effect`.

mod effect;
pub(crate) mod passers;
mod plan;
mod read;
mod seats;
mod whole;
pub(crate) mod within;

use std::collections::BTreeSet;

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_domain::succession::{Passing, Shape};
use netra_entity::code::{ApprovalState, SuccessionKind, SuccessionSide};
use netra_entity::{
    Date, institution_function, succession, succession_function, succession_party, succession_unit,
};
use serde_json::json;
use uuid::Uuid;

pub use self::plan::{Counts, Moved, Plan, Problem};
pub use self::read::{Succeeded, SuccessionFilter};

use self::whole::Whole;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, Done, Write, open_act};
use crate::office::institution_function::second_office;
use crate::office::sitting;
use crate::{Registry, office::institution, office::institution_function as functions};

/// Kind of the record in events.
pub(crate) const KIND: &str = "succession";

/// The most institutions on a side, functions, or units that one succession names.
const MOST: usize = 500;

/// Where a unit goes.
#[derive(Clone, Copy, Debug)]
pub struct UnitInput {
    /// The predecessor's unit, with those below it.
    pub unit_id: Uuid,
    /// The successor.
    pub to: Uuid,
}

/// A succession to prepare.
#[derive(Clone, Debug)]
pub struct SuccessionInput {
    /// The kind.
    pub kind: SuccessionKind,
    /// First day on which the successors hold what passes.
    pub effective_on: Date,
    /// The instrument it rests on.
    pub legal_instrument_id: Uuid,
    /// The predecessors.
    pub from: Vec<Uuid>,
    /// The successors.
    pub to: Vec<Uuid>,
    /// The functions that pass.
    pub functions: Vec<Passing>,
    /// Where units go, if there are several successors.
    pub units: Vec<UnitInput>,
    /// Where everybody else goes.
    pub others_to: Option<Uuid>,
}

impl Registry {
    /// Prepares a succession; it has no effect until approved.
    ///
    /// # Errors
    /// `SUCCESSION_SHAPE`, `SUCCESSION_ONE_SIDE`; `INSTITUTION_UNKNOWN` for one that does not exist
    /// on the day; `INSTRUMENT_UNKNOWN`, `SUCCESSION_DATE`; `FUNCTION_NOT_HELD`;
    /// `SUCCESSION_INCOMPLETE`, `SUCCESSION_PEOPLE`; `SUCCESSION_OVERLAPS`; `TOO_MANY_ROWS`.
    pub async fn prepare_succession(
        &self,
        permit: &Permit<of::PrepareSuccession>,
        request: &ActRequest,
        input: &SuccessionInput,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let whole = draft(&act, input)?;
        let plan = Plan::of(act.tx(), &whole).await?;
        if let Some(problem) = plan.problems.into_iter().next() {
            return Err(Error::invalid(problem.path, problem.rule));
        }
        store(&mut act, &whole).await?;
        act.commit(Some(whole.row.id)).await
    }

    /// Approves or refuses a prepared succession. Approving takes the digest of the plan that was
    /// previewed. From here on the functions have their new holders as of the day: where it has
    /// come, the next act of the old office is refused.
    ///
    /// # Errors
    /// `NOT_FOUND`; `ALREADY_DECIDED`; `SECOND_OFFICE_REQUIRED` for the office or the person that
    /// prepared it; `SUCCESSION_PLAN_CHANGED`; what [`Registry::prepare_succession`] refuses.
    pub async fn approve_succession(
        &self,
        permit: &Permit<of::ApproveSuccession>,
        request: &ActRequest,
        id: Uuid,
        approve: bool,
        plan_digest: Option<&str>,
    ) -> Result<Done> {
        let mut act = open_act!(self, permit, request);
        let before = within::lock(&act, id).await?.ok_or(Error::NotFound)?;
        if before.state != ApprovalState::Prepared {
            return Err(Rule::AlreadyDecided.into());
        }
        second_office(&act, before.prepared_by).await?;
        let mut whole = Whole::load(act.tx(), before).await?;
        whole.row.approved_by = act.actor().seat().map(|seat| seat.seat_id);
        if approve {
            let offices = whole.shape.passings.iter().map(|it| (it.from, it.function));
            sitting::close_offices(self, act.tx(), offices).await?;
            let plan = Plan::of(act.tx(), &whole).await?;
            if let Some(problem) = plan.problems.first() {
                return Err(problem.rule.into());
            }
            if plan_digest != Some(plan.digest.as_str()) {
                return Err(Error::invalid("planDigest", Rule::SuccessionPlanChanged));
            }
            decide(&mut act, &whole, &plan).await?;
            whole.row.state = ApprovalState::Approved;
            whole.row.plan_digest = Some(plan.digest);
        } else {
            whole.row.state = ApprovalState::Rejected;
        }
        change(&mut act, &mut whole).await?;
        act.commit(Some(id)).await
    }
}

/// Gives the functions their new holders, and the predecessors that end their last day.
async fn decide(act: &mut Write, whole: &Whole, plan: &Plan) -> Result<()> {
    for (holding, on) in &plan.ended {
        let taken = act.take::<institution_function::Entity>(holding.id, None).await?;
        let ended = institution_function::Model { valid_to: Some(*on), ..holding.clone() };
        act.put(&taken, ended, vec![]).await?;
    }
    for holding in &plan.begun {
        let id = act.new_id();
        let begun = institution_function::Model {
            id,
            prepared_by: whole.row.prepared_by,
            approved_by: whole.row.approved_by,
            ..holding.clone()
        };
        functions::insert(act, begun).await?;
    }
    for row in &plan.ending {
        institution::end(act, row, whole.row.effective_on).await?;
    }
    Ok(())
}

/// What an input becomes, before anything is stored.
fn draft(act: &Write, input: &SuccessionInput) -> Result<Whole> {
    for (path, count) in [
        ("from", input.from.len()),
        ("to", input.to.len()),
        ("functions", input.functions.len()),
        ("units", input.units.len()),
    ] {
        if count > MOST {
            return Err(Error::invalid(path, Rule::TooManyRows));
        }
    }
    let shape = Shape {
        kind: input.kind,
        from: input.from.iter().copied().collect(),
        to: input.to.iter().copied().collect(),
        passings: input.functions.clone(),
    };
    shape.check().map_err(|(path, rule)| Error::invalid(path, rule))?;
    let named: BTreeSet<Uuid> = input.units.iter().map(|it| it.unit_id).collect();
    if named.len() != input.units.len() {
        return Err(Error::invalid("units", Rule::DuplicateRow));
    }
    let row = blank(act, input.kind, input.effective_on, input.legal_instrument_id);
    let row = succession::Model { others_to: input.others_to, ..row };
    let id = row.id;
    let unit = |it: &UnitInput| succession_unit::Model {
        id: act.new_id(),
        succession_id: id,
        unit_id: it.unit_id,
        to_id: it.to,
        is_named: true,
        became_id: None,
    };
    Ok(Whole::new(row, shape, input.units.iter().map(unit).collect()))
}

/// A succession that nobody has decided.
fn blank(
    act: &Write,
    kind: SuccessionKind,
    effective_on: Date,
    legal_instrument_id: Uuid,
) -> succession::Model {
    succession::Model {
        id: act.new_id(),
        kind,
        effective_on,
        legal_instrument_id,
        state: ApprovalState::Prepared,
        others_to: None,
        prepared_by: act.actor().seat().map(|seat| seat.seat_id),
        approved_by: None,
        plan_digest: None,
        completed_by: None,
        seats_ended: 0,
        seats_granted: 0,
        clients_ended: 0,
        units_moved: 0,
        employments_moved: 0,
        rev: 1,
    }
}

/// Stores a succession of the past, of which nothing is left to move.
pub(crate) async fn store_past(
    act: &mut Write,
    effective_on: Date,
    legal_instrument_id: Uuid,
    shape: &Shape,
) -> Result<()> {
    let row = succession::Model {
        state: ApprovalState::Approved,
        completed_by: Some(act.event_id()),
        ..blank(act, shape.kind, effective_on, legal_instrument_id)
    };
    store(act, &Whole::new(row, shape.clone(), Vec::new())).await
}

/// Stores a new succession with its parts.
async fn store(act: &mut Write, whole: &Whole) -> Result<()> {
    let id = whole.row.id;
    act.insert(whole.row.clone()).await?;
    let sides = [
        (SuccessionSide::Predecessor, &whole.shape.from),
        (SuccessionSide::Successor, &whole.shape.to),
    ];
    for (side, institutions) in sides {
        for institution_id in institutions {
            let party = succession_party::Model {
                id: act.new_id(),
                succession_id: id,
                institution_id: *institution_id,
                side,
            };
            act.insert(party).await?;
        }
    }
    for passing in &whole.shape.passings {
        let row = succession_function::Model {
            id: act.new_id(),
            succession_id: id,
            function: passing.function,
            from_id: passing.from,
            to_id: passing.to,
            moves_seats: passing.moves_seats,
            is_whole: whole.shape.heirs(passing.from, passing.function).len() == 1,
        };
        act.insert(row).await?;
    }
    for unit in whole.units.values() {
        act.insert(unit.clone()).await?;
    }
    record(act, whole)
}

/// Stores the next revision of a succession.
async fn change(act: &mut Write, whole: &mut Whole) -> Result<()> {
    whole.row.rev += 1;
    act.replace::<succession::Entity>(whole.row.clone()).await?;
    record(act, whole)
}

fn record(act: &mut Write, whole: &Whole) -> Result<()> {
    let row = &whole.row;
    let passing = |it: &Passing| {
        json!({
            "function": it.function, "from": it.from, "to": it.to, "moves_seats": it.moves_seats,
        })
    };
    let named = whole.units.values().filter(|it| it.is_named);
    let units: Vec<_> = named.map(|it| json!({ "unit": it.unit_id, "to": it.to_id })).collect();
    let after = json!({
        "kind": row.kind, "effective_on": row.effective_on,
        "legal_instrument_id": row.legal_instrument_id, "state": row.state,
        "from": whole.shape.from, "to": whole.shape.to,
        "functions": whole.shape.passings.iter().map(passing).collect::<Vec<_>>(),
        "units": units, "others_to": row.others_to, "prepared_by": row.prepared_by,
        "approved_by": row.approved_by, "plan_digest": row.plan_digest,
        "completed_by": row.completed_by, "seats_ended": row.seats_ended,
        "seats_granted": row.seats_granted, "clients_ended": row.clients_ended,
        "units_moved": row.units_moved, "employments_moved": row.employments_moved,
    });
    act.record(KIND, row.id, row.rev, &after)
}
