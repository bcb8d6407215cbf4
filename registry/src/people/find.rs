//! Finders of personal records.

use netra_domain::policy::{ActKind, Permit, Reach, SeatStanding, of};
use netra_entity::{
    Date, Instant, breach, breach_subject, civil_servant, countersign_delegation, employment,
    erasure, legal_hold, non_asn_signature, pact_abstention, pact_signature, read_log_subject,
    rectification, service_number,
};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::ledger::sequencer::AsOf;
use crate::reach::{begin, known, nothing};

/// How a permit narrows rows that hang on an institution and a person.
pub(crate) fn within_reach<A: ActKind, C: ColumnTrait>(
    permit: &Permit<A>,
    institution: C,
    person: C,
) -> Condition {
    match permit.reach() {
        Reach::All => Condition::all(),
        Reach::Institution => permit.actor().seat().map_or_else(nothing, |seat| {
            let own = institution.is_in(seat.institutions.iter().copied());
            Condition::any().add(own).add_option(came_along(seat, institution, person))
        }),
        Reach::Own => permit
            .actor()
            .civil_servant_id()
            .map_or_else(nothing, |id| Condition::all().add(person.eq(id))),
        Reach::Jurisdiction | Reach::Region | Reach::Filed | Reach::Referred | Reach::Published => {
            nothing()
        }
    }
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

fn institutions<A: ActKind>(permit: &Permit<A>) -> Option<&[Uuid]> {
    permit.actor().seat().map(|seat| seat.institutions.as_slice())
}

/// Persons employed today in the institutions of the permit.
fn employed_today<A: ActKind>(permit: &Permit<A>, today: Date) -> SelectStatement {
    let ids = institutions(permit).unwrap_or_default().iter().copied();
    Query::select()
        .column(employment::Column::CivilServantId)
        .from(employment::Entity)
        .and_where(Expr::col(employment::Column::InstitutionId).is_in(ids))
        .and_where(Expr::col(employment::Column::SupersededBy).is_null())
        .and_where(Expr::col(employment::Column::ValidFrom).lte(today))
        .cond_where(
            Condition::any()
                .add(Expr::col(employment::Column::ValidTo).is_null())
                .add(Expr::col(employment::Column::ValidTo).gt(today)),
        )
        .to_owned()
}

fn persons<A: ActKind, C: ColumnTrait>(permit: &Permit<A>, person: C, today: Date) -> Condition {
    match permit.reach() {
        Reach::All => Condition::all(),
        Reach::Institution => {
            Condition::all().add(person.in_subquery(employed_today(permit, today)))
        }
        Reach::Own => permit
            .actor()
            .civil_servant_id()
            .map_or_else(nothing, |id| Condition::all().add(person.eq(id))),
        Reach::Jurisdiction | Reach::Region | Reach::Filed | Reach::Referred | Reach::Published => {
            nothing()
        }
    }
}

/// Persons: an employer's are those employed there today.
pub(crate) fn civil_servants(
    permit: &Permit<of::ReadCivilServants>,
    today: Date,
) -> Select<civil_servant::Entity> {
    begin().filter(persons(permit, civil_servant::Column::Id, today))
}

/// Persons whose mask may be taken off.
pub(crate) fn unmaskable(
    permit: &Permit<of::Unmask>,
    today: Date,
) -> Select<civil_servant::Entity> {
    begin().filter(persons(permit, civil_servant::Column::Id, today))
}

/// Who looked at the caller's own record, as far as it is not withheld.
pub(crate) fn access_log(
    permit: &Permit<of::ReadAccessLog>,
    now: Instant,
) -> Select<read_log_subject::Entity> {
    use read_log_subject::Column;
    let own = match permit.actor().civil_servant_id() {
        Some(id) => Condition::all().add(Column::CivilServantId.eq(id)),
        None => nothing(),
    };
    let told = Condition::any().add(Column::WithheldUntil.is_null());
    begin().filter(own).filter(told.add(Column::WithheldUntil.lte(now)))
}

/// Service numbers of those persons.
pub(crate) fn service_numbers(
    permit: &Permit<of::ReadCivilServants>,
    today: Date,
) -> Select<service_number::Entity> {
    begin().filter(service_number::Column::SupersededBy.is_null()).filter(persons(
        permit,
        service_number::Column::CivilServantId,
        today,
    ))
}

/// Employments: an employer's are those in its own institutions, earlier ones included, without
/// what came later elsewhere.
pub(crate) fn employments(
    permit: &Permit<of::ReadCivilServants>,
    as_of: AsOf,
) -> Select<employment::Entity> {
    begin().filter(employments_within(permit, as_of))
}

/// What those employments meet.
pub(crate) fn employments_within(permit: &Permit<of::ReadCivilServants>, as_of: AsOf) -> Condition {
    use employment::Column;
    known(as_of, Column::RecordedBy, Column::SupersededBy).add(within_reach(
        permit,
        Column::InstitutionId,
        Column::CivilServantId,
    ))
}

/// Signatures: an employer's are those given under employment in its own institutions.
pub(crate) fn pact_signatures(
    permit: &Permit<of::ReadPactSignatures>,
    as_of: AsOf,
) -> Select<pact_signature::Entity> {
    begin().filter(pact_signatures_within(permit, as_of))
}

/// What those signatures meet.
pub(crate) fn pact_signatures_within(
    permit: &Permit<of::ReadPactSignatures>,
    as_of: AsOf,
) -> Condition {
    use pact_signature::Column;
    known(as_of, Column::RecordedBy, Column::SupersededBy).add(within_reach(
        permit,
        Column::InstitutionId,
        Column::CivilServantId,
    ))
}

/// Delegations of countersigning: an employer's are those for units of its own institutions, a
/// person's those to oneself.
pub(crate) fn countersign_delegations(
    permit: &Permit<of::ReadPactSignatures>,
) -> Select<countersign_delegation::Entity> {
    use countersign_delegation::Column;
    begin().filter(Column::SupersededBy.is_null()).filter(within_reach(
        permit,
        Column::InstitutionId,
        Column::DelegateId,
    ))
}

/// Refusals and exemptions: an employer's are those of its people under employment there.
pub(crate) fn pact_abstentions(
    permit: &Permit<of::ReadPactSignatures>,
) -> Select<pact_abstention::Entity> {
    use pact_abstention::Column;
    begin().filter(Column::SupersededBy.is_null()).filter(within_reach(
        permit,
        Column::InstitutionId,
        Column::CivilServantId,
    ))
}

/// Signatures of people who are no civil servants: an employer's are those of its own institutions.
pub(crate) fn non_asn_signatures(
    permit: &Permit<of::ReadNonAsnSignatures>,
) -> Select<non_asn_signature::Entity> {
    use non_asn_signature::Column;
    let reach = match permit.reach() {
        Reach::All => Condition::all(),
        Reach::Institution => institutions(permit).map_or_else(nothing, |ids| {
            Condition::all().add(Column::InstitutionId.is_in(ids.iter().copied()))
        }),
        Reach::Own
        | Reach::Jurisdiction
        | Reach::Region
        | Reach::Filed
        | Reach::Referred
        | Reach::Published => nothing(),
    };
    begin().filter(Column::SupersededBy.is_null()).filter(reach)
}

/// Requests for rectification: a person's own, an employer's those of its people at the time.
pub(crate) fn rectifications(
    permit: &Permit<of::ReadRectifications>,
) -> Select<rectification::Entity> {
    use rectification::Column;
    begin().filter(within_reach(permit, Column::InstitutionId, Column::CivilServantId))
}

/// Erasures, where the permit reaches all of them.
pub(crate) fn erasures(permit: &Permit<of::ReadErasures>) -> Select<erasure::Entity> {
    use erasure::Column;
    begin().filter(within_reach(permit, Column::CivilServantId, Column::CivilServantId))
}

/// Legal holds: an office's are those it placed.
pub(crate) fn legal_holds(permit: &Permit<of::ReadHolds>) -> Select<legal_hold::Entity> {
    use legal_hold::Column;
    begin().filter(within_reach(permit, Column::InstitutionId, Column::CivilServantId))
}

/// Breaches: a person's are those that affect the person.
pub(crate) fn breaches(permit: &Permit<of::ReadBreaches>) -> Select<breach::Entity> {
    let own = permit.actor().civil_servant_id().map(|id| {
        Query::select()
            .column(breach_subject::Column::BreachId)
            .from(breach_subject::Entity)
            .and_where(Expr::col(breach_subject::Column::SubjectId).eq(id))
            .to_owned()
    });
    begin().filter(match (permit.reach(), own) {
        (Reach::All, _) => Condition::all(),
        (Reach::Own, Some(own)) => Condition::all().add(breach::Column::Id.in_subquery(own)),
        (
            Reach::Own
            | Reach::Institution
            | Reach::Jurisdiction
            | Reach::Region
            | Reach::Filed
            | Reach::Referred
            | Reach::Published,
            _,
        ) => nothing(),
    })
}
