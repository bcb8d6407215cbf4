//! Leaves: each commits to what its event changed, and the revisions of a record are a chain.

use std::collections::HashMap;

use netra_registry::ledger::leaf::commitment::commit;
use netra_registry::ledger::leaf::{
    CHUNK, Hash, Leaf, RecordLeaf, decode, encode, leaf_hash, root,
};
use uuid::Uuid;

use crate::acts::{
    CITY, MINISTRY, employ, employer, non_signers_of, personnel, rows, sign_on_paper, signers_of,
    withdraw,
};
use crate::database::{Backend, both};
use crate::world::World;

struct Stored {
    kind: String,
    id: Uuid,
    rev: i32,
    commitment: Hash,
    prev: Option<String>,
}

/// The records of each event, whose stored commitments are recomputed from payload and salt.
async fn records(world: &World) -> HashMap<Uuid, Vec<Stored>> {
    let sql = "SELECT event_id, subject_kind, subject_id, rev, payload, salt, commitment, prev \
        FROM event_record ORDER BY event_id, ordinal";
    let mut records: HashMap<Uuid, Vec<Stored>> = HashMap::new();
    for row in rows(world, sql, Vec::new()).await {
        let text = |name: &str| row.try_get::<String>("", name).unwrap();
        let payload = serde_json::from_str(&text("payload")).unwrap();
        let (canonical, commitment) = commit(&decode(&text("salt")).unwrap(), &payload).unwrap();
        assert_eq!((canonical, encode(&commitment)), (text("payload"), text("commitment")));
        let stored = Stored {
            kind: text("subject_kind"),
            id: row.try_get("", "subject_id").unwrap(),
            rev: row.try_get("", "rev").unwrap(),
            commitment,
            prev: row.try_get("", "prev").unwrap(),
        };
        records.entry(row.try_get("", "event_id").unwrap()).or_default().push(stored);
    }
    records
}

/// The hash of a record's own leaf within a chunk.
fn hash(record: &Stored) -> Hash {
    let leaf = RecordLeaf {
        com: encode(&record.commitment),
        ent: record.kind.clone(),
        prev: record.prev.clone(),
        rec: record.id.to_string(),
        rev: record.rev.to_string(),
    };
    leaf.hash().unwrap()
}

async fn every_leaf_commits_to_its_records_and_every_revision_names_the_one_before(
    backend: Backend,
) {
    let world = World::new(backend).await;
    let signers = signers_of(&world, CITY).await;
    let city = employer(&world, CITY).await;
    withdraw(&city, signers[0].signature.unwrap()).await.good();
    let unsigned = non_signers_of(&world, CITY).await;
    sign_on_paper(&world, &city, &unsigned[0].number, "2024-02-01").await.good();
    let ministry = world.institution(MINISTRY).await;
    let bkn = personnel(&world).await;
    employ(&bkn, &signers[1], &ministry, "2026-11-20").await.good();
    world.sequence().await;

    let records = records(&world).await;
    let mut last: HashMap<Uuid, (i32, String)> = HashMap::new();
    let (mut chunks, mut changed) = (0, 0);
    let sql = "SELECT e.id, e.leaf, e.leaf_hash FROM event e JOIN event_order o \
        ON o.event_id = e.id ORDER BY o.idx";
    for row in rows(&world, sql, Vec::new()).await {
        let (id, text): (Uuid, String) =
            (row.try_get("", "id").unwrap(), row.try_get("", "leaf").unwrap());
        let leaf = Leaf::parse(text.as_bytes()).expect("a leaf");
        let stored: String = row.try_get("", "leaf_hash").unwrap();
        assert_eq!(stored, encode(&leaf_hash(text.as_bytes())));
        assert_eq!(leaf.id, id.to_string());
        let records = &records[&id];
        if let [only] = records.as_slice() {
            assert_eq!(leaf.com, encode(&only.commitment));
            assert_eq!((leaf.ent, leaf.rec), (only.kind.clone(), Some(only.id.to_string())));
            assert_eq!((leaf.rev, leaf.prev), (Some(only.rev.to_string()), only.prev.clone()));
        } else {
            let hashes: Vec<Hash> = records.iter().map(hash).collect();
            assert_eq!((leaf.com, leaf.ent.as_str()), (encode(&root(&hashes)), CHUNK));
            assert_eq!((leaf.rev, leaf.prev), (None, None));
            chunks += 1;
        }
        for record in records {
            let before = last.insert(record.id, (record.rev, stored.clone()));
            let (rev, hash) = before.map_or((0, None), |(rev, hash)| (rev, Some(hash)));
            assert_eq!((record.rev, &record.prev), (rev + 1, &hash), "{}", record.kind);
            changed += i32::from(rev > 0);
        }
    }
    assert!(chunks > 3 && changed >= 3, "{chunks} chunks, {changed} changed");
}
both!(every_leaf_commits_to_its_records_and_every_revision_names_the_one_before);
