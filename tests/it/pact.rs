//! Signing integrity pacts: scenarios 2, 4, 9 and 12, through the public door.

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::database::{Backend, both};
use crate::world::{Client, World};

const SIGN: &str = "mutation($t: ID!, $h: String!) { signPact(input: {pactText: $t, sha256: $h}) \
    { pactSignature { id state signedOn } receipt { eventId isReplay } } }";

const CITY: &str = "PEMKOT_34.71";

fn signing(world: &World) -> Value {
    json!({ "t": world.pact_text(), "h": world.demo.pact_text_sha256 })
}

async fn signed(world: &World, signer: &Client<'_>) -> String {
    let answer = signer.ask(SIGN, signing(world)).await.good();
    answer.text("signPact.pactSignature.id")
}

/// Scenario 2.
async fn a_retry_under_the_same_key_answers_with_the_same_signature(backend: Backend) {
    let world = World::new(backend).await;
    let signer = world.civil_servant(CITY).await;
    let first = signer.with("Idempotency-Key", "\"one\"");
    let answer = first.ask(SIGN, signing(&world)).await.good();
    let before = world.footprint().await;
    let again = first.ask(SIGN, signing(&world)).await.good();
    assert_eq!(again.text("signPact.pactSignature.id"), answer.text("signPact.pactSignature.id"));
    assert_eq!(again.text("signPact.receipt.eventId"), answer.text("signPact.receipt.eventId"));
    assert_eq!(again.at("signPact.receipt.isReplay"), true);
    let new_key = signer.with("Idempotency-Key", "two").ask(SIGN, signing(&world)).await;
    assert_eq!(new_key.refused("RULE_REFUSED").rule(), "ALREADY_SIGNED");
    assert_eq!(world.footprint().await, before);
}
both!(a_retry_under_the_same_key_answers_with_the_same_signature);

async fn a_key_used_for_other_arguments_is_refused(backend: Backend) {
    let world = World::new(backend).await;
    let signer = world.civil_servant(CITY).await.with("Idempotency-Key", "one");
    signer.ask(SIGN, signing(&world)).await.good();
    let before = world.footprint().await;
    let other = json!({ "t": world.pact_text(), "h": "0".repeat(64) });
    signer.ask(SIGN, other).await.refused("IDEMPOTENCY_REUSED");
    assert_eq!(world.footprint().await, before);
}
both!(a_key_used_for_other_arguments_is_refused);

/// Scenario 4: a seat signs for nobody.
async fn an_employers_seat_cannot_sign(backend: Backend) {
    let world = World::new(backend).await;
    let before = world.footprint().await;
    for grade in [Grade::Staff, Grade::Approver, Grade::Admin] {
        let employer = world.office(Function::Employer, grade, Some(CITY)).await;
        let answer = employer.ask(SIGN, signing(&world)).await.refused("FORBIDDEN");
        assert_eq!(answer.error("act"), "SIGN_PACT");
    }
    world.public().ask(SIGN, signing(&world)).await.refused("FORBIDDEN");
    assert_eq!(world.footprint().await, before);
}
both!(an_employers_seat_cannot_sign);

/// Scenario 9: nothing alters or deletes a signature; a withdrawal keeps the original.
async fn a_signature_is_only_ever_withdrawn_with_its_reason(backend: Backend) {
    let world = World::new(backend).await;
    let signer = world.civil_servant(CITY).await;
    let id = signed(&world, &signer).await;
    let withdraw = "mutation($i: ID!, $r: String!) { withdrawPactSignature(input: {id: $i, \
        reason: $r, expectedVersion: 1}) { pactSignature { state withdrawalReason } } }";
    let input = json!({ "i": id, "r": "Ditandatangani untuk orang lain." });
    let before = world.footprint().await;
    let admin = world.office(Function::Employer, Grade::Admin, Some(CITY)).await;
    admin.ask(withdraw, input.clone()).await.refused("FORBIDDEN");
    let operator = world.office(Function::RegistryOperation, Grade::Approver, None).await;
    operator.ask(withdraw, input.clone()).await.refused("FORBIDDEN");
    signer.ask(withdraw, input.clone()).await.refused("FORBIDDEN");
    let other = world.office(Function::Employer, Grade::Approver, Some("PEMPROV_34")).await;
    other.ask(withdraw, input.clone()).await.refused("NOT_FOUND");
    let employer = world.office(Function::Employer, Grade::Approver, Some(CITY)).await;
    let short = json!({ "i": id, "r": "salah" });
    assert_eq!(
        employer.ask(withdraw, short).await.refused("INVALID_INPUT").rule(),
        "REASON_REQUIRED"
    );
    assert_eq!(world.footprint().await, before);

    let answer = employer.ask(withdraw, input.clone()).await.good();
    assert_eq!(answer.text("withdrawPactSignature.pactSignature.state"), "WITHDRAWN");
    let versions = world.footprint().await[2] - before[2];
    assert_eq!(versions, 1, "the original stays beside the withdrawn version");
    employer.ask(withdraw, input).await.refused("VERSION_CONFLICT");
}
both!(a_signature_is_only_ever_withdrawn_with_its_reason);

/// Scenario 12: an amended text keeps old signatures on version 1; the flag decides who signs anew.
async fn an_amended_text_leaves_old_signatures_on_their_version(backend: Backend) {
    for resign_required in [false, true] {
        let world = World::new(backend).await;
        let signer = world.civil_servant(CITY).await;
        signed(&world, &signer).await;
        let ministry = world.office(Function::CivilServicePolicy, Grade::Approver, None).await;
        let publish = "mutation($i: PublishPactTextInput!) { publishPactText(input: $i) { pactText \
            { id edition sha256 } } }";
        let input = json!({ "i": {
            "cycle": world.cycle().await, "title": "Pakta (perubahan)", "body": "Butir 3 diubah.",
            "supersedes": world.pact_text(), "resignRequired": resign_required } });
        let published = ministry.ask(publish, input).await.good();
        assert_eq!(published.number("publishPactText.pactText.edition"), 2);
        let mine = signer
            .ask("{ pactSignatures(first: 5) { nodes { pactText { edition } state } } }", json!({}))
            .await
            .good();
        assert_eq!(mine.number("pactSignatures.nodes.0.pactText.edition"), 1);
        let again = json!({
            "t": published.text("publishPactText.pactText.id"),
            "h": published.text("publishPactText.pactText.sha256"),
        });
        let answer = signer.ask(SIGN, again).await;
        if resign_required {
            answer.good();
        } else {
            assert_eq!(answer.refused("RULE_REFUSED").rule(), "ALREADY_SIGNED");
        }
        let old = signer.ask(SIGN, signing(&world)).await;
        assert_eq!(old.refused("RULE_REFUSED").rule(), "PACT_TEXT_SUPERSEDED");
    }
}
both!(an_amended_text_leaves_old_signatures_on_their_version);
