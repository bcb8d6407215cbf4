//! Reads a file into rows, on a thread of its own, so that reading, checking the form and sealing
//! go on while the database works.

use std::collections::HashSet;
use std::io::{BufReader, Read};

use aws_lc_rs::digest;
use csv::StringRecord;
use netra_domain::Rule;

use super::records::{CsvRecords, JsonRecords, Records};
use super::refusal::{FORMAT, Refusal};
use super::subject::Subject;
use super::{FileProblem, Format, ImportFile};
use crate::Registry;
use crate::ledger::error::{Error, Result};

const BUFFER: usize = 64 * 1024;

/// The columns of a kind of file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    /// Columns that a CSV file must have; their cells may still be empty.
    pub(super) required: &'static [&'static str],
    /// Columns that it may have.
    pub(super) optional: &'static [&'static str],
}

impl Columns {
    fn all(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }

    /// The column that a path of an act's input means; empty where none.
    pub(super) fn of_path(&self, path: &str) -> &'static str {
        let same = |column: &str| {
            let plain = column.bytes().filter(|byte| *byte != b'_');
            plain.eq(path.bytes().map(|byte| byte.to_ascii_lowercase()))
        };
        self.all().find(|column| same(column)).unwrap_or_default()
    }

    /// What is wrong with a header row. A row that names none of the columns is data and is not
    /// repeated: it may be about a person.
    fn complaint(&self, header: &StringRecord) -> Option<String> {
        let known = |name: &str| self.all().any(|column| column == name);
        let missing: Vec<_> = self
            .required
            .iter()
            .copied()
            .filter(|column| !header.iter().any(|name| name == *column))
            .collect();
        let unknown: Vec<_> = header.iter().filter(|name| !known(name)).collect();
        let mut seen = HashSet::new();
        let twice: Vec<_> =
            header.iter().filter(|name| known(name) && !seen.insert(*name)).collect();
        let mut complaints = Vec::new();
        if header.iter().any(known) {
            for (what, names) in [("missing", missing), ("unknown", unknown), ("twice", twice)] {
                if !names.is_empty() {
                    complaints.push(format!("{what}: {}", names.join(", ")));
                }
            }
        } else {
            complaints.push("the first row names none of the columns".to_owned());
        }
        if complaints.is_empty() {
            return None;
        }
        complaints.push(format!("columns are {}", self.required.join(", ")));
        if !self.optional.is_empty() {
            complaints.push(format!("and may be {}", self.optional.join(", ")));
        }
        Some(complaints.join("; "))
    }
}

/// A row with the line on which it begins.
#[derive(Debug)]
pub(super) struct ReadRow<T> {
    pub(super) line: u64,
    pub(super) row: std::result::Result<T, Refusal>,
}

/// Reads a file to its end, giving its rows by the batch; answers the digest of its bytes. Stops
/// early when nobody takes the rows any more.
pub(super) fn read<S: Subject>(
    registry: &Registry,
    file: ImportFile,
    give: impl FnMut(Vec<ReadRow<S::Row>>) -> bool,
) -> Result<String> {
    let mut input = Hashing { input: file.input, context: digest::Context::new(&digest::SHA256) };
    let buffered = BufReader::with_capacity(BUFFER, &mut input);
    let columns: Vec<_> = S::COLUMNS.all().collect();
    match file.format {
        Format::Csv => {
            let mut records = CsvRecords::new(buffered);
            let header = header(&mut records, &S::COLUMNS)?;
            batches::<S>(registry, &mut records, &header, give)?;
        }
        Format::Ndjson => {
            let header = StringRecord::from(columns.clone());
            batches::<S>(registry, &mut JsonRecords::new(buffered, columns), &header, give)?;
        }
    }
    Ok(input.hexadecimal())
}

