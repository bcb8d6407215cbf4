//! The history of a record: what changed, by which office and when, as far as one reads it.

use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::acts::{
    CITY, PROVINCE, Person, account, end_employment, non_signers_of, personnel, sign,
};
use crate::database::{Backend, both};
use crate::world::{Client, World};

const HISTORY: &str = "query($id: ID!, $n: Int, $a: String, $p: AsOf) { civilServant(by: {id: $id}) \
    { history(first: $n, after: $a, asOf: $p) { nodes { version act function institution { code } \
    eventId order { index } receipt { eventId } personalData \
    changes { field state before after } } pageInfo { hasNextPage endCursor } revisionCount } } }";

/// So little that a large page is not too much at once.
const REVISIONS: &str = "query($id: ID!, $n: Int, $a: String) { civilServant(by: {id: $id}) \
    { history(first: $n, after: $a) { nodes { version } } } }";

async fn asked(client: &Client<'_>, person: &Person, more: Value) -> Value {
    let mut variables = json!({ "id": person.global_id() });
    for (name, value) in more.as_object().unwrap() {
        variables[name] = value.clone();
    }
    client.ask(HISTORY, variables).await.good().at("civilServant.history")
}

/// Corrects the name of somebody, who has an account then.
async fn renamed<'a>(world: &'a World, person: &Person) -> Client<'a> {
    let client = account(world, person).await;
    let request = "mutation { requestRectification(input: {field: NAME, claimedValue: \
        \"Nama Baru\", ground: \"Tertulis salah di ijazah.\"}) { rectification { id } } }";
    let id =
        client.ask(request, json!({})).await.good().text("requestRectification.rectification.id");
    let decide = "mutation($id: ID!) { rectify(input: {id: $id, accept: true, \
        reason: \"Sesuai dengan ijazah.\"}) { rectification { state } } }";
    let bkn = world.office(Function::PersonnelAdministration, Grade::Approver, None).await;
    bkn.ask(decide, json!({ "id": id })).await.good();
    client
}

