//! `netra init` and `netra serve` as an operator meets them, and what they say of people: nothing.

use std::fmt::Write;

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::database::{Backend, both};
use crate::door::{JSON, TRUTH};
use crate::process::{Place, Running};
use crate::world::PASSWORD;

const STRONG: &str = "kuda-laut-berenang-7";

const ACTIVATE: &str = "mutation($t: String!, $p: String!) \
    { activateAccount(input: {token: $t, password: $p}) { isDone } }";
const SIGN_IN: &str = "mutation($l: String!, $p: String!, $s: ID) { signIn(input: {login: $l, \
    password: $p, seat: $s}) { accessToken seats { id function grade institution { code } } } }";

/// Signs in, in the one seat that the account has.
pub async fn sign_in(netra: &Running, login: &str, password: &str) -> (String, Value) {
    let credential = json!({ "l": login, "p": password });
    let oneself = netra.door.ask(None, SIGN_IN, credential).await.answer.good();
    let seat = oneself.at("signIn.seats.0");
    let credential = json!({ "l": login, "p": password, "s": seat["id"] });
    let answer = netra.door.ask(None, SIGN_IN, credential).await.answer.good();
    (answer.text("signIn.accessToken"), seat)
}

async fn a_founded_registry_lets_its_first_three_in(backend: Backend) {
    let place = Place::with_keys(backend).await;
    let init = [
        "init",
        "--operator",
        "operator.satu",
        "--policy",
        "kebijakan.satu",
        "--approver",
        "pejabat.satu",
    ];
    let founded = place.run(&init).await.good();
    let again = place.run(&init).await.refused(&["founded before"]);
    assert!(!again.out.contains("nti_"), "{again:?}");

    let mut netra = place.serve().await;
    for (login, function, grade, institution) in [
        ("operator.satu", Function::RegistryOperation, Grade::Admin, "REGISTRY_OPERATOR"),
        ("kebijakan.satu", Function::CivilServicePolicy, Grade::Admin, "PANRB"),
        ("pejabat.satu", Function::CivilServicePolicy, Grade::Approver, "PANRB"),
    ] {
        let line = founded.out.lines().find(|line| line.trim().starts_with(login)).unwrap();
        let token = line.split_whitespace().last().unwrap();
        let activate = json!({ "t": token, "p": STRONG });
        netra.door.ask(None, ACTIVATE, activate.clone()).await.answer.good();
        let used = netra.door.ask(None, ACTIVATE, activate).await.answer;
        assert_eq!(used.refused("RULE_REFUSED").rule(), "INVITATION_UNUSABLE");
        let (token, seat) = sign_in(&netra, login, STRONG).await;
        assert_eq!(seat["function"], function.code());
        assert_eq!(seat["grade"], grade.code());
        assert_eq!(seat["institution"]["code"], institution);
        let viewer = netra.door.ask(Some(&token), "{ viewer { capacity } }", json!({})).await;
        assert_eq!(viewer.answer.good().text("viewer.capacity"), function.code());
    }
    if backend == Backend::Sqlite {
        // The file belongs to the process that serves it.
        place.run(&init).await.refused(&["another netra process"]);
    }
    assert!(netra.lives());
    let said = netra.said();
    assert!(!said.contains("operator.satu") && !said.contains(STRONG), "{said}");
    let (code, said) = netra.end("TERM").await;
    assert_eq!(code, Some(0), "{said}");
}
both!(a_founded_registry_lets_its_first_three_in);

