use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;

use super::note::{Checkpoint, NoteProblem, SignerKey, VerifierKey, peek};
use super::path::TilePath;
use super::proof::{Policy, PolicyProblem, Receipt, ReceiptProblem};
use super::tree::{Ask, Growth, TileId, Tiles, continues, edge, hashes_at, includes, prove, root};
use crate::ledger::leaf::{Hash, Leaf, encode, leaf_hash, sha256};

const MOST: u64 = 300;

fn leaf(index: u64) -> Vec<u8> {
    format!("leaf {index}").into_bytes()
}

/// The tree as another implementation has it.
fn theirs(size: u64) -> MemoryBackedTree<Sha256, Vec<u8>> {
    let mut tree = MemoryBackedTree::new();
    (0..size).for_each(|index| tree.push(leaf(index)));
    tree
}

/// Tiles of a tree that grew in batches of uneven length, as they are stored.
fn ours(size: u64) -> Tiles {
    let mut stored = Tiles::new();
    let mut growth = Growth::new(0, Tiles::new()).unwrap();
    for index in 0..size {
        growth.push(leaf_hash(&leaf(index)));
        if index % 7 == 3 {
            stored.append(&mut growth.take_full());
            let edge = edge(growth.size()).into_iter();
            let edge = edge.map(|id| (id, growth.tiles()[&id].clone())).collect();
            growth = Growth::new(growth.size(), edge).unwrap();
        }
    }
    stored.append(&mut growth.tiles().clone());
    stored
}

#[test]
fn roots_and_proofs_are_those_of_another_implementation_at_every_size() {
    let tiles = ours(MOST);
    let mut tree = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    for size in 1..=MOST {
        tree.push(leaf(size - 1));
        let root = root(size, &tiles).unwrap();
        assert_eq!(root.as_slice(), tree.root().as_bytes().as_slice(), "{size}");
        for index in 0..size {
            let proof = prove(Ask::Inclusion { index, size }, &tiles).unwrap();
            let position = usize::try_from(index).unwrap();
            assert_eq!(proof.concat(), tree.prove_inclusion(position).as_bytes());
            assert!(includes(&proof, size, &root, index, &leaf_hash(&leaf(index))));
        }
    }
    let tree = theirs(MOST);
    let roots: Vec<Hash> = (0..=MOST).map(|size| root(size, &tiles).unwrap()).collect();
    let root = |size: u64| &roots[usize::try_from(size).unwrap()];
    for from in 1..=MOST {
        for to in from..=MOST {
            let proof = prove(Ask::Consistency { from, to }, &tiles).unwrap();
            assert!(continues(&proof, (to, root(to)), (from, root(from))));
        }
        let whole = prove(Ask::Consistency { from, to: MOST }, &tiles).unwrap();
        let added = usize::try_from(MOST - from).unwrap();
        assert_eq!(whole.concat(), tree.prove_consistency(added).as_bytes());
    }
}

#[test]
fn a_proof_of_something_else_shows_nothing() {
    let (size, tiles) = (MOST, ours(MOST));
    let head = root(size, &tiles).unwrap();
    let proof = prove(Ask::Inclusion { index: 77, size }, &tiles).unwrap();
    let hash = leaf_hash(&leaf(77));
    assert!(includes(&proof, size, &head, 77, &hash));
    assert!(!includes(&proof, size, &head, 76, &hash));
    assert!(!includes(&proof, 200, &head, 77, &hash));
    assert!(!includes(&proof, size, &head, 77, &leaf_hash(&leaf(76))));
    assert!(!includes(&proof[1..], size, &head, 77, &hash));
    assert!(!includes(&vec![head; 1_000], size, &head, 77, &hash));
    assert!(!includes(&[], u64::MAX, &head, u64::MAX - 1, &hash));
    for position in 0..proof.len() {
        let mut wrong = proof.clone();
        wrong[position][31] ^= 1;
        assert!(!includes(&wrong, size, &head, 77, &hash));
    }
    let old = root(100, &tiles).unwrap();
    let proof = prove(Ask::Consistency { from: 100, to: size }, &tiles).unwrap();
    assert!(continues(&proof, (size, &head), (100, &old)));
    assert!(!continues(&proof, (size, &head), (101, &old)));
    assert!(!continues(&proof, (size, &head), (100, &head)));
    assert!(!continues(&proof, (u64::MAX, &head), (100, &old)));
    assert!(continues(&[], (size, &head), (0, &sha256(&[]))));
    assert!(!continues(&[], (size, &head), (0, &head)));
}

