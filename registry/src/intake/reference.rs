//! What the registry takes as given: the reference files, embedded, and their way into the
//! database. Loading adds what is absent and leaves what is there, so it can be repeated.

mod contests;
mod law;
mod places;
mod platforms;
mod row;
mod successions;

use std::sync::Arc;

use netra_domain::policy::{ActKind, Actor, Permit};
use serde::de::DeserializeOwned;

use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::{ActRequest, CHUNK, Opened, Write};

pub(crate) use law::load_law;
pub(crate) use places::{function, institution, load_places};
pub(crate) use platforms::platforms;

const CAMPAIGN_ACCOUNT_RULES: &str = include_str!("../../reference/campaign_account_rules.csv");
const CODE_LISTS: &str = include_str!("../../reference/code_lists.csv");
const CONTEST_EXCEPTIONS: &str = include_str!("../../reference/contest_exceptions.csv");
const CONTEST_TYPES: &str = include_str!("../../reference/contest_types.csv");
const CYCLES: &str = include_str!("../../reference/cycles.csv");
const ELECTIONS: &str = include_str!("../../reference/elections.csv");
const ELECTION_PHASES: &str = include_str!("../../reference/election_phases.csv");
const FUNCTIONS: &str = include_str!("../../reference/functions.csv");
const HOLIDAYS: &str = include_str!("../../reference/holidays.csv");
const INSTITUTIONS: &str = include_str!("../../reference/institutions.csv");
const LEGAL_INSTRUMENTS: &str = include_str!("../../reference/legal_instruments.csv");
const LEGAL_INSTRUMENT_NUMBERS: &str = include_str!("../../reference/legal_instrument_numbers.csv");
const PARTIES: &str = include_str!("../../reference/parties.csv");
const PARTY_PARTICIPATIONS: &str = include_str!("../../reference/party_participations.csv");
const REGIONS: &str = include_str!("../../reference/regions.csv");
const SUCCESSIONS: &str = include_str!("../../reference/successions.csv");

/// A sample wording of the pact, of our own; no official text.
pub(crate) const PACT_TEXT_2024: &str = include_str!("../../reference/pact_text_2024.txt");

/// Loads law and places; answers how many records were added.
///
/// # Errors
/// `FORBIDDEN` for everyone but the founding, because no seat may do all of it; the database's
/// own.
pub async fn load(registry: &Registry, actor: &Arc<Actor>) -> Result<usize> {
    Ok(load_law(registry, actor).await? + load_places(registry, actor).await?)
}

/// Whether the reference files have a code list: one that a registry was founded without, because
/// it is younger, gets its codes by `recordCode`.
pub(crate) fn has_code_list(list: &str) -> Result<bool> {
    Ok(rows::<row::CodeRow>(CODE_LISTS)?.iter().any(|row| row.list == list))
}

/// The rows of a file.
fn rows<T: DeserializeOwned>(file: &str) -> Result<Vec<T>> {
    let parsed: std::result::Result<_, csv::Error> =
        csv::Reader::from_reader(file.as_bytes()).deserialize().collect();
    // Its text names line and column, which is all there is to say.
    parsed.map_err(|error| Error::File(error.into()))
}

/// Opens an act that cannot have been done before.
pub(crate) async fn open<A: ActKind>(
    registry: &Registry,
    actor: &Arc<Actor>,
) -> Result<Box<Write>> {
    let permit: Permit<A> = actor.permit()?;
    match registry.open(&permit, &ActRequest::default()).await? {
        Opened::Fresh(act) => Ok(act),
        Opened::Replayed(_) => Err(Error::IdempotencyReused),
    }
}

