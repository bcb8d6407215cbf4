//! What a request says about media types and languages, and what we make of it.

use axum::http::{HeaderMap, HeaderName, header};
use netra_domain::Locale;

/// The media type of a GraphQL answer; it also decides the status of a request error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/json`, for clients that take every status but 200 for a broken network.
    Json,
    /// `application/graphql-response+json`, where the status tells the truth.
    GraphqlResponse,
}

impl Media {
    /// The value of the `Content-Type` header.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    const fn subtype(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::GraphqlResponse => "graphql-response+json",
        }
    }
}

/// Chooses the media type of the answer, or none where the client accepts neither.
///
/// The higher weight wins, then the exact type over a wildcard, then the order in the header.
/// Without `Accept`, and for wildcards alone, the answer is `application/json`.
#[must_use]
pub fn media(headers: &HeaderMap) -> Option<Media> {
    let ranges = weighted(headers, &header::ACCEPT);
    if ranges.is_empty() {
        return Some(Media::Json);
    }
    let json = preference(&ranges, Media::Json);
    let response = preference(&ranges, Media::GraphqlResponse);
    match (json, response) {
        (None, None) => None,
        (Some(json), Some(response)) if response > json => Some(Media::GraphqlResponse),
        (Some(_), _) => Some(Media::Json),
        (None, Some(_)) => Some(Media::GraphqlResponse),
    }
}

/// Tells whether the body is declared as JSON in UTF-8.
///
/// The demand for this type is also what keeps other sites from posting with a visitor's browser:
/// a form cannot send it without asking first.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let Ok(value) = value.to_str() else { return false };
    let mut parts = value.split(';').map(str::trim);
    parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"))
        && parts.all(|parameter| charset(parameter).is_none_or(is_utf8))
}

/// The language for texts, by `Accept-Language`; English where the client asks for neither.
#[must_use]
pub fn locale(headers: &HeaderMap) -> Locale {
    let mut best = (0, Locale::En);
    for range in weighted(headers, &header::ACCEPT_LANGUAGE) {
        let primary = range.name.split('-').next().unwrap_or_default();
        let locale = match primary {
            // `in` is the code for Indonesian that older Java clients still send.
            "id" | "in" => Locale::Id,
            "en" | "*" => Locale::En,
            _ => continue,
        };
        if range.weight > best.0 {
            best = (range.weight, locale);
        }
    }
    best.1
}

struct Range {
    name: String,
    /// Thousandths, as the grammar has three digits.
    weight: u16,
}

/// Reads a list header with weights; elements that break the grammar are left out.
fn weighted(headers: &HeaderMap, name: &HeaderName) -> Vec<Range> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let elements = values.flat_map(|value| value.split(',')).map(str::trim);
    elements.filter(|element| !element.is_empty()).filter_map(range).collect()
}

fn range(element: &str) -> Option<Range> {
    let mut parts = element.split(';').map(str::trim);
    let name = parts.next()?.to_ascii_lowercase();
    let mut weight = 1_000;
    for parameter in parts {
        if let Some(value) = value_of(parameter, "q") {
            weight = thousandths(value)?;
        }
        // A client that wants another charset than UTF-8 cannot read us.
        if charset(parameter).is_some_and(|charset| !is_utf8(charset)) {
            return None;
        }
    }
    Some(Range { name, weight })
}

/// Weight, exactness and place of the range that decides on a type; the greater is preferred.
fn preference(ranges: &[Range], media: Media) -> Option<(u16, u8, std::cmp::Reverse<usize>)> {
    let exactness = |range: &Range| match range.name.split_once('/') {
        Some(("*", "*")) => Some(0),
        Some(("application", "*")) => Some(1),
        Some(("application", subtype)) if subtype == media.subtype() => Some(2),
        _ => None,
    };
    let matching = ranges.iter().enumerate().filter_map(|(place, range)| {
        exactness(range).map(|exactness| (exactness, std::cmp::Reverse(place), range.weight))
    });
    // The most exact range decides even where it is the less wanted one: `q=0` excludes.
    let (exactness, place, weight) = matching.max()?;
    (weight > 0).then_some((weight, exactness, place))
}

fn value_of<'a>(parameter: &'a str, name: &str) -> Option<&'a str> {
    let (found, value) = parameter.split_once('=')?;
    found.trim().eq_ignore_ascii_case(name).then_some(value.trim())
}

fn charset(parameter: &str) -> Option<&str> {
    value_of(parameter, "charset").map(|value| value.trim_matches('"'))
}

fn is_utf8(charset: &str) -> bool {
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

fn thousandths(weight: &str) -> Option<u16> {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    match (whole, fraction) {
        ("0", fraction) => Some(fraction),
        ("1", 0) => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn accept_chooses_the_media_type() {
        let json = Some(Media::Json);
        let response = Some(Media::GraphqlResponse);
        for (accept, expected) in [
            ("*/*", json),
            ("application/*", json),
            ("application/json", json),
            ("application/json; charset=utf-8", json),
            ("application/json, multipart/mixed", json),
            ("text/html,application/xhtml+xml,*/*;q=0.8", json),
            ("application/graphql-response+json", response),
            ("application/graphql-response+json; charset=UTF-8", response),
            ("APPLICATION/GraphQL-Response+JSON", response),
            ("application/graphql-response+json, application/json;q=0.9", response),
            ("application/json;q=0.9, application/graphql-response+json", response),
            ("application/json, application/graphql-response+json", json),
            ("application/graphql-response+json, application/json", response),
            ("application/graphql-response+json, */*", response),
            ("application/graphql-response+json;q=0.1, */*", json),
            ("application/json;q=0, */*", response),
            ("application/json;q=0", None),
            ("text/html", None),
            ("application/json;charset=latin1", None),
            ("application/json;q=2", None),
        ] {
            let mut headers = with(header::ACCEPT, accept);
            // Broken or unusable elements must not turn into "no preference".
            headers.append(header::ACCEPT, "image/png".parse().unwrap());
            assert_eq!(media(&headers), expected, "{accept}");
        }
        assert_eq!(media(&HeaderMap::new()), json);
    }

    #[test]
    fn only_json_in_utf_8_is_a_body() {
        for (kind, expected) in [
            ("application/json", true),
            ("Application/JSON;charset=\"UTF-8\"", true),
            ("application/json; charset=utf-8; version=1", true),
            ("application/json; charset=utf-16", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("application/graphql", false),
        ] {
            assert_eq!(is_json(&with(header::CONTENT_TYPE, kind)), expected, "{kind}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }

    #[test]
    fn accept_language_chooses_between_two() {
        for (accept, expected) in [
            ("id", Locale::Id),
            ("id-ID,id;q=0.9,en;q=0.8", Locale::Id),
            ("en-US,en;q=0.9,id;q=0.8", Locale::En),
            ("jv, id;q=0.5", Locale::Id),
            ("fr", Locale::En),
            ("id;q=0", Locale::En),
            ("ido", Locale::En),
        ] {
            assert_eq!(locale(&with(header::ACCEPT_LANGUAGE, accept)), expected, "{accept}");
        }
    }
}