#[test]
fn tiles_have_the_places_of_the_specification() {
    // C2SP tlog-tiles: a tree of 70,000 leaves.
    let levels = [(0, 70_000), (1, 273), (2, 1), (3, 0)];
    assert_eq!(levels.map(|(level, _)| hashes_at(level, 70_000)), levels.map(|(_, width)| width));
    let edge = edge(70_000).into_iter().map(|id| (id.level, id.number)).collect::<Vec<_>>();
    assert_eq!(edge, [(0, 273), (1, 1), (2, 0)]);
    let path = |path: &str| TilePath::parse(path);
    let is = |level, number, width| Some(TilePath { level, number, width });
    assert_eq!(path("0/x001/x234/067"), is(Some(0), 1_234_067, 256));
    assert_eq!(path("0/273.p/112"), is(Some(0), 273, 112));
    assert_eq!(path("entries/000"), is(None, 0, 256));
    assert!(path("0/273.p/112").unwrap().is_within(70_000));
    assert!(!path("0/273.p/113").unwrap().is_within(70_000));
    assert!(path("1/000").unwrap().is_within(70_000) && !path("1/001").unwrap().is_within(70_000));
    for wrong in [
        "",
        "0",
        "0/",
        "0/1",
        "00/001",
        "64/001",
        "0/001.p/0",
        "0/001.p/256",
        "0/001.p/01",
        "0/x000/001",
        "0/001/002",
        "0/x001",
        "entries/",
        "-1/001",
        "0/x1/001",
        "0/+01",
        "0/x999/x999/x999/x999/x999/x999/x999/999",
        "a/001",
        "0/001.p/",
        "0/001.p/1.p/1",
    ] {
        assert_eq!(path(wrong), None, "{wrong}");
    }
    assert_eq!(TileId { level: 2, number: 7 }.to_string(), "2/7");
}

fn key() -> SignerKey {
    SignerKey::from_base64(&STANDARD.encode([7; 32])).unwrap()
}

fn signed() -> (Receipt, VerifierKey) {
    let written = Leaf {
        act: "public".to_owned(),
        com: encode(&[1; 32]),
        ent: "pact_signature".to_owned(),
        id: "019313c5-2e00-7000-8000-000000000001".to_owned(),
        inst: None,
        op: "signPact".to_owned(),
        prev: None,
        rec: None,
        rev: None,
        t: "2026-11-20T03:00:00.000Z".to_owned(),
        v: "1".to_owned(),
    };
    let (text, hash) = written.seal().unwrap();
    let mut growth = Growth::new(0, Tiles::new()).unwrap();
    (0..5).for_each(|index| growth.push(if index == 3 { hash } else { [index; 32] }));
    let head = growth.root().unwrap();
    let origin = "netra.test/log/2026".to_owned();
    let checkpoint = Checkpoint { origin: origin.clone(), size: 5, root: head };
    let path = prove(Ask::Inclusion { index: 3, size: 5 }, growth.tiles()).unwrap();
    let note = key().sign(&checkpoint).unwrap();
    (Receipt { leaf: text, index: 3, path, checkpoint: note }, key().verifier(&origin))
}

#[test]
fn a_note_says_the_same_to_everybody_and_nothing_when_changed() {
    let (receipt, key) = signed();
    let note = receipt.checkpoint;
    assert!(note.starts_with("netra.test/log/2026\n5\n"), "{note}");
    assert_eq!(note, self::key().sign(&peek(&note).unwrap()).unwrap());
    assert_eq!(key.open(&note).unwrap().size, 5);
    assert_eq!(key.open(&note.replace("\n5\n", "\n6\n")), Err(NoteProblem::Unsigned));
    assert_eq!(key.open("netra"), Err(NoteProblem::Malformed));
    let other = self::key().verifier("netra.test/log/2027");
    assert_eq!(other.open(&note), Err(NoteProblem::Unsigned));
    let stranger = SignerKey::from_base64(&STANDARD.encode([8; 32])).unwrap();
    assert_eq!(stranger.verifier(key.name()).open(&note), Err(NoteProblem::Unsigned));
    assert!(SignerKey::from_base64("c2hvcnQ=").is_err());
    assert!(!format!("{:?}", self::key()).contains('7'));
}

