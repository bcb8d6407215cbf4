//! The transparency log: served in public formats, signed only where it continues what was signed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use netra_entity::code::{Function, Grade};
use netra_registry::ledger::log::note::{Checkpoint, SignerKey, VerifierKey};
use netra_registry::ledger::log::proof::{Policy, Receipt, hashes};
use netra_registry::ledger::log::tree::{continues, includes};
use netra_registry::ledger::log::{Keeper, LogProblem};
use netra_registry::{Error, Registry, ledger::leaf};
use serde_json::{Value, json};

use crate::acts::{CITY, account, account_of, non_signers_of, sign};
use crate::database::{Backend, both};
use crate::ledger::{LOG_NAME, Ledger, act, close, findings};
use crate::world::{Answer, World, beginning};

/// What the world's log is called in addresses.
const LABEL: &str = "2026";

/// Something at an address of the world: status, header, bytes.
async fn get(world: &World, path: &str, token: Option<&str>) -> (u16, String, Vec<u8>) {
    let mut request = reqwest::Client::new().get(format!("{}{path}", world.url));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let response = request.send().await.unwrap();
    let cache = response.headers().get("cache-control").map(|it| it.to_str().unwrap().to_owned());
    let status = response.status().as_u16();
    (status, cache.unwrap_or_default(), response.bytes().await.unwrap().to_vec())
}

async fn key(world: &World) -> VerifierKey {
    let (_, _, policy) = get(world, "/.well-known/netra-log-policy", None).await;
    let policy = Policy::parse(std::str::from_utf8(&policy).unwrap()).unwrap();
    policy.key(&format!("{LOG_NAME}/{LABEL}")).expect("a key").clone()
}

const RECEIPT: &str = "mutation($t: ID!, $h: String!) { signPact(input: {pactText: $t, sha256: $h}) \
    { receipt { eventId state leaf tlogProof proof { index hashes checkpoint { size note } } } } }";

async fn sign_for_receipt(world: &World, signer: &crate::world::Client<'_>) -> Answer {
    let input = json!({ "t": world.pact_text(), "h": world.demo.pact_text_sha256 });
    signer.ask(RECEIPT, input).await
}

async fn a_receipt_becomes_a_proof_that_an_outsider_can_check(backend: Backend) {
    let world = World::new(backend).await;
    let signer = world.civil_servant(CITY).await.with("Idempotency-Key", "one");
    let first = sign_for_receipt(&world, &signer).await.good();
    assert_eq!(first.text("signPact.receipt.state"), "PENDING");
    assert_eq!(first.at("signPact.receipt.tlogProof"), Value::Null);
    let text = first.text("signPact.receipt.leaf");
    world.sequence().await;
    let second = sign_for_receipt(&world, &signer).await.good();
    assert_eq!(second.text("signPact.receipt.state"), "SEQUENCED");
    assert_eq!(second.at("signPact.receipt.proof"), Value::Null);
    let signed = world.publish().await;
    let third = sign_for_receipt(&world, &signer).await.good();
    assert_eq!(third.text("signPact.receipt.state"), "INCLUDED");
    assert_eq!(third.text("signPact.receipt.leaf"), text);
    let receipt = Receipt::parse(&third.text("signPact.receipt.tlogProof")).unwrap();
    let (read, checkpoint) = receipt.check(&key(&world).await).unwrap();
    assert_eq!((read.op.as_str(), &checkpoint), ("signPact", &signed));
    assert!(!text.contains(&world.demo.signer_number), "{text}");

    // The same from the public questions, by somebody who knows only the event.
    let event = json!({ "e": third.text("signPact.receipt.eventId") });
    let query =
        "query($e: ID!) { inclusionProof(event: $e) { index hashes checkpoint { size root } } }";
    let proof = world.public().ask(query, event).await.good();
    let path: Vec<String> = serde_json::from_value(proof.at("inclusionProof.hashes")).unwrap();
    let path = hashes(path.iter().map(String::as_str)).unwrap();
    let index = proof.text("inclusionProof.index").parse().unwrap();
    let hash = leaf::leaf_hash(text.as_bytes());
    assert!(includes(&path, signed.size, &signed.root, index, &hash));
    let root = proof.text("inclusionProof.checkpoint.root");
    assert_eq!(root, STANDARD.encode(signed.root));
}
both!(a_receipt_becomes_a_proof_that_an_outsider_can_check);

