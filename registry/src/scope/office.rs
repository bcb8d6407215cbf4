//! Finders of an office's own affairs: seats, invitations, events.

use netra_domain::policy::{ActKind, Permit, Reach, of};
use netra_entity::{api_client, api_client_key, event, seat, user};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::{begin, nothing};

fn within_office<A: ActKind, C: ColumnTrait>(
    permit: &Permit<A>,
    institution: C,
    filed: impl FnOnce(uuid::Uuid) -> Condition,
) -> Condition {
    let Some(own) = permit.actor().seat() else {
        return if permit.reach() == Reach::All { Condition::all() } else { nothing() };
    };
    match permit.reach() {
        Reach::All => Condition::all(),
        Reach::Institution => Condition::all().add(institution.eq(own.institution_id)),
        Reach::Filed => filed(own.institution_id),
        Reach::Jurisdiction | Reach::Region | Reach::Referred | Reach::Own | Reach::Published => {
            nothing()
        }
    }
}

/// Seats: an administrator's are those of the own institution, the operator's those it prepared.
pub(crate) fn seats(permit: &Permit<of::ReadSeats>) -> Select<seat::Entity> {
    begin().filter(within_office(permit, seat::Column::InstitutionId, |institution_id| {
        let own_seats = Query::select()
            .column(seat::Column::Id)
            .from(seat::Entity)
            .and_where(Expr::col(seat::Column::InstitutionId).eq(institution_id))
            .to_owned();
        Condition::any()
            .add(seat::Column::InstitutionId.eq(institution_id))
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
    let own = |_| nothing();
    begin().filter(within_office(permit, api_client::Column::InstitutionId, own))
}

/// Keys of those machines.
pub(crate) fn api_client_keys(
    permit: &Permit<of::ReadApiClients>,
) -> Select<api_client_key::Entity> {
    let ids = api_clients(permit).select_only().column(api_client::Column::Id).into_query();
    begin().filter(api_client_key::Column::ClientId.in_subquery(ids))
}

/// Events: an office's own acts, or all of them for audit.
pub(crate) fn events(permit: &Permit<of::ReadEvents>) -> Select<event::Entity> {
    begin().filter(within_office(permit, event::Column::InstitutionId, |_| nothing()))
}
