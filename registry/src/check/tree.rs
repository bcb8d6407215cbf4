//! Leaf, tile and checkpoint: the tree is grown again from the leaves, and every tile and every
//! signed root is held against it.

use std::collections::{BTreeSet, VecDeque};

use netra_entity::{event, log_checkpoint, log_origin};

use super::{Codes, MOST_ROWS, NOTE, Report, Trusted, key_of};
use crate::Registry;
use crate::check;
use crate::ledger;
use crate::ledger::error::Result;
use crate::ledger::leaf::{Hash, decode, leaf_hash};
use crate::ledger::log::in_origin;
use crate::ledger::log::note::{Checkpoint, VerifierKey};
use crate::ledger::log::tree::{Growth, HASH, TileId, Tiles, WIDTH, edge, full_hash, root};
use crate::ledger::within::Sequenced;

impl Registry {
    /// Checks events in their order, and the logs that they are in.
    pub(super) async fn check_logs(
        &self,
        trusted: &Trusted,
        codes: &Codes,
        report: &mut Report,
    ) -> Result<()> {
        let origins = ledger::within::origins(self.reader()).await?;
        for (number, note) in (1..).zip(&trusted.checkpoints) {
            let opens = |origin| key_of(trusted, origin).is_some_and(|key| key.open(note).is_ok());
            if !origins.iter().any(opens) {
                let subject = format!("checkpoint {number} that you hold");
                report.find(NOTE, subject, "is no note that a key of a log here has signed");
            }
        }
        let size = ledger::within::sequencer_state(self.reader()).await?.size;
        let mut next = origins.first().map_or(size, |it| it.first_index);
        if next > 0 {
            report.find("LOG", format!("index 0 to {}", next - 1), "these events are in no log");
            let mut from = 0;
            while from < next {
                let to = (from + 256).min(next);
                self.check_range(from, to, codes, report).await?;
                from = to;
            }
        }
        let mut before: Option<&log_origin::Model> = None;
        for origin in &origins {
            if origin.first_index != next {
                report.find("LOG", &origin.name, "does not begin where the one before ends");
            }
            if let Some(before) = before {
                self.check_opening(origin, before, report).await?;
            }
            self.check_origin(origin, trusted, codes, report).await?;
            next = origin.first_index + origin.size;
            before = Some(origin);
        }
        if next != size {
            report.find("LOG", "sequencer", "has given another number of indexes than logs hold");
        }
        Ok(())
    }

    /// Checks the events of a range of the order; answers with what has each index.
    async fn check_range(
        &self,
        from: i64,
        to: i64,
        codes: &Codes,
        report: &mut Report,
    ) -> Result<Vec<Option<event::Model>>> {
        let mut found: VecDeque<Sequenced> =
            ledger::within::events_between(self.reader(), from, to).await?.into();
        let mut events = Vec::new();
        for index in from..to {
            let here = found.front().is_some_and(|it| it.index == index);
            let Some(it) = found.pop_front().filter(|_| here) else {
                report.find("ORDER", format!("index {index}"), "is missing in the order");
                events.push(None);
                continue;
            };
            if it.event.is_none() {
                let subject = format!("event {} (index {index})", it.event_id);
                report.find("EVENT", subject, "the event is gone");
            }
            events.push(it.event);
        }
        let present: Vec<event::Model> = events.iter().flatten().cloned().collect();
        self.check_events(&present, codes, report).await?;
        Ok(events)
    }

    /// The first leaf of a log names the last checkpoint of the one before.
    async fn check_opening(
        &self,
        origin: &log_origin::Model,
        before: &log_origin::Model,
        report: &mut Report,
    ) -> Result<()> {
        let last = ledger::within::last_checkpoint(self.reader(), &before.name).await?;
        let last = before.given_up.clone().or(last.map(|row| row.note));
        let index = origin.first_index;
        let found = ledger::within::events_between(self.reader(), index, index + 1).await?;
        let ids = found.iter().map(|it| it.event_id).collect();
        let records = check::within::records_of(self.reader(), ids).await?;
        let named = records.iter().filter_map(|row| row.payload.as_deref()).find_map(|payload| {
            let payload: serde_json::Value = serde_json::from_str(payload).ok()?;
            Some(payload.get("previous_checkpoint")?.as_str()?.to_owned())
        });
        if named.is_none() || named != last {
            report.find("LOG", &origin.name, "does not name the last checkpoint of the one before");
        }
        Ok(())
    }

