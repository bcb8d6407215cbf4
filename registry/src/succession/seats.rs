//! The seats under the functions that pass: which end, and who gets one in a successor.

use std::collections::{HashMap, HashSet};

use netra_domain::succession::{Destination, cut};
use netra_entity::code::{ApprovalState, Function, Grade};
use netra_entity::{Date, api_client, seat, user};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait};
use uuid::Uuid;

use super::whole::{Ways, Whole};
use crate::ledger::error::Result;
use crate::office;
use crate::succession::within as rows;

/// A seat that ends, and where its holder gets another.
#[derive(Debug)]
pub(super) struct SeatMove {
    pub(super) seat: seat::Model,
    pub(super) on: Date,
    pub(super) to: Option<Uuid>,
    pub(super) client: Option<api_client::Model>,
}

/// The seats under the functions that pass.
pub(super) async fn seat_moves(
    db: &impl ConnectionTrait,
    whole: &Whole,
    ways: &Ways<'_>,
) -> Result<Vec<SeatMove>> {
    let (shape, on) = (&whole.shape, whole.row.effective_on);
    let passes = |it: &seat::Model| {
        it.state == ApprovalState::Approved
            && !shape.heirs(it.institution_id, it.function).is_empty()
    };
    let mut seats = rows::seats_after(db, &whole.predecessors(), on).await?;
    seats.retain(passes);
    let ids: Vec<Uuid> = seats.iter().map(|it| it.id).collect();
    let mut clients: HashMap<Uuid, api_client::Model> = rows::clients_of_seats(db, &ids)
        .await?
        .into_iter()
        .map(|client| (client.seat_id, client))
        .collect();
    let mut taken: HashSet<(Uuid, Uuid, Function, Grade)> =
        rows::seats_after(db, &whole.successors(), on)
            .await?
            .into_iter()
            .filter(|it| it.state == ApprovalState::Approved)
            .map(|it| (it.institution_id, it.user_id, it.function, it.grade))
            .collect();
    let holders = holders(db, whole, ways, &seats).await?;
    let mut moves = Vec::new();
    for seat in seats {
        let Some(day) = cut(seat.valid_from, seat.valid_to, on) else { continue };
        let (from, function) = (seat.institution_id, seat.function);
        let heirs = shape.heirs(from, function);
        let mut heir = heirs.iter().copied();
        let to = match (heir.next(), heir.next()) {
            (Some(only), None) => Some(only),
            // Of several, the one to which the holder goes; who is nobody's stays where one can.
            _ => holders
                .get(&seat.user_id)
                .copied()
                .filter(|to| heirs.contains(to))
                .or_else(|| heirs.contains(&from).then_some(from)),
        };
        if to == Some(from) {
            continue;
        }
        let client = clients.remove(&seat.id);
        let to = to.filter(|to| {
            client.is_none()
                && shape.moves_seats(from, function, *to)
                && taken.insert((*to, seat.user_id, function, seat.grade))
        });
        moves.push(SeatMove { seat, on: day, to, client });
    }
    Ok(moves)
}

/// Where the holders of seats go as civil servants, if their function goes to several.
async fn holders(
    db: &impl ConnectionTrait,
    whole: &Whole,
    ways: &Ways<'_>,
    seats: &[seat::Model],
) -> Result<HashMap<Uuid, Uuid>> {
    let several = |it: &&seat::Model| whole.shape.heirs(it.institution_id, it.function).len() > 1;
    let users: Vec<Uuid> = seats.iter().filter(several).map(|it| it.user_id).collect();
    if users.is_empty() {
        return Ok(HashMap::new());
    }
    let condition = Condition::all().add(user::Column::Id.is_in(users));
    let users = office::within::users(db, condition).await?;
    let persons: Vec<Uuid> = users.iter().filter_map(|it| it.civil_servant_id).collect();
    let on = whole.row.effective_on;
    let mut going = HashMap::new();
    for row in rows::employments_in(db, &whole.predecessors(), &persons).await? {
        if cut(row.valid_from, row.valid_to, on).is_some() {
            let to = match ways.of(row.institution_id, row.unit_id) {
                Destination::To(to) => to,
                Destination::Stays => row.institution_id,
                Destination::Unknown => continue,
            };
            going.insert(row.civil_servant_id, to);
        }
    }
    let to = |it: user::Model| {
        it.civil_servant_id.and_then(|person| going.get(&person).copied()).map(|to| (it.id, to))
    };
    Ok(users.into_iter().filter_map(to).collect())
}