fn header(records: &mut impl Records, columns: &Columns) -> Result<StringRecord> {
    let wrong = |problem, detail| Error::ImportFile { problem, detail };
    let mut header = StringRecord::new();
    match records.next(&mut header)? {
        Some((_, Err(Refusal { code: FORMAT, .. }))) => {
            Err(wrong(FileProblem::Header, "the first row cannot be read".to_owned()))
        }
        Some((_, Err(_))) => {
            Err(wrong(FileProblem::Encoding, "the first row is not UTF-8".to_owned()))
        }
        Some((_, Ok(()))) | None => match columns.complaint(&header) {
            Some(complaint) => Err(wrong(FileProblem::Header, complaint)),
            None => Ok(header),
        },
    }
}

fn batches<S: Subject>(
    registry: &Registry,
    records: &mut impl Records,
    header: &StringRecord,
    mut give: impl FnMut(Vec<ReadRow<S::Row>>) -> bool,
) -> Result<()> {
    let mut cells = StringRecord::new();
    let mut seen = HashSet::new();
    let mut batch = Vec::with_capacity(S::ROWS);
    while let Some((line, read)) = records.next(&mut cells)? {
        let row = read.and_then(|()| {
            let row = row::<S>(registry, &cells, header)?;
            let fresh = seen.insert(S::key(&row));
            fresh.then_some(row).ok_or(Refusal::rule(Rule::DuplicateRow, S::KEY))
        });
        batch.push(ReadRow { line, row });
        if batch.len() == S::ROWS
            && !give(std::mem::replace(&mut batch, Vec::with_capacity(S::ROWS)))
        {
            return Ok(());
        }
    }
    give(batch);
    Ok(())
}

fn row<S: Subject>(
    registry: &Registry,
    cells: &StringRecord,
    header: &StringRecord,
) -> std::result::Result<S::Row, Refusal> {
    if cells.len() != header.len() {
        return Err(Refusal::new(FORMAT, ""));
    }
    let raw = cells.deserialize(Some(header)).map_err(|_source| Refusal::new(FORMAT, ""))?;
    S::prepare(registry, raw)
}

/// Digests what is read through it.
struct Hashing {
    input: Box<dyn Read + Send>,
    context: digest::Context,
}

impl Hashing {
    fn hexadecimal(self) -> String {
        use std::fmt::Write;
        let digest = self.context.finish();
        digest.as_ref().iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.input.read(buffer)?;
        self.context.update(buffer.get(..length).unwrap_or_default());
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: Columns =
        Columns { required: &["code", "parent_code"], optional: &["valid_to"] };

    fn complaint(header: &[&str]) -> Option<String> {
        COLUMNS.complaint(&StringRecord::from(header.to_vec()))
    }

    #[test]
    fn a_header_names_the_columns_in_any_order() {
        assert_eq!(complaint(&["parent_code", "code"]), None);
        assert_eq!(complaint(&["valid_to", "parent_code", "code"]), None);
    }

    #[test]
    fn a_wrong_header_is_told_by_name() {
        assert_eq!(
            complaint(&["code", "Code", "code", "valid_to"]).unwrap(),
            "missing: parent_code; unknown: Code; twice: code; columns are code, parent_code; \
             and may be valid_to",
        );
    }

    #[test]
    fn a_row_of_data_in_its_place_is_not_repeated() {
        for header in [&["196804111993031009", "Siti"][..], &[]] {
            let text = complaint(header).unwrap();
            assert!(text.starts_with("the first row names none"), "{text}");
            assert!(!text.contains("Siti"), "{text}");
        }
    }

    #[test]
    fn a_path_of_an_input_means_a_column() {
        assert_eq!(COLUMNS.of_path("parentCode"), "parent_code");
        assert_eq!(COLUMNS.of_path("validTo"), "valid_to");
        assert_eq!(COLUMNS.of_path("other"), "");
    }

    #[test]
    fn the_digest_is_that_of_the_bytes() {
        let context = digest::Context::new(&digest::SHA256);
        let mut hashing = Hashing { input: Box::new(&b"abc"[..]), context };
        std::io::copy(&mut hashing, &mut std::io::sink()).unwrap();
        assert_eq!(
            hashing.hexadecimal(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        );
    }
}
