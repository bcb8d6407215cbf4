//! Accounts of people: invited by the employer, activated, signed in, reset, signed out.

use chrono::TimeDelta;
use netra_entity::code::{Function, Grade};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use crate::database::{Backend, both};
use crate::world::{Answer, Client, PASSWORD, World, beginning};

const CITY: &str = "PEMKOT_34.71";
const PROVINCE: &str = "PEMPROV_34";

pub const STRONG: &str = "kuda-laut-berenang-7";

const INVITE: &str = "mutation($p: [InvitedPersonInput!]!) { invitePeople(input: {people: $p}) \
    { rows { index outcome code } receipt { isReplay } } }";
const ACTIVATE: &str = "mutation($t: String!, $p: String!) \
    { activateAccount(input: {token: $t, password: $p}) { isDone } }";
const SIGN_IN: &str = "mutation($l: String!, $p: String!, $s: ID) { signIn(input: {login: $l, \
    password: $p, seat: $s}) { accessToken tokenType expiresAt seats { id grade } } }";
const RESET: &str = "mutation($n: String!) { resetCredential(input: {serviceNumber: $n}) \
    { receipt { isReplay } } }";
const SWITCH: &str = "mutation($s: ID) { switchSeat(input: {seat: $s}) \
    { accessToken seats { id } } }";
pub const VIEWER: &str = "{ viewer { login capacity seat { id } } }";

/// A service number of somebody employed at the institution today who has no account.
async fn without_account(world: &World, institution: &str) -> String {
    let sql = "SELECT n.number AS number FROM service_number n
        JOIN employment e ON e.civil_servant_id = n.civil_servant_id
        JOIN institution i ON i.id = e.institution_id
        WHERE i.code = 'INSTITUTION' AND e.valid_to IS NULL AND e.superseded_by IS NULL
          AND n.valid_to IS NULL AND n.superseded_by IS NULL AND NOT EXISTS
            (SELECT 1 FROM \"user\" u WHERE u.civil_servant_id = n.civil_servant_id)
        ORDER BY n.number LIMIT 1";
    let sql = sql.replace("INSTITUTION", institution);
    let statement = Statement::from_string(world.db.get_database_backend(), sql);
    let row = world.db.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get("", "number").unwrap()
}

async fn employer<'a>(world: &'a World, institution: &str) -> Client<'a> {
    world.office(Function::Employer, Grade::Staff, Some(institution)).await
}

/// Somebody to invite under the city's name.
fn person(number: &str, login: &str) -> Value {
    let email = format!("{}@contoh.demo", login.trim().to_lowercase());
    json!({ "serviceNumber": number, "login": format!("{login}@pemkot-34-71.demo"), "email": email })
}

/// Invites one person and answers with the token that the letter holds.
async fn invited(world: &World, number: &str, login: &str) -> String {
    let people = json!({ "p": [person(number, login)] });
    let answer = employer(world, CITY).await.ask(INVITE, people).await.good();
    assert_eq!(answer.text("invitePeople.rows.0.outcome"), "RECORDED", "{}", answer.raw);
    let token = world.token_sent();
    assert!(!answer.raw.contains(&token));
    token
}

async fn activate(world: &World, token: &str, password: &str) -> Answer {
    world.public().ask(ACTIVATE, json!({ "t": token, "p": password })).await
}

pub async fn sign_in(world: &World, login: &str, password: &str) -> Answer {
    world.public().ask(SIGN_IN, json!({ "l": login, "p": password })).await
}

/// Fails where a refusal repeats what was typed.
fn keeps_to_itself(answer: &Answer, typed: &[&str]) {
    assert!(answer.body["errors"].is_array(), "{}", answer.raw);
    for text in typed {
        assert!(!answer.raw.contains(text), "{text} in {}", answer.raw);
    }
}

