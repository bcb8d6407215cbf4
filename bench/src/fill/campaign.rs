//! Contests, who stands in them and with which accounts, by the imports of the election
//! administration.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};

use netra_registry::intake::generate::contest::{self, Elections};
use netra_registry::intake::generate::{self, Accounts};
use netra_registry::intake::import::{ImportFile, Progress};
use netra_registry::{ActRequest, Registry};

use super::{accounts, complete, permit};
use crate::facts::Account;
use crate::{Place, Result, tell};

const CONTESTS: &str = "contests.csv";
const ALL_CONTESTANTS: &str = "all-contestants.csv";
const CONTESTANTS: &str = "contestants.csv";
const ACCOUNTS: &str = "accounts.csv";
pub(super) const FILES: [&str; 4] = [CONTESTS, ALL_CONTESTANTS, CONTESTANTS, ACCOUNTS];

/// A contestant has a hundred accounts at most, and with a million people about forty.
const ACCOUNTS_EACH: u32 = 25;

/// How many accounts requests ask for.
const SAMPLE: u32 = 20_000;

/// Fills in contests, contestants and accounts; answers with accounts to ask for.
pub(super) async fn hold(
    place: &Place<'_>,
    registry: &Registry,
    people: u32,
    request: &ActRequest,
) -> Result<Vec<Account>> {
    let file = |name: &str| place.folder.join(name);
    let create = |name: &str| File::create(file(name)).map(BufWriter::new);
    let import = |name: &str| ImportFile::open(&file(name));
    let mut observe = |progress: Progress| {
        if let Progress::Refused(row) = progress {
            tell(&format!("line {}: {} at {}", row.line, row.code, row.path));
        }
    };
    let grounds = registry.grounds(&permit()?).await?;
    let elections = Elections { count: u64::from(people), seed: 1, office: None, grounds };
    contest::contests(&elections, create(CONTESTS)?)?;
    contest::contestants(&elections, create(ALL_CONTESTANTS)?)?;
    let contestants = BufReader::new(File::open(file(ALL_CONTESTANTS))?).lines();
    let mut some = create(CONTESTANTS)?;
    for line in contestants.take(usize::try_from(1 + accounts(people) / ACCOUNTS_EACH)?) {
        writeln!(some, "{}", line?)?;
    }
    some.into_inner()?;
    tell("importing contests and who stands in them");
    let list = import(CONTESTS)?;
    complete(&registry.import_contests(&permit()?, request, list, &mut observe).await?)?;
    let list = import(CONTESTANTS)?;
    complete(&registry.import_contestants(&permit()?, request, list, &mut observe).await?)?;
    registry.sequence_all().await?;
    let campaigners = registry.campaigners(&permit()?, &permit()?).await?;
    let (count, today) = (u64::from(accounts(people)), registry.clock().today());
    let invented = Accounts { count, seed: 1, campaigners, today };
    generate::campaign_accounts(&invented, create(ACCOUNTS)?)?;
    tell("importing campaign accounts");
    let (register, enter, list) = (permit()?, permit()?, import(ACCOUNTS)?);
    let report = registry
        .import_campaign_accounts(&register, Some(&enter), request, list, &mut observe)
        .await?;
    complete(&report)?;
    registry.sequence_all().await?;
    sample(place, people)
}

fn sample(place: &Place<'_>, people: u32) -> Result<Vec<Account>> {
    let every = usize::try_from(accounts(people) / SAMPLE)?.max(1);
    let lines = BufReader::new(File::open(place.folder.join(ACCOUNTS))?).lines();
    let account = |line: std::io::Result<String>| -> Result<Account> {
        let line = line?;
        // Of these columns none has a comma.
        let cells: Vec<&str> = line.split(',').collect();
        let [_, url, _, _, _, entered, ..] = cells.as_slice() else {
            return Err("an account lacks columns".into());
        };
        let handle = url.rsplit(['/', '@']).next().unwrap_or_default();
        let [url, handle, on] = [*url, handle, *entered].map(ToOwned::to_owned);
        Ok(Account { url, handle, on })
    };
    lines.skip(1).step_by(every).map(account).collect()
}
