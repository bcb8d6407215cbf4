//! Contestants and candidates inside an open act.

use netra_domain::candidate::STANDING;
use netra_entity::{candidate, candidate_status, contestant, contestant_party, contestant_status};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::write::Write;
use crate::reach::begin;

/// The contest of a contestant.
pub(crate) async fn contest_of_contestant(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Uuid>> {
    let mut rows = contestants(db, &[id]).await?;
    Ok(rows.pop().map(|row| row.contest_id))
}

pub(crate) async fn contestants(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<contestant::Model>> {
    Ok(begin::<contestant::Entity>()
        .filter(contestant::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?)
}

/// Present versions of what a contestant became, oldest first.
pub(crate) async fn contestant_statuses(
    act: &Write,
    id: Uuid,
) -> Result<Vec<contestant_status::Model>> {
    use contestant_status::Column;
    Ok(begin::<contestant_status::Entity>()
        .filter(Column::ContestantId.eq(id))
        .filter(Column::SupersededBy.is_null())
        .order_by_asc(Column::ValidFrom)
        .order_by_asc(Column::RowId)
        .all(act.tx())
        .await?)
}

/// The parties that nominate a contestant.
pub(crate) async fn nominating_parties(
    db: &impl ConnectionTrait,
    contestant_id: Uuid,
) -> Result<Vec<Uuid>> {
    let rows = begin::<contestant_party::Entity>()
        .filter(contestant_party::Column::ContestantId.eq(contestant_id))
        .order_by_asc(contestant_party::Column::PartyId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.party_id).collect())
}

pub(crate) async fn candidate(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<candidate::Model>> {
    Ok(begin::<candidate::Entity>().filter(candidate::Column::Id.eq(id)).one(db).await?)
}

pub(crate) async fn candidates_of(
    db: &impl ConnectionTrait,
    contestant_id: Uuid,
) -> Result<Vec<candidate::Model>> {
    Ok(begin::<candidate::Entity>()
        .filter(candidate::Column::ContestantId.eq(contestant_id))
        .order_by_asc(candidate::Column::Id)
        .all(db)
        .await?)
}

/// Present versions of what candidates became, oldest first.
pub(crate) async fn candidate_statuses(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<candidate_status::Model>> {
    use candidate_status::Column;
    Ok(begin::<candidate_status::Entity>()
        .filter(Column::CandidateId.is_in(ids.iter().copied()))
        .filter(Column::SupersededBy.is_null())
        .order_by_asc(Column::ValidFrom)
        .order_by_asc(Column::RowId)
        .all(db)
        .await?)
}

/// Who of some persons still stands in an election.
pub(crate) async fn nominations(
    db: &impl ConnectionTrait,
    election_id: Uuid,
    nik_indexes: &[String],
) -> Result<Vec<candidate::Model>> {
    let mut rows = nominations_of(db, nik_indexes).await?;
    rows.retain(|it| it.election_id == election_id);
    Ok(rows)
}

/// Who of some persons still stands, in whatever election.
pub(crate) async fn nominations_of(
    db: &impl ConnectionTrait,
    nik_indexes: &[String],
) -> Result<Vec<candidate::Model>> {
    if nik_indexes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(begin::<candidate::Entity>()
        .filter(candidate::Column::NikIndex.is_in(nik_indexes))
        .filter(candidate::Column::State.is_in(STANDING.iter().copied()))
        .order_by_asc(candidate::Column::Id)
        .all(db)
        .await?)
}

/// The contestants of contests.
pub(crate) async fn contestants_of(
    db: &impl ConnectionTrait,
    contests: &[Uuid],
) -> Result<Vec<contestant::Model>> {
    Ok(begin::<contestant::Entity>()
        .filter(contestant::Column::ContestId.is_in(contests.iter().copied()))
        .all(db)
        .await?)
}

pub(crate) async fn contestants_by_code(
    db: &impl ConnectionTrait,
    kpu_codes: &[String],
) -> Result<Vec<contestant::Model>> {
    Ok(begin::<contestant::Entity>()
        .filter(contestant::Column::KpuCode.is_in(kpu_codes))
        .all(db)
        .await?)
}

/// Present versions of what contestants became, oldest first.
pub(crate) async fn statuses_of_contestants(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<contestant_status::Model>> {
    use contestant_status::Column;
    Ok(begin::<contestant_status::Entity>()
        .filter(Column::ContestantId.is_in(ids.iter().copied()))
        .filter(Column::SupersededBy.is_null())
        .order_by_asc(Column::ValidFrom)
        .order_by_asc(Column::RowId)
        .all(db)
        .await?)
}

pub(crate) async fn parties_of_contestants(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<contestant_party::Model>> {
    Ok(begin::<contestant_party::Entity>()
        .filter(contestant_party::Column::ContestantId.is_in(ids.iter().copied()))
        .order_by_asc(contestant_party::Column::PartyId)
        .all(db)
        .await?)
}

pub(crate) async fn candidates_by_code(
    db: &impl ConnectionTrait,
    kpu_codes: &[String],
) -> Result<Vec<candidate::Model>> {
    Ok(begin::<candidate::Entity>()
        .filter(candidate::Column::KpuCode.is_in(kpu_codes))
        .all(db)
        .await?)
}

/// The candidates of contestants.
pub(crate) async fn candidates_of_all(
    db: &impl ConnectionTrait,
    contestants: &[Uuid],
) -> Result<Vec<candidate::Model>> {
    Ok(begin::<candidate::Entity>()
        .filter(candidate::Column::ContestantId.is_in(contestants.iter().copied()))
        .all(db)
        .await?)
}
