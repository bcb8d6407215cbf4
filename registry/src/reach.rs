//! The only way to rows. A table says along which axes its rows lie; `within` alone turns a permit
//! and these axes into a condition; `read` reads what meets it and notes whose rows were shown. What
//! is not found is absent to the caller, whatever the reason.
//!
//! The `find` of each noun names the axes of its tables. Its `within` holds the reads that an open
//! act, the sequencer and the establishing of an actor need; no resolver reaches those.

pub(crate) mod published;
mod read;
pub(crate) mod search;

use netra_domain::policy::{ActKind, Permit, Reach, SeatStanding};
use netra_entity::{Date, contest, employment};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::ledger::recorded::column;
use crate::ledger::sequencer::AsOf;

pub(crate) use crate::ledger::rows::{begin, known};
pub use read::{Child, Model, Readable, id_of, parent_of};
pub(crate) use read::{children, readable};

/// Along which axes the rows of a table lie. An axis that a table lacks yields nothing.
pub(crate) struct Axes<C> {
    /// The institution under which it was recorded, and the civil servant that it tells of.
    pub(crate) employer: Option<(C, Option<C>)>,
    /// The person, who is whose people the person is today.
    pub(crate) employed: Option<C>,
    /// The institution whose own affair it is.
    pub(crate) office: Option<Office<C>>,
    /// The person who reads it as the own.
    pub(crate) person: Option<C>,
    /// The contest, which lies in a region.
    pub(crate) contest: Option<C>,
    /// Since when everybody reads it.
    pub(crate) published: Published<C>,
}

/// An institution's own affair, under one of its functions.
pub(crate) struct Office<C> {
    pub(crate) institution: C,
    /// Rows of one function.
    pub(crate) of_function: fn(&SeatStanding) -> Condition,
    /// Whether the institution's other functions see them as well.
    pub(crate) is_shared: bool,
    /// Rows that offices prepared for others.
    pub(crate) prepared_by: fn(Vec<Uuid>) -> Condition,
}

/// When everybody reads a row.
pub(crate) enum Published<C> {
    Never,
    /// Once the column has a value.
    Since(C),
    Always,
}

impl<C> Axes<C> {
    /// On no axis at all.
    pub(crate) const NONE: Self = Self {
        employer: None,
        employed: None,
        office: None,
        person: None,
        contest: None,
        published: Published::Never,
    };
}

/// A table whose rows lie on axes.
pub(crate) trait Placed: EntityTrait {
    /// The axes.
    fn axes() -> Axes<Self::Column>;
}

/// What of a table lies within a permit's reach on a day. The one place that turns a reach into a
/// condition.
pub(crate) fn within<E: Placed, A: ActKind>(permit: &Permit<A>, day: Date) -> Condition {
    let (axes, seat) = (E::axes(), permit.actor().seat());
    let published = match axes.published {
        Published::Never => None,
        Published::Since(column) => Some(Condition::all().add(column.is_not_null())),
        Published::Always => Some(Condition::all()),
    };
    match permit.reach() {
        Reach::All => Condition::all(),
        Reach::Published => published.unwrap_or_else(nothing),
        Reach::Own => match (axes.person, permit.actor().civil_servant_id()) {
            (Some(person), Some(id)) => Condition::all().add(person.eq(id)),
            _ => nothing(),
        },
        Reach::Region => match (axes.contest, seat) {
            (Some(contest), Some(seat)) => match &seat.region_code {
                None => Condition::all(),
                Some(region) => Condition::any()
                    .add_option(published)
                    .add(contest.in_subquery(contests_in(region))),
            },
            _ => nothing(),
        },
        Reach::Institution => seat.map_or_else(nothing, |seat| of_institution(axes, seat, day)),
        Reach::Filed => match (axes.office, seat) {
            (Some(office), Some(seat)) => {
                let offices = seat.predecessors.iter().copied().chain([seat.institution_id]);
                (office.prepared_by)(offices.collect())
            }
            _ => nothing(),
        },
        Reach::Jurisdiction | Reach::Referred => nothing(),
    }
}

