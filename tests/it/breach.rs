//! A breach drill: within 3×24 hours the notice has to say whom it concerns.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::acts::CITY;
use crate::database::{Backend, both};
use crate::world::{Client, World, beginning};

const RECORD: &str = "mutation($i: RecordBreachInput!) { recordBreach(input: $i) { breach { id dueAt \
    readingCount affectedCount isLogWhole institution { code } } receipt { eventId } } }";
const SUBJECTS: &str = "query($b: ID!, $a: String) { breachSubjects(breach: $b, first: 2, after: $a) \
    { nodes { id name serviceNumbers { number numberMasked } } \
    pageInfo { hasNextPage endCursor } } }";
const BREACHES: &str = "{ breaches(first: 9) { nodes { id affectedCount description dueAt } } }";

async fn record(operator: &Client<'_>, seat: &str, whole: bool) -> Value {
    let input = json!({ "discoveredAt": "2026-11-20T04:00:00Z", "seat": seat,
        "beganAt": "2026-11-20T02:00:00Z", "endedAt": "2026-11-20T03:00:00Z",
        "description": "Kata sandi sebuah kedudukan diketahui orang lain; kedudukan diakhiri." });
    let done = operator.ask(RECORD, json!({ "i": input })).await.good();
    let breach = done.at("recordBreach.breach");
    assert_eq!(breach["isLogWhole"], whole, "{breach}");
    breach
}

/// Scenario 51: the notice record has its clock and its subjects, from the log.
async fn a_breach_names_whom_a_place_was_shown(backend: Backend) {
    let world = World::new(backend).await;
    let place = world.seat(Function::Employer, Grade::Staff, Some(CITY)).clone();
    let seat = show(Kind::Seat, place.seat_id.unwrap()).0;
    let city = world.client_of(&place).await;
    let list = "query($a: String) { civilServants(first: 3, after: $a) { nodes { id } pageInfo { \
        endCursor } } }";
    let (mut shown, mut after) = (BTreeSet::new(), Value::Null);
    for _ in 0..2 {
        let page = city.ask(list, json!({ "a": after })).await.good();
        after = page.at("civilServants.pageInfo.endCursor");
        for node in page.at("civilServants.nodes").as_array().unwrap() {
            shown.insert(node["id"].as_str().unwrap().to_owned());
        }
    }
    // Somebody who is no civil servant counts too.
    let staff = "mutation($i: RecordNonAsnSignaturesInput!) { recordNonAsnSignatures(input: $i) { \
        rows { outcome } } }";
    let rows = json!([{ "staffNumber": "K-901", "name": "Wati", "position": "Tenaga kontrak",
        "signedOn": "2026-11-19" }]);
    let input = json!({ "pactText": world.pact_text(), "institution": world.institution(CITY).await,
        "rows": rows });
    city.ask(staff, json!({ "i": input })).await.good();
    let guests = "{ nonAsnSignatures(last: 1) { nodes { id } } }";
    let guest = city.ask(guests, json!({})).await.good().text("nonAsnSignatures.nodes.0.id");
    // The same page again, and what another place was shown, add nobody.
    city.ask(list, json!({ "a": null })).await.good();
    let other = world.office(Function::NeutralityAssessment, Grade::Staff, None).await;
    other.ask("{ civilServants(last: 9) { nodes { id } } }", json!({})).await.good();
    assert_eq!(shown.len(), 6);

    let operator = world.office(Function::RegistryOperation, Grade::Approver, None).await;
    let breach = record(&operator, &seat, false).await;
    assert_eq!(breach["dueAt"], "2026-11-23T04:00:00.000Z");
    assert_eq!((&breach["readingCount"], &breach["affectedCount"]), (&json!(4), &json!(7)));
    let id = breach["id"].as_str().unwrap();

    // Audit reads whom, masked; the operator that recorded it reads nobody.
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let (mut affected, mut after) = (BTreeSet::new(), Value::Null);
    loop {
        let page = audit.ask(SUBJECTS, json!({ "b": id, "a": after })).await.good();
        for node in page.at("breachSubjects.nodes").as_array().unwrap() {
            affected.insert(node["id"].as_str().unwrap().to_owned());
            assert!(node["name"].is_null() && node["serviceNumbers"][0]["number"].is_null());
        }
        after = page.at("breachSubjects.pageInfo.endCursor");
        if page.at("breachSubjects.pageInfo.hasNextPage") == false {
            break;
        }
    }
    assert_eq!(affected, shown);
    let guests = "query($b: ID!) { nonAsnSignatures(first: 9, filter: {breach: $b}) { nodes { id \
        name } } }";
    let found = audit.ask(guests, json!({ "b": id })).await.good();
    assert_eq!(found.at("nonAsnSignatures.nodes"), json!([{ "id": guest, "name": null }]));
    city.ask(guests, json!({ "b": id })).await.refused("FORBIDDEN");
    operator.ask(SUBJECTS, json!({ "b": id })).await.refused("FORBIDDEN");
    let own = operator.ask(BREACHES, json!({})).await.good();
    assert_eq!(own.text("breaches.nodes.0.id"), id);

    // Whoever is affected reads of it, and nobody else.
    let person = world.civil_servant(CITY).await;
    let own = person.ask("{ viewer { civilServant { id } } }", json!({})).await.good();
    let concerned = shown.contains(&own.text("viewer.civilServant.id"));
    let told = person.ask(BREACHES, json!({})).await.good();
    assert_eq!(told.at("breaches.nodes").as_array().unwrap().len(), usize::from(concerned));
    let stranger = world.civil_servant("KEMENDAGRI").await;
    let told = stranger.ask(BREACHES, json!({})).await.good();
    assert_eq!(told.at("breaches.nodes"), json!([]));
    stranger.ask(SUBJECTS, json!({ "b": id })).await.refused("NOT_FOUND");
}
both!(a_breach_names_whom_a_place_was_shown);

/// The record says whether the log under it is whole.
async fn a_breach_says_whether_the_log_was_touched(backend: Backend) {
    let world = World::new(backend).await;
    let place = world.seat(Function::Employer, Grade::Staff, Some(CITY)).clone();
    let seat = show(Kind::Seat, place.seat_id.unwrap()).0;
    let city = world.client_of(&place).await;
    for _ in 0..2 {
        city.ask("{ civilServants(first: 2) { nodes { id } } }", json!({})).await.good();
    }
    world.registry().write_read_log().await.unwrap();
    let operator = world.office(Function::RegistryOperation, Grade::Approver, None).await;
    record(&operator, &seat, false).await;
    world.set_clock(beginning() + TimeDelta::minutes(2));
    world.registry().close_read_log(false).await.unwrap();
    record(&operator, &seat, true).await;
    let first = "DELETE FROM read_log WHERE id = (SELECT id FROM read_log ORDER BY id LIMIT 1)";
    world.db.execute_unprepared(first).await.unwrap();
    let breach = record(&operator, &seat, false).await;
    assert_eq!(breach["readingCount"], 1);
    let input = json!({ "discoveredAt": "2026-11-20T04:00:00Z", "description": "Uji coba saja.",
        "beganAt": "2026-11-20T03:00:00Z", "endedAt": "2026-11-20T03:00:00Z" });
    let footprint = world.footprint().await;
    let refused = operator.ask(RECORD, json!({ "i": input })).await.refused("INVALID_INPUT");
    assert_eq!(refused.rule(), "END_BEFORE_START");
    assert_eq!(world.footprint().await, footprint);
}
both!(a_breach_says_whether_the_log_was_touched);
