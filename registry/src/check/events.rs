//! Event and leaf: what the event's row says must be what its leaf says, and the leaf must commit to
//! the records.

use std::collections::HashMap;

use netra_domain::policy::Act;
use netra_entity::{event, event_record};
use uuid::Uuid;

use super::{Codes, Report, record};
use crate::Registry;
use crate::check;
use crate::ledger::error::Result;
use crate::ledger::event::is_sealed;
use crate::ledger::leaf::commitment::commit;
use crate::ledger::leaf::{self, CHUNK, Hash, Leaf, RecordLeaf, decode, encode, leaf_hash};

/// How many events are read at once with their records, of which each may have a thousand.
const AT_ONCE: usize = 32;

impl Registry {
    /// Checks events that have their index.
    pub(super) async fn check_events(
        &self,
        events: &[event::Model],
        codes: &Codes,
        report: &mut Report,
    ) -> Result<()> {
        for some in events.chunks(AT_ONCE) {
            let ids = some.iter().map(|row| row.id).collect();
            let mut records: HashMap<Uuid, Vec<event_record::Model>> = HashMap::new();
            for row in check::within::records_of(self.reader(), ids).await? {
                records.entry(row.event_id).or_default().push(row);
            }
            let later: Vec<Uuid> = records
                .values()
                .flatten()
                .filter(|it| it.rev > 1)
                .map(|it| it.subject_id)
                .collect();
            let hashes = check::within::leaf_hashes_of(self.reader(), later).await?;
            for row in some {
                let records = records.remove(&row.id).unwrap_or_default();
                report.events += 1;
                report.revisions += u64::try_from(records.len()).unwrap_or(0);
                check(row, is_sealed(self.vault(), row), (&records, &hashes), codes, report);
            }
        }
        Ok(())
    }
}

fn check(
    row: &event::Model,
    is_sealed: bool,
    (records, hashes): (&[event_record::Model], &HashMap<(Uuid, i32), String>),
    codes: &Codes,
    report: &mut Report,
) {
    let name = super::event(row.id);
    if encode(&leaf_hash(row.leaf.as_bytes())) != row.leaf_hash {
        report.find("LEAF", &name, "the leaf's hash is another one");
    }
    let Some(said) = Leaf::parse(row.leaf.as_bytes()) else {
        return report.find("LEAF", &name, "the leaf is not in the form of this log");
    };
    let institution = row.institution_id.and_then(|id| codes.get(&id).cloned());
    let word = Act::parse(&row.act).map_or("openLog", Act::word);
    let agrees = said.id == row.id.to_string()
        && said.act == row.actor
        && said.op == word
        && said.inst == institution
        && said.ent == row.subject_kind
        && said.rec == row.subject_id.map(|id| id.to_string())
        && said.rev == row.rev.map(|rev| rev.to_string())
        && said.t == row.occurred_at.to_string();
    if !agrees {
        report.find("EVENT", &name, "the event says otherwise than its leaf");
    } else if !is_sealed {
        // What its leaf does not say: seat, purpose, trace; or all of it, where it is no act.
        report.find("EVENT", &name, "is not sealed by this registry, or was changed since");
    }
    if usize::try_from(row.record_count).ok() != Some(records.len()) {
        report.find("EVENT", &name, "records of the event are missing, or were added");
    }
    for it in records {
        check_record(it, hashes, report);
    }
    let (prev, com) = match records {
        [only] => (only.prev.clone(), Some(only.commitment.clone())),
        many => (None, root(many)),
    };
    if records.len() != 1 && said.ent != CHUNK {
        report.find("LEAF", &name, "the leaf is about one record, the event is not");
    }
    if com != Some(said.com) || prev != said.prev {
        report.find("LEAF", name, "the leaf commits to other records");
    }
}

/// The root over a chunk's records.
fn root(records: &[event_record::Model]) -> Option<String> {
    let hash = |it: &event_record::Model| {
        let leaf = RecordLeaf {
            com: it.commitment.clone(),
            ent: it.subject_kind.clone(),
            prev: it.prev.clone(),
            rec: it.subject_id.to_string(),
            rev: it.rev.to_string(),
        };
        leaf.hash().ok()
    };
    let hashes = records.iter().map(hash).collect::<Option<Vec<Hash>>>()?;
    Some(encode(&leaf::root(&hashes)))
}

fn check_record(
    row: &event_record::Model,
    hashes: &HashMap<(Uuid, i32), String>,
    report: &mut Report,
) {
    let name = || record(&row.subject_kind, row.subject_id, row.rev);
    match (&row.payload, &row.salt) {
        (Some(payload), Some(salt)) => {
            let committed = serde_json::from_str(payload)
                .ok()
                .zip(decode(salt))
                .and_then(|(payload, salt)| commit(&salt, &payload).ok());
            let right = committed.is_some_and(|(text, commitment)| {
                text == *payload && encode(&commitment) == row.commitment
            });
            if !right {
                report.find("EVENT", name(), "the after-image was changed");
            }
        }
        // The commitment remains, and says nothing any more; that an erasure did it is asked once
        // for all of them.
        (None, None) => report.erased += 1,
        (Some(_), None) | (None, Some(_)) => {
            report.find("EVENT", name(), "the after-image was erased by half");
        }
    }
    let before = hashes.get(&(row.subject_id, row.rev - 1));
    if row.prev.as_ref() != before {
        report.find("LEAF", name(), "the revision before is missing, or is another one");
    }
}
