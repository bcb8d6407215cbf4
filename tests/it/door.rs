//! Plain HTTP to any server: headers and bodies as a test wants them, answers with their headers.

use reqwest::header::HeaderMap;
use reqwest::{Body, RequestBuilder};
use serde_json::{Value, json};

use crate::world::Answer;

/// The HTTP door of a server.
#[derive(Clone)]
pub struct Door {
    /// Where it listens, as `http://127.0.0.1:1234`.
    pub url: String,
    http: reqwest::Client,
}

/// An answer with its headers.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Status and body.
    pub answer: Answer,
    headers: HeaderMap,
}

pub const JSON: (&str, &str) = ("content-type", "application/json");

/// Accepts the media type whose status tells the truth.
pub const TRUTH: (&str, &str) = ("accept", "application/graphql-response+json");

impl Door {
    pub fn at(url: &str) -> Self {
        Self { url: url.to_owned(), http: reqwest::Client::new() }
    }

    /// Sends a GET to a path.
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        send(self.http.get(format!("{}{path}", self.url)), headers).await
    }

    /// Posts bytes to `/graphql`.
    pub async fn post(&self, headers: &[(&str, &str)], body: impl Into<Body>) -> Reply {
        send(self.http.post(format!("{}/graphql", self.url)).body(body), headers).await
    }

    /// Posts a query that accepts the media type whose status tells the truth.
    pub async fn query(&self, query: &str) -> Reply {
        self.post(&[JSON, TRUTH], json!({ "query": query }).to_string()).await
    }

    /// Asks with a token, or without.
    pub async fn ask(&self, token: Option<&str>, query: &str, variables: Value) -> Reply {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let mut headers = vec![JSON];
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        let body = json!({ "query": query, "variables": variables });
        self.post(&headers, body.to_string()).await
    }
}

async fn send(mut request: RequestBuilder, headers: &[(&str, &str)]) -> Reply {
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let raw = response.text().await.unwrap();
    let body = serde_json::from_str(&raw).unwrap_or(Value::Null);
    Reply { answer: Answer { status, body, raw }, headers }
}

impl Reply {
    /// A header; empty without one.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The reply, if its status and code are these.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        let answer = &self.answer;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.raw);
        assert!(answer.body["data"].is_null(), "{}", answer.raw);
        self
    }
}
