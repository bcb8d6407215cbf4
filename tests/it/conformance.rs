//! The contract over HTTP, with the whole schema behind it: order, partial answers, operations,
//! methods, statuses and media types.

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::database::{Backend, both};
use crate::door::{Door, JSON, Reply, TRUTH};
use crate::shared::readers;
use crate::world::World;

const CITY: &str = "PEMKOT_34.71";

const INTROSPECTION: &str = "query IntrospectionQuery { __schema {
    queryType { name } mutationType { name } subscriptionType { name }
    types { ...FullType }
    directives { name description locations args { ...InputValue } } } }
  fragment FullType on __Type { kind name description
    fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef }
      isDeprecated deprecationReason }
    inputFields { ...InputValue } interfaces { ...TypeRef }
    enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
    possibleTypes { ...TypeRef } }
  fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
  fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name
    ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }";

/// Fails unless the keys follow one another in the text of the answer.
#[track_caller]
fn in_order(raw: &str, keys: &[&str]) {
    let mut rest = raw;
    for key in keys {
        let at = rest.find(&format!("\"{key}\":"));
        let at = at.unwrap_or_else(|| panic!("{key} is not where the query has it: {raw}"));
        rest = &rest[at + key.len() + 3..];
    }
}

async fn an_answer_has_its_fields_in_the_order_of_the_query(backend: Backend) {
    let world = World::shared(backend).await;
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let query = "{ zero: pactSignatures(first: 1) { nodes { signedOn id state } }
        viewer { seat { grade institution { name code } function } capacity }
        cycles { name code } accessMatrix { roles act }
        alpha: institutions(first: 1) { nodes { region { code } name parent { code } code } } }";
    let raw = city.ask(query, json!({})).await.good().raw;
    in_order(&raw, &["zero", "signedOn", "id", "state", "viewer", "seat", "grade", "institution"]);
    in_order(&raw, &["institution", "name", "code", "function", "capacity", "cycles", "name"]);
    in_order(&raw, &["cycles", "name", "code", "accessMatrix", "roles", "act", "alpha"]);
    in_order(&raw, &["alpha", "nodes", "region", "name", "parent", "code"]);

    let reversed = "{ accessMatrix { act roles } cycles { code name } viewer { capacity } }";
    let raw = city.ask(reversed, json!({})).await.good().raw;
    in_order(&raw, &["accessMatrix", "act", "roles", "cycles", "code", "name", "viewer"]);

    // What a fragment adds stands where the fragment does; what is asked for twice, where first.
    let fragments = "query($c: String!) { institution(by: {code: $c}) { ...Late kind name
        ... on Institution { code kind } } } fragment Late on Institution { version name id }";
    let raw = city.ask(fragments, json!({ "c": CITY })).await.good().raw;
    in_order(&raw, &["institution", "version", "name", "id", "kind", "code"]);
}
readers!(an_answer_has_its_fields_in_the_order_of_the_query);

async fn a_field_that_fails_leaves_its_siblings(backend: Backend) {
    let world = World::shared(backend).await;
    let query = "query($c: String!) { before: institution(by: {code: $c}) { code
        units(first: 0) { nodes { code } } name functions { function } }
        after: cycles { code } }";
    let answer = world.public().ask(query, json!({ "c": CITY })).await;
    let answer = answer.refused("INVALID_INPUT");
    assert_eq!(answer.status, 200, "{}", answer.raw);
    assert_eq!(answer.text("before.code"), CITY);
    assert!(!answer.text("before.name").is_empty());
    assert_eq!(answer.at("before.units"), Value::Null);
    assert_eq!(answer.text("before.functions.0.function"), "EMPLOYER");
    assert!(!answer.text("after.0.code").is_empty());
    assert_eq!(answer.body["errors"].as_array().unwrap().len(), 1, "{}", answer.raw);
    assert_eq!(answer.body["errors"][0]["path"], json!(["before", "units"]));
}
readers!(a_field_that_fails_leaves_its_siblings);

