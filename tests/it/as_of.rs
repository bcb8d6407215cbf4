//! What was known at a point of the order stays what was known there, through the public door.

use std::time::Duration;

use chrono::TimeDelta;
use netra_api::graphql::{Kind, parse, show};
use netra_entity::code::{Function, Grade};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use serde_json::{Value, json};
use tokio::time::Instant;
use uuid::Uuid;

use crate::acts::{
    CITY, MINISTRY, PROVINCE, Person, employ, employer, end_employment, non_signers_of, personnel,
    rows, sign, sign_on_paper, signers_of, withdraw,
};
use crate::coverage::last_index;
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World, beginning};

const COVERAGE: &str = "query($c: ID!, $g: CoverageGrouping!, $on: Date, $n: AsOf) { pactCoverage( \
    cycle: $c, groupBy: $g, on: $on, asOf: $n) { active signed kind institution { code } \
    province { code } } }";
const SIGNATURES: &str = "query($n: AsOf, $after: String) { pactSignatures(asOf: $n, first: 200, \
    after: $after) { nodes { id state signedOn withdrawnOn withdrawalReason } \
    totalCount { value isExact } pageInfo { hasNextPage endCursor } } }";
const EMPLOYMENTS: &str = "query($i: ID!, $n: AsOf) { node(id: $i) { ... on CivilServant { \
    employments(asOf: $n) { validFrom validTo institution { code } } } } }";

async fn total(office: &Client<'_>, cycle: &str, as_of: Value) -> Answer {
    let input = json!({ "c": cycle, "g": "TOTAL", "n": as_of });
    office.ask(COVERAGE, input).await
}

/// Holds the lock that an act about a person waits for: the person's row, or the whole file.
#[expect(clippy::disallowed_methods, reason = "another process, not an act of the registry")]
async fn hold(world: &World, person: Uuid) -> DatabaseTransaction {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let tx = world.db.begin_with_options(options).await.unwrap();
    if !world.registry().database().is_embedded() {
        let sql = "SELECT id FROM civil_servant WHERE id = $1 FOR UPDATE";
        let backend = tx.get_database_backend();
        let lock = Statement::from_sql_and_values(backend, sql, [person.into()]);
        tx.query_one_raw(lock).await.unwrap().unwrap();
    }
    tx
}

/// Waits until somebody stands at the lock.
async fn somebody_waits(world: &World) {
    let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
        AND wait_event_type = 'Lock'";
    while world.number(waiting).await == 0 {
        tokio::task::yield_now().await;
    }
}

async fn person_of(client: &Client<'_>) -> Uuid {
    let viewer = "{ civilServants(first: 1) { nodes { id } } }";
    let id = client.ask(viewer, json!({})).await.good().text("civilServants.nodes.0.id");
    parse(&async_graphql::ID(id)).unwrap().1
}

/// An act that began first and commits last belongs to what was not known before.
async fn an_act_held_open_changes_nothing_that_was_known_meanwhile(backend: Backend) {
    let world = World::new(backend).await;
    let (bkn, cycle) = (personnel(&world).await, world.cycle().await);
    let (slow, quick) = (world.civil_servant(CITY).await, world.civil_servant(PROVINCE).await);
    let start = last_index(&world).await;
    let held = hold(&world, person_of(&slow).await).await;
    let meanwhile = async {
        if backend == Backend::Postgres {
            // Others do not wait: they are committed and sequenced under the open act.
            somebody_waits(&world).await;
            world.set_clock(beginning() + TimeDelta::seconds(1));
            sign(&world, &quick).await.good();
            world.sequence().await;
        }
        let answer = total(&bkn, &cycle, Value::Null).await.good();
        held.rollback().await.unwrap();
        answer
    };
    let (signed, known) = tokio::join!(sign(&world, &slow), meanwhile);
    let index = known.body["extensions"]["readPoint"]["index"].clone();
    let others = i64::from(backend == Backend::Postgres);
    assert_eq!(index, (start + others).to_string(), "on SQLite the read point stands still");

    let event = signed.good().at("signPact.receipt.eventId");
    world.set_clock(beginning() + TimeDelta::seconds(2));
    world.sequence().await;
    assert_eq!(last_index(&world).await, start + others + 1);
    let moment = known.body["extensions"]["readPoint"]["moment"].clone();
    for as_of in [json!({ "index": index }), json!({ "moment": moment })] {
        let again = total(&bkn, &cycle, as_of).await.good();
        assert_eq!(again.at("pactCoverage"), known.at("pactCoverage"));
    }
    let later = total(&bkn, &cycle, json!({ "event": event })).await.good();
    let signed = "pactCoverage.0.signed";
    assert_eq!(later.number(signed), known.number(signed) + 1);
}
both!(an_act_held_open_changes_nothing_that_was_known_meanwhile);

