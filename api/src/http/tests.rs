//! The layer as a client meets it, over a schema small enough to read here.

mod documents;
mod limits;
mod requests;
mod statuses;
mod surface;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_graphql::{Context, EmptySubscription, ErrorExtensions, Object, Schema};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header},
};
use netra_domain::Locale;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{Execute, Rejection, RequestContext, RouterOptions, router};

const JSON: &str = "application/json";
const GRAPHQL: &str = "application/graphql-response+json";
const CHALLENGE: &str = r#"Bearer resource_metadata="https://netra.example/r""#;

struct Query;

/// An object that contains itself, for depth.
struct Item(i32);

#[Object]
impl Item {
    async fn number(&self) -> i32 {
        self.0
    }
    async fn next(&self) -> Item {
        Item(self.0 + 1)
    }
    async fn items(&self, first: Option<i32>, last: Option<i32>) -> Items {
        Items(first.or(last).unwrap_or(1))
    }
}

struct Items(i32);

#[Object]
impl Items {
    async fn nodes(&self) -> Vec<Item> {
        (0..self.0.clamp(0, 3)).map(Item).collect()
    }
    async fn total_count(&self) -> i32 {
        self.0
    }
}

#[Object]
impl Query {
    async fn a(&self) -> i32 {
        1
    }
    async fn b(&self, x: Option<i32>) -> i32 {
        x.unwrap_or(2)
    }
    async fn c(&self) -> &'static str {
        tokio::task::yield_now().await;
        "three"
    }
    async fn required(&self, id: i32, name: Option<String>) -> String {
        format!("{id} {}", name.unwrap_or_default())
    }
    async fn item(&self) -> Item {
        Item(0)
    }
    async fn items(&self, first: Option<i32>, last: Option<i32>) -> Items {
        Items(first.or(last).unwrap_or(1))
    }
    async fn list(&self, values: Option<Vec<Vec<i32>>>) -> i32 {
        values.map_or(0, |values| values.concat().iter().sum())
    }
    async fn refused(&self, ctx: &Context<'_>) -> Option<i32> {
        let error = async_graphql::Error::new("Not yours.")
            .extend_with(|_, extensions| extensions.set("code", "FORBIDDEN"));
        ctx.add_error(ctx.set_error_path(error.into_server_error(ctx.item.pos)));
        None
    }
    async fn many_refused(&self, ctx: &Context<'_>) -> Option<i32> {
        for _ in 0..50 {
            let error = async_graphql::Error::new("No.");
            ctx.add_error(ctx.set_error_path(error.into_server_error(ctx.item.pos)));
        }
        None
    }
    async fn faulty(&self, ctx: &Context<'_>) -> Option<i32> {
        let error = async_graphql::Error::from(std::io::Error::other("secret path /var/netra"));
        ctx.add_error(ctx.set_error_path(error.into_server_error(ctx.item.pos)));
        None
    }
    async fn required_but_failing(&self) -> Result<i32, std::io::Error> {
        tokio::task::yield_now().await;
        Err(std::io::Error::other("secret"))
    }
    async fn panics(&self) -> i32 {
        "none".parse().expect("secret")
    }
    async fn hangs(&self) -> i32 {
        std::future::pending().await
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn act(&self, ctx: &Context<'_>) -> usize {
        ctx.data_unchecked::<Arc<AtomicUsize>>().fetch_add(1, Ordering::SeqCst) + 1
    }
}

/// The schema, and how often an act was executed.
#[derive(Clone)]
struct Server {
    schema: Schema<Query, Mutation, EmptySubscription>,
    acts: Arc<AtomicUsize>,
}

impl Execute for Server {
    async fn execute(
        &self,
        context: RequestContext,
        request: async_graphql::Request,
    ) -> Result<async_graphql::Response, Rejection> {
        if context.bearer.as_deref() == Some("expired") {
            return Err(Rejection::invalid_token("The token has expired."));
        }
        let RequestContext { locale, idempotency_key, operation, .. } = context;
        let seen = format!(
            "{} {idempotency_key:?} {:?} {:?} {}",
            if locale == Locale::Id { "id" } else { "en" },
            operation.name,
            operation.root_fields,
            operation.cost,
        );
        let response = self.schema.execute(request).await;
        Ok(response.extension("seen", async_graphql::Value::from(seen)))
    }
}

impl Server {
    fn new() -> Self {
        let acts = Arc::new(AtomicUsize::new(0));
        let schema = Schema::build(Query, Mutation, EmptySubscription);
        Self { schema: schema.data(Arc::clone(&acts)).finish(), acts }
    }

    fn router(&self) -> Router {
        let panics: Router = Router::new()
            .route("/panics", axum::routing::get(async || -> String { panic!("secret") }));
        let timeout = Duration::from_millis(300);
        let challenge = HeaderValue::from_static(CHALLENGE);
        let options =
            RouterOptions { timeout, challenge, routes: panics, ..RouterOptions::default() };
        router(self.clone(), Arc::from("type Query"), options)
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }
    fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    fn code(&self) -> String {
        let json = self.json();
        let extensions = &json["errors"][0]["extensions"];
        assert_eq!(extensions["traceId"].as_str().unwrap().len(), 32, "{json}");
        extensions["code"].as_str().unwrap().to_owned()
    }
}

async fn send(server: &Server, request: Request<Body>) -> Answer {
    let response = server.router().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    Answer { status: parts.status, headers: parts.headers, text }
}

fn request(method: Method, uri: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

async fn post_with(body: impl Into<Body>, headers: &[(&str, &str)]) -> Answer {
    send(&Server::new(), request(Method::POST, "/graphql", headers, body.into())).await
}

/// Posts JSON and accepts the media type whose status tells the truth.
async fn post(body: Value) -> Answer {
    post_with(body.to_string(), &[("content-type", JSON), ("accept", GRAPHQL)]).await
}

async fn query(text: &str) -> Answer {
    post(json!({ "query": text })).await
}

async fn get(uri: &str, headers: &[(&str, &str)]) -> Answer {
    send(&Server::new(), request(Method::GET, uri, headers, Body::empty())).await
}
