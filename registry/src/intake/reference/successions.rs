//! Successions of the past. Their functions are in the file of functions; here is who follows whom.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use netra_domain::policy::{Actor, Permit, of};
use netra_domain::succession::{Passing, Shape};
use netra_entity::Date;
use netra_entity::code::SuccessionKind;
use uuid::Uuid;

use super::row::SuccessionRow;
use super::{rows, store_all};
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::ledger::write::Write;
use crate::{Registry, succession};

/// What one succession of the file is.
#[derive(Debug)]
struct Past {
    effective_on: Date,
    instrument_id: Uuid,
    shape: Shape,
}

/// Rows that belong together, by day, predecessor and kind.
type Together = BTreeMap<(Date, String, SuccessionKind), Vec<SuccessionRow>>;

/// Loads the successions of the file; answers how many were added.
pub(super) async fn successions(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    let read: Permit<of::ReadReference> = actor.permit()?;
    let institutions = registry
        .within::<netra_entity::institution::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?;
    let institutions: HashMap<String, Uuid> =
        institutions.into_iter().map(|row| (row.code, row.id)).collect();
    let instruments = registry
        .within::<netra_entity::legal_instrument::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?;
    let instruments: HashMap<String, Uuid> =
        instruments.into_iter().map(|row| (row.code, row.id)).collect();
    let known: HashMap<Uuid, Date> = registry
        .within::<netra_entity::succession::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, row.effective_on))
        .collect();
    let known: HashSet<(Option<Date>, Uuid)> = registry
        .within::<netra_entity::succession_function::Entity, _>(&read, AsOf::Now)
        .all(registry.reader())
        .await?
        .into_iter()
        .map(|row| (known.get(&row.succession_id).copied(), row.from_id))
        .collect();
    let named = |ids: &HashMap<String, Uuid>, code: &str| ids.get(code).copied();
    let mut together = Together::new();
    for row in rows::<SuccessionRow>(super::SUCCESSIONS)? {
        let key = (row.effective_on, row.from_code.clone(), row.kind);
        together.entry(key).or_default().push(row);
    }
    let mut new = Vec::new();
    for ((effective_on, from, kind), rows) in together {
        let from = named(&institutions, &from).ok_or(Error::NotFound)?;
        if known.contains(&(Some(effective_on), from)) {
            continue;
        }
        let instrument = rows.first().and_then(|row| named(&instruments, &row.instrument_code));
        let instrument_id = instrument.ok_or(Error::NotFound)?;
        let passing = |row: &SuccessionRow| -> Result<Passing> {
            let to = named(&institutions, &row.to_code).ok_or(Error::NotFound)?;
            Ok(Passing { function: row.function, from, to, moves_seats: false })
        };
        let passings = rows.iter().map(passing).collect::<Result<Vec<_>>>()?;
        let to = passings.iter().map(|it| it.to).collect();
        let shape = Shape { kind, from: [from].into(), to, passings };
        shape.check().map_err(|(path, rule)| Error::invalid(path, rule))?;
        new.push(Past { effective_on, instrument_id, shape });
    }
    let store = async |act: &mut Write, past: &Past| {
        succession::store_past(act, past.effective_on, past.instrument_id, &past.shape).await
    };
    store_all::<of::ApproveSuccession, _>(registry, actor, &new, store).await
}