async fn tiles_give_the_root_of_the_checkpoint_and_nothing_beyond_it(backend: Backend) {
    let world = World::new(backend).await;
    let signed = world.publish().await;
    let tile = |path: &str| format!("/log/{LABEL}/tile/{path}");
    let (status, cache, note) = get(&world, &format!("/log/{LABEL}/checkpoint"), None).await;
    assert_eq!((status, cache.as_str()), (200, "public, max-age=5"));
    let checkpoint = key(&world).await.open(std::str::from_utf8(&note).unwrap()).unwrap();
    assert_eq!(checkpoint, signed);
    // A demonstration is smaller than a tile: its only tile is partial.
    let size = signed.size;
    assert!((2..256).contains(&size), "{size}");
    let (status, cache, data) = get(&world, &tile(&format!("0/000.p/{size}")), None).await;
    assert_eq!((status, cache.contains("immutable")), (200, true));
    let leaves: Vec<[u8; 32]> = data.as_chunks::<32>().0.to_vec();
    assert_eq!(leaf::root(&leaves), signed.root);
    let (_, _, part) = get(&world, &tile("0/000.p/2"), None).await;
    assert_eq!(part, data[..64]);
    // Sequenced, not signed: not there yet.
    sign(&world, &world.civil_servant(CITY).await).await.good();
    world.sequence().await;
    for path in [format!("0/000.p/{}", size + 1), "0/000".to_owned(), "1/000.p/1".to_owned()] {
        assert_eq!(get(&world, &tile(&path), None).await.0, 404, "{path}");
    }
    for path in ["0/0", "00/000", "0/000.p/0", "64/000", "x/000"] {
        assert_eq!(get(&world, &tile(path), None).await.0, 404, "{path}");
    }
    assert_eq!(get(&world, "/log/1999/checkpoint", None).await.0, 404);
    world.publish().await;
    assert_eq!(get(&world, &tile(&format!("0/000.p/{}", size + 1)), None).await.0, 200);
    assert_eq!(get(&world, &tile(&format!("0/000.p/{size}")), None).await.2, data);
    let (_, _, origins) = get(&world, "/.well-known/netra-log.json", None).await;
    let origins: Value = serde_json::from_slice(&origins).unwrap();
    assert_eq!(origins["origins"][0]["origin"], format!("{LOG_NAME}/{LABEL}"));
    assert_eq!(origins["origins"][0]["firstIndex"], "0");
}
both!(tiles_give_the_root_of_the_checkpoint_and_nothing_beyond_it);

async fn leaves_are_for_auditors_only(backend: Backend) {
    let world = World::new(backend).await;
    let size = world.publish().await.size;
    let path = format!("/log/{LABEL}/tile/entries/000.p/{size}");
    let before = world.footprint().await;
    assert_eq!(get(&world, &path, None).await.0, 403);
    assert_eq!(get(&world, &path, Some("wrong")).await.0, 401);
    for seat in &world.demo.seats {
        let client = world.client_of(seat).await;
        let (status, cache, bundle) = get(&world, &path, client.token.as_deref()).await;
        let audits = seat.function == Some(Function::Audit) && seat.grade != Some(Grade::Admin);
        assert_eq!(status, if audits { 200 } else { 403 }, "{:?}", seat.function);
        if !audits {
            continue;
        }
        assert!(cache.starts_with("private"), "{cache}");
        let (mut rest, mut leaves) = (bundle.as_slice(), Vec::new());
        while let Some((length, behind)) = rest.split_at_checked(2) {
            let length = u16::from_be_bytes([length[0], length[1]]).into();
            let (text, behind) = behind.split_at(length);
            assert!(leaf::Leaf::parse(text).is_some());
            leaves.push(leaf::leaf_hash(text));
            rest = behind;
        }
        assert_eq!(leaf::root(&leaves), world.publish().await.root);
    }
    assert_eq!(world.footprint().await, before);
}
both!(leaves_are_for_auditors_only);

async fn the_log_only_grows(backend: Backend) {
    let world = World::new(backend).await;
    let old = world.publish().await;
    for person in non_signers_of(&world, CITY).await.iter().take(3) {
        sign(&world, &account(&world, person).await).await.good();
    }
    world.sequence().await;
    let new = world.publish().await;
    assert_eq!(new.size, old.size + 3);
    let query = "query($f: String!, $t: String) { consistencyProof(from: $f, to: $t) { to hashes \
        checkpoint { size } } }";
    let proof = world.public().ask(query, json!({ "f": old.size.to_string() })).await.good();
    let found: Vec<String> = serde_json::from_value(proof.at("consistencyProof.hashes")).unwrap();
    let found = hashes(found.iter().map(String::as_str)).unwrap();
    assert!(continues(&found, (new.size, &new.root), (old.size, &old.root)));
    assert!(!continues(&found, (new.size, &old.root), (old.size, &old.root)));
    for (from, to) in [("x", None), ("-1", None), ("5", Some("4")), ("1", Some("999999"))] {
        let wrong = world.public().ask(query, json!({ "f": from, "t": to })).await;
        assert_eq!(wrong.refused("INVALID_INPUT").rule(), "SIZE_NOT_IN_LOG");
    }
    let query = "query($l: String) { logCheckpoint(label: $l) { size vkey } }";
    let answer = world.public().ask(query, json!({ "l": LABEL })).await.good();
    assert_eq!(answer.text("logCheckpoint.size"), new.size.to_string());
    world.public().ask(query, json!({ "l": "1999" })).await.refused("NOT_FOUND");
}
both!(the_log_only_grows);

