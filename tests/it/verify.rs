//! `netra verify` as somebody meets it who trusts nobody: a receipt, one's own keys, and checkpoints
//! that one has seen earlier.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use netra_registry::ledger::log::note::{Checkpoint, SignerKey, peek};
use serde_json::json;

use crate::clerk::{Clerk, Desk};
use crate::database::{Backend, both};
use crate::ledger::Ledger;
use crate::process::Ended;

/// Writes down the operator's keys as they are published.
async fn policy(clerk: &Clerk, desk: &Desk<'_>) -> String {
    let published = desk.running.door.get("/.well-known/netra-log-policy", &[]).await;
    clerk.write("policy", &published.answer.raw)
}

/// Writes down that the log of one size begins with that of another.
async fn consistency(clerk: &Clerk, desk: &Desk<'_>, from: u64) -> String {
    let query = "query($f: String!) { consistencyProof(from: $f) { hashes } }";
    let asked = desk.running.door.ask(None, query, json!({ "f": from.to_string() })).await;
    let hashes = asked.answer.good().at("consistencyProof.hashes");
    let hashes: Vec<String> = serde_json::from_value(hashes).unwrap();
    clerk.write("consistency", &hashes.join("\n"))
}

/// The signer with the log's own key: what a dishonest operator can sign.
fn operator(clerk: &Clerk) -> SignerKey {
    let seed = std::fs::read_to_string(clerk.place.path("keys/log.key")).unwrap();
    SignerKey::from_base64(seed.trim()).unwrap()
}

async fn verify(clerk: &Clerk, arguments: &[&str]) -> Ended {
    clerk.place.run(&[&["verify"], arguments].concat()).await
}

/// The words of a command that ended with this code.
#[track_caller]
fn ended(it: &Ended, code: i32, words: &str) {
    assert_eq!(it.code, Some(code), "{it:?}");
    assert!(it.out.contains(words) || it.err.contains(words), "{words:?}: {it:?}");
}

async fn a_receipt_is_checked_by_its_holder_alone(backend: Backend) {
    let clerk = Clerk::new(backend, 2).await;
    let desk = clerk.serve().await;
    desk.record(0).await;
    desk.close().await;
    let old = peek(&clerk.kept()).unwrap();
    let seen = clerk.write("seen", &clerk.kept());
    let desk = clerk.serve().await;
    let older = clerk.write("older", &desk.record(0).await.proof.unwrap());
    desk.record(1).await;
    desk.close().await;
    let new = peek(&clerk.kept()).unwrap();
    assert_eq!((new.size, &new.origin), (old.size + 1, &old.origin));
    let newest = clerk.write("newest", &clerk.kept());
    let desk = clerk.serve().await;
    let text = desk.record(1).await.proof.unwrap();
    let receipt = clerk.write("receipt", &text);
    let policy = policy(&clerk, &desk).await;
    let proof = consistency(&clerk, &desk, old.size).await;
    desk.close().await;
    // From here on there is no server and no database.
    let check = async |receipt: &str, since: &str, proof: &str| {
        let arguments = [receipt, "--policy", &policy, "--since", since, "--consistency", proof];
        verify(&clerk, &arguments).await
    };

    let good = verify(&clerk, &[&receipt, "--policy", &policy]).await;
    ended(&good, 0, &format!("{} leaves of {}", new.size, new.origin));
    assert!(good.out.contains("recordPaperSignatures") && !good.out.contains(&clerk.numbers[1]));
    ended(&check(&receipt, &seen, &proof).await, 0, "recordPaperSignatures");
    // The receipt may be older than what one has seen.
    ended(&check(&older, &newest, &proof).await, 0, "recordPaperSignatures");
    let same = verify(&clerk, &[&receipt, "--policy", &policy, "--since", &newest]).await;
    ended(&same, 0, "recordPaperSignatures");

    // What cannot be checked is not called good, nor false.
    let alone = verify(&clerk, &[&receipt, "--policy", &policy, "--since", &seen]).await;
    ended(&alone, 2, "--consistency");
    let garbage = clerk.write("garbage", "bukan catatan\n\n\u{0}");
    ended(&check(&receipt, &garbage, &proof).await, 2, "garbage");
    ended(&check(&receipt, &seen, &garbage).await, 2, "not hashes");
    ended(&check(&garbage, &seen, &proof).await, 2, "not a tlog-proof");
    ended(&check(&receipt, "absent", &proof).await, 2, "absent");
    ended(&verify(&clerk, &[&receipt, "--policy", &garbage]).await, 2, "line 1");
    let elsewhere = Checkpoint { origin: "other.example/log/2026".to_owned(), ..old.clone() };
    let stranger = SignerKey::from_base64(&SignerKey::generate().unwrap()).unwrap();
    let other = clerk.write("other", &stranger.sign(&elsewhere).unwrap());
    ended(&check(&receipt, &other, &proof).await, 2, "no key of other.example/log/2026");
    let both = std::fs::read_to_string(clerk.place.path(&policy)).unwrap();
    let theirs = stranger.verifier(&elsewhere.origin);
    let both = clerk.write("both", &format!("{both}\nlog {}\n", theirs.as_str()));
    let mixed = ["--policy", &both, "--since", &other, "--consistency", &proof];
    ended(&verify(&clerk, &[&[receipt.as_str()], &mixed[..]].concat()).await, 2, "another log");
    let unsigned = clerk.write("unsigned", &stranger.sign(&old).unwrap());
    ended(&check(&receipt, &unsigned, &proof).await, 2, "not signed by the log's key");

    // What is false is refused: another leaf,
    let leaf = text.lines().nth(1).unwrap().strip_prefix("extra ").unwrap();
    let changed = String::from_utf8(STANDARD.decode(leaf).unwrap()).unwrap();
    let changed = changed.replace("recordPaperSignatures", "withdrawPactSignature");
    let forged = clerk.write("forged", &text.replace(leaf, &STANDARD.encode(changed)));
    let refused = verify(&clerk, &[&forged, "--policy", &policy]).await;
    ended(&refused, 1, "not in the tree of the checkpoint");
    // a note that its signature does not cover,
    let grown = text.replace(&format!("\n{}\n", new.size), &format!("\n{}\n", new.size + 1));
    let grown = clerk.write("grown", &grown);
    ended(&verify(&clerk, &[&grown, "--policy", &policy]).await, 1, "not signed");
    // a log that had another history when it was seen, be it smaller or larger,
    for size in [old.size, new.size, new.size + 5] {
        let fork = Checkpoint { size, root: [7; 32], ..old.clone() };
        let fork = clerk.write("fork", &operator(&clerk).sign(&fork).unwrap());
        ended(&check(&receipt, &fork, &proof).await, 1, "history was rewritten");
    }
    // one that was larger, with the same history, of which nobody can prove that it goes on,
    let lost = Checkpoint { size: new.size + 5, ..new.clone() };
    let lost = clerk.write("lost", &operator(&clerk).sign(&lost).unwrap());
    ended(&check(&receipt, &lost, &proof).await, 1, "history was rewritten");
    let alone = verify(&clerk, &[&receipt, "--policy", &policy, "--since", &lost]).await;
    ended(&alone, 2, "--consistency");
    // and a proof of something else.
    let wrong = clerk.write("wrong", &STANDARD.encode([7; 32]));
    ended(&check(&receipt, &seen, &wrong).await, 1, "the proof is not theirs");
    clerk.fsck(&[&seen, &newest]).await;
}
both!(a_receipt_is_checked_by_its_holder_alone);