async fn a_change_shows_just_its_field_and_who_may_read_it(backend: Backend) {
    let world = World::new(backend).await;
    let person = non_signers_of(&world, CITY).await.remove(0);
    let known = world.number("SELECT MAX(idx) FROM event_order").await;
    let oneself = renamed(&world, &person).await;
    world.sequence().await;
    let bkn = personnel(&world).await;
    let history = asked(&bkn, &person, json!({})).await;
    let nodes = history["nodes"].as_array().unwrap();
    assert_eq!((nodes.len(), &history["revisionCount"]), (2, &json!(2)), "{history}");
    let (new, first) = (&nodes[0], &nodes[1]);
    assert_eq!((&new["version"], &new["act"]), (&json!(2), &json!("RECTIFY")));
    assert_eq!(new["function"], "PERSONNEL_ADMINISTRATION");
    assert_eq!(new["institution"]["code"], "BKN");
    assert!(new["order"]["index"].is_string());
    let name = |before: Value, after: &str| json!({ "field": "name", "state": "OPEN", "before": before, "after": after });
    let changes = first["changes"].as_array().unwrap();
    let old = changes.iter().find(|it| it["field"] == "name").unwrap()["after"].clone();
    assert_eq!(new["changes"], json!([name(old, "\"Nama Baru\"")]));
    // What nobody reads is masked for everybody.
    let nik = changes.iter().find(|it| it["field"] == "nikIndex");
    assert!(nik.is_none_or(|it| it["state"] == "MASKED" && it["after"].is_null()), "{changes:?}");

    // The receipt is for those who read the event: audit, the office itself where it reads events.
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let masked = asked(&audit, &person, json!({})).await;
    let new = &masked["nodes"][0];
    let withheld = json!([{ "field": "name", "state": "MASKED", "before": null, "after": null }]);
    assert_eq!((&new["changes"], &new["personalData"]), (&withheld, &json!("MASKED")));
    assert_eq!(new["receipt"]["eventId"], new["eventId"]);
    assert!(!masked.to_string().contains("Nama Baru"));
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    for reader in [&city, &oneself] {
        let seen = asked(reader, &person, json!({})).await;
        assert_eq!(seen["nodes"][0]["changes"], nodes[0]["changes"]);
        assert_eq!(seen["nodes"][0]["receipt"], Value::Null);
    }
    // Whoever does not see the record sees no history of it.
    let province = world.office(Function::Employer, Grade::Staff, Some(PROVINCE)).await;
    let other = json!({ "id": person.global_id() });
    province.ask(HISTORY, other.clone()).await.refused("NOT_FOUND");
    world.public().ask(HISTORY, other).await.refused("FORBIDDEN");

    // As of a point before, the change is not known.
    let then = asked(&bkn, &person, json!({ "p": { "index": known.to_string() } })).await;
    assert_eq!(then["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(then["nodes"][0]["version"], 1);
}
both!(a_change_shows_just_its_field_and_who_may_read_it);

async fn pages_meet_and_cursors_belong_to_one_record(backend: Backend) {
    let world = World::new(backend).await;
    let mut people = non_signers_of(&world, CITY).await;
    let (person, other) = (people.remove(0), people.remove(0));
    renamed(&world, &person).await;
    let bkn = personnel(&world).await;
    let mut revs = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = asked(&bkn, &person, json!({ "n": 1, "a": after })).await;
        revs.extend(page["nodes"].as_array().unwrap().iter().map(|it| it["version"].clone()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(revs, [json!(2), json!(1)]);
    let end = asked(&bkn, &person, json!({ "n": 1, "a": after })).await;
    assert_eq!(end["nodes"], json!([]));
    for (variables, rule) in [
        (json!({ "id": other.global_id(), "a": after }), "INVALID_CURSOR"),
        (json!({ "id": person.global_id(), "n": 0 }), "PAGE_SIZE_OUT_OF_RANGE"),
        (json!({ "id": person.global_id(), "n": 201 }), "PAGE_SIZE_OUT_OF_RANGE"),
    ] {
        let refused = bkn.ask(REVISIONS, variables).await.refused("INVALID_INPUT");
        assert_eq!(refused.rule(), rule);
    }
}
both!(pages_meet_and_cursors_belong_to_one_record);

async fn every_kind_of_record_has_its_history(backend: Backend) {
    let world = World::new(backend).await;
    let person = non_signers_of(&world, CITY).await.remove(0);
    let client = account(&world, &person).await;
    sign(&world, &client).await.good();
    // A person's own act has no office; evidence is the person's own to read.
    let own = "{ viewer { civilServant { pactSignatures { history { nodes { act function \
        institution { code } changes { field state } } } } } } }";
    let own = client.ask(own, json!({})).await.good();
    let revision = own.at("viewer.civilServant.pactSignatures.0.history.nodes.0");
    assert_eq!((&revision["act"], &revision["function"]), (&json!("SIGN_PACT"), &Value::Null));
    let open = |name: &str, revision: &Value| {
        let found = revision["changes"].as_array().unwrap().iter().find(|it| it["field"] == name);
        found.map(|it| it["state"] == "OPEN")
    };
    assert_eq!(open("evidence", &revision), Some(true));
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let seen = "query($id: ID!) { civilServant(by: {id: $id}) { pactSignatures { history { nodes \
        { changes { field state } } } } } }";
    let seen = city.ask(seen, json!({ "id": person.global_id() })).await.good();
    let revision = seen.at("civilServant.pactSignatures.0.history.nodes.0");
    assert_eq!(open("evidence", &revision), Some(false));
    assert_eq!(open("state", &revision), Some(true));
    // What everybody reads, everybody reads the history of; who prepared it only offices.
    let public = "{ institution(by: {code: \"BKN\"}) { history(first: 1) { nodes { version } } functions \
        { history(first: 1) { nodes { changes { field state } } } } } }";
    let read = world.public().ask(public, json!({})).await.good();
    assert_eq!(read.at("institution.history.nodes.0.version"), 1);
    let revision = read.at("institution.functions.0.history.nodes.0");
    assert_eq!(open("function", &revision), Some(true));
    assert_ne!(open("preparedBy", &revision), Some(true));
}
both!(every_kind_of_record_has_its_history);

async fn an_erased_history_says_so(backend: Backend) {
    let world = World::new(backend).await;
    let person = non_signers_of(&world, CITY).await.remove(0);
    renamed(&world, &person).await;
    end_employment(&personnel(&world).await, &person, "2026-11-20").await.good();
    let bkn = world.office(Function::PersonnelAdministration, Grade::Approver, None).await;
    let erase = "mutation($i: EraseInput!) { erase(input: $i) { receipt { eventId } } }";
    let input = json!({ "civilServant": show(Kind::CivilServant, person.id).0,
        "legalBasis": "UNLAWFUL_PROCESSING", "decree": "1/2026" });
    bkn.ask(erase, json!({ "i": input })).await.good();
    let history = asked(&bkn, &person, json!({})).await;
    let acts: Vec<_> = history["nodes"].as_array().unwrap().iter().map(|it| &it["act"]).collect();
    assert_eq!((acts.len(), acts[0], acts[1]), (3, &json!("ERASE"), &json!("RECTIFY")));
    for node in history["nodes"].as_array().unwrap() {
        assert_eq!((&node["changes"], &node["personalData"]), (&Value::Null, &json!("ERASED")));
    }
}
both!(an_erased_history_says_so);
