//! What a query costs in statements: nested fields cost the same for one parent and for many, and
//! what lies outside the reach costs what an absent thing does.

use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::acts::{CITY, MINISTRY, people_of};
use crate::database::{Backend, both};
use crate::world::{Client, World};

both!(a_list_costs_the_same_for_one_row_and_many);
both!(what_lies_outside_the_reach_costs_what_an_absent_thing_does);

const LISTS: &[&str] = &[
    "institutions(first: $n) { nodes { code region { name } parent { code }
        functions { function } units(first: 2) { nodes { code } } } }",
    "civilServants(first: $n) { nodes { name serviceNumbers { numberMasked }
        employments { institution { code region { name } } unit { code } version }
        pactSignatures { pactText { edition cycle { code elections { code } } } version } } }",
    "civilServants(first: $n) { nodes { employments { institution { code } history(first: 2) { nodes {
        version institution { code } order { index } changes { field state } } } } } }",
    "pactSignatures(first: $n) { nodes { signedOn civilServant { name serviceNumbers { kind } }
        institution { code } unit { code } pactText { title } } }",
    "candidates(first: $n) { nodes { state district { code } statuses { ground }
        doubleNominations { id } contestant { name party { code } contest { code
        region { code } phase { code } } } } }",
];

/// How many statements an answer took.
async fn cost(world: &World, client: &Client<'_>, query: &str, variables: Value) -> u64 {
    let before = world.registry().database().reads();
    client.ask(query, variables).await;
    world.registry().database().reads() - before
}

async fn a_list_costs_the_same_for_one_row_and_many(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = world.office(Function::PersonnelAdministration, Grade::Staff, None).await;
    for list in LISTS {
        let query = format!("query($n: Int!) {{ {list} }}");
        let full = bkn.ask(&query, json!({ "n": 40 })).await.good();
        assert!(full.raw.matches("code").count() >= 40, "{}", full.raw);
        let one = cost(&world, &bkn, &query, json!({ "n": 1 })).await;
        let many = cost(&world, &bkn, &query, json!({ "n": 40 })).await;
        // A loader under load takes its keys in several goes; a query for each row would be 39 more.
        assert!((1..one + 30).contains(&many), "{one} and {many} statements for {list}");
    }
}

async fn what_lies_outside_the_reach_costs_what_an_absent_thing_does(backend: Backend) {
    let world = World::new(backend).await;
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let bkn = world.office(Function::PersonnelAdministration, Grade::Staff, None).await;
    let outside = people_of(&world, MINISTRY).await.into_iter().find(|it| it.signature.is_some());
    let outside = outside.unwrap();
    let signature = show(Kind::PactSignature, outside.signature.unwrap()).0;
    let nothing = |kind| show(kind, Uuid::nil()).0;
    let by_id = "query($it: ID!) { node(id: $it) { id } }";
    let by_number = "query($it: String!) { civilServant(by: {serviceNumber: $it}) { id } }";
    for (query, outside, absent) in [
        (by_id, outside.global_id(), nothing(Kind::CivilServant)),
        (by_id, signature, nothing(Kind::PactSignature)),
        (by_number, outside.number.clone(), "196804111993031009".to_owned()),
    ] {
        let [outside, absent] = [json!({ "it": outside }), json!({ "it": absent })];
        bkn.ask(query, outside.clone()).await.good();
        bkn.ask(query, absent.clone()).await.refused("NOT_FOUND");
        city.ask(query, outside.clone()).await.refused("NOT_FOUND");
        let costs =
            [cost(&world, &city, query, outside).await, cost(&world, &city, query, absent).await];
        assert_eq!(costs[0], costs[1], "{query}");
        assert!(costs[0] > 0);
    }
}
