//! Who stands for the head of a unit, and who heads it.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::acts::{CITY, PROVINCE, Person, account, employer, non_signers_of, rows};
use crate::countersignature::{
    Colleague, Text, countersign, head_of, person_by, seat, seated, signed, two_of_one_unit,
    two_sided_text,
};
use crate::database::{Backend, both};
use crate::world::{World, beginning};

const DELEGATE: &str = "mutation($i: DelegateCountersigningInput!) { delegateCountersigning(input: \
    $i) { countersignDelegation { id validFrom validTo unit { code } delegate { id } } } }";
const END: &str = "mutation($i: EndCountersigningDelegationInput!) { \
    endCountersigningDelegation(input: $i) { countersignDelegation { validTo endReason } } }";
const HEAD: &str = "mutation($i: RecordUnitHeadInput!) { recordUnitHead(input: $i) { \
    organisationalUnit { version head { id } } receipt { eventId } } }";

async fn a_delegate_countersigns_while_the_delegation_holds(backend: Backend) {
    let world = World::new(backend).await;
    let text = two_sided_text(&world).await;
    let [one, two] = two_of_one_unit(&world).await;
    let signer = account(&world, &one.person).await;
    account(&world, &two.person).await;
    let seat = seat(&world, &two.person, "STAFF").await;
    let delegate = world.client_of(&seat).await;
    let ppk = employer(&world, CITY).await;
    let id = signed(&signer, &text).await;
    let delegation = |from: &str, to: &str| {
        json!({ "i": { "unit": one.unit_id(), "delegate": two.person.number, "validFrom": from,
            "validTo": to, "reason": "Kepala dinas sedang dinas luar." } })
    };
    let before = world.footprint().await;
    let past = ppk.ask(DELEGATE, delegation("2026-11-19", "2026-11-25")).await;
    assert_eq!(past.refused("INVALID_INPUT").rule(), "DELEGATION_PERIOD");
    let elsewhere = employer(&world, PROVINCE).await;
    elsewhere.ask(DELEGATE, delegation("2026-11-20", "2026-11-25")).await.refused("FORBIDDEN");
    let own = delegate.ask(DELEGATE, delegation("2026-11-20", "2026-11-25")).await;
    assert_eq!(own.refused("RULE_REFUSED").rule(), "NOT_THE_SUPERIOR");
    let mut stranger = delegation("2026-11-20", "2026-11-25");
    let of_province = non_signers_of(&world, PROVINCE).await.swap_remove(0);
    stranger["i"]["delegate"] = json!(of_province.number);
    let stranger = ppk.ask(DELEGATE, stranger).await.refused("INVALID_INPUT");
    assert_eq!(stranger.rule(), "NOT_EMPLOYED");
    assert_eq!(world.footprint().await, before);

    let given = ppk.ask(DELEGATE, delegation("2026-11-21", "2026-11-25")).await.good();
    let delegation_id = given.text("delegateCountersigning.countersignDelegation.id");
    let early = countersign(&delegate, &id).await.refused("RULE_REFUSED");
    assert_eq!(early.rule(), "NOT_THE_SUPERIOR");
    world.set_clock(beginning() + chrono::TimeDelta::days(1));
    let (delegate, ppk) = (world.client_of(&seat).await, employer(&world, CITY).await);
    let elsewhere = employer(&world, PROVINCE).await;
    let answer = countersign(&delegate, &id).await.good();
    let capacity = answer.text("countersignPact.pactSignature.countersignCapacity");
    assert_eq!(capacity, "DELEGATE");

    let list = "query($u: ID!) { countersignDelegations(filter: {unit: $u}, first: 5) { nodes { id \
        validTo endReason availableActs { act isOpen } } } }";
    let unit = json!({ "u": one.unit_id() });
    let seen = ppk.ask(list, unit.clone()).await.good();
    assert_eq!(seen.text("countersignDelegations.nodes.0.id"), delegation_id);
    let unseen = elsewhere.ask(list, unit).await.good();
    assert_eq!(unseen.at("countersignDelegations.nodes"), json!([]));
    let end = json!({ "i": { "id": delegation_id, "reason": "Kepala dinas sudah kembali." } });
    elsewhere.ask(END, end.clone()).await.refused("NOT_FOUND");
    let ended = ppk.ask(END, end.clone()).await.good();
    let valid_to = "endCountersigningDelegation.countersignDelegation.validTo";
    assert_eq!(ended.text(valid_to), "2026-11-21");
    assert_eq!(ppk.ask(END, end).await.refused("RULE_REFUSED").rule(), "ALREADY_DECIDED");
    let third = signed_by_a_third(&world, &text, [&one, &two]).await;
    let late = countersign(&delegate, &third).await.refused("RULE_REFUSED");
    assert_eq!(late.rule(), "NOT_THE_SUPERIOR");
}
both!(a_delegate_countersigns_while_the_delegation_holds);

