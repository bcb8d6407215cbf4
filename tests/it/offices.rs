//! Two offices where one would be too few, seats that each institution manages itself, and what
//! the operator reaches alone: scenarios of design §3.

use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use crate::contract::Contract;
use crate::database::{Backend, both};
use crate::oracle::ask::{Asked, requests};
use crate::world::{Client, PASSWORD, World};

const CITY: &str = "PEMKOT_34.71";
const PROVINCE: &str = "PEMPROV_34";
const MINISTRY: &str = "KEMENDAGRI";
const UNSTAFFED: &str = "KEJAKSAAN";

async fn operator(world: &World, grade: Grade) -> Client<'_> {
    world.office(Function::RegistryOperation, grade, None).await
}

async fn policy(world: &World) -> Client<'_> {
    world.office(Function::CivilServicePolicy, Grade::Approver, None).await
}

async fn admin<'a>(world: &'a World, institution: &str) -> Client<'a> {
    world.office(Function::Employer, Grade::Admin, Some(institution)).await
}

async fn seat_of(world: &World, institution: &str, function: &str, login: &str) -> Value {
    json!({ "i": {
        "institution": world.institution(institution).await, "login": login, "email": login,
        "displayName": "Pemegang Baru", "function": function, "grade": "ADMIN",
        "officialPosition": "Administrator", "appointment": "DEFINITIVE",
        "validFrom": "2026-11-20" } })
}

/// A first seat, whose grade nobody chooses.
async fn first_seat_of(world: &World, institution: &str, function: &str, login: &str) -> Value {
    let mut seat = seat_of(world, institution, function, login).await;
    seat["i"].as_object_mut().unwrap().remove("grade");
    seat
}

const GRANT: &str = "mutation($i: GrantSeatInput!) { grantSeat(input: $i) { seat { id state } } }";
const PREPARE_SEAT: &str =
    "mutation($i: PrepareSeatInput!) { prepareSeat(input: $i) { seat { id state grade } } }";
const APPROVE_SEAT: &str = "mutation($i: ID!) { approveSeat(input: {id: $i, approve: true}) \
    { seat { state } } }";
const APPROVE_FUNCTION: &str = "mutation($i: ID!) { approveFunction(input: {id: $i, \
    approve: true}) { institutionFunction { state } } }";
const END: &str = "mutation($i: ID!) { endSeat(input: {id: $i, reason: \"Pindah tugas.\"}) \
    { seat { validTo } } }";
const SIGN_IN: &str = "mutation($l: String!, $p: String!, $s: ID) { signIn(input: {login: $l, \
    password: $p, seat: $s}) { accessToken } }";

async fn a_function_takes_effect_when_the_second_office_approves_it(backend: Backend) {
    let world = World::new(backend).await;
    let id = json!({ "i": show(Kind::Function, world.demo.prepared_function_id).0 });
    let auditor = seat_of(&world, MINISTRY, "AUDIT", "audit.admin@kemendagri.demo").await;
    let ministry = admin(&world, MINISTRY).await;
    let early = ministry.ask(GRANT, auditor.clone()).await.refused("INVALID_INPUT");
    assert_eq!(early.rule(), "FUNCTION_NOT_HELD");
    for grade in [Grade::Staff, Grade::Approver, Grade::Admin] {
        operator(&world, grade).await.ask(APPROVE_FUNCTION, id.clone()).await.refused("FORBIDDEN");
    }
    let approver = policy(&world).await;
    let approved = approver.ask(APPROVE_FUNCTION, id.clone()).await.good();
    assert_eq!(approved.text("approveFunction.institutionFunction.state"), "APPROVED");
    let again = approver.ask(APPROVE_FUNCTION, id).await.refused("RULE_REFUSED");
    assert_eq!(again.rule(), "ALREADY_DECIDED");
    ministry.ask(GRANT, auditor).await.good();
}
both!(a_function_takes_effect_when_the_second_office_approves_it);

