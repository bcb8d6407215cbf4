//! Nothing of another side reaches a caller: every root field and every edge, asked by every
//! office about its own institution, a subordinate, another one and none, over a database in which
//! every personal or official text names the institution and the person that it belongs to.

mod changes;
mod plant;
mod sight;

use std::collections::{BTreeMap, BTreeSet};

use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use sea_orm::{ConnectionTrait, Statement, TryGetable};
use serde_json::json;
use uuid::Uuid;

use crate::contract::Contract;
use crate::database::{Backend, both};
use crate::world::{Client, World};
use plant::plant;
use sight::{Sight, canaries, whole_numbers};

const CITY: &str = "PEMKOT_34.71";
const MINISTRY: &str = "KEMENDAGRI";
/// Made a subordinate of the ministry by [`plant`].
const SUBORDINATE: &str = "PEMKAB_35.06";
const OTHER: &str = "BPS";

/// What arguments may name: a few records of each side.
struct Known {
    institutions: Vec<String>,
    units: Vec<String>,
    persons: Vec<String>,
    numbers: Vec<String>,
    records: Vec<String>,
    events: Vec<String>,
    cycle_code: String,
    cycle: String,
    pact_text: String,
    election: String,
    account: String,
    contest: String,
    contestants: Vec<String>,
    candidates: Vec<String>,
}

impl Known {
    async fn of(world: &World) -> Self {
        let mut institutions = Vec::new();
        let mut units = Vec::new();
        let mut persons = Vec::new();
        let mut held = Vec::new();
        let mut records = Vec::new();
        let known = numbers(world).await;
        for code in [CITY, OTHER, SUBORDINATE] {
            institutions.push(world.institution(code).await);
            let of = |table: &str, column: &str| {
                format!(
                    "SELECT t.id, t.{column} FROM {table} t JOIN institution i \
                     ON i.id = t.institution_id WHERE i.code = '{code}' ORDER BY t.id LIMIT 1"
                )
            };
            let employment = pairs::<Uuid>(world, &of("employment", "civil_servant_id")).await[0];
            let unit = pairs::<Uuid>(world, &of("organisational_unit", "institution_id")).await[0];
            units.push(show(Kind::Unit, unit.0).0);
            persons.push(show(Kind::CivilServant, employment.1).0);
            let number = known.iter().find(|(_, person)| **person == employment.1).unwrap().0;
            held.push(number.clone());
            records.push(units.last().unwrap().clone());
            records.push(show(Kind::Employment, employment.0).0);
            for (kind, table) in [
                (Kind::PactSignature, "pact_signature"),
                (Kind::Seat, "seat"),
                (Kind::Event, "event"),
                (Kind::Function, "institution_function"),
            ] {
                let rows = pairs::<Uuid>(world, &of(table, "institution_id")).await;
                records.extend(rows.first().map(|row| show(kind, row.0).0));
            }
        }
        let events = records.iter().filter(|it| it.starts_with("event_")).cloned().collect();
        records.extend(persons.clone());
        records.push(show(Kind::CivilServant, Uuid::nil()).0);
        institutions.push(show(Kind::Institution, Uuid::nil()).0);
        let sql = "SELECT c.id, t.id FROM contest t JOIN contestant c ON c.contest_id = t.id \
            WHERE t.region_code = '34.71' ORDER BY c.id";
        let contestants = pairs::<Uuid>(world, sql).await;
        let contest = show(Kind::Contest, contestants[0].1).0;
        let contestants: Vec<_> =
            contestants.iter().map(|it| show(Kind::Contestant, it.0).0).collect();
        records.extend([contest.clone(), contestants[0].clone()]);
        let sql = "SELECT id, contest_id FROM candidate \
            WHERE published_on IS NULL OR role = 'HEAD' ORDER BY id";
        let candidates = pairs::<Uuid>(world, sql).await;
        let candidates: Vec<_> =
            candidates.iter().map(|it| show(Kind::Candidate, it.0).0).collect();
        records.extend(candidates.clone());
        let account = "SELECT id, id FROM campaign_account ORDER BY row_id";
        let account = pairs::<Uuid>(world, account).await[0].0;
        let election = "{ elections(first: 1) { nodes { id } } }";
        let election = world.public().ask(election, json!({})).await.good();
        Self {
            institutions,
            units,
            persons,
            numbers: held,
            records,
            events,
            cycle_code: world.demo.cycle_code.clone(),
            cycle: world.cycle().await,
            pact_text: world.pact_text(),
            election: election.text("elections.nodes.0.id"),
            account: show(Kind::CampaignAccount, account).0,
            contest,
            contestants,
            candidates,
        }
    }

