//! Who does not sign, and why: refusals and exemptions as facts beside the signatures.

use std::collections::HashMap;

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::acts::{
    CITY, PROVINCE, Person, account, account_of, employer, non_signers_of, personnel, sign,
    sign_on_paper, signers_of, withdraw,
};
use crate::coverage::{last_index, recount};
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World, beginning};

const REFUSE: &str = "mutation($i: RefusePactInput!) { refusePact(input: $i) { pactAbstention { id \
    kind validFrom validTo isDeclaredByPerson reason version } receipt { eventId } } }";
const EXEMPT: &str = "mutation($i: ExemptFromPactInput!) { exemptFromPact(input: $i) { \
    pactAbstention { id kind reasonCode validFrom validTo } } }";
const END: &str = "mutation($i: EndPactAbstentionInput!) { endPactAbstention(input: $i) { \
    pactAbstention { validTo endReason version } } }";
const STANDING: &str = "query($c: ID!, $i: ID!) { node(id: $i) { ... on CivilServant { \
    pactStanding(cycle: $c) } } }";
const COUNTS: &str = "query($c: ID!, $i: ID!, $d: Date) { pactCoverage(cycle: $c, institution: $i, \
    groupBy: TOTAL, on: $d) { active signed exempt refused isSuppressed } }";
const REASON: &str = "Menunggu penjelasan atas butir ketiga.";
const DIGEST: &str = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";

fn own(world: &World) -> Value {
    json!({ "i": { "pactText": world.pact_text(), "reason": REASON } })
}

fn on_behalf_of(world: &World, person: &Person, day: &str) -> Value {
    let mut input = own(world);
    input["i"]["onBehalfOf"] = json!({ "serviceNumber": person.number, "refusedOn": day,
        "documentSha256": DIGEST });
    input
}

fn exemption(world: &World, person: &Person, from: &str, to: Option<&str>) -> Value {
    json!({ "i": { "pactText": world.pact_text(), "serviceNumber": person.number,
        "reasonCode": "ILLNESS", "reason": "Dirawat di rumah sakit.", "validFrom": from,
        "validTo": to } })
}

async fn standing(world: &World, office: &Client<'_>, person: &Person) -> String {
    let input = json!({ "c": world.cycle().await, "i": person.global_id() });
    office.ask(STANDING, input).await.good().text("node.pactStanding")
}

/// Signed, exempt and refused in the city on a day, as an office with the detailed reach reads.
async fn counts(world: &World, day: &str) -> [i64; 3] {
    world.sequence().await;
    let input = json!({ "c": world.cycle().await, "i": world.institution(CITY).await, "d": day });
    let answer = personnel(world).await.ask(COUNTS, input).await.good();
    ["signed", "exempt", "refused"].map(|name| answer.number(&format!("pactCoverage.0.{name}")))
}

async fn told_is_recounted(world: &World, day: &str, index: i64) {
    let on = day.parse().unwrap();
    let counted = recount(world, on, index).await;
    counted.is_what_is_told(world, &personnel(world).await, (on, index), CITY).await;
}

fn rule(answer: Answer, code: &str) -> String {
    answer.refused(code).rule()
}

