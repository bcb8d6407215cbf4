//! Invented contests, contestants and candidates over the regions in the database, at the
//! proportions of Pemilu and Pemilihan 2024: 9,917 candidates for the House, 668 for the Regional
//! Representatives, 1,553 pairs, the rest for councils, by their seats.

mod file;

use netra_domain::RegionCode;
use netra_domain::contest::departs;
use netra_domain::policy::{Permit, of};
use netra_entity::code::{ContestRule, RegionLevel};
use netra_entity::region;

use crate::Registry;
use crate::ledger::error::Result;
use crate::ledger::sequencer::AsOf;
use crate::office::region::holds;

pub use file::{candidates, contestants, contests};

/// Candidates of 2024, of all types together.
const NATIONAL: u64 = 261_700;

/// What of them each type had.
const HOUSE: u64 = 9_917;
const REPRESENTATIVES: u64 = 668;
const PAIRS: u64 = 1_553;
const PRESIDENTIAL_PAIRS: u64 = 3;
/// Seats of provincial and of regency and city councils.
const SEATS: (u64, u64) = (2_372, 17_510);

/// The elections to invent.
#[derive(Clone, Debug)]
pub struct Elections {
    /// How many candidates in the whole country.
    pub count: u64,
    /// What the chance begins with.
    pub seed: u64,
    /// Only what one office registers: none for all, an empty text for the central one, else the
    /// code of its region.
    pub office: Option<String>,
    /// What can be held.
    pub grounds: Grounds,
}

/// Where contests are held, and who may stand.
#[derive(Clone, Debug)]
pub struct Grounds {
    contests: Vec<Held>,
    parties: Vec<(String, bool)>,
}

/// A contest that is held.
#[derive(Clone, Debug)]
struct Held {
    election: &'static str,
    kind: &'static str,
    region: Option<String>,
    /// The office that registers it.
    office: String,
    districts: u32,
    local_parties: bool,
}

impl Registry {
    /// Where contests are held today, and the parties.
    ///
    /// # Errors
    /// The database's own.
    pub async fn grounds(&self, permit: &Permit<of::ReadReference>) -> Result<Grounds> {
        let today = self.clock().today();
        let mut regions =
            self.within::<region::Entity, _>(permit, AsOf::Now).all(self.reader()).await?;
        regions.retain(|row| holds(row.valid_from, row.valid_to, today));
        regions.sort_by(|one, other| one.code.cmp(&other.code));
        let exceptions = self.contest_exceptions(permit).await?;
        let has = |rule, kind: &str, region: Option<&RegionCode>| {
            departs(&exceptions, rule, kind, region, today)
        };
        let mut contests = Vec::new();
        for (kind, region) in wanted(&regions) {
            let code = region.and_then(|it| RegionCode::parse(&it.code).ok());
            if has(ContestRule::NotHeld, kind, code.as_ref()) {
                continue;
            }
            let local = has(ContestRule::LocalParties, kind, code.as_ref());
            contests.push(held(kind, region, local, contests.len()));
        }
        let mut parties = self
            .within::<netra_entity::party::Entity, _>(permit, AsOf::Now)
            .all(self.reader())
            .await?;
        parties.sort_by(|one, other| one.code.cmp(&other.code));
        let parties = parties
            .into_iter()
            .map(|it| (it.code, it.scope == netra_entity::code::PartyScope::AcehLocal))
            .collect();
        Ok(Grounds { contests, parties })
    }
}

/// Every type in every region of its level.
fn wanted(regions: &[region::Model]) -> Vec<(&'static str, Option<&region::Model>)> {
    let of = |levels: &'static [RegionLevel]| {
        regions.iter().filter(move |it| levels.contains(&it.level)).map(Some)
    };
    let (province, regency, city) =
        (&[RegionLevel::Province], &[RegionLevel::Regency], &[RegionLevel::City]);
    let both = &[RegionLevel::Regency, RegionLevel::City];
    let mut all = vec![("PRESIDENT", None), ("DPR", None)];
    all.extend(of(province).map(|it| ("DPD", it)));
    all.extend(of(province).map(|it| ("DPRD_PROVINCE", it)));
    all.extend(of(both).map(|it| ("DPRD_REGENCY_CITY", it)));
    all.extend(of(province).map(|it| ("GOVERNOR", it)));
    all.extend(of(regency).map(|it| ("REGENT", it)));
    all.extend(of(city).map(|it| ("MAYOR", it)));
    all
}