fn of_institution<C: ColumnTrait>(axes: Axes<C>, seat: &SeatStanding, day: Date) -> Condition {
    if let Some((institution, person)) = axes.employer {
        let own = institution.is_in(seat.institutions.iter().copied());
        let came = person.and_then(|person| came_along(seat, institution, person));
        return Condition::any().add(own).add_option(came);
    }
    if let Some(person) = axes.employed {
        return Condition::all().add(person.in_subquery(employed_in(&seat.institutions, day)));
    }
    let Some(office) = axes.office else { return nothing() };
    let here = Condition::all().add(office.institution.eq(seat.institution_id));
    let own = if office.is_shared { here } else { here.add((office.of_function)(seat)) };
    let left = Condition::all()
        .add(office.institution.is_in(seat.predecessors.iter().copied()))
        .add((office.of_function)(seat));
    Condition::any().add(own).add_option((!seat.predecessors.is_empty()).then_some(left))
}

/// What a divided predecessor recorded of the people who came along from it.
fn came_along<C: ColumnTrait>(seat: &SeatStanding, institution: C, person: C) -> Option<Condition> {
    if seat.shared_predecessors.is_empty() {
        return None;
    }
    let people = Query::select()
        .column(employment::Column::CivilServantId)
        .from(employment::Entity)
        .and_where(Expr::col(employment::Column::InstitutionId).eq(seat.institution_id))
        .and_where(Expr::col(employment::Column::Continues).is_not_null())
        .and_where(Expr::col(employment::Column::SupersededBy).is_null())
        .to_owned();
    Some(
        Condition::all()
            .add(institution.is_in(seat.shared_predecessors.iter().copied()))
            .add(person.in_subquery(people)),
    )
}

/// Persons employed in institutions on a day.
fn employed_in(institutions: &[Uuid], day: Date) -> SelectStatement {
    Query::select()
        .column(employment::Column::CivilServantId)
        .from(employment::Entity)
        .and_where(Expr::col(employment::Column::InstitutionId).is_in(institutions.iter().copied()))
        .and_where(Expr::col(employment::Column::SupersededBy).is_null())
        .and_where(Expr::col(employment::Column::ValidFrom).lte(day))
        .cond_where(
            Condition::any()
                .add(Expr::col(employment::Column::ValidTo).is_null())
                .add(Expr::col(employment::Column::ValidTo).gt(day)),
        )
        .to_owned()
}

/// The contests of a region and of those below it.
fn contests_in(region: &str) -> SelectStatement {
    let code = || Expr::col(contest::Column::RegionCode);
    Query::select()
        .column(contest::Column::Id)
        .from(contest::Entity)
        .cond_where(Condition::any().add(code().eq(region)).add(code().like(format!("{region}.%"))))
        .to_owned()
}

/// The rows of a table within a permit's reach, as known at a point.
pub(crate) fn rows<E: Readable<A>, A: ActKind>(
    permit: &Permit<A>,
    day: Date,
    as_of: AsOf,
) -> Select<E> {
    begin().filter(present::<E>(as_of)).filter(E::within(permit, day))
}

/// The versions of rows known at a point; every row of a table without versions.
pub(crate) fn present<E: EntityTrait>(as_of: AsOf) -> Condition {
    match (column::<E>("recorded_by"), column::<E>("superseded_by")) {
        (Some(recorded_by), Some(superseded_by)) => known(as_of, recorded_by, superseded_by),
        _ => Condition::all(),
    }
}

/// The ids of the rows of a table that a permit reaches, for what hangs on them.
pub(crate) fn ids<E: Readable<A>, A: ActKind>(
    permit: &Permit<A>,
    day: Date,
    id: E::Column,
) -> SelectStatement {
    Query::select()
        .column((E::default(), id))
        .from(E::default())
        .cond_where(present::<E>(AsOf::Now))
        .cond_where(E::within(permit, day))
        .to_owned()
}

/// A condition that nothing meets.
pub(crate) fn nothing() -> Condition {
    Condition::all().add(Expr::val(false))
}
