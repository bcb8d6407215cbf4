//! Fills our database through the registry's own doors, and the peers' with as many records.
//!
//! The demonstration brings law, offices and a pact text. Then come invented regions with their
//! governments, civil servants and their signatures on paper, contests and campaign accounts, each
//! by the import that an office would run, here as the founding runs it.

mod campaign;

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Cursor, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Instant;

use netra_api::auth::{SigningKeys, keys};
use netra_api::graphql::{Kind, show};
use netra_domain::policy::{ActKind, Actor, Permit, Standing};
use netra_entity::code::{Function, Grade};
use netra_registry::intake::founding::{self, DemoDone};
use netra_registry::intake::generate::{self, People, Signatures};
use netra_registry::intake::import::{Format, ImportFile, ImportReport, Progress};
use netra_registry::ledger::log::Keeper;
use netra_registry::ledger::log::note::SignerKey;
use netra_registry::office::outbox::Outbox;
use netra_registry::{ActRequest, Clock, Database, Registry, Vault};

use crate::facts::{Asked, Facts};
use crate::{Backend, Place, Result, signers, tell};

/// One of so many has not signed.
pub(crate) const UNSIGNED: u32 = 15;

/// How many people requests ask for.
const SAMPLE: u32 = 20_000;

/// The most people who will sign while it is measured.
const SIGNERS: u32 = 30_000;

/// How many campaign accounts there are beside so many people.
pub(crate) fn accounts(people: u32) -> u32 {
    people / 2
}

/// Fills both, and writes down what they hold.
pub(crate) async fn all(place: &Place<'_>, people: u32) -> Result<Facts> {
    let begun = Instant::now();
    if place.backend == Backend::Postgresql {
        place.cluster.run("postgres", "CREATE DATABASE netra", &[])?;
    }
    let registry = open(place).await?;
    let mut facts = ours(place, &registry, people).await?;
    facts.signers = signers::prepare(&registry, &unsigned_numbers(place)?).await?;
    registry.sequence_all().await?;
    registry.database().clone().close().await?;
    drop(registry);
    tell(&format!("ours: {} s", begun.elapsed().as_secs()));
    if place.backend == Backend::Postgresql {
        place.cluster.run("netra", "VACUUM (ANALYZE, FREEZE)", &[])?;
    }
    peers(place, &facts)?;
    for name in [PEOPLE, SIGNERS_FILE, SIGNATURES].iter().chain(&campaign::FILES) {
        std::fs::remove_file(place.folder.join(name))?;
    }
    facts.write(&place.facts())?;
    tell(&format!("all filled: {} s", begun.elapsed().as_secs()));
    Ok(facts)
}

const PEOPLE: &str = "people.csv";
const SIGNERS_FILE: &str = "signers.csv";
const SIGNATURES: &str = "signatures.csv";
const COLUMN_KEY: &str = "column.key";

/// Name of the log, which stays while the server's address changes.
pub(crate) const LOG: &str = "bench.invalid/log";

/// Writes a key that only its owner reads: the server takes no other.
pub(crate) fn write_secret(path: &Path, text: &str) -> Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(path)?;
    Ok(file.write_all(text.as_bytes())?)
}

async fn open(place: &Place<'_>) -> Result<Registry> {
    let key = Vault::generate_key()?;
    write_secret(&place.folder.join(COLUMN_KEY), &key)?;
    let url = match place.backend {
        Backend::Postgresql => place.url(),
        Backend::Sqlite => format!("{}?mode=rwc", place.url()),
    };
    let database = Database::open(&url).await?;
    database.migrate().await?;
    let seed = SignerKey::generate()?;
    write_secret(&place.log_key(), &seed)?;
    let mut kept = place.log_key().into_os_string();
    kept.push(".checkpoint");
    let keeper = Keeper::named(LOG).signing(SignerKey::from_base64(&seed)?, kept);
    let outbox = Outbox::new(place.folder.join("outbox"));
    let registry = Registry::new(database, Clock::System, Vault::from_base64(&key)?);
    Ok(registry.with_log(keeper).with_outbox(outbox))
}

async fn ours(place: &Place<'_>, registry: &Registry, people: u32) -> Result<Facts> {
    // No password opens the accounts: sessions are opened below, past the sign-in.
    let done = founding::demo(registry, "*").await?;
    let request = ActRequest { trace_id: "bench".to_owned(), ..ActRequest::default() };
    let mut observe = |_: Progress| {};
    let regions = ImportFile::new(Cursor::new(regions()), Format::Csv);
    complete(&registry.import_regions(&permit()?, &request, regions, &mut observe).await?)?;
    complete(
        &registry.derive_regional_governments(&permit()?, &request, false, &mut observe).await?,
    )?;
    let institutions = invent(place, registry, people).await?;
    let import = |name| ImportFile::open(&place.folder.join(name));
    tell("importing civil servants");
    complete(
        &registry
            .import_civil_servants(&permit()?, &request, import(PEOPLE)?, &mut observe)
            .await?,
    )?;
    registry.sequence_all().await?;
    tell("importing signatures");
    let (file, text) = (import(SIGNATURES)?, done.pact_text_id);
    complete(
        &registry.import_paper_signatures(&permit()?, &request, text, file, &mut observe).await?,
    )?;
    registry.sequence_all().await?;
    let accounts = campaign::hold(place, registry, people, &request).await?;
    let facts = facts(place, registry, (people, institutions), done).await?;
    Ok(Facts { accounts, ..facts })
}

