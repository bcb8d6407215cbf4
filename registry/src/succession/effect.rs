//! What was approved takes effect on its day: units, seats, machines and people pass, a chunk at a
//! time, each chunk one transaction and one event. What is left to do is read from the records
//! themselves, so a job that was cut off goes on where it stopped, on whichever server, and a day
//! that came while no server ran is made up for. Nothing waits for it: who holds which function
//! was fixed by the approval.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use netra_domain::policy::{Actor, Permit, SeatStanding, Standing, of};
use netra_domain::succession::{Destination, cut};
use netra_entity::code::{ApprovalState, Level};
use netra_entity::{Date, employment, organisational_unit, succession, succession_unit};
use uuid::Uuid;

use super::change;
use super::seats::seat_moves;
use super::whole::{Ways, Whole};
use crate::law::code_list::Leaves;
use crate::ledger;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, CHUNK, Opened, Write};
use crate::office;
use crate::pact;
use crate::pact::coverage::Deltas;
use crate::people;
use crate::succession::within as rows;
use crate::{
    Registry, ledger::database, office::api_client, office::seat, people::employment as employments,
};

/// How often it is looked whether a day has come.
const IDLE: Duration = Duration::from_secs(1);

/// A unit ended and one begun.
const UNITS: usize = CHUNK / 2 - 1;
/// A seat ended, its machine ended or a seat granted.
const SEATS: usize = CHUNK / 3 - 1;
/// People of a chunk; most have one employment, which ends and goes on.
const PEOPLE: u64 = 400;
/// Employments of a chunk: each makes two records, and the succession one.
const EMPLOYMENTS: usize = CHUNK / 2 - 1;

/// How often a chunk is tried when another act is in its way.
const ATTEMPTS: u32 = 5;

/// Whether a chunk was the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    More,
    Done,
}

