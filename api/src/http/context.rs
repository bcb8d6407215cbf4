//! Who asks, in which language, under which key: what the headers of a request say.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use async_graphql::parser::types::OperationType;
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use netra_domain::Locale;

use super::{
    error::{RequestError, Text, code},
    negotiate,
    problem::Problem,
    trace::TraceId,
};

/// The longest idempotency key.
const MAX_KEY: usize = 128;

/// What is known of a request before it is executed. The token in it is not yet verified.
#[derive(Clone)]
pub struct RequestContext {
    /// Thirty-two hexadecimal digits that stand in the log and in every error.
    pub trace_id: String,
    /// The language for texts.
    pub locale: Locale,
    /// The bearer token, as sent.
    pub bearer: Option<String>,
    /// The key under which a repeated mutation is recognised.
    pub idempotency_key: Option<String>,
    /// Where the request comes from.
    pub origin: Origin,
    /// The operation about to be executed.
    pub operation: OperationSummary,
}

/// Where a request comes from, as far as a signature keeps it as evidence.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Network address of the client: the other end of the connection, or, where that is a proxy
    /// that the settings trust, whom the proxy names.
    pub peer: Option<IpAddr>,
    /// Family of the client's program: the first product of `User-Agent`, without its version.
    pub user_agent: Option<String>,
}

impl Origin {
    /// Reads what the connection and the headers tell.
    #[must_use]
    pub fn of(extensions: &Extensions, headers: &HeaderMap, proxies: &[IpAddr]) -> Self {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip().to_canonical());
        let peer = peer.map(|peer| client(peer, headers, proxies));
        let product = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok());
        let family = product.and_then(|it| it.split(['/', ' ']).next());
        let user_agent = family.map(|it| it.chars().take(32).collect());
        Self { peer, user_agent }
    }
}

/// The client behind proxies: the last address of `X-Forwarded-For` that is no trusted proxy, read
/// from the end, since whatever stands before it anybody can write.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let mut client = peer;
    let lines: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().filter_map(|it| it.to_str().ok()).collect();
    let named = lines.iter().rev().flat_map(|line| line.rsplit(','));
    for named in named {
        if !proxies.contains(&client) {
            break;
        }
        let Ok(named) = named.trim().parse::<IpAddr>() else { break };
        client = named.to_canonical();
    }
    client
}

/// The operation about to be executed, as far as it matters outside the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationSummary {
    /// Query, mutation or subscription.
    pub kind: OperationType,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The names of its root fields after fragment expansion; exactly one for a mutation.
    pub root_fields: Vec<String>,
    /// Its cost in points.
    pub cost: u64,
}

impl RequestContext {
    /// Reads the headers of a request.
    ///
    /// # Errors
    ///
    /// An `Authorization` header without a bearer token (such a caller believes to be somebody,
    /// and must not be answered as nobody), or an unusable idempotency key.
    pub fn read(
        headers: &HeaderMap,
        trace_id: &TraceId,
        origin: Origin,
        operation: OperationSummary,
    ) -> Result<Self, RequestError> {
        let locale = negotiate::locale(headers);
        Ok(Self {
            trace_id: trace_id.to_string(),
            locale,
            bearer: bearer(headers).map_err(|Malformed| RequestError::bad_bearer(locale))?,
            idempotency_key: idempotency_key(headers).map_err(|Malformed| bad_key(locale))?,
            origin,
            operation,
        })
    }
}

/// The token is a secret and never printed.
impl fmt::Debug for RequestContext {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RequestContext")
            .field("trace_id", &self.trace_id)
            .field("locale", &self.locale)
            .field("has_bearer", &self.bearer.is_some())
            .field("idempotency_key", &self.idempotency_key)
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

/// A header that is there, but not as it must be.
#[derive(Debug, PartialEq, Eq)]
struct Malformed;

/// The text of a header that may be given once at most.
fn single(headers: &HeaderMap, name: &str) -> Result<Option<String>, Malformed> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => match value.to_str() {
            Ok(text) => Ok(Some(text.trim().to_owned())),
            Err(_) => Err(Malformed),
        },
        (Some(_), Some(_)) => Err(Malformed),
    }
}

