//! Who holds a seat: attacks on the way from a grant to its holder. Nobody takes another's seat, nobody
//! holds another's token, and nobody becomes two persons.

use netra_api::graphql::parse;
use netra_entity::code::{Function, Grade};
use netra_registry::intake::founding::DemoSeat;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::acts::{account, account_of, non_signers_of, rows};
use crate::database::{Backend, both};
use crate::letters::login_at;
use crate::world::{Client, PASSWORD, World};

const CITY: &str = "PEMKOT_34.71";
const PROVINCE: &str = "PEMPROV_34";
const STRONG: &str = "kuda-laut-berenang-7";

const GRANT: &str = "mutation($i: GrantSeatInput!) { grantSeat(input: $i) { \
    seat { id state holderLogin holderEmail } } }";
const PREPARE: &str =
    "mutation($i: PrepareSeatInput!) { prepareSeat(input: $i) { seat { id state } } }";
const APPROVE: &str = "mutation($i: ID!) { approveSeat(input: {id: $i, approve: true}) { \
    seat { state } } }";
const ACTIVATE: &str = "mutation($t: String!, $p: String!) \
    { activateAccount(input: {token: $t, password: $p}) { isDone } }";
const SIGN_IN: &str = "mutation($l: String!, $p: String!, $s: ID) { signIn(input: {login: $l, \
    password: $p, seat: $s}) { accessToken seats { id } } }";
const RESET: &str = "mutation($n: String!) { resetCredential(input: {serviceNumber: $n}) \
    { receipt { eventId } } }";
const INVITE: &str = "mutation($n: String!, $l: String!, $e: String!) { invitePeople(input: \
    {people: [{serviceNumber: $n, login: $l, email: $e}]}) { rows { outcome code } } }";

async fn new_seat(world: &World, institution: &str, function: &str, login: &str) -> Value {
    json!({ "institution": world.institution(institution).await, "login": login,
        "email": "pemegang@contoh.demo", "displayName": "Pemegang", "function": function,
        "officialPosition": "Analis", "appointment": "DEFINITIVE", "validFrom": "2026-11-20" })
}

async fn graded(world: &World, institution: &str, function: &str, login: &str) -> Value {
    let mut seat = new_seat(world, institution, function, login).await;
    seat["grade"] = json!("APPROVER");
    json!({ "i": seat })
}

/// Changes rows past every check.
async fn change(world: &World, sql: &str, ids: &[Uuid]) {
    let values = ids.iter().map(|id| (*id).into());
    let statement = Statement::from_sql_and_values(world.db.get_database_backend(), sql, values);
    assert_eq!(world.db.execute_raw(statement).await.unwrap().rows_affected(), 1);
}

async fn admin<'a>(world: &'a World, function: Function, institution: &str) -> Client<'a> {
    world.office(function, Grade::Admin, Some(institution)).await
}

/// A city names an account as BPK would; BPK then means its own person by that name.
async fn an_account_made_by_one_office_takes_no_seat_of_another(backend: Backend) {
    let world = World::new(backend).await;
    let login = "auditor.baru@bpk.demo";
    let city = admin(&world, Function::Employer, CITY).await;
    let before = world.footprint().await;
    let grant = graded(&world, CITY, "EMPLOYER", login).await;
    assert_eq!(city.ask(GRANT, grant).await.refused("INVALID_INPUT").rule(), "LOGIN_FOREIGN");
    let operator = world.office(Function::RegistryOperation, Grade::Staff, None).await;
    let prepare = new_seat(&world, "KEJAKSAAN", "LAW_ENFORCEMENT", login).await;
    let prepared = operator.ask(PREPARE, json!({ "i": prepare })).await;
    assert_eq!(prepared.refused("INVALID_INPUT").rule(), "LOGIN_FOREIGN");
    assert_eq!(world.footprint().await, before);

    // An account that is there may be offered a seat; whose it is, whoever confirms it sees.
    let audit = admin(&world, Function::Audit, "BPK").await;
    let offered = world.seat(Function::Employer, Grade::Staff, Some(CITY)).clone();
    let grant = graded(&world, "BPK", "AUDIT", &offered.login).await;
    let granted = audit.ask(GRANT, grant).await.good();
    assert_eq!(granted.text("grantSeat.seat.state"), "PREPARED");
    assert_eq!(granted.text("grantSeat.seat.holderLogin"), offered.login);
    let seat = granted.text("grantSeat.seat.id");
    let sign_in = json!({ "l": offered.login, "p": PASSWORD, "s": seat });
    world.public().ask(SIGN_IN, sign_in.clone()).await.refused("NOT_FOUND");
    let approver = world.office(Function::Audit, Grade::Approver, None).await;
    approver.ask(APPROVE, json!({ "i": seat })).await.good();
    assert!(world.letters().is_empty(), "an account that is there gets no token");
    world.public().ask(SIGN_IN, sign_in).await.good();
}
both!(an_account_made_by_one_office_takes_no_seat_of_another);