async fn who_refuses_is_counted_apart_and_may_still_sign(backend: Backend) {
    let world = World::new(backend).await;
    let [signed, exempt, refused] = counts(&world, "2026-11-20").await;
    let the_day_before = counts(&world, "2026-11-19").await;
    let people = non_signers_of(&world, CITY).await;
    let person = &people[0];
    let city = employer(&world, CITY).await;
    let client = account(&world, person).await;
    assert_eq!(standing(&world, &city, person).await, "NOT_SIGNED");
    let answer = client.ask(REFUSE, own(&world)).await.good();
    let at = |field: &str| answer.at(&format!("refusePact.pactAbstention.{field}"));
    assert_eq!((at("kind"), at("validFrom")), (json!("REFUSAL"), json!("2026-11-20")));
    assert_eq!((at("isDeclaredByPerson"), at("reason")), (json!(true), json!(REASON)));
    assert_eq!(standing(&world, &city, person).await, "REFUSED");
    assert_eq!(counts(&world, "2026-11-20").await, [signed, exempt, refused + 1]);
    assert_eq!(counts(&world, "2026-11-19").await, the_day_before);
    let before = world.footprint().await;
    assert_eq!(rule(client.ask(REFUSE, own(&world)).await, "RULE_REFUSED"), "ALREADY_REFUSED");
    assert_eq!(world.footprint().await, before);

    world.set_clock(beginning() + chrono::TimeDelta::days(2));
    let client = world.client_of(&account_of(person)).await;
    let id = sign(&world, &client).await.good().text("signPact.pactSignature.id");
    let city = employer(&world, CITY).await;
    assert_eq!(standing(&world, &city, person).await, "SIGNED");
    assert_eq!(counts(&world, "2026-11-22").await, [signed + 1, exempt, refused]);
    assert_eq!(counts(&world, "2026-11-21").await, [signed, exempt, refused + 1]);
    // Once signed, nobody refuses; and who has signed after all does not refuse any more, also
    // where the signature falls.
    assert_eq!(rule(client.ask(REFUSE, own(&world)).await, "RULE_REFUSED"), "ALREADY_SIGNED");
    let signature = netra_api::graphql::parse(&async_graphql::ID(id)).unwrap().1;
    withdraw(&city, signature).await.good();
    assert_eq!(standing(&world, &city, person).await, "NOT_SIGNED");
    let last = last_index(&world).await;
    for (day, index) in [
        ("2026-11-22", last),
        ("2026-11-21", last),
        ("2026-11-22", last - 1),
        ("2026-11-20", last - 2),
    ] {
        told_is_recounted(&world, day, index).await;
    }
}
both!(who_refuses_is_counted_apart_and_may_still_sign);

async fn an_employer_records_a_refusal_with_its_document(backend: Backend) {
    let world = World::new(backend).await;
    let people = non_signers_of(&world, CITY).await;
    let (person, stranger) = (&people[0], &non_signers_of(&world, PROVINCE).await[0]);
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let client = account(&world, person).await;
    let before = world.footprint().await;
    assert_eq!(rule(city.ask(REFUSE, own(&world)).await, "INVALID_INPUT"), "EVIDENCE_REQUIRED");
    let mut scan = on_behalf_of(&world, person, "2026-11-18");
    scan["i"]["onBehalfOf"]["documentSha256"] = json!("scan.pdf");
    assert_eq!(rule(city.ask(REFUSE, scan).await, "INVALID_INPUT"), "EVIDENCE_REQUIRED");
    for day in ["2026-11-21", "2020-01-01"] {
        let answer = city.ask(REFUSE, on_behalf_of(&world, person, day)).await;
        assert!(["RULE_REFUSED", "INVALID_INPUT"].contains(&answer.code().as_str()), "{day}");
    }
    let elsewhere = on_behalf_of(&world, stranger, "2026-11-18");
    city.ask(REFUSE, elsewhere.clone()).await.refused("FORBIDDEN");
    let mut nobody = elsewhere;
    nobody["i"]["onBehalfOf"]["serviceNumber"] = json!("199001012020121999");
    city.ask(REFUSE, nobody).await.refused("FORBIDDEN");
    let other = on_behalf_of(&world, &people[1], "2026-11-18");
    client.ask(REFUSE, other).await.refused("FORBIDDEN");
    for office in [
        world.office(Function::Employer, Grade::Admin, Some(CITY)).await,
        world.office(Function::NeutralityAssessment, Grade::Approver, None).await,
        world.public(),
    ] {
        let input = on_behalf_of(&world, person, "2026-11-18");
        office.ask(REFUSE, input).await.refused("FORBIDDEN");
    }
    assert_eq!(world.footprint().await, before);

    let answer = city.ask(REFUSE, on_behalf_of(&world, person, "2026-11-18")).await.good();
    assert_eq!(answer.at("refusePact.pactAbstention.isDeclaredByPerson"), false);
    assert_eq!(answer.at("refusePact.pactAbstention.validFrom"), "2026-11-18");
    world.sequence().await;
    told_is_recounted(&world, "2026-11-18", last_index(&world).await).await;
    // Recorded wrongly: the record ends on the day it began, and stays.
    let id = answer.text("refusePact.pactAbstention.id");
    let end =
        json!({ "i": { "id": id, "endsOn": "2026-11-18", "reason": "Salah orang dicatat." } });
    city.ask(END, end.clone()).await.refused("FORBIDDEN");
    employer(&world, PROVINCE).await.ask(END, end.clone()).await.refused("NOT_FOUND");
    let ended = employer(&world, CITY).await.ask(END, end).await.good();
    assert_eq!(ended.at("endPactAbstention.pactAbstention.version"), 2);
    assert_eq!(standing(&world, &city, person).await, "NOT_SIGNED");
    client.ask(REFUSE, own(&world)).await.good();
}
both!(an_employer_records_a_refusal_with_its_document);

