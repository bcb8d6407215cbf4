use aws_lc_rs::hmac;
use expect_test::expect_file;
use serde_json::{Map, Value, json};

use super::commitment::{commit, fields, of_digests};
use super::*;

/// The commitment as it is defined, field by field through the serialiser.
fn defined(salt: &Hash, payload: &Map<String, Value>) -> (String, Hash) {
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt);
    let digest = |(name, value): (&String, &Value)| {
        let field_salt = hmac::sign(&key, format!("netra/salt/v1\0{name}").as_bytes());
        let field = canonical(&(name, value)).unwrap();
        sha256(&[b"netra/field/v1\0", &field_salt.as_ref()[..16], field.as_bytes()])
    };
    let mut digests: Vec<Hash> = payload.iter().map(digest).collect();
    digests.sort_unstable();
    let digests = digests.concat();
    (canonical(payload).unwrap(), sha256(&[b"netra/commit/v1\0", &digests]))
}

#[test]
fn a_commitment_is_what_its_definition_says() {
    let salt = sha256(&[b"salt"]);
    for payload in [
        json!({}),
        json!({"kind": "PNS", "unit_id": null, "valid": true, "rev": 3}),
        json!({"name": "I Gusti \"Ngurah\" \\ \n \u{7f} Ayu \u{e9}", "b": [1, {"z": 1, "a": "\t"}]}),
        json!({"\u{10000}": 1, "\u{ffff}": 2, "a\"b": "\u{10ffff}", "A": "", "a": 0}),
    ] {
        let Value::Object(payload) = payload else { panic!("an object") };
        assert_eq!(commit(&salt, &payload).unwrap(), defined(&salt, &payload));
    }
}

fn object(value: Value) -> Map<String, Value> {
    let Value::Object(object) = value else { panic!("an object") };
    object
}

#[test]
fn a_number_that_libraries_read_differently_is_refused() {
    for wrong in [json!(1.5), json!(9_007_199_254_740_992_u64), json!([{"a": -1e3}])] {
        assert!(commit(&[1; 32], &object(json!({ "n": wrong }))).is_err(), "{wrong}");
    }
    assert!(commit(&[1; 32], &object(json!({ "n": [9_007_199_254_740_991_u64, -7] }))).is_ok());
}

fn payloads() -> Vec<Map<String, Value>> {
    let payloads = [
        json!({}),
        json!({"kind": "PNS", "unit_id": null, "is_valid": true, "version": 3}),
        json!({"name": "I Gusti \"Ngurah\" \\ \n \u{7f} Ayu \u{e9}", "numbers": [1, {"z": -1, "a": "\t"}]}),
        json!({"\u{10000}": "sorted by UTF-16", "\u{ffff}": "\u{10ffff}", "a\"b": "", "A": [], "a": {}}),
    ];
    payloads.into_iter().map(object).collect()
}

fn leaf(rev: usize) -> Leaf {
    Leaf {
        act: "public".to_owned(),
        com: encode(&sha256(&[b"com"])),
        ent: "pact_signature".to_owned(),
        id: "019313c5-2e00-7000-8000-000000000001".to_owned(),
        inst: (rev > 1).then(|| "PEMKOT_34.71".to_owned()),
        op: "signPact".to_owned(),
        prev: (rev > 1).then(|| encode(&sha256(&[b"prev"]))),
        rec: Some("019313c5-2e00-7000-8000-000000000002".to_owned()),
        rev: Some(rev.to_string()),
        t: "2026-11-20T03:00:00.000Z".to_owned(),
        v: VERSION.to_owned(),
    }
}

fn record(position: usize) -> RecordLeaf {
    RecordLeaf {
        com: encode(&sha256(&[&[u8::try_from(position).unwrap()]])),
        ent: "employment".to_owned(),
        prev: (position % 2 == 1).then(|| encode(&sha256(&[b"prev"]))),
        rec: format!("019313c5-2e00-7000-8000-{position:012}"),
        rev: (position % 2 + 1).to_string(),
    }
}

/// What `tests/clients` recomputes in Python and JavaScript.
#[test]
fn the_vectors_are_the_ones_that_other_languages_check() {
    let salt = sha256(&[b"salt"]);
    let commitment = |payload: &Map<String, Value>| {
        let (text, commitment) = commit(&salt, payload).unwrap();
        let fields = fields(&salt, payload).unwrap();
        let shown = |it: &commitment::Field| json!({ "name": it.name, "value": it.value, "salt": it.salt, "digest": it.digest });
        let digests = fields.iter().map(|it| decode(&it.digest).unwrap()).collect();
        assert_eq!(of_digests(digests), commitment);
        json!({
            "salt": encode(&salt), "payload": payload, "text": text,
            "fields": fields.iter().map(shown).collect::<Vec<_>>(),
            "commitment": encode(&commitment),
        })
    };
    let leaf = |rev| {
        let (text, hash) = leaf(rev).seal().unwrap();
        assert_eq!(Leaf::parse(text.as_bytes()), Some(leaf(rev)));
        json!({ "leaf": leaf(rev), "text": text, "hash": encode(&hash) })
    };
    let chunk = |size: usize| {
        let records: Vec<RecordLeaf> = (0..size).map(record).collect();
        let hashes: Vec<Hash> = records.iter().map(|it| it.hash().unwrap()).collect();
        let path = |position| path(&hashes, position).iter().map(|it| encode(it)).collect();
        let paths: Vec<Vec<String>> = (0..size).map(path).collect();
        json!({ "records": records, "paths": paths, "root": encode(&root(&hashes)) })
    };
    let vectors = json!({
        "commitments": payloads().iter().map(commitment).collect::<Vec<_>>(),
        "leaves": [leaf(1), leaf(2)],
        "chunks": [chunk(2), chunk(3), chunk(7)],
    });
    let text = serde_json::to_string_pretty(&vectors).unwrap() + "\n";
    expect_file!["../../../../tests/vectors/leaf.json"].assert_eq(&text);
}

#[test]
fn a_leaf_in_any_other_words_is_not_read() {
    let (text, _) = leaf(2).seal().unwrap();
    let wrong = [
        text.replace("\"v\":\"1\"", "\"v\":\"2\""),
        text.replace(',', ", "),
        text.replace("\"v\":", "\"extra\":\"\",\"v\":"),
        text.replace("\"t\":", "\"t\":\"\",\"t\":"),
        text.replace("signPact", "\\u0073ignPact"),
    ];
    for wrong in wrong {
        assert_eq!(Leaf::parse(wrong.as_bytes()), None, "{wrong}");
    }
}
