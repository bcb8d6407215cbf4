//! Slips of an operator: nothing is lost by them, and each message says what to do.

use std::fs;

use netra_entity::code::{Function, Grade};
use netra_registry::Vault;
use netra_registry::intake::founding::DemoSeat;
use netra_registry::ledger::log::note::SignerKey;
use serde_json::json;

use crate::acts::CITY;
use crate::database::{Backend, both};
use crate::ledger::Ledger;
use crate::process::Place;
use crate::serve::sign_in;
use crate::world::PASSWORD;

const INIT: [&str; 7] = [
    "init",
    "--operator",
    "operator.satu",
    "--policy",
    "kebijakan.satu",
    "--approver",
    "pejabat.satu",
];
const ACTIVATE: &str = "mutation($t: String!, $p: String!) \
    { activateAccount(input: {token: $t, password: $p}) { isDone } }";

fn token_of(out: &str, login: &str) -> String {
    let line = out.lines().find(|line| line.trim().starts_with(login)).unwrap();
    line.split_whitespace().last().unwrap().to_owned()
}

/// The name that an operator has to type.
fn named(place: &Place) -> String {
    let url = place.setting("NETRA_DATABASE__URL").split('?').next().unwrap().to_owned();
    url.rsplit('/').next().unwrap().to_owned()
}

async fn records_are_not_taken_back(backend: Backend) {
    let place = Place::with_people(backend).await;
    let ledger = Ledger::of(&place, backend);
    let before = ledger.count("event").await;
    for command in [vec!["migrate", "down"], vec!["migrate", "down", "--database", &named(&place)]]
    {
        place.run(&command).await.refused(&["holds records", "Nothing was changed"]);
        assert_eq!(ledger.count("event").await, before);
    }
    let netra = place.serve().await;
    let told = if backend == Backend::Sqlite { "another netra process" } else { "a server runs" };
    place.run(&["migrate", "down", "--database", &named(&place)]).await.refused(&[told]);
    netra.end("TERM").await;
    assert_eq!(ledger.count("event").await, before);
}
both!(records_are_not_taken_back);

/// With another key a second person would come in under the same population number.
async fn another_key_opens_nothing(backend: Backend) {
    let place = Place::with_people(backend).await;
    place.run(&["config", "check"]).await.good();
    for (file, other, told) in [
        (
            "keys/column.key",
            Vault::generate_key().unwrap(),
            "auth.column_key_file names another key",
        ),
        ("keys/log.key", SignerKey::generate().unwrap(), "transparency.key_file"),
    ] {
        let path = place.path(file);
        let right = fs::read_to_string(&path).unwrap();
        if file.ends_with("log.key") {
            place.run(&["log", "sign"]).await.good();
            // Another note would tell of it as well.
            fs::remove_file(place.path("keys/log.key.checkpoint")).unwrap();
        }
        fs::write(&path, other).unwrap();
        for command in [&["serve"][..], &["config", "check"], &["fsck"], &["log", "sign"]] {
            place.run(command).await.refused(&[told]);
        }
        fs::write(&path, right).unwrap();
    }
    let (code, said) = place.serve().await.end("TERM").await;
    assert_eq!(code, Some(0), "{said}");
}
both!(another_key_opens_nothing);

async fn a_lost_token_is_issued_again_on_the_machine(backend: Backend) {
    let place = Place::with_keys(backend).await;
    let lost = token_of(&place.run(&INIT).await.good().out, "kebijakan.satu");
    let again = place.run(&["token", "kebijakan.satu"]).await.good().out;
    let again = token_of(&again, "kebijakan.satu");
    place.run(&["token", "nobody"]).await.refused(&["INVITATION_UNUSABLE"]);
    let netra = place.serve().await;
    let activate = async |token: &str| {
        netra.door.ask(None, ACTIVATE, json!({ "t": token, "p": PASSWORD })).await.answer
    };
    assert_eq!(activate(&lost).await.refused("RULE_REFUSED").rule(), "INVITATION_UNUSABLE");
    activate(&again).await.good();
    netra.end("TERM").await;
    // Whoever has begun needs the machine's operator no more.
    place.run(&["token", "kebijakan.satu"]).await.refused(&["INVITATION_UNUSABLE"]);
}
both!(a_lost_token_is_issued_again_on_the_machine);

async fn nothing_is_founded_by_halves(backend: Backend) {
    let place = Place::with_keys(backend).await;
    let twice = ["init", "--operator", "satu", "--policy", "Satu", "--approver", "tiga"];
    place.run(&twice).await.refused(&["two seats have one login"]);
    let public = place.beside().with("NETRA_HTTP__PUBLIC_URL", "https://netra.example");
    public.run(&INIT).await.refused(&["netra.example/log for ever", "transparency.name"]);
    place.run(&["migrate"]).await.good();
    let netra = place.serve().await;
    let ready = netra.door.get("/readyz", &[]).await.answer;
    assert_eq!((ready.status, ready.raw.as_str()), (503, "not ready: not founded\n"));
    netra.end("TERM").await;
    let founded = place.run(&INIT).await.good().out;
    assert!(founded.contains("its log is named 127.0.0.1"), "{founded}");
}
both!(nothing_is_founded_by_halves);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_reads_makes_no_database() {
    let place = Place::new();
    let database = place.path("salah.db");
    let place = place.with("NETRA_DATABASE__URL", &format!("sqlite://{database}"));
    place.run(&["config", "keys", "keys"]).await.good();
    for command in
        [&["fsck"][..], &["serve"], &["log", "sign"], &["migrate", "status"], &["migrate", "down"]]
    {
        place.run(command).await.refused(&["there is no SQLite file"]);
        assert!(!fs::exists(&database).unwrap(), "{command:?}");
    }
}

/// A script that imports every night learns that rows were left out, and a person reads why.
async fn an_import_that_leaves_rows_out_ends_with_one(backend: Backend) {
    let (place, registry, done) = Place::founded(backend).await;
    registry.database().clone().close().await.unwrap();
    drop(registry);
    let employer = |it: &&DemoSeat| {
        it.function == Some(Function::Employer)
            && it.grade == Some(Grade::Approver)
            && it.institution_code == CITY
    };
    let seat = done.seats.iter().find(employer).unwrap();
    let netra = place.serve().await;
    let (token, _) = sign_in(&netra, &seat.login, PASSWORD).await;
    netra.end("TERM").await;
    let token_file = place.path("token");
    fs::write(&token_file, token).unwrap();
    let file = place.path("edaran.csv");
    let head = "institution_code,number,dated_on,title,sha256\n";
    let row = |number: u32, day: &str| format!("{CITY},{number}/SE,{day},Edaran,{:064}\n", number);
    let import =
        async || place.run(&["import", "circulars", &file, "--token-file", &token_file]).await;
    fs::write(&file, format!("{head}{}{}", row(1, "2026-11-02"), row(2, "kemarin"))).unwrap();
    let ended = import().await.refused(&["rows were refused"]);
    assert!(ended.out.contains("line 3\tFORMAT\tdated_on\tnot written as"), "{ended:?}");
    assert!(ended.out.contains("1 changed, 0 unchanged, 1 refused"), "{ended:?}");
    fs::write(&file, format!("{head}{}{}", row(1, "2026-11-02"), row(2, "2026-11-03"))).unwrap();
    let ended = import().await.good();
    assert!(ended.out.contains("1 changed, 1 unchanged, 0 refused"), "{ended:?}");
}
both!(an_import_that_leaves_rows_out_ends_with_one);