async fn who_is_exempt_stays_active_and_is_counted_beside_the_signers(backend: Backend) {
    let world = World::new(backend).await;
    let days = [9, 14, 15, 19, 20, 25].map(|day| format!("2026-11-{day:02}"));
    let mut before_it = HashMap::new();
    for day in days {
        before_it.insert(day.clone(), counts(&world, &day).await);
    }
    // What was added to the counts of a day.
    let added = async |day: &str| -> [i64; 3] {
        let now = counts(&world, day).await;
        std::array::from_fn(|at| now[at] - before_it[day][at])
    };
    let active = async |day: &str| {
        let input =
            json!({ "c": world.cycle().await, "i": world.institution(CITY).await, "d": day });
        personnel(&world).await.ask(COUNTS, input).await.good().number("pactCoverage.0.active")
    };
    let was_active = active("2026-11-20").await;
    let people = non_signers_of(&world, CITY).await;
    let (person, stranger) = (&people[0], &non_signers_of(&world, PROVINCE).await[0]);
    let city = employer(&world, CITY).await;
    let before = world.footprint().await;
    let staff = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let input = exemption(&world, person, "2026-11-10", Some("2026-11-25"));
    staff.ask(EXEMPT, input.clone()).await.refused("FORBIDDEN");
    let away = exemption(&world, stranger, "2026-11-10", None);
    city.ask(EXEMPT, away).await.refused("FORBIDDEN");
    let back = exemption(&world, person, "2026-11-10", Some("2026-11-10"));
    assert_eq!(rule(city.ask(EXEMPT, back).await, "INVALID_INPUT"), "END_BEFORE_START");
    let mut unknown = input.clone();
    unknown["i"]["reasonCode"] = json!("HOLIDAY");
    assert_eq!(rule(city.ask(EXEMPT, unknown).await, "INVALID_INPUT"), "CODE_UNKNOWN");
    let signer = &signers_of(&world, CITY).await[0];
    let of_signer = exemption(&world, signer, "2026-11-10", None);
    assert_eq!(rule(city.ask(EXEMPT, of_signer).await, "RULE_REFUSED"), "ALREADY_SIGNED");
    assert_eq!(world.footprint().await, before);

    let answer = city.ask(EXEMPT, input.clone()).await.good();
    assert_eq!(answer.text("exemptFromPact.pactAbstention.reasonCode"), "ILLNESS");
    assert_eq!(standing(&world, &city, person).await, "EXEMPT");
    assert_eq!(added("2026-11-20").await, [0, 1, 0]);
    assert_eq!(added("2026-11-09").await, [0, 0, 0]);
    assert_eq!(added("2026-11-25").await, [0, 0, 0]);
    assert_eq!(active("2026-11-20").await, was_active);
    assert_eq!(rule(city.ask(EXEMPT, input).await, "RULE_REFUSED"), "EXEMPTION_OVERLAPS");
    let id = answer.text("exemptFromPact.pactAbstention.id");
    let end =
        json!({ "i": { "id": id, "reason": "Sudah kembali bekerja.", "expectedVersion": 1 } });
    let ended = city.ask(END, end.clone()).await.good();
    assert_eq!(ended.text("endPactAbstention.pactAbstention.validTo"), "2026-11-20");
    assert_eq!(added("2026-11-20").await, [0, 0, 0]);
    assert_eq!(added("2026-11-19").await, [0, 1, 0]);
    city.ask(END, end).await.refused("VERSION_CONFLICT");
    let paper = sign_on_paper(&world, &city, &person.number, "2026-11-15").await.good();
    assert_eq!(paper.text("recordPaperSignatures.rows.0.outcome"), "RECORDED");
    assert_eq!(added("2026-11-14").await, [0, 1, 0]);
    assert_eq!(added("2026-11-15").await, [1, 0, 0]);
    let last = last_index(&world).await;
    for (day, index) in [("2026-11-15", last), ("2026-11-14", last), ("2026-11-19", last - 1)] {
        told_is_recounted(&world, day, index).await;
    }
}
both!(who_is_exempt_stays_active_and_is_counted_beside_the_signers);

