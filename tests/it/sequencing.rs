//! The order of events: dense, strictly growing, given once, whoever gives it and whenever.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use netra_entity::Instant;
use netra_registry::{Database, Error, Registry};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::acts::{
    CITY, MINISTRY, account, employ, non_signers_of, personnel, rows, sign, signers_of,
};
use crate::coverage::{last_index, recount};
use crate::database::{Backend, Held, both, postgres_server, sqlite_file, sqlite_path};
use crate::world::{World, beginning, copied_database, registry_at};

/// The order as it is stored.
async fn order(world: &World) -> Vec<(i64, Uuid, DateTime<Utc>)> {
    rows(world, "SELECT idx, event_id, moment FROM event_order ORDER BY idx", Vec::new())
        .await
        .iter()
        .map(|row| {
            let Instant(moment) = row.try_get("", "moment").unwrap();
            (row.try_get("", "idx").unwrap(), row.try_get("", "event_id").unwrap(), moment)
        })
        .collect()
}

/// Every event has one index, from 0 without gaps, in moments that never go back.
async fn check_order(world: &World) {
    let order = order(world).await;
    let indices: Vec<i64> = order.iter().map(|(index, ..)| *index).collect();
    let dense: Vec<i64> = (0..i64::try_from(order.len()).unwrap()).collect();
    assert_eq!(indices, dense);
    assert!(order.is_sorted_by_key(|(_, _, moment)| *moment));
    let mut events: Vec<Uuid> = order.iter().map(|(_, event, _)| *event).collect();
    events.sort_unstable();
    events.dedup();
    assert_eq!(events.len(), order.len(), "an event has two indices");
    assert_eq!(world.number("SELECT COUNT(*) FROM event").await, last_index(world).await + 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM event_outbox").await, 0);
    let unordered = "SELECT COUNT(*) FROM coverage_delta d LEFT JOIN event_order o \
        ON o.event_id = d.event_id WHERE d.idx IS NULL OR d.idx <> o.idx";
    assert_eq!(world.number(unordered).await, 0);
}

async fn indices_are_dense_and_moments_grow_also_where_the_clock_does_not(backend: Backend) {
    let world = World::new(backend).await;
    check_order(&world).await;
    let bkn = personnel(&world).await;
    let ministry = world.institution(MINISTRY).await;
    let start = usize::try_from(last_index(&world).await).unwrap();
    let people = signers_of(&world, CITY).await;
    // The clock stands, stands, goes back, goes on.
    let seconds = [0, 0, -120, 60];
    for (person, seconds) in people.iter().zip(seconds) {
        world.set_clock(beginning() + TimeDelta::seconds(seconds));
        let office = if seconds == -120 { &personnel(&world).await } else { &bkn };
        employ(office, person, &ministry, "2026-11-20").await.good();
        world.sequence().await;
        world.sequence().await;
    }
    check_order(&world).await;
    let moments: Vec<_> = order(&world).await.split_off(start).into_iter().map(|it| it.2).collect();
    assert_eq!(moments.len(), 5);
    assert!(moments.is_sorted_by(|one, next| one < next), "{moments:?}");
    assert_eq!(*moments.last().unwrap(), beginning() + TimeDelta::seconds(60));
}
both!(indices_are_dense_and_moments_grow_also_where_the_clock_does_not);

async fn an_event_is_told_its_place_once_it_has_one(backend: Backend) {
    let world = World::new(backend).await;
    let signer = world.civil_servant(CITY).await.with("Idempotency-Key", "one");
    let sign = "mutation($t: ID!, $h: String!) { signPact(input: {pactText: $t, sha256: $h}) { \
        receipt { state order { index moment } isReplay } } }";
    let input = serde_json::json!({ "t": world.pact_text(), "h": world.demo.pact_text_sha256 });
    let first = signer.ask(sign, input.clone()).await.good();
    assert_eq!(first.text("signPact.receipt.state"), "PENDING");
    assert!(first.at("signPact.receipt.order").is_null());
    world.sequence().await;
    let again = signer.ask(sign, input).await.good();
    assert_eq!(again.text("signPact.receipt.state"), "SEQUENCED");
    let last = last_index(&world).await.to_string();
    assert_eq!(again.text("signPact.receipt.order.index"), last);
}
both!(an_event_is_told_its_place_once_it_has_one);

async fn nothing_to_sequence_leaves_the_order_as_it_is(backend: Backend) {
    let world = World::new(backend).await;
    let before = order(&world).await;
    let point = world.registry().read_point().await.unwrap();
    world.set_clock(beginning() + TimeDelta::hours(1));
    world.sequence().await;
    assert_eq!(order(&world).await, before);
    assert_eq!(world.registry().read_point().await.unwrap(), point);
}
both!(nothing_to_sequence_leaves_the_order_as_it_is);

/// A second registry over the world's PostgreSQL, as a second server would have it.
pub async fn second_server(world: &World) -> Registry {
    let sql = "SELECT CAST(current_database() AS TEXT) AS name";
    let name: String = rows(world, sql, Vec::new()).await[0].try_get("", "name").unwrap();
    registry_at(&postgres_server().url(&name)).await
}

/// Sequences until told to stop; another sequencer may be faster at any time.
async fn sequence_until(registry: Registry, stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::Relaxed) {
        match registry.sequence_all().await {
            Ok(()) => tokio::task::yield_now().await,
            Err(Error::Unavailable(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_sequencers_on_one_database_leave_no_gap_and_nothing_double() {
    const PAIRS: usize = 40;
    let world = Arc::new(World::new(Backend::Postgres).await);
    let mut people = non_signers_of(&world, "KEMENKES").await;
    people.truncate(PAIRS);
    let before = last_index(&world).await;
    let stop = Arc::new(AtomicBool::new(false));
    let mut sequencers = JoinSet::new();
    for registry in [world.registry().clone(), second_server(&world).await] {
        sequencers.spawn(sequence_until(registry, Arc::clone(&stop)));
    }
    let mut acts = JoinSet::new();
    for person in people {
        let world = Arc::clone(&world);
        acts.spawn(async move {
            sign(&world, &account(&world, &person).await).await.good();
            let ministry = world.institution(MINISTRY).await;
            let bkn = personnel(&world).await;
            employ(&bkn, &person, &ministry, "2026-11-20").await.good();
        });
    }
    while let Some(act) = acts.join_next().await {
        act.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    while let Some(sequencer) = sequencers.join_next().await {
        sequencer.unwrap();
    }
    world.sequence().await;
    check_order(&world).await;
    assert_eq!(last_index(&world).await - before, i64::try_from(2 * PAIRS).unwrap());
    let point = (beginning().date_naive(), last_index(&world).await);
    let counted = recount(&world, point.0, point.1).await;
    counted.counts_nobody_twice();
    counted.is_what_is_told(&world, &personnel(&world).await, point, MINISTRY).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_process_is_kept_out_of_a_sqlite_file() {
    let (_held, url) = copied_database(Backend::Sqlite).await;
    let first = registry_at(&url).await;
    let second = Database::open(&url).await.unwrap_err();
    assert!(matches!(second, Error::Unavailable(_)), "{second}");
    assert!(second.to_string().contains("another netra process holds this SQLite file"));
    first.database().clone().close().await.unwrap();
    drop(first);
    Database::open(&url).await.unwrap();
}

/// The database as a killed server leaves it, opened by the next one.
async fn after_a_kill(world: &World, backend: Backend) -> (Registry, Option<Held>) {
    if backend == Backend::Postgres {
        return (second_server(world).await, None);
    }
    let files = rows(world, "SELECT file FROM pragma_database_list", Vec::new()).await;
    let file: String = files[0].try_get("", "file").unwrap();
    let (held, url) = sqlite_file();
    for suffix in ["", "-wal"] {
        let copy = format!("{}{suffix}", sqlite_path(&url).display());
        std::fs::copy(format!("{file}{suffix}"), copy).unwrap();
    }
    (registry_at(&url).await, Some(held))
}

async fn what_was_committed_before_a_kill_is_sequenced_by_the_next_server(backend: Backend) {
    let world = World::new(backend).await;
    let before = last_index(&world).await;
    for institution in [CITY, "PEMPROV_34"] {
        sign(&world, &world.civil_servant(institution).await).await.good();
    }
    assert_eq!(last_index(&world).await, before);
    let (next, _held) = after_a_kill(&world, backend).await;
    assert_eq!(next.read_point().await.unwrap().index, before);
    next.sequence_all().await.unwrap();
    assert_eq!(next.read_point().await.unwrap().index, before + 2);
    world.sequence().await;
    check_order(&world).await;
    assert_eq!(last_index(&world).await, before + 2);
}
both!(what_was_committed_before_a_kill_is_sequenced_by_the_next_server);
