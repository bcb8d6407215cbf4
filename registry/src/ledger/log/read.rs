//! What anyone may read of the log: checkpoints, tiles, proofs. None of it tells of a person; the
//! leaves themselves are for auditors.

use std::collections::{BTreeSet, HashMap};

use netra_domain::Rule;
use netra_domain::policy::{Permit, of};
use netra_entity::{event, log_checkpoint, log_origin};
use uuid::Uuid;

use super::in_origin;
use super::note::{Checkpoint, peek};
use super::path::TilePath;
use super::proof::Receipt;
use super::tree::{self, Ask, WIDTH, needed, prove};
use crate::Registry;
use crate::ledger;
use crate::ledger::error::{Error, Result};
use crate::ledger::leaf::Hash;

/// A signed checkpoint of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogCheckpoint {
    /// The log.
    pub origin: log_origin::Model,
    /// What is signed.
    pub checkpoint: Checkpoint,
    /// The signed note.
    pub note: String,
}

/// That an event is in the tree of a signed checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogProof {
    /// Index of the leaf within its log.
    pub index: u64,
    /// The audit path, from the leaf upwards.
    pub path: Vec<Hash>,
    /// The checkpoint.
    pub checkpoint: LogCheckpoint,
}

impl LogProof {
    /// The receipt of an event with this proof, to be kept and checked offline.
    #[must_use]
    pub fn receipt(&self, leaf: &str) -> Receipt {
        Receipt {
            leaf: leaf.to_owned(),
            index: self.index,
            path: self.path.clone(),
            checkpoint: self.checkpoint.note.clone(),
        }
    }
}

fn opened(origin: log_origin::Model, row: log_checkpoint::Model) -> Result<LogCheckpoint> {
    let checkpoint =
        peek(&row.note).map_err(|_problem| Error::Crypto("a checkpoint cannot be read"))?;
    Ok(LogCheckpoint { origin, checkpoint, note: row.note })
}

impl Registry {
    /// Every log, oldest first.
    ///
    /// # Errors
    /// The database's own.
    pub async fn log_origins(
        &self,
        _permit: &Permit<of::ReadLog>,
    ) -> Result<Vec<log_origin::Model>> {
        ledger::within::origins(self.reader()).await
    }

    /// The last checkpoint of a log; of the one that grows where none is named.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such log, or it has signed nothing yet.
    pub async fn log_checkpoint(
        &self,
        _permit: &Permit<of::ReadLog>,
        label: Option<&str>,
    ) -> Result<LogCheckpoint> {
        self.last_signed(label).await
    }

    async fn last_signed(&self, label: Option<&str>) -> Result<LogCheckpoint> {
        let origins = ledger::within::origins(self.reader()).await?;
        let fits = |it: &log_origin::Model| label.is_none_or(|label| it.label == label);
        for origin in origins.into_iter().rev().filter(fits) {
            // A log that was just opened has signed nothing; the one before is the newest then.
            if let Some(row) = ledger::within::last_checkpoint(self.reader(), &origin.name).await? {
                return opened(origin, row);
            }
        }
        Err(Error::NotFound)
    }

    /// A tile as it is in the tree of the last checkpoint.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what is not in it.
    pub async fn log_tile(
        &self,
        _permit: &Permit<of::ReadLog>,
        label: &str,
        path: TilePath,
    ) -> Result<Vec<u8>> {
        let signed = self.last_signed(Some(label)).await?;
        let id = path.id().filter(|_| path.is_within(signed.checkpoint.size));
        let id = id.ok_or(Error::NotFound)?;
        let name = &signed.origin.name;
        let mut tiles = ledger::within::tiles(self.reader(), name, &BTreeSet::from([id])).await?;
        let mut data = tiles.remove(&id).ok_or(Error::NotFound)?;
        data.truncate(usize::try_from(path.width).unwrap_or(usize::MAX) * tree::HASH);
        Ok(data)
    }

    /// A bundle of leaves: each behind its length in two bytes.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what is not in the tree of the last checkpoint.
    pub async fn log_entries(
        &self,
        _permit: &Permit<of::ReadLogEntries>,
        label: &str,
        path: TilePath,
    ) -> Result<Vec<u8>> {
        let signed = self.last_signed(Some(label)).await?;
        if path.level.is_some() || !path.is_within(signed.checkpoint.size) {
            return Err(Error::NotFound);
        }
        let index = |leaf: u64| signed.origin.first_index + i64::try_from(leaf).unwrap_or(i64::MAX);
        let (from, to) = (path.number * WIDTH, path.number * WIDTH + path.width);
        let mut bundle = Vec::new();
        for (_, leaf) in ledger::within::leaves(self.reader(), index(from), index(to)).await? {
            let leaf = leaf.ok_or(Error::NotFound)?;
            let length = u16::try_from(leaf.len()).map_err(|_long| Error::Crypto("a long leaf"))?;
            bundle.extend_from_slice(&length.to_be_bytes());
            bundle.extend_from_slice(leaf.as_bytes());
        }
        Ok(bundle)
    }