/// The list of those who have not signed says how each of them stands.
async fn non_signers_are_told_apart(backend: Backend) {
    let world = World::new(backend).await;
    let people = non_signers_of(&world, CITY).await;
    let city = employer(&world, CITY).await;
    let list = "query($c: ID!, $i: ID!, $s: PactStanding) { pactNonSigners(cycle: $c, institution: \
        $i, standing: $s, first: 200) { totalCount { value } nodes { id pactStanding(cycle: $c) } } }";
    let listed = async |standing: Option<&str>| -> Vec<(String, String)> {
        let input = json!({ "c": world.cycle().await, "i": world.institution(CITY).await,
            "s": standing });
        let answer = city.ask(list, input).await.good();
        let nodes = answer.at("pactNonSigners.nodes");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        nodes
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (text(&it["id"]), text(&it["pactStanding"])))
            .collect()
    };
    city.ask(EXEMPT, exemption(&world, &people[0], "2026-11-10", None)).await.good();
    let both = on_behalf_of(&world, &people[0], "2026-11-18");
    city.ask(REFUSE, both).await.good();
    city.ask(REFUSE, on_behalf_of(&world, &people[1], "2026-11-18")).await.good();
    city.ask(EXEMPT, exemption(&world, &people[2], "2026-11-21", None)).await.good();
    let all = listed(None).await;
    let of = |person: &Person| {
        let id = person.global_id();
        all.iter().find(|it| it.0 == id).unwrap().1.clone()
    };
    let told = [0, 1, 2].map(|at| of(&people[at]));
    assert_eq!(told, ["EXEMPT", "REFUSED", "NOT_SIGNED"]);
    let mut apart = Vec::new();
    for standing in [
        "NOT_SIGNED",
        "AWAITING_COUNTERSIGNATURE",
        "COUNTERSIGNATURE_REFUSED",
        "REFUSED",
        "EXEMPT",
        "SIGNED",
    ] {
        let some = listed(Some(standing)).await;
        assert!(some.iter().all(|it| it.1 == standing), "{standing}: {some:?}");
        apart.extend(some);
    }
    apart.sort();
    let mut all = all;
    all.sort();
    assert_eq!(apart, all);
}
both!(non_signers_are_told_apart);

/// A reason may tell of an illness or a conviction.
async fn reasons_are_read_by_those_who_work_with_persons(backend: Backend) {
    let world = World::new(backend).await;
    let person = non_signers_of(&world, CITY).await.swap_remove(0);
    let city = employer(&world, CITY).await;
    let exempted = exemption(&world, &person, "2026-11-10", None);
    let id = city.ask(EXEMPT, exempted).await.good().text("exemptFromPact.pactAbstention.id");
    let read = "query($i: ID!) { node(id: $i) { ... on PactAbstention { kind reasonCode reason \
        evidence availableActs { act isOpen } } } }";
    let seen = async |client: &Client<'_>| client.ask(read, json!({ "i": id })).await;
    let client = account(&world, &person).await;
    let of_person = seen(&client).await.good();
    assert_eq!(of_person.at("node.reasonCode"), "ILLNESS");
    assert!(of_person.text("node.evidence").contains("account"));
    let of_city = seen(&city).await.good();
    assert_eq!(of_city.text("node.reason"), "Dirawat di rumah sakit.");
    assert_eq!(of_city.at("node.evidence"), Value::Null);
    assert_eq!(of_city.at("node.availableActs.0.isOpen"), true);
    let audit = seen(&world.office(Function::Audit, Grade::Staff, None).await).await.good();
    assert_eq!(audit.at("node.kind"), "EXEMPTION");
    assert_eq!((audit.at("node.reasonCode"), audit.at("node.reason")), (Value::Null, Value::Null));
    for office in [
        employer(&world, PROVINCE).await,
        world.office(Function::Employer, Grade::Admin, Some(CITY)).await,
        world.office(Function::CivilServicePolicy, Grade::Approver, None).await,
    ] {
        seen(&office).await.refused("NOT_FOUND");
    }
    // Outside the detailed reach exemptions are not told.
    world.sequence().await;
    let policy = world.office(Function::CivilServicePolicy, Grade::Approver, None).await;
    let input =
        json!({ "c": world.cycle().await, "i": world.institution(CITY).await, "d": Value::Null });
    let told = policy.ask(COUNTS, input).await.good();
    assert_eq!(told.at("pactCoverage.0.exempt"), Value::Null);
}
both!(reasons_are_read_by_those_who_work_with_persons);
