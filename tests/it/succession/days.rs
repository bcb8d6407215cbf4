//! Days before and after the approval, and what was signed before the day.

use chrono::TimeDelta;
use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use super::desk::{Desk, both_sums, employer_passes, in_seat_of, register, sums, sums_at};
use super::{CITY, MINISTRY, NEW_CITY, PEOPLE};
use crate::acts::{account, employ, employer, people_of, personnel, sign, signers_of, withdraw};
use crate::coverage::{last_index, recount};
use crate::database::{Backend, both};
use crate::world::{Client, World, beginning};

/// Approved before its day, it takes effect on it by the clock, whether or not a job has run.
async fn what_is_approved_early_takes_effect_on_its_day(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let day = "2026-11-25";
    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], day).await;
    let id = desk.approved(input).await;
    assert_eq!(world.registry().effect_successions().await.unwrap(), 0, "its day has not come");
    let old = employer(&world, CITY).await;
    old.ask(PEOPLE, json!({})).await.good();
    assert_eq!(desk.result(&id).await.at("node.receipt"), Value::Null);

    // The evening before, and the first minute of the day in Jakarta.
    world.set_clock(beginning() + TimeDelta::hours(24 * 4 + 13));
    let old = employer(&world, CITY).await;
    old.ask(PEOPLE, json!({})).await.good();
    world.set_clock(beginning() + TimeDelta::hours(24 * 4 + 14));
    old.ask(PEOPLE, json!({})).await.refused("UNAUTHENTICATED");
    assert_eq!(world.registry().effect_successions().await.unwrap(), 1);
    let new = in_seat_of(&world, NEW_CITY, Function::Employer, Grade::Staff).await;
    assert!(new.ask(PEOPLE, json!({})).await.good().number("civilServants.totalCount.value") > 20);
    assert!(people_of(&world, NEW_CITY).await.is_empty(), "their employments begin that day");
    world.sequence().await;
    let cycle = world.cycle().await;
    let [old, new] = both_sums(&world, &cycle, CITY, NEW_CITY, day).await;
    assert_eq!(old, (0, 0));
    let eve = both_sums(&world, &cycle, CITY, NEW_CITY, "2026-11-24").await;
    assert_eq!(eve, [new, (0, 0)]);
}
both!(what_is_approved_early_takes_effect_on_its_day);

/// A day that has passed: who was hired in between goes along, and what was known then stays known.
async fn a_late_approval_reaches_back_to_its_day(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    world.sequence().await;
    let cycle = world.cycle().await;
    let bkn = personnel(&world).await;
    let person = &signers_of(&world, MINISTRY).await[0];
    let city = world.institution(CITY).await;
    employ(&bkn, person, &city, "2026-11-10").await.good();
    world.sequence().await;
    let known = last_index(&world).await;
    let before = sums(&world, &cycle, CITY, "2026-11-20").await;
    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], "2026-11-03").await;
    desk.pass(input).await;
    world.sequence().await;
    let [old, new] = both_sums(&world, &cycle, CITY, NEW_CITY, "2026-11-20").await;
    assert_eq!((old, new), ((0, 0), before));
    assert_eq!(sums(&world, &cycle, CITY, "2026-11-03").await, (0, 0));
    assert_eq!(sums(&world, &cycle, NEW_CITY, "2026-11-09").await.0, before.0 - 1);
    let end = last_index(&world).await;
    for (on, index) in [("2026-11-02", end), ("2026-11-12", end), ("2026-11-12", known)] {
        let on = on.parse().unwrap();
        let recounted = recount(&world, on, index).await;
        recounted.counts_nobody_twice();
        recounted.is_what_is_told(&world, &bkn, (on, index), NEW_CITY).await;
        recounted.is_what_is_told(&world, &bkn, (on, index), CITY).await;
    }
    // As known before, nothing of it had happened.
    let then = sums_at(&world, &cycle, CITY, "2026-11-20", known).await;
    assert_eq!(then, before);
    let history = "query($n: String!) { civilServant(by: {serviceNumber: $n}) { employments { \
        validFrom validTo institution { code } } } }";
    let seen = bkn.ask(history, json!({ "n": person.number })).await.good();
    let last: Vec<Value> = seen.at("civilServant.employments").as_array().unwrap()[1..].to_vec();
    let expected = json!([
        { "validFrom": "2026-11-10", "validTo": "2026-11-10", "institution": { "code": CITY } },
        { "validFrom": "2026-11-10", "validTo": null, "institution": { "code": NEW_CITY } },
    ]);
    assert!(last.len() == 2 && expected.as_array().unwrap().iter().all(|it| last.contains(it)));
}
both!(a_late_approval_reaches_back_to_its_day);

/// Who signed before need not sign again, also after moving on within the successor.
async fn a_signature_goes_on_counting_in_the_successor(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    let new = register(&world, NEW_CITY).await;
    let signer = signers_of(&world, CITY).await.remove(0);
    let person = account(&world, &signer).await;
    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], "2026-11-20").await;
    desk.pass(input).await;
    let again = sign(&world, &person).await.refused("RULE_REFUSED");
    assert_eq!(again.rule(), "ALREADY_SIGNED");
    let office = in_seat_of(&world, NEW_CITY, Function::Employer, Grade::Approver).await;
    let missing = missing(&world, &office, &new).await;
    assert!(!missing.contains(&signer.global_id()));
    world.sequence().await;
    let cycle = world.cycle().await;
    let before = sums(&world, &cycle, NEW_CITY, "2026-11-25").await;
    let bkn = personnel(&world).await;
    employ(&bkn, &signer, &new, "2026-11-24").await.good();
    world.sequence().await;
    assert_eq!(sums(&world, &cycle, NEW_CITY, "2026-11-25").await, before);
    let withdrawn = withdraw(&office, signer.signature.unwrap()).await.good();
    assert_eq!(withdrawn.at("withdrawPactSignature.pactSignature.state"), "WITHDRAWN");
    world.sequence().await;
    let after = sums(&world, &cycle, NEW_CITY, "2026-11-25").await;
    assert_eq!(after, (before.0, before.1 - 1));
}
both!(a_signature_goes_on_counting_in_the_successor);

async fn missing(world: &World, office: &Client<'_>, institution: &str) -> Vec<String> {
    let query = "query($c: ID!, $i: ID!) { pactNonSigners(cycle: $c, institution: $i, \
        first: 200) { nodes { id } } }";
    let input = json!({ "c": world.cycle().await, "i": institution });
    let answer = office.ask(query, input).await.good();
    let nodes = answer.at("pactNonSigners.nodes");
    let id = |it: &Value| it["id"].as_str().unwrap().to_owned();
    nodes.as_array().unwrap().iter().map(id).collect()
}