    /// Proofs of events that are in the last checkpoint of their log; others are absent. A proof
    /// tells nothing but the place, so whoever knows an event may ask.
    ///
    /// # Errors
    /// The database's own.
    pub async fn log_proofs(&self, event_ids: &[Uuid]) -> Result<HashMap<Uuid, LogProof>> {
        let orders = ledger::within::orders_of_events(self.reader(), event_ids).await?;
        let mut proofs = HashMap::new();
        if orders.is_empty() {
            return Ok(proofs);
        }
        let origins = ledger::within::origins(self.reader()).await?;
        for (position, origin) in origins.iter().enumerate() {
            let end = origins.get(position + 1).map(|next| next.first_index);
            let inside = |idx: i64| idx >= origin.first_index && end.is_none_or(|end| idx < end);
            let here: Vec<_> = orders.iter().filter(|row| inside(row.idx)).collect();
            if here.is_empty() {
                continue;
            }
            let last = ledger::within::last_checkpoint(self.reader(), &origin.name).await?;
            let Some(last) = last else { continue };
            let signed = opened(origin.clone(), last)?;
            let size = signed.checkpoint.size;
            let place = |idx: i64| (idx - origin.first_index).unsigned_abs();
            let asked: Vec<(Uuid, u64)> = here
                .iter()
                .map(|row| (row.event_id, place(row.idx)))
                .filter(|(_, index)| *index < size)
                .collect();
            let asks: Vec<Ask> =
                asked.iter().map(|(_, index)| Ask::Inclusion { index: *index, size }).collect();
            for ((event_id, index), path) in
                asked.into_iter().zip(self.prove_in(origin, &asks).await?)
            {
                proofs.insert(event_id, LogProof { index, path, checkpoint: signed.clone() });
            }
        }
        Ok(proofs)
    }

    /// What a receipt needs of events that the caller has made: their leaves.
    ///
    /// # Errors
    /// The database's own.
    pub async fn leaves_of(&self, event_ids: &[Uuid]) -> Result<Vec<event::Model>> {
        ledger::within::events_by_ids(self.reader(), event_ids).await
    }

    /// That an event is in the tree of the last checkpoint.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it is not, yet or at all.
    pub async fn inclusion_proof(
        &self,
        _permit: &Permit<of::ReadLog>,
        event_id: Uuid,
    ) -> Result<LogProof> {
        self.log_proofs(&[event_id]).await?.remove(&event_id).ok_or(Error::NotFound)
    }

    /// That the tree of one size begins with that of another; up to the last checkpoint.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown log; `SIZE_NOT_IN_LOG`.
    pub async fn consistency_proof(
        &self,
        _permit: &Permit<of::ReadLog>,
        label: Option<&str>,
        from: u64,
        to: Option<u64>,
    ) -> Result<(LogCheckpoint, u64, Vec<Hash>)> {
        let signed = self.last_signed(label).await?;
        let to = to.unwrap_or(signed.checkpoint.size);
        if to > signed.checkpoint.size {
            return Err(Error::invalid("to", Rule::SizeNotInLog));
        }
        if from > to {
            return Err(Error::invalid("from", Rule::SizeNotInLog));
        }
        let mut proofs = self.prove_in(&signed.origin, &[Ask::Consistency { from, to }]).await?;
        let proof = proofs.pop().unwrap_or_default();
        Ok((signed, to, proof))
    }

    /// Proofs over the tiles of one log, fetched at once.
    async fn prove_in(&self, origin: &log_origin::Model, asks: &[Ask]) -> Result<Vec<Vec<Hash>>> {
        let wrong = |problem| in_origin(&origin.name, problem);
        let mut ids = BTreeSet::new();
        for ask in asks {
            ids.append(&mut needed(*ask).map_err(wrong)?);
        }
        let tiles = ledger::within::tiles(self.reader(), &origin.name, &ids).await?;
        asks.iter().map(|ask| prove(*ask, &tiles).map_err(wrong)).collect()
    }
}
