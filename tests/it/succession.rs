//! Institutions and functions pass to others: the four kinds, the dry run, who may, and what each
//! side sees afterwards.

mod cut_off;
mod days;
pub mod desk;
mod heir;
mod refusals;
mod under_load;

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::acts::{CITY, MINISTRY, PROVINCE, employer, signers_of};
use crate::database::{Backend, both};
use crate::machines::{self, Pair};
use crate::world::World;
use desk::{
    Desk, WHO, both_sums, employer_passes, granted, in_seat_of, number_of, register, seats_of, sums,
};

const NEW_CITY: &str = "PEMKOT_BARU";
/// Made a subordinate of the city where a test needs one.
const SUBORDINATE: &str = "PEMKAB_35.06";
const WATCH: &str = "KOMDIGI_DITJEN_WASDIG";

const PEOPLE: &str = "{ civilServants(first: 50) { totalCount { value } nodes { id name \
    employment { institution { code } unit { code institution { code } } } } } }";
const SIGNATURES: &str = "{ pactSignatures(first: 200) { totalCount { value } nodes { id \
    institution { code } } } }";
const EVENTS: &str = "{ events(first: 100) { nodes { id institution { code } } } }";
const NEIGHBOURS: &str = "query($c: String!) { institution(by: {code: $c}) { validTo \
    predecessors { institution { code } succession { kind state } } \
    successors { institution { code } succession { effectiveOn } } } }";

