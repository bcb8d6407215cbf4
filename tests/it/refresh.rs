//! Sessions of people are renewed by refresh tokens, each good for once; a copy ends them all.

use chrono::TimeDelta;
use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::acts::CITY;
use crate::database::{Backend, both};
use crate::world::{Answer, PASSWORD, World, beginning};

both!(
    a_session_is_renewed_again_and_again,
    twenty_at_once_lock_nobody_out,
    a_copy_of_a_token_ends_the_family,
    a_session_ends_idle_and_at_last,
);

const SIGN_IN: &str = "mutation($l: String!, $p: String!, $s: ID) { signIn(input: {login: $l, \
    password: $p, seat: $s}) { accessToken refreshToken } }";
const REFRESH: &str = "mutation($t: String!) { refreshSession(input: {refreshToken: $t}) \
    { accessToken refreshToken } }";
const VIEWER: &str = "{ viewer { capacity } }";
const REPLAYS: &str = "SELECT COUNT(*) FROM event WHERE act = 'REFRESH_SESSION'";
const OPEN: &str = "SELECT COUNT(*) FROM session WHERE ended_at IS NULL";

async fn sign_in(world: &World) -> (String, String) {
    let seat = world.seat(Function::Employer, Grade::Staff, Some(CITY));
    let id = netra_api::graphql::show(netra_api::graphql::Kind::Seat, seat.seat_id.unwrap()).0;
    let input = json!({ "l": seat.login, "p": PASSWORD, "s": id });
    let answer = world.public().ask(SIGN_IN, input).await.good();
    (answer.text("signIn.accessToken"), answer.text("signIn.refreshToken"))
}

async fn refresh(world: &World, token: &str) -> Answer {
    world.public().ask(REFRESH, json!({ "t": token })).await
}

async fn renewed(world: &World, token: &str) -> (String, String) {
    let answer = refresh(world, token).await.good();
    let text = |name: &str| answer.text(&format!("refreshSession.{name}"));
    (text("accessToken"), text("refreshToken"))
}

async fn unusable(world: &World, token: &str) {
    let refused = refresh(world, token).await.refused("RULE_REFUSED");
    assert_eq!(refused.rule(), "REFRESH_TOKEN_UNUSABLE");
    assert!(token.is_empty() || !refused.raw.contains(token));
}

/// Uses an access token; answers with the status.
async fn uses(world: &World, token: &str) -> u16 {
    world.client(token).ask(VIEWER, json!({})).await.status
}

async fn a_session_is_renewed_again_and_again(backend: Backend) {
    let world = World::new(backend).await;
    let (mut access, mut token) = sign_in(&world).await;
    let first = token.clone();
    for hour in 1..=3 {
        assert_eq!(uses(&world, &access).await, 200);
        world.set_clock(beginning() + TimeDelta::hours(hour));
        assert_eq!(uses(&world, &access).await, 401, "an access token outlives its ten minutes");
        let next = renewed(&world, &token).await;
        assert_ne!(next.1, token);
        (access, token) = next;
        assert_eq!(uses(&world, &access).await, 200);
    }
    let stored = "SELECT COUNT(*) FROM refresh_token WHERE digest LIKE 'ntr_%'";
    assert_eq!(world.number(stored).await, 0);
    assert_eq!(world.number(REPLAYS).await, 0);
    // The portal's other door: the same token endpoint that machines use.
    let form = format!("grant_type=refresh_token&refresh_token={token}");
    let request = reqwest::Client::new().post(format!("{}/oauth/token", world.url)).body(form);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let body: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(uses(&world, body["access_token"].as_str().unwrap()).await, 200);
    unusable(&world, &first).await;
}

async fn twenty_at_once_lock_nobody_out(backend: Backend) {
    let world = World::new(backend).await;
    let (_, token) = sign_in(&world).await;
    let asked = (0..20).map(|_| renewed(&world, &token));
    let answers = futures_util::future::join_all(asked).await;
    // One lineage: whoever answers last, every answer carries the same successor.
    let (_, successor) = &answers[0];
    for (access, next) in &answers {
        assert_eq!(next, successor);
        assert_eq!(uses(&world, access).await, 200);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM refresh_token").await, 2);
    let (access, _) = renewed(&world, successor).await;
    assert_eq!(uses(&world, &access).await, 200);
    assert_eq!(world.number(REPLAYS).await, 0);
}

async fn a_copy_of_a_token_ends_the_family(backend: Backend) {
    let world = World::new(backend).await;
    let (_, stolen) = sign_in(&world).await;
    let (access, token) = renewed(&world, &stolen).await;
    // A lost answer is asked for again, as long as nobody came with what it brought.
    assert_eq!(renewed(&world, &stolen).await.1, token);
    assert_eq!(uses(&world, &access).await, 200);
    let open = world.number(OPEN).await;
    unusable(&world, &stolen).await;
    assert_eq!(world.number(OPEN).await, open - 1);
    assert_eq!(world.number(REPLAYS).await, 1);
    assert_eq!(uses(&world, &access).await, 401);
    unusable(&world, &token).await;
    assert_eq!(world.number(REPLAYS).await, 1);

    // The same where the refresh token, not the access token, shows that the answer arrived.
    let (_, first) = sign_in(&world).await;
    let (_, second) = renewed(&world, &first).await;
    let (last, third) = renewed(&world, &second).await;
    unusable(&world, &first).await;
    assert_eq!(uses(&world, &last).await, 401);
    unusable(&world, &third).await;
    assert_eq!(world.number(REPLAYS).await, 2);

    // Another session of the same person goes on.
    let (_, other) = sign_in(&world).await;
    renewed(&world, &other).await;
    let (access, token) = sign_in(&world).await;
    world.client(&access).ask("mutation { signOut { isDone } }", json!({})).await.good();
    unusable(&world, &token).await;
    for nonsense in ["", "ntr_", "ntr_AAAA", &access] {
        unusable(&world, nonsense).await;
    }
}

async fn a_session_ends_idle_and_at_last(backend: Backend) {
    let world = World::new(backend).await;
    let (_, idle) = sign_in(&world).await;
    world.set_clock(beginning() + TimeDelta::hours(12));
    unusable(&world, &idle).await;

    world.set_clock(beginning());
    let (_, mut token) = sign_in(&world).await;
    for half_days in 1..60 {
        world.set_clock(
            beginning() + TimeDelta::hours(half_days * 12) - TimeDelta::minutes(half_days),
        );
        token = renewed(&world, &token).await.1;
    }
    world.set_clock(beginning() + TimeDelta::days(30));
    unusable(&world, &token).await;
}
