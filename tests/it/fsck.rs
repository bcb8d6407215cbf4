//! What a superuser does to the database is named exactly, or contradicts what an auditor holds.

mod rows;
mod sums;

use netra_registry::check::Trusted;
use netra_registry::ledger::log::proof::Policy;

use crate::database::{Backend, both};
use crate::ledger::{Ledger, act, close, findings};

const NOTHING: Vec<String> = Vec::new();

async fn nothing_is_wrong_with_the_demonstration(backend: Backend) {
    let ledger = Ledger::new(backend).await;
    let registry = ledger.open().await;
    registry.publish().await.unwrap();
    act(&registry, 1).await;
    assert_eq!(findings(&registry).await, NOTHING);
    registry.sequence_all().await.unwrap();
    assert_eq!(findings(&registry).await, NOTHING);
    close(registry).await;
}
both!(nothing_is_wrong_with_the_demonstration);

/// Tampers with a signed copy, and answers with what is found.
async fn after(ledger: &Ledger, sql: &str) -> Vec<String> {
    let copy = ledger.copy().await;
    copy.run(sql).await;
    let registry = copy.open().await;
    let found = findings(&registry).await;
    close(registry).await;
    found
}

/// What is found beside what coverage counts, which names each such edit too.
fn records(found: Vec<String>) -> Vec<String> {
    let (counts, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|it| it.starts_with("COVERAGE\tcoverage_delta of "));
    assert_eq!(counts.len(), 1, "{counts:?}");
    others
}

async fn whatever_is_changed_in_the_database_is_named(backend: Backend) {
    let ledger = Ledger::new(backend).await;
    let registry = ledger.open().await;
    registry.publish().await.unwrap();
    close(registry).await;
    let id = |text: String| -> uuid::Uuid { text.parse().unwrap() };
    let uuid = |column: &str, rest: &str| match backend {
        Backend::Postgres => format!("SELECT CAST({column} AS TEXT) FROM {rest}"),
        // Sixteen bytes.
        Backend::Sqlite => format!(
            "SELECT lower(substr(h,1,8)||'-'||substr(h,9,4)||'-'||substr(h,13,4)||'-'||substr(h,17,4)\
             ||'-'||substr(h,21)) FROM (SELECT hex({column}) AS h FROM {rest})"
        ),
    };
    let first = "pact_signature WHERE superseded_by IS NULL ORDER BY id LIMIT 1";
    let signature = id(ledger.text(&uuid("id", first)).await);
    let event = id(ledger.text(&uuid("recorded_by", first)).await);
    let this =
        "id = (SELECT id FROM pact_signature WHERE superseded_by IS NULL ORDER BY id LIMIT 1)";
    let of_event = "id = (SELECT recorded_by FROM pact_signature WHERE superseded_by IS NULL \
        ORDER BY id LIMIT 1)";
    let index: i64 = {
        let sql = format!(
            "SELECT CAST(o.idx AS TEXT) FROM event_order o JOIN event e ON e.id = o.event_id \
             WHERE e.{of_event}"
        );
        ledger.text(&sql).await.parse().unwrap()
    };

    // A superuser edits a signature,
    let row =
        after(&ledger, &format!("UPDATE pact_signature SET signed_on = '2020-01-01' WHERE {this}"))
            .await;
    let named = format!(
        "RECORD\tpact_signature {signature} revision 1\tthe row says otherwise than its event"
    );
    assert_eq!(records(row), [named]);
    // removes it,
    let gone = after(&ledger, &format!("DELETE FROM pact_signature WHERE {this}")).await;
    let named = format!("RECORD\tpact_signature {signature} revision 1\tthe record's row is gone");
    assert_eq!(records(gone), [named]);
    // adapts the after-image as well,
    let sql = format!("UPDATE event_record SET payload = '{{}}' WHERE subject_{this}");
    let found = after(&ledger, &sql).await;
    assert!(
        found.iter().any(|it| it.starts_with("EVENT\tpact_signature")
            && it.contains("the after-image was changed")),
        "{found:?}"
    );
    // deletes an event,
    let found = after(&ledger, &format!("DELETE FROM event WHERE {of_event}")).await;
    let named = format!("EVENT\tevent {event} (index {index})\tthe event is gone");
    assert!(found.contains(&named), "{found:?}");
    assert!(
        found.iter().all(|it| !it.starts_with("TILE") && !it.starts_with("CHECKPOINT")),
        "{found:?}"
    );
    // back-dates one,
    let sql =
        format!("UPDATE event SET occurred_at = '2020-01-01 00:00:00+00:00' WHERE {of_event}");
    let named = format!("EVENT\tevent {event}\tthe event says otherwise than its leaf");
    assert_eq!(after(&ledger, &sql).await, [named]);
    // back-dates its leaf as well,
    let sql = format!(
        "UPDATE event SET leaf = replace(leaf, '\"t\":\"20', '\"t\":\"19') WHERE {of_event}"
    );
    let found = after(&ledger, &sql).await;
    assert!(
        found.contains(&format!("LEAF\tevent {event}\tthe leaf's hash is another one")),
        "{found:?}"
    );
    assert!(
        found.contains(&format!("LEAF\tleaf {index}\tis not the leaf that is in the tree")),
        "{found:?}"
    );
    // takes an index out of the order,
    let found = after(&ledger, &format!("DELETE FROM event_order WHERE idx = {index}")).await;
    assert!(found.contains(&format!("ORDER\tindex {index}\tis missing in the order")), "{found:?}");
    assert!(
        found.contains(&format!("ORDER\tevent {event}\tneither has an index nor waits for one")),
        "{found:?}"
    );
    // flips a byte in a tile,
    let flip = match backend {
        Backend::Sqlite => {
            "UPDATE log_tile SET data = CAST(substr(data, 1, 40) || CASE substr(data, 41, 1) \
             WHEN x'00' THEN x'ff' ELSE x'00' END || substr(data, 42) AS BLOB)"
        }
        Backend::Postgres => {
            "UPDATE log_tile SET data = set_byte(data, 40, 255 - get_byte(data, 40))"
        }
    };
    let found = after(&ledger, flip).await;
    assert_eq!(
        found,
        ["TILE\tnetra.test/log/2026 0/0\ta hash in this tile is not that of its leaf"]
    );
    // or signs something else.
    let found =
        after(&ledger, "UPDATE log_checkpoint SET note = replace(note, '/log/', '/lag/')").await;
    assert!(found.len() == 1 && found[0].contains("is not signed by the log's key"), "{found:?}");
    // Whoever tampers so does not get it signed either.
    let copy = ledger.copy().await;
    copy.run(flip).await;
    let registry = copy.open().await;
    act(&registry, 1).await;
    assert!(registry.sequence_all().await.is_err());
    close(registry).await;
}
both!(whatever_is_changed_in_the_database_is_named);