async fn an_event_is_waited_for_until_it_is_sequenced(backend: Backend) {
    let world = World::new(backend).await;
    let (bkn, cycle) = (personnel(&world).await, world.cycle().await);
    let before = total(&bkn, &cycle, Value::Null).await.good().number("pactCoverage.0.signed");
    let signed = sign(&world, &world.civil_servant(CITY).await).await.good();
    let event = json!({ "event": signed.at("signPact.receipt.eventId") });

    let asked = Instant::now();
    total(&bkn, &cycle, event.clone()).await.refused("UNAVAILABLE");
    let waited = asked.elapsed();
    let three = Duration::from_secs(3);
    assert!(waited >= three && waited < three * 3, "waited {waited:?}");

    let (answer, ()) = tokio::join!(total(&bkn, &cycle, event), world.sequence());
    assert_eq!(answer.good().number("pactCoverage.0.signed"), before + 1);
    let unknown = json!({ "event": show(Kind::Event, world.demo.pact_text_id).0 });
    let asked = Instant::now();
    total(&bkn, &cycle, unknown).await.refused("NOT_FOUND");
    assert!(asked.elapsed() < three, "nobody waits for what there is not");
    let no_event = json!({ "event": world.pact_text() });
    let refused = total(&bkn, &cycle, no_event).await.refused("INVALID_INPUT");
    assert_eq!(refused.error("inputPath"), "asOf.event");
}
both!(an_event_is_waited_for_until_it_is_sequenced);

async fn a_point_to_come_is_refused(backend: Backend) {
    let world = World::new(backend).await;
    let (bkn, cycle) = (personnel(&world).await, world.cycle().await);
    let now = total(&bkn, &cycle, Value::Null).await.good();
    // Committed, but not known yet.
    sign(&world, &world.civil_servant(CITY).await).await.good();
    let last = last_index(&world).await.to_string();
    for (as_of, path) in [
        (json!({ "moment": "2030-01-01T00:00:00Z" }), "asOf.moment"),
        (json!({ "moment": "2026-11-20T03:00:00.001Z" }), "asOf.moment"),
        (json!({ "index": "999999999" }), "asOf.index"),
        (json!({ "index": (last.parse::<i64>().unwrap() + 1).to_string() }), "asOf.index"),
        (json!({ "index": "-1" }), "asOf.index"),
    ] {
        let refused = total(&bkn, &cycle, as_of).await.refused("INVALID_INPUT");
        assert_eq!(refused.rule(), "AS_OF_BEYOND_READ_POINT");
        assert_eq!(refused.error("inputPath"), path);
    }
    for as_of in
        [json!({ "moment": "2026-11-20T03:00:00Z" }), json!({ "index": last }), Value::Null]
    {
        let answer = total(&bkn, &cycle, as_of).await.good();
        assert_eq!(answer.at("pactCoverage"), now.at("pactCoverage"));
        assert_eq!(answer.body["extensions"]["readPoint"]["index"], last);
        assert_eq!(answer.body["extensions"], now.body["extensions"]);
    }
    let before_all = json!({ "moment": "2020-01-01T00:00:00Z" });
    let answer = total(&bkn, &cycle, before_all).await.good();
    assert_eq!(answer.number("pactCoverage.0.active"), 0);
    let digits = total(&bkn, &cycle, json!({ "index": "first" })).await.refused("INVALID_INPUT");
    assert_eq!(digits.error("inputPath"), "asOf.index");
}
both!(a_point_to_come_is_refused);

/// Everything that takes `asOf`, as it is told at a point.
async fn everything_at(world: &World, person: &str, as_of: &Value) -> Vec<Value> {
    let (bkn, cycle) = (personnel(world).await, world.cycle().await);
    let mut told = Vec::new();
    for grouping in ["TOTAL", "INSTITUTION", "PROVINCE", "EMPLOYMENT_KIND"] {
        for on in ["2023-11-01", "2025-06-01", "2026-11-20", "2027-06-01"] {
            let input = json!({ "c": cycle, "g": grouping, "on": on, "n": as_of });
            told.push(bkn.ask(COVERAGE, input).await.good().at("pactCoverage"));
        }
    }
    let input = json!({ "i": person, "n": as_of });
    told.push(bkn.ask(EMPLOYMENTS, input).await.good().at("node.employments"));
    let city = employer(world, CITY).await;
    let mut input = json!({ "n": as_of });
    loop {
        let page = city.ask(SIGNATURES, input.clone()).await.good();
        told.push(page.at("pactSignatures.nodes"));
        told.push(page.at("pactSignatures.totalCount"));
        if page.at("pactSignatures.pageInfo.hasNextPage") == false {
            return told;
        }
        input["after"] = page.at("pactSignatures.pageInfo.endCursor");
    }
}