async fn one_refused_root_of_three_leaves_the_other_two(backend: Backend) {
    let world = World::shared(backend).await;
    let query = "{ cycles { code } people: civilServants(first: 5) { nodes { name } }
        institutions(first: 2) { nodes { code } } }";
    let answer = world.public().ask(query, json!({})).await.refused("FORBIDDEN");
    assert_eq!(answer.status, 200);
    assert!(!answer.text("cycles.0.code").is_empty());
    assert_eq!(answer.at("people"), Value::Null);
    assert_eq!(answer.at("institutions.nodes").as_array().unwrap().len(), 2);
    let errors = answer.body["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{}", answer.raw);
    assert_eq!(errors[0]["path"], json!(["people"]));
    assert_eq!(errors[0]["locations"], json!([{ "line": 1, "column": 19 }]));
    assert_eq!(errors[0]["extensions"]["act"], "READ_CIVIL_SERVANTS");
    assert_eq!(answer.error("traceId").len(), 32);
    let order = answer.body["data"].as_object().unwrap();
    assert_eq!(order.len(), 3);
    in_order(&answer.raw, &["cycles", "people", "institutions"]);
}
readers!(one_refused_root_of_three_leaves_the_other_two);

async fn each_operation_of_a_document_is_chosen_by_its_name(backend: Backend) {
    let world = World::shared(backend).await;
    let document = "query One($code: String!) { institution(by: {code: $code}) { ...Named } }
        query Many($size: Int!, $kind: InstitutionKind = CITY_GOVERNMENT) {
            institutions(first: $size, filter: {kind: $kind}) { nodes { ...Named } } }
        fragment Named on Institution { code kind }";
    let choose = |name: Option<&str>, variables: Value| {
        let body = json!({ "query": document, "operationName": name, "variables": variables });
        let client = world.public();
        async move { client.send(&body).await }
    };
    let one = choose(Some("One"), json!({ "code": "PANRB" })).await.good();
    assert_eq!(one.text("institution.code"), "PANRB");
    let many = choose(Some("Many"), json!({ "size": 3 })).await.good();
    assert_eq!(many.at("institutions.nodes").as_array().unwrap().len(), 3);
    assert_eq!(many.text("institutions.nodes.2.kind"), "CITY_GOVERNMENT");
    // The variables of the one are not those of the other.
    choose(Some("Many"), json!({ "code": "PANRB" })).await.refused("INVALID_INPUT");
    choose(Some("One"), json!({ "size": 3 })).await.refused("INVALID_INPUT");
    choose(Some("Neither"), json!({})).await.refused("INVALID_INPUT");
    choose(None, json!({ "code": "PANRB", "size": 3 })).await.refused("INVALID_INPUT");
}
readers!(each_operation_of_a_document_is_chosen_by_its_name);

async fn a_mutation_has_one_root_field(backend: Backend) {
    let world = World::new(backend).await;
    let signer = world.civil_servant(CITY).await;
    let variables = json!({ "t": world.pact_text(), "h": world.demo.pact_text_sha256 });
    let before = world.footprint().await;
    let sign = "signPact(input: {pactText: $t, sha256: $h}) { receipt { eventId } }";
    for selection in [
        format!("a: {sign} b: {sign}"),
        format!("{sign} signOut {{ isDone }}"),
        format!("{sign} ... on Mutation {{ signOut {{ isDone }} }}"),
        format!("__typename {sign} signOut {{ isDone }}"),
    ] {
        let query = format!("mutation($t: ID!, $h: String!) {{ {selection} }}");
        let answer = signer.ask(&query, variables.clone()).await.refused("INVALID_INPUT");
        assert!(answer.body["data"].is_null(), "{}", answer.raw);
        assert_eq!(world.footprint().await, before, "{query}");
    }
    let query = format!("mutation($t: ID!, $h: String!) {{ {sign} }}");
    signer.ask(&query, variables).await.good();
}
both!(a_mutation_has_one_root_field);

async fn the_contract_is_open_to_the_public(backend: Backend) {
    let world = World::shared(backend).await;
    let answer = world.public().ask(INTROSPECTION, json!({})).await.good();
    let types = answer.at("__schema.types");
    let names: Vec<_> = types.as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert!(names.contains(&&json!("CivilServant")) && names.contains(&&json!("Mutation")));
    let one = "{ __type(name: \"Institution\") { fields { name type { name } } } }";
    world.public().ask(one, json!({})).await.good();

    let sdl = Door::at(&world.url).get("/schema.graphql", &[]).await;
    assert!(sdl.answer.raw == netra_api::graphql::sdl(), "the SDL differs");
    assert_eq!(sdl.header("content-type"), "text/plain; charset=utf-8");
}
readers!(sqlite: the_contract_is_open_to_the_public);

