//! Finders of an office's own affairs: seats, invitations, events.

use netra_domain::policy::{ActKind, Permit, Reach, SeatStanding, of};
use netra_entity::{api_client, api_client_key, event, read_log, read_log_subject, seat, user};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use crate::reach::{begin, nothing};

/// An office's own rows. `inherited` are those that a predecessor left under the seat's function;
/// `filed` are those that the office, or a predecessor, prepared for others.
fn within_office<A: ActKind, C: ColumnTrait>(
    permit: &Permit<A>,
    institution: C,
    inherited: impl FnOnce(&SeatStanding) -> Condition,
    filed: impl FnOnce(Vec<Uuid>) -> Condition,
) -> Condition {
    let Some(own) = permit.actor().seat() else {
        return if permit.reach() == Reach::All { Condition::all() } else { nothing() };
    };
    match permit.reach() {
        Reach::All => Condition::all(),
        Reach::Institution => Condition::any()
            .add(institution.eq(own.institution_id))
            .add_option((!own.predecessors.is_empty()).then(|| inherited(own))),
        Reach::Filed => {
            filed(own.predecessors.iter().copied().chain([own.institution_id]).collect())
        }
        Reach::Jurisdiction | Reach::Region | Reach::Referred | Reach::Own | Reach::Published => {
            nothing()
        }
    }
}

/// The seats that a predecessor had under the seat's function.
fn left_seats(own: &SeatStanding) -> Condition {
    Condition::all()
        .add(Expr::col(seat::Column::InstitutionId).is_in(own.predecessors.iter().copied()))
        .add(Expr::col(seat::Column::Function).eq(own.function))
}

/// Seats: an administrator's are those of the own institution, the operator's those it prepared.
pub(crate) fn seats(permit: &Permit<of::ReadSeats>) -> Select<seat::Entity> {
    begin().filter(within_office(permit, seat::Column::InstitutionId, left_seats, |offices| {
        let own_seats = Query::select()
            .column(seat::Column::Id)
            .from(seat::Entity)
            .and_where(Expr::col(seat::Column::InstitutionId).is_in(offices.clone()))
            .to_owned();
        Condition::any()
            .add(seat::Column::InstitutionId.is_in(offices))
            .add(seat::Column::PreparedBy.in_subquery(own_seats))
    }))
}

/// Accounts that hold those seats.
pub(crate) fn holders(permit: &Permit<of::ReadSeats>) -> Select<user::Entity> {
    let held = seats(permit).select_only().column(seat::Column::UserId).into_query();
    begin().filter(user::Column::Id.in_subquery(held))
}

/// Machines: an administrator's are those of the own institution.
pub(crate) fn api_clients(permit: &Permit<of::ReadApiClients>) -> Select<api_client::Entity> {
    let left = |own: &SeatStanding| {
        Condition::all()
            .add(api_client::Column::InstitutionId.is_in(own.predecessors.iter().copied()))
            .add(api_client::Column::Function.eq(own.function))
    };
    let filed = |_| nothing();
    begin().filter(within_office(permit, api_client::Column::InstitutionId, left, filed))
}

/// Keys of those machines.
pub(crate) fn api_client_keys(
    permit: &Permit<of::ReadApiClients>,
) -> Select<api_client_key::Entity> {
    let ids = api_clients(permit).select_only().column(api_client::Column::Id).into_query();
    begin().filter(api_client_key::Column::ClientId.in_subquery(ids))
}

/// Events: an office's own acts and its predecessors' under the same function, or all of them for
/// audit.
pub(crate) fn events(permit: &Permit<of::ReadEvents>) -> Select<event::Entity> {
    let left = |own: &SeatStanding| {
        let seats = Query::select()
            .column(seat::Column::Id)
            .from(seat::Entity)
            .cond_where(left_seats(own))
            .to_owned();
        Condition::all()
            .add(event::Column::InstitutionId.is_in(own.predecessors.iter().copied()))
            .add(event::Column::SeatId.in_subquery(seats))
    };
    begin().filter(within_office(permit, event::Column::InstitutionId, left, |_| nothing()))
}

/// Readings: what an office's own people read, and its predecessors' under the same function; all
/// of them for audit.
pub(crate) fn readings(permit: &Permit<of::ReadReadings>) -> Select<read_log::Entity> {
    use read_log::Column;
    let left = |own: &SeatStanding| {
        let of_predecessors = Column::InstitutionId.is_in(own.predecessors.iter().copied());
        Condition::all().add(of_predecessors).add(Column::Function.eq(own.function))
    };
    begin().filter(within_office(permit, Column::InstitutionId, left, |_| nothing()))
}

/// What persons see of those that are events of their own.
pub(crate) fn withheld(permit: &Permit<of::ReadReadings>) -> Select<read_log_subject::Entity> {
    use read_log_subject::Column;
    let left = |own: &SeatStanding| {
        let of_predecessors = Column::InstitutionId.is_in(own.predecessors.iter().copied());
        Condition::all().add(of_predecessors).add(Column::Function.eq(own.function))
    };
    begin()
        .filter(within_office(permit, Column::InstitutionId, left, |_| nothing()))
        .filter(Column::Minute.is_null())
}
