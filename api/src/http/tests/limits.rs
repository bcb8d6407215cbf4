//! Requests that are too large, and those that only look so.

use super::*;

async fn too_expensive(text: &str) -> String {
    let answer = query(text).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
    assert_eq!(answer.code(), "QUERY_TOO_EXPENSIVE", "{}", answer.text);
    answer.json()["errors"][0]["message"].as_str().unwrap().to_owned()
}

fn each(range: std::ops::Range<usize>, text: impl Fn(usize) -> String) -> String {
    range.map(text).collect::<Vec<_>>().concat()
}

async fn passes(text: &str) {
    let answer = query(text).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.json()["errors"], Value::Null, "{}", answer.text);
}

#[tokio::test]
async fn nested_brackets_do_not_end_the_process() {
    for (open, close) in [("[", "]"), ("{a:", "}")] {
        let (open, close) = (open.repeat(1_500), close.repeat(1_500));
        let message = too_expensive(&format!("{{ list(values: {open}1{close}) }}")).await;
        assert!(message.contains("Brackets"), "{message}");
    }
    passes("{ list(values: [[1], [2, 3]]) }").await;
}

#[tokio::test]
async fn the_deepest_text_that_may_be_parsed_is_parsed() {
    let (open, close) = ("[".repeat(46), "]".repeat(46));
    for text in [
        format!("{{ list(values: {open}1{close}) }}"),
        format!("{{ list(values: {}1{}) }}", "{a:".repeat(46), "}".repeat(46)),
        format!("query ($x: {open}Int{close}) {{ list(values: $x) }}"),
        format!("{}a{}", "{ ... ".repeat(47), "}".repeat(47)),
    ] {
        assert!(query(&text).await.status != StatusCode::INTERNAL_SERVER_ERROR);
    }
}

#[tokio::test]
async fn a_chain_of_fragments_is_as_deep_as_brackets_may_be() {
    let link = |n: usize| {
        let (open, close) = ("...{".repeat(40), "}".repeat(40));
        format!("fragment F{n} on Query {{ {open} ...F{} {close} }} ", n + 1)
    };
    let chain = format!("{{ ...F0 }} {} fragment F30 on Query {{ a }}", each(0..30, link));
    assert!(too_expensive(&chain).await.contains("nested deeper than 48"));
    let flat = each(0..400, |n| format!("fragment F{n} on Query {{ ...F{} }} ", n + 1));
    let flat = format!("{{ ...F0 }} {flat} fragment F400 on Query {{ a }}");
    assert!(too_expensive(&flat).await.contains("nested deeper than 48"));
}

#[tokio::test]
async fn aliases() {
    let aliases = |count: usize| each(0..count, |n| format!("x{n}: number "));
    passes(&format!("{{ item {{ {} }} }}", aliases(30))).await;
    too_expensive(&format!("{{ item {{ {} }} }}", aliases(500))).await;
    let through_fragments =
        format!("{{ item {{ ...F next {{ ...F }} }} }} fragment F on Item {{ {} }}", aliases(16));
    too_expensive(&through_fragments).await;
}

#[tokio::test]
async fn root_fields() {
    passes("{ a b c a b c a b c a }").await;
    too_expensive("{ a b c a b c a b c a b }").await;
    too_expensive("{ ...F ...F ...F ...F } fragment F on Query { a b c }").await;
}

