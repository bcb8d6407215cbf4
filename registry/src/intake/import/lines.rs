//! Lines of a file, as an editor counts them: CRLF is a line's end, a byte-order mark is none of
//! its text, and no line is longer than memory allows.

use std::collections::VecDeque;
use std::io::{BufRead, Read, Result};

/// The longest line that is read, in bytes. A row of any import is far shorter.
pub(super) const LONGEST: u64 = 64 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: u64,
    /// Its text, ending in a line feed; none where the line is too long.
    pub(super) text: Option<Vec<u8>>,
}

impl Line {
    fn is_blank(&self) -> bool {
        self.text.as_ref().is_some_and(|text| text.trim_ascii().is_empty())
    }
}

/// Reads lines, some of them twice.
pub(super) struct Lines<R> {
    input: R,
    read: u64,
    held: VecDeque<Line>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, read: 0, held: VecDeque::new() }
    }

    /// The next line that is not blank.
    pub(super) fn next_filled(&mut self) -> Result<Option<Line>> {
        loop {
            match self.next()? {
                Some(line) if line.is_blank() => {}
                other => return Ok(other),
            }
        }
    }

    /// The next line.
    pub(super) fn next(&mut self) -> Result<Option<Line>> {
        if let Some(line) = self.held.pop_front() {
            return Ok(Some(line));
        }
        let mut text = Vec::new();
        if self.input.by_ref().take(LONGEST).read_until(b'\n', &mut text)? == 0 {
            return Ok(None);
        }
        self.read += 1;
        let number = self.read;
        if number == 1 && text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len());
        }
        let ended = text.pop_if(|last| *last == b'\n').is_some();
        if !ended && !self.skip_to_end()? {
            return Ok(Some(Line { number, text: None }));
        }
        text.pop_if(|last| *last == b'\r');
        text.push(b'\n');
        Ok(Some(Line { number, text: Some(text) }))
    }

    /// Takes lines back, to read them again.
    pub(super) fn hold(&mut self, lines: Vec<Line>) {
        for line in lines.into_iter().rev() {
            self.held.push_front(line);
        }
    }

    /// Leaves the rest of a line unread; answers whether there was none, at the end of the file.
    fn skip_to_end(&mut self) -> Result<bool> {
        let mut none = true;
        loop {
            let rest = self.input.fill_buf()?;
            if rest.is_empty() {
                return Ok(none);
            }
            none = false;
            let end = rest.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(rest.len(), |end| end + 1);
            self.input.consume(length);
            if end.is_some() {
                return Ok(none);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(file: &[u8]) -> Vec<(u64, Option<String>)> {
        let mut lines = Lines::new(file);
        let text =
            |line: Line| (line.number, line.text.map(|text| String::from_utf8(text).unwrap()));
        std::iter::from_fn(|| lines.next_filled().unwrap().map(text)).collect()
    }

    fn filled(number: u64, text: &str) -> (u64, Option<String>) {
        (number, Some(format!("{text}\n")))
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        let expected = vec![filled(1, "a"), filled(3, "b"), filled(5, "c")];
        assert_eq!(all(b"a\n\nb\n \t\nc"), expected);
        assert_eq!(all(b"\xEF\xBB\xBFa\r\n\r\nb\r\n  \r\nc\r\n"), expected);
    }

    #[test]
    fn a_file_may_be_empty() {
        assert_eq!(all(b""), []);
        assert_eq!(all(b"\xEF\xBB\xBF"), []);
        assert_eq!(all(b"\n\r\n"), []);
    }

    #[test]
    fn a_line_too_long_is_left_out_and_counted() {
        let longest = usize::try_from(LONGEST).unwrap();
        let mut file = vec![b'x'; longest + 10_000];
        file.extend_from_slice(b"\nb\n");
        file.resize(file.len() + longest + 1, b'y');
        assert_eq!(all(&file), [(1, None), filled(2, "b"), (3, None)]);

        let exactly = vec![b'x'; longest];
        assert_eq!(all(&exactly).first().unwrap().1.as_ref().unwrap().len(), longest + 1);
    }

    #[test]
    fn held_lines_come_again_in_their_order() {
        let mut lines = Lines::new(&b"a\nb\nc\nd\n"[..]);
        let first: Vec<_> = (0..3).filter_map(|_| lines.next().unwrap()).collect();
        lines.hold(first);
        let numbers = std::iter::from_fn(|| lines.next().unwrap().map(|line| line.number));
        assert_eq!(numbers.collect::<Vec<_>>(), [1, 2, 3, 4]);
    }
}