/// Everything of a renamed city goes on under its new name, and nothing under the old one.
async fn a_rename_takes_everything_along(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    let new = register(&world, NEW_CITY).await;
    // A subordinate with people of its own, and a machine.
    let below = "UPDATE institution SET parent_id = (SELECT id FROM institution WHERE code = $1) \
        WHERE code = $2";
    crate::acts::rows(&world, below, vec![CITY.into(), SUBORDINATE.into()]).await;
    let pair = Pair::new();
    let machine = machines::register(&world, &pair).await;
    assert_eq!(machines::token_status(&world, &pair, &machine, "one").await, 200);
    let (old_staff, old_approver) = (
        world.office(Function::Employer, Grade::Staff, Some(CITY)).await,
        employer(&world, CITY).await,
    );
    let people = old_approver.ask(PEOPLE, json!({})).await.good();
    let signatures = old_approver.ask(SIGNATURES, json!({})).await.good();
    let events = old_approver.ask(EVENTS, json!({})).await.good();
    world.sequence().await;
    let (today, cycle) = ("2026-11-20", world.cycle().await);
    let before = both_sums(&world, &cycle, CITY, NEW_CITY, today).await;
    assert_eq!(before[1], (0, 0));
    let eve = sums(&world, &cycle, CITY, "2026-11-19").await;

    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], today).await;
    let prepared = desk.prepare(input).await.good().text("prepareSuccession.succession.id");
    let preview = desk.preview(&prepared).await.good();
    // Prepared, it changes nothing.
    old_staff.ask(WHO, json!({})).await.good();
    let footprint = world.footprint().await;
    assert_eq!(desk.preview(&prepared).await.good().body, preview.body);
    assert_eq!(world.footprint().await, footprint, "a dry run leaves nothing behind");

    let approved = desk.approve(&prepared, &preview).await.good();
    let state = approved.at("approveSuccession.succession");
    assert_eq!((&state["state"], &state["receipt"]), (&json!("APPROVED"), &Value::Null));
    old_staff.ask(WHO, json!({})).await.refused("UNAUTHENTICATED");
    old_approver.ask(PEOPLE, json!({})).await.refused("UNAUTHENTICATED");

    assert_eq!(world.registry().effect_successions().await.unwrap(), 1);
    world.sequence().await;
    let done = desk.result(&prepared).await;
    assert_eq!(done.at("node.receipt.state"), "SEQUENCED");
    for (moved, previewed) in [
        ("seatsEnded", "seatsEnded"),
        ("seatsGranted", "seatsGranted"),
        ("clientsEnded", "clientsEnded"),
        ("unitsMoved", "unitsMoved"),
        ("employmentsMoved", "employmentsMoved"),
    ] {
        assert_eq!(
            done.at(&format!("node.result.{moved}")),
            preview.at(&format!("successionPreview.{previewed}")),
            "{moved}"
        );
    }
    assert!(preview.number("successionPreview.employmentsMoved") > 20, "{}", preview.raw);
    assert!(preview.number("successionPreview.signaturesContinued") > 5, "{}", preview.raw);
    assert_eq!(preview.at("successionPreview.clientsEnded"), 1);
    assert_eq!(preview.at("successionPreview.subordinates"), 1);
    assert_eq!(preview.at("successionPreview.seatsEnded"), 4);
    assert_eq!(preview.at("successionPreview.seatsGranted"), 3);
    assert_eq!(preview.at("successionPreview.moves.0.seats"), 3);

    // The new office sees what the old one saw, and the people under its own name.
    let new_approver = in_seat_of(&world, NEW_CITY, Function::Employer, Grade::Approver).await;
    let seen = new_approver.ask(PEOPLE, json!({})).await.good();
    assert_eq!(
        seen.at("civilServants.totalCount.value"),
        people.at("civilServants.totalCount.value")
    );
    let nodes = seen.at("civilServants.nodes");
    let own = |it: &&Value| it["employment"]["institution"]["code"] == NEW_CITY;
    let first = nodes.as_array().unwrap().iter().find(own).unwrap();
    assert!(first["name"].is_string(), "{}", seen.raw);
    assert_eq!(first["employment"]["unit"]["institution"]["code"], NEW_CITY);
    let kept = new_approver.ask(SIGNATURES, json!({})).await.good();
    assert_eq!(kept.at("pactSignatures"), signatures.at("pactSignatures"), "records stay");
    assert!(kept.raw.contains(CITY) && !kept.raw.contains(NEW_CITY));
    let left = new_approver.ask(EVENTS, json!({})).await.good();
    assert_eq!(left.at("events.nodes"), events.at("events.nodes"));

    // Coverage: nobody is lost and nobody signs anew.
    assert_eq!(both_sums(&world, &cycle, CITY, NEW_CITY, today).await, [(0, 0), before[0]]);
    assert_eq!(sums(&world, &cycle, CITY, "2026-11-19").await, eve, "the day before");
    let signer = signers_of(&world, CITY).await;
    assert!(signer.is_empty(), "nobody works there any more");

    let told =
        "query($i: ID!) { node(id: $i) { ... on Succession { state result { seatsEnded } } } }";
    let told = world.public().ask(told, json!({ "i": prepared })).await.good();
    assert_eq!(told.at("node"), json!({ "state": "APPROVED", "result": null }));
    let old = world.public().ask(NEIGHBOURS, json!({ "c": CITY })).await.good();
    let expected = json!([{ "institution": { "code": NEW_CITY },
        "succession": { "effectiveOn": today } }]);
    assert_eq!(old.at("institution.successors"), expected);
    assert_eq!(old.at("institution.validTo"), today);
    let young = world.public().ask(NEIGHBOURS, json!({ "c": NEW_CITY })).await.good();
    let expected = json!([{ "institution": { "code": CITY },
        "succession": { "kind": "RENAME", "state": "APPROVED" } }]);
    assert_eq!(young.at("institution.predecessors"), expected);
    assert_eq!(new, world.institution(NEW_CITY).await);
    let refused = machines::token_status(&world, &pair, &machine, "two").await;
    assert!(refused >= 400, "the machine has ended, and gets {refused}");
    let ended = "SELECT COUNT(*) FROM api_client WHERE ended_on = '2026-11-20'";
    assert_eq!(world.number(ended).await, 1);
}
both!(a_rename_takes_everything_along);

