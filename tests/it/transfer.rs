//! Transfers between institutions, and what an institution sees of another's people: scenarios 7
//! and 11, through the public door.

use chrono::TimeDelta;
use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::acts::{
    CITY, MINISTRY, PROVINCE, Person, employ, employer, people_of, personnel, signers_of,
};
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World, beginning};

const COVERAGE: &str = "query($c: ID!, $g: CoverageGrouping!, $i: ID, $on: Date) { pactCoverage( \
    cycle: $c, groupBy: $g, institution: $i, on: $on) { active signed isSuppressed \
    institution { code } } }";
const PERSON: &str = "query($n: String!) { civilServant(by: {serviceNumber: $n}) { id \
    employments { validFrom validTo institution { code } } pactSignatures { id } } }";
const NON_SIGNERS: &str = "query($c: ID!, $i: ID!, $after: String) { pactNonSigners(cycle: $c, \
    institution: $i, first: 200, after: $after) { nodes { id } \
    pageInfo { hasNextPage endCursor } } }";
const SIGNATURES: &str = "query($after: String) { pactSignatures(first: 200, after: $after) { \
    nodes { id } pageInfo { hasNextPage endCursor } } }";

async fn counts(office: &Client<'_>, cycle: &str, institution: &str, on: &str) -> (i64, i64) {
    let input = json!({ "c": cycle, "g": "TOTAL", "i": institution, "on": on });
    let answer = office.ask(COVERAGE, input).await.good();
    (answer.number("pactCoverage.0.active"), answer.number("pactCoverage.0.signed"))
}

/// Every id of a list, page by page.
async fn ids(client: &Client<'_>, query: &str, root: &str, mut input: Value) -> Vec<String> {
    let mut ids = Vec::new();
    loop {
        let answer = client.ask(query, input.clone()).await.good();
        let nodes = answer.at(&format!("{root}.nodes"));
        ids.extend(nodes.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().into()));
        if answer.at(&format!("{root}.pageInfo.hasNextPage")) == false {
            return ids;
        }
        input["after"] = answer.at(&format!("{root}.pageInfo.endCursor"));
    }
}

async fn non_signers(client: &Client<'_>, cycle: &str, institution: &str) -> Vec<String> {
    let input = json!({ "c": cycle, "i": institution });
    ids(client, NON_SIGNERS, "pactNonSigners", input).await
}

async fn signer(world: &World) -> Person {
    let number = &world.demo.signer_number;
    people_of(world, CITY).await.into_iter().find(|it| it.number == *number).unwrap()
}

/// Scenario 7: the old date counts in A's history, the new one in B's denominator.
async fn a_transfer_moves_a_signer_from_one_denominator_to_the_other(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let cycle = world.cycle().await;
    let (a, b) = (world.institution(CITY).await, world.institution(MINISTRY).await);
    let person = signer(&world).await;
    let days = ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2027-11-20"];
    let mut before = Vec::new();
    for on in days {
        before.push((counts(&bkn, &cycle, &a, on).await, counts(&bkn, &cycle, &b, on).await));
    }
    employ(&bkn, &person, &b, "2026-11-20").await.good();
    world.sequence().await;
    for (on, ((a_active, a_signed), (b_active, b_signed))) in days.into_iter().zip(before) {
        let moved = i64::from(on >= "2026-11-20");
        let expected = (a_active - moved, a_signed - moved);
        assert_eq!(counts(&bkn, &cycle, &a, on).await, expected, "former employer on {on}");
        let expected = (b_active + moved, b_signed);
        assert_eq!(counts(&bkn, &cycle, &b, on).await, expected, "new employer on {on}");
    }
}
both!(a_transfer_moves_a_signer_from_one_denominator_to_the_other);

async fn the_former_employer_keeps_the_signature_and_loses_the_person(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let cycle = world.cycle().await;
    let (a, b) = (world.institution(CITY).await, world.institution(MINISTRY).await);
    let (at_a, at_b) = (employer(&world, CITY).await, employer(&world, MINISTRY).await);
    let person = signer(&world).await;
    let number = json!({ "n": person.number });
    let signature = show(Kind::PactSignature, person.signature.unwrap()).0;
    let listed = ids(&at_a, SIGNATURES, "pactSignatures", json!({})).await;
    assert!(listed.contains(&signature));
    at_b.ask(PERSON, number.clone()).await.refused("NOT_FOUND");
    assert!(!non_signers(&at_b, &cycle, &b).await.contains(&person.global_id()));

    employ(&bkn, &person, &b, "2026-11-20").await.good();

    assert_eq!(ids(&at_a, SIGNATURES, "pactSignatures", json!({})).await, listed);
    at_a.ask(PERSON, number.clone()).await.refused("NOT_FOUND");
    let by_id = "query($i: ID!) { node(id: $i) { id } }";
    at_a.ask(by_id, json!({ "i": person.global_id() })).await.refused("NOT_FOUND");
    let record = "query($i: ID!) { node(id: $i) { ... on PactSignature { state institution { code } \
        civilServant { id } } } }";
    let kept = at_a.ask(record, json!({ "i": signature })).await.good();
    let expected =
        json!({ "state": "VALID", "institution": { "code": CITY }, "civilServant": null });
    assert_eq!(kept.at("node"), expected);
    assert!(!non_signers(&at_a, &cycle, &a).await.contains(&person.global_id()));

    at_b.ask(record, json!({ "i": signature })).await.refused("NOT_FOUND");
    let seen = at_b.ask(PERSON, number.clone()).await.good();
    let only = json!([{ "validFrom": "2026-11-20", "validTo": null,
        "institution": { "code": MINISTRY } }]);
    assert_eq!(seen.at("civilServant.employments"), only);
    assert_eq!(seen.at("civilServant.pactSignatures"), json!([]));
    assert!(non_signers(&at_b, &cycle, &b).await.contains(&person.global_id()));

    let all = bkn.ask(PERSON, number).await.good();
    assert_eq!(all.text("civilServant.employments.0.institution.code"), CITY);
    assert_eq!(all.text("civilServant.employments.0.validTo"), "2026-11-20");
    assert_eq!(all.text("civilServant.employments.1.institution.code"), MINISTRY);
    assert_eq!(all.text("civilServant.pactSignatures.0.id"), signature);
}
both!(the_former_employer_keeps_the_signature_and_loses_the_person);