    /// The arguments with which a root field is asked; the first with everything below.
    fn arguments(&self, root: &str, own: &str) -> Vec<String> {
        let pages = |more: &str| vec![format!("({more} last: 3)"), format!("({more} first: 3)")];
        let of_each = |path: &str, values: &[String]| -> Vec<String> {
            values.iter().map(|it| path.replace('%', it)).collect()
        };
        let of_institutions = |path: &str| {
            let mut all = of_each(path, &self.institutions);
            all.insert(0, path.replace('%', own));
            all
        };
        let with = |mut first: Vec<String>, more: Vec<String>| {
            first.extend(more);
            first
        };
        match root {
            "viewer" | "accessMatrix" | "cycles" => vec![String::new()],
            "node" => of_each("(id: \"%\")", &self.records),
            "nodes" => vec![format!("(ids: {:?})", self.records)],
            "explainAccess" => vec!["(act: \"READ_CIVIL_SERVANTS\")".to_owned()],
            "institution" => of_institutions("(by: {id: \"%\"})"),
            "institutions" => pages("filter: {region: \"34\"}"),
            "region" => vec!["(code: \"34.71\")".to_owned()],
            "regions" => pages(""),
            "institutionFunctions" => with(
                pages("filter: {state: PREPARED}"),
                of_institutions("(filter: {institution: \"%\"}, first: 3)"),
            ),
            "civilServant" => with(
                of_each("(by: {id: \"%\"})", &self.persons),
                of_each("(by: {serviceNumber: \"%\"})", &self.numbers),
            ),
            "civilServants" => with(
                pages(""),
                with(
                    of_institutions("(filter: {institution: \"%\"}, first: 3)"),
                    of_each("(filter: {unit: \"%\"}, last: 3)", &self.units),
                ),
            ),
            "pactSignatures" => with(
                with(pages(""), pages("asOf: {index: \"9999\"}")),
                with(
                    of_institutions("(filter: {institution: \"%\"}, last: 3)"),
                    of_each("(filter: {unit: \"%\"}, first: 3)", &self.units),
                ),
            ),
            "countersignDelegations" | "pactAbstentions" | "nonAsnSignatures" => with(
                pages(""),
                with(
                    of_institutions("(filter: {institution: \"%\"}, first: 3)"),
                    of_each("(filter: {unit: \"%\"}, first: 3)", &self.units),
                ),
            ),
            "pactNonSigners" => {
                let cycle = &self.cycle;
                of_institutions(&format!("(cycle: \"{cycle}\", institution: \"%\", first: 3)"))
            }
            "pactCoverage" => ["UNIT", "INSTITUTION", "PROVINCE", "EMPLOYMENT_KIND"]
                .iter()
                .flat_map(|group| {
                    let cycle = &self.cycle;
                    of_institutions(&format!(
                        "(cycle: \"{cycle}\", groupBy: {group}, institution: \"%\")"
                    ))
                })
                .collect(),
            "cycle" => vec![format!("(code: \"{}\")", self.cycle_code)],
            "election" => vec![format!("(id: \"{}\")", self.election)],
            "elections" | "legalInstruments" => pages(""),
            "contestTypes" | "contestExceptions" => vec![String::new()],
            "contest" => vec![format!("(id: \"{}\")", self.contest)],
            "contests" => pages(&format!("filter: {{election: \"{}\"}},", self.election)),
            "electoralDistricts" => pages(""),
            "parties" => pages("filter: {scope: NATIONAL},"),
            "contestant" => of_each("(id: \"%\")", &self.contestants),
            "contestants" => {
                with(pages(""), pages(&format!("filter: {{contest: \"{}\"}},", self.contest)))
            }
            "candidate" => of_each("(id: \"%\")", &self.candidates),
            "candidates" => {
                with(pages(""), pages(&format!("filter: {{contest: \"{}\"}},", self.contest)))
            }
            "successions" => with(
                pages("filter: {state: APPROVED}"),
                of_institutions("(filter: {institution: \"%\"}, first: 3)"),
            ),
            "successionPreview" => {
                vec![format!("(id: \"{}\")", show(Kind::Succession, Uuid::nil()).0)]
            }
            "pactText" => vec![format!("(id: \"{}\")", self.pact_text)],
            "pactTexts" => pages(&format!("cycle: \"{}\"", self.cycle)),
            "codeList" => vec!["(list: \"RANK\")".to_owned()],
            "holidays" => vec!["(from: \"2026-01-01\", to: \"2026-12-31\")".to_owned()],
            "logCheckpoint" => vec![String::new()],
            "inclusionProof" => of_each("(event: \"%\")", &self.events),
            "consistencyProof" => vec!["(from: \"1\")".to_owned()],
            "campaignAccount" => vec![format!("(id: \"{}\")", self.account)],
            "campaignAccounts" => {
                with(pages(""), pages(&format!("filter: {{election: \"{}\"}},", self.election)))
            }
            "campaignAccountCopies" => pages(""),
            "campaignAccountRules" => vec![format!("(election: \"{}\")", self.election)],
            "campaignAccountLookup" => vec![
                "(by: {url: \"https://x.com/contoh_kota\"}, on: \"2024-10-01\")".to_owned(),
                "(by: {handle: {platform: \"X\", handle: \"contoh_kota\"}})".to_owned(),
            ],
            "campaignAccountLookups" => {
                vec!["(by: [{url: \"https://x.com/contoh_kota\"}, {url: \"tidak\"}])".to_owned()]
            }
            "apiClients" => pages(""),
            "accessLog" | "breaches" | "erasures" | "legalHolds" => pages(""),
            "breachSubjects" => {
                vec!["(breach: \"breach_00000000000000000000000000\", first: 3)".to_owned()]
            }
            "rectifications" => with(
                pages("filter: {isOverdue: false}"),
                of_institutions("(filter: {institution: \"%\"}, first: 9)"),
            ),
            "readings" => {
                with(pages(""), of_institutions("(filter: {institution: \"%\"}, first: 9)"))
            }
            "seats" => with(pages(""), of_institutions("(institution: \"%\", first: 9)")),
            "events" => with(
                pages(""),
                with(
                    of_institutions("(filter: {institution: \"%\"}, first: 9)"),
                    of_each("(filter: {subject: \"%\"}, first: 9)", &self.records),
                ),
            ),
            new => panic!("give the new root field {new} its arguments here"),
        }
    }