async fn an_employer_invites_its_own_people_only(backend: Backend) {
    let world = World::new(backend).await;
    let own = without_account(&world, CITY).await;
    let foreign = without_account(&world, PROVINCE).await;
    let city = employer(&world, CITY).await;
    let people = json!({ "p": [
        person(&own, "pegawai.satu"),
        person(&foreign, "pegawai.dua"),
        person("198001012005011987", "pegawai.tiga"),
        person("198013012005011001", "pegawai.empat"),
        person("19800101200501100", "pegawai.lima"),
        person(&world.demo.non_signer_number, "pegawai.enam"),
        person(&own, "PEGAWAI.Satu"),
    ] });
    let keyed = city.with("Idempotency-Key", "undangan-1");
    let answer = keyed.ask(INVITE, people.clone()).await.good();
    let codes: Vec<Value> = answer
        .at("invitePeople.rows")
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["code"].clone())
        .collect();
    // A number of somebody elsewhere and one of nobody are one answer; inviting again is not one.
    let expected = json!([
        null,
        "FORBIDDEN",
        "FORBIDDEN",
        "SERVICE_NUMBER_BIRTH_DATE",
        "SERVICE_NUMBER_SHAPE",
        "ACCOUNT_ACTIVE",
        null
    ]);
    assert_eq!(Value::from(codes), expected);
    let letters = world.letters();
    assert_eq!(letters.keys().collect::<Vec<_>>(), ["pegawai.satu@contoh.demo"]);
    let accounts = "SELECT COUNT(*) FROM \"user\" WHERE login LIKE 'pegawai.%'";
    assert_eq!(world.number(accounts).await, 1);

    // Under the same key the act is not repeated, and no letter goes out again.
    let again = keyed.ask(INVITE, people).await.good();
    assert_eq!(again.at("invitePeople.receipt.isReplay"), true);
    assert_eq!(again.at("invitePeople.rows"), answer.at("invitePeople.rows"));
    assert!(world.letters().is_empty());

    let admin = world.office(Function::Employer, Grade::Admin, Some(CITY)).await;
    let one = json!({ "p": [person(&own, "pegawai.satu")] });
    for other in [admin, world.civil_servant(CITY).await, world.public()] {
        other.ask(INVITE, one.clone()).await.refused("FORBIDDEN");
    }
    let many = json!({ "p": vec![person(&own, "pegawai.satu"); 501] });
    assert_eq!(city.ask(INVITE, many).await.refused("INVALID_INPUT").rule(), "TOO_MANY_ROWS");
}
both!(an_employer_invites_its_own_people_only);

async fn a_login_belongs_to_one_account(backend: Backend) {
    let world = World::new(backend).await;
    let city = employer(&world, CITY).await;
    let own = without_account(&world, CITY).await;
    let taken = world.seat(Function::Audit, Grade::Staff, None).login.to_uppercase();
    for (login, code) in [
        (taken.as_str(), "LOGIN_FOREIGN"),
        ("employer.approver@pemkot-34-71.demo", "CODE_TAKEN"),
        ("siapa@pemkot-34-7.demo", "LOGIN_FOREIGN"),
        ("siapa", "LOGIN_FOREIGN"),
        ("a b c", "CODE_UNKNOWN"),
        ("ab", "CODE_UNKNOWN"),
    ] {
        let before = world.number("SELECT COUNT(*) FROM \"user\"").await;
        let email = "siapa@contoh.demo";
        let people = json!({ "p": [{ "serviceNumber": own, "login": login, "email": email }] });
        let answer = city.ask(INVITE, people).await.good();
        assert_eq!(answer.text("invitePeople.rows.0.code"), code);
        assert_eq!(world.number("SELECT COUNT(*) FROM \"user\"").await, before);
    }
}
both!(a_login_belongs_to_one_account);

