//! Who looked: unmasking, masked readings, refusals, what a person and an office see of them.

mod writing;

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::acts::{CITY, PROVINCE, employer, personnel};
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World, beginning};

const UNMASK: &str = "mutation($i: UnmaskInput!) { unmask(input: $i) { \
    civilServant { id name serviceNumbers { number numberMasked } } name frontTitle backTitle \
    serviceNumbers withheldUntil receipt { eventId state } } }";
const ACCESS_LOG: &str = "{ accessLog(first: 50) { totalCount { value } pageInfo { endCursor \
    hasNextPage startCursor } edges { cursor node { institution { code } function purpose readAt \
    } } } }";
const READINGS: &str = "query($i: ID) { readings(last: 30, filter: {institution: $i}) { nodes { id \
    field filter readAt shownCount refusals purpose note withheldUntil eventId function \
    institution { code } } } }";

/// A civil servant of the demonstration: the client, the id and a whole number.
async fn somebody(world: &World) -> (Client<'_>, String, String) {
    let client = world.civil_servant(CITY).await;
    let own = "{ viewer { civilServant { id serviceNumbers { number } } } }";
    let own = client.ask(own, json!({})).await.good();
    let number = own.text("viewer.civilServant.serviceNumbers.0.number");
    (client, own.text("viewer.civilServant.id"), number)
}

async fn unmask(office: &Client<'_>, by: Value, purpose: &str) -> Answer {
    let input = json!({ "by": by, "fields": ["NAME", "SERVICE_NUMBERS"], "purpose": purpose,
        "note": "Pemeriksaan atas laporan tahunan." });
    office.ask(UNMASK, json!({ "i": input })).await
}

/// A second later: ids of one moment stand in no order.
fn tick(world: &World, seconds: i64) {
    world.set_clock(beginning() + TimeDelta::seconds(seconds));
}

async fn logged(world: &World) -> Vec<i64> {
    let tables = ["read_log", "read_log_subject", "event", "event_record"];
    let mut counts = Vec::new();
    for table in tables {
        counts.push(world.number(&format!("SELECT COUNT(*) FROM {table}")).await);
    }
    counts
}

/// The nodes of a list.
fn nodes(answer: &Answer, path: &str) -> Vec<Value> {
    answer.at(path).as_array().unwrap_or_else(|| panic!("{}", answer.raw)).clone()
}

async fn unmasking_shows_one_person_for_a_purpose_and_is_an_event(backend: Backend) {
    let world = World::new(backend).await;
    let (person, id, number) = somebody(&world).await;
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let masked =
        "query($id: ID!) { civilServant(by: {id: $id}) { name serviceNumbers { number } } }";
    let before = audit.ask(masked, json!({ "id": id })).await.good();
    assert_eq!(before.at("civilServant.name"), Value::Null);
    assert!(!before.raw.contains(&number));

    let answer =
        unmask(&audit, json!({ "serviceNumber": number }), "AUDIT_EXAMINATION").await.good();
    assert_eq!(answer.at("unmask.serviceNumbers.0"), number.as_str());
    assert!(!answer.text("unmask.name").is_empty());
    assert_eq!(answer.text("unmask.civilServant.id"), id);
    // The record beside it stays masked.
    assert_eq!(answer.at("unmask.civilServant.name"), Value::Null);
    assert_eq!(answer.at("unmask.civilServant.serviceNumbers.0.number"), Value::Null);
    // Nothing but what was asked for.
    tick(&world, 1);
    let input = json!({ "by": { "id": id }, "fields": ["SERVICE_NUMBERS"],
        "purpose": "DATA_ACCURACY", "note": "Pencocokan dengan dokumen." });
    let some = audit.ask(UNMASK, json!({ "i": input })).await.good();
    assert_eq!(some.at("unmask.name"), Value::Null);
    assert_eq!(some.at("unmask.serviceNumbers.0"), number.as_str());

    // Both are events with their purposes; the leaf names no person.
    let event = "{ events(last: 1, filter: {act: \"UNMASK\"}) { totalCount { value } nodes { \
        purpose subjectKind version recordCount } } }";
    let events = audit.ask(event, json!({})).await.good();
    assert_eq!(events.number("events.totalCount.value"), 2);
    assert_eq!(events.text("events.nodes.0.purpose"), "DATA_ACCURACY");
    let uuid = id_of(&id);
    let named = format!("SELECT COUNT(*) FROM event WHERE act = 'UNMASK' AND leaf LIKE '%{uuid}%'");
    assert_eq!(world.number(&named).await, 0);

    // The person learns of it at once; the look before follows when its group is written.
    let told = person.ask(ACCESS_LOG, json!({})).await.good();
    assert_eq!(told.number("accessLog.totalCount.value"), 2);
    assert_eq!(told.text("accessLog.edges.0.node.institution.code"), "BPK");
    assert_eq!(told.text("accessLog.edges.0.node.purpose"), "AUDIT_EXAMINATION");
    assert_eq!(told.text("accessLog.edges.0.node.readAt"), "2026-11-20T03:00:00.000Z");
    world.registry().write_read_log().await.unwrap();
    let told = person.ask(ACCESS_LOG, json!({})).await.good();
    assert_eq!(told.number("accessLog.totalCount.value"), 3);
    // It carries neither index nor read point nor receipt.
    for word in ["readPoint", "index", "receipt", "event"] {
        assert!(!told.raw.contains(word), "{}", told.raw);
    }
    // Somebody else's log is somebody else's.
    let other = world.civil_servant("KEMENDAGRI").await.ask(ACCESS_LOG, json!({})).await.good();
    assert_eq!(other.number("accessLog.totalCount.value"), 0);
}
both!(unmasking_shows_one_person_for_a_purpose_and_is_an_event);

