//! Invented lists of signatures on paper, with as many wrong rows as are asked for.

use std::io::{Read, Write};

use chrono::{Days, NaiveDate};
use csv::StringRecord;
use netra_entity::Date;

use super::unwritten;
use crate::intake::founding::random::Random;
use crate::intake::import::CIVIL_SERVANT_COLUMNS;
use crate::ledger::error::{Error, Result};

/// The list to invent.
#[derive(Clone, Debug)]
pub struct Signatures {
    /// How many rows, wrong ones included.
    pub count: u64,
    /// How many of them are wrong, each in another way than the one before.
    pub wrong: u64,
    /// What the chance begins with.
    pub seed: u64,
    /// Only people of this institution, as an employer would list them.
    pub institution_code: Option<String>,
    /// First day on which somebody signed.
    pub from: Date,
    /// Last day on which somebody signed.
    pub to: Date,
}

/// Writes a list of signatures of the people in a file of civil servants, as
/// [`Registry::import_paper_signatures`](crate::Registry::import_paper_signatures) reads it.
///
/// # Errors
/// [`Error::File`] where one cannot be read or written; [`Error::Unavailable`] where there are too
/// few people.
pub fn paper_signatures(
    signatures: &Signatures,
    civil_servants: impl Read,
    out: impl Write,
) -> Result<()> {
    let mut people = csv::Reader::from_reader(civil_servants).into_records();
    let mut file = csv::Writer::from_writer(out);
    file.write_record(["service_number", "signed_on", "document_sha256"]).map_err(unwritten)?;
    let mut random = Random::new(signatures.seed);
    let mut before = String::new();
    let mut wrong = 0;
    for index in 0..signatures.count {
        let (number, since) = next(&mut people, signatures)?;
        let signed_on = day(&mut random, signatures.from.0.max(since), signatures.to.0);
        let digest = format!("{:08x}", random.between(0, u32::MAX)).repeat(8);
        let mut row = [number, signed_on.to_string(), digest];
        // Evenly spread, and never the first, which has no row before it to repeat.
        if (index + 1) * signatures.wrong / signatures.count > wrong {
            spoil(&mut row, wrong, &before, signatures.to.0);
            wrong += 1;
        } else {
            before.clone_from(&row[0]);
        }
        file.write_record(&row).map_err(unwritten)?;
    }
    Ok(file.flush()?)
}

/// The next person's number and first day in place.
fn next(
    people: &mut impl Iterator<Item = csv::Result<StringRecord>>,
    signatures: &Signatures,
) -> Result<(String, NaiveDate)> {
    let position = |name: &str| CIVIL_SERVANT_COLUMNS.iter().position(|it| *it == name);
    let cell = |person: &StringRecord, name: &str| {
        position(name).and_then(|it| person.get(it)).unwrap_or_default().to_owned()
    };
    for person in people {
        let person = person.map_err(unwritten)?;
        let institution = cell(&person, "institution_code");
        if signatures.institution_code.as_ref().is_none_or(|wanted| *wanted == institution) {
            let since = cell(&person, "valid_from").parse().unwrap_or(NaiveDate::MIN);
            return Ok((cell(&person, "service_number"), since));
        }
    }
    Err(Error::Unavailable("the file has too few people for so many signatures"))
}

fn day(random: &mut Random, from: NaiveDate, to: NaiveDate) -> NaiveDate {
    let span = u32::try_from((to - from).num_days().max(0)).unwrap_or(0);
    from.checked_add_days(Days::new(u64::from(random.between(0, span)))).unwrap_or(to)
}

/// Makes a row wrong, in one of seven ways.
fn spoil(row: &mut [String; 3], way: u64, before: &str, last: NaiveDate) {
    let [number, signed_on, digest] = row;
    match way % 7 {
        0 => {
            number.pop();
        }
        1 => number.replace_range(4..6, "13"),
        // Well formed, and older than anybody in a generated file.
        2 => *number = format!("190001011920011{:03}", way / 7 % 999 + 1),
        3 => *signed_on = last.checked_add_days(Days::new(3_650)).unwrap_or(last).to_string(),
        4 => *signed_on = last.format("%d/%m/%Y").to_string(),
        5 => before.clone_into(number),
        _ => digest.truncate(63),
    }
}