async fn each_year_has_its_log_and_names_the_end_of_the_one_before(backend: Backend) {
    let world = World::new(backend).await;
    let people = non_signers_of(&world, CITY).await;
    let sign_and_sequence = async |position: usize| {
        sign(&world, &account(&world, &people[position]).await).await.good();
        world.sequence().await;
    };
    // 1 January 2027, 00:00 WIB.
    world.set_clock(beginning() + TimeDelta::days(41) + TimeDelta::hours(14));
    sign_and_sequence(0).await;
    let logs = "SELECT COUNT(*) FROM log_origin";
    assert_eq!(world.number(logs).await, 1, "the old log is not signed to its end");
    let last = world.publish().await;
    sign_and_sequence(1).await;
    let first = world.publish().await;
    assert_eq!(world.number(logs).await, 2);
    assert_eq!((first.origin.as_str(), first.size), ("netra.test/log/2027", 2));
    // What opens it is public, and commits to the last checkpoint.
    let sql = "SELECT payload FROM event_record WHERE subject_kind = 'log_origin'";
    let row = crate::acts::rows(&world, sql, Vec::new()).await;
    let payload: String = row[0].try_get("", "payload").unwrap();
    let payload: Value = serde_json::from_str(&payload).unwrap();
    assert_eq!(payload["previous_size"], last.size.to_string());
    let (text, commitment) =
        leaf::commitment::commit(&[0; 32], payload.as_object().unwrap()).unwrap();
    let sql = "SELECT leaf FROM event WHERE act = 'OPEN_LOG'";
    let opening: String =
        crate::acts::rows(&world, sql, Vec::new()).await[0].try_get("", "leaf").unwrap();
    assert!(opening.contains(&leaf::encode(&commitment)), "{opening} {text}");
    let note = payload["previous_checkpoint"].as_str().unwrap();
    assert_eq!(key(&world).await.open(note).unwrap(), last);
    // The end of the old log stays served.
    assert_eq!(get(&world, "/log/2026/checkpoint", None).await.2, note.as_bytes());
    // The signers' accounts were put there by hand; nothing else is amiss.
    let by_hand = |person| {
        let id = account_of(person).user_id;
        format!("RECORD\tuser {id}\tno event is about this record")
    };
    let mut expected: Vec<String> = people.iter().take(2).map(by_hand).collect();
    expected.sort_unstable();
    let mut found = findings(world.registry()).await;
    found.sort_unstable();
    assert_eq!(found, expected);
}
both!(each_year_has_its_log_and_names_the_end_of_the_one_before);

async fn an_older_copy_is_refused_and_the_newer_one_leads_back(backend: Backend) {
    let ledger = Ledger::new(backend).await;
    let registry = ledger.open().await;
    registry.publish().await.unwrap();
    close(registry).await;
    let older = ledger.copy().await;
    let registry = ledger.open().await;
    act(&registry, 1).await;
    registry.sequence_all().await.unwrap();
    let lost = registry.publish().await.unwrap().unwrap();
    close(registry).await;

    let restored = older.open().await;
    let point = restored.read_point().await.unwrap();
    let refused = restored.publish().await.unwrap_err();
    let Error::Log(LogProblem::RolledBack { signed, size, .. }) = &refused else {
        panic!("{refused}");
    };
    assert_eq!((*signed, *size), (lost.size, lost.size - 1));
    let told = refused.to_string();
    assert!(told.contains("restore the newest copy") && told.contains("netra log give-up"));
    // Nothing is put in the place of what was signed, either.
    act(&restored, 2).await;
    assert!(matches!(restored.sequence_all().await, Err(Error::Log(_))));
    assert_eq!(restored.read_point().await.unwrap(), point);
    assert!(restored.check_log().await.is_err());

    // The instructions: a newer copy goes on as if nothing had been,
    let back = ledger.open().await;
    assert_eq!(back.publish().await.unwrap(), Some(lost.clone()));
    assert!(back.give_up_log().await.is_err());
    close(back).await;
    // and without one the log is given up, and another names its last good checkpoint.
    assert_eq!(restored.give_up_log().await.unwrap(), lost);
    restored.check_log().await.unwrap();
    restored.sequence_all().await.unwrap();
    let next = restored.publish().await.unwrap().unwrap();
    assert_eq!((next.origin.as_str(), next.size), ("netra.test/log/2026-b", 2));
    assert_eq!(findings(&restored).await, Vec::<String>::new());
    let named = "SELECT payload FROM event_record WHERE subject_kind = 'log_origin'";
    let payload: Value = serde_json::from_str(&older.text(named).await).unwrap();
    assert_eq!(payload["previous_size"], lost.size.to_string());
}
both!(an_older_copy_is_refused_and_the_newer_one_leads_back);

