//! Fixed content with a validator, so that a browser fetches it once.

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

/// Content that does not change while the server runs.
#[derive(Clone, Debug)]
pub struct Asset {
    body: Bytes,
    content_type: HeaderValue,
    etag: HeaderValue,
}

impl Asset {
    /// Takes the content and names it by its digest.
    #[must_use]
    pub fn new(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let digest = digest(&SHA256, &body);
        let start = digest.as_ref().first_chunk().copied().unwrap_or_default();
        let etag = format!("\"{:032x}\"", u128::from_be_bytes(start));
        Self {
            body,
            content_type: HeaderValue::from_static(content_type),
            etag: HeaderValue::try_from(etag).unwrap_or(HeaderValue::from_static("\"-\"")),
        }
    }

    /// Answers with the content, or with 304 where the client has it.
    #[must_use]
    pub fn respond(&self, headers: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        if self.is_known(headers) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            *response.body_mut() = Body::from(self.body.clone());
            response.headers_mut().insert(header::CONTENT_TYPE, self.content_type.clone());
        }
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        // Asked for again each time, answered by 304: a new version is in effect at once.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    }

    fn is_known(&self, headers: &HeaderMap) -> bool {
        let values = headers.get_all(header::IF_NONE_MATCH).iter();
        let mut tags = values.filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(','));
        tags.any(|tag| {
            let tag = tag.trim();
            tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == self.etag.as_bytes()
        })
    }
}
