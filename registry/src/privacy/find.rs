//! Where readings lie, and what persons asked for themselves.

use netra_domain::policy::{Permit, Reach, SeatStanding, of};
use netra_entity::{
    Date, breach, breach_subject, erasure, legal_hold, read_log, read_log_subject, rectification,
};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};

use crate::reach::{Axes, Office, Placed, Readable, nothing, readable};

/// A person's own, an employer's those of its people at the time.
impl Placed for rectification::Entity {
    fn axes() -> Axes<Self::Column> {
        use rectification::Column::{CivilServantId as Person, InstitutionId};
        Axes { employer: Some((InstitutionId, Some(Person))), person: Some(Person), ..Axes::NONE }
    }
}

impl Placed for erasure::Entity {
    fn axes() -> Axes<Self::Column> {
        Axes { person: Some(erasure::Column::CivilServantId), ..Axes::NONE }
    }
}

/// An office's are those that it placed.
impl Placed for legal_hold::Entity {
    fn axes() -> Axes<Self::Column> {
        use legal_hold::Column::{CivilServantId as Person, InstitutionId};
        Axes { employer: Some((InstitutionId, Some(Person))), person: Some(Person), ..Axes::NONE }
    }
}

/// What an office's own people read under the seat's function, and its predecessors' under the same.
impl Placed for read_log::Entity {
    fn axes() -> Axes<Self::Column> {
        let of_function = |seat: &SeatStanding| {
            Condition::all().add(read_log::Column::Function.eq(seat.function))
        };
        let institution = read_log::Column::InstitutionId;
        let office =
            Office { institution, of_function, is_shared: false, prepared_by: |_| nothing() };
        Axes { office: Some(office), ..Axes::NONE }
    }
}

readable! {
    rectification under ReadRectifications;
    erasure under ReadErasures;
    legal_hold under ReadHolds;
    read_log under ReadReadings;
}

/// Who looked at the caller's own record, as far as it is not withheld; until when it is, is for the
/// reader to compare.
impl Readable<of::ReadAccessLog> for read_log_subject::Entity {
    fn within(permit: &Permit<of::ReadAccessLog>, _: Date) -> Condition {
        let own = read_log_subject::Column::CivilServantId;
        let person = permit.actor().civil_servant_id();
        person.map_or_else(nothing, |id| Condition::all().add(own.eq(id)))
    }
}

/// What persons see of readings that are events of their own.
impl Placed for read_log_subject::Entity {
    fn axes() -> Axes<Self::Column> {
        let of_function = |seat: &SeatStanding| {
            Condition::all().add(read_log_subject::Column::Function.eq(seat.function))
        };
        let institution = read_log_subject::Column::InstitutionId;
        let office =
            Office { institution, of_function, is_shared: false, prepared_by: |_| nothing() };
        Axes { office: Some(office), ..Axes::NONE }
    }
}

readable! { read_log_subject under ReadReadings; }

/// A person's are those that affect the person.
impl Readable<of::ReadBreaches> for breach::Entity {
    fn within(permit: &Permit<of::ReadBreaches>, _: Date) -> Condition {
        if permit.reach() == Reach::All {
            return Condition::all();
        }
        let Some(person) = permit.actor().civil_servant_id() else { return nothing() };
        let own = Query::select()
            .column(breach_subject::Column::BreachId)
            .from(breach_subject::Entity)
            .and_where(Expr::col(breach_subject::Column::SubjectId).eq(person))
            .to_owned();
        if permit.reach() == Reach::Own {
            Condition::all().add(breach::Column::Id.in_subquery(own))
        } else {
            nothing()
        }
    }
}