async fn a_query_goes_by_get_and_a_mutation_does_not(backend: Backend) {
    let world = World::shared(backend).await;
    let door = Door::at(&world.url);
    let query = "/graphql?query=query(%24c:String!)%7Binstitution(by:%7Bcode:%24c%7D)%7Bcode%7D%7D\
        &variables=%7B%22c%22:%22PANRB%22%7D";
    let reply = door.get(query, &[]).await;
    assert_eq!(reply.answer.good().text("institution.code"), "PANRB");

    let seat = world.seat(Function::Employer, Grade::Staff, Some(CITY)).clone();
    let token = world.client_of(&seat).await.token.unwrap();
    let bearer = format!("Bearer {token}");
    let mutation = "/graphql?query=mutation%7BsignOut%7BisDone%7D%7D";
    let reply = door.get(mutation, &[("authorization", &bearer)]).await;
    let reply = reply.refused(405, "INVALID_INPUT");
    assert_eq!(reply.header("allow"), "POST");
    // It was not executed: the session still runs.
    let viewer = world.client(token).ask("{ viewer { login } }", json!({})).await.good();
    assert_eq!(viewer.text("viewer.login"), seat.login);
}
readers!(sqlite: a_query_goes_by_get_and_a_mutation_does_not);

/// Content type without its parameters, and the status.
fn kind(reply: &Reply) -> (u16, &str) {
    (reply.answer.status, reply.header("content-type").split(';').next().unwrap())
}

async fn statuses_and_media_types_are_those_of_the_specification(backend: Backend) {
    const APPLICATION: (&str, &str) = ("accept", "application/json");
    const JSON_TYPE: &str = "application/json";
    const GRAPHQL: &str = "application/graphql-response+json";
    const PROBLEM: &str = "application/problem+json";
    let world = World::shared(backend).await;
    let door = Door::at(&world.url);
    let body = |query: &str| json!({ "query": query }).to_string();
    for (query, legacy, truth) in [
        ("{ cycles { code } }", 200, 200),
        ("{ civilServants { nodes { id } } }", 200, 200),
        ("{ cycles { code }", 200, 400),
        ("{ nothingOfThisName }", 200, 400),
        ("{ cycle { code } }", 200, 400),
        ("query($c: String!) { cycle(code: $c) { code } }", 200, 400),
        ("subscription { cycles { code } }", 200, 400),
        ("", 200, 400),
    ] {
        let reply = door.post(&[JSON, APPLICATION], body(query)).await;
        assert_eq!(kind(&reply), (legacy, JSON_TYPE), "{query}: {}", reply.answer.raw);
        let reply = door.post(&[JSON, TRUTH], body(query)).await;
        assert_eq!(kind(&reply), (truth, GRAPHQL), "{query}: {}", reply.answer.raw);
        let has_data = reply.answer.body.get("data").is_some();
        assert_eq!(has_data, truth == 200, "{query}: {}", reply.answer.raw);
        assert_eq!(reply.header("cache-control"), "no-store");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
    }
    let html = door.post(&[JSON, ("accept", "text/html")], body("{ cycles { code } }")).await;
    assert_eq!(kind(&html), (406, PROBLEM));
    let nowhere = door.get("/nowhere", &[]).await;
    assert_eq!(kind(&nowhere), (404, PROBLEM));
    assert_eq!(nowhere.answer.body["traceId"].as_str().unwrap().len(), 32);
    let bearer = ("authorization", "Basic bmV0cmE6bmV0cmE=");
    let basic = door.post(&[JSON, bearer], body("{ cycles { code } }")).await;
    let basic = basic.refused(401, "UNAUTHENTICATED");
    assert!(basic.header("www-authenticate").starts_with("Bearer"));
}
readers!(sqlite: statuses_and_media_types_are_those_of_the_specification);

async fn texts_follow_the_language_and_codes_do_not(backend: Backend) {
    let world = World::shared(backend).await;
    let query = "{ institutions(first: 0) { nodes { code } } }";
    let ask = async |language: &str| {
        world.public().with("accept-language", language).ask(query, json!({})).await
    };
    let indonesian = ask("id-ID,id;q=0.9,en;q=0.5").await.refused("INVALID_INPUT");
    let english = ask("en").await.refused("INVALID_INPUT");
    assert_eq!(indonesian.rule(), english.rule());
    assert_ne!(indonesian.body["errors"][0]["message"], english.body["errors"][0]["message"]);
}
readers!(sqlite: texts_follow_the_language_and_codes_do_not);
