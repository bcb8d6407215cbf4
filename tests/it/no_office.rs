//! Scenario 54: whoever holds no office today signs in to nothing.

use netra_entity::code::{Function, Grade};
use netra_registry::intake::founding::DemoSeat;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::database::{Backend, both};
use crate::world::{PASSWORD, World};

const SIGN_IN: &str = "mutation($l: String!, $p: String!, $s: ID) { signIn(input: {login: $l, \
    password: $p, seat: $s}) { accessToken seats { id } } }";

/// Signs in as the holder of a seat that gives nothing today, and tries every act.
async fn signs_in_to_nothing(world: &World, former: &DemoSeat) {
    let seat = netra_api::graphql::show(netra_api::graphql::Kind::Seat, former.seat_id.unwrap());
    let credential = |seat: Value| json!({ "l": former.login, "p": PASSWORD, "s": seat });
    let sessions = world.number("SELECT COUNT(*) FROM session").await;
    world.public().ask(SIGN_IN, credential(json!(seat.0))).await.refused("NOT_FOUND");
    assert_eq!(world.number("SELECT COUNT(*) FROM session").await, sessions);

    let answer = world.public().ask(SIGN_IN, credential(Value::Null)).await.good();
    assert_eq!(answer.at("signIn.seats"), json!([]));
    let former_holder = world.client(answer.text("signIn.accessToken"));
    let switch = "mutation($s: ID) { switchSeat(input: {seat: $s}) { accessToken } }";
    former_holder.ask(switch, json!({ "s": seat.0 })).await.refused("NOT_FOUND");

    let acts = "{ viewer { capacity seat { id } seats { id } civilServant { id } }
        accessMatrix { act roles } }";
    let answer = former_holder.ask(acts, json!({})).await.good();
    assert_eq!(answer.text("viewer.capacity"), "PUBLIC");
    assert_eq!(answer.at("viewer.seats"), json!([]));
    assert_eq!(answer.at("viewer.seat"), Value::Null);
    assert_eq!(answer.at("viewer.civilServant"), Value::Null);
    // Open is what is open to everybody, and the session itself.
    let own = ["SWITCH_SEAT", "SIGN_OUT", "CHANGE_PASSWORD"];
    for row in answer.at("accessMatrix").as_array().unwrap() {
        let act = row["act"].as_str().unwrap();
        let roles = row["roles"].as_array().unwrap();
        let to_everybody = roles.iter().any(|it| it.as_str().unwrap().starts_with("PUBLIC:"));
        let explain = "query($a: String!) { explainAccess(act: $a) { isAllowed } }";
        let answer = former_holder.ask(explain, json!({ "a": act })).await.good();
        let expected = to_everybody || own.contains(&act);
        assert_eq!(answer.at("explainAccess.isAllowed"), expected, "{act}");
    }
    let before = world.footprint().await;
    let sign = "mutation($t: ID!, $h: String!) { signPact(input: {pactText: $t, sha256: $h}) \
        { receipt { eventId } } }";
    let text = json!({ "t": world.pact_text(), "h": world.demo.pact_text_sha256 });
    former_holder.ask(sign, text).await.refused("FORBIDDEN");
    let number = json!({ "n": world.demo.signer_number });
    for query in [
        "{ civilServants { nodes { id } } }",
        "{ pactSignatures { nodes { id } } }",
        "query($n: String!) { civilServant(by: {serviceNumber: $n}) { id } }",
        "{ seats { nodes { id } } }",
        "{ events { nodes { id } } }",
        "mutation($n: String!) { resetCredential(input: {serviceNumber: $n}) { receipt { eventId } } }",
        "mutation($n: String!) { invitePeople(input: {people: [{serviceNumber: $n, \
            login: \"orang.baru\", email: \"a@b.demo\"}]}) { rows { outcome } } }",
    ] {
        former_holder.ask(query, number.clone()).await.refused("FORBIDDEN");
    }
    assert_eq!(world.footprint().await, before);
    former_holder.ask("{ institutions { nodes { code } } }", json!({})).await.good();
}

async fn a_holder_whose_term_ended_yesterday_signs_in_to_nothing(backend: Backend) {
    let world = World::new(backend).await;
    let former = world.demo.ended_seat.clone();
    signs_in_to_nothing(&world, &former).await;
}
both!(a_holder_whose_term_ended_yesterday_signs_in_to_nothing);

async fn an_account_of_a_dissolved_institution_signs_in_to_nothing(backend: Backend) {
    let world = World::new(backend).await;
    let former = world.seat(Function::DigitalMonitoring, Grade::Approver, None).clone();
    let dissolve = "UPDATE institution SET valid_to = '2026-11-20' WHERE code = 'FORMER'";
    let dissolve = dissolve.replace("FORMER", &former.institution_code);
    world.db.execute_unprepared(&dissolve).await.unwrap();
    signs_in_to_nothing(&world, &former).await;
}
both!(an_account_of_a_dissolved_institution_signs_in_to_nothing);

async fn an_acting_head_has_the_seat_to_the_last_day(backend: Backend) {
    let world = World::new(backend).await;
    let acting = world.seat(Function::Employer, Grade::Approver, Some("PEMKOT_34.71")).clone();
    let end = "UPDATE seat SET appointment = 'PJ', valid_to = '2026-11-21' WHERE user_id = \
        (SELECT id FROM \"user\" WHERE login = 'acting')";
    world.db.execute_unprepared(&end.replace("acting", &acting.login)).await.unwrap();
    let client = world.client_of(&acting).await;
    // Until 23:59:59 WIB of the last day.
    let midnight = crate::world::beginning() + chrono::TimeDelta::hours(14);
    world.set_clock(midnight - chrono::TimeDelta::seconds(1));
    let client_late = world.client_of(&acting).await;
    client_late.ask("{ viewer { seat { appointment } } }", json!({})).await.good();
    world.set_clock(midnight);
    assert_eq!(client_late.ask("{ viewer { login } }", json!({})).await.status, 401);
    assert_eq!(client.ask("{ viewer { login } }", json!({})).await.status, 401);
    signs_in_to_nothing(&world, &acting).await;
}
both!(an_acting_head_has_the_seat_to_the_last_day);
