//! Finders of contestants and candidates: what is determined is everybody's, the rest lies within a reach.

use netra_domain::policy::{ActKind, Permit, Reach, of};
use netra_entity::{
    candidate, candidate_status, contest, contestant, contestant_party, contestant_status,
};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, QueryFilter, Select};
use uuid::Uuid;

use crate::reach::{begin, nothing};

type Reading = Permit<of::ReadCandidates>;

/// The contests of a region and of those below it.
fn contests_in(region: &str) -> SelectStatement {
    let code = || Expr::col(contest::Column::RegionCode);
    Query::select()
        .column(contest::Column::Id)
        .from(contest::Entity)
        .cond_where(Condition::any().add(code().eq(region)).add(code().like(format!("{region}.%"))))
        .to_owned()
}

/// Published rows, and those of contests within the reach.
fn visible<A: ActKind, C: ColumnTrait>(
    permit: &Permit<A>,
    contest_id: C,
    published_on: C,
) -> Condition {
    let published = || published_on.is_not_null();
    match permit.reach() {
        Reach::All => Condition::all(),
        Reach::Published => Condition::all().add(published()),
        Reach::Region => match permit.actor().seat() {
            None => nothing(),
            Some(seat) => match &seat.region_code {
                None => Condition::all(),
                Some(region) => Condition::any()
                    .add(published())
                    .add(contest_id.in_subquery(contests_in(region))),
            },
        },
        Reach::Jurisdiction | Reach::Institution | Reach::Filed | Reach::Referred | Reach::Own => {
            nothing()
        }
    }
}

/// Contestants.
pub(crate) fn contestants(permit: &Reading) -> Select<contestant::Entity> {
    use contestant::Column;
    begin().filter(visible(permit, Column::ContestId, Column::PublishedOn))
}

fn of_contestants<C: ColumnTrait>(permit: &Reading, contestant_id: C) -> Condition {
    use contestant::Column;
    if permit.reach() == Reach::All {
        return Condition::all();
    }
    let seen = Query::select()
        .column(Column::Id)
        .from(contestant::Entity)
        .cond_where(visible(permit, Column::ContestId, Column::PublishedOn))
        .to_owned();
    Condition::all().add(contestant_id.in_subquery(seen))
}

/// Their nominating parties.
pub(crate) fn contestant_parties(permit: &Reading) -> Select<contestant_party::Entity> {
    begin().filter(of_contestants(permit, contestant_party::Column::ContestantId))
}

/// Present versions of what they became.
pub(crate) fn contestant_statuses(permit: &Reading) -> Select<contestant_status::Entity> {
    use contestant_status::Column;
    begin()
        .filter(Column::SupersededBy.is_null())
        .filter(of_contestants(permit, Column::ContestantId))
}

/// Candidates.
pub(crate) fn candidates(permit: &Reading) -> Select<candidate::Entity> {
    use candidate::Column;
    begin().filter(visible(permit, Column::ContestId, Column::PublishedOn))
}

/// Present versions of what they became.
pub(crate) fn candidate_statuses(permit: &Reading) -> Select<candidate_status::Entity> {
    use candidate::Column;
    let versions = begin().filter(candidate_status::Column::SupersededBy.is_null());
    if permit.reach() == Reach::All {
        return versions;
    }
    let seen = Query::select()
        .column(Column::Id)
        .from(candidate::Entity)
        .cond_where(visible(permit, Column::ContestId, Column::PublishedOn))
        .to_owned();
    versions.filter(candidate_status::Column::CandidateId.in_subquery(seen))
}

/// The lists of a party.
pub(crate) fn lists_of(party_id: Uuid) -> SelectStatement {
    Query::select()
        .column(contestant::Column::Id)
        .from(contestant::Entity)
        .and_where(Expr::col(contestant::Column::PartyId).eq(party_id))
        .to_owned()
}
