//! Access tokens at the door: a token that this registry would not issue, or whose session, seat,
//! account or function has ended, is nobody's, and nothing is executed for it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Validation};
use netra_entity::code::{Function, Grade};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::database::{Backend, both};
use crate::door::{Door, Reply};
use crate::world::{World, beginning, signing_pem};

const CITY: &str = "PEMKOT_34.71";

/// The header and the claims of a token.
fn parts(token: &str) -> [Value; 2] {
    let mut parts = token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
    [(); 2].map(|()| serde_json::from_slice(&parts.next().unwrap()).unwrap())
}

fn signed_part(header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", encode(header), encode(claims))
}

/// A token with the registry's own signature over any header and claims.
fn forge(header: &Value, claims: &Value) -> String {
    let key = EncodingKey::from_ec_pem(signing_pem().as_bytes()).unwrap();
    let signed = signed_part(header, claims);
    let signature = jsonwebtoken::crypto::sign(signed.as_bytes(), &key, Algorithm::ES256).unwrap();
    format!("{signed}.{signature}")
}

/// The object with one member set, or taken away where the value is null.
fn with(object: &Value, name: &str, value: Value) -> Value {
    let mut object = object.clone();
    let members = object.as_object_mut().unwrap();
    match value {
        Value::Null => members.remove(name),
        value => members.insert(name.to_owned(), value),
    };
    object
}

const SIGN_OUT: &str = "mutation { signOut { isDone } }";

/// Tries to end the session with a token; only an accepted one does.
async fn sign_out(world: &World, token: &str) -> Reply {
    Door::at(&world.url).ask(Some(token), SIGN_OUT, json!({})).await
}

async fn is_nobodys(world: &World, token: &str, what: &str) {
    let before = (world.footprint().await, world.number(OPEN_SESSIONS).await);
    let reply = sign_out(world, token).await;
    let (answer, challenge) = (&reply.answer, reply.header("www-authenticate"));
    assert_eq!((answer.status, answer.code().as_str()), (401, "UNAUTHENTICATED"), "{what}");
    let metadata = format!("{}/.well-known/oauth-protected-resource", world.url);
    let expected = format!("Bearer resource_metadata=\"{metadata}\", error=\"invalid_token\"");
    assert_eq!(challenge, expected, "{what}");
    assert!(answer.body.get("data").is_none(), "{what}: {}", answer.raw);
    assert!(!answer.raw.contains(token), "{what}");
    let after = (world.footprint().await, world.number(OPEN_SESSIONS).await);
    assert_eq!(after, before, "{what}");
}

const OPEN_SESSIONS: &str = "SELECT COUNT(*) FROM session WHERE ended_at IS NULL";

