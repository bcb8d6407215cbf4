//! Rows of long lists, which answer without the library where they can: they say the same as where
//! the library resolves them field by field, which a fragment makes it do.

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::acts::CITY;
use crate::database::Backend;
use crate::shared::readers;
use crate::world::{Client, World};

readers!(a_row_says_the_same_in_both_ways);

const SIGNATURE: &[&str] = &[
    "id",
    "method",
    "state",
    "signedOn",
    "signedAt",
    "recordedAt",
    "civilServant { id }",
    "civilServant { __typename id }",
    "civilServant { id name }",
    "institution { id }",
    "institution { it: id __typename }",
    "pactText { id }",
    "withdrawnOn",
    "one: id other: id",
    "institution { id } institution { code }",
];

const COVERAGE: &[&str] = &[
    "active",
    "signed",
    "isSuppressed",
    "institution { id }",
    "institution { code name id __typename }",
    "institution { code kind }",
    "kind",
];

/// Asks for a list in both ways; answers with what both say.
async fn both_ways(
    client: &Client<'_>,
    (list, type_name, at): (&str, &str, &str),
    fields: &str,
    variables: &Value,
) -> Value {
    let plain = list.replace("ROW", &format!("{{ __typename {fields} }}"));
    let resolved =
        list.replace("ROW", &format!("{{ ... on {type_name} {{ __typename {fields} }} }}"));
    let plain = client.ask(&plain, variables.clone()).await.good();
    let resolved = client.ask(&resolved, variables.clone()).await.good();
    assert_eq!(plain.raw, resolved.raw, "{fields}");
    plain.at(at)
}

async fn a_row_says_the_same_in_both_ways(backend: Backend) {
    let world = World::shared(backend).await;
    let cycle = json!({ "c": world.cycle().await });
    let signatures = (
        "query { pactSignatures(first: 20) { nodes ROW edges { cursor node ROW } } }",
        "PactSignature",
        "pactSignatures",
    );
    let coverage = (
        "query($c: ID!) { pactCoverage(cycle: $c, groupBy: INSTITUTION) ROW }",
        "PactCoverage",
        "pactCoverage",
    );
    for (function, institution) in [
        (Function::PersonnelAdministration, None),
        (Function::Employer, Some(CITY)),
        (Function::Audit, None),
    ] {
        let office = world.office(function, Grade::Staff, institution).await;
        for fields in SIGNATURE.iter().map(|it| (*it).to_owned()).chain([SIGNATURE[..7].join(" ")])
        {
            let told = both_ways(&office, signatures, &fields, &json!({})).await;
            assert!(told["nodes"].as_array().unwrap().len() > 10);
        }
        for fields in COVERAGE.iter().map(|it| (*it).to_owned()).chain([COVERAGE[..4].join(" ")]) {
            let told = both_ways(&office, coverage, &fields, &cycle).await;
            assert!(told.as_array().unwrap().len() > 3);
        }
    }
}
