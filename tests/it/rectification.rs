//! Rectification: a person asks, the clock of UU 27/2022 runs, whoever keeps the master decides.

use chrono::TimeDelta;
use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::acts::{CITY, PROVINCE, personnel, renumber};
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World, beginning};

const REQUEST: &str = "mutation($i: RequestRectificationInput!) { requestRectification(input: $i) { \
    rectification { id state requestedAt dueAt isOverdue claimedValue version } receipt { eventId } } }";
const RECTIFY: &str = "mutation($i: RectifyInput!) { rectify(input: $i) { rectification { \
    state decidedAt decisionReason correctedBy version civilServant { name version } } \
    receipt { eventId } } }";
const LIST: &str = "query($f: RectificationFilterInput) { rectifications(filter: $f, first: 20) { \
    totalCount { value } nodes { id state field dueAt isOverdue claimedValue ground \
    decisionReason institution { code } civilServant { id } } } }";
const OWN: &str = "{ viewer { civilServant { id name version serviceNumbers { number } } } }";

async fn request(person: &Client<'_>, field: &str, claimed: &str) -> Answer {
    let input = json!({ "field": field, "claimedValue": claimed,
        "ground": "Sesuai akta kelahiran nomor 12." });
    person.ask(REQUEST, json!({ "i": input })).await
}

async fn decide(office: &Client<'_>, id: &str, accept: bool, event: Option<&str>) -> Answer {
    let input = json!({ "id": id, "accept": accept, "correctedBy": event,
        "reason": "Sudah dicocokkan dengan dokumen." });
    office.ask(RECTIFY, json!({ "i": input })).await
}

async fn approver(world: &World) -> Client<'_> {
    world.office(Function::PersonnelAdministration, Grade::Approver, None).await
}

/// Scenario 49: acknowledged, with a clock of 3×24 hours.
async fn a_request_is_acknowledged_with_its_clock_and_decided(backend: Backend) {
    let world = World::new(backend).await;
    let person = world.civil_servant(CITY).await;
    let before = person.ask(OWN, json!({})).await.good();
    let asked = request(&person, "NAME", "Wayan Contoh Perbaikan").await.good();
    let made = asked.at("requestRectification.rectification");
    assert_eq!(made["state"], "REQUESTED");
    assert_eq!(made["requestedAt"], "2026-11-20T03:00:00.000Z");
    assert_eq!(made["dueAt"], "2026-11-23T03:00:00.000Z");
    assert_eq!(made["isOverdue"], false);
    let id = made["id"].as_str().unwrap();

    // The employer sees the request of its people, audit no value, nobody else anything.
    let seen = async |client: &Client<'_>| client.ask(LIST, json!({})).await.good();
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let answer = seen(&city).await;
    assert_eq!(answer.text("rectifications.nodes.0.claimedValue"), "Wayan Contoh Perbaikan");
    assert_eq!(answer.text("rectifications.nodes.0.institution.code"), CITY);
    let province = world.office(Function::Employer, Grade::Staff, Some(PROVINCE)).await;
    assert_eq!(seen(&province).await.number("rectifications.totalCount.value"), 0);
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let answer = seen(&audit).await;
    assert_eq!(answer.text("rectifications.nodes.0.id"), id);
    for personal in ["claimedValue", "ground"] {
        assert_eq!(answer.at(&format!("rectifications.nodes.0.{personal}")), Value::Null);
    }
    let other = world.civil_servant("KEMENDAGRI").await;
    assert_eq!(seen(&other).await.number("rectifications.totalCount.value"), 0);

    // After its time it is on the list of those overdue; a moment before it is not.
    let overdue = json!({ "f": { "isOverdue": true } });
    for (after, count) in [(TimeDelta::hours(72), 0), (TimeDelta::hours(73), 1)] {
        world.set_clock(beginning() + after);
        let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
        let late = city.ask(LIST, overdue.clone()).await.good();
        assert_eq!(late.number("rectifications.totalCount.value"), count);
        let rest = city.ask(LIST, json!({ "f": { "isOverdue": false } })).await.good();
        assert_eq!(rest.number("rectifications.totalCount.value"), 1 - count);
    }

    // The approver corrects the record: a new revision, in the same event as the decision.
    let bkn = approver(&world).await;
    let done = decide(&bkn, id, true, None).await.good();
    let decided = done.at("rectify.rectification");
    assert_eq!(decided["state"], "ACCEPTED");
    assert_eq!(decided["civilServant"]["name"], "Wayan Contoh Perbaikan");
    let rev = before.number("viewer.civilServant.version") + 1;
    assert_eq!(decided["civilServant"]["version"], rev);
    assert_eq!(decided["correctedBy"], done.text("rectify.receipt.eventId").as_str());
    let person = world.civil_servant(CITY).await;
    let after = person.ask(OWN, json!({})).await.good();
    assert_eq!(after.text("viewer.civilServant.name"), "Wayan Contoh Perbaikan");
    let own = person.ask(LIST, json!({})).await.good();
    assert_eq!(
        own.text("rectifications.nodes.0.decisionReason"),
        "Sudah dicocokkan dengan dokumen."
    );
    assert_eq!(
        decide(&bkn, id, false, None).await.refused("RULE_REFUSED").rule(),
        "ALREADY_DECIDED"
    );
    // What is decided is not overdue, and one may ask again.
    let late = bkn.ask(LIST, overdue).await.good();
    assert_eq!(late.number("rectifications.totalCount.value"), 0);
    request(&person, "NAME", "Wayan Contoh Kedua").await.good();
}
both!(a_request_is_acknowledged_with_its_clock_and_decided);