fn id_of(global: &str) -> Uuid {
    netra_api::graphql::parse(&global.into()).unwrap().1
}

async fn an_unmasking_without_its_reasons_is_refused_and_shows_nothing(backend: Backend) {
    let world = World::new(backend).await;
    let (_, id, number) = somebody(&world).await;
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let before = logged(&world).await;
    let good = json!({ "by": { "id": id }, "fields": ["NAME"], "purpose": "AUDIT_EXAMINATION",
        "note": "Pemeriksaan atas laporan." });
    for (name, value, rule, path) in [
        ("note", json!("pendek"), "REASON_REQUIRED", "input.note"),
        ("fields", json!([]), "FIELD_REQUIRED", "input.fields"),
        ("purpose", json!("IKUT_CAMPUR"), "CODE_UNKNOWN", "input.purpose"),
        ("purpose", json!("CASE_NOT_NOTIFIED"), "PURPOSE_NOT_OF_FUNCTION", "input.purpose"),
        ("by", json!({ "serviceNumber": "12" }), "SERVICE_NUMBER_SHAPE", "input.by.serviceNumber"),
    ] {
        let mut input = good.clone();
        input[name] = value;
        let refused = audit.ask(UNMASK, json!({ "i": input })).await.refused("INVALID_INPUT");
        assert_eq!((refused.rule().as_str(), refused.error("inputPath").as_str()), (rule, path));
        assert!(!refused.raw.contains(&number));
    }
    let absent = json!({ "id": show(Kind::CivilServant, Uuid::nil()).0 });
    unmask(&audit, absent, "AUDIT_EXAMINATION").await.refused("NOT_FOUND");
    for office in [personnel(&world).await, employer(&world, CITY).await, world.public()] {
        unmask(&office, json!({ "id": id }), "DATA_ACCURACY").await.refused("FORBIDDEN");
    }
    assert_eq!(logged(&world).await, before);
}
both!(an_unmasking_without_its_reasons_is_refused_and_shows_nothing);

/// Sixty-one in a second are no look at one person.
async fn masks_are_taken_off_so_often_a_day_and_no_oftener(backend: Backend) {
    let world = World::new(backend).await;
    let (_, id, _) = somebody(&world).await;
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let most = "SELECT CAST(attribute AS INTEGER) FROM code_list WHERE list = 'READ_LIMIT'";
    let most = world.number(most).await;
    // At once: the last two places are not both given to three.
    let asked = (0..most + 3).map(|_| unmask(&audit, json!({ "id": id }), "AUDIT_EXAMINATION"));
    let answers = futures_util::future::join_all(asked).await;
    let shown = answers.iter().filter(|it| it.body["errors"].is_null()).count();
    let refused = answers.iter().filter(|it| it.rule() == "UNMASK_LIMIT").count();
    assert_eq!((i64::try_from(shown).unwrap(), refused), (most, 3), "{answers:?}");
    let before = logged(&world).await;
    unmask(&audit, json!({ "id": id }), "AUDIT_EXAMINATION").await.refused("RULE_REFUSED");
    assert_eq!(logged(&world).await, before);
    // Another seat has its own, and so has the next day.
    let approver = world.office(Function::Audit, Grade::Approver, None).await;
    unmask(&approver, json!({ "id": id }), "AUDIT_EXAMINATION").await.good();
    world.set_clock(beginning() + TimeDelta::hours(14));
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    unmask(&audit, json!({ "id": id }), "AUDIT_EXAMINATION").await.good();
}
both!(masks_are_taken_off_so_often_a_day_and_no_oftener);