fn held(
    kind: &'static str,
    region: Option<&region::Model>,
    local_parties: bool,
    position: usize,
) -> Held {
    let is_central = matches!(kind, "PRESIDENT" | "DPR" | "DPD");
    let code = region.map(|it| it.code.clone());
    let office = if is_central { None } else { code.clone() };
    // 84, 301 and 2,325 districts over the country, 38 provinces and 508 regencies and cities.
    let districts = match kind {
        "DPR" => 84,
        "DPRD_PROVINCE" => 8,
        "DPRD_REGENCY_CITY" if position % 5 < 3 => 5,
        "DPRD_REGENCY_CITY" => 4,
        _ => 0,
    };
    let election = match kind {
        "GOVERNOR" | "REGENT" | "MAYOR" => "PEMILIHAN_2024",
        _ => "PEMILU_2024",
    };
    let office = office.unwrap_or_default();
    Held { election, kind, region: code, office, districts, local_parties }
}

impl Held {
    /// The day of determination, as the file writes it.
    fn determined(&self) -> &'static str {
        match self.kind {
            "PRESIDENT" => "13 November 2023",
            "GOVERNOR" | "REGENT" | "MAYOR" => "22 September 2024",
            _ => "3 November 2023",
        }
    }

    fn registered(&self) -> &'static str {
        match self.kind {
            "PRESIDENT" => "19/10/2023",
            "GOVERNOR" | "REGENT" | "MAYOR" => "28/08/2024",
            _ => "08/05/2023",
        }
    }

    fn district_code(&self, number: u32) -> String {
        let region = self.region.as_deref().unwrap_or("00");
        format!("CONTOH-{}-{region}-{number:02}", self.kind)
    }

    /// The code of a contestant, by its party's code or its number.
    fn code(&self, of: &str) -> String {
        let region = self.region.as_deref().unwrap_or("00");
        format!("CONTOH-{}-{region}-{of}", self.kind)
    }
}

impl Elections {
    fn share(&self, of: u64) -> u64 {
        let exact = u128::from(self.count) * u128::from(of) / u128::from(NATIONAL);
        u64::try_from(exact).unwrap_or(u64::MAX)
    }

    /// How many contestants a type has that are no lists: individuals or pairs.
    fn standing_alone(&self, kind: &str) -> u64 {
        let of_kind = |kinds: &[&str]| {
            let held = self.grounds.contests.iter().filter(|it| kinds.contains(&it.kind));
            u64::try_from(held.count()).unwrap_or(0)
        };
        match kind {
            "PRESIDENT" => PRESIDENTIAL_PAIRS,
            "DPD" => self.share(REPRESENTATIVES).max(of_kind(&["DPD"])),
            "GOVERNOR" | "REGENT" | "MAYOR" => {
                let own = of_kind(&[kind]);
                let all = of_kind(&["GOVERNOR", "REGENT", "MAYOR"]).max(1);
                (self.share(PAIRS) * own / all).max(own)
            }
            _ => 0,
        }
    }

    /// How many candidates the lists of a type have together.
    fn on_lists(&self, kind: &str) -> u64 {
        let house = self.share(HOUSE);
        let alone = self.standing_alone("DPD")
            + 2 * ["PRESIDENT", "GOVERNOR", "REGENT", "MAYOR"]
                .iter()
                .map(|it| self.standing_alone(it))
                .sum::<u64>();
        let councils = self.count.saturating_sub(house + alone);
        let provinces = councils * SEATS.0 / (SEATS.0 + SEATS.1);
        match kind {
            "DPR" => house,
            "DPRD_PROVINCE" => provinces,
            "DPRD_REGENCY_CITY" => councils - provinces,
            _ => 0,
        }
    }

    /// The contests of a type with their position among them.
    fn of_kind(&self, kind: &str) -> Vec<&Held> {
        self.grounds.contests.iter().filter(|it| it.kind == kind).collect()
    }

    /// Whether a contest is in the file.
    fn includes(&self, held: &Held) -> bool {
        self.office.as_ref().is_none_or(|office| *office == held.office)
    }

    /// Parties that stand in a contest.
    fn parties(&self, held: &Held) -> impl Iterator<Item = &str> {
        let fits = |it: &&(String, bool)| held.local_parties || !it.1;
        self.grounds.parties.iter().filter(fits).map(|it| it.0.as_str())
    }
}

/// Types in the order of the files.
const KINDS: [&str; 8] = [
    "PRESIDENT",
    "DPR",
    "DPD",
    "DPRD_PROVINCE",
    "DPRD_REGENCY_CITY",
    "GOVERNOR",
    "REGENT",
    "MAYOR",
];

#[cfg(test)]
mod tests;
