//! Machines of institutions: registered by the institution's administrator, in with a signed
//! assertion, out with their function.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey};
use netra_api::graphql::{Kind, parse};
use netra_entity::code::{Function, Grade};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::acts::CITY;
use crate::database::{Backend, both};
use crate::world::{Client, World, beginning};

both!(
    a_machine_gets_a_token_and_acts_as_staff,
    an_assertion_that_is_not_right_gives_nothing,
    a_machine_ends_with_its_registration_and_with_its_function,
    keys_change_without_a_pause,
);

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const REGISTER: &str = "mutation($i: RegisterApiClientInput!) { registerApiClient(input: $i) \
    { apiClient { id function version keys { kid algorithm } } receipt { eventId } } }";
const ADD_KEY: &str = "mutation($i: AddApiClientKeyInput!) { addApiClientKey(input: $i) \
    { apiClient { version keys { kid retiredOn } } } }";
const RETIRE_KEY: &str = "mutation($i: RetireApiClientKeyInput!) { retireApiClientKey(input: $i) \
    { apiClient { keys { kid retiredOn } } } }";
const END: &str = "mutation($i: EndApiClientInput!) { endApiClient(input: $i) \
    { apiClient { endedOn } } }";

/// A machine's own key pair, Ed25519.
pub(crate) struct Pair {
    signer: EncodingKey,
    jwk: String,
}

impl Pair {
    pub(crate) fn new() -> Self {
        use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
        let pair = Ed25519KeyPair::generate().unwrap();
        let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let signer = EncodingKey::from_ed_der(pair.to_pkcs8v1().unwrap().as_ref());
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x }).to_string();
        Self { signer, jwk }
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", encode(header), encode(claims));
        let signature =
            jsonwebtoken::crypto::sign(signed.as_bytes(), &self.signer, Algorithm::EdDSA).unwrap();
        format!("{signed}.{signature}")
    }
}

fn header() -> Value {
    json!({ "typ": "client-authentication+jwt", "alg": "EdDSA" })
}

fn claims(world: &World, client_id: &str, jti: &str) -> Value {
    json!({
        "iss": client_id, "sub": client_id, "aud": world.url, "jti": jti,
        "exp": beginning().timestamp() + 60,
    })
}

async fn admin<'a>(world: &'a World) -> Client<'a> {
    world.office(Function::Employer, Grade::Admin, Some(CITY)).await
}

/// Registers a machine of the city with one key; answers with its id.
pub(crate) async fn register(world: &World, pair: &Pair) -> String {
    registered(world, pair).await.0
}

/// The same, with the thumbprint of the key.
async fn registered(world: &World, pair: &Pair) -> (String, String) {
    let input = json!({ "function": "EMPLOYER", "name": "SIMPEG Kota", "keys": [pair.jwk] });
    let answer = admin(world).await.ask(REGISTER, json!({ "i": input })).await.good();
    assert_eq!(answer.text("registerApiClient.apiClient.keys.0.algorithm"), "EdDSA");
    let kid = answer.text("registerApiClient.apiClient.keys.0.kid");
    (answer.text("registerApiClient.apiClient.id"), kid)
}

struct Granted {
    status: u16,
    cache: String,
    body: Value,
}

async fn post(world: &World, path: &str, form: &[(&str, &str)]) -> Granted {
    let url = format!("{}{path}", world.url);
    let filled = reqwest::Url::parse_with_params(&url, form).unwrap();
    let body = filled.query().unwrap_or_default().to_owned();
    let request = reqwest::Client::new().post(url).body(body);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let response = request.send().await.unwrap();
    let cache = response.headers().get("cache-control").unwrap().to_str().unwrap().to_owned();
    let status = response.status().as_u16();
    Granted { status, cache, body: response.json().await.unwrap_or(Value::Null) }
}

async fn grant(world: &World, assertion: &str) -> Granted {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", TYPE),
        ("client_assertion", assertion),
    ];
    post(world, "/oauth/token", &form).await
}

/// The status that a machine gets when it asks for a token.
pub(crate) async fn token_status(world: &World, pair: &Pair, id: &str, jti: &str) -> u16 {
    grant(world, &pair.sign(&header(), &claims(world, id, jti))).await.status
}

async fn token(world: &World, pair: &Pair, id: &str, jti: &str) -> String {
    let granted = grant(world, &pair.sign(&header(), &claims(world, id, jti))).await;
    assert_eq!(granted.status, 200, "{}", granted.body);
    granted.body["access_token"].as_str().unwrap().to_owned()
}