/// Scenario 54: the account of a dissolved institution signs in to nothing but itself.
async fn an_account_of_a_dissolved_institution_has_no_office_left(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let mut input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], "2026-11-20").await;
    input["functions"][0]["movesSeats"] = json!(false);
    desk.pass(input).await;
    let seat = world.seat(Function::Employer, Grade::Staff, Some(CITY));
    let sign_in = "mutation($l: String!, $p: String!, $s: ID) { signIn(input: {login: $l, \
        password: $p, seat: $s}) { accessToken seats { id } } }";
    let credentials = json!({ "l": seat.login, "p": crate::world::PASSWORD });
    let answer = world.public().ask(sign_in, credentials.clone()).await.good();
    assert_eq!(answer.at("signIn.seats"), json!([]));
    let nobody = world.client(answer.text("signIn.accessToken"));
    let who = nobody.ask("{ viewer { capacity seat { id } } }", json!({})).await.good();
    assert_eq!(who.at("viewer"), json!({ "capacity": "PUBLIC", "seat": null }));
    nobody.ask(PEOPLE, json!({})).await.refused("FORBIDDEN");
    let mut at_the_desk = credentials;
    at_the_desk["s"] =
        json!(netra_api::graphql::show(netra_api::graphql::Kind::Seat, seat.seat_id.unwrap()).0);
    world.public().ask(sign_in, at_the_desk).await.refused("NOT_FOUND");
}
both!(an_account_of_a_dissolved_institution_has_no_office_left);

/// Two employers become one, with bureaus of the same code.
async fn a_merger_brings_two_together(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let today = "2026-11-20";
    world.sequence().await;
    let cycle = world.cycle().await;
    let city = sums(&world, &cycle, CITY, today).await;
    let province = sums(&world, &cycle, PROVINCE, today).await;
    let codes = "SELECT COUNT(*) FROM organisational_unit u JOIN institution i \
        ON i.id = u.institution_id WHERE i.code IN ('PEMKOT_34.71', 'PEMPROV_34')";
    let units = world.number(codes).await;
    let input = employer_passes(&desk, "MERGE", &[CITY, PROVINCE], &[NEW_CITY], today).await;
    let preview = desk.pass(input).await;
    assert_eq!(preview.number("successionPreview.unitsMoved"), units);
    assert_eq!(preview.number("successionPreview.seatsEnded"), 6);
    world.sequence().await;
    let merged = sums(&world, &cycle, NEW_CITY, today).await;
    assert_eq!(merged, (city.0 + province.0, city.1 + province.1));
    assert_eq!(sums(&world, &cycle, CITY, today).await, (0, 0));
    assert_eq!(sums(&world, &cycle, PROVINCE, today).await, (0, 0));
    let there = "SELECT COUNT(*) FROM organisational_unit u JOIN institution i \
        ON i.id = u.institution_id WHERE i.code = 'PEMKOT_BARU' AND u.valid_to IS NULL";
    assert_eq!(world.number(there).await, units);
    let office = in_seat_of(&world, NEW_CITY, Function::Employer, Grade::Staff).await;
    let seen = office.ask(PEOPLE, json!({})).await.good();
    let employed = "SELECT COUNT(*) FROM employment e JOIN institution i ON i.id = e.institution_id \
        WHERE i.code = 'PEMKOT_BARU' AND e.superseded_by IS NULL \
        AND (e.valid_to IS NULL OR e.valid_to > '2026-11-20')";
    assert_eq!(seen.number("civilServants.totalCount.value"), world.number(employed).await);
}
both!(a_merger_brings_two_together);

