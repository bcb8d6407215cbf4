//! The signer's part: it reads again what the sequencer has committed, recomputes the root from
//! those bytes, and signs it if it continues what was signed before.

use netra_entity::{log_checkpoint, log_origin};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::in_origin;
use super::keeper::{Kept, LogProblem, Signer};
use super::note::Checkpoint;
use super::tree::{Growth, Tiles, edge};
use crate::Registry;
use crate::ledger;
use crate::ledger::error::{Error, Result};
use crate::ledger::leaf::{self, leaf_hash};

const CHUNK: i64 = 1_024;

impl Registry {
    /// Signs how far the log has come, if it has grown; answers with the last checkpoint.
    ///
    /// # Errors
    /// [`Error::Log`] where the database has lost or changed what was signed; nothing is signed
    /// then.
    pub async fn publish(&self) -> Result<Option<Checkpoint>> {
        let signer = self.keeper().signer()?;
        let origins = ledger::within::origins(self.reader()).await?;
        let kept = self.keeper().guard(&origins)?;
        let Some(origin) = origins.last().filter(|it| it.given_up.is_none()) else {
            return Ok(None);
        };
        let kept = kept.filter(|it| it.origin == origin.name);
        let key = signer.key.verifier(&origin.name);
        if let Some(vkey) = origin.vkey.as_ref().filter(|vkey| *vkey != key.as_str()) {
            let (origin, vkey) = (origin.name.clone(), vkey.clone());
            return Err(LogProblem::Key { origin, vkey }.into());
        }
        let size = origin.size.unsigned_abs();
        let stored = ledger::within::last_checkpoint(self.reader(), &origin.name).await?;
        let stored = match stored {
            None => None,
            Some(row) => {
                let broken = |_problem| contradiction(origin, row.size.unsigned_abs());
                let checkpoint = key.open(&row.note).map_err(broken)?;
                // The sequencer may have gone on since the origin was read.
                if checkpoint.size >= size && kept.as_ref().is_some_and(|it| it.size >= size) {
                    return Ok(Some(checkpoint));
                }
                Some(checkpoint)
            }
        };
        let checkpoint = self.reread(origin, kept, stored.as_ref()).await?;
        let note = signer.key.sign(&checkpoint)?;
        self.keep_and_store(signer, &note, &checkpoint).await?;
        if origin.vkey.is_none() {
            self.name_key(origin, key.as_str()).await?;
        }
        metrics::counter!("netra_log_checkpoints_total").increment(1);
        Ok(Some(checkpoint))
    }

    /// Whether the database still has what was signed.
    ///
    /// # Errors
    /// [`Error::Log`] with what to do.
    pub async fn check_log(&self) -> Result<()> {
        let origins = ledger::within::origins(self.reader()).await?;
        self.keeper().guard(&origins).map(|_kept| ())
    }

    /// The tree as it is read again from leaves and tiles since the last signed size.
    async fn reread(
        &self,
        origin: &log_origin::Model,
        kept: Option<Checkpoint>,
        stored: Option<&Checkpoint>,
    ) -> Result<Checkpoint> {
        let (name, size) = (&origin.name, origin.size.unsigned_abs());
        let base = kept.or_else(|| stored.cloned()).filter(|it| it.size <= size);
        let start = base.as_ref().map_or(0, |it| it.size);
        let held = self.tiles_of(name, edge(start)).await?;
        let mut growth = Growth::new(start, held).map_err(|it| in_origin(name, it))?;
        let known = [base.as_ref(), stored];
        check(origin, &growth, &known)?;
        let (mut index, end) =
            (origin.first_index + as_index(start), origin.first_index + origin.size);
        while index < end {
            let upto = (index + CHUNK).min(end);
            let mut expected = index;
            for (found, leaf) in ledger::within::leaves(self.reader(), index, upto).await? {
                let missing = || LogProblem::Leaf { origin: name.clone(), index: expected };
                let leaf = leaf.filter(|_| found == expected).ok_or_else(missing)?;
                growth.push(leaf_hash(leaf.as_bytes()));
                check(origin, &growth, &known)?;
                expected += 1;
            }
            if expected != upto {
                return Err(LogProblem::Leaf { origin: name.clone(), index: expected }.into());
            }
            let full = growth.take_full();
            self.compare(name, &full).await?;
            index = upto;
        }
        self.compare(name, growth.tiles()).await?;
        let root = growth.root().map_err(|it| in_origin(name, it))?;
        if leaf::encode(&root) != origin.root {
            return Err(contradiction(origin, size));
        }
        Ok(Checkpoint { origin: name.clone(), size, root })
    }