async fn a_token_that_the_registry_would_not_issue_is_nobodys(backend: Backend) {
    let world = World::new(backend).await;
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let [header, claims] = parts(&city.token.clone().unwrap());
    let now = beginning().timestamp();
    for (name, value) in [
        ("typ", json!("JWT")),
        ("typ", json!("dpop+jwt")),
        ("typ", Value::Null),
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("alg", json!("ES384")),
        ("kid", json!("another")),
        ("kid", Value::Null),
        ("crit", json!(["b64"])),
        ("crit", json!([])),
        ("jku", json!("https://attacker.example/jwks.json")),
        ("jwk", json!({ "kty": "EC" })),
        ("x5u", json!("https://attacker.example/cert.pem")),
        ("zip", json!("DEF")),
    ] {
        let token = forge(&with(&header, name, value.clone()), &claims);
        is_nobodys(&world, &token, &format!("header {name} {value}")).await;
    }
    for (name, value) in [
        ("aud", json!("https://another.example")),
        ("aud", json!([world.url, "https://another.example"])),
        ("aud", Value::Null),
        ("iss", json!("https://another.example")),
        ("iss", json!(5)),
        ("iss", Value::Null),
        ("sub", Value::Null),
        ("sub", json!("user_00000000000000000000000000")),
        ("jti", Value::Null),
        ("sid", Value::Null),
        ("sid", json!("not a session")),
        ("seat", Value::Null),
        ("exp", Value::Null),
        ("exp", json!("2026-11-20")),
        ("exp", json!(now - 6)),
        ("exp", json!(now + 3_600)),
        ("nbf", json!(now + 60)),
        ("iat", json!(now + 60)),
    ] {
        let token = forge(&header, &with(&claims, name, value.clone()));
        is_nobodys(&world, &token, &format!("claim {name} {value}")).await;
    }
    let good = forge(&header, &claims);
    let signed = signed_part(&header, &claims);
    let (_, signature) = good.rsplit_once('.').unwrap();
    let other = signed_part(&header, &with(&claims, "jti", json!("another")));
    let secret = EncodingKey::from_secret(signing_pem().as_bytes());
    let symmetric = signed_part(&with(&header, "alg", json!("HS256")), &claims);
    let tag = jsonwebtoken::crypto::sign(symmetric.as_bytes(), &secret, Algorithm::HS256).unwrap();
    let unsigned = signed_part(&with(&header, "alg", json!("none")), &claims);
    for (what, token) in [
        ("a signature over something else", format!("{other}.{signature}")),
        ("an empty signature", format!("{signed}.")),
        ("no signature", unsigned + "."),
        ("a signature with a shared secret", format!("{symmetric}.{tag}")),
        ("a longer token than any", format!("{good}{}", "A".repeat(5_000))),
        ("no token", "netra".to_owned()),
    ] {
        is_nobodys(&world, &token, what).await;
    }
    // What was forged was forged well: with nothing changed it is accepted.
    sign_out(&world, &good).await.answer.good();
}
both!(a_token_that_the_registry_would_not_issue_is_nobodys);

async fn a_token_ends_with_its_time(backend: Backend) {
    let world = World::new(backend).await;
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let viewer = "{ viewer { seat { function } } }";
    let at = |seconds: i64| world.set_clock(beginning() + TimeDelta::seconds(seconds));
    at(604);
    city.ask(viewer, json!({})).await.good();
    at(605);
    is_nobodys(&world, city.token.as_ref().unwrap(), "expired").await;
    // A token before its time, as after the clock was set back.
    at(-6);
    is_nobodys(&world, city.token.as_ref().unwrap(), "issued in the future").await;
    // A fresh token does not lengthen the session's thirty days.
    let days = TimeDelta::days(30);
    let [header, claims] = parts(city.token.as_ref().unwrap());
    let now = (beginning() + days).timestamp();
    let fresh = ["iat", "nbf"].iter().fold(claims, |it, name| with(&it, name, json!(now - 60)));
    let fresh = forge(&header, &with(&fresh, "exp", json!(now + 540)));
    world.set_clock(beginning() + days - TimeDelta::seconds(1));
    world.client(&fresh).ask(viewer, json!({})).await.good();
    world.set_clock(beginning() + days);
    is_nobodys(&world, &fresh, "a session of thirty days").await;
}
both!(a_token_ends_with_its_time);

async fn a_token_ends_with_its_session(backend: Backend) {
    let world = World::new(backend).await;
    let seat = world.seat(Function::Employer, Grade::Staff, Some(CITY)).clone();
    let (one, other) = (world.client_of(&seat).await, world.client_of(&seat).await);
    one.ask(SIGN_OUT, json!({})).await.good();
    is_nobodys(&world, one.token.as_ref().unwrap(), "signed out").await;
    // The other session of the same account goes on, until the account is closed.
    other.ask("{ viewer { login } }", json!({})).await.good();
    let close = "UPDATE \"user\" SET disabled_at = activated_at WHERE login = 'nobody'";
    let close = close.replace("nobody", &seat.login);
    world.db.execute_unprepared(&close).await.unwrap();
    is_nobodys(&world, other.token.as_ref().unwrap(), "account closed").await;
}
both!(a_token_ends_with_its_session);