async fn an_invitation_opens_one_account_once(backend: Backend) {
    let world = World::new(backend).await;
    let number = without_account(&world, CITY).await;
    let token = invited(&world, &number, "pegawai.baru").await;
    sign_in(&world, "pegawai.baru@pemkot-34-71.demo", STRONG).await.refused("RULE_REFUSED");
    let own = format!("Rahasia-{number}");
    for weak in ["pendek", "password1234", &"x".repeat(129), &own] {
        let answer = activate(&world, &token, weak).await.refused("INVALID_INPUT");
        assert_eq!(
            (answer.rule().as_str(), answer.error("inputPath").as_str()),
            ("PASSWORD_WEAK", "input.password")
        );
        keeps_to_itself(&answer, &[&token, weak]);
    }
    let unknown = format!("nti_{}", "A".repeat(43));
    for wrong in ["", "nti_", "rahasia-kecil", &token[4..], &unknown] {
        let answer = activate(&world, wrong, STRONG).await.refused("RULE_REFUSED");
        assert_eq!(answer.rule(), "INVITATION_UNUSABLE", "{wrong}");
        keeps_to_itself(&answer, &[STRONG, "rahasia-kecil", &unknown]);
    }
    activate(&world, &token, STRONG).await.good();
    let used = activate(&world, &token, "kata-sandi-lain-8").await.refused("RULE_REFUSED");
    assert_eq!(used.rule(), "INVITATION_UNUSABLE");
    keeps_to_itself(&used, &[&token, "kata-sandi-lain-8"]);

    let answer = sign_in(&world, "  Pegawai.Baru@pemkot-34-71.demo ", STRONG).await.good();
    assert_eq!(answer.text("signIn.tokenType"), "Bearer");
    assert_eq!(answer.text("signIn.expiresAt"), "2026-11-20T03:10:00.000Z");
    let viewer =
        world.client(answer.text("signIn.accessToken")).ask(VIEWER, json!({})).await.good();
    assert_eq!(viewer.text("viewer.login"), "pegawai.baru@pemkot-34-71.demo");
    assert_eq!(viewer.text("viewer.capacity"), "CIVIL_SERVANT");
}
both!(an_invitation_opens_one_account_once);

async fn an_invitation_holds_for_seven_days(backend: Backend) {
    let world = World::new(backend).await;
    let number = without_account(&world, CITY).await;
    let token = invited(&world, &number, "pegawai.lambat").await;
    world.set_clock(beginning() + TimeDelta::days(7));
    let expired = activate(&world, &token, STRONG).await.refused("RULE_REFUSED");
    assert_eq!(expired.rule(), "INVITATION_UNUSABLE");
    world.set_clock(beginning() + TimeDelta::days(7) - TimeDelta::seconds(1));
    activate(&world, &token, STRONG).await.good();
}
both!(an_invitation_holds_for_seven_days);

