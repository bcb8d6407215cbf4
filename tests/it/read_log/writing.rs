//! How readings are written: in groups, without loss, each minute closed by its event.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use netra_domain::policy::{Actor, PersonStanding, Standing};
use netra_entity::Instant;
use netra_registry::privacy::read_log::Asked;
use netra_registry::{Clock, Registry, Vault};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{READINGS, UNMASK, nodes};
use crate::acts::personnel;
use crate::database::{Backend, both};
use crate::process::{Place, Running};
use crate::serve::sign_in;
use crate::world::{PASSWORD, World, beginning};

async fn a_minute_of_readings_is_closed_by_one_event(backend: Backend) {
    let world = World::new(backend).await;
    let office = personnel(&world).await;
    let list = "{ civilServants(first: 2) { nodes { id } } }";
    let closed = "SELECT COUNT(*) FROM event WHERE act = 'ACCOUNT_READS'";
    for _ in 0..3 {
        office.ask(list, json!({})).await.good();
    }
    world.registry().write_read_log().await.unwrap();
    world.registry().close_read_log(false).await.unwrap();
    assert_eq!(world.number(closed).await, 0, "the minute runs");
    world.set_clock(beginning() + TimeDelta::seconds(60));
    for _ in 0..2 {
        world.registry().close_read_log(false).await.unwrap();
    }
    assert_eq!(world.number(closed).await, 1);
    let sums = "SELECT readings * 100 + shown_count FROM read_log_minute WHERE digest IS NOT NULL \
        AND is_complete AND recorded_by IS NOT NULL";
    assert_eq!(world.number(sums).await, 306);
    // A minute without readings leaves no event; what comes late counts in the minute that runs.
    office.ask(list, json!({})).await.good();
    world.registry().write_read_log().await.unwrap();
    assert_eq!(world.number("SELECT COUNT(*) FROM read_log_minute").await, 2);
    // Another server finds that this one has ended without closing its minute, and says so.
    let later = Clock::fixed(beginning() + TimeDelta::minutes(30));
    let vault = Vault::from_base64(&Vault::generate_key().unwrap()).unwrap();
    let next = Registry::new(world.registry().database().clone(), later, vault);
    next.close_read_log(false).await.unwrap();
    assert_eq!(world.number(closed).await, 2);
    let left = "SELECT COUNT(*) FROM read_log_minute WHERE NOT is_complete";
    assert_eq!(world.number(left).await, 1);
}
both!(a_minute_of_readings_is_closed_by_one_event);

/// Lets so many refusals be noted.
async fn fill(world: &World, many: usize) {
    let person = PersonStanding {
        user_id: Uuid::from_u128(1),
        session_id: Uuid::from_u128(2),
        signed_in_at: Instant::from_utc(beginning()),
        civil_servant_id: None,
    };
    let actor = Actor::new(Standing::Person(person));
    for _ in 0..many {
        let registry = world.registry().noting();
        registry.note_refusal("FORBIDDEN", "civilServants");
        registry.account(&actor, Asked::default()).await.unwrap();
    }
}

async fn nothing_waits_without_bound(backend: Backend) {
    let world = World::new(backend).await;
    fill(&world, 4_500).await;
    assert_eq!(world.number("SELECT COUNT(*) FROM read_log").await, 4_000);
    world.registry().write_read_log().await.unwrap();
    assert_eq!(world.number("SELECT COUNT(*) FROM read_log").await, 4_500);
}
both!(nothing_waits_without_bound);

/// A reading that can be neither kept nor written is not answered; what waits is not lost.
async fn what_cannot_be_noted_is_not_shown(backend: Backend) {
    let world = World::new(backend).await;
    let office = personnel(&world).await;
    let list = "{ civilServants(first: 200) { nodes { id } } }";
    let people = office.ask(list, json!({})).await.good();
    let shown = i64::try_from(nodes(&people, "civilServants.nodes").len()).unwrap();
    fill(&world, 1_999).await;
    let away = "ALTER TABLE read_log RENAME TO read_log_away";
    world.db.execute_unprepared(away).await.unwrap();
    for _ in 0..2 {
        let answer = office.ask(list, json!({})).await;
        assert_eq!(answer.status, 503, "{}", answer.raw);
        assert!(!answer.raw.contains("civilservant_"), "{}", answer.raw);
    }
    let back = "ALTER TABLE read_log_away RENAME TO read_log";
    world.db.execute_unprepared(back).await.unwrap();
    office.ask(list, json!({})).await.good();
    world.registry().write_read_log().await.unwrap();
    assert_eq!(world.number("SELECT COUNT(*) FROM read_log").await, 2_001);
    let counted = "SELECT CAST(SUM(shown_count) AS BIGINT) FROM read_log";
    assert_eq!(world.number(counted).await, shown * 2);
}
both!(what_cannot_be_noted_is_not_shown);

/// An unmasking that was answered is there after a kill; a stopped server has written everything.
async fn an_answered_unmasking_survives_a_kill(backend: Backend) {
    let place = Place::with_people(backend).await;
    let netra = place.serve().await;
    let (token, _) = sign_in(&netra, "audit.staff@bpk.demo", PASSWORD).await;
    let people = "query($n: Int!) { civilServants(first: $n) { nodes { id } } }";
    let ask = async |netra: &Running, query: &str, variables: Value| {
        netra.door.ask(Some(&token), query, variables).await.answer.good()
    };
    let id = ask(&netra, people, json!({ "n": 1 })).await.text("civilServants.nodes.0.id");
    let mut events = BTreeSet::new();
    for _ in 0..5 {
        let input = json!({ "by": { "id": id }, "fields": ["NAME"], "purpose": "DATA_ACCURACY",
            "note": "Pencocokan dengan dokumen." });
        let answer = ask(&netra, UNMASK, json!({ "i": input })).await;
        events.insert(answer.text("unmask.receipt.eventId"));
    }
    netra.end("KILL").await;
    let netra = place.serve().await;
    let found = nodes(&ask(&netra, READINGS, json!({})).await, "readings.nodes").into_iter();
    let found: BTreeSet<String> =
        found.filter_map(|it| it["eventId"].as_str().map(str::to_owned)).collect();
    assert_eq!(found, events);
    // An orderly end writes what waits, and closes the minute.
    ask(&netra, people, json!({ "n": 9 })).await;
    netra.end("TERM").await;
    let db = sea_orm::Database::connect(place.setting("NETRA_DATABASE__URL")).await.unwrap();
    let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM read_log r JOIN read_log_minute m ON \
        m.server = r.server AND m.minute = r.minute WHERE r.shown_count = 9 AND m.is_complete";
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 1);
}
both!(an_answered_unmasking_survives_a_kill);
