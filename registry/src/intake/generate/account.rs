//! Invented campaign accounts of the contestants in a registry, on the platforms in the shares of
//! 2020. Their handles begin with a word that says so.

use std::collections::HashMap;
use std::io::Write;

use chrono::Days;
use netra_domain::policy::{Permit, of};
use netra_entity::Date;
use netra_entity::code::ContestantState;
use netra_entity::contestant;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::unwritten;
use crate::Registry;
use crate::intake::founding::random::Random;
use crate::intake::import::CAMPAIGN_ACCOUNT_COLUMNS;
use crate::ledger::error::{Error, Result};
use crate::ledger::sequencer::AsOf;

/// Of twenty accounts, so many on each platform: where they begin, and what they are.
const PLATFORMS: [Platform; 5] = [
    ("https://www.facebook.com/", "PROFILE", 13),
    ("https://www.instagram.com/", "PROFILE", 4),
    ("https://www.youtube.com/@", "CHANNEL", 1),
    ("https://x.com/", "PROFILE", 1),
    ("https://www.tiktok.com/@", "PROFILE", 1),
];

type Platform = (&'static str, &'static str, u32);

/// So many of one contestant on one platform, as the rules of 2024 allow.
const MOST_OF_A_PLATFORM: u32 = 20;

/// A contestant that campaigns with accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaigner {
    /// KPU's own code.
    pub code: String,
    /// Day from which it stands.
    pub from: Date,
    /// Last day on which accounts may be open.
    pub closing_on: Option<Date>,
}

/// The accounts to invent.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// How many.
    pub count: u64,
    /// What the chance begins with.
    pub seed: u64,
    /// Whose they are; each gets its share.
    pub campaigners: Vec<Campaigner>,
    /// The day until which they are registered.
    pub today: Date,
}

impl Registry {
    /// The contestants that are determined and have a code of KPU's, in the order of their ids.
    ///
    /// # Errors
    /// The database's own.
    pub async fn campaigners(
        &self,
        permit: &Permit<of::ReadCandidates>,
        reference: &Permit<of::ReadReference>,
    ) -> Result<Vec<Campaigner>> {
        let contests = self
            .within::<netra_entity::contest::Entity, _>(reference, AsOf::Now)
            .all(self.reader())
            .await?;
        let rules = self
            .within::<netra_entity::campaign_account_rule::Entity, _>(reference, AsOf::Now)
            .all(self.reader())
            .await?;
        let closing = |contest: &netra_entity::contest::Model| {
            let rule = rules.iter().find(|it| {
                it.superseded_by.is_none()
                    && it.election_id == contest.election_id
                    && it.contest_type == contest.contest_type
            })?;
            Some((contest.id, rule.closing_on))
        };
        let closing: HashMap<Uuid, Option<Date>> = contests.iter().filter_map(closing).collect();
        let rows = self
            .within::<contestant::Entity, _>(permit, AsOf::Now)
            .filter(contestant::Column::State.eq(ContestantState::Determined))
            .filter(contestant::Column::KpuCode.is_not_null())
            .order_by_asc(contestant::Column::Id)
            .all(self.reader())
            .await?;
        let campaigner = |row: contestant::Model| {
            let closing_on = *closing.get(&row.contest_id)?;
            Some(Campaigner { code: row.kpu_code?, from: row.determined_on?, closing_on })
        };
        Ok(rows.into_iter().filter_map(campaigner).collect())
    }
}

/// Writes a file of invented accounts, as [`Registry::import_campaign_accounts`] reads it.
///
/// # Errors
/// [`Error::Unavailable`] where nobody campaigns, or more accounts are asked for than the rules of
/// 2024 allow; [`Error::File`] where it cannot be written.
pub fn campaign_accounts(accounts: &Accounts, out: impl Write) -> Result<()> {
    let campaigners = u64::try_from(accounts.campaigners.len()).unwrap_or(u64::MAX);
    if campaigners == 0 {
        return Err(Error::Unavailable("nobody is determined to campaign; determine some first"));
    }
    let places = places();
    if accounts.count > campaigners.saturating_mul(u64::try_from(places.len()).unwrap_or(0)) {
        return Err(Error::Unavailable("the contestants may not have so many accounts"));
    }
    let mut file = csv::Writer::from_writer(out);
    file.write_record(CAMPAIGN_ACCOUNT_COLUMNS).map_err(unwritten)?;
    let mut random = Random::new(accounts.seed);
    let mut written = 0;
    // One contestant after the other, so that a chunk of an import is about few of them.
    for (position, campaigner) in (1_u64..).zip(&accounts.campaigners) {
        let share = u128::from(accounts.count) * u128::from(position) / u128::from(campaigners);
        let until = u64::try_from(share).unwrap_or(u64::MAX);
        for (index, place) in (written..until).zip(&places) {
            let row = row(&mut random, accounts, campaigner, index, *place);
            file.write_record(&row).map_err(unwritten)?;
        }
        written = until.max(written);
    }
    Ok(file.flush()?)
}

