//! Where an office's own affairs lie: seats, machines, events.

use netra_domain::policy::{Permit, SeatStanding, of};
use netra_entity::{Date, api_client, api_client_key, event, institution, seat, user};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::Result;
use crate::ledger::sequencer::AsOf;
use crate::reach::{self, Axes, Office, Placed, Readable, children, nothing, readable};

/// Published; by their ids they are mostly known already.
impl Readable<of::ReadReference> for institution::Entity {
    fn within(_: &Permit<of::ReadReference>, _: Date) -> Condition {
        Condition::all()
    }

    async fn by_ids(
        registry: &Registry,
        permit: &Permit<of::ReadReference>,
        ids: &[Uuid],
    ) -> Result<Vec<institution::Model>> {
        if let Some(known) = registry.known(permit).await? {
            return Ok(ids.iter().filter_map(|id| known.institution(*id)).cloned().collect());
        }
        let select = registry.within::<Self, _>(permit, AsOf::Now);
        registry.all(select.filter(institution::Column::Id.is_in(ids.iter().copied()))).await
    }
}

fn seats_where(condition: Condition) -> SelectStatement {
    Query::select().column(seat::Column::Id).from(seat::Entity).cond_where(condition).to_owned()
}

/// An administrator's are those of the own institution, the operator's those it prepared.
impl Placed for seat::Entity {
    fn axes() -> Axes<Self::Column> {
        let prepared_by = |offices: Vec<Uuid>| {
            let own =
                Condition::all().add(Expr::col(seat::Column::InstitutionId).is_in(offices.clone()));
            Condition::any()
                .add(seat::Column::InstitutionId.is_in(offices))
                .add(seat::Column::PreparedBy.in_subquery(seats_where(own)))
        };
        let of_function =
            |own: &SeatStanding| Condition::all().add(seat::Column::Function.eq(own.function));
        let institution = seat::Column::InstitutionId;
        let office = Office { institution, of_function, is_shared: true, prepared_by };
        Axes { office: Some(office), ..Axes::NONE }
    }
}

/// Accounts that hold those seats.
impl Readable<of::ReadSeats> for user::Entity {
    fn within(permit: &Permit<of::ReadSeats>, day: Date) -> Condition {
        let held = reach::ids::<seat::Entity, _>(permit, day, seat::Column::UserId);
        Condition::all().add(user::Column::Id.in_subquery(held))
    }
}

/// An administrator's are those of the own institution.
impl Placed for api_client::Entity {
    fn axes() -> Axes<Self::Column> {
        let of_function = |own: &SeatStanding| {
            Condition::all().add(api_client::Column::Function.eq(own.function))
        };
        let institution = api_client::Column::InstitutionId;
        let office =
            Office { institution, of_function, is_shared: true, prepared_by: |_| nothing() };
        Axes { office: Some(office), ..Axes::NONE }
    }
}

/// An office's own acts under the seat's function, and its predecessors' under the same.
impl Placed for event::Entity {
    fn axes() -> Axes<Self::Column> {
        let of_function = |own: &SeatStanding| {
            let of_function = Expr::col(seat::Column::Function).eq(own.function);
            let seats = seats_where(Condition::all().add(of_function));
            Condition::all().add(event::Column::SeatId.in_subquery(seats))
        };
        let institution = event::Column::InstitutionId;
        let office =
            Office { institution, of_function, is_shared: false, prepared_by: |_| nothing() };
        Axes { office: Some(office), ..Axes::NONE }
    }
}

readable! {
    seat under ReadSeats;
    api_client under ReadApiClients;
    event under ReadEvents;
}

children! {
    api_client_key of api_client by ClientId in order of (AddedOn, Id) under ReadApiClients;
}