#[tokio::test]
async fn directives() {
    let directives = |count: usize| "@include(if: true) ".repeat(count);
    assert!(too_expensive(&format!("{{ a {} }}", directives(9))).await.contains("directives"));
    assert!(too_expensive(&format!("{{ a {} }}", directives(700))).await.contains("tokens"));
    let answer = query(&format!("{{ a {} }}", directives(50_000))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let fields = "a @include(if: true) ".repeat(8);
    passes(&format!("{{ {fields} }}")).await;
}

#[tokio::test]
async fn depth() {
    let nested = |depth: usize| {
        format!("{{ item {{ {} number {} }} }}", "next { ".repeat(depth), "}".repeat(depth))
    };
    passes(&nested(13)).await;
    assert!(too_expensive(&nested(14)).await.contains("15"));
    assert!(too_expensive(&nested(40)).await.contains("15"));
}

#[tokio::test]
async fn fragments_that_fan_out_or_go_round_end_at_once() {
    let fan = |leaf: &str| {
        let spread = |n: usize| format!("fragment F{n} on Query {{ ...F{0} ...F{0} }} ", n + 1);
        let fragments = each(0..28, spread);
        format!("{{ ...F0 }} {fragments} fragment F28 on Query {{ {leaf} }}")
    };
    too_expensive(&fan("a")).await;
    let free = fan("__typename").replace("{ ...F0 }", "{ item { ...F0 } }");
    assert!(too_expensive(&free.replace("on Query", "on Item")).await.contains("selections"));

    for cycle in [
        "{ ...F } fragment F on Query { ...F }",
        "{ ...F } fragment F on Query { ...G a } fragment G on Query { b ...F ...F }",
    ] {
        let answer = query(cycle).await;
        assert_eq!(answer.code(), "INVALID_INPUT");
        assert!(answer.text.contains("contains itself"), "{}", answer.text);
    }
}

#[tokio::test]
async fn cost_counts_pages() {
    let cost = async |text: &str, variables: Value| {
        let answer = post(json!({ "query": text, "variables": variables })).await;
        let json = answer.json();
        let seen = json["extensions"]["seen"].as_str().unwrap_or("too much").to_owned();
        seen.rsplit(' ').next().unwrap().to_owned()
    };
    let none = json!({});
    assert_eq!(cost("{ a b c }", none.clone()).await, "3");
    assert_eq!(cost("{ a __typename }", none.clone()).await, "1");
    let page = "{ items(first: 50) { totalCount nodes { number } } }";
    assert_eq!(cost(page, none.clone()).await, "102");
    let unnamed = "{ items { nodes { number } } }";
    assert_eq!(cost(unnamed, none.clone()).await, "41");
    let negative = "{ items(first: -5) { nodes { number } } }";
    assert_eq!(cost(negative, none.clone()).await, "1");
    let oversized = "{ items(last: 2000000) { nodes { number } } }";
    assert_eq!(cost(oversized, none.clone()).await, "401");
    let variable = "query ($n: Int = 10) { items(first: $n) { nodes { number } } }";
    assert_eq!(cost(variable, none.clone()).await, "21");
    assert_eq!(cost(variable, json!({ "n": 30 })).await, "61");
    assert_eq!(cost(variable, json!({ "n": null })).await, "41");
    let nested = "{ items(first: 200) { nodes { items(first: 200) { nodes { number } } } } }";
    assert_eq!(cost(nested, none).await, "much");
    assert!(too_expensive(nested).await.contains("points"));
}

#[tokio::test]
async fn introspection_passes_and_does_not_go_round() {
    passes(include_str!("introspection.graphql")).await;
    passes("{ __type(name: \"Item\") { fields { type { fields { name } } } } }").await;
    let round =
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert!(too_expensive(round).await.contains("Introspection"));
}

#[tokio::test]
async fn a_mutation_has_one_root_field() {
    for text in [
        "mutation { act x: act }",
        "mutation { act __typename }",
        "mutation { ...F ...F } fragment F on Mutation { act }",
    ] {
        let server = Server::new();
        let body = Body::from(json!({ "query": text }).to_string());
        let headers = [("content-type", JSON), ("accept", GRAPHQL)];
        let answer = send(&server, request(Method::POST, "/graphql", &headers, body)).await;
        assert_eq!(answer.code(), "INVALID_INPUT", "{text}");
        assert_eq!(server.acts.load(Ordering::SeqCst), 0);
    }
    passes("mutation { act }").await;
}

#[tokio::test]
async fn at_most_twenty_errors_are_told() {
    let unknown = each(0..100, |n| format!("unknown{n} "));
    let answer = query(&format!("{{ item {{ {unknown} }} }}")).await;
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 20);
    let answer = query("{ manyRefused }").await;
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 20);
}
