//! The look at a query's raw text before the parser sees it.
//!
//! The parser descends into nested list and object literals without a limit, so that 3 KB of
//! brackets overflow the stack and abort the whole process. No limit that works on the parsed
//! document can help; this scan is linear, keeps no stack and runs first.

use async_graphql::Pos;
use netra_domain::Locale;

use super::limits::Limits;

/// What a scan found in a text that may be parsed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Lexical tokens; commas, white space and comments are none.
    pub tokens: usize,
    /// The deepest nesting of brackets outside strings and comments.
    pub nesting: usize,
}

/// Why a text must not reach the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// The text has more bytes than a query may have.
    #[error("query text longer than {0} bytes")]
    TooLong(usize),
    /// Brackets are nested deeper than any query needs.
    #[error("brackets nested deeper than {0}")]
    TooDeep(usize),
    /// The text has more tokens than a query may have.
    #[error("more than {0} tokens")]
    TooManyTokens(usize),
    /// A string has no end.
    #[error("unterminated string at {0}")]
    Unterminated(Pos),
}

impl ScanError {
    /// Tells whether the text is malformed rather than too large.
    #[must_use]
    pub const fn is_syntax(self) -> bool {
        matches!(self, Self::Unterminated(_))
    }

    /// The text for the caller.
    #[must_use]
    pub fn message(self, locale: Locale) -> String {
        match (self, locale) {
            (Self::TooLong(n), Locale::En) => format!("The query is longer than {n} bytes."),
            (Self::TooLong(n), Locale::Id) => format!("Kueri lebih panjang dari {n} bita."),
            (Self::TooDeep(n), Locale::En) => format!("Brackets are nested deeper than {n}."),
            (Self::TooDeep(n), Locale::Id) => format!("Kurung bersarang lebih dalam dari {n}."),
            (Self::TooManyTokens(n), Locale::En) => format!("The query has over {n} tokens."),
            (Self::TooManyTokens(n), Locale::Id) => format!("Kueri memuat lebih dari {n} token."),
            (Self::Unterminated(_), Locale::En) => "A string is not terminated.".to_owned(),
            (Self::Unterminated(_), Locale::Id) => "Sebuah string tidak ditutup.".to_owned(),
        }
    }
}

/// Checks length, bracket nesting and number of tokens of a query text.
///
/// # Errors
///
/// The first limit that the text exceeds. A string without an end is an error too: the parser
/// reads an unclosed `"""` as an empty string and goes on behind it, so skipping it would hide
/// the brackets that follow.
pub fn scan(text: &str, limits: &Limits) -> Result<Scan, ScanError> {
    if text.len() > limits.text_bytes {
        return Err(ScanError::TooLong(limits.text_bytes));
    }
    let mut scan = Scan::default();
    let mut open = 0_usize;
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = match byte {
            b' ' | b',' | b'\t' | b'\n' | b'\r' => {
                rest = tail;
                continue;
            }
            b'#' => {
                rest = skip_while(tail, |byte| !matches!(byte, b'\n' | b'\r'));
                continue;
            }
            b'"' => skip_string(rest)
                .ok_or_else(|| ScanError::Unterminated(position(text, rest.len())))?,
            b'(' | b'[' | b'{' => {
                open += 1;
                scan.nesting = scan.nesting.max(open);
                tail
            }
            b')' | b']' | b'}' => {
                open = open.saturating_sub(1);
                tail
            }
            b'.' => rest.strip_prefix(b"...").unwrap_or(tail),
            b'-' | b'0'..=b'9' => skip_number(tail),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                skip_while(tail, |byte| byte.is_ascii_alphanumeric() || byte == b'_')
            }
            _ => tail,
        };
        scan.tokens += 1;
        if open > limits.nesting {
            return Err(ScanError::TooDeep(limits.nesting));
        }
        if scan.tokens > limits.tokens {
            return Err(ScanError::TooManyTokens(limits.tokens));
        }
    }
    Ok(scan)
}

fn skip_while(bytes: &[u8], mut inside: impl FnMut(u8) -> bool) -> &[u8] {
    let end = bytes.iter().position(|&byte| !inside(byte)).unwrap_or(bytes.len());
    bytes.get(end..).unwrap_or_default()
}

/// A sign belongs to a number only behind its `e`: `1-1` is two numbers to the parser.
fn skip_number(bytes: &[u8]) -> &[u8] {
    let mut previous = 0;
    skip_while(bytes, |byte| {
        let sign = matches!(byte, b'+' | b'-') && matches!(previous, b'e' | b'E');
        previous = byte;
        sign || byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')
    })
}

fn skip_string(bytes: &[u8]) -> Option<&[u8]> {
    if let Some(block) = bytes.strip_prefix(br#"""""#) {
        return skip_block_string(block);
    }
    let mut rest = bytes.strip_prefix(b"\"")?;
    loop {
        let (&byte, tail) = rest.split_first()?;
        rest = match byte {
            b'"' => return Some(tail),
            b'\n' | b'\r' => return None,
            b'\\' => {
                let (&escaped, tail) = tail.split_first()?;
                if matches!(escaped, b'\n' | b'\r') {
                    return None;
                }
                tail
            }
            _ => tail,
        };
    }
}

fn skip_block_string(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        if let Some(tail) = rest.strip_prefix(br#"""""#) {
            return Some(tail);
        }
        rest = match rest.strip_prefix(br#"\""""#) {
            Some(tail) => tail,
            None => rest.split_first()?.1,
        };
    }
}

fn position(text: &str, rest: usize) -> Pos {
    let before = text.get(..text.len().saturating_sub(rest)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Pos { line, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Scan, ScanError> {
        scan(text, &Limits::default())
    }

    #[test]
    fn counts_tokens_as_the_language_does() {
        let found =
            check("query Q($a: Int = -1.5e+3) { # c [[[\n a(b: $a, c: \"x(\") ...F }").unwrap();
        assert_eq!(found, Scan { tokens: 24, nesting: 2 });
    }

    #[test]
    fn nesting_is_seen_in_every_kind_of_bracket_and_stops_at_the_limit() {
        for open in ["[", "{", "(", "[{("] {
            assert_eq!(check(&open.repeat(2_000)), Err(ScanError::TooDeep(48)));
        }
        assert!(check(&format!("{}{}", "[".repeat(48), "]".repeat(48))).is_ok());
    }

    #[test]
    fn brackets_inside_strings_and_comments_do_not_count() {
        let brackets = "[".repeat(100);
        for text in [
            format!("\"{brackets}\""),
            format!("\"\\\"{brackets}\""),
            format!("\"\"\"{brackets} \" \"\" \\\"\"\" {brackets}\"\"\""),
            format!("# {brackets}\n"),
            format!("# {brackets}\r"),
        ] {
            assert_eq!(check(&text).unwrap().nesting, 0, "{text}");
        }
    }

    #[test]
    fn a_string_without_an_end_hides_nothing() {
        let hidden = format!("[\"\"\"foo\" {}", "[".repeat(1_500));
        assert_eq!(check(&hidden), Err(ScanError::Unterminated(Pos { line: 1, column: 2 })));
        assert!(check("{ a(b: \"\n\") }").is_err());
        assert!(check("\"a\\").is_err());
    }

    #[test]
    fn length_and_tokens_are_limited() {
        assert_eq!(check(&" ".repeat(16_385)), Err(ScanError::TooLong(16_384)));
        assert_eq!(check(&"a ".repeat(4_001)), Err(ScanError::TooManyTokens(4_000)));
        assert_eq!(check(&"a ".repeat(4_000)).unwrap().tokens, 4_000);
    }
}
