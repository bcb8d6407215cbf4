//! The arguments of root fields, with records of each side in them.

use netra_api::graphql::{Kind, show};
use serde_json::json;
use uuid::Uuid;

use super::{CITY, OTHER, SUBORDINATE, numbers, pairs};
use crate::world::World;

/// What arguments may name: a few records of each side.
pub(super) struct Known {
    institutions: Vec<String>,
    units: Vec<String>,
    persons: Vec<String>,
    numbers: Vec<String>,
    records: Vec<String>,
    events: Vec<String>,
    cycle_code: String,
    pub(super) cycle: String,
    pact_text: String,
    election: String,
    account: String,
    contest: String,
    contestants: Vec<String>,
    candidates: Vec<String>,
}

impl Known {
    pub(super) async fn of(world: &World) -> Self {
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

    /// The forms of arguments with which a root field is asked.
    pub(super) fn arguments(&self, root: &str, own: &str) -> Vec<String> {
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
                with(pages(""), pages("asOf: {moment: \"2026-11-20T03:00:00Z\"}")),
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
            "circular" => vec![
                "(by: {number: {institution: \"institution_00000000000000000000000000\", number: \"1\"}})".to_owned(),
            ],
            "circulars" => pages("query: \"netralitas\", "),
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
}