fn row(
    random: &mut Random,
    accounts: &Accounts,
    campaigner: &Campaigner,
    index: u64,
    (begins, kind, _): Platform,
) -> [String; 10] {
    let last = campaigner.closing_on.unwrap_or(accounts.today).min(accounts.today);
    let days = last.0.signed_duration_since(campaigner.from.0).num_days().clamp(0, 20);
    let wait = u64::from(random.between(0, u32::try_from(days).unwrap_or(0)));
    let received = campaigner.from.0.checked_add_days(Days::new(wait)).unwrap_or(campaigner.from.0);
    let entered = received.succ_opt().unwrap_or(received).min(last.0.max(received));
    // Most are closed in time, some never.
    let closes = campaigner.closing_on.filter(|day| *day < accounts.today);
    let ended = closes.filter(|_| random.between(0, 9) > 0).map(|day| day.0.max(entered));
    let text = |text: &str| ended.map(|_| text.to_owned()).unwrap_or_default();
    [
        campaigner.code.clone(),
        // Letters and digits alone, and no more than fifteen, are a handle on every platform.
        format!("{begins}contoh{:x}x{index:x}", accounts.seed % 0x1000),
        kind.to_owned(),
        String::new(),
        received.to_string(),
        entered.to_string(),
        ended.map(|day| day.to_string()).unwrap_or_default(),
        text("CLOSED"),
        text("Ditutup pada akhir masa kampanye"),
        "yes".to_owned(),
    ]
}

/// The platforms of one contestant's accounts: in their shares, until one is full after the other.
fn places() -> Vec<Platform> {
    let mut used = PLATFORMS.map(|platform| (0, platform));
    let mut places = Vec::new();
    loop {
        let open = used.iter_mut().filter(|(count, _)| *count < MOST_OF_A_PLATFORM);
        // The one that is furthest behind its share.
        let behind = |count: u32, share: u32| (count + 1) * 20 / share;
        let next = open.min_by_key(|(count, (_, _, share))| behind(*count, *share));
        let Some((count, platform)) = next else { return places };
        *count += 1;
        places.push(*platform);
    }
}

#[cfg(test)]
mod tests {
    use netra_domain::campaign_account::Address;

    use super::*;
    use crate::intake::reference::platforms;

    fn day(text: &str) -> Date {
        Date(text.parse().unwrap())
    }

    #[test]
    fn the_same_seed_gives_the_same_accounts_each_with_an_address_of_its_own() {
        let campaigner = |number: u32| Campaigner {
            code: format!("K{number}"),
            from: day("2023-11-03"),
            closing_on: Some(day("2024-02-10")),
        };
        let accounts = Accounts {
            count: 50,
            seed: 7,
            campaigners: (0..4).map(campaigner).collect(),
            today: day("2026-11-20"),
        };
        let write = || {
            let mut file = Vec::new();
            campaign_accounts(&accounts, &mut file).unwrap();
            file
        };
        let file = write();
        assert_eq!(write(), file);
        let rows: Vec<csv::StringRecord> =
            csv::Reader::from_reader(file.as_slice()).into_records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 50);
        let addresses: Vec<Address> =
            rows.iter().map(|row| Address::read(platforms(), &row[1]).unwrap()).collect();
        assert!(addresses.iter().all(Address::is_well_formed));
        let keys: std::collections::HashSet<&str> = addresses.iter().map(Address::key).collect();
        assert_eq!(keys.len(), 50);
        assert!(rows.iter().all(|row| row[4] <= row[5] && (row[6].is_empty() || row[5] <= row[6])));
        let many = Accounts { count: 401, ..accounts };
        assert!(campaign_accounts(&many, Vec::new()).is_err());
        let on = |places: &[Platform], kind| places.iter().filter(|it| it.0 == kind).count();
        assert_eq!(on(&places(), PLATFORMS[0].0), 20);
        assert_eq!((places().len(), on(&places()[..20], PLATFORMS[0].0)), (100, 13));
    }
}
