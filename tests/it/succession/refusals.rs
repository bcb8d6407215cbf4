//! What is refused, with nothing left behind.

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use super::desk::{Desk, employer_passes, register};
use super::{CITY, MINISTRY, NEW_CITY, PROVINCE};
use crate::acts::rows;
use crate::database::{Backend, both};
use crate::world::World;

const TODAY: &str = "2026-11-20";

async fn what_is_no_succession_is_not_prepared(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let good = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], TODAY).await;
    let (city, ministry) = (world.institution(CITY).await, world.institution(MINISTRY).await);
    let new = world.institution(NEW_CITY).await;
    let changed = |path: &str, value: Value| {
        let mut input = good.clone();
        *input.pointer_mut(path).unwrap() = value;
        input
    };
    let with = |field: &str, value: Value| {
        let mut input = good.clone();
        input[field] = value;
        input
    };
    let none = "instrument_00000000000000000000000000";
    let absent = "institution_00000000000000000000000000";
    let unit = json!([{ "unit": "unit_00000000000000000000000000", "to": new }]);
    let twice = json!([good["functions"][0], good["functions"][0]]);
    let unknown = json!({ "function": "AUDIT", "from": city, "to": new, "movesSeats": true });
    let before = world.footprint().await;
    for (input, path, rule) in [
        (changed("/legalInstrument", json!(none)), "legalInstrument", "INSTRUMENT_UNKNOWN"),
        // Perpres 139/2024 was not there yet.
        (changed("/effectiveOn", json!("2024-01-01")), "to", "INSTITUTION_UNKNOWN"),
        (changed("/effectiveOn", json!("2026-10-31")), "to", "INSTITUTION_UNKNOWN"),
        (changed("/from/0", json!(absent)), "functions.0", "SUCCESSION_SHAPE"),
        (changed("/to/0", json!(city)), "to", "SUCCESSION_ONE_SIDE"),
        (changed("/kind", json!("SPLIT")), "kind", "SUCCESSION_SHAPE"),
        (with("functions", json!([])), "functions", "SUCCESSION_INCOMPLETE"),
        (with("functions", twice), "functions.1", "DUPLICATE_ROW"),
        (
            with("functions", json!([good["functions"][0], unknown])),
            "functions",
            "FUNCTION_NOT_HELD",
        ),
        (with("units", unit), "units", "UNIT_UNKNOWN"),
        (with("othersTo", json!(ministry)), "othersTo", "SUCCESSION_SHAPE"),
    ] {
        let refused = desk.prepare(input.clone()).await.refused("INVALID_INPUT");
        assert_eq!(refused.rule(), rule, "{input}");
        assert_eq!(refused.error("inputPath"), format!("input.{path}"), "{input}");
    }
    let early = json!({
        "kind": "TRANSFER", "effectiveOn": "2024-09-30", "legalInstrument": desk.instrument,
        "from": [city], "to": [ministry], "functions": [{ "function": "EMPLOYER", "from": city,
        "to": ministry, "movesSeats": false }],
    });
    let refused = desk.prepare(early).await.refused("INVALID_INPUT");
    assert_eq!(
        (refused.rule(), refused.error("inputPath")),
        ("SUCCESSION_DATE".to_owned(), "input.effectiveOn".to_owned())
    );
    // No such function at all: GraphQL itself refuses it.
    let nonsense = desk.prepare(changed("/functions/0/function", json!("KEPEGAWAIAN"))).await;
    assert!(!nonsense.body["errors"].is_null());
    assert_eq!(world.footprint().await, before);
    desk.prepare(good).await.good();
}
both!(what_is_no_succession_is_not_prepared);

async fn one_succession_at_a_time(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    register(&world, "LAIN").await;
    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], "2026-11-25").await;
    let first = desk.prepare(input).await.good().text("prepareSuccession.succession.id");
    let rival = employer_passes(&desk, "MERGE", &[CITY, PROVINCE], &["LAIN"], "2026-11-25").await;
    let refused = desk.prepare(rival.clone()).await.refused("INVALID_INPUT");
    assert_eq!(refused.rule(), "SUCCESSION_OVERLAPS");
    let chained = employer_passes(&desk, "RENAME", &[NEW_CITY], &["LAIN"], "2026-12-01").await;
    assert_eq!(desk.prepare(chained).await.rule(), "SUCCESSION_OVERLAPS");
    // Approved and waiting for its day, it still is under way.
    let preview = desk.preview(&first).await.good();
    desk.approve(&first, &preview).await.good();
    assert_eq!(desk.prepare(rival.clone()).await.rule(), "SUCCESSION_OVERLAPS");
    let again = desk.decide(json!({ "id": first, "approve": false })).await;
    assert_eq!(again.refused("RULE_REFUSED").rule(), "ALREADY_DECIDED");
    assert_eq!(desk.preview(&first).await.rule(), "ALREADY_DECIDED");
}
both!(one_succession_at_a_time);

/// A refused one is out of the way and changes nothing.
async fn the_second_office_may_say_no(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let old = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], TODAY).await;
    let id = desk.prepare(input.clone()).await.good().text("prepareSuccession.succession.id");
    let refused = desk.decide(json!({ "id": id, "approve": false })).await.good();
    assert_eq!(refused.text("approveSuccession.succession.state"), "REJECTED");
    assert_eq!(world.registry().effect_successions().await.unwrap(), 0);
    old.ask(super::WHO, json!({})).await.good();
    desk.prepare(input).await.good();
}
both!(the_second_office_may_say_no);

