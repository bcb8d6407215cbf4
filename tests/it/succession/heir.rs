//! What an office decided is its heir's to end.

use netra_entity::code::{Function, Grade};
use serde_json::json;

use super::desk::{Desk, in_seat_of};
use crate::acts::{CITY, people_of};
use crate::database::{Backend, both};
use crate::world::World;

const HOLD: &str = "mutation($i: PlaceHoldInput!) { placeHold(input: $i) { legalHold { id } } }";
const LIFT: &str =
    "mutation($i: LiftHoldInput!) { liftHold(input: $i) { legalHold { liftReason } } }";
const UNMASK: &str = "mutation($i: UnmaskInput!) { unmask(input: $i) { withheldUntil } }";
const READINGS: &str = "query($i: ID) { readings(last: 5, filter: {institution: $i}) { nodes { id \
    purpose } } }";
const RELEASE: &str = "mutation($i: ReleaseReadingInput!) { releaseReading(input: $i) { receipt { \
    eventId } } }";

/// The function of BKN passes to PANRB with its seats: the hold is lifted and the reading released
/// there, and nowhere else.
async fn an_heir_ends_what_its_predecessor_began(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    let person = people_of(&world, CITY).await.remove(0);
    let assessor = world.office(Function::NeutralityAssessment, Grade::Approver, None).await;
    let hold = json!({ "civilServant": person.global_id(), "reason": "Perkara sedang diperiksa." });
    let hold = assessor.ask(HOLD, json!({ "i": hold })).await.good().text("placeHold.legalHold.id");
    let input = json!({ "by": { "serviceNumber": person.number }, "fields": ["NAME"],
        "purpose": "CASE_NOT_NOTIFIED", "note": "Pemeriksaan atas laporan tahunan." });
    assessor.ask(UNMASK, json!({ "i": input })).await.good();
    world.registry().write_read_log().await.unwrap();

    let (from, to) = (world.institution("BKN").await, world.institution("PANRB").await);
    let input = json!({
        "kind": "TRANSFER", "effectiveOn": "2026-11-20", "legalInstrument": desk.instrument,
        "from": [from], "to": [to], "functions": [{ "function": "NEUTRALITY_ASSESSMENT",
        "from": from, "to": to, "movesSeats": true }],
    });
    desk.pass(input).await;
    let heir = in_seat_of(&world, "PANRB", Function::NeutralityAssessment, Grade::Approver).await;
    let readings = heir.ask(READINGS, json!({ "i": from })).await.good();
    let nodes = readings.at("readings.nodes");
    let secret = nodes.as_array().unwrap().iter().find(|it| it["purpose"] == "CASE_NOT_NOTIFIED");
    let release =
        json!({ "i": { "id": secret.unwrap()["id"], "reason": "Terlapor sudah diberi tahu." } });
    let lift = json!({ "i": { "id": hold, "reason": "Perkara sudah selesai." } });
    let before = world.footprint().await;
    let other = world.office(Function::CivilServicePolicy, Grade::Approver, None).await;
    for (act, input) in [(LIFT, &lift), (RELEASE, &release)] {
        other.ask(act, input.clone()).await.refused("FORBIDDEN");
    }
    assert_eq!(world.footprint().await, before);
    heir.ask(LIFT, lift).await.good();
    heir.ask(RELEASE, release).await.good();
}
both!(an_heir_ends_what_its_predecessor_began);