/// A city divides: one unit goes to a new one with its people, the rest stays.
async fn a_split_divides_people_by_unit(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let (today, cycle) = ("2026-11-20", world.cycle().await);
    world.sequence().await;
    let before = both_sums(&world, &cycle, CITY, NEW_CITY, today).await;
    let unit = number_of(&world, CITY).await;
    let city = world.institution(CITY).await;
    let mut input = employer_passes(&desk, "SPLIT", &[CITY], &[CITY, NEW_CITY], today).await;
    let refused = desk.prepare(input.clone()).await.refused("INVALID_INPUT");
    assert_eq!(refused.rule(), "SUCCESSION_PEOPLE");
    input["units"] = json!([{ "unit": unit.id, "to": world.institution(NEW_CITY).await }]);
    input["othersTo"] = json!(city);
    let stayed = world.office(Function::Employer, Grade::Approver, Some(CITY)).await;
    let preview = desk.pass(input).await;
    world.sequence().await;
    assert_eq!(preview.number("successionPreview.unitsMoved"), unit.below);
    assert_eq!(preview.number("successionPreview.employmentsMoved"), unit.people);
    assert!(unit.people > 0);
    let after = both_sums(&world, &cycle, CITY, NEW_CITY, today).await;
    assert_eq!(after[0].0 + after[1].0, before[0].0, "nobody is lost");
    assert_eq!(after[0].1 + after[1].1, before[0].1, "nobody signs anew");
    assert!(after[1].0 > 0);

    // What remains keeps its office and its seats; it has lost the people who went.
    stayed.ask(WHO, json!({})).await.good();
    let remain = stayed.ask(PEOPLE, json!({})).await.good();
    let at_city = people_count(&world, CITY).await;
    assert_eq!(remain.number("civilServants.totalCount.value"), at_city);
    assert_eq!(people_count(&world, NEW_CITY).await, unit.people);

    // The new one gets its first administrator by two offices, and sees of the old one what was
    // recorded of those who came along, nothing of the others.
    let admin = desk.first_seat(NEW_CITY, "EMPLOYER").await;
    let staff = granted(&world, &admin, Grade::Staff).await;
    let seen = staff.ask(SIGNATURES, json!({})).await.good();
    let came = format!(
        "SELECT COUNT(*) FROM pact_signature s WHERE s.superseded_by IS NULL \
         AND s.civil_servant_id IN (SELECT e.civil_servant_id FROM employment e \
         JOIN institution i ON i.id = e.institution_id WHERE i.code = '{NEW_CITY}')"
    );
    let came = world.number(&came).await;
    assert!(came > 0);
    assert_eq!(seen.number("pactSignatures.totalCount.value"), came);
    staff.ask(PEOPLE, json!({})).await.good();
    let filter = "query($i: ID!) { civilServants(filter: {institution: $i}) { nodes { id } } }";
    staff.ask(filter, json!({ "i": city })).await.refused("FORBIDDEN");
}
both!(a_split_divides_people_by_unit);

async fn people_count(world: &World, institution: &str) -> i64 {
    let sql = format!(
        "SELECT COUNT(DISTINCT e.civil_servant_id) FROM employment e JOIN institution i \
         ON i.id = e.institution_id WHERE i.code = '{institution}' AND e.superseded_by IS NULL \
         AND e.valid_from <= '2026-11-20' AND (e.valid_to IS NULL OR e.valid_to > '2026-11-20')"
    );
    world.number(&sql).await
}