/// What the approver's own institution prepared waits for another.
async fn nobody_approves_what_the_own_office_prepared(backend: Backend) {
    let world = World::new(backend).await;
    let colleague = world.seat(Function::CivilServicePolicy, Grade::Staff, None).seat_id;
    let seat = world.demo.prepared_seat.seat_id.unwrap();
    let function = world.demo.prepared_function_id;
    for (table, id) in [("seat", seat), ("institution_function", function)] {
        let sql = format!("UPDATE {table} SET prepared_by = $1 WHERE id = $2");
        let values = [colleague.unwrap().into(), id.into()];
        let backend = world.db.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, values);
        world.db.execute_raw(statement).await.unwrap();
    }
    let before = world.footprint().await;
    let approver = policy(&world).await;
    for (approve, id) in
        [(APPROVE_SEAT, show(Kind::Seat, seat)), (APPROVE_FUNCTION, show(Kind::Function, function))]
    {
        let refused = approver.ask(approve, json!({ "i": id.0 })).await.refused("RULE_REFUSED");
        assert_eq!(refused.rule(), "SECOND_OFFICE_REQUIRED");
    }
    assert_eq!(world.footprint().await, before);
}
both!(nobody_approves_what_the_own_office_prepared);

async fn a_first_seat_takes_effect_when_the_second_office_approves_it(backend: Backend) {
    let world = World::new(backend).await;
    let prepared = &world.demo.prepared_seat;
    let seat = show(Kind::Seat, prepared.seat_id.unwrap()).0;
    let sign_in = json!({ "l": prepared.login, "p": PASSWORD, "s": seat });
    world.public().ask(SIGN_IN, sign_in.clone()).await.refused("NOT_FOUND");
    let rival = first_seat_of(&world, UNSTAFFED, "LAW_ENFORCEMENT", "rival@kejaksaan.demo").await;
    let operator = operator(&world, Grade::Staff).await;
    let rival = operator.ask(PREPARE_SEAT, rival).await.good();
    let rival = json!({ "i": rival.text("prepareSeat.seat.id") });
    operator.ask(APPROVE_SEAT, json!({ "i": seat })).await.refused("FORBIDDEN");

    let approver = policy(&world).await;
    approver.ask(APPROVE_SEAT, json!({ "i": seat })).await.good();
    let token = world.public().ask(SIGN_IN, sign_in).await.good().text("signIn.accessToken");
    let first = world.client(token);
    let viewer = first.ask("{ viewer { capacity seat { grade } } }", json!({})).await.good();
    assert_eq!(viewer.text("viewer.capacity"), "LAW_ENFORCEMENT");
    assert_eq!(approver.ask(APPROVE_SEAT, rival).await.rule(), "FIRST_SEAT_TAKEN");
    let late = first_seat_of(&world, UNSTAFFED, "LAW_ENFORCEMENT", "late@kejaksaan.demo").await;
    assert_eq!(operator.ask(PREPARE_SEAT, late).await.rule(), "FIRST_SEAT_TAKEN");
}
both!(a_first_seat_takes_effect_when_the_second_office_approves_it);

async fn an_administrator_manages_the_seats_of_the_own_institution_only(backend: Backend) {
    let world = World::new(backend).await;
    let city = admin(&world, CITY).await;
    let own = world.seat(Function::Employer, Grade::Admin, Some(CITY));
    let granted =
        city.ask(GRANT, seat_of(&world, CITY, "EMPLOYER", "baru@pemkot-34-71.demo").await).await;
    let granted = json!({ "i": granted.good().text("grantSeat.seat.id") });
    assert_eq!(city.ask(END, granted).await.good().text("endSeat.seat.validTo"), "2026-11-20");
    let before = world.footprint().await;
    let own_seat = json!({ "i": show(Kind::Seat, own.seat_id.unwrap()).0 });
    assert_eq!(city.ask(END, own_seat).await.refused("RULE_REFUSED").rule(), "OWN_SEAT");
    let to_self = seat_of(&world, CITY, "EMPLOYER", &own.login).await;
    assert_eq!(city.ask(GRANT, to_self).await.refused("RULE_REFUSED").rule(), "OWN_SEAT");
    let elsewhere = seat_of(&world, PROVINCE, "EMPLOYER", "baru@pemprov-34.demo").await;
    city.ask(GRANT, elsewhere).await.refused("FORBIDDEN");
    let other = world.seat(Function::Employer, Grade::Staff, Some(PROVINCE)).seat_id.unwrap();
    city.ask(END, json!({ "i": show(Kind::Seat, other).0 })).await.refused("NOT_FOUND");
    // A subordinate's first seat is not its superior's to grant.
    let supervisor = world.office(Function::ElectionSupervision, Grade::Admin, Some("BAWASLU"));
    let below = seat_of(&world, "BAWASLU_PROV_35", "ELECTION_SUPERVISION", "x@bawaslu.demo").await;
    supervisor.await.ask(GRANT, below).await.refused("FORBIDDEN");
    assert_eq!(world.footprint().await, before);
}
both!(an_administrator_manages_the_seats_of_the_own_institution_only);

