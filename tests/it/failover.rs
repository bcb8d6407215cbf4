//! The log under other circumstances: another key, and a database that fails over.

use netra_registry::Error;
use netra_registry::ledger::log::note::SignerKey;
use netra_registry::ledger::log::{Keeper, LogProblem};
use serde_json::Value;

use crate::database::{Backend, both};
use crate::ledger::{LOG_NAME, Ledger, act, close, findings, signing, signing_beside};
use crate::scratch;
use crate::world::registry_at;

/// A log whose key somebody else has ends at a checkpoint, and the next one has another key.
async fn a_stolen_key_is_left_behind(backend: Backend) {
    let ledger = Ledger::new(backend).await;
    let registry = ledger.open().await;
    act(&registry, 1).await;
    let last = registry.retire_log().await.unwrap();
    assert!(registry.publish().await.unwrap().is_none());
    close(registry).await;

    let folder = scratch::folder();
    let key = SignerKey::from_base64(&SignerKey::generate().unwrap()).unwrap();
    let vkey = key.verifier("netra.test/log/2026-b").as_str().to_owned();
    let keeper = Keeper::named(LOG_NAME).signing(key, folder.path().join("log.checkpoint"));
    let registry = registry_at(&ledger.url).await.with_log(keeper);
    registry.check_keys().await.unwrap();
    act(&registry, 2).await;
    registry.sequence_all().await.unwrap();
    let next = registry.publish().await.unwrap().unwrap();
    assert_eq!((next.origin.as_str(), next.size), ("netra.test/log/2026-b", 2));
    assert_eq!(findings(&registry).await, Vec::<String>::new());
    let text = "SELECT vkey FROM log_origin WHERE name = 'netra.test/log/2026-b'";
    assert_eq!(ledger.text(text).await, vkey);
    let named = "SELECT payload FROM event_record WHERE subject_kind = 'log_origin'";
    let payload: Value = serde_json::from_str(&ledger.text(named).await).unwrap();
    assert_eq!(payload["previous_size"], last.size.to_string());
    close(registry).await;
}
both!(a_stolen_key_is_left_behind);

/// Two servers, and a database that fails over to a copy half a second behind: the second server has
/// not signed what was lost, and does not sign another history where it knows of the first's note.
async fn a_failover_that_lost_something_forks_nothing(backend: Backend) {
    for shared in [true, false] {
        let ledger = Ledger::new(backend).await;
        let folder = scratch::folder();
        let open = async |of: &Ledger| {
            let registry = registry_at(&of.url).await;
            if shared {
                signing_beside(registry, &of.kept, folder.path())
            } else {
                signing(registry, &of.kept)
            }
        };
        let first = open(&ledger).await;
        first.publish().await.unwrap();
        close(first).await;
        // The other server signed last when there was as much as the copy has.
        let standby = ledger.copy().await.beside();
        let other = open(&standby).await;
        other.publish().await.unwrap();
        let first = open(&ledger).await;
        act(&first, 1).await;
        first.sequence_all().await.unwrap();
        let signed = first.publish().await.unwrap().unwrap();
        close(first).await;

        act(&other, 2).await;
        let sequenced = other.sequence_all().await;
        let published = other.publish().await;
        if shared {
            assert!(matches!(sequenced, Err(Error::Log(LogProblem::RolledBack { .. }))));
            let told = published.unwrap_err().to_string();
            assert!(told.contains("restore the newest copy"), "{told}");
        } else {
            // The guard of before, as a control: each file by itself contradicts nothing.
            let forked = published.unwrap().unwrap();
            assert_eq!((&forked.origin, forked.size), (&signed.origin, signed.size));
            assert_ne!(forked.root, signed.root);
        }
        close(other).await;
    }
}
both!(a_failover_that_lost_something_forks_nothing);
