//! Seals the records of an event: a salt, the canonical after-image, the commitment to it, and what
//! the leaf says of them.

use std::collections::HashMap;

use netra_entity::event_record;
use sea_orm::ActiveValue::Set;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::ledger::error::Result;
use crate::ledger::leaf::commitment::commit;
use crate::ledger::leaf::{self, Hash, RecordLeaf};
use crate::ledger::vault;

const SALT: usize = size_of::<Hash>();

/// A record that an act has changed.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) kind: &'static str,
    pub(super) id: Uuid,
    pub(super) rev: i32,
    pub(super) payload: Map<String, Value>,
}

/// A record of an event, sealed.
#[derive(Debug)]
pub(super) struct Sealed {
    pub(super) kind: &'static str,
    id: Uuid,
    pub(super) rev: i32,
    payload: String,
    salt: String,
    commitment: String,
}

/// What a leaf says of the records.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) kind: &'static str,
    pub(super) id: Option<Uuid>,
    pub(super) rev: Option<i32>,
    pub(super) prev: Option<String>,
    pub(super) commitment: String,
}

/// Seals records in their order.
pub(super) fn seal(records: Vec<Record>) -> Result<Vec<Sealed>> {
    let salts = vault::random_bytes(records.len() * SALT)?;
    let sealed = records.into_iter().zip(salts.as_chunks().0).map(|(record, salt)| {
        let (payload, commitment) = commit(salt, &record.payload)?;
        Ok(Sealed {
            kind: record.kind,
            id: record.id,
            rev: record.rev,
            payload,
            salt: leaf::encode(salt),
            commitment: leaf::encode(&commitment),
        })
    });
    sealed.collect()
}

/// The records that something came before.
pub(super) fn changed_before(sealed: &[Sealed]) -> Vec<Uuid> {
    sealed.iter().filter(|it| it.rev > 1).map(|it| it.id).collect()
}

/// What the leaf says: the record itself, or of many the root over a leaf for each.
pub(super) fn summarise(
    sealed: &[Sealed],
    previous: &HashMap<Uuid, String>,
    subject_id: Option<Uuid>,
) -> Result<Summary> {
    if let [only] = sealed {
        return Ok(Summary {
            kind: only.kind,
            id: Some(only.id),
            rev: Some(only.rev),
            prev: previous.get(&only.id).cloned(),
            commitment: only.commitment.clone(),
        });
    }
    let hash = |it: &Sealed| {
        let leaf = RecordLeaf {
            com: it.commitment.clone(),
            ent: it.kind.to_owned(),
            prev: previous.get(&it.id).cloned(),
            rec: it.id.to_string(),
            rev: it.rev.to_string(),
        };
        leaf.hash()
    };
    let hashes = sealed.iter().map(hash).collect::<Result<Vec<Hash>>>()?;
    let commitment = leaf::encode(&leaf::root(&hashes));
    Ok(Summary { kind: leaf::CHUNK, id: subject_id, rev: None, prev: None, commitment })
}

/// The rows of the records.
pub(super) fn rows(
    event_id: Uuid,
    sealed: Vec<Sealed>,
    mut previous: HashMap<Uuid, String>,
) -> Vec<event_record::ActiveModel> {
    let row = |(ordinal, it): (i32, Sealed)| event_record::ActiveModel {
        event_id: Set(event_id),
        ordinal: Set(ordinal),
        subject_kind: Set(it.kind.to_owned()),
        subject_id: Set(it.id),
        rev: Set(it.rev),
        payload: Set(Some(it.payload)),
        salt: Set(Some(it.salt)),
        commitment: Set(it.commitment),
        prev: Set(previous.remove(&it.id)),
    };
    (0..).zip(sealed).map(row).collect()
}