    async fn tiles_of(
        &self,
        origin: &str,
        ids: impl IntoIterator<Item = super::tree::TileId>,
    ) -> Result<Tiles> {
        ledger::within::tiles(self.reader(), origin, &ids.into_iter().collect()).await
    }

    /// Refuses tiles that are not what their leaves say. A stored one may be wider by now.
    async fn compare(&self, origin: &str, tiles: &Tiles) -> Result<()> {
        let stored = self.tiles_of(origin, tiles.keys().copied()).await?;
        for (id, data) in tiles {
            if !stored.get(id).is_some_and(|stored| stored.starts_with(data)) {
                return Err(LogProblem::Tile { origin: origin.to_owned(), tile: *id }.into());
            }
        }
        Ok(())
    }

    /// Outside the database first: what the database then loses is found out.
    async fn keep_and_store(
        &self,
        signer: &Signer,
        note: &str,
        checkpoint: &Checkpoint,
    ) -> Result<()> {
        use log_checkpoint::Column;
        signer.keep(Kept { note: note.to_owned(), checkpoint: checkpoint.clone() })?;
        let row = log_checkpoint::ActiveModel {
            origin: Set(checkpoint.origin.clone()),
            size: Set(as_index(checkpoint.size)),
            note: Set(note.to_owned()),
            signed_at: Set(self.clock().now()),
        };
        let once = OnConflict::columns([Column::Origin, Column::Size]).do_nothing().to_owned();
        // Another server may have signed the same: the same checkpoint is the same note.
        log_checkpoint::Entity::insert(row)
            .on_conflict(once)
            .exec_without_returning(self.database().writer())
            .await?;
        Ok(())
    }

    async fn name_key(&self, origin: &log_origin::Model, vkey: &str) -> Result<()> {
        let row =
            log_origin::ActiveModel { vkey: Set(Some(vkey.to_owned())), ..Default::default() };
        log_origin::Entity::update_many()
            .set(row)
            .filter(log_origin::Column::Name.eq(&origin.name))
            .filter(log_origin::Column::Vkey.is_null())
            .exec(self.database().writer())
            .await?;
        Ok(())
    }

    /// Gives up a log whose end was lost: the last good checkpoint is the kept one, and the next
    /// event opens another log that names it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where nothing was lost.
    pub async fn give_up_log(&self) -> Result<Checkpoint> {
        let signer = self.keeper().signer()?;
        let kept = signer.last()?.ok_or(Error::Unavailable("no note of this log is kept here"))?;
        let origins = ledger::within::origins(self.reader()).await?;
        if self.keeper().guard(&origins).is_ok() {
            return Err(Error::Unavailable(
                "the log has lost nothing; there is nothing to give up",
            ));
        }
        self.end_log(kept).await
    }

    /// Ends a log whose key somebody else has: it is signed to its end once more, and the next event
    /// opens another log that names this checkpoint, to be signed by another key.
    ///
    /// # Errors
    /// As for [`Registry::publish`]; [`Error::Unavailable`] where there is no log.
    pub async fn retire_log(&self) -> Result<Checkpoint> {
        self.sequence_all().await?;
        self.publish().await?;
        let kept = self.keeper().signer()?.last()?;
        self.end_log(kept.ok_or(Error::Unavailable("there is no log yet"))?).await
    }

    async fn end_log(&self, kept: Kept) -> Result<Checkpoint> {
        let row = log_origin::ActiveModel { given_up: Set(Some(kept.note)), ..Default::default() };
        let changed = log_origin::Entity::update_many()
            .set(row)
            .filter(log_origin::Column::Name.eq(&kept.checkpoint.origin))
            .exec(self.database().writer())
            .await?;
        if changed.rows_affected == 1 {
            Ok(kept.checkpoint)
        } else {
            Err(Error::Unavailable("this database has never seen the log; restore another copy"))
        }
    }
}

fn as_index(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

fn contradiction(origin: &log_origin::Model, size: u64) -> Error {
    LogProblem::Contradiction { origin: origin.name.clone(), size }.into()
}

/// Refuses a tree that has another root than what was signed at its size.
fn check(origin: &log_origin::Model, growth: &Growth, known: &[Option<&Checkpoint>]) -> Result<()> {
    let size = growth.size();
    for signed in known.iter().flatten().filter(|it| it.size == size) {
        let root = growth.root().map_err(|it| in_origin(&origin.name, it))?;
        if root != signed.root {
            return Err(contradiction(origin, size));
        }
    }
    Ok(())
}
