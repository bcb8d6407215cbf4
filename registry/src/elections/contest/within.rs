//! Contests, parties and contestants.

use netra_entity::{
    contest, contest_exception, contest_phase, contest_round, contest_type, election,
    electoral_district, party, party_participation,
};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::reach::begin;

pub(crate) async fn contest_types(db: &impl ConnectionTrait) -> Result<Vec<contest_type::Model>> {
    Ok(begin::<contest_type::Entity>().all(db).await?)
}

pub(crate) async fn contest_exceptions(
    db: &impl ConnectionTrait,
) -> Result<Vec<contest_exception::Model>> {
    Ok(begin::<contest_exception::Entity>().all(db).await?)
}

pub(crate) async fn election(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<election::Model>> {
    Ok(begin::<election::Entity>().filter(election::Column::Id.eq(id)).one(db).await?)
}

/// Locks a contest for the rest of the act: who stands in it is decided by one act at a time.
pub(crate) async fn lock_contest(act: &Write, id: Uuid) -> Result<Option<contest::Model>> {
    Ok(begin::<contest::Entity>()
        .filter(contest::Column::Id.eq(id))
        .lock(LockType::NoKeyUpdate)
        .one(act.tx())
        .await?)
}

/// The rounds of contests, the first one first.
pub(crate) async fn rounds(
    db: &impl ConnectionTrait,
    contests: &[Uuid],
) -> Result<Vec<contest_round::Model>> {
    Ok(begin::<contest_round::Entity>()
        .filter(contest_round::Column::ContestId.is_in(contests.iter().copied()))
        .order_by_asc(contest_round::Column::Number)
        .all(db)
        .await?)
}

pub(crate) async fn parties(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<party::Model>> {
    Ok(begin::<party::Entity>()
        .filter(party::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?)
}

/// Whether a party was determined as a participant of an election.
pub(crate) async fn participates(
    db: &impl ConnectionTrait,
    party_id: Uuid,
    election_id: Uuid,
) -> Result<bool> {
    use party_participation::Column;
    let found = begin::<party_participation::Entity>()
        .filter(Column::ElectionId.eq(election_id))
        .filter(Column::PartyId.eq(party_id))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// The districts of contests.
pub(crate) async fn districts(
    db: &impl ConnectionTrait,
    contests: &[Uuid],
) -> Result<Vec<electoral_district::Model>> {
    Ok(begin::<electoral_district::Entity>()
        .filter(electoral_district::Column::ContestId.is_in(contests.iter().copied()))
        .order_by_asc(electoral_district::Column::Code)
        .all(db)
        .await?)
}

/// The phases of a round.
pub(crate) async fn contest_phases(
    db: &impl ConnectionTrait,
    round_id: Uuid,
) -> Result<Vec<contest_phase::Model>> {
    Ok(begin::<contest_phase::Entity>()
        .filter(contest_phase::Column::RoundId.eq(round_id))
        .order_by_asc(contest_phase::Column::StartsOn)
        .all(db)
        .await?)
}

/// Every election.
pub(crate) async fn all_elections(db: &impl ConnectionTrait) -> Result<Vec<election::Model>> {
    Ok(begin::<election::Entity>().all(db).await?)
}

/// Every contest, some hundreds in an election.
pub(crate) async fn all_contests(db: &impl ConnectionTrait) -> Result<Vec<contest::Model>> {
    Ok(begin::<contest::Entity>().all(db).await?)
}

/// Every party, some dozens.
pub(crate) async fn all_parties(db: &impl ConnectionTrait) -> Result<Vec<party::Model>> {
    Ok(begin::<party::Entity>().all(db).await?)
}

/// Which party takes part in which election.
pub(crate) async fn all_participations(
    db: &impl ConnectionTrait,
) -> Result<Vec<party_participation::Model>> {
    Ok(begin::<party_participation::Entity>().all(db).await?)
}