async fn an_employer_sees_nothing_of_the_time_between_two_of_its_employments(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let (a, b) = (world.institution(CITY).await, world.institution(MINISTRY).await);
    let person = signer(&world).await;
    employ(&bkn, &person, &b, "2026-11-18").await.good();
    employ(&bkn, &person, &a, "2026-11-20").await.good();
    let seen = employer(&world, CITY).await.ask(PERSON, json!({ "n": person.number })).await.good();
    let employments = seen.at("civilServant.employments");
    let periods: Vec<_> = employments
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["institution"]["code"].clone(), it["validTo"].clone()))
        .collect();
    assert_eq!(periods, [(json!(CITY), json!("2026-11-18")), (json!(CITY), Value::Null)]);
    let at_b = employer(&world, MINISTRY).await;
    at_b.ask(PERSON, json!({ "n": person.number })).await.refused("NOT_FOUND");
}
both!(an_employer_sees_nothing_of_the_time_between_two_of_its_employments);

/// A refusal without what differs between any two requests.
fn alike(answer: &Answer) -> Value {
    let mut body = answer.body.clone();
    body["errors"][0]["extensions"]["traceId"].take();
    body
}

/// Scenario 11: naming an institution outside the reach is forbidden, whether or not it exists.
async fn names_of_anothers_non_signers_are_forbidden(backend: Backend) {
    let world = World::new(backend).await;
    let cycle = world.cycle().await;
    let office = employer(&world, CITY).await;
    let province = world.institution(PROVINCE).await;
    let nowhere = show(Kind::Institution, world.demo.pact_text_id).0;
    let before = world.footprint().await;
    let asked = |institution: &str| json!({ "c": cycle, "i": institution, "g": "UNIT" });
    for query in [NON_SIGNERS, COVERAGE] {
        let real = office.ask(query, asked(&province)).await.refused("FORBIDDEN");
        let absent = office.ask(query, asked(&nowhere)).await.refused("FORBIDDEN");
        assert_eq!(alike(&real), alike(&absent));
    }
    let filter = "query($i: ID!) { pactSignatures(first: 5, filter: {institution: $i}) { nodes { \
        id } } }";
    for institution in [&province, &nowhere] {
        office.ask(filter, json!({ "i": institution })).await.refused("FORBIDDEN");
    }
    assert_eq!(world.footprint().await, before);
    let total = office.ask(COVERAGE, json!({ "c": cycle, "g": "TOTAL" })).await.good();
    assert!(total.number("pactCoverage.0.active") > 1_900);
    assert!(total.number("pactCoverage.0.signed") > 1_000);
}
both!(names_of_anothers_non_signers_are_forbidden);

async fn small_cells_are_suppressed_for_offices_without_detail(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let cycle = world.cycle().await;
    let small = world.institution("KPU").await;
    for person in signers_of(&world, CITY).await.iter().take(3) {
        employ(&bkn, person, &small, "2026-11-20").await.good();
    }
    world.sequence().await;
    assert_eq!(counts(&bkn, &cycle, &small, "2026-11-20").await, (3, 0));

    world.set_clock(beginning() + TimeDelta::days(4));
    world.sequence().await;
    let bawaslu = world.office(Function::ElectionSupervision, Grade::Approver, None).await;
    let one = json!({ "c": cycle, "g": "TOTAL", "i": small });
    for office in [&bawaslu, &employer(&world, CITY).await] {
        let by_institution =
            office.ask(COVERAGE, json!({ "c": cycle, "g": "INSTITUTION" })).await.good();
        let shown = by_institution.at("pactCoverage");
        let told = |it: &Value| it["institution"]["code"] == "KPU" && it["active"] != Value::Null;
        assert!(!shown.as_array().unwrap().iter().any(told), "{shown}");
        let alone = office.ask(COVERAGE, one.clone()).await.good();
        assert_eq!(alone.at("pactCoverage.0.active"), Value::Null);
        assert_eq!(alone.at("pactCoverage.0.isSuppressed"), true);
    }
    for grouping in ["UNIT", "EMPLOYMENT_KIND"] {
        let input = json!({ "c": cycle, "g": grouping, "i": small });
        bawaslu.ask(COVERAGE, input).await.refused("FORBIDDEN");
    }
    world.public().ask(COVERAGE, one.clone()).await.refused("FORBIDDEN");
    world.civil_servant(CITY).await.ask(COVERAGE, one).await.refused("FORBIDDEN");
}
both!(small_cells_are_suppressed_for_offices_without_detail);
