//! Operations, fragments, variables; and that the library answers as the specification says.

use std::{num::NonZeroUsize, sync::Arc};

use super::{super::document::Documents, *};

#[tokio::test]
async fn fields_come_in_the_order_of_the_query() {
    let answer = query("{ c a item { next { number } number } b }").await;
    let expected = r#"{"data":{"c":"three","a":1,"item":{"next":{"number":1},"number":0},"b":2}"#;
    assert!(answer.text.starts_with(expected), "{}", answer.text);
}

#[tokio::test]
async fn a_refused_field_leaves_its_siblings() {
    let answer = query("{ a refused b }").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["data"], json!({ "a": 1, "refused": null, "b": 2 }));
    assert_eq!(answer.code(), "FORBIDDEN");
    assert_eq!(answer.json()["errors"][0]["path"], json!(["refused"]));
}

#[tokio::test]
async fn a_failed_required_field_nulls_upwards() {
    let answer = query("{ a requiredButFailing }").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["data"], Value::Null);
    assert!(answer.json().as_object().unwrap().contains_key("data"));
    assert_eq!(answer.code(), "INTERNAL");
}

#[tokio::test]
async fn one_of_two_operations_runs_with_its_own_variables() {
    let text = "query One($x: Int!) { b(x: $x) } query Two($id: Int!) { ...F } \
        fragment F on Query { required(id: $id) }";
    let body = |name: &str, variables: Value| json!({ "query": text, "operationName": name, "variables": variables });
    let answer = post(body("One", json!({ "x": 7 }))).await;
    assert_eq!(answer.json()["data"], json!({ "b": 7 }), "{}", answer.text);
    assert!(answer.text.contains(r#"en None Some(\"One\") [\"b\"] 1"#), "{}", answer.text);
    let answer = post(body("Two", json!({ "id": 8 }))).await;
    assert_eq!(answer.json()["data"], json!({ "required": "8 " }), "{}", answer.text);
    for name in [json!(null), json!("Three"), json!("")] {
        let answer = post(json!({ "query": text, "operationName": name })).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::BAD_REQUEST, "INVALID_INPUT")
        );
    }
}

#[tokio::test]
async fn a_name_given_for_an_anonymous_operation_is_unknown() {
    let answer = post(json!({ "query": "{ a }", "operationName": "A" })).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let answer = post(json!({ "query": "query A { a }", "operationName": "A" })).await;
    assert_eq!(answer.json()["data"], json!({ "a": 1 }));
}

#[tokio::test]
async fn variables_are_coerced_before_anything_runs() {
    let text = "query ($id: Int!) { required(id: $id) }";
    for variables in [json!({}), json!({ "id": null }), json!({ "id": "x" }), json!(null)] {
        let answer = post(json!({ "query": text, "variables": variables })).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.text);
        assert_eq!(answer.code(), "INVALID_INPUT");
        assert!(!answer.json().as_object().unwrap().contains_key("data"));
    }
    let with_default = "query ($id: Int! = 3, $name: String) { required(id: $id, name: $name) }";
    let answer = query(with_default).await;
    assert_eq!(answer.json()["data"], json!({ "required": "3 " }), "{}", answer.text);
}

#[tokio::test]
async fn a_fragment_that_nothing_uses_is_an_error() {
    let answer = query("{ a } fragment Unused on Query { a }").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "INVALID_INPUT"));
}

#[tokio::test]
async fn an_unknown_fragment_or_field_is_left_to_validation() {
    for text in ["{ ...Nowhere }", "{ nowhere }", "query ($x: Nowhere) { b(x: $x) }"] {
        let answer = query(text).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{text}");
        assert_eq!(answer.code(), "INVALID_INPUT");
    }
}

#[test]
fn the_cache_returns_the_same_document_and_keeps_its_bounds() {
    let documents = Documents::new(NonZeroUsize::new(2).unwrap(), 1_000);
    let first = documents.parse("{ a }", 3).unwrap();
    assert!(Arc::ptr_eq(&first, &documents.parse("{ a }", 3).unwrap()));
    documents.parse("{ b }", 3).unwrap();
    documents.parse("{ c }", 3).unwrap();
    assert!(!Arc::ptr_eq(&first, &documents.parse("{ a }", 3).unwrap()));

    // Two entries fit, but not two of this size.
    let large = documents.parse("{ d }", 4).unwrap();
    documents.parse("{ e }", 4).unwrap();
    assert!(!Arc::ptr_eq(&large, &documents.parse("{ d }", 4).unwrap()));
    let huge = documents.parse("{ f }", 100).unwrap();
    assert!(!Arc::ptr_eq(&huge, &documents.parse("{ f }", 100).unwrap()));
}

#[tokio::test]
async fn a_syntax_error_says_what_and_where() {
    let answer = query("{ a(").await;
    let error = &answer.json()["errors"][0];
    assert_eq!(error["message"], "Syntax error: expected name.");
    assert_eq!(error["locations"], json!([{ "line": 1, "column": 5 }]));
}
