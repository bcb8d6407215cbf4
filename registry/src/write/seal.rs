//! Seals the records of an event: a salt, the canonical after-image, and the commitment to it.

use netra_entity::event_record;
use sea_orm::ActiveValue::Set;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::error::Result;
use crate::leaf::{self, Hash};
use crate::vault;

const SALT: usize = size_of::<Hash>();

/// A record that an act has changed.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) kind: &'static str,
    pub(super) id: Uuid,
    pub(super) rev: i32,
    pub(super) payload: Map<String, Value>,
}

/// The records of an event, ready to be stored.
#[derive(Debug)]
pub(super) struct Sealed {
    pub(super) rows: Vec<event_record::ActiveModel>,
    pub(super) commitments: Vec<Hash>,
    /// Kind, id and revision where there is one record only.
    pub(super) single: Option<(&'static str, Uuid, i32)>,
}

/// Seals records in their order.
pub(super) fn seal(event_id: Uuid, records: Vec<Record>) -> Result<Sealed> {
    let single = match records.as_slice() {
        [only] => Some((only.kind, only.id, only.rev)),
        _ => None,
    };
    let mut rows = Vec::with_capacity(records.len());
    let mut commitments = Vec::with_capacity(records.len());
    let salts = vault::random_bytes(records.len() * SALT)?;
    for (ordinal, (record, salt)) in records.into_iter().zip(salts.as_chunks().0).enumerate() {
        let (payload, commitment) = leaf::commit(salt, &record.payload)?;
        rows.push(event_record::ActiveModel {
            event_id: Set(event_id),
            ordinal: Set(i32::try_from(ordinal).unwrap_or(i32::MAX)),
            subject_kind: Set(record.kind.to_owned()),
            subject_id: Set(record.id),
            rev: Set(record.rev),
            payload: Set(Some(payload)),
            salt: Set(Some(leaf::encode(salt))),
            commitment: Set(leaf::encode(&commitment)),
        });
        commitments.push(commitment);
    }
    Ok(Sealed { rows, commitments, single })
}