async fn of_many_who_use_one_invitation_at_once_one_wins(backend: Backend) {
    let world = World::new(backend).await;
    let number = without_account(&world, CITY).await;
    let token = invited(&world, &number, "pegawai.rebutan").await;
    let password = |it: usize| format!("{STRONG}-{it}");
    let tries = (0..6).map(|it| {
        let body = json!({ "query": ACTIVATE, "variables": { "t": token, "p": password(it) } });
        let send = reqwest::Client::new().post(format!("{}/graphql", world.url)).json(&body).send();
        tokio::spawn(async move { send.await.unwrap().json::<Value>().await.unwrap() })
    });
    let mut won = Vec::new();
    for (it, task) in tries.collect::<Vec<_>>().into_iter().enumerate() {
        let body = task.await.unwrap();
        if body["data"]["activateAccount"]["isDone"] == true {
            won.push(it);
        } else {
            let code = &body["errors"][0]["extensions"]["rule"];
            assert_eq!(code, "INVITATION_UNUSABLE", "{body}");
        }
    }
    assert_eq!(won.len(), 1);
    // More wrong ones, and the account would have to wait.
    for it in [won[0], (won[0] + 1) % 6, (won[0] + 2) % 6] {
        let answer = sign_in(&world, "pegawai.rebutan@pemkot-34-71.demo", &password(it)).await;
        assert_eq!(answer.body["errors"].is_null(), won == [it], "{}", answer.raw);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM event WHERE act = 'ACTIVATE_ACCOUNT'").await, 1);
}
both!(of_many_who_use_one_invitation_at_once_one_wins);

async fn a_wrong_password_and_an_unknown_login_are_one_answer(backend: Backend) {
    let world = World::new(backend).await;
    let seat = world.seat(Function::Employer, Grade::Staff, Some(CITY)).clone();
    let closed = world.seat(Function::Audit, Grade::Staff, None).login.clone();
    let close = "UPDATE \"user\" SET disabled_at = activated_at WHERE login = 'nobody'";
    world.db.execute_unprepared(&close.replace("nobody", &closed)).await.unwrap();
    let sessions = world.number("SELECT COUNT(*) FROM session").await;
    let told = |mut answer: Answer| {
        answer.body["errors"][0]["extensions"]["traceId"].take();
        answer.body["errors"].take()
    };
    let mut answers = Vec::new();
    for (login, password) in [
        (seat.login.as_str(), "netra-salah-2024"),
        (&seat.login, ""),
        (&seat.login, &PASSWORD.to_uppercase()),
        (&seat.login, &format!("{PASSWORD} ")),
        ("tidak.ada@contoh.demo", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("%", PASSWORD),
        (&closed, PASSWORD),
        (&world.demo.prepared_seat.login[1..], PASSWORD),
    ] {
        let answer = sign_in(&world, login, password).await.refused("RULE_REFUSED");
        assert_eq!(answer.rule(), "CREDENTIAL_WRONG", "{login}");
        if password.len() > 1 {
            keeps_to_itself(&answer, &[password]);
        }
        keeps_to_itself(&answer, &[if login.len() > 1 { login } else { "login" }]);
        answers.push(told(answer));
    }
    assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:?}");
    assert_eq!(world.number("SELECT COUNT(*) FROM session").await, sessions);
    sign_in(&world, &seat.login, PASSWORD).await.good();
}
both!(a_wrong_password_and_an_unknown_login_are_one_answer);

async fn a_reset_ends_the_open_sessions(backend: Backend) {
    let world = World::new(backend).await;
    let seat =
        world.demo.seats.iter().find(|it| it.function.is_none() && it.institution_code == CITY);
    let login = seat.unwrap().login.clone();
    let mut open = Vec::new();
    for _ in 0..2 {
        open.push(sign_in(&world, &login, PASSWORD).await.good().text("signIn.accessToken"));
    }
    let number = json!({ "n": world.demo.non_signer_number });
    let province = employer(&world, PROVINCE).await;
    let foreign = province.ask(RESET, number.clone()).await.refused("FORBIDDEN");
    keeps_to_itself(&foreign, &[&world.demo.non_signer_number]);
    province.ask(RESET, json!({ "n": "198001012005011987" })).await.refused("FORBIDDEN");
    let city = employer(&world, CITY).await;
    let nobodys = without_account(&world, CITY).await;
    city.ask(RESET, json!({ "n": nobodys })).await.refused("RULE_REFUSED");
    city.ask(RESET, number).await.good();
    let token = world.token_sent();

    // The old password holds until the new one is set; then it and every session are at an end.
    for session in &open {
        world.client(session).ask(VIEWER, json!({})).await.good();
    }
    open.push(sign_in(&world, &login, PASSWORD).await.good().text("signIn.accessToken"));
    activate(&world, &token, STRONG).await.good();
    for session in &open {
        let answer = world.client(session).ask(VIEWER, json!({})).await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "UNAUTHENTICATED"));
    }
    sign_in(&world, &login, PASSWORD).await.refused("RULE_REFUSED");
    sign_in(&world, &login, STRONG).await.good();
}
both!(a_reset_ends_the_open_sessions);