async fn a_machine_gets_a_token_and_acts_as_staff(backend: Backend) {
    let world = World::new(backend).await;
    let pair = Pair::new();
    let id = register(&world, &pair).await;
    let granted = grant(&world, &pair.sign(&header(), &claims(&world, &id, "one"))).await;
    assert_eq!((granted.status, granted.cache.as_str()), (200, "no-store"), "{}", granted.body);
    assert_eq!(granted.body["token_type"], "Bearer");
    assert_eq!(granted.body["expires_in"], 600);
    let machine = world.client(granted.body["access_token"].as_str().unwrap());
    let people = "{ civilServants(first: 5) { nodes { employment { institution { code } } } }
        viewer { capacity seat { grade function } } }";
    let answer = machine.ask(people, json!({})).await.good();
    assert_eq!(answer.text("viewer.capacity"), "EMPLOYER");
    assert_eq!(answer.text("viewer.seat.grade"), "STAFF");
    assert_eq!(answer.text("civilServants.nodes.0.employment.institution.code"), CITY);
    // It prepares and never decides, manages nothing, and is nobody outside its seat.
    let before = world.footprint().await;
    for denied in [
        "mutation { switchSeat(input: {}) { accessToken } }",
        "mutation { registerApiClient(input: {function: EMPLOYER, name: \"x\", keys: [\"{}\"]}) \
            { receipt { eventId } } }",
        "{ apiClients { nodes { id } } }",
        "{ seats { nodes { id } } }",
    ] {
        let answer = machine.ask(denied, json!({})).await;
        assert!(["FORBIDDEN", "INVALID_INPUT"].contains(&answer.code().as_str()), "{}", answer.raw);
    }
    assert_eq!(world.footprint().await, before);
    let metadata = reqwest::get(format!("{}/.well-known/oauth-authorization-server", world.url));
    let metadata: Value = metadata.await.unwrap().json().await.unwrap();
    assert_eq!(metadata["issuer"], world.url);
    assert_eq!(metadata["token_endpoint"], format!("{}/oauth/token", world.url));
}

/// What is wrong, the header, the claims; each differs from a good assertion in one point.
fn wrong(world: &World, id: &str, now: i64) -> Vec<(&'static str, Value, Value)> {
    let good = claims(world, id, "wrong");
    let claim = |name: &str, value: Value| {
        let mut claims = good.clone();
        match value {
            Value::Null => claims.as_object_mut().unwrap().remove(name),
            value => claims.as_object_mut().unwrap().insert(name.to_owned(), value),
        };
        (header(), claims)
    };
    let head = |name: &str, value: Value| {
        let mut header = header();
        match value {
            Value::Null => header.as_object_mut().unwrap().remove(name),
            value => header.as_object_mut().unwrap().insert(name.to_owned(), value),
        };
        (header, good.clone())
    };
    let endpoint = format!("{}/oauth/token", world.url);
    let cases = [
        ("the endpoint as audience", claim("aud", json!(endpoint))),
        ("two audiences", claim("aud", json!([world.url, endpoint]))),
        ("no audience", claim("aud", Value::Null)),
        ("another issuer", claim("iss", json!("client_00000000000000000000000000"))),
        ("expired", claim("exp", json!(now - 6))),
        ("valid for too long", claim("exp", json!(now + 900))),
        ("no expiry", claim("exp", Value::Null)),
        ("expiry of another type", claim("exp", json!("soon"))),
        ("not yet valid", claim("nbf", json!(now + 60))),
        ("no id", claim("jti", Value::Null)),
        ("an access token's type", head("typ", json!("at+jwt"))),
        ("no type", head("typ", Value::Null)),
        ("no algorithm", head("alg", json!("none"))),
        ("a symmetric algorithm", head("alg", json!("HS256"))),
        ("another algorithm", head("alg", json!("ES256"))),
        ("an extension", head("crit", json!(["exp"]))),
        ("a key of its own", head("jwk", json!({ "kty": "OKP" }))),
        ("an unknown key", head("kid", json!("another"))),
    ];
    cases.into_iter().map(|(what, (header, claims))| (what, header, claims)).collect()
}

async fn an_assertion_that_is_not_right_gives_nothing(backend: Backend) {
    let world = World::new(backend).await;
    let pair = Pair::new();
    let id = register(&world, &pair).await;
    let sessions = "SELECT COUNT(*) FROM session";
    let before = (world.footprint().await, world.number(sessions).await);
    let refused = async |what: &str, assertion: String| {
        let granted = grant(&world, &assertion).await;
        let error = granted.body["error"].as_str().unwrap_or_default().to_owned();
        assert_eq!((granted.status, error.as_str()), (401, "invalid_client"), "{what}");
        assert_eq!(granted.cache, "no-store", "{what}");
        assert!(!granted.body.to_string().contains(&id), "{what}: {}", granted.body);
    };
    for (what, header, claims) in wrong(&world, &id, beginning().timestamp()) {
        refused(what, pair.sign(&header, &claims)).await;
    }
    refused("a stranger's key", Pair::new().sign(&header(), &claims(&world, &id, "key"))).await;
    let stranger = claims(&world, "client_00000000000000000000000000", "who");
    refused("an unknown client", pair.sign(&header(), &stranger)).await;
    let person = world.seat(Function::Employer, Grade::Admin, Some(CITY)).user_id;
    let person = netra_api::graphql::show(Kind::User, person).0;
    refused("a person", pair.sign(&header(), &claims(&world, &person, "who"))).await;
    refused("no token", "abc".to_owned()).await;
    refused("too long", "a.".repeat(3_000)).await;
    for (form, error) in [
        (vec![("grant_type", "password")], "unsupported_grant_type"),
        (vec![], "invalid_request"),
        (vec![("grant_type", "client_credentials")], "invalid_request"),
        (vec![("grant_type", "client_credentials"), ("scope", "all")], "invalid_scope"),
        (vec![("grant_type", "refresh_token"), ("refresh_token", "ntr_x")], "invalid_grant"),
        (vec![("grant_type", "a"), ("grant_type", "b")], "invalid_request"),
    ] {
        let granted = post(&world, "/oauth/token", &form).await;
        assert_eq!(granted.status, 400, "{form:?}");
        assert_eq!(granted.body["error"], error, "{form:?}");
    }
    assert_eq!((world.footprint().await, world.number(sessions).await), before);

    // Good for once.
    let once = pair.sign(&header(), &claims(&world, &id, "once"));
    assert_eq!(grant(&world, &once).await.status, 200);
    refused("used before", once).await;
    assert_eq!(world.number(sessions).await, before.1 + 1);
}

