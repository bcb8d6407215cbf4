//! What a request may look like: bodies, query strings, headers.

use super::*;

#[tokio::test]
async fn unknown_properties_are_ignored_and_null_is_absent() {
    let answer = post(json!({
        "query": "{ a }", "operationName": null, "variables": null, "extensions": null,
        "documentId": 7,
    }))
    .await;
    assert_eq!(answer.status, StatusCode::OK);
    let answer = post(json!({ "query": "{ a }", "extensions": { "x": 1 } })).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_request_is_400_for_both_media_types() {
    for body in [
        "{",
        "",
        "7",
        "null",
        "{}",
        r#"{"query":7}"#,
        r#"{"query":null}"#,
        r#"{"query":"{a}","variables":[7]}"#,
        r#"{"query":"{a}","variables":"{}"}"#,
        r#"{"query":"{a}","operationName":7}"#,
        r#"{"query":"{a}","extensions":"x"}"#,
        r#"[{"query":"{a}"}]"#,
    ] {
        for media in [JSON, GRAPHQL] {
            let headers = [("content-type", JSON), ("accept", media)];
            let answer = post_with(body, &headers).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
            assert_eq!(answer.code(), "INVALID_INPUT");
            assert!(answer.header("content-type").starts_with(media));
        }
    }
    let answer = post_with(b"{\"query\":\"\xff\"}".to_vec(), &[("content-type", JSON)]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text.contains("UTF-8"));
}

#[tokio::test]
async fn bodies_and_variables_are_bounded() {
    let long = "x".repeat(250 * 1024);
    let answer = post(json!({ "query": "{ a }", "variables": { "x": long } })).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = post(json!({ "query": "{ a }", "padding": long })).await;
    assert_eq!(answer.status, StatusCode::OK);
    let answer = post(json!({ "query": "{ a }", "padding": [long.as_str(), &long] })).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.code(), "INVALID_INPUT");
}

#[tokio::test]
async fn only_json_is_read() {
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""] {
        let answer = post_with(r#"{"query":"{a}"}"#, &[("content-type", kind)]).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(answer.code(), "INVALID_INPUT");
    }
    let answer = post_with(r#"{"query":"{a}"}"#, &[]).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_client_that_accepts_nothing_of_ours_is_told_so() {
    let headers = [("content-type", JSON), ("accept", "text/html")];
    let answer = post_with(r#"{"query":"{a}"}"#, &headers).await;
    assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["code"], "INVALID_INPUT");
}

#[tokio::test]
async fn a_query_may_come_by_get() {
    let uri = "/graphql?query=query%20Q(%24x:Int)%7Bb(x:%24x)%7D&operationName=Q\
        &variables=%7B%22x%22:5%7D&extensions=";
    assert_eq!(get(uri, &[]).await.json()["data"], json!({ "b": 5 }));
    let answer = get("/graphql?query=%7Ba%7D&operationName=&variables=", &[]).await;
    assert_eq!(answer.json()["data"], json!({ "a": 1 }));

    for uri in [
        "/graphql",
        "/graphql?query=",
        "/graphql?query=%7Ba%7D&variables=%5B7%5D",
        "/graphql?query=%7Ba%7D&variables=x",
        "/graphql?query=%7Ba%7D&query=%7Bb%7D",
    ] {
        assert_eq!(get(uri, &[]).await.status, StatusCode::BAD_REQUEST, "{uri}");
    }
    // In a query string `null` is a name like any other.
    let answer = get("/graphql?query=%7Ba%7D&operationName=null", &[("accept", GRAPHQL)]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_mutation_by_get_is_refused_and_not_executed() {
    for media in [JSON, GRAPHQL] {
        let server = Server::new();
        let uri = "/graphql?query=mutation%7Bact%7D";
        let request = request(Method::GET, uri, &[("accept", media)], Body::empty());
        let answer = send(&server, request).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), "POST");
        assert_eq!(server.acts.load(Ordering::SeqCst), 0);
    }
}

#[tokio::test]
async fn the_executor_learns_what_the_headers_say() {
    let headers = [
        ("content-type", JSON),
        ("accept-language", "id-ID, en;q=0.5"),
        ("idempotency-key", "\"k-1\""),
        ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    ];
    let answer = post_with(r#"{"query":"{refused}"}"#, &headers).await;
    let json = answer.json();
    assert_eq!(json["extensions"]["seen"], r#"id Some("k-1") None ["refused"] 1"#);
    let trace_id = &json["errors"][0]["extensions"]["traceId"];
    assert_eq!(trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");

    let headers = [("content-type", JSON), ("idempotency-key", "two words")];
    let answer = post_with(r#"{"query":"{a}"}"#, &headers).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "INVALID_INPUT"));
}