    async fn check_origin(
        &self,
        origin: &log_origin::Model,
        trusted: &Trusted,
        codes: &Codes,
        report: &mut Report,
    ) -> Result<()> {
        let wrong = |problem| in_origin(&origin.name, problem);
        let size = origin.size.unsigned_abs();
        let mut signed = Signed::new(origin, trusted, report);
        if let Some(note) = &origin.given_up
            && signed.key.as_ref().is_none_or(|key| key.open(note).is_err())
        {
            let detail = "was given up at a note that its key has not signed";
            report.find("CHECKPOINT", &origin.name, detail);
        }
        let mut growth = Growth::new(0, Tiles::new()).map_err(wrong)?;
        for number in 0..size.div_ceil(WIDTH) {
            let from = origin.first_index + i64::try_from(number * WIDTH).unwrap_or(i64::MAX);
            let to = (from + 256).min(origin.first_index + origin.size);
            let events = self.check_range(from, to, codes, report).await?;
            let ids = [TileId { level: 0, number }, TileId { level: 1, number: number / WIDTH }];
            let tiles =
                ledger::within::tiles(self.reader(), &origin.name, &BTreeSet::from(ids)).await?;
            let stored = tiles.get(&TileId { level: 0, number }).cloned().unwrap_or_default();
            let mut fits = None;
            for (index, event) in (from..).zip(events) {
                let place = usize::try_from(index - from).unwrap_or(0) * HASH;
                let kept = stored.get(place..place + HASH).and_then(|it| Hash::try_from(it).ok());
                let found = event.map(|it| leaf_hash(it.leaf.as_bytes()));
                let hash = match (found, kept) {
                    (Some(found), Some(kept)) if found == kept => found,
                    (None, kept) => kept.unwrap_or_default(),
                    (Some(found), kept) => {
                        if fits.is_none() {
                            fits = Some(self.tile_fits(origin, number, &stored, &tiles).await?);
                        }
                        if let Some(kept) = kept.filter(|_| fits == Some(true)) {
                            let subject = format!("leaf {index}");
                            report.find("LEAF", subject, "is not the leaf that is in the tree");
                            kept
                        } else {
                            let subject = format!("{} 0/{number}", origin.name);
                            let detail = "a hash in this tile is not that of its leaf";
                            report.find("TILE", subject, detail);
                            found
                        }
                    }
                };
                growth.push(hash);
                self.check_signed(&mut signed, &growth, report).await?;
            }
            let full = growth.take_full();
            self.compare_tiles(origin, &full, report).await?;
        }
        self.compare_tiles(origin, growth.tiles(), report).await?;
        if Some(growth.root().map_err(wrong)?) != decode(&origin.root) {
            report.find("LOG", &origin.name, "its root is not the one over its leaves");
        }
        self.check_rest(&mut signed, size, report).await
    }

    /// Whether a tile of leaves is the one that the tree above it was made of.
    async fn tile_fits(
        &self,
        origin: &log_origin::Model,
        number: u64,
        stored: &[u8],
        tiles: &Tiles,
    ) -> Result<bool> {
        if let Some(hash) = full_hash(stored) {
            let place = usize::try_from(number % WIDTH).unwrap_or(0) * HASH;
            let above = tiles.get(&TileId { level: 1, number: number / WIDTH });
            return Ok(above.and_then(|it| it.get(place..place + HASH)) == Some(hash.as_slice()));
        }
        let size = origin.size.unsigned_abs();
        let ids = edge(size).into_iter().collect();
        let tiles = ledger::within::tiles(self.reader(), &origin.name, &ids).await?;
        Ok(root(size, &tiles).ok() == decode(&origin.root))
    }

    /// Compares tiles above the leaves, whose own was compared hash by hash.
    async fn compare_tiles(
        &self,
        origin: &log_origin::Model,
        grown: &Tiles,
        report: &mut Report,
    ) -> Result<()> {
        let ids = grown.keys().copied().collect();
        let stored = ledger::within::tiles(self.reader(), &origin.name, &ids).await?;
        for (id, data) in grown {
            report.tiles += 1;
            let right = match stored.get(id) {
                None => false,
                Some(stored) if id.level == 0 => stored.len() == data.len(),
                Some(stored) => stored == data,
            };
            if !right {
                let subject = format!("{} {id}", origin.name);
                report.find("TILE", subject, "is missing, or is not made of the tiles below it");
            }
        }
        Ok(())
    }

