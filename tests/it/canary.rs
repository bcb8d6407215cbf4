//! Nothing of another side reaches a caller: every root field, asked by every office about its own
//! institution, a subordinate, another one and none, and every edge from the rows that it is shown,
//! over a database in which every personal or official text names the institution and the person
//! that it belongs to.

mod changes;
mod known;
mod plant;
mod sight;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use netra_entity::code::{Function, Grade};
use sea_orm::{ConnectionTrait, Statement, TryGetable};
use serde_json::json;
use uuid::Uuid;

use crate::contract::Contract;
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World};
use known::Known;
use plant::plant;
use sight::{Sight, canaries, whole_numbers};
use walk::{Plan, Request, Walk};

const CITY: &str = "PEMKOT_34.71";
const MINISTRY: &str = "KEMENDAGRI";
/// Made a subordinate of the ministry by [`plant`].
const SUBORDINATE: &str = "PEMKAB_35.06";
const OTHER: &str = "BPS";

/// What those who may see canaries have seen.
type Seen = BTreeMap<Who, BTreeSet<(String, String)>>;

/// Function and grade, and the institution.
type Who = (Option<(&'static str, &'static str)>, String);

/// Requests of one run; a product of roots and paths would be ten times as many.
const MOST: usize = 5_000;

/// Types of which the demonstration has no row, so that no filter of theirs is tried here.
const NOT_SHOWN: [&str; 8] = [
    "ApiClient",
    "Breach",
    "Erasure",
    "LegalHold",
    "Rectification",
    "SuccessionMove",
    "SuccessionPreview",
    "VerificationReport",
];

/// Everybody's looks at one world.
struct Watch<'a> {
    world: &'a World,
    known: Known,
    plan: Plan,
    numbers: BTreeMap<String, Uuid>,
    requests: AtomicUsize,
    /// The types whose edges somebody has asked for.
    done: Mutex<BTreeSet<String>>,
}

/// What one caller was shown.
#[derive(Default)]
struct Shown {
    leaks: Vec<String>,
    seen: BTreeSet<(String, String)>,
    persons: BTreeSet<Uuid>,
}

impl Watch<'_> {
    /// Lets callers ask everything; answers the leaks, and what was rightly seen.
    async fn look(&self, who: &[(Sight, Client<'_>)]) -> (Vec<String>, Seen) {
        let (mut leaks, mut all) = (Vec::new(), Seen::new());
        for (sight, client) in who {
            let shown = self.look_as(sight, client).await;
            // Whoever was shown stands in the read log.
            let logged = crate::read_log::shown_to(self.world, sight.user()).await;
            let who = sight.who();
            assert!(shown.persons.is_subset(&logged), "{who:?} was shown more than is logged");
            leaks.extend(shown.leaks);
            all.entry(who).or_default().extend(shown.seen);
        }
        (leaks, all)
    }

    async fn look_as(&self, sight: &Sight, client: &Client<'_>) -> Shown {
        let office = if sight.office.is_empty() { OTHER } else { &sight.office };
        let own = self.world.institution(office).await;
        let mut walk = Walk::new(&self.plan);
        let mut shown = Shown::default();
        let mut requests = walk.roots(|root| self.known.arguments(root, &own));
        while !requests.is_empty() {
            for request in &requests {
                let answer = client.ask(&request.text(), json!({})).await;
                self.requests.fetch_add(1, Ordering::Relaxed);
                self.judge(sight, request, &answer, &mut shown);
                walk.learn(request, &answer.body["data"]);
            }
            requests = if sight.goes_on() { walk.edges() } else { Vec::new() };
        }
        self.done.lock().unwrap().extend(walk.into_done());
        shown
    }

    fn judge(&self, sight: &Sight, request: &Request, answer: &Answer, shown: &mut Shown) {
        for error in answer.body["errors"].as_array().into_iter().flatten() {
            let code = error["extensions"]["code"].as_str().unwrap_or_default();
            let is_refusal = matches!(code, "FORBIDDEN" | "NOT_FOUND");
            assert!(is_refusal, "{}\n{}", request.text(), answer.raw);
        }
        let canaries = canaries(&answer.raw).into_iter();
        let numbers = whole_numbers(&answer.raw, &self.numbers).into_iter();
        for (kind, of, key) in canaries.chain(numbers.map(|it| ("NUMBER", "", it))) {
            if sight.may_see(kind, of, key) {
                if matches!(kind, "NAME" | "RECORD" | "EVIDENCE") && !sight.is_own(key) {
                    shown.persons.insert(Uuid::parse_str(key).unwrap());
                }
                shown.seen.insert((kind.to_owned(), of.to_owned()));
                if answer.raw.contains(&format!("\\\"{kind}~{of}~")) {
                    shown.seen.insert(("HISTORY".to_owned(), format!("{kind} of {of}")));
                }
            } else {
                let (who, root) = (sight.who(), request.shows(&answer.body["data"], key));
                shown.leaks.push(format!("{who:?} reads {kind} of {of}: {root:.200}"));
            }
        }
    }
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
    let plan = Plan::of(&Contract::read(), &known.cycle);
    let (numbers, requests) = (numbers(&world).await, AtomicUsize::new(0));
    let done = Mutex::default();
    let watch = Watch { world: &world, known, plan, numbers, requests, done };
    let everybody = everybody(&world).await;
    let (some, others) = everybody.split_at(everybody.len() / 2);
    let ((mut leaks, mut seen), (more, rest)) = tokio::join!(watch.look(some), watch.look(others));
    leaks.extend(more);
    seen.extend(rest);
    assert!(
        leaks.is_empty(),
        "{} leaks, such as\n{}",
        leaks.len(),
        leaks[..leaks.len().min(9)].join("\n")
    );

    let done = watch.done.into_inner().unwrap();
    let not_shown: Vec<_> =
        watch.plan.reachable().into_iter().filter(|it| !done.contains(*it)).collect();
    assert_eq!(not_shown, NOT_SHOWN, "types of which nobody was shown a row");
    let requests = watch.requests.into_inner();
    println!("{requests} requests");
    assert!(requests <= MOST, "{requests} requests");

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
