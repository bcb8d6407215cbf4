//! The table of statuses, and what an error may say.

use super::*;

#[tokio::test]
async fn statuses_follow_the_media_type() {
    let ok = StatusCode::OK;
    let bad = StatusCode::BAD_REQUEST;
    for (body, for_json, for_graphql, has_data) in [
        (r#"{"query":"{a}"}"#, ok, ok, true),
        (r#"{"query":"{a refused}"}"#, ok, ok, true),
        (r#"{"query":"{requiredButFailing}"}"#, ok, ok, true),
        (r#"{"query":"{"}"#, ok, bad, false),
        (r#"{"query":""}"#, ok, bad, false),
        (r#"{"query":"{unknown}"}"#, ok, bad, false),
        (r#"{"query":"query A{a} query B{b}"}"#, ok, bad, false),
        (r#"{"query":"query($i:Int!){required(id:$i)}"}"#, ok, bad, false),
        (r#"{"query":"{a a a a a a a a a a a}"}"#, ok, bad, false),
        (r#"{"query":"subscription{a}"}"#, ok, bad, false),
        (r#"{"query":"{a}","variables":[7]}"#, bad, bad, false),
        ("not json", bad, bad, false),
    ] {
        for (media, status) in [(JSON, for_json), ("*/*", for_json), (GRAPHQL, for_graphql)] {
            let answer = post_with(body, &[("content-type", JSON), ("accept", media)]).await;
            assert_eq!(answer.status, status, "{media} {body} {}", answer.text);
            let kind = if media == GRAPHQL { GRAPHQL } else { JSON };
            assert_eq!(answer.header("content-type"), format!("{kind}; charset=utf-8"));
            assert_eq!(answer.json().as_object().unwrap().contains_key("data"), has_data, "{body}");
            assert_eq!(answer.header("cache-control"), "no-store");
            if !has_data {
                let code = answer.code();
                assert!(code == "INVALID_INPUT" || code == "QUERY_TOO_EXPENSIVE", "{code}");
            }
        }
    }
}

#[tokio::test]
async fn a_bad_token_is_401_with_a_challenge() {
    for token in ["Bearer expired", "Basic dTpw"] {
        for media in [JSON, GRAPHQL] {
            let headers = [("content-type", JSON), ("accept", media), ("authorization", token)];
            let answer = post_with(r#"{"query":"{a}"}"#, &headers).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
            assert_eq!(answer.header("www-authenticate"), CHALLENGE);
            assert_eq!(answer.code(), "UNAUTHENTICATED");
        }
    }
}

#[tokio::test]
async fn a_request_that_hangs_is_503() {
    let answer = query("{ hangs }").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(answer.code(), "UNAVAILABLE");
}

#[tokio::test]
async fn a_body_that_never_comes_is_408() {
    let never =
        Body::from_stream(futures_util::stream::pending::<Result<String, std::io::Error>>());
    let answer = post_with(never, &[("content-type", JSON)]).await;
    assert_eq!(answer.status, StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn faults_say_nothing_but_their_trace() {
    let answer = query("{ panics }").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.code(), "INTERNAL");
    assert!(!answer.text.contains("secret"));

    let answer = query("{ a faulty }").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.code(), "INTERNAL");
    assert!(!answer.text.contains("secret"), "{}", answer.text);

    let body = json!({ "query": "{ faulty }" }).to_string();
    let answer = post_with(body, &[("content-type", JSON), ("accept-language", "id")]).await;
    assert!(answer.text.contains("Kesalahan internal"), "{}", answer.text);
}

#[tokio::test]
async fn an_argument_out_of_range_is_the_callers_error() {
    let answer = query("{ a b(x: 99999999999) }").await;
    assert_eq!(answer.code(), "INVALID_INPUT", "{}", answer.text);
}
