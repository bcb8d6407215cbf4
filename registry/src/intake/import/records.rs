//! Records of a file: their cells in the order of the columns, and the line on which they begin.

use std::io::{self, BufRead};

use csv::StringRecord;
use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};
use serde_json::{Map, Value};

use super::lines::{Line, Lines};
use super::refusal::{ENCODING, FORMAT, Refusal};

/// The most lines that the cells of one record may spread over: beyond it, a quotation mark is
/// taken for one that was never closed, and only its own line is lost.
const MOST_LINES: usize = 32;
const MOST_BYTES: usize = 64 * 1024;
const MOST_CELLS: usize = 64;

const NOT_UTF8: Refusal = Refusal::new(ENCODING, "");
const BROKEN: Refusal = Refusal::new(FORMAT, "");

/// The line of a record, and whether its cells could be read.
pub(super) type Found = (u64, Result<(), Refusal>);

/// Reads records one after the other into the same place.
pub(super) trait Records {
    /// Reads the next record's cells, trimmed; none at the end of the file.
    fn next(&mut self, cells: &mut StringRecord) -> io::Result<Option<Found>>;
}

/// Records of comma-separated values; cells in quotation marks may hold line breaks.
pub(super) struct CsvRecords<R> {
    lines: Lines<R>,
    parser: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: BufRead> CsvRecords<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            lines: Lines::new(input),
            // A lone CR is text: lines were cut before.
            parser: ReaderBuilder::new().terminator(Terminator::Any(b'\n')).build(),
            text: vec![0; MOST_BYTES],
            ends: vec![0; MOST_CELLS],
        }
    }

    /// How many bytes and cells the record has that begins with this line; none where it does not
    /// end in time.
    fn parse(&mut self, first: &Line) -> io::Result<Option<(usize, usize)>> {
        let (mut bytes, mut cells) = (0, 0);
        let mut ahead: Vec<Line> = Vec::new();
        self.parser.reset();
        while let Some(input) = &ahead.last().unwrap_or(first).text {
            let text = self.text.get_mut(bytes..).unwrap_or_default();
            let ends = self.ends.get_mut(cells..).unwrap_or_default();
            let (result, _, written, ended) = self.parser.read_record(input, text, ends);
            bytes += written;
            cells += ended;
            match result {
                ReadRecordResult::Record => return Ok(Some((bytes, cells))),
                ReadRecordResult::InputEmpty if ahead.len() < MOST_LINES => {
                    let Some(next) = self.lines.next()? else { break };
                    ahead.push(next);
                }
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull
                | ReadRecordResult::End => break,
            }
        }
        self.lines.hold(ahead);
        Ok(None)
    }
}

impl<R: BufRead> Records for CsvRecords<R> {
    fn next(&mut self, cells: &mut StringRecord) -> io::Result<Option<Found>> {
        let Some(first) = self.lines.next_filled()? else { return Ok(None) };
        let Some((bytes, ends)) = self.parse(&first)? else {
            return Ok(Some((first.number, Err(BROKEN))));
        };
        let text = self.text.get(..bytes).unwrap_or_default();
        let Ok(text) = std::str::from_utf8(text) else {
            return Ok(Some((first.number, Err(NOT_UTF8))));
        };
        cells.clear();
        let mut start = 0;
        for end in self.ends.iter().take(ends) {
            cells.push_field(text.get(start..*end).unwrap_or_default().trim());
            start = *end;
        }
        Ok(Some((first.number, Ok(()))))
    }
}

/// Records of JSON objects, one a line. An absent member is an empty cell.
pub(super) struct JsonRecords<R> {
    lines: Lines<R>,
    columns: Vec<&'static str>,
}

impl<R: BufRead> JsonRecords<R> {
    pub(super) fn new(input: R, columns: Vec<&'static str>) -> Self {
        Self { lines: Lines::new(input), columns }
    }

    fn read(&self, text: &[u8], cells: &mut StringRecord) -> Result<(), Refusal> {
        let text = std::str::from_utf8(text).map_err(|_source| NOT_UTF8)?;
        let object: Map<String, Value> = serde_json::from_str(text).map_err(|_source| BROKEN)?;
        if object.keys().any(|name| !self.columns.contains(&name.as_str())) {
            return Err(BROKEN);
        }
        cells.clear();
        for column in &self.columns {
            match object.get(*column) {
                None | Some(Value::Null) => cells.push_field(""),
                Some(Value::String(text)) => cells.push_field(text.trim()),
                Some(Value::Bool(true)) => cells.push_field("yes"),
                Some(Value::Bool(false)) => cells.push_field("no"),
                // A number of 18 digits is not safe in JSON, and a code `31.10` is no number.
                Some(Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                    return Err(Refusal::new(FORMAT, column));
                }
            }
        }
        Ok(())
    }
}

impl<R: BufRead> Records for JsonRecords<R> {
    fn next(&mut self, cells: &mut StringRecord) -> io::Result<Option<Found>> {
        let Some(line) = self.lines.next_filled()? else { return Ok(None) };
        let read = line.text.as_deref().map_or(Err(BROKEN), |text| self.read(text, cells));
        Ok(Some((line.number, read)))
    }
}

#[cfg(test)]
mod tests;