/// The operator tries everything there is, in every grade, and then for oneself.
async fn the_operator_alone_puts_nothing_in_effect_and_reaches_nobody(backend: Backend) {
    let world = World::new(backend).await;
    let asked = Asked::of(&world).await;
    let contract = Contract::read();
    let tried = |act: &str| requests().any(|it| it.1 == act);
    for field in contract.fields("Mutation") {
        let act = netra_domain::policy::Act::ALL.iter().find(|it| it.word() == field.name.node);
        let act = act.unwrap().code();
        assert!(
            tried(act) || matches!(act, "SIGN_IN" | "ACTIVATE_ACCOUNT" | "REFRESH_SESSION"),
            "try {act}"
        );
    }
    let in_effect = async || {
        let mut counts = Vec::new();
        for from in [
            "institution_function WHERE state = 'APPROVED' AND superseded_by IS NULL",
            "seat WHERE state = 'APPROVED'",
            "civil_servant",
            "employment",
            "service_number",
            "pact_signature",
            "pact_text",
            "election",
            "api_client",
        ] {
            counts.push(world.number(&format!("SELECT COUNT(*) FROM {from}")).await);
        }
        counts
    };
    let before = in_effect().await;
    for grade in [Grade::Staff, Grade::Approver, Grade::Admin] {
        let client = operator(&world, grade).await;
        let mut done = Vec::new();
        for (name, act, _) in requests() {
            if matches!(*act, "SIGN_OUT" | "SWITCH_SEAT" | "CHANGE_PASSWORD") {
                continue;
            }
            let (query, variables) = asked.request(name);
            let answer = client.ask(&query, variables).await;
            if !matches!(answer.code().as_str(), "FORBIDDEN" | "NOT_FOUND") {
                done.push(*name);
            }
        }
        let expected: &[&str] = match grade {
            // Its own machines are tried with keys that are none.
            Grade::Admin => &[
                "coverage",
                "seats",
                "machines",
                "register a machine",
                "add a machine's key",
                "events",
                "readings",
            ],
            Grade::Approver => &[
                "coverage",
                "prepare a succession",
                "seats",
                "seats of the city",
                "events",
                "register an institution",
                "prepare a function",
                "prepare a seat",
                "copies of registrations",
                "record a breach",
                "breaches",
                "readings",
            ],
            Grade::Staff => &[
                "coverage",
                "prepare a succession",
                "seats",
                "seats of the city",
                "register an institution",
                "prepare a function",
                "prepare a seat",
                "copies of registrations",
                "breaches",
            ],
        };
        assert_eq!(done, expected, "{grade}");

        let switch = "mutation { switchSeat(input: {}) { accessToken } }";
        let oneself = client.ask(switch, json!({})).await.good().text("switchSeat.accessToken");
        let oneself = world.client(oneself);
        // An account without a person is nobody in particular.
        for name in ["sign", "people", "signatures"] {
            let (query, variables) = asked.request(name);
            oneself.ask(&query, variables).await.refused("FORBIDDEN");
        }
    }
    assert_eq!(in_effect().await, before);
}
both!(the_operator_alone_puts_nothing_in_effect_and_reaches_nobody);
