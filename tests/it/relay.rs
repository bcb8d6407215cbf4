//! What the contract promises to Relay and to other clients that know it by its conventions: every
//! row of a list is found again by its id, lists run both ways, inputs are named after their acts.

use async_graphql::parser::types::{FieldDefinition, TypeKind};
use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::acts::CITY;
use crate::contract::{Contract, named};
use crate::database::{Backend, both};
use crate::machines::{Pair, register};
use crate::shared::readers;
use crate::world::World;

/// Lists without a row in the demonstration; the tests of their nouns read such rows.
const NOT_IN_THE_DEMONSTRATION: [&str; 6] =
    ["breaches", "campaignAccountCopies", "circulars", "erasures", "legalHolds", "rectifications"];

/// Rows that are no records of their own: who looked is told to the person alone, and a revision is
/// part of its record.
const NO_RECORDS: [&str; 3] = ["AccessLogEntry", "Reading", "RecordRevision"];

/// A record's revisions run from the newest back, as one reads them.
const ONE_WAY: [&str; 1] = ["history"];

const BOTH_WAYS: [&str; 4] = ["first", "after", "last", "before"];

fn connections(contract: &Contract) -> Vec<(&str, &FieldDefinition)> {
    let fields = contract
        .0
        .keys()
        .flat_map(|ty| contract.fields(ty).into_iter().map(move |field| (ty.as_str(), field)));
    fields.filter(|(_, field)| named(&field.ty.node).ends_with("Connection")).collect()
}

fn row_of(list: &FieldDefinition) -> &str {
    named(&list.ty.node).trim_end_matches("Connection")
}

#[test]
fn every_list_runs_both_ways_over_rows_with_an_id() {
    let contract = Contract::read();
    let nodes = contract.implementors("Node");
    let connections = connections(&contract);
    assert!(connections.len() > 10, "{} connections", connections.len());
    for (ty, field) in connections {
        let place = format!("{ty}.{}", field.name.node);
        let has = |name: &str| field.arguments.iter().any(|it| it.node.name.node == name);
        let is_one_way = ONE_WAY.contains(&field.name.node.as_str());
        let needed = if is_one_way { &BOTH_WAYS[..2] } else { &BOTH_WAYS[..] };
        assert!(needed.iter().all(|name| has(name)), "{place} lacks an argument");
        let row = row_of(field);
        let is_node = nodes.iter().any(|node| node == row);
        assert_ne!(is_node, NO_RECORDS.contains(&row), "{place}: {row}");
    }
}

#[test]
fn an_input_is_named_after_its_act() {
    let contract = Contract::read();
    for act in contract.fields("Mutation") {
        for argument in &act.arguments {
            let input = named(&argument.node.ty.node);
            if matches!(contract.0.get(input).map(|it| &it.kind), Some(TypeKind::InputObject(_))) {
                let (first, rest) = act.name.node.split_at(1);
                assert_eq!(input, format!("{}{rest}Input", first.to_uppercase()));
                assert_eq!(argument.node.name.node, "input");
            }
        }
    }
}

async fn a_row_of_a_list_is_found_again_by_its_id(backend: Backend) {
    let world = World::new(backend).await;
    let contract = Contract::read();
    register(&world, &Pair::new()).await;
    let clients = [
        world.office(Function::Employer, Grade::Admin, Some(CITY)).await,
        world.office(Function::PersonnelAdministration, Grade::Approver, None).await,
        world.office(Function::CivilServicePolicy, Grade::Approver, None).await,
        world.office(Function::Audit, Grade::Staff, None).await,
    ];
    for (ty, field) in connections(&contract) {
        let required = |it: &async_graphql::Positioned<_>| {
            let it: &async_graphql::parser::types::InputValueDefinition = &it.node;
            !it.ty.node.nullable
        };
        let is_record = !NO_RECORDS.contains(&row_of(field));
        if ty != "Query" || field.arguments.iter().any(required) || !is_record {
            continue;
        }
        let list =
            format!("{{ list: {}(first: 3) {{ nodes {{ __typename id }} }} }}", field.name.node);
        let mut seen = 0;
        for client in &clients {
            let rows = client.ask(&list, json!({})).await.at("list.nodes");
            for row in rows.as_array().unwrap_or(&Vec::new()) {
                let again = "query($id: ID!) { node(id: $id) { __typename id } }";
                let again = client.ask(again, json!({ "id": row["id"] })).await.good();
                assert_eq!(again.at("node"), *row, "{}", field.name.node);
                seen += 1;
            }
        }
        let is_empty = NOT_IN_THE_DEMONSTRATION.contains(&field.name.node.as_str());
        assert_eq!(seen == 0, is_empty, "rows of {} that somebody sees", field.name.node);
    }
}
both!(a_row_of_a_list_is_found_again_by_its_id);

async fn units_are_paged_from_either_end(backend: Backend) {
    let world = World::shared(backend).await;
    let query = "query($first: Int, $after: String, $last: Int, $before: String) {
        institution(by: {code: \"PEMKOT_34.71\"}) {
            units(first: $first, after: $after, last: $last, before: $before) {
                edges { cursor node { code } } pageInfo { hasPreviousPage hasNextPage } } } }";
    let public = world.public();
    let page =
        async |variables: Value| public.ask(query, variables).await.good().at("institution.units");
    let all = page(json!({ "first": 200 })).await;
    let all = all["edges"].as_array().unwrap();
    assert!(all.len() > 2, "{all:?}");
    let last = page(json!({ "last": 1 })).await;
    assert_eq!(last["edges"], json!(all[all.len() - 1..]));
    assert_eq!(last["pageInfo"], json!({ "hasPreviousPage": true, "hasNextPage": false }));
    let before = all[all.len() - 1]["cursor"].clone();
    let rest = page(json!({ "last": 200, "before": before })).await;
    assert_eq!(rest["edges"], json!(all[..all.len() - 1]));
    assert_eq!(rest["pageInfo"], json!({ "hasPreviousPage": false, "hasNextPage": true }));
}
readers!(units_are_paged_from_either_end);