/// The bearer token of a request that is none of GraphQL's.
///
/// # Errors
/// A header that is there, but not as it must be.
pub(crate) fn bearer_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    bearer(headers).map_err(|Malformed| {
        let detail = "Authorization takes one bearer token.";
        Problem::new(StatusCode::UNAUTHORIZED, code::UNAUTHENTICATED, detail)
    })
}

fn bearer(headers: &HeaderMap) -> Result<Option<String>, Malformed> {
    let Some(value) = single(headers, header::AUTHORIZATION.as_str())? else { return Ok(None) };
    let (scheme, token) = value.split_once(' ').ok_or(Malformed)?;
    let token = token.trim();
    let is_token = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    if scheme.eq_ignore_ascii_case("bearer") && is_token {
        Ok(Some(token.to_owned()))
    } else {
        Err(Malformed)
    }
}

/// Takes the key as a structured-field string or bare, as older drafts and most clients have it.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Malformed> {
    let Some(value) = single(headers, "idempotency-key")? else { return Ok(None) };
    let key = match value.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"').and_then(unescape).ok_or(Malformed)?,
        None => value,
    };
    let is_key = (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if is_key { Ok(Some(key)) } else { Err(Malformed) }
}

fn unescape(quoted: &str) -> Option<String> {
    let mut key = String::with_capacity(quoted.len());
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        key.push(match character {
            '\\' => characters.next().filter(|escaped| matches!(escaped, '"' | '\\'))?,
            '"' => return None,
            other => other,
        });
    }
    Some(key)
}

fn bad_key(locale: Locale) -> RequestError {
    let text = Text {
        en: "Idempotency-Key must have 1 to 128 visible ASCII characters.",
        id: "Idempotency-Key harus terdiri atas 1 sampai 128 karakter ASCII yang tampak.",
    };
    RequestError::http(StatusCode::BAD_REQUEST, code::INVALID_INPUT, text.get(locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())])
    }

    #[test]
    fn an_idempotency_key_is_quoted_or_bare() {
        let longest = "k".repeat(128);
        let too_long = "k".repeat(129);
        for (value, key) in [
            ("\"8e03978e-40d5\"", Some("8e03978e-40d5")),
            ("8e03978e-40d5", Some("8e03978e-40d5")),
            (r#""a\"b\\c""#, Some(r#"a"b\c"#)),
            (longest.as_str(), Some(longest.as_str())),
            (too_long.as_str(), None),
            ("", None),
            ("\"\"", None),
            ("\"open", None),
            ("\"a\"b\"", None),
            (r#""a\n""#, None),
            ("two words", None),
        ] {
            let found = idempotency_key(&headers("idempotency-key", value));
            assert_eq!(found.as_ref().ok().and_then(Option::as_deref), key, "{value}");
        }
        assert_eq!(idempotency_key(&HeaderMap::new()), Ok(None));
    }

    #[test]
    fn an_authorization_that_is_no_bearer_token_is_not_anonymous() {
        for (value, token) in [
            ("Bearer abc.def", Some("abc.def")),
            ("bearer  abc", Some("abc")),
            ("Basic dTpw", None),
            ("Bearer", None),
            ("Bearer a b", None),
        ] {
            let found = bearer(&headers("authorization", value));
            assert_eq!(found.as_ref().ok().and_then(Option::as_deref), token, "{value}");
        }
        assert_eq!(bearer(&HeaderMap::new()), Ok(None));
    }

    #[test]
    fn only_a_trusted_proxy_says_who_the_client_is() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let (proxy, inner) = (address("10.0.0.1"), address("10.0.0.2"));
        let named = |lines: &[&str], peer: &str, proxies: &[IpAddr]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            client(address(peer), &headers, proxies).to_string()
        };
        let forged = ["203.0.113.9, 198.51.100.7"];
        assert_eq!(named(&forged, "10.0.0.1", &[proxy]), "198.51.100.7");
        assert_eq!(named(&forged, "192.0.2.5", &[proxy]), "192.0.2.5");
        assert_eq!(named(&forged, "10.0.0.1", &[]), "10.0.0.1");
        let through_two = ["203.0.113.9", "198.51.100.7, 10.0.0.2"];
        assert_eq!(named(&through_two, "10.0.0.1", &[proxy, inner]), "198.51.100.7");
        assert_eq!(named(&["no address"], "10.0.0.1", &[proxy]), "10.0.0.1");
        assert_eq!(named(&[], "10.0.0.1", &[proxy]), "10.0.0.1");
    }
}