/// Ten provinces that do not exist, with fifty regencies each.
fn regions() -> String {
    let mut csv = "code,parent_code,level,name,time_zone,valid_from\n".to_owned();
    for province in 40..50 {
        let _ = writeln!(csv, "{province},,PROVINCE,Provinsi Uji {province},Asia/Jakarta,");
        for regency in 1..=50 {
            let code = format!("{province}.{regency:02}");
            let _ = writeln!(csv, "{code},{province},REGENCY,Kabupaten Uji {code},Asia/Jakarta,");
        }
    }
    csv
}

/// Writes the files to import; answers with the number of institutions.
async fn invent(place: &Place<'_>, registry: &Registry, count: u32) -> Result<u32> {
    let file = |name| place.folder.join(name);
    let workplaces = registry.workplaces(&permit()?).await?;
    let institutions = u32::try_from(workplaces.len())?;
    let today = registry.clock().today();
    let people = People { count: count.into(), seed: 1, workplaces, today };
    generate::civil_servants(&people, BufWriter::new(File::create(file(PEOPLE))?))?;
    let mut signers = BufWriter::new(File::create(file(SIGNERS_FILE))?);
    let mut signing = 0;
    for (index, line) in (0u32..).zip(BufReader::new(File::open(file(PEOPLE))?).lines()) {
        if index == 0 || !index.is_multiple_of(UNSIGNED) {
            writeln!(signers, "{}", line?)?;
            signing += u64::from(index != 0);
        }
    }
    signers.into_inner()?;
    let signatures = Signatures {
        count: signing,
        wrong: 0,
        seed: 1,
        institution_code: None,
        from: today,
        to: today,
    };
    let out = BufWriter::new(File::create(file(SIGNATURES))?);
    generate::paper_signatures(&signatures, File::open(file(SIGNERS_FILE))?, out)?;
    Ok(institutions)
}

async fn facts(
    place: &Place<'_>,
    registry: &Registry,
    (people, institutions): (u32, u32),
    done: DemoDone,
) -> Result<Facts> {
    let fits = |it: &&founding::DemoSeat| {
        it.function == Some(Function::PersonnelAdministration) && it.grade == Some(Grade::Staff)
    };
    let seat = done.seats.iter().find(fits).ok_or("no seat reads persons")?;
    let cycles = registry.cycles(&permit()?).await?;
    let cycle = cycles.iter().find(|it| it.code == done.cycle_code).ok_or("no cycle")?;
    let signing_key = keys::generate_pem()?;
    SigningKeys::load(&signing_key, &[])?;
    Ok(Facts {
        people,
        institutions,
        sample: sample(place, people)?,
        accounts: Vec::new(),
        cycle: show(Kind::Cycle, cycle.id).0,
        pact_text: show(Kind::PactText, done.pact_text_id).0,
        sha256: done.pact_text_sha256.clone(),
        reader: signers::session(registry, seat).await?,
        signers: Vec::new(),
        signed: 0,
        peer_pact: 1,
        signing_key,
        column_key: std::fs::read_to_string(place.folder.join(COLUMN_KEY))?,
    })
}

/// The lines of the people's file with their position, the header left out.
fn people_lines(place: &Place<'_>) -> Result<impl Iterator<Item = (u32, String)>> {
    let file = BufReader::new(File::open(place.folder.join(PEOPLE))?);
    Ok((0u32..).zip(file.lines().map_while(std::result::Result::ok)).skip(1))
}

fn sample(place: &Place<'_>, people: u32) -> Result<Vec<Asked>> {
    let every = (people / SAMPLE).max(1);
    let mut sample = Vec::new();
    for (index, line) in people_lines(place)? {
        if index.is_multiple_of(every) && !index.is_multiple_of(UNSIGNED) {
            // Neither the number nor the name without titles has a comma.
            let mut cells = line.split(',');
            let number = cells.next().unwrap_or_default().to_owned();
            let name = cells.nth(1).unwrap_or_default().to_owned();
            sample.push(Asked { number, name });
        }
    }
    Ok(sample)
}

fn unsigned_numbers(place: &Place<'_>) -> Result<Vec<String>> {
    let unsigned = people_lines(place)?.filter(|(index, _)| index.is_multiple_of(UNSIGNED));
    let number = |(_, line): (u32, String)| line.split(',').next().unwrap_or_default().to_owned();
    Ok(unsigned.map(number).take(usize::try_from(SIGNERS)?).collect())
}

/// As many records with the peers, in tables as a schema-first tool would have them.
fn peers(place: &Place<'_>, facts: &Facts) -> Result<()> {
    tell("filling the peers' tables");
    place.cluster.run("postgres", "CREATE DATABASE peer", &[])?;
    let counts = [
        ("people", u64::from(facts.people)),
        ("institutions", u64::from(facts.institutions)),
        ("accounts", u64::from(accounts(facts.people))),
        ("unsigned", u64::from(UNSIGNED)),
    ];
    place.cluster.run("peer", include_str!("../peer/schema.sql"), &counts)?;
    Ok(())
}

/// What the founding may do, which is everything.
pub(crate) fn permit<A: ActKind>() -> Result<Permit<A>> {
    Ok(Actor::new(Standing::Founding).permit()?)
}

/// Every row has to arrive: the counts are what is compared.
pub(crate) fn complete(report: &ImportReport) -> Result<()> {
    let counts = report.counts;
    tell(&format!("{} rows, {} changed", counts.rows, counts.changed));
    if counts.refused > 0 {
        return Err(format!("{} rows were refused", counts.refused).into());
    }
    Ok(())
}
