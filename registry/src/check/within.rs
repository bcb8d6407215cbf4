//! What `fsck` compares: the records of events, and what hangs in the air.

use std::collections::HashMap;

use netra_entity::code::SignatureMethod;
use netra_entity::{
    candidate, certified_signature, erasure, event, event_order, event_outbox, event_record,
    institution, pact_signature, read_log, read_log_minute, trust_material, user,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::event::within::event_of_record;
use crate::privacy::erasure::subjects;
use crate::reach::begin;

/// Every institution's code.
pub(crate) async fn institution_codes(db: &impl ConnectionTrait) -> Result<HashMap<Uuid, String>> {
    let rows: Vec<(Uuid, String)> = begin::<institution::Entity>()
        .select_only()
        .column(institution::Column::Id)
        .column(institution::Column::Code)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The records of events, in their order within each.
pub(crate) async fn records_of(
    db: &impl ConnectionTrait,
    event_ids: Vec<Uuid>,
) -> Result<Vec<event_record::Model>> {
    Ok(begin::<event_record::Entity>()
        .filter(event_record::Column::EventId.is_in(event_ids))
        .order_by_asc(event_record::Column::EventId)
        .order_by_asc(event_record::Column::Ordinal)
        .all(db)
        .await?)
}

/// The leaf hashes of every revision of some records.
pub(crate) async fn leaf_hashes_of(
    db: &impl ConnectionTrait,
    ids: Vec<Uuid>,
) -> Result<HashMap<(Uuid, i32), String>> {
    use event_record::Column;
    let mut hashes = HashMap::new();
    for some in ids.chunks(500) {
        let rows: Vec<(Uuid, i32, String)> = begin::<event_record::Entity>()
            .select_only()
            .column(Column::SubjectId)
            .column(Column::Rev)
            .column(event::Column::LeafHash)
            .join(JoinType::InnerJoin, event_of_record())
            .filter(Column::SubjectId.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        hashes.extend(rows.into_iter().map(|(id, rev, hash)| ((id, rev), hash)));
    }
    Ok(hashes)
}

/// The next records that events are about.
pub(crate) async fn subjects_after(
    db: &impl ConnectionTrait,
    after: Uuid,
    most: u64,
) -> Result<Vec<Uuid>> {
    use event_record::Column;
    Ok(begin::<event_record::Entity>()
        .select_only()
        .column(Column::SubjectId)
        .filter(Column::SubjectId.gt(after))
        .group_by(Column::SubjectId)
        .order_by_asc(Column::SubjectId)
        .limit(most)
        .into_tuple()
        .all(db)
        .await?)
}

/// Every revision of some records, oldest first.
pub(crate) async fn revisions_of(
    db: &impl ConnectionTrait,
    ids: Vec<Uuid>,
) -> Result<Vec<event_record::Model>> {
    Ok(begin::<event_record::Entity>()
        .filter(event_record::Column::SubjectId.is_in(ids))
        .order_by_asc(event_record::Column::SubjectId)
        .order_by_asc(event_record::Column::Rev)
        .all(db)
        .await?)
}

/// Revisions without content whose person no erasure names.
pub(crate) async fn emptied_without_erasure(
    db: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<event_record::Model>> {
    use event_record::Column;
    let persons =
        Query::select().column(erasure::Column::CivilServantId).from(erasure::Entity).to_owned();
    let mut emptied = begin::<event_record::Entity>().filter(Column::Payload.is_null());
    // Of a candidate the person is what was erased, so no erasure can name the candidate.
    let unlinked = Query::select()
        .column(candidate::Column::Id)
        .from(candidate::Entity)
        .and_where(Expr::col(candidate::Column::CivilServantId).is_null())
        .to_owned();
    emptied = emptied.filter(Column::SubjectId.not_in_subquery(unlinked));
    for erased in subjects(&persons) {
        emptied = emptied.filter(Column::SubjectId.not_in_subquery(erased));
    }
    Ok(emptied.order_by_asc(Column::SubjectId).limit(most).all(db).await?)
}

/// Events that neither have an index nor wait for one.
pub(crate) async fn lost_events(db: &impl ConnectionTrait, most: u64) -> Result<Vec<Uuid>> {
    let ordered =
        Query::select().column(event_order::Column::EventId).from(event_order::Entity).to_owned();
    let waiting =
        Query::select().column(event_outbox::Column::EventId).from(event_outbox::Entity).to_owned();
    Ok(begin::<event::Entity>()
        .select_only()
        .column(event::Column::Id)
        .filter(event::Column::Id.not_in_subquery(ordered))
        .filter(event::Column::Id.not_in_subquery(waiting))
        .limit(most)
        .into_tuple()
        .all(db)
        .await?)
}

/// Events that wait for their index and are gone.
pub(crate) async fn outbox_without_event(
    db: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<Uuid>> {
    let there = Query::select()
        .expr(Expr::val(1))
        .from(event::Entity)
        .and_where(
            Expr::col((event::Entity, event::Column::Id))
                .equals((event_outbox::Entity, event_outbox::Column::EventId)),
        )
        .to_owned();
    Ok(begin::<event_outbox::Entity>()
        .select_only()
        .column(event_outbox::Column::EventId)
        .filter(Expr::exists(there).not())
        .limit(most)
        .into_tuple()
        .all(db)
        .await?)
}

/// The next minutes of the read log that are closed.
pub(crate) async fn closed_minutes_after(
    db: &impl ConnectionTrait,
    after: Uuid,
    most: u64,
) -> Result<Vec<read_log_minute::Model>> {
    use read_log_minute::Column;
    Ok(begin::<read_log_minute::Entity>()
        .filter(Column::Id.gt(after))
        .filter(Column::RecordedBy.is_not_null())
        .order_by_asc(Column::Id)
        .limit(most)
        .all(db)
        .await?)
}

/// Readings of a minute that nobody opened.
pub(crate) async fn readings_without_minute(
    db: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<Uuid>> {
    let equal = |one: read_log::Column, other: read_log_minute::Column| {
        Expr::col((read_log::Entity, one)).equals((read_log_minute::Entity, other))
    };
    let minute = Query::select()
        .expr(Expr::val(1))
        .from(read_log_minute::Entity)
        .and_where(equal(read_log::Column::Server, read_log_minute::Column::Server))
        .and_where(equal(read_log::Column::Minute, read_log_minute::Column::Minute))
        .to_owned();
    Ok(begin::<read_log::Entity>()
        .select_only()
        .column(read_log::Column::Id)
        .filter(Expr::exists(minute).not())
        .limit(most)
        .into_tuple()
        .all(db)
        .await?)
}

/// The next proofs of certified signatures.
pub(crate) async fn certified_after(
    db: &impl ConnectionTrait,
    after: Uuid,
    most: u64,
) -> Result<Vec<certified_signature::Model>> {
    use certified_signature::Column;
    Ok(begin::<certified_signature::Entity>()
        .filter(Column::SignatureId.gt(after))
        .order_by_asc(Column::SignatureId)
        .limit(most)
        .all(db)
        .await?)
}

/// Certified signatures without what proves them.
pub(crate) async fn certified_without_proof(
    db: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<Uuid>> {
    use pact_signature::Column;
    let proof = Query::select()
        .expr(Expr::val(1))
        .from(certified_signature::Entity)
        .and_where(
            Expr::col((certified_signature::Entity, certified_signature::Column::SignatureId))
                .equals((pact_signature::Entity, Column::Id)),
        )
        .to_owned();
    Ok(begin::<pact_signature::Entity>()
        .select_only()
        .column(Column::Id)
        .filter(Column::Method.eq(SignatureMethod::Certificate))
        .filter(Column::SupersededBy.is_null())
        .filter(Expr::exists(proof).not())
        .limit(most)
        .into_tuple()
        .all(db)
        .await?)
}

/// The next certificates and revocation lists by which signatures were verified.
pub(crate) async fn trust_material_after(
    db: &impl ConnectionTrait,
    after: &str,
    most: u64,
) -> Result<Vec<trust_material::Model>> {
    use trust_material::Column;
    Ok(begin::<trust_material::Entity>()
        .filter(Column::Sha256.gt(after))
        .order_by_asc(Column::Sha256)
        .limit(most)
        .all(db)
        .await?)
}

/// Those of certificates and lists that are kept.
pub(crate) async fn kept_material(
    db: &impl ConnectionTrait,
    digests: &[String],
) -> Result<Vec<String>> {
    use trust_material::Column;
    Ok(begin::<trust_material::Entity>()
        .select_only()
        .column(Column::Sha256)
        .filter(Column::Sha256.is_in(digests))
        .into_tuple()
        .all(db)
        .await?)
}

/// The next accounts.
pub(crate) async fn accounts_after(
    db: &impl ConnectionTrait,
    after: Uuid,
    most: u64,
) -> Result<Vec<user::Model>> {
    Ok(begin::<user::Entity>()
        .filter(user::Column::Id.gt(after))
        .order_by_asc(user::Column::Id)
        .limit(most)
        .all(db)
        .await?)
}