impl Registry {
    /// Gives effect to approved successions on their day, until the future `stop` completes.
    pub async fn run_successions(self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            let effected = tokio::select! {
                () = &mut stop => break,
                effected = self.effect_successions() => effected,
            };
            if let Err(error) = effected {
                metrics::counter!("netra_succession_failures_total").increment(1);
                tracing::error!(%error, "a succession stopped; it goes on");
            }
            tokio::select! {
                () = &mut stop => break,
                () = tokio::time::sleep(IDLE) => {}
            }
        }
    }

    /// Gives effect to every approved succession whose day has come; answers how many were
    /// completed. One that fails holds back no other.
    ///
    /// # Errors
    /// The first failure; what is committed by then stays, and the rest is done next time.
    pub async fn effect_successions(&self) -> Result<u64> {
        let (mut completed, mut failure) = (0, None);
        for id in rows::due(self.reader(), self.clock().today()).await? {
            match self.effect(id).await {
                Ok(()) => completed += 1,
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        failure.map_or(Ok(completed), Err)
    }

    async fn effect(&self, id: Uuid) -> Result<()> {
        while self.effect_chunk(id).await? == Step::More {}
        Ok(())
    }

    /// Moves the next chunk of an approved succession whose day has come; answers whether more is
    /// left.
    ///
    /// # Errors
    /// The database's own; nothing of the chunk is moved then.
    pub async fn effect_next_chunk(&self) -> Result<bool> {
        match rows::due(self.reader(), self.clock().today()).await?.first() {
            Some(id) => Ok(self.effect_chunk(*id).await? == Step::More),
            None => Ok(false),
        }
    }

    async fn effect_chunk(&self, id: Uuid) -> Result<Step> {
        let mut attempt = 1;
        loop {
            match self.try_chunk(id).await {
                Err(Error::Database(cause))
                    if attempt < ATTEMPTS && database::is_conflict(&cause) =>
                {
                    attempt += 1;
                }
                done => return done,
            }
        }
    }

    async fn try_chunk(&self, id: Uuid) -> Result<Step> {
        let permit = self.decided(id).await?;
        let Opened::Fresh(mut act) = self.open_decided(&permit, &ActRequest::default()).await?
        else {
            return Err(Error::IdempotencyReused);
        };
        // Another server may be at it: whoever comes second sees what is left.
        let row = rows::lock(&act, id).await?.ok_or(Error::NotFound)?;
        if row.state != ApprovalState::Approved || row.completed_by.is_some() {
            return Ok(Step::Done);
        }
        let mut whole = Whole::load(act.tx(), row).await?;
        let before = whole.row.clone();
        pass_units(&mut act, &mut whole).await?;
        if whole.row == before {
            pass_seats(&mut act, &mut whole).await?;
        }
        if whole.row == before {
            pass_people(&mut act, &mut whole).await?;
        }
        let step = if whole.row == before {
            whole.row.completed_by = Some(act.event_id());
            Step::Done
        } else {
            Step::More
        };
        change(&mut act, &mut whole).await?;
        act.commit(Some(id)).await?;
        Ok(step)
    }

    /// The permit of whoever approved it, as the record says: the decision was made, and may have
    /// taken the approver's own office along.
    async fn decided(&self, id: Uuid) -> Result<Permit<of::ApproveSuccession>> {
        let row: succession::Model =
            rows::succession(self.reader(), id).await?.ok_or(Error::NotFound)?;
        let seat_id = row.approved_by.ok_or(Error::NotFound)?;
        let seat = office::within::seat(self.reader(), seat_id).await?.ok_or(Error::NotFound)?;
        let institution = office::within::institution(self.reader(), seat.institution_id).await?;
        let institution = institution.ok_or(Error::NotFound)?;
        let standing = Standing::Seat(SeatStanding {
            user_id: seat.user_id,
            session_id: Uuid::nil(),
            civil_servant_id: None,
            is_machine: false,
            seat_id,
            function: seat.function,
            grade: seat.grade,
            institution_id: institution.id,
            institution_code: institution.code,
            institutions: Vec::new(),
            predecessors: Vec::new(),
            shared_predecessors: Vec::new(),
            level: Level::Central,
            region_code: None,
        });
        Ok(Actor::new(standing).permit()?)
    }
}

fn add(count: &mut i32, by: usize) {
    *count = count.saturating_add(i32::try_from(by).unwrap_or(i32::MAX));
}

/// Registers the next units in their successors.
async fn pass_units(act: &mut Write, whole: &mut Whole) -> Result<()> {
    let ways = whole.ways(act.tx()).await?;
    let next: Vec<(organisational_unit::Model, Uuid, Date)> = ways
        .moving()
        .into_iter()
        .take(UNITS)
        .map(|(unit, to, on)| (unit.clone(), to, on))
        .collect();
    if next.is_empty() {
        return Ok(());
    }
    let successors: Vec<Uuid> = whole.shape.to.iter().copied().collect();
    let there = office::within::units_of(act.tx(), &successors).await?;
    let mut codes: Codes = there.into_iter().map(|it| (it.institution_id, it.code)).collect();
    let predecessors = rows::institutions(act.tx(), &whole.predecessors()).await?;
    for (unit, to, on) in &next {
        let of = predecessors.iter().find(|it| it.id == unit.institution_id);
        let above = unit.parent_id.and_then(|id| whole.units.get(&id));
        let begun = organisational_unit::Model {
            id: act.new_id(),
            institution_id: *to,
            parent_id: above.filter(|it| it.to_id == *to).and_then(|it| it.became_id),
            code: free_code(&mut codes, *to, of.map_or("", |it| it.code.as_str()), &unit.code),
            valid_from: *on,
            rev: 1,
            ..unit.clone()
        };
        let ended =
            organisational_unit::Model { valid_to: Some(*on), rev: unit.rev + 1, ..unit.clone() };
        let became_id = Some(begun.id);
        act.tell::<organisational_unit::Entity>(&ended, ended.rev, vec![]);
        act.replace::<organisational_unit::Entity>(ended).await?;
        act.add(begun, vec![]).await?;
        let named = whole.units.remove(&unit.id);
        let went = succession_unit::Model {
            id: named.as_ref().map_or_else(|| act.new_id(), |it| it.id),
            succession_id: whole.row.id,
            unit_id: unit.id,
            to_id: *to,
            is_named: named.is_some(),
            became_id,
        };
        match named {
            Some(_) => act.replace::<succession_unit::Entity>(went.clone()).await?,
            None => act.insert(went.clone()).await?,
        }
        whole.units.insert(unit.id, went);
    }
    add(&mut whole.row.units_moved, next.len());
    Ok(())
}

/// The codes that are taken, by institution.
type Codes = HashSet<(Uuid, String)>;

/// The unit's own code, or with its predecessor's in front: bureaus of two predecessors may have
/// the same.
fn free_code(codes: &mut Codes, to: Uuid, predecessor: &str, code: &str) -> String {
    let mut code = code.to_owned();
    while !codes.insert((to, code.clone())) {
        code = format!("{predecessor}/{code}");
    }
    code
}

/// Ends the next seats and machines, and grants those that go along.
async fn pass_seats(act: &mut Write, whole: &mut Whole) -> Result<()> {
    let ways = whole.ways(act.tx()).await?;
    let moves = seat_moves(act.tx(), whole, &ways).await?;
    let instrument = rows::instrument(act.tx(), whole.row.legal_instrument_id).await?;
    let reason = format!("Suksesi: {}", instrument.map(|it| it.label).unwrap_or_default());
    for it in moves.into_iter().take(SEATS) {
        seat::end(act, it.seat.id, it.on, &reason).await?;
        add(&mut whole.row.seats_ended, 1);
        if let Some(client) = it.client {
            api_client::end(act, client.id, it.on, &reason).await?;
            add(&mut whole.row.clients_ended, 1);
        }
        if let Some(to) = it.to {
            let by = (whole.row.prepared_by, whole.row.approved_by);
            seat::go_on(act, &it.seat, to, it.on, by).await?;
            add(&mut whole.row.seats_granted, 1);
        }
    }
    Ok(())
}

/// Lets the next people go on in their successors.
async fn pass_people(act: &mut Write, whole: &mut Whole) -> Result<()> {
    let on = whole.row.effective_on;
    let ways = whole.ways(act.tx()).await?;
    let mut persons = Vec::new();
    for passers in ways.passers() {
        persons = passers.next(act.tx(), on, PEOPLE).await?;
        if !persons.is_empty() {
            break;
        }
    }
    if persons.is_empty() {
        return Ok(());
    }
    // Locked first and read afterwards: somebody may just be signing or being transferred.
    people::within::lock_persons(act, &persons).await?;
    let leaves = Leaves::load(act.tx()).await?;
    let mut signed =
        by_person(pact::within::signatures(act, &persons).await?, |it| it.civil_servant_id);
    let abstentions = pact::within::abstentions(act, &persons).await?;
    let mut abstaining = by_person(abstentions, |it| it.civil_servant_id);
    let present = people::within::employments(act, &persons).await?;
    let ids = present.iter().map(|it| it.id).collect();
    let revisions = ledger::within::last_revisions(act, ids).await?;
    let present = by_person(present, |it| it.civil_servant_id);
    let mut chunk = Chunk::default();
    for (person, before) in present {
        let moving = before.iter().filter(|it| passes(whole, &ways, it).is_some()).count();
        if chunk.ended.len() + moving > EMPLOYMENTS {
            break;
        }
        let mut after = Vec::with_capacity(before.len() + moving);
        for row in &before {
            match passes(whole, &ways, row) {
                Some((to, day)) => {
                    let rev = revisions.get(&row.id).copied().unwrap_or(0) + 1;
                    after.extend(chunk.pass(act, whole, row, rev, (to, day))?);
                }
                None => after.push(row.clone()),
            }
        }
        let signatures = signed.remove(&person).unwrap_or_default();
        let abstentions = abstaining.remove(&person).unwrap_or_default();
        let of = |rows: &[employment::Model]| {
            Deltas::of_person(rows, &signatures, &abstentions, &leaves)
        };
        act.moves_coverage(of(&after).since(of(&before)));
    }
    add(&mut whole.row.employments_moved, chunk.ended.len());
    act.supersede::<employment::Entity>(chunk.ended).await?;
    act.insert_all(chunk.rows).await
}

/// What a chunk of people writes.
#[derive(Default)]
struct Chunk {
    ended: Vec<Uuid>,
    rows: Vec<employment::Model>,
}

impl Chunk {
    /// Ends an employment, and lets it go on in a successor with the same rank, leave and end.
    fn pass(
        &mut self,
        act: &mut Write,
        whole: &Whole,
        row: &employment::Model,
        rev: i32,
        (to, day): (Uuid, Date),
    ) -> Result<[employment::Model; 2]> {
        let ended = employment::Model {
            row_id: act.new_id(),
            valid_to: Some(day),
            recorded_by: act.event_id(),
            ..row.clone()
        };
        let became =
            row.unit_id.and_then(|unit| whole.units.get(&unit)).and_then(|it| it.became_id);
        let begun = employment::Model {
            row_id: act.new_id(),
            id: act.new_id(),
            institution_id: to,
            unit_id: became,
            valid_from: day,
            continues: Some(row.id),
            recorded_by: act.event_id(),
            ..row.clone()
        };
        act.record(employments::KIND, ended.id, rev, &employments::after(&ended))?;
        act.record(employments::KIND, begun.id, 1, &employments::after(&begun))?;
        self.ended.push(row.row_id);
        self.rows.extend([ended.clone(), begun.clone()]);
        Ok([ended, begun])
    }
}

/// Where and from which day an employment goes on, if it passes.
fn passes(whole: &Whole, ways: &Ways<'_>, row: &employment::Model) -> Option<(Uuid, Date)> {
    if !whole.shape.from.contains(&row.institution_id) {
        return None;
    }
    let day = cut(row.valid_from, row.valid_to, whole.row.effective_on)?;
    match ways.of(row.institution_id, row.unit_id) {
        Destination::To(to) => Some((to, day)),
        Destination::Stays | Destination::Unknown => None,
    }
}

fn by_person<T>(rows: Vec<T>, person: impl Fn(&T) -> Uuid) -> HashMap<Uuid, Vec<T>> {
    let mut lists: HashMap<Uuid, Vec<T>> = HashMap::new();
    for row in rows {
        lists.entry(person(&row)).or_default().push(row);
    }
    lists
}
