//! The trace id: the one thing that a caller, our log and other systems share about a request.

use std::fmt;

use axum::http::HeaderMap;

/// Thirty-two hexadecimal digits, never all zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceId(String);

impl TraceId {
    /// Takes the trace id of a valid `traceparent` header, or starts a new trace.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let mut parents = headers.get_all("traceparent").iter();
        let parent = parents.next().filter(|_| parents.next().is_none());
        parent.and_then(|parent| parse(parent.to_str().ok()?)).unwrap_or_else(Self::random)
    }

    fn random() -> Self {
        let mut bytes = [0; 16];
        // Without randomness the trace is lost, but the request need not be.
        if aws_lc_rs::rand::fill(&mut bytes).is_err() {
            bytes = [0xff; 16];
        }
        Self(format!("{:032x}", u128::from_be_bytes(bytes)))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Reads `version-trace-parent-flags`; a later version may have more parts.
fn parse(parent: &str) -> Option<TraceId> {
    let mut parts = parent.split('-');
    let version = parts.next().filter(|part| is_hex(part, 2) && *part != "ff")?;
    let trace = parts.next().filter(|part| is_hex(part, 32) && !is_zero(part))?;
    parts.next().filter(|part| is_hex(part, 16) && !is_zero(part))?;
    parts.next().filter(|part| is_hex(part, 2))?;
    (version != "00" || parts.next().is_none()).then(|| TraceId(trace.to_owned()))
}

fn is_hex(part: &str, digits: usize) -> bool {
    part.len() == digits && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_zero(part: &str) -> bool {
    part.bytes().all(|byte| byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_valid_parent_is_continued() {
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        for (parent, continued) in [
            (format!("00-{trace}-00f067aa0ba902b7-01"), true),
            (format!("01-{trace}-00f067aa0ba902b7-01-more"), true),
            (format!("00-{trace}-00f067aa0ba902b7-01-more"), false),
            (format!("ff-{trace}-00f067aa0ba902b7-01"), false),
            (format!("00-{}-00f067aa0ba902b7-01", trace.to_uppercase()), false),
            (format!("00-{}-00f067aa0ba902b7-01", "0".repeat(32)), false),
            (format!("00-{trace}-0000000000000000-01"), false),
            (trace.to_owned(), false),
        ] {
            let headers =
                HeaderMap::from_iter([("traceparent".parse().unwrap(), parent.parse().unwrap())]);
            let found = TraceId::of(&headers);
            assert_eq!(found.as_str() == trace, continued, "{parent}");
            assert!(is_hex(found.as_str(), 32));
        }
    }
}