/// Stores rows in events of at most a chunk each; no rows leave no event.
async fn store_all<A: ActKind, R>(
    registry: &Registry,
    actor: &Arc<Actor>,
    rows: &[R],
    store: impl AsyncFn(&mut Write, &R) -> Result<()>,
) -> Result<usize> {
    // Whoever may not do the act is refused also where there is nothing to do.
    let _permit: Permit<A> = actor.permit()?;
    for chunk in rows.chunks(CHUNK) {
        let mut act = open::<A>(registry, actor).await?;
        for row in chunk {
            store(&mut act, row).await?;
        }
        act.commit(None).await?;
    }
    Ok(rows.len())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use netra_domain::Rule;

    use super::row::{
        AccountRuleRow, CodeRow, ContestExceptionRow, ContestTypeRow, CycleRow, ElectionRow,
        FunctionRow, HolidayRow, InstitutionRow, InstrumentRow, NumberRow, ParticipationRow,
        PartyRow, PhaseRow, RegionRow, SuccessionRow,
    };
    use super::*;

    #[test]
    fn every_row_of_every_file_is_read() {
        fn count<T: DeserializeOwned>(file: &str) -> bool {
            let read: Vec<T> = rows(file).unwrap();
            !read.is_empty() && read.len() == file.lines().count() - 1
        }
        assert!(count::<AccountRuleRow>(CAMPAIGN_ACCOUNT_RULES));
        assert!(count::<CodeRow>(CODE_LISTS));
        assert!(count::<ContestExceptionRow>(CONTEST_EXCEPTIONS));
        assert!(count::<ContestTypeRow>(CONTEST_TYPES));
        assert!(count::<PartyRow>(PARTIES));
        assert!(count::<ParticipationRow>(PARTY_PARTICIPATIONS));
        assert!(count::<CycleRow>(CYCLES));
        assert!(count::<ElectionRow>(ELECTIONS));
        assert!(count::<PhaseRow>(ELECTION_PHASES));
        assert!(count::<FunctionRow>(FUNCTIONS));
        assert!(count::<HolidayRow>(HOLIDAYS));
        assert!(count::<InstitutionRow>(INSTITUTIONS));
        assert!(count::<InstrumentRow>(LEGAL_INSTRUMENTS));
        assert!(count::<NumberRow>(LEGAL_INSTRUMENT_NUMBERS));
        assert!(count::<RegionRow>(REGIONS));
        assert!(count::<SuccessionRow>(SUCCESSIONS));
    }

    /// As what rules cite instruments of a kind.
    fn cited_as(kind: &str) -> &'static [&'static str] {
        match kind {
            "LAW" => &["UU"],
            "GOVERNMENT_REGULATION" => &["PP"],
            "PRESIDENTIAL_REGULATION" => &["Perpres"],
            "KPU_REGULATION" => &["PKPU"],
            "BKN_REGULATION" => &["Perka BKN"],
            "BSSN_REGULATION" => &["Peraturan BSSN"],
            "MINISTERIAL_DECREE" => &["Kepmendagri"],
            "CIRCULAR" => &["SE MenPANRB"],
            _ => &[],
        }
    }

    /// Whoever is refused can look up what the refusal rests on.
    #[test]
    fn no_rule_cites_an_instrument_that_is_not_known() {
        let known: Vec<InstrumentRow> = rows(LEGAL_INSTRUMENTS).unwrap();
        let named = |row: &InstrumentRow| {
            let numbers = row.number.iter();
            let numbered = numbers
                .flat_map(|it| cited_as(&row.kind).iter().map(move |kind| format!("{kind} {it}")));
            numbered.chain([row.label.clone()]).collect::<Vec<_>>()
        };
        let known: HashSet<String> = known.iter().flat_map(named).collect();
        let mut unknown = Vec::new();
        for rule in Rule::ALL {
            let cited = rule.legal_basis().split(';').map(str::trim).filter(|it| !it.is_empty());
            let instruments = cited.map(|it| it.split(" Pasal").next().unwrap_or(it));
            let absent = instruments.filter(|it| !known.contains(*it));
            unknown.extend(absent.map(|it| format!("{}: {it}", rule.code())));
        }
        assert_eq!(unknown, Vec::<String>::new());
    }
}