    /// Every root field with everything below it, as one office asks.
    fn queries(&self, contract: &Contract, own: &str) -> Vec<String> {
        let mut queries = Vec::new();
        for root in contract.fields("Query") {
            let name = root.name.node.as_str();
            for (position, arguments) in self.arguments(name, own).iter().enumerate() {
                let below = match position {
                    0 => [contract.selections(root, 3), contract.histories(root, 1)].concat(),
                    _ => vec![contract.selection(root, 1)],
                };
                let below = below.iter().map(|it| it.replace("$cycle", &self.cycle));
                queries.extend(below.map(|it| format!("{{ {name}{arguments} {it} }}")));
            }
        }
        queries
    }
}

/// What those who may see canaries have seen, by seat and institution.
type Seen = BTreeMap<(Option<(&'static str, &'static str)>, String), BTreeSet<(String, String)>>;

/// Lets everyone ask everything; answers the leaks, and what was rightly seen.
async fn look(world: &World, known: &Known, who: &[(Sight, Client<'_>)]) -> (Vec<String>, Seen) {
    let contract = Contract::read();
    let numbers = numbers(world).await;
    let (mut leaks, mut all) = (Vec::new(), Seen::new());
    for (sight, client) in who {
        let (seat, office) = (sight.seat.map(|it| (it.0.code(), it.1.code())), &sight.office);
        let own = world.institution(if office.is_empty() { OTHER } else { office }).await;
        let seen = all.entry((seat, office.clone())).or_default();
        let mut persons = BTreeSet::new();
        for query in known.queries(&contract, &own) {
            let answer = client.ask(&query, json!({})).await;
            for error in answer.body["errors"].as_array().into_iter().flatten() {
                let code = error["extensions"]["code"].as_str().unwrap_or_default();
                assert!(matches!(code, "FORBIDDEN" | "NOT_FOUND"), "{query}\n{}", answer.raw);
            }
            let canaries = canaries(&answer.raw).into_iter();
            let numbers = whole_numbers(&answer.raw, &numbers).into_iter();
            for (kind, of, key) in canaries.chain(numbers.map(|it| ("NUMBER", "", it))) {
                if sight.may_see(kind, of, key) {
                    if matches!(kind, "NAME" | "RECORD" | "EVIDENCE") && !sight.is_own(key) {
                        persons.insert(Uuid::parse_str(key).unwrap());
                    }
                    seen.insert((kind.to_owned(), of.to_owned()));
                    if answer.raw.contains(&format!("\\\"{kind}~{of}~")) {
                        seen.insert(("HISTORY".to_owned(), format!("{kind} of {of}")));
                    }
                } else {
                    leaks.push(format!("{seat:?} at {office:?} reads {kind} of {of}: {query:.90}"));
                }
            }
        }
        // Whoever was shown stands in the read log.
        let logged = crate::read_log::shown_to(world, sight.user()).await;
        assert!(persons.is_subset(&logged), "{seat:?} at {office:?} was shown more than is logged");
    }
    (leaks, all)
}

async fn everybody(world: &World) -> Vec<(Sight, Client<'_>)> {
    let mut everybody = vec![(Sight::nobody(), world.public())];
    for seat in &world.demo.seats {
        everybody.push((Sight::of(world, seat).await, world.client_of(seat).await));
    }
    everybody
}

async fn nothing_of_another_side_reaches_anybody(backend: Backend) {
    let world = World::new(backend).await;
    plant(&world).await;
    world.sequence().await;
    world.publish().await;
    let known = Known::of(&world).await;
    let everybody = everybody(&world).await;
    let (some, others) = everybody.split_at(everybody.len() / 2);
    let look = |half| look(&world, &known, half);
    let ((mut leaks, mut seen), (more, rest)) = tokio::join!(look(some), look(others));
    leaks.extend(more);
    seen.extend(rest);
    assert!(
        leaks.is_empty(),
        "{} leaks, such as\n{}",
        leaks.len(),
        leaks[..leaks.len().min(9)].join("\n")
    );

    // The canaries were there to be seen by those who may.
    let saw = |seat: Option<(Function, Grade)>, office: &str, kind: &str, of: &str| {
        let seat = seat.map(|it| (it.0.code(), it.1.code()));
        let seen = &seen[&(seat, office.to_owned())];
        assert!(seen.contains(&(kind.to_owned(), of.to_owned())), "{seat:?} misses {kind} of {of}");
    };
    for grade in [Grade::Staff, Grade::Approver] {
        for (office, of) in [(CITY, CITY), (MINISTRY, MINISTRY), (MINISTRY, SUBORDINATE)] {
            saw(Some((Function::Employer, grade)), office, "NAME", of);
            saw(Some((Function::Employer, grade)), office, "RECORD", of);
        }
        for of in [CITY, SUBORDINATE, OTHER] {
            saw(Some((Function::NeutralityAssessment, grade)), "BKN", "NAME", of);
            saw(Some((Function::PersonnelAdministration, grade)), "BKN", "NAME", of);
            saw(Some((Function::Audit, grade)), "BPK", "RECORD", of);
        }
        saw(Some((Function::Audit, grade)), "BPK", "EVENT", CITY);
        saw(Some((Function::Audit, grade)), "BPK", "SEAT", CITY);
    }
    for (function, office) in [
        (Function::ElectionAdministration, "KPU_34.71"),
        (Function::ElectionAdministration, "KPU"),
        (Function::ElectionSupervision, "BAWASLU_PROV_34"),
        (Function::NeutralityAssessment, "BKN"),
    ] {
        saw(Some((function, Grade::Staff)), office, "NOMINEE", "34.71");
    }
    // Changes are JSON in a text, by which they are told from the records themselves.
    let changed = format!("NAME of {CITY}");
    saw(Some((Function::Employer, Grade::Staff)), CITY, "HISTORY", &changed);
    saw(Some((Function::Employer, Grade::Admin)), CITY, "HOLDER", CITY);
    saw(Some((Function::Employer, Grade::Admin)), CITY, "EVENT", CITY);
    for kind in ["NAME", "RECORD", "EVIDENCE", "NUMBER"] {
        saw(None, MINISTRY, kind, if kind == "NUMBER" { "" } else { MINISTRY });
    }
}
both!(nothing_of_another_side_reaches_anybody);

async fn pairs<T: TryGetable>(world: &World, sql: &str) -> Vec<(T, Uuid)> {
    let statement = Statement::from_string(world.db.get_database_backend(), sql);
    let rows = world.db.query_all_raw(statement).await.unwrap();
    let pair = |row: &sea_orm::QueryResult| {
        (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())
    };
    rows.iter().map(pair).collect()
}

/// Every service number and whose it is.
async fn numbers(world: &World) -> BTreeMap<String, Uuid> {
    pairs(world, "SELECT number, civil_servant_id FROM service_number").await.into_iter().collect()
}