#[test]
fn a_receipt_is_checked_against_the_auditors_own_key() {
    let (receipt, key) = signed();
    let text = receipt.to_text();
    let read = Receipt::parse(&text).unwrap();
    assert_eq!(read, receipt);
    let (leaf, checkpoint) = read.check(&key).unwrap();
    assert_eq!((leaf.op.as_str(), checkpoint.size), ("signPact", 5));
    let other = Receipt { leaf: receipt.leaf.replace("public", "Public"), ..receipt.clone() };
    assert_eq!(other.check(&key), Err(ReceiptProblem::NotIncluded));
    let other = Receipt { leaf: receipt.leaf.replace(',', ", "), ..receipt.clone() };
    assert_eq!(other.check(&key), Err(ReceiptProblem::Leaf));
    let other = Receipt { index: 2, ..receipt };
    assert_eq!(other.check(&key), Err(ReceiptProblem::NotIncluded));
    assert_eq!(Receipt::parse(&text.replace("@v1", "@v2")), Err(ReceiptProblem::Malformed));
    assert_eq!(
        Receipt::parse(&text.replace("index 3", "index 03")),
        Err(ReceiptProblem::Malformed)
    );
}

#[test]
fn a_policy_names_the_keys_that_somebody_trusts() {
    let (_, key) = signed();
    let key = key.as_str();
    let policy =
        Policy::parse(&format!("# ours\n\nlog {key} https://netra.test/log/2026\nquorum none\n"));
    let policy = policy.unwrap();
    assert_eq!(policy.key("netra.test/log/2026").unwrap().as_str(), key);
    assert_eq!(policy.key("netra.test/log/2027"), None);
    assert_eq!(Policy::parse(key).unwrap(), policy);
    assert_eq!(Policy::parse("quorum none\n"), Err(PolicyProblem::Empty));
    assert_eq!(Policy::parse("log netra+00000000+AAAA"), Err(PolicyProblem::Line(1)));
    assert_eq!(Policy::parse(&format!("log {key}\nquorum two")), Err(PolicyProblem::Witnesses));
}

/// A text with some of its bytes replaced, taken out or doubled.
fn bent(text: String) -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0..3_u8, any::<u8>());
    prop::collection::vec(change, 1..6).prop_map(move |changes| {
        let mut bytes = text.clone().into_bytes();
        for (position, how, byte) in changes {
            let position = position.index(bytes.len());
            match how {
                0 => bytes[position] = byte,
                1 => drop(bytes.remove(position)),
                _ => bytes.insert(position, byte),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_bytes_break_a_parser(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        let key = key().verifier("netra.test/log/2026");
        prop_assert!(key.open(&text).is_err() && peek(&text).is_err());
        prop_assert!(Receipt::parse(&text).is_err());
        prop_assert_eq!(Leaf::parse(&bytes), None);
        let _ = (Policy::parse(&text).is_ok(), VerifierKey::parse(&text), TilePath::parse(&text));
    }

    #[test]
    fn nothing_bent_is_believed(text in bent(signed().0.to_text())) {
        let (receipt, key) = signed();
        // What is still believed is the same receipt, with bytes changed that nobody reads.
        if let Ok(read) = Receipt::parse(&text)
            && let Ok((leaf, checkpoint)) = read.check(&key)
        {
            let (true_leaf, true_checkpoint) = receipt.check(&key).unwrap();
            prop_assert_eq!((leaf, checkpoint, read.index), (true_leaf, true_checkpoint, receipt.index));
        }
    }

    #[test]
    fn a_tile_has_one_address(level in 0..64_u8, number in 0..10_000_000_u64, width in 1..=256_u64) {
        let groups = match number {
            0..1_000 => format!("{number:03}"),
            1_000..1_000_000 => format!("x{:03}/{:03}", number / 1_000, number % 1_000),
            _ => format!("x{:03}/x{:03}/{:03}", number / 1_000_000, number / 1_000 % 1_000, number % 1_000),
        };
        let partial = if width == 256 { String::new() } else { format!(".p/{width}") };
        let read = TilePath::parse(&format!("{level}/{groups}{partial}"));
        prop_assert_eq!(read, Some(TilePath { level: Some(level), number, width }));
    }
}
