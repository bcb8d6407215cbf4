//! Questions that were answered wrongly: by a code that there is not, about a record that came with
//! many others, while the database may not be written.

use netra_entity::code::{Function, Grade};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::acts::{CITY, people_of, sign};
use crate::database::{Backend, both};
use crate::world::World;

/// An empty answer to a misspelt filter would look like a true one.
async fn a_filter_by_what_there_is_not_is_an_error(backend: Backend) {
    let world = World::new(backend).await;
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    for (query, path) in [
        ("{ events(filter: {act: \"SIGN_PAKT\"}) { nodes { id } } }", "filter.act"),
        ("{ readings(filter: {purpose: \"INGIN_TAHU\"}) { nodes { id } } }", "filter.purpose"),
        (
            "{ campaignAccounts(filter: {platform: \"FRIENDSTER\"}) { nodes { id } } }",
            "filter.platform",
        ),
    ] {
        let refused = audit.ask(query, json!({})).await.refused("INVALID_INPUT");
        assert_eq!(
            (refused.rule().as_str(), refused.error("inputPath").as_str()),
            ("CODE_UNKNOWN", path)
        );
    }
    for query in [
        "{ events(filter: {act: \"SIGN_PACT\"}) { nodes { id } } }",
        "{ readings(filter: {purpose: \"AUDIT_EXAMINATION\"}) { nodes { id } } }",
        "{ campaignAccounts(filter: {platform: \"X\"}) { nodes { id } } }",
    ] {
        audit.ask(query, json!({})).await.good();
    }
}
both!(a_filter_by_what_there_is_not_is_an_error);

/// People come by thousands in one event, which names none of them itself.
async fn a_record_that_came_with_many_finds_its_event(backend: Backend) {
    let world = World::new(backend).await;
    let person = people_of(&world, CITY).await.remove(0);
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let events = "query($i: ID!) { events(filter: {subject: $i}) { totalCount { value } nodes { act \
        recordCount } } }";
    let found = audit.ask(events, json!({ "i": person.global_id() })).await.good();
    assert_eq!(found.text("events.nodes.0.act"), "REGISTER_CIVIL_SERVANTS");
    assert!(found.number("events.nodes.0.recordCount") > 100, "{}", found.raw);
    let absent =
        netra_api::graphql::show(netra_api::graphql::Kind::CivilServant, uuid::Uuid::nil());
    let none = audit.ask(events, json!({ "i": absent.0 })).await.good();
    assert_eq!(none.number("events.totalCount.value"), 0);
}
both!(a_record_that_came_with_many_finds_its_event);

/// A standby, or a disk that the operator has closed: the caller may try again.
#[tokio::test]
async fn a_read_only_database_is_unavailable_and_no_fault() {
    let world = World::new(Backend::Postgres).await;
    let signer = world.civil_servant(CITY).await;
    let before = world.footprint().await;
    let name = "SELECT current_database()::text";
    let row = crate::acts::rows(&world, name, vec![]).await;
    let name: String = row[0].try_get_by_index(0).unwrap();
    let set =
        |to: &str| format!("ALTER DATABASE \"{name}\" SET default_transaction_read_only = {to}");
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    world.db.execute_unprepared(&set("on")).await.unwrap();
    world.db.execute_unprepared(others).await.unwrap();
    // Whatever still held a connection that has ended is told so; then they are new.
    for _ in 0..20 {
        world.public().ask("{ cycles { nodes { code } } }", json!({})).await;
    }
    sign(&world, &signer).await.refused("UNAVAILABLE");
    // This connection may be a new one as well.
    let off = format!("BEGIN READ WRITE; {}; COMMIT", set("off"));
    world.db.execute_unprepared(&off).await.unwrap();
    assert_eq!(world.footprint().await, before);
}