async fn a_person_goes_on_in_an_own_seat_or_for_oneself(backend: Backend) {
    let world = World::new(backend).await;
    let staff = world.seat(Function::Employer, Grade::Staff, Some(PROVINCE)).clone();
    let signed_in = sign_in(&world, &staff.login, PASSWORD).await.good();
    let oneself = world.client(signed_in.text("signIn.accessToken"));
    let viewer = oneself.ask(VIEWER, json!({})).await.good();
    assert_eq!(viewer.text("viewer.capacity"), "CIVIL_SERVANT");
    let own = signed_in.text("signIn.seats.0.id");
    assert_eq!(signed_in.text("signIn.seats.0.grade"), "STAFF");

    let foreign = world.seat(Function::Employer, Grade::Approver, Some(PROVINCE)).seat_id.unwrap();
    let foreign = netra_api::graphql::show(netra_api::graphql::Kind::Seat, foreign).0;
    let nobodys =
        netra_api::graphql::show(netra_api::graphql::Kind::Seat, world.demo.pact_text_id).0;
    for seat in [&foreign, &nobodys] {
        oneself.ask(SWITCH, json!({ "s": seat })).await.refused("NOT_FOUND");
        let credential = json!({ "l": staff.login, "p": PASSWORD, "s": seat });
        world.public().ask(SIGN_IN, credential).await.refused("NOT_FOUND");
    }
    let institution = json!({ "s": world.institution(PROVINCE).await });
    oneself.ask(SWITCH, institution).await.refused("INVALID_INPUT");
    // Refused, the session goes on as it was.
    let switched = oneself.ask(SWITCH, json!({ "s": own })).await.good();
    let in_seat = world.client(switched.text("switchSeat.accessToken"));
    let viewer = in_seat.ask(VIEWER, json!({})).await.good();
    assert_eq!(viewer.text("viewer.capacity"), "EMPLOYER");
    assert_eq!(viewer.text("viewer.seat.id"), own);
    let back = in_seat.ask(SWITCH, json!({ "s": null })).await.good();
    let back = world.client(back.text("switchSeat.accessToken"));
    let viewer = back.ask(VIEWER, json!({})).await.good();
    assert_eq!(viewer.text("viewer.capacity"), "CIVIL_SERVANT");

    assert_eq!(
        back.ask("mutation { signOut { isDone } }", json!({})).await.good().at("signOut.isDone"),
        true
    );
    assert_eq!(back.ask(VIEWER, json!({})).await.status, 401);
    assert_eq!(back.ask("mutation { signOut { isDone } }", json!({})).await.status, 401);
    world.public().ask("mutation { signOut { isDone } }", json!({})).await.refused("FORBIDDEN");
    world.public().ask(SWITCH, json!({ "s": own })).await.refused("FORBIDDEN");
}
both!(a_person_goes_on_in_an_own_seat_or_for_oneself);

/// What is refused for its form before any rule sees it says what was expected, not what was sent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_malformed_sign_in_does_not_repeat_what_was_typed() {
    let world = World::new(Backend::Sqlite).await;
    let secret = "rahasia-yang-salah-tempat";
    let typed = "mutation($i: SignInInput!) { signIn(input: $i) { accessToken } }";
    for input in [
        json!({ "login": secret, "password": [secret] }),
        json!({ "login": { "a": secret }, "password": "x" }),
        json!({ "login": secret, "password": secret, "seat": secret }),
        json!({ "login": secret, "password": secret, "seat": { "id": secret } }),
        json!({ "login": secret, "password": null }),
        json!(secret),
    ] {
        let answer = world.public().ask(typed, json!({ "i": input })).await;
        keeps_to_itself(&answer.refused("INVALID_INPUT"), &[secret]);
    }
    for input in [
        format!("{{login: \"a\", password: [\"{secret}\"]}}"),
        format!("{{login: \"a\", password: \"{secret}\", seat: \"{secret}\"}}"),
        format!("{{login: \"a\", password: \"{secret}\""),
        format!("{{login: \"a\", password: \"\"\"{secret}"),
    ] {
        let query = format!("mutation {{ signIn(input: {input}) {{ accessToken }} }}");
        let answer = world.public().ask(&query, json!({})).await;
        keeps_to_itself(&answer.refused("INVALID_INPUT"), &[secret]);
    }
}