/// UU 27/2022 Pasal 15: whoever is being looked into does not learn of it from the access log.
async fn a_secret_reading_leaves_the_access_log_byte_for_byte_as_it_was(backend: Backend) {
    let world = World::new(backend).await;
    let (person, id, number) = somebody(&world).await;
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let assessor = world.office(Function::NeutralityAssessment, Grade::Staff, None).await;
    unmask(&audit, json!({ "id": id }), "AUDIT_EXAMINATION").await.good();
    world.registry().write_read_log().await.unwrap();
    world.sequence().await;
    let own = [
        "id name version serviceNumbers { number }",
        "employments { version }",
        "pactSignatures { version }",
    ];
    let ask = async || {
        let log = person.ask(ACCESS_LOG, json!({})).await.good().raw;
        let last = ACCESS_LOG.replace("first: 50", "last: 1");
        let last = person.ask(&last, json!({})).await.good().raw;
        let mut answers = vec![log, last];
        for fields in own {
            let query = format!("{{ viewer {{ civilServant {{ {fields} }} }} }}");
            answers.push(person.ask(&query, json!({})).await.good().raw);
        }
        answers
    };
    let before = ask().await;

    tick(&world, 1);
    let secret = unmask(&assessor, json!({ "serviceNumber": number }), "CASE_NOT_NOTIFIED").await;
    let secret = secret.good();
    assert_eq!(secret.at("unmask.serviceNumbers.0"), number.as_str());
    assert_eq!(secret.text("unmask.withheldUntil"), "2027-05-19T03:00:01.000Z");
    world.registry().write_read_log().await.unwrap();
    world.set_clock(beginning() + TimeDelta::minutes(5));
    world.registry().close_read_log(false).await.unwrap();
    world.sequence().await;
    assert_eq!(ask().await, before);

    // The office's own head sees it, and lets the person see it when the case is notified.
    let head = world.office(Function::NeutralityAssessment, Grade::Approver, None).await;
    let readings = head.ask(READINGS, json!({})).await.good();
    let reading = nodes(&readings, "readings.nodes").pop().unwrap();
    assert_eq!(reading["purpose"], "CASE_NOT_NOTIFIED");
    assert_eq!(reading["withheldUntil"], "2027-05-19T03:00:01.000Z");
    let release = "mutation($i: ReleaseReadingInput!) { releaseReading(input: $i) { receipt { \
        eventId } } }";
    let input = json!({ "i": { "id": reading["id"], "reason": "Terlapor sudah diberi tahu." } });
    assessor.ask(release, input.clone()).await.good();
    let told = person.ask(ACCESS_LOG, json!({})).await.good();
    assert_eq!(told.number("accessLog.totalCount.value"), 2);
    assert_eq!(told.text("accessLog.edges.1.node.purpose"), "CASE_NOT_NOTIFIED");
    assert_eq!(told.text("accessLog.edges.1.node.institution.code"), "BKN");
    // Once only; and only what was withheld.
    let refused = assessor.ask(release, input).await.refused("RULE_REFUSED");
    assert_eq!(refused.rule(), "READING_NOT_WITHHELD");
    let all = audit.ask(READINGS, json!({})).await.good();
    let of_audit = nodes(&all, "readings.nodes").into_iter().find(|it| it["function"] == "AUDIT");
    let input = json!({ "i": { "id": of_audit.unwrap()["id"], "reason": "Bukan milik sendiri." } });
    assessor.ask(release, input).await.refused("NOT_FOUND");
}
both!(a_secret_reading_leaves_the_access_log_byte_for_byte_as_it_was);

/// The readings of an account or of all: its field, and the persons it showed.
async fn shown(world: &World, user: Option<Uuid>) -> Vec<(String, BTreeSet<Uuid>)> {
    let of = user.map(|id| format!("WHERE actor = '{}'", world.registry().vault().pseudonym(id)));
    let sql = format!("SELECT field, shown FROM read_log {} ORDER BY id", of.unwrap_or_default());
    let statement = Statement::from_string(world.db.get_database_backend(), sql);
    let rows = world.db.query_all_raw(statement).await.unwrap();
    let row = |row: &sea_orm::QueryResult| {
        let shown: String = row.try_get_by_index(1).unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(shown).unwrap();
        let ids = bytes.chunks(16).map(|it| Uuid::from_slice(it).unwrap()).collect();
        (row.try_get_by_index(0).unwrap(), ids)
    };
    rows.iter().map(row).collect()
}

/// Every person that an account was shown, as the log says; nobody for nobody.
pub async fn shown_to(world: &World, user: Option<Uuid>) -> BTreeSet<Uuid> {
    let Some(user) = user else { return BTreeSet::new() };
    world.registry().write_read_log().await.unwrap();
    shown(world, Some(user)).await.into_iter().flat_map(|(_, persons)| persons).collect()
}