    /// Checks the checkpoints of the size that the tree has reached.
    async fn check_signed(
        &self,
        signed: &mut Signed<'_>,
        growth: &Growth,
        report: &mut Report,
    ) -> Result<()> {
        let size = growth.size();
        if signed.waiting.is_empty() && !signed.all_read {
            self.read_signed(signed).await?;
        }
        while signed.waiting.front().is_some_and(|row| row.size.unsigned_abs() <= size) {
            let Some(row) = signed.waiting.pop_front() else { break };
            let root = growth.root().map_err(|it| in_origin(&signed.origin.name, it))?;
            signed.judge(&row, size, &root, report);
            if signed.waiting.is_empty() {
                self.read_signed(signed).await?;
            }
        }
        for held in signed.held.iter().filter(|it| it.size == size) {
            let root = growth.root().map_err(|it| in_origin(&signed.origin.name, it))?;
            if root != held.root {
                let subject = format!("{} at size {size}", held.origin);
                report.find("CHECKPOINT", subject, "contradicts the checkpoint that you hold");
            }
        }
        Ok(())
    }

    async fn read_signed(&self, signed: &mut Signed<'_>) -> Result<()> {
        let rows = ledger::within::checkpoints_above(
            self.reader(),
            &signed.origin.name,
            signed.read_to,
            MOST_ROWS,
        );
        signed.waiting = rows.await?.into();
        signed.all_read = signed.waiting.is_empty();
        signed.read_to = signed.waiting.back().map_or(signed.read_to, |row| row.size);
        Ok(())
    }

    /// What is signed beyond the end of the log.
    async fn check_rest(
        &self,
        signed: &mut Signed<'_>,
        size: u64,
        report: &mut Report,
    ) -> Result<()> {
        if signed.waiting.is_empty() {
            self.read_signed(signed).await?;
        }
        for row in &signed.waiting {
            let subject = format!("{} at size {}", row.origin, row.size);
            report.find("CHECKPOINT", subject, "covers more than the log has");
        }
        for held in signed.held.iter().filter(|it| it.size > size) {
            let subject = format!("{} at size {}", held.origin, held.size);
            report.find("CHECKPOINT", subject, "the log is shorter than the checkpoint you hold");
        }
        Ok(())
    }
}

/// The checkpoints of a log that wait for the tree to reach their size.
struct Signed<'a> {
    origin: &'a log_origin::Model,
    key: Option<VerifierKey>,
    waiting: VecDeque<log_checkpoint::Model>,
    read_to: i64,
    all_read: bool,
    /// What the auditor has seen earlier.
    held: Vec<Checkpoint>,
}

impl<'a> Signed<'a> {
    fn new(origin: &'a log_origin::Model, trusted: &Trusted, report: &mut Report) -> Self {
        let key = key_of(trusted, origin);
        if key.is_none() && origin.size > 0 && trusted.policy.is_some() {
            report.find("CHECKPOINT", &origin.name, "your policy does not name this log");
        }
        let mut held = Vec::new();
        for note in &trusted.checkpoints {
            // One of another log is held against that.
            if let Some(Ok(checkpoint)) = key.as_ref().map(|key| key.open(note)) {
                held.push(checkpoint);
            }
        }
        let waiting = VecDeque::new();
        Self { origin, key, waiting, read_to: -1, all_read: false, held }
    }

    fn judge(&self, row: &log_checkpoint::Model, size: u64, root: &Hash, report: &mut Report) {
        report.checkpoints += 1;
        let name = format!("{} at size {}", row.origin, row.size);
        match self.key.as_ref().map(|key| key.open(&row.note)) {
            Some(Ok(checkpoint)) if checkpoint.size != size || row.size.unsigned_abs() != size => {
                report.find("CHECKPOINT", name, "is filed under another size");
            }
            Some(Ok(checkpoint)) if checkpoint.root != *root => {
                report.find("CHECKPOINT", name, "its root is not the one over the leaves");
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => {
                report.find("CHECKPOINT", name, "is not signed by the log's key");
            }
        }
    }
}
