//! Invents files to import: people who do not exist, and lists of their signatures. The same seed
//! gives the same file, whatever its size.
//!
//! Serials count down from 899, which real numbers hardly reach, so a number is nobody's; those of
//! the demonstration are above.

mod account;
pub mod contest;
mod person;
mod signature;
mod unit;

use std::io::Write;

use chrono::Months;
use netra_domain::policy::{Permit, of};
use netra_entity::Date;
use netra_entity::code::InstitutionKind;

use crate::Registry;
use crate::intake::founding::random::Random;
use crate::intake::import::CIVIL_SERVANT_COLUMNS;
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;
use crate::office::region::holds;

pub use account::{Accounts, Campaigner, campaign_accounts};
pub use signature::{Signatures, paper_signatures};

use self::person::{Births, Person};

/// Where invented people work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workplace {
    /// Code of the institution.
    pub code: String,
    /// Its kind, by which its size and its units are chosen.
    pub kind: InstitutionKind,
    /// Code of its region.
    pub region_code: Option<String>,
    /// Its first day; nobody works there earlier.
    pub valid_from: Option<Date>,
}

/// The people to invent.
#[derive(Clone, Debug)]
pub struct People {
    /// How many.
    pub count: u64,
    /// What the chance begins with.
    pub seed: u64,
    /// Where they work; each place gets its share, place by place.
    pub workplaces: Vec<Workplace>,
    /// The day on which they are employed.
    pub today: Date,
}

impl Registry {
    /// The institutions that employ civil servants today, in the order of their codes.
    ///
    /// # Errors
    /// The database's own.
    pub async fn workplaces(&self, permit: &Permit<of::ReadReference>) -> Result<Vec<Workplace>> {
        let today = self.clock().today();
        let mut rows = self
            .within::<netra_entity::institution::Entity, _>(permit, AsOf::Now)
            .all(self.reader())
            .await?;
        rows.retain(|row| row.employs_asn && holds(row.valid_from, row.valid_to, today));
        rows.sort_by(|one, other| one.code.cmp(&other.code));
        let workplace = |row: netra_entity::institution::Model| Workplace {
            code: row.code,
            kind: row.kind,
            region_code: row.region_code,
            valid_from: row.valid_from,
        };
        Ok(rows.into_iter().map(workplace).collect())
    }
}

/// Writes a file of invented civil servants, as [`Registry::import_civil_servants`] reads it.
///
/// # Errors
/// [`Error::Unavailable`] where there is no workplace, or more people are asked for than there
/// are numbers; [`Error::File`] where it cannot be written.
pub fn civil_servants(people: &People, out: impl Write) -> Result<()> {
    let births = Births::until(people.today);
    if people.count > births.capacity() {
        return Err(Error::Unavailable("there are not so many numbers to invent"));
    }
    let total: u64 = people.workplaces.iter().map(size).sum();
    if total == 0 {
        return Err(Error::Unavailable("there is no institution to work in; import some first"));
    }
    let mut file = csv::Writer::from_writer(out);
    file.write_record(CIVIL_SERVANT_COLUMNS).map_err(unwritten)?;
    let mut places = people.workplaces.iter();
    let mut place = places.next();
    let mut filled = place.map_or(0, size);
    for index in 0..people.count {
        // Place by place, so that a chunk of an import is about few institutions.
        while u128::from(index) * u128::from(total) >= u128::from(filled) * u128::from(people.count)
        {
            place = places.next();
            filled += place.map_or(u64::MAX - filled, size);
        }
        let Some(place) = place else { break };
        let random =
            Random::new(people.seed.wrapping_add(index.wrapping_mul(0x2545_F491_4F6C_DD1D)));
        let person = Person::new(random, births, index, people, place);
        file.write_record(person.cells()).map_err(unwritten)?;
    }
    Ok(file.flush()?)
}

/// How large an institution is beside the others, in thousands.
fn size(place: &Workplace) -> u64 {
    match place.kind {
        InstitutionKind::Ministry => 20,
        InstitutionKind::ProvinceGovernment => 15,
        InstitutionKind::RegencyGovernment => 7,
        InstitutionKind::CityGovernment => 6,
        InstitutionKind::Agency | InstitutionKind::LawEnforcement => 3,
        InstitutionKind::Commission
        | InstitutionKind::StateSecretariat
        | InstitutionKind::DirectorateGeneral
        | InstitutionKind::RegistryOperator
        | InstitutionKind::OversightBody => 1,
    }
}

pub(crate) fn unwritten(error: csv::Error) -> Error {
    Error::File(error.into())
}

fn years_before(day: Date, years: u32) -> chrono::NaiveDate {
    day.0.checked_sub_months(Months::new(12 * years)).unwrap_or(day.0)
}

#[cfg(test)]
mod tests;