async fn no_office_holds_a_token_and_no_seat_works_by_one_persons_word(backend: Backend) {
    let world = World::new(backend).await;
    let login = login_at(CITY, "pejabat.baru");
    let city = admin(&world, Function::Employer, CITY).await;
    let granted = city.ask(GRANT, graded(&world, CITY, "EMPLOYER", &login).await).await.good();
    assert_eq!(granted.text("grantSeat.seat.holderEmail"), "pemegang@contoh.demo");
    assert!(!granted.raw.contains("nti_") && world.letters().is_empty());
    let seat = json!({ "i": granted.text("grantSeat.seat.id") });
    let before = world.footprint().await;
    let own = city.ask(APPROVE, seat.clone()).await.refused("RULE_REFUSED");
    assert_eq!(own.rule(), "SECOND_PERSON_REQUIRED");
    let elsewhere = world.office(Function::Employer, Grade::Approver, Some(PROVINCE)).await;
    elsewhere.ask(APPROVE, seat.clone()).await.refused("NOT_FOUND");
    let staff = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    staff.ask(APPROVE, seat.clone()).await.refused("FORBIDDEN");
    assert_eq!(world.footprint().await, before);

    let approver = world.office(Function::Employer, Grade::Approver, Some(CITY)).await;
    let approved = approver.ask(APPROVE, seat.clone()).await.good();
    assert!(!approved.raw.contains("nti_"));
    let letters = world.letters();
    let letter = &letters["pemegang@contoh.demo"];
    assert_eq!((&letter["login"], &letter["kind"]), (&json!(login), &json!("ACTIVATION")));
    let token = json!({ "t": letter["token"], "p": STRONG });
    world.public().ask(ACTIVATE, token).await.good();
    let sign_in = json!({ "l": login, "p": STRONG, "s": seat["i"] });
    world.public().ask(SIGN_IN, sign_in).await.good();
    // Without an address nobody could tell the holder.
    let mut silent = graded(&world, CITY, "EMPLOYER", &login_at(CITY, "tanpa.surel")).await;
    silent["i"].as_object_mut().unwrap().remove("email");
    assert_eq!(city.ask(GRANT, silent).await.refused("INVALID_INPUT").rule(), "EMAIL_REQUIRED");
}
both!(no_office_holds_a_token_and_no_seat_works_by_one_persons_word);

/// The administrator's second login is the same person, where a civil servant holds both.
async fn a_second_login_is_no_second_person(backend: Backend) {
    let world = World::new(backend).await;
    let person = non_signers_of(&world, CITY).await.remove(0);
    let city = admin(&world, Function::Employer, CITY).await;
    let mut grant = graded(&world, CITY, "EMPLOYER", &login_at(CITY, "satu")).await;
    grant["i"]["serviceNumber"] = json!(person.number);
    let first = city.ask(GRANT, grant.clone()).await.good().text("grantSeat.seat.id");
    grant["i"]["login"] = json!(login_at(CITY, "dua"));
    let second = city.ask(GRANT, grant.clone()).await.refused("RULE_REFUSED");
    assert_eq!(second.rule(), "HOLDER_MISMATCH");
    // Nor does a number of somebody elsewhere tell whose it is.
    let elsewhere = non_signers_of(&world, PROVINCE).await.remove(0);
    for number in [elsewhere.number.as_str(), "198001012005011987"] {
        grant["i"]["serviceNumber"] = json!(number);
        city.ask(GRANT, grant.clone()).await.refused("FORBIDDEN");
    }
    world.confirm(&first).await;
    world.public().ask(ACTIVATE, json!({ "t": world.token_sent(), "p": STRONG })).await.good();

    // The person has one account, which is the seat's.
    let (_, seat_id) = parse(&async_graphql::ID(first)).unwrap();
    let same = "SELECT u.id FROM \"user\" u JOIN seat s ON s.user_id = u.id \
        WHERE s.id = $1 AND u.civil_servant_id = $2";
    assert_eq!(rows(&world, same, vec![seat_id.into(), person.id.into()]).await.len(), 1);
}
both!(a_second_login_is_no_second_person);