/// The new key is published before it signs, and the old one is accepted after.
async fn signing_keys_change_while_tokens_live(backend: Backend) {
    let place = Place::with_people(backend).await;
    let (old, new) = (place.path("keys/signing.pem"), place.path("keys/next.pem"));
    place.run(&["config", "signing-key", "keys/next.pem"]).await.good();
    place.run(&["config", "signing-key", "keys/next.pem"]).await.refused(&["never written over"]);
    let further = |path: &str| json!([path]).to_string();
    let place = place.with("NETRA_AUTH__FURTHER_KEY_FILES", &further(&new));
    let capacity = async |netra: &Running, token: &str| {
        netra.door.ask(Some(token), "{ viewer { capacity } }", json!({})).await.answer.status
    };
    let kids = async |netra: &Running| -> Vec<String> {
        let keys = netra.door.get("/.well-known/jwks.json", &[]).await.answer.body;
        let keys = keys["keys"].as_array().unwrap().clone();
        keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
    };

    let netra = place.serve().await;
    let login = "neutrality-assessment.staff@bkn.demo";
    let (token, _) = sign_in(&netra, login, PASSWORD).await;
    let before = kids(&netra).await;
    netra.end("TERM").await;

    let place = place.with("NETRA_AUTH__SIGNING_KEY_FILE", &new);
    let place = place.with("NETRA_AUTH__FURTHER_KEY_FILES", &further(&old));
    let netra = place.serve().await;
    let after = kids(&netra).await;
    assert_eq!(before.iter().rev().collect::<Vec<_>>(), after.iter().collect::<Vec<_>>());
    assert_eq!(capacity(&netra, &token).await, 200);
    let (newer, _) = sign_in(&netra, login, PASSWORD).await;
    netra.end("TERM").await;

    let place = place.with("NETRA_AUTH__FURTHER_KEY_FILES", "[]");
    let netra = place.serve().await;
    assert_eq!(capacity(&netra, &token).await, 401);
    assert_eq!(capacity(&netra, &newer).await, 200);
    netra.end("TERM").await;
}
both!(signing_keys_change_while_tokens_live);

async fn a_server_tells_how_it_is_and_ends_when_asked(backend: Backend) {
    let place = Place::with_people(backend).await;
    for signal in ["TERM", "INT"] {
        let netra = place.serve().await;
        let live = netra.door.get("/livez", &[]).await.answer;
        assert_eq!((live.status, live.raw.as_str()), (200, "ok\n"));
        let ready = netra.door.get("/readyz", &[]).await.answer;
        assert_eq!((ready.status, ready.raw.as_str()), (200, "ready\n"));
        netra.door.ask(None, "{ civilServants { nodes { id } } }", json!({})).await;
        netra.door.ask(Some("no-token"), "{ cycles { code } }", json!({})).await;
        let metrics = netra.door.get("/metrics", &[]).await.answer;
        assert_eq!(metrics.status, 200);
        for line in [
            "netra_refusals_total{code=\"FORBIDDEN\"} 1",
            "netra_tokens_refused_total{reason=\"token_malformed\"} 1",
        ] {
            assert!(metrics.raw.contains(line), "{line}: {}", metrics.raw);
        }
        // The client's connections are still open; they hold nothing up.
        let (code, said) = netra.end(signal).await;
        assert_eq!(code, Some(0), "{said}");
    }
}
both!(a_server_tells_how_it_is_and_ends_when_asked);