/// Neither the office that prepared it nor the same person elsewhere, and only what was previewed.
async fn two_offices_approve_what_was_previewed(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], TODAY).await;
    let id = desk.prepare(input).await.good().text("prepareSuccession.succession.id");
    let preview = desk.preview(&id).await.good();
    let digest = preview.text("successionPreview.planDigest");
    let decide = |digest: &str| json!({ "id": id, "approve": true, "planDigest": digest });

    // The approver's own office, and the approver's own person, prepared it.
    let approver = world.seat(Function::CivilServicePolicy, Grade::Approver, None).clone();
    let colleague = world.seat(Function::CivilServicePolicy, Grade::Staff, None).seat_id.unwrap();
    let operator = world.seat(Function::RegistryOperation, Grade::Staff, None).clone();
    let prepared_by = async |seat: uuid::Uuid| {
        rows(&world, "UPDATE succession SET prepared_by = $1", vec![seat.into()]).await;
    };
    let before = world.footprint().await;
    prepared_by(colleague).await;
    let refused = desk.decide(decide(&digest)).await.refused("RULE_REFUSED");
    assert_eq!(refused.rule(), "SECOND_OFFICE_REQUIRED");
    prepared_by(operator.seat_id.unwrap()).await;
    let sits = "UPDATE seat SET user_id = $1 WHERE id = $2";
    let values = vec![approver.user_id.into(), operator.seat_id.unwrap().into()];
    rows(&world, sits, values).await;
    let refused = desk.decide(decide(&digest)).await.refused("RULE_REFUSED");
    assert_eq!(refused.rule(), "SECOND_OFFICE_REQUIRED");
    let values = vec![operator.user_id.into(), operator.seat_id.unwrap().into()];
    rows(&world, sits, values).await;
    desk.decide(json!({ "id": id, "approve": true })).await.refused("INVALID_INPUT");
    assert_eq!(world.footprint().await, before);

    // Somebody is hired meanwhile: what was previewed is not what would move.
    let bkn = crate::acts::personnel(&world).await;
    let person = crate::acts::signers_of(&world, MINISTRY).await.remove(0);
    let city = world.institution(CITY).await;
    crate::acts::employ(&bkn, &person, &city, "2026-11-19").await.good();
    let before = world.footprint().await;
    let refused = desk.decide(decide(&digest)).await.refused("INVALID_INPUT");
    assert_eq!(refused.rule(), "SUCCESSION_PLAN_CHANGED");
    assert_eq!(refused.error("inputPath"), "input.planDigest");
    assert_eq!(world.footprint().await, before);
    let anew = desk.preview(&id).await.good();
    let more = anew.number("successionPreview.employmentsMoved");
    assert_eq!(more, preview.number("successionPreview.employmentsMoved") + 1);
    desk.approve(&id, &anew).await.good();
}
both!(two_offices_approve_what_was_previewed);

/// The same key is the same act; who may do what next is told; AUDIT sees the preview too.
async fn a_decision_is_repeated_and_explained(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], TODAY).await;
    let id = desk.prepare(input).await.good().text("prepareSuccession.succession.id");
    let acts = "query($i: ID!) { node(id: $i) { ... on Succession { availableActs { act isOpen \
        closedBy } } } }";
    let open = |acts: &Value, act: &str| -> (Value, Value) {
        let all = acts["availableActs"].as_array().unwrap();
        let found = all.iter().find(|it| it["act"] == act).unwrap();
        (found["isOpen"].clone(), found["closedBy"].clone())
    };
    let named = json!({ "i": id });
    let at_the_ministry = desk.ministry.ask(acts, named.clone()).await.good().at("node");
    assert_eq!(open(&at_the_ministry, "APPROVE_SUCCESSION"), (json!(true), Value::Null));
    let at_the_operator = desk.operator.ask(acts, named.clone()).await.good().at("node");
    let closed = (json!(false), json!("FORBIDDEN"));
    assert_eq!(open(&at_the_operator, "APPROVE_SUCCESSION"), closed);
    assert_eq!(open(&at_the_operator, "READ_SUCCESSION_PREVIEW").0, true);

    let auditor = world.office(Function::Audit, Grade::Staff, None).await;
    let preview = "query($i: ID!) { successionPreview(id: $i) { planDigest seatsEnded } }";
    let seen = auditor.ask(preview, named.clone()).await.good();
    let digest = seen.text("successionPreview.planDigest");
    let approve = "mutation($i: ApproveSuccessionInput!) { approveSuccession(input: $i) { \
        succession { state version } receipt { eventId isReplay } } }";
    let input = json!({ "i": { "id": id, "approve": true, "planDigest": digest } });
    let keyed = desk.ministry.with("Idempotency-Key", "suksesi-1");
    let first = keyed.ask(approve, input.clone()).await.good();
    let before = world.footprint().await;
    let second = keyed.ask(approve, input).await.good();
    assert_eq!(second.at("approveSuccession.receipt.isReplay"), true);
    assert_eq!(
        second.at("approveSuccession.receipt.eventId"),
        first.at("approveSuccession.receipt.eventId")
    );
    assert_eq!(world.footprint().await, before);
    let decided = desk.ministry.ask(acts, named).await.good().at("node");
    let closed = (json!(false), json!("ALREADY_DECIDED"));
    assert_eq!(open(&decided, "APPROVE_SUCCESSION"), closed);
}
both!(a_decision_is_repeated_and_explained);