/// A transfer, an end, a withdrawal and a paper signature of long ago, and another text in place
/// of the one that was signed.
async fn late_entries(world: &World, person: &Person) {
    let (bkn, city) = (personnel(world).await, employer(world, CITY).await);
    let ministry = world.institution(MINISTRY).await;
    employ(&bkn, person, &ministry, "2024-03-01").await.good();
    let signers = signers_of(world, CITY).await;
    end_employment(&bkn, &signers[0], "2024-05-01").await.good();
    withdraw(&city, signers[1].signature.unwrap()).await.good();
    let late = &non_signers_of(world, CITY).await[0];
    sign_on_paper(world, &city, &late.number, "2023-10-03").await.good();
    let policy = world.office(Function::CivilServicePolicy, Grade::Approver, None).await;
    let take_back = "mutation($i: WithdrawPactTextInput!) { withdrawPactText(input: $i) { receipt \
        { eventId } } }";
    let input = json!({ "i": { "id": world.pact_text(), "reason": "Naskah keliru diterbitkan." } });
    policy.ask(take_back, input).await.good();
    let publish = "mutation($i: PublishPactTextInput!) { publishPactText(input: $i) { receipt { \
        eventId } } }";
    let input =
        json!({ "i": { "cycle": world.cycle().await, "title": "Pakta", "body": "Naskah baru." } });
    policy.ask(publish, input).await.good();
}

async fn what_was_known_does_not_change_by_what_is_entered_late(backend: Backend) {
    let world = World::new(backend).await;
    let person = signers_of(&world, CITY).await.swap_remove(5);
    let point = json!({ "index": last_index(&world).await.to_string() });
    let middle = json!({ "index": (last_index(&world).await / 2).to_string() });
    let before = everything_at(&world, &person.global_id(), &point).await;
    let earlier = everything_at(&world, &person.global_id(), &middle).await;
    late_entries(&world, &person).await;
    assert_eq!(everything_at(&world, &person.global_id(), &point).await, before, "not sequenced");
    world.sequence().await;
    assert_eq!(everything_at(&world, &person.global_id(), &point).await, before);
    assert_eq!(everything_at(&world, &person.global_id(), &middle).await, earlier);
    let now = json!({ "index": last_index(&world).await.to_string() });
    assert_ne!(everything_at(&world, &person.global_id(), &now).await, before);
}
both!(what_was_known_does_not_change_by_what_is_entered_late);

async fn a_withdrawn_signature_was_valid_as_of_the_time_before(backend: Backend) {
    let world = World::new(backend).await;
    let signer = world.civil_servant(CITY).await;
    let state = async |as_of: Value| {
        let answer = signer.ask(SIGNATURES, json!({ "n": as_of })).await.good();
        answer.at("pactSignatures.nodes")
    };
    let before = json!({ "index": last_index(&world).await.to_string() });
    let signed = sign(&world, &signer).await.good();
    let id = async_graphql::ID(signed.text("signPact.pactSignature.id"));
    world.sequence().await;
    let withdrawn = withdraw(&employer(&world, CITY).await, parse(&id).unwrap().1).await.good();
    // What is committed is seen at once by whoever does not ask for a point.
    assert_eq!(state(Value::Null).await[0]["state"], "WITHDRAWN");
    world.sequence().await;

    assert_eq!(state(before).await, json!([]));
    let given = state(json!({ "event": signed.at("signPact.receipt.eventId") })).await;
    let valid = json!([{ "id": id.0, "state": "VALID", "signedOn": "2026-11-20",
        "withdrawnOn": null, "withdrawalReason": null }]);
    assert_eq!(given, valid);
    let event = withdrawn.at("withdrawPactSignature.receipt.eventId");
    let taken_back = state(json!({ "event": event })).await;
    assert_eq!(taken_back[0]["state"], "WITHDRAWN");
    assert_eq!(taken_back[0]["withdrawalReason"], "Ditandatangani oleh orang lain.");
    let versions = "SELECT row_id FROM pact_signature WHERE id = $1";
    let versions = rows(&world, versions, vec![parse(&id).unwrap().1.into()]).await;
    assert_eq!(versions.len(), 2, "the original stays beside the withdrawn version");
}
both!(a_withdrawn_signature_was_valid_as_of_the_time_before);
