//! Everything outside GraphQL.

use super::*;

#[tokio::test]
async fn outside_graphql_errors_are_problem_documents() {
    for (method, uri, status, code) in [
        (Method::GET, "/nowhere", StatusCode::NOT_FOUND, "NOT_FOUND"),
        (Method::GET, "/graphiql/secret", StatusCode::NOT_FOUND, "NOT_FOUND"),
        (Method::DELETE, "/graphql", StatusCode::METHOD_NOT_ALLOWED, "INVALID_INPUT"),
        (Method::POST, "/livez", StatusCode::METHOD_NOT_ALLOWED, "INVALID_INPUT"),
        (Method::GET, "/panics", StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL"),
    ] {
        let answer = send(&Server::new(), request(method, uri, &[], Body::empty())).await;
        assert_eq!(answer.status, status, "{uri}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem = answer.json();
        assert_eq!(problem["type"], "about:blank");
        assert_eq!(problem["status"], status.as_u16());
        assert_eq!(problem["title"], status.canonical_reason().unwrap());
        assert_eq!(problem["code"], code);
        assert_eq!(problem["traceId"].as_str().unwrap().len(), 32);
        assert!(!problem["detail"].as_str().unwrap().contains("secret"));
        assert_eq!(answer.header("allow").is_empty(), status != StatusCode::METHOD_NOT_ALLOWED);
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    for uri in ["/livez", "/nowhere", "/graphiql", "/schema.graphql", "/graphql?query=%7Ba%7D"] {
        let answer = get(uri, &[]).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{uri}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        let caching = answer.header("cache-control");
        assert!(caching == "no-store" || !answer.header("etag").is_empty(), "{uri} {caching}");
    }
}

#[tokio::test]
async fn the_process_says_that_it_lives() {
    let answer = get("/livez", &[]).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, "ok\n"));
}

#[tokio::test]
async fn the_schema_is_text_with_a_validator() {
    let answer = get("/schema.graphql", &[]).await;
    assert_eq!(answer.text, "type Query");
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let etag = answer.header("etag").to_owned();
    for known in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".to_owned()] {
        let answer = get("/schema.graphql", &[("if-none-match", &known)]).await;
        assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!((answer.text.as_str(), answer.header("etag")), ("", etag.as_str()));
    }
    let answer = get("/schema.graphql", &[("if-none-match", "\"x\"")]).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn graphiql_brings_all_it_needs_and_may_ask_nobody_else() {
    let page = get("/graphiql", &[]).await;
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    assert!(!page.text.contains("://") && !page.text.contains("<script>"));

    let links = page.text.split('"').filter(|part| part.starts_with("graphiql/"));
    let mut found = 0;
    for link in links {
        let file = get(&format!("/{link}"), &[]).await;
        assert_eq!(file.status, StatusCode::OK, "{link}");
        let kind = if link.contains(".css") { "text/css" } else { "text/javascript" };
        assert!(file.header("content-type").starts_with(kind), "{link}");
        assert!(!file.text.contains("@import") && !file.text.contains("url(http"), "{link}");
        found += 1;
    }
    assert_eq!(found, 6);
}