/// What each step leaves behind when the process ends right after it.
async fn whatever_step_was_the_last_the_next_server_goes_on_without_a_fork(backend: Backend) {
    let ledger = Ledger::new(backend).await;
    let registry = ledger.open().await;
    let first = registry.publish().await.unwrap().unwrap();
    // After the commit of an act: it is sequenced once, by the next.
    act(&registry, 1).await;
    close(registry).await;
    let registry = ledger.open().await;
    registry.sequence_all().await.unwrap();
    // After sequencing: the next signs it.
    close(registry).await;
    let registry = ledger.open().await;
    let second = registry.publish().await.unwrap().unwrap();
    assert_eq!(second.size, first.size + 1);
    let note = ledger.text("SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1").await;
    // After signing, before publishing: the note is in the file alone, and the next one makes the
    // same again.
    close(registry).await;
    ledger
        .run("DELETE FROM log_checkpoint WHERE size > (SELECT MIN(size) FROM log_checkpoint)")
        .await;
    let registry = ledger.open().await;
    assert_eq!(registry.publish().await.unwrap(), Some(second));
    let again = ledger.text("SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1").await;
    assert_eq!(again, note);
    assert_eq!(findings(&registry).await, Vec::<String>::new());
    close(registry).await;
}
both!(whatever_step_was_the_last_the_next_server_goes_on_without_a_fork);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_and_a_leader_that_was_paused_make_one_log() {
    let ledger = Ledger::new(Backend::Postgres).await;
    let other = ledger.beside();
    let (one, two) = (ledger.open().await, other.open().await);
    for day in 1..12 {
        act(if day % 2 == 0 { &one } else { &two }, day).await;
        let signed = tokio::join!(sequence_and_sign(&one), sequence_and_sign(&two));
        assert!(signed.0.is_some() && signed.1.is_some());
    }
    // One was paused since it last looked: it knows an older tree, and makes nothing of it.
    act(&two, 12).await;
    two.sequence_all().await.unwrap();
    two.publish().await.unwrap();
    act(&one, 13).await;
    one.sequence_all().await.unwrap();
    let last = one.publish().await.unwrap().unwrap();
    two.sequence_all().await.unwrap();
    assert_eq!(two.publish().await.unwrap(), Some(last));
    assert_eq!(findings(&one).await, Vec::<String>::new());
    let twice = "SELECT CAST(COUNT(*) AS TEXT) FROM (SELECT event_id FROM event_order \
        GROUP BY event_id HAVING COUNT(*) > 1) AS double";
    assert_eq!(ledger.text(twice).await, "0");
    close(one).await;
    close(two).await;
}

async fn sequence_and_sign(registry: &Registry) -> Option<Checkpoint> {
    match registry.sequence_all().await {
        Ok(()) | Err(Error::Unavailable(_)) => registry.publish().await.unwrap(),
        Err(error) => panic!("{error}"),
    }
}

async fn another_key_signs_nothing(backend: Backend) {
    let ledger = Ledger::new(backend).await;
    let registry = ledger.open().await;
    registry.publish().await.unwrap();
    act(&registry, 1).await;
    registry.sequence_all().await.unwrap();
    let before = ledger.text("SELECT CAST(COUNT(*) AS TEXT) FROM log_checkpoint").await;
    let key = SignerKey::from_base64(&SignerKey::generate().unwrap()).unwrap();
    let file = ledger.beside().kept;
    let stranger = registry.clone().with_log(Keeper::named(LOG_NAME).signing(key, &file));
    let refused = stranger.publish().await.unwrap_err().to_string();
    assert!(refused.contains("is signed by another key"), "{refused}");
    std::fs::write(&file, "not a note\n\n").unwrap();
    assert!(stranger.publish().await.is_err());
    assert_eq!(ledger.text("SELECT CAST(COUNT(*) AS TEXT) FROM log_checkpoint").await, before);
    close(registry).await;
}
both!(another_key_signs_nothing);