/// A function moves without its people: the old office has lost it that day, and stays otherwise.
async fn a_transfer_ends_the_old_office_and_leaves_its_institution(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    let watcher = world.office(Function::DigitalMonitoring, Grade::Approver, Some(WATCH)).await;
    let (from, to) = (world.institution(WATCH).await, world.institution(MINISTRY).await);
    let input = json!({
        "kind": "TRANSFER", "effectiveOn": "2026-11-20", "legalInstrument": desk.instrument,
        "from": [from], "to": [to], "functions": [{ "function": "DIGITAL_MONITORING",
        "from": from, "to": to, "movesSeats": false }],
    });
    let preview = desk.pass(input).await;
    let counts = preview.at("successionPreview");
    assert_eq!((&counts["seatsEnded"], &counts["seatsGranted"]), (&json!(3), &json!(0)));
    assert_eq!(counts["employmentsMoved"], 0);
    watcher.ask(WHO, json!({})).await.refused("UNAUTHENTICATED");
    let functions = "query($c: String!) { institution(by: {code: $c}) { validTo \
        functions { function validFrom validTo state legalBasis } } }";
    let old = world.public().ask(functions, json!({ "c": WATCH })).await.good();
    assert_eq!(old.at("institution.functions.0.validTo"), "2026-11-20");
    assert_eq!(old.at("institution.validTo"), Value::Null);
    let new = world.public().ask(functions, json!({ "c": MINISTRY })).await.good();
    let held = new.at("institution.functions");
    let held = held.as_array().unwrap();
    let held = held.iter().find(|it| it["function"] == "DIGITAL_MONITORING").unwrap();
    assert_eq!((&held["validFrom"], &held["state"]), (&json!("2026-11-20"), &json!("APPROVED")));
    assert_eq!(held["legalBasis"], "Perpres Penataan Kementerian");
    assert_eq!(seats_of(&world, MINISTRY, "DIGITAL_MONITORING").await, 0);
    // Its new holder's administrator fills the seats; another one may hold the old events.
    let admin = world.office(Function::Employer, Grade::Admin, Some(MINISTRY)).await;
    let seat = json!({ "institution": to, "login": "pengawas@kemendagri.demo",
        "email": "pengawas@contoh.demo",
        "displayName": "Pengawas", "function": "DIGITAL_MONITORING", "grade": "APPROVER",
        "officialPosition": "Pengawas", "appointment": "DEFINITIVE", "validFrom": "2026-11-20" });
    let grant = "mutation($i: GrantSeatInput!) { grantSeat(input: $i) { seat { id } } }";
    admin.ask(grant, json!({ "i": seat })).await.good();
}
both!(a_transfer_ends_the_old_office_and_leaves_its_institution);

/// What the founding knows: KASN's function went to BKN, Kominfo became Komdigi.
async fn the_past_is_there_from_the_founding(backend: Backend) {
    let world = World::new(backend).await;
    let past = "query($c: String!) { institution(by: {code: $c}) { predecessors { institution { \
        code } succession { kind effectiveOn legalInstrument { code } functions { function } \
        receipt { state } } } } }";
    let bkn = world.public().ask(past, json!({ "c": "BKN" })).await.good();
    let expected = json!([{ "institution": { "code": "KASN" }, "succession": {
        "kind": "TRANSFER", "effectiveOn": "2024-09-04",
        "legalInstrument": { "code": "SE_MENPANRB_4_2024" },
        "functions": [{ "function": "NEUTRALITY_ASSESSMENT" }],
        "receipt": { "state": "SEQUENCED" } } }]);
    assert_eq!(bkn.at("institution.predecessors"), expected);
    let komdigi = world.public().ask(past, json!({ "c": "KOMDIGI" })).await.good();
    assert_eq!(komdigi.at("institution.predecessors.0.institution.code"), "KOMINFO");
    let divided = world.public().ask(NEIGHBOURS, json!({ "c": "KEMENKUMHAM" })).await.good();
    assert_eq!(divided.at("institution.successors").as_array().unwrap().len(), 3);
    let listed = "{ successions(first: 2) { totalCount { value } nodes { effectiveOn } \
        pageInfo { hasNextPage endCursor } } }";
    let page = world.public().ask(listed, json!({})).await.good();
    assert_eq!(page.at("successions.totalCount.value"), 6);
    assert_eq!(page.at("successions.nodes.0.effectiveOn"), "2021-08-10");
    let after = page.at("successions.pageInfo.endCursor");
    let rest = "query($a: String!) { successions(after: $a) { nodes { effectiveOn } } }";
    let rest = world.public().ask(rest, json!({ "a": after })).await.good();
    assert_eq!(rest.at("successions.nodes").as_array().unwrap().len(), 4);
}
both!(the_past_is_there_from_the_founding);