async fn viewer(world: &World, token: &str) -> u16 {
    world.client(token).ask("{ viewer { capacity } }", json!({})).await.status
}

async fn a_machine_ends_with_its_registration_and_with_its_function(backend: Backend) {
    let world = World::new(backend).await;
    let pair = Pair::new();
    let id = register(&world, &pair).await;
    let live = token(&world, &pair, &id, "before").await;
    assert_eq!(viewer(&world, &live).await, 200);
    let ended = json!({ "i": { "id": id, "reason": "Sistem diganti oleh yang baru." } });
    let other = world.office(Function::ElectionSupervision, Grade::Admin, Some("BAWASLU")).await;
    other.ask(END, ended.clone()).await.refused("NOT_FOUND");
    let staff = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    staff.ask(END, ended.clone()).await.refused("FORBIDDEN");
    assert_eq!(viewer(&world, &live).await, 200);
    admin(&world).await.ask(END, ended.clone()).await.good();
    assert_eq!(viewer(&world, &live).await, 401);
    let again = grant(&world, &pair.sign(&header(), &claims(&world, &id, "after"))).await;
    assert_eq!(again.body["error"], "invalid_client");
    let refused = admin(&world).await.ask(END, ended).await;
    assert_eq!(refused.refused("RULE_REFUSED").rule(), "CLIENT_ENDED");

    let pair = Pair::new();
    let id = register(&world, &pair).await;
    let live = token(&world, &pair, &id, "again").await;
    let sql = "UPDATE institution_function SET valid_to = '2026-11-20' WHERE function = 'EMPLOYER' \
        AND institution_id = (SELECT id FROM institution WHERE code = 'PEMKOT_34.71')";
    world.db.execute_unprepared(sql).await.unwrap();
    assert_eq!(viewer(&world, &live).await, 401);
    let again = grant(&world, &pair.sign(&header(), &claims(&world, &id, "gone"))).await;
    assert_eq!(again.body["error"], "invalid_client");
    // Tokens are short: they end by themselves.
    world.set_clock(beginning() + TimeDelta::minutes(11));
    assert_eq!(viewer(&world, &live).await, 401);
}

async fn keys_change_without_a_pause(backend: Backend) {
    let world = World::new(backend).await;
    let (old, new) = (Pair::new(), Pair::new());
    let (id, kid) = registered(&world, &old).await;
    let city = admin(&world).await;
    let add = |key: &str| json!({ "i": { "id": id, "key": key } });
    let added = city.ask(ADD_KEY, add(&new.jwk)).await.good();
    assert_eq!(added.number("addApiClientKey.apiClient.version"), 2);
    for bad in ["{}", &old.jwk, &new.jwk.replace("\"x\"", "\"d\":\"AAAA\",\"x\"")] {
        let refused = city.ask(ADD_KEY, add(bad)).await.refused("INVALID_INPUT");
        assert_eq!(refused.rule(), "CLIENT_KEYS", "{bad}");
    }
    token(&world, &old, &id, "old").await;
    token(&world, &new, &id, "new").await;
    let retire = json!({ "i": { "id": id, "kid": kid } });
    city.ask(RETIRE_KEY, retire).await.good();
    let refused = grant(&world, &old.sign(&header(), &claims(&world, &id, "late"))).await;
    assert_eq!(refused.body["error"], "invalid_client");
    token(&world, &new, &id, "newer").await;
    let keys = added.at("addApiClientKey.apiClient.keys");
    let mut kids = keys.as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap());
    let last = kids.find(|it| *it != kid).unwrap();
    let refused = city.ask(RETIRE_KEY, json!({ "i": { "id": id, "kid": last } })).await;
    assert_eq!(refused.refused("INVALID_INPUT").rule(), "CLIENT_KEYS");
    let records = "SELECT COUNT(*) FROM event_record WHERE subject_kind = 'api_client'";
    assert_eq!(world.number(records).await, 3);
    assert!(parse(&id.into()).is_some());
}