/// Somebody with an own account, who also holds a seat of the personnel administration there.
async fn nobody_decides_on_the_own_record_in_a_seat(backend: Backend) {
    let world = World::new(backend).await;
    let seat = world.seat(Function::PersonnelAdministration, Grade::Approver, None);
    let person = non_signers_of(&world, CITY).await.remove(0);
    let link = "UPDATE \"user\" SET civil_servant_id = $1 WHERE id = $2";
    change(&world, link, &[person.id, seat.user_id]).await;
    let bkn = world.office(Function::PersonnelAdministration, Grade::Approver, None).await;
    let erase = json!({ "i": { "civilServant": person.global_id(),
        "legalBasis": "UNLAWFUL_PROCESSING", "decree": "KEP 1/2026" } });
    let text = "mutation($i: EraseInput!) { erase(input: $i) { receipt { eventId } } }";
    let before = world.footprint().await;
    assert_eq!(bkn.ask(text, erase).await.refused("RULE_REFUSED").rule(), "OWN_RECORD");
    assert_eq!(world.footprint().await, before);
}
both!(nobody_decides_on_the_own_record_in_a_seat);

/// A clerk, or the clerk's machine, resets the password of a colleague with seats.
async fn whoever_resets_a_password_gets_no_seat(backend: Backend) {
    let world = World::new(backend).await;
    let seated: DemoSeat = world.seat(Function::Employer, Grade::Staff, Some(PROVINCE)).clone();
    let number = "SELECT n.number FROM service_number n JOIN \"user\" u \
        ON u.civil_servant_id = n.civil_servant_id WHERE u.id = $1";
    let found = rows(&world, number, vec![seated.user_id.into()]).await;
    let number: String = found[0].try_get("", "number").unwrap();
    let clerk = world.office(Function::Employer, Grade::Approver, Some(PROVINCE)).await;
    let before = world.footprint().await;
    let reset = clerk.ask(RESET, json!({ "n": number })).await.refused("RULE_REFUSED");
    assert_eq!(reset.rule(), "SEATS_HELD");
    assert_eq!(world.footprint().await, before);
    assert!(world.letters().is_empty());
}
both!(whoever_resets_a_password_gets_no_seat);

async fn only_the_last_invitation_opens_and_only_what_it_is_for(backend: Backend) {
    let world = World::new(backend).await;
    let person = non_signers_of(&world, CITY).await.remove(0);
    let clerk = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let mut tokens = Vec::new();
    // The address is the one that was registered first: another one leads no letter astray.
    for address in ["pegawai@contoh.demo", "orang.lain@contoh.demo"] {
        let invite = json!({ "n": person.number, "l": login_at(CITY, "pegawai"), "e": address });
        clerk.ask(INVITE, invite).await.good();
        let letters = world.letters();
        tokens.push(letters["pegawai@contoh.demo"]["token"].clone());
        assert_eq!(letters.len(), 1);
    }
    let activate = |token: &Value| json!({ "t": token, "p": STRONG });
    let void = world.public().ask(ACTIVATE, activate(&tokens[0])).await.refused("RULE_REFUSED");
    assert_eq!(void.rule(), "INVITATION_UNUSABLE");
    world.public().ask(ACTIVATE, activate(&tokens[1])).await.good();
    assert_eq!(clerk.ask(RESET, json!({ "n": person.number })).await.good().raw.find("nti_"), None);
    let reset = world.token_sent();
    // Closed meanwhile, the account stays closed.
    let close = "UPDATE \"user\" SET disabled_at = activated_at WHERE civil_servant_id = $1";
    change(&world, close, &[person.id]).await;
    let closed = world.public().ask(ACTIVATE, json!({ "t": reset, "p": STRONG })).await;
    assert_eq!(closed.refused("RULE_REFUSED").rule(), "INVITATION_UNUSABLE");
}
both!(only_the_last_invitation_opens_and_only_what_it_is_for);

/// A machine acts for an office, not for the people who work there.
async fn a_machine_invites_nobody(backend: Backend) {
    let world = World::new(backend).await;
    let person = non_signers_of(&world, CITY).await.remove(0);
    drop(account(&world, &person).await);
    let staff = world.seat(Function::Employer, Grade::Staff, Some(CITY)).clone();
    let machine = "INSERT INTO api_client (id, institution_id, function, seat_id, name, \
        registered_on, rev) SELECT $1, institution_id, function, id, 'mesin', valid_from, 1 \
        FROM seat WHERE id = $2";
    change(&world, machine, &[Uuid::from_u128(7), staff.seat_id.unwrap()]).await;
    let client = world.client_of(&staff).await;
    let before = world.footprint().await;
    client.ask(RESET, json!({ "n": person.number })).await.refused("FORBIDDEN");
    let login = account_of(&person).login;
    let invite = json!({ "n": person.number, "l": login, "e": "a@contoh.demo" });
    client.ask(INVITE, invite).await.refused("FORBIDDEN");
    assert_eq!(world.footprint().await, before);
}
both!(a_machine_invites_nobody);