/// One more signature in the unit, by somebody who is neither of the two.
async fn signed_by_a_third(world: &World, text: &Text, two: [&Colleague; 2]) -> String {
    let person = third_of(world, two).await;
    let signer = account(world, &person).await;
    signed(&signer, text).await
}

/// Somebody in the unit who is neither of the two nor its head.
async fn third_of(world: &World, [one, two]: [&Colleague; 2]) -> Person {
    let head = head_of(world, one.unit).await.person.id;
    let sql = "SELECT civil_servant_id FROM employment WHERE unit_id = $1 AND superseded_by IS NULL \
        AND valid_to IS NULL AND leave_status = 'ACTIVE' AND civil_servant_id NOT IN ($2, $3, $4) \
        AND civil_servant_id NOT IN (SELECT civil_servant_id FROM \"user\" \
          WHERE civil_servant_id IS NOT NULL)";
    let values = vec![one.unit.into(), one.person.id.into(), two.person.id.into(), head.into()];
    let found = rows(world, sql, values).await;
    let id: Uuid = found.first().unwrap().try_get("", "civil_servant_id").unwrap();
    person_by(world, "e.civil_servant_id = $1", id).await.person
}

async fn an_approver_records_who_heads_a_unit(backend: Backend) {
    let world = World::new(backend).await;
    let text = two_sided_text(&world).await;
    let [one, two] = two_of_one_unit(&world).await;
    let signer = account(&world, &one.person).await;
    account(&world, &two.person).await;
    let colleague = seated(&world, &two.person, "STAFF").await;
    let id = signed(&signer, &text).await;
    let input = |head: Value| json!({ "i": { "unit": one.unit_id(), "head": head } });
    let before = world.footprint().await;
    let named = json!(two.person.number);
    colleague.ask(HEAD, input(named.clone())).await.refused("FORBIDDEN");
    let elsewhere = employer(&world, PROVINCE).await;
    elsewhere.ask(HEAD, input(named.clone())).await.refused("FORBIDDEN");
    let ppk = employer(&world, CITY).await;
    let stranger = json!(non_signers_of(&world, PROVINCE).await[0].number);
    let refused = ppk.ask(HEAD, input(stranger)).await.refused("INVALID_INPUT");
    assert_eq!(refused.rule(), "NOT_EMPLOYED");
    assert_eq!(world.footprint().await, before);
    let answer = ppk.ask(HEAD, input(named.clone())).await.good();
    assert_eq!(answer.text("recordUnitHead.organisationalUnit.head.id"), two.person.global_id());
    let unchanged = ppk.ask(HEAD, input(named)).await.good();
    assert_eq!(unchanged.at("recordUnitHead.receipt"), Value::Null);
    countersign(&colleague, &id).await.good();
}
both!(an_approver_records_who_heads_a_unit);

/// A delegate stands for a head: with another head there is none, and one head has one at a time.
async fn a_delegation_goes_with_its_head(backend: Backend) {
    let world = World::new(backend).await;
    let text = two_sided_text(&world).await;
    let [one, two] = two_of_one_unit(&world).await;
    let signer = account(&world, &one.person).await;
    account(&world, &two.person).await;
    let delegate = seated(&world, &two.person, "STAFF").await;
    let ppk = employer(&world, CITY).await;
    let id = signed(&signer, &text).await;
    let delegation = |from: &str, to: &str| {
        json!({ "i": { "unit": one.unit_id(), "delegate": two.person.number, "validFrom": from,
            "validTo": to, "reason": "Kepala dinas sedang dinas luar." } })
    };
    ppk.ask(DELEGATE, delegation("2026-11-20", "2026-12-01")).await.good();
    let before = world.number("SELECT COUNT(*) FROM countersign_delegation").await;
    for (from, to) in [("2026-11-20", "2026-11-21"), ("2026-11-30", "2026-12-31")] {
        let again = ppk.ask(DELEGATE, delegation(from, to)).await.refused("INVALID_INPUT");
        assert_eq!(again.rule(), "DELEGATION_OVERLAPS");
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM countersign_delegation").await, before);
    ppk.ask(DELEGATE, delegation("2026-12-01", "2026-12-31")).await.good();

    // The head goes, another comes: what the former one gave is over.
    let successor = third_of(&world, [&one, &two]).await;
    let input = json!({ "i": { "unit": one.unit_id(), "head": successor.number } });
    ppk.ask(HEAD, input).await.good();
    let refused = countersign(&delegate, &id).await.refused("RULE_REFUSED");
    assert_eq!(refused.rule(), "NOT_THE_SUPERIOR");
    ppk.ask(DELEGATE, delegation("2026-11-20", "2026-12-01")).await.good();
    countersign(&delegate, &id).await.good();
}
both!(a_delegation_goes_with_its_head);
