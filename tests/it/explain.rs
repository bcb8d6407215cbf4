//! Why: what the registry says of a caller's own access, and that it says the same of what is
//! absent and of what lies outside the reach.

use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::database::{Backend, both};
use crate::oracle::ask::Asked;
use crate::shared::readers;
use crate::world::World;

const CITY: &str = "PEMKOT_34.71";
const PROVINCE: &str = "PEMPROV_34";

async fn explain_access_tells_a_caller_why(backend: Backend) {
    let world = World::shared(backend).await;
    let explain = "query($a: String!) { explainAccess(act: $a) { act isAllowed reach capacity \
        grade roles reason policyVersion } }";
    let paper = json!({ "a": "RECORD_PAPER_SIGNATURES" });
    let staff = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let answer = staff.ask(explain, paper.clone()).await.good();
    let told = |path: &str| answer.text(&format!("explainAccess.{path}"));
    assert_eq!(answer.at("explainAccess.isAllowed"), true);
    assert_eq!((told("reach"), told("capacity")), ("INSTITUTION".into(), "EMPLOYER".into()));
    assert_eq!(told("grade"), "STAFF");
    assert_eq!(answer.at("explainAccess.roles"), json!(["EMPLOYER(STAFF,APPROVER):INSTITUTION"]));
    let assessor = world.office(Function::NeutralityAssessment, Grade::Approver, None).await;
    let answer = assessor.ask(explain, paper).await.good();
    assert_eq!(answer.at("explainAccess.isAllowed"), false);
    assert_eq!(answer.at("explainAccess.reach"), Value::Null);
    assert!(answer.text("explainAccess.reason").contains("EMPLOYER(STAFF,APPROVER)"));
    let unknown = staff.ask(explain, json!({ "a": "RULE_THE_WORLD" })).await;
    assert_eq!(unknown.refused("INVALID_INPUT").rule(), "ACT_UNKNOWN");
}
readers!(explain_access_tells_a_caller_why);

async fn available_acts_tell_the_matrix_first_and_then_the_rule(backend: Backend) {
    let world = World::shared(backend).await;
    let signatures = |state: &str| {
        format!(
            "{{ pactSignatures(first: 1, filter: {{state: {state}}}) {{ nodes {{ availableActs \
             {{ act isOpen closedBy reason }} }} }} }}"
        )
    };
    let act = "pactSignatures.nodes.0.availableActs.0";
    for (grade, state, closed_by) in [
        (Grade::Approver, "VALID", Value::Null),
        (Grade::Approver, "WITHDRAWN", json!("SIGNATURE_NOT_VALID")),
        (Grade::Staff, "VALID", json!("FORBIDDEN")),
    ] {
        let client = world.office(Function::Employer, grade, Some(CITY)).await;
        let answer = client.ask(&signatures(state), json!({})).await.good();
        assert_eq!(answer.text(&format!("{act}.act")), "WITHDRAW_PACT_SIGNATURE");
        assert_eq!(answer.at(&format!("{act}.closedBy")), closed_by, "{}", answer.raw);
        assert_eq!(answer.at(&format!("{act}.isOpen")), closed_by.is_null());
        assert_eq!(answer.at(&format!("{act}.reason")).is_null(), closed_by.is_null());
    }
}
readers!(available_acts_tell_the_matrix_first_and_then_the_rule);

/// The answer without what differs between any two requests.
fn told(answer: &crate::world::Answer) -> Value {
    let mut body = answer.body.clone();
    body.as_object_mut().unwrap().remove("extensions");
    for error in body["errors"].as_array_mut().into_iter().flatten() {
        error["extensions"].as_object_mut().unwrap().remove("traceId");
    }
    body
}

/// The truth table of design §3: nobody learns from an answer that something exists.
async fn what_lies_outside_the_reach_is_answered_like_what_is_absent(backend: Backend) {
    let world = World::new(backend).await;
    let asked = Asked::of(&world).await;
    let absent = Asked::absent(&world).await;
    let before = world.footprint().await;
    for (function, grade, institution) in [
        (Function::Employer, Grade::Staff, PROVINCE),
        (Function::Employer, Grade::Approver, PROVINCE),
        (Function::Employer, Grade::Admin, PROVINCE),
        (Function::RegistryOperation, Grade::Approver, "REGISTRY_OPERATOR"),
    ] {
        let client = world.office(function, grade, Some(institution)).await;
        for name in [
            "a person of the city",
            "a number of the city",
            "the person's record",
            "a signature's record",
            "a seat's record",
            "people of the city",
            "signatures of the city",
            "non-signers of the city",
            "seats of the city",
            "events of the city",
            "coverage of the city by unit",
            "withdraw a signature",
            "others of the city",
            "record others of the city",
            "refusals of the city",
            "refuse for a person of the city",
            "exempt a person of the city",
            "countersign",
            "countersign many",
            "refuse to countersign",
            "delegations of the city",
            "delegate countersigning in the city",
            "name the head of a unit",
            "end a seat of the city",
            "invite a person of the city",
            "reset a credential of the city",
            "register a unit of the city",
            "record on paper",
            "grant a seat of the city",
        ] {
            let (query, variables) = asked.request(name);
            let outside = client.ask(&query, variables).await;
            let (query, variables) = absent.request(name);
            let nowhere = client.ask(&query, variables).await;
            assert_eq!(told(&outside), told(&nowhere), "{function} {grade}: {name}");
        }
    }
    // An act that leaves refused rows in its answer is still an act and still an event.
    let changed: Vec<_> =
        before.iter().zip(world.footprint().await).map(|it| it.1 - it.0).collect();
    assert!(changed[2..].iter().all(|it| *it == 0), "{changed:?}");
    let of_nobody = show(Kind::CivilServant, Uuid::nil()).0;
    let person = world.civil_servant(CITY).await;
    let node = "query($i: ID!) { node(id: $i) { id } }";
    person.ask(node, json!({ "i": of_nobody })).await.refused("NOT_FOUND");
}
both!(what_lies_outside_the_reach_is_answered_like_what_is_absent);
