//! `GraphiQL` from embedded files: an office without internet has it too, and no foreign server
//! learns who uses it.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{asset::Asset, problem::Problem};

const HTML: &str = "text/html; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

/// No inline script and no other host. Styles are inline because the editor sets them.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    connect-src 'self'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

macro_rules! embedded {
    ($($name:literal: $kind:expr;)*) => {
        [$(($name, $kind, include_bytes!(concat!("../../assets/graphiql/", $name)).as_slice()),)*]
    };
}

/// The page and the files it asks for.
#[derive(Clone)]
struct Files(Arc<BTreeMap<&'static str, Asset>>);

/// Serves the page under `/graphiql` and its files below.
pub fn routes() -> Router {
    let files = embedded! {
        "index.html": HTML;
        "init.js": JAVASCRIPT;
        "page.css": CSS;
        "graphiql.min.css": CSS;
        "graphiql.min.js": JAVASCRIPT;
        "react.production.min.js": JAVASCRIPT;
        "react-dom.production.min.js": JAVASCRIPT;
    };
    let files = files.into_iter().map(|(name, kind, bytes)| (name, Asset::new(kind, bytes)));
    Router::new()
        .route("/graphiql", get(page))
        .route("/graphiql/{file}", get(file))
        .with_state(Files(Arc::new(files.collect())))
}

async fn page(State(files): State<Files>, headers: HeaderMap) -> Response {
    files.respond("index.html", &headers)
}

async fn file(
    State(files): State<Files>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    files.respond(&name, &headers)
}

impl Files {
    fn respond(&self, name: &str, headers: &HeaderMap) -> Response {
        let Some(asset) = self.0.get(name) else { return Problem::not_found().into_response() };
        let mut response = asset.respond(headers);
        for (name, value) in [
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        ] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}