/// What must not be found in any log: never a true person's, and none of them occurs otherwise.
const CANARIES: &[(&str, &str)] = &[
    ("NIP", "198503172010011777"),
    ("grouped NIP", "19850317 201001 1 776"),
    ("NIK", "3471011703850777"),
    ("password", "kenari-kata-sandi-9"),
    ("login", "kenari.masuk@contoh.demo"),
    ("name", "Kenari Bernyanyi"),
    ("token", "nti_kenariAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ("bearer", "kenari.bukan.token"),
    ("key", "kenari-kunci-idempotensi"),
];

/// Requests with the canary where people put such things, rightly or by mistake.
fn requests(canary: &str) -> Vec<(String, Value)> {
    let quoted = json!(canary);
    let typed = json!({ "c": canary });
    let sign_in = json!({ "i": { "login": canary, "password": canary, "seat": [canary] } });
    vec![
        (format!("{{ civilServant(by: {{serviceNumber: {quoted}}}) {{ id }} }}"), json!({})),
        ("query($c: String!) { civilServant(by: {serviceNumber: $c}) { id } }".into(), typed.clone()),
        ("query($c: Int!) { institutions(first: $c) { nodes { code } } }".into(), typed.clone()),
        ("query($c: ID!) { node(id: $c) { id } }".into(), typed.clone()),
        ("query($c: String) { civilServants(after: $c) { nodes { id } } }".into(), typed.clone()),
        ("query($c: String!) { region(code: $c) { name } }".into(), typed.clone()),
        ("query($c: InstitutionKind) { institutions(filter: {kind: $c}) { nodes { code } } }".into(), typed.clone()),
        (format!("{{ institutions(after: {quoted}) {{ nodes {{ code }} }} }}"), json!({})),
        (format!("{{ civilServant(by: {{serviceNumber: {quoted}) }}"), json!({})),
        (format!("{{ civilServant(by: {{serviceNumber: \"{canary}) }}"), json!({})),
        (format!("# {canary}\n{{ cycles {{ code }} }}"), json!({})),
        (format!("query {quoted} {{ cycles {{ code }} }}"), json!({})),
        (SIGN_IN.into(), json!({ "l": canary, "p": canary, "s": canary })),
        (SIGN_IN.into(), json!({ "l": canary, "p": canary })),
        (SIGN_IN.into(), json!({ "l": format!("\u{0}{canary}"), "p": canary })),
        ("mutation($i: SignInInput!) { signIn(input: $i) { accessToken } }".into(), sign_in),
        (ACTIVATE.into(), json!({ "t": canary, "p": canary })),
        ("mutation($c: String!) { invitePeople(input: {people: [{serviceNumber: $c, login: $c, email: $c}]}) \
            { rows { code } } }".into(), typed.clone()),
        ("mutation($c: String!) { resetCredential(input: {serviceNumber: $c}) \
            { receipt { eventId } } }".into(), typed.clone()),
        ("mutation($c: ID!) { endSeat(input: {id: $c, reason: \"x\"}) { seat { id } } }".into(), typed),
    ]
}

async fn nothing_said_or_counted_holds_what_people_sent(backend: Backend) {
    let place = Place::with_people(backend).await.with("NETRA_LOG__FILTER", "trace");
    let netra = place.serve().await;
    let city = "employer.staff@pemkot-34-71.demo";
    let (token, _) = sign_in(&netra, city, PASSWORD).await;
    let bearer = format!("Bearer {token}");
    for (_, canary) in CANARIES {
        for (query, variables) in requests(canary) {
            let body = json!({ "query": query, "variables": variables }).to_string();
            let own = [JSON, TRUTH, ("authorization", bearer.as_str())];
            let answer = netra.door.post(&own, body.clone()).await.answer;
            assert_ne!(answer.code(), "INTERNAL", "{query} {variables}: {}", answer.raw);
            netra.door.post(&[JSON], body).await;
        }
        let text = format!("{{region(code:\"{}\"){{name}}}}", canary.replace(' ', "+"));
        netra.door.get(&format!("/graphql?query={text}"), &[]).await;
        netra.door.get(&format!("/{}", canary.replace(' ', "+")), &[]).await;
        netra.door.post(&[JSON], format!("not JSON: {canary}")).await;
        let cycles = json!({ "query": "{ cycles { code } }" }).to_string();
        let header = format!("Bearer {}", canary.replace(' ', ""));
        netra.door.post(&[JSON, ("authorization", &header)], cycles.clone()).await;
        netra.door.post(&[JSON, ("idempotency-key", *canary)], cycles).await;
    }
    let metrics = netra.door.get("/metrics", &[]).await.answer.raw;
    let (code, said) = netra.end("TERM").await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("refused"), "the log is not heard: {said}");
    let mut secrets = CANARIES.to_vec();
    let pieces: Vec<&str> = token.split('.').collect();
    secrets.extend([("password", PASSWORD), ("login", city), ("signature", pieces[2])]);
    secrets.push(("claims", pieces[1]));
    let mut found = String::new();
    for (what, secret) in secrets {
        let places = said.lines().chain(metrics.lines());
        for line in places.filter(|line| line.contains(secret)).take(3) {
            let _ = writeln!(found, "{what}: {line:.600}");
        }
    }
    assert!(found.is_empty(), "{found}");
}
both!(nothing_said_or_counted_holds_what_people_sent);