async fn masked_readings_and_refusals_are_logged_without_personal_data(backend: Backend) {
    let world = World::new(backend).await;
    let (person, id, number) = somebody(&world).await;
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let list = "{ civilServants(first: 3) { nodes { id employments { unit { code } } } } }";
    let listed = city.ask(list, json!({})).await.good();
    let lookup = "query($n: String!) { civilServant(by: {serviceNumber: $n}) { name } }";
    for second in 1..3 {
        tick(&world, second);
        city.ask(lookup, json!({ "n": number })).await.good();
    }
    tick(&world, 3);
    let other = world.office(Function::Employer, Grade::Approver, Some(PROVINCE)).await;
    other.ask(lookup, json!({ "n": number })).await.refused("NOT_FOUND");
    other.ask("{ events(first: 1, filter: {subject: \"x\"}) { nodes { id } } }", json!({})).await;
    // Nobody is told of one's own look at oneself, and strangers are shown nobody.
    person.ask("{ viewer { civilServant { name } } }", json!({})).await.good();
    world.public().ask(lookup, json!({ "n": number })).await.refused("FORBIDDEN");
    assert_eq!(world.number("SELECT COUNT(*) FROM read_log").await, 0, "in groups, not at once");
    world.registry().write_read_log().await.unwrap();

    let logged = shown(&world, None).await;
    let ids = nodes(&listed, "civilServants.nodes").into_iter();
    let ids: BTreeSet<Uuid> = ids.map(|it| id_of(it["id"].as_str().unwrap())).collect();
    let one = BTreeSet::from([id_of(&id)]);
    assert_eq!(
        logged,
        [
            ("civilServants".to_owned(), ids),
            ("civilServant".to_owned(), one.clone()),
            ("civilServant".to_owned(), one),
            ("civilServant".to_owned(), BTreeSet::new()),
        ]
    );
    let clear = format!(
        "SELECT COUNT(*) FROM read_log WHERE filter LIKE '%{number}%' OR field LIKE '%{number}%' \
         OR refusals LIKE '%{number}%'"
    );
    assert_eq!(world.number(&clear).await, 0);

    // The head of the other office sees its refusal, with the same tag for the same number.
    let refused = other.ask(READINGS, json!({})).await.good();
    let refused = nodes(&refused, "readings.nodes");
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0]["refusals"], "NOT_FOUND civilServant");
    assert_eq!(refused[0]["shownCount"], 0);
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let all = nodes(&audit.ask(READINGS, json!({})).await.good(), "readings.nodes");
    assert_eq!(all.len(), 4);
    assert!(all[3]["filter"].as_str().unwrap().contains("tag:"));
    assert_eq!(all[3]["filter"], all[1]["filter"]);
    // Two looks of a place within a minute are one line for the person, who reads no filter.
    let told = person.ask(ACCESS_LOG, json!({})).await.good();
    assert_eq!(told.number("accessLog.totalCount.value"), 1, "{}", told.raw);
    assert_eq!(told.text("accessLog.edges.0.node.institution.code"), CITY);
    assert_eq!(told.at("accessLog.edges.0.node.purpose"), Value::Null);
    assert!(!told.raw.contains("tag:"));
}
both!(masked_readings_and_refusals_are_logged_without_personal_data);

async fn an_office_reads_what_its_own_people_read(backend: Backend) {
    let world = World::new(backend).await;
    let list = "{ civilServants(first: 1) { nodes { id } } }";
    for institution in [CITY, PROVINCE] {
        let staff = world.office(Function::Employer, Grade::Staff, Some(institution)).await;
        staff.ask(list, json!({})).await.good();
        staff.ask(READINGS, json!({})).await.refused("FORBIDDEN");
    }
    world.registry().write_read_log().await.unwrap();
    let city = world.institution(CITY).await;
    for grade in [Grade::Approver, Grade::Admin] {
        let head = world.office(Function::Employer, grade, Some(CITY)).await;
        let own = nodes(&head.ask(READINGS, json!({})).await.good(), "readings.nodes");
        assert!(own.iter().all(|it| it["institution"]["code"] == CITY) && !own.is_empty());
        head.ask(READINGS, json!({ "i": city })).await.good();
        let other = world.institution(PROVINCE).await;
        head.ask(READINGS, json!({ "i": other })).await.refused("FORBIDDEN");
    }
    // Pages meet without a gap.
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let page = "query($a: String) { readings(first: 1, after: $a) { nodes { id } pageInfo { \
        endCursor hasNextPage } } }";
    let (mut after, mut seen) = (Value::Null, BTreeSet::new());
    loop {
        let answer = audit.ask(page, json!({ "a": after })).await.good();
        seen.insert(answer.text("readings.nodes.0.id"));
        after = answer.at("readings.pageInfo.endCursor");
        if answer.at("readings.pageInfo.hasNextPage") == false {
            break;
        }
    }
    let count = world.number("SELECT COUNT(*) FROM read_log").await;
    assert_eq!(i64::try_from(seen.len()).unwrap(), count);
}
both!(an_office_reads_what_its_own_people_read);