async fn a_token_ends_with_its_seat(backend: Backend) {
    let world = World::new(backend).await;
    let staff = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let admin = world.office(Function::Employer, Grade::Admin, Some(CITY)).await;
    let own = staff.ask("{ viewer { seat { id } } }", json!({})).await.good();
    let end = "mutation($i: ID!) { endSeat(input: {id: $i, reason: \"Pindah ke unit lain.\"}) \
        { seat { validTo } } }";
    let ended = admin.ask(end, json!({ "i": own.text("viewer.seat.id") })).await.good();
    assert_eq!(ended.text("endSeat.seat.validTo"), "2026-11-20");
    is_nobodys(&world, staff.token.as_ref().unwrap(), "seat ended").await;
    // The other seats of the institution go on.
    admin.ask("{ viewer { login } }", json!({})).await.good();
}
both!(a_token_ends_with_its_seat);

async fn a_token_ends_when_the_institution_no_longer_holds_the_function(backend: Backend) {
    let world = World::new(backend).await;
    let monitor = world.office(Function::DigitalMonitoring, Grade::Staff, None).await;
    let other = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    monitor.ask("{ viewer { login } }", json!({})).await.good();
    let pass_on = "UPDATE institution_function SET valid_to = '2026-11-20' \
        WHERE function = 'DIGITAL_MONITORING' AND valid_to IS NULL";
    assert!(world.db.execute_unprepared(pass_on).await.unwrap().rows_affected() > 0);
    // As every act that takes a function away does.
    let count_up = "UPDATE standing_version SET version = version + 1";
    assert_eq!(world.db.execute_unprepared(count_up).await.unwrap().rows_affected(), 1);
    is_nobodys(&world, monitor.token.as_ref().unwrap(), "function passed on").await;
    other.ask("{ viewer { login } }", json!({})).await.good();
}
both!(a_token_ends_when_the_institution_no_longer_holds_the_function);

async fn a_token_is_for_the_seat_in_which_the_session_is(backend: Backend) {
    let world = World::new(backend).await;
    let seat = world.seat(Function::Employer, Grade::Staff, Some("PEMPROV_34")).clone();
    let in_seat = world.client_of(&seat).await;
    let own = in_seat.ask("{ viewer { seat { id } } }", json!({})).await.good();
    let own = own.text("viewer.seat.id");
    let switch = "mutation($s: ID) { switchSeat(input: {seat: $s}) { accessToken } }";
    let oneself = in_seat.ask(switch, json!({})).await.good().text("switchSeat.accessToken");
    is_nobodys(&world, in_seat.token.as_ref().unwrap(), "switched to oneself").await;
    let back = world.client(&oneself).ask(switch, json!({ "s": own })).await.good();
    is_nobodys(&world, &oneself, "switched back").await;
    let [header, claims] = parts(&back.text("switchSeat.accessToken"));
    let another = world.seat(Function::Employer, Grade::Approver, Some("PEMPROV_34"));
    let id = netra_api::graphql::show(netra_api::graphql::Kind::Seat, another.seat_id.unwrap());
    let foreign = forge(&header, &with(&claims, "seat", json!(id.0)));
    is_nobodys(&world, &foreign, "somebody else's seat").await;
    sign_out(&world, &forge(&header, &claims)).await.answer.good();
}
both!(a_token_is_for_the_seat_in_which_the_session_is);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_published_keys_verify_a_token() {
    let world = World::new(Backend::Sqlite).await;
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let token = city.token.unwrap();
    let reply = Door::at(&world.url).get("/.well-known/jwks.json", &[]).await;
    assert_eq!(reply.header("content-type"), "application/json");
    assert!(!reply.answer.raw.contains("\"d\""), "a private key is published");
    let keys: JwkSet = serde_json::from_str(&reply.answer.raw).unwrap();
    let kid = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let mut expected = Validation::new(Algorithm::ES256);
    expected.set_issuer(&[&world.url]);
    expected.set_audience(&[&world.url]);
    // The world's clock stands elsewhere than the machine's.
    expected.validate_exp = false;
    let verified = jsonwebtoken::decode::<Value>(&token, &key, &expected).unwrap();
    assert_eq!(verified.claims["inst"], CITY);
}