async fn history_that_is_rewritten_and_signed_again_contradicts_who_saw_it(backend: Backend) {
    let clerk = Clerk::new(backend, 2).await;
    let desk = clerk.serve().await;
    desk.record(0).await;
    desk.close().await;
    let old = peek(&clerk.kept()).unwrap();
    let seen = clerk.write("seen", &clerk.kept());
    let desk = clerk.serve().await;
    let before = clerk.write("before", &desk.record(0).await.proof.unwrap());
    desk.close().await;

    let ledger = Ledger::of(&clerk.place, backend);
    ledger.rewrite_the_last_of(old.size).await;
    // The signer knows what it has signed, until that is removed too.
    clerk.place.run(&["log", "sign"]).await.refused(&["contradicts the checkpoint"]);
    std::fs::remove_file(&ledger.kept).unwrap();
    let signed = clerk.place.run(&["log", "sign"]).await.good().out;
    assert_eq!(signed, format!("Signed {} at size {}.\n", old.origin, old.size));
    let again = clerk.write("again", &clerk.kept());
    let desk = clerk.serve().await;
    desk.record(1).await;
    desk.close().await;
    let desk = clerk.serve().await;
    let receipt = clerk.write("receipt", &desk.record(1).await.proof.unwrap());
    let policy = policy(&clerk, &desk).await;
    let proof = consistency(&clerk, &desk, old.size).await;
    desk.close().await;

    // It agrees with itself,
    let check = async |receipt: &str, since: &str| {
        let arguments = [receipt, "--policy", &policy, "--since", since, "--consistency", &proof];
        verify(&clerk, &arguments).await
    };
    ended(&check(&receipt, &again).await, 0, "recordPaperSignatures");
    clerk.fsck(&[&again]).await;
    // and not with what an auditor has seen, or with the receipt that somebody holds.
    ended(&check(&receipt, &seen).await, 1, "history was rewritten");
    ended(&verify(&clerk, &[&before, "--policy", &policy]).await, 0, "recordPaperSignatures");
    ended(&check(&before, &again).await, 1, "history was rewritten");
    let checked = clerk.place.run(&["fsck", "--policy", &policy, "--since", &seen]).await;
    ended(&checked, 1, "contradicts the checkpoint that you hold");
    assert!(checked.err.contains("1 things are wrong"), "{checked:?}");
}
both!(history_that_is_rewritten_and_signed_again_contradicts_who_saw_it);