async fn a_refusal_has_reasons_and_leaves_the_record(backend: Backend) {
    let world = World::new(backend).await;
    let person = world.civil_servant(CITY).await;
    let before = person.ask(OWN, json!({})).await.good();
    let asked = request(&person, "BACK_TITLE", "S.Kom.").await.good();
    let id = asked.text("requestRectification.rectification.id");
    let bkn = approver(&world).await;
    let input = json!({ "id": id, "accept": false, "reason": "singkat" });
    let refused = bkn.ask(RECTIFY, json!({ "i": input })).await.refused("INVALID_INPUT");
    assert_eq!(refused.rule(), "REASON_REQUIRED");
    let input = json!({ "id": id, "accept": false, "reason": "Ijazah belum ada.",
        "expectedVersion": 7 });
    bkn.ask(RECTIFY, json!({ "i": input })).await.refused("VERSION_CONFLICT");
    let done = decide(&bkn, &id, false, None).await.good();
    assert_eq!(done.text("rectify.rectification.state"), "REFUSED");
    assert_eq!(done.at("rectify.rectification.correctedBy"), Value::Null);
    assert_eq!(person.ask(OWN, json!({})).await.good().body, before.body);
}
both!(a_refusal_has_reasons_and_leaves_the_record);

async fn a_claim_that_says_nothing_new_is_refused(backend: Backend) {
    let world = World::new(backend).await;
    let person = world.civil_servant(CITY).await;
    let name = person.ask(OWN, json!({})).await.good().text("viewer.civilServant.name");
    request(&person, "FRONT_TITLE", "Ir.").await.good();
    let footprint = world.footprint().await;
    for (field, claimed, code, rule) in [
        ("NAME", name.as_str(), "INVALID_INPUT", "RECTIFICATION_UNCHANGED"),
        ("NAME", "  ", "INVALID_INPUT", "CLAIMED_VALUE"),
        ("NAME", &"a".repeat(201), "INVALID_INPUT", "CLAIMED_VALUE"),
        ("SERVICE_NUMBER", "123", "INVALID_INPUT", "SERVICE_NUMBER_SHAPE"),
        ("FRONT_TITLE", "Dr.", "RULE_REFUSED", "RECTIFICATION_PENDING"),
    ] {
        let refused = request(&person, field, claimed).await.refused(code);
        assert_eq!(refused.rule(), rule);
    }
    let absent = show(Kind::Rectification, Uuid::nil()).0;
    decide(&approver(&world).await, &absent, true, None).await.refused("NOT_FOUND");
    assert_eq!(world.number("SELECT COUNT(*) FROM rectification").await, 1);
    assert_eq!(world.footprint().await, footprint);
}
both!(a_claim_that_says_nothing_new_is_refused);

async fn a_number_is_corrected_by_its_own_act(backend: Backend) {
    let world = World::new(backend).await;
    let person = world.civil_servant(CITY).await;
    let own = person.ask(OWN, json!({})).await.good();
    let number = own.text("viewer.civilServant.serviceNumbers.0.number");
    let new = format!("{}999", &number[..15]);
    let asked = request(&person, "SERVICE_NUMBER", &new).await.good();
    let id = asked.text("requestRectification.rectification.id");
    let bkn = approver(&world).await;
    let other = asked.text("requestRectification.receipt.eventId");
    for event in [None, Some(other.as_str())] {
        let refused = decide(&bkn, &id, true, event).await.refused("INVALID_INPUT");
        assert_eq!(refused.rule(), "CORRECTION_REQUIRED");
    }
    let staff = personnel(&world).await;
    let done = renumber(&staff, &number, &new, None, "2026-11-20").await.good();
    let event = done.text("recordServiceNumber.receipt.eventId");
    let done = decide(&bkn, &id, true, Some(&event)).await.good();
    assert_eq!(done.text("rectify.rectification.correctedBy"), event);
}
both!(a_number_is_corrected_by_its_own_act);

async fn nobody_decides_about_the_own_record(backend: Backend) {
    let world = World::new(backend).await;
    let person = world.civil_servant(CITY).await;
    let asked = request(&person, "NAME", "Wayan Contoh Perbaikan").await.good();
    let id = asked.text("requestRectification.rectification.id");
    let seat = world.seat(Function::PersonnelAdministration, Grade::Approver, None);
    let own = netra_api::graphql::parse(
        &person.ask(OWN, json!({})).await.good().text("viewer.civilServant.id").into(),
    );
    let own = own.unwrap().1;
    // The approver is the very person.
    let hex = |id: Uuid| match backend {
        Backend::Postgres => format!("'{id}'"),
        Backend::Sqlite => format!("x'{}'", id.simple()),
    };
    for statement in [
        format!(
            "UPDATE \"user\" SET civil_servant_id = NULL WHERE civil_servant_id = {}",
            hex(own)
        ),
        format!(
            "UPDATE \"user\" SET civil_servant_id = {} WHERE id = {}",
            hex(own),
            hex(seat.user_id)
        ),
    ] {
        world.db.execute_unprepared(&statement).await.unwrap();
    }
    let bkn = approver(&world).await;
    let footprint = world.footprint().await;
    let refused = decide(&bkn, &id, true, None).await.refused("RULE_REFUSED");
    assert_eq!(refused.rule(), "OWN_RECORD");
    assert_eq!(world.footprint().await, footprint);
}
both!(nobody_decides_about_the_own_record);