/// History rewritten with everything that hangs on it, and signed again by the log's own key: it
/// agrees with itself, and contradicts what an auditor holds.
async fn rewritten_history_contradicts_an_older_checkpoint(backend: Backend) {
    let ledger = Ledger::new(backend).await;
    let registry = ledger.open().await;
    let held = registry.publish().await.unwrap().unwrap();
    let note = ledger.text("SELECT note FROM log_checkpoint").await;
    let vkey = ledger.text("SELECT vkey FROM log_origin").await;
    close(registry).await;
    ledger.rewrite_the_last_of(held.size).await;

    // The operator's own signer finds it out by what it has kept,
    let registry = ledger.open().await;
    assert!(
        registry.publish().await.unwrap_err().to_string().contains("contradicts the checkpoint")
    );
    close(registry).await;
    // unless that was removed too: then the database agrees with itself,
    std::fs::remove_file(&ledger.kept).unwrap();
    let registry = ledger.open().await;
    let again = registry.publish().await.unwrap().unwrap();
    assert_eq!(again.size, held.size);
    assert_ne!(again.root, held.root);
    assert_eq!(findings(&registry).await, NOTHING);
    // and an auditor's own checkpoint tells.
    let policy = Some(Policy::parse(&vkey).unwrap());
    let trusted = Trusted { policy, checkpoints: vec![note] };
    let found = registry.fsck(&trusted).await.unwrap().findings;
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    let named = format!(
        "CHECKPOINT\tnetra.test/log/2026 at size {}\tcontradicts the checkpoint that you hold",
        held.size
    );
    assert_eq!(told, [named]);
    close(registry).await;
}
both!(rewritten_history_contradicts_an_older_checkpoint);
