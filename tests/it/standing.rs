//! What servers remember between requests is never older than what the database says: an act at one
//! server holds at every other one with the next request.

use std::sync::Arc;

use netra_domain::policy::{Actor, Standing, of};
use netra_entity::code::{Function, Grade};
use netra_entity::institution;
use netra_registry::Registry;
use netra_registry::office::session::Claimed;
use serde_json::json;
use uuid::Uuid;

use crate::acts::{CITY, rows};
use crate::database::{Backend, both};
use crate::sequencing::second_server;
use crate::succession::desk::register;
use crate::world::World;

/// The servers over the world's database: its own, and another one where a second may be.
async fn servers(world: &World, backend: Backend) -> Vec<Registry> {
    let own = world.registry().clone();
    match backend {
        Backend::Postgres => vec![own, second_server(world).await],
        Backend::Sqlite => vec![own],
    }
}

/// A session in a seat of the city.
async fn session(world: &World, grade: Grade) -> Claimed {
    let seat = world.seat(Function::Employer, grade, Some(CITY));
    let door = Actor::new(Standing::Public).permit().unwrap();
    let opened = world.registry().open_session(&door, seat.user_id, seat.seat_id, None);
    Claimed::first_of(&opened.await.unwrap())
}

async fn actor(registry: &Registry, claimed: Claimed) -> Option<Arc<Actor>> {
    registry.actor(claimed).await.unwrap()
}

async fn a_seat_ends_at_every_server_at_once(backend: Backend) {
    let world = World::new(backend).await;
    let servers = servers(&world, backend).await;
    let claimed = session(&world, Grade::Staff).await;
    for registry in &servers {
        let first = actor(registry, claimed).await.unwrap();
        // Now from what was remembered.
        let again = actor(registry, claimed).await.unwrap();
        assert_eq!(first.standing(), again.standing());
    }
    let staff = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let own = staff.ask("{ viewer { seat { id } } }", json!({})).await.good();
    let end = "mutation($i: ID!) { endSeat(input: {id: $i, reason: \"Pindah tugas.\"}) \
        { seat { validTo } } }";
    let admin = world.office(Function::Employer, Grade::Admin, Some(CITY)).await;
    admin.ask(end, json!({ "i": own.text("viewer.seat.id") })).await.good();
    for registry in &servers {
        assert!(actor(registry, claimed).await.is_none());
    }
}
both!(a_seat_ends_at_every_server_at_once);

async fn an_institution_is_known_at_every_server_at_once(backend: Backend) {
    let world = World::new(backend).await;
    let servers = servers(&world, backend).await;
    let claimed = session(&world, Grade::Staff).await;
    for registry in &servers {
        let own = actor(registry, claimed).await.unwrap().seat().unwrap().institution_id;
        assert_eq!(code_of(registry, claimed, own).await.as_deref(), Some(CITY));
    }
    register(&world, "PENERUS_UJI").await;
    let sql = "SELECT id FROM institution WHERE code = 'PENERUS_UJI'";
    let id: Uuid = rows(&world, sql, Vec::new()).await[0].try_get("", "id").unwrap();
    for registry in &servers {
        assert_eq!(code_of(registry, claimed, id).await.as_deref(), Some("PENERUS_UJI"));
    }
}
both!(an_institution_is_known_at_every_server_at_once);

/// The code of an institution, as a request reads it that is admitted now.
async fn code_of(registry: &Registry, claimed: Claimed, id: Uuid) -> Option<String> {
    let admitted = actor(registry, claimed).await.unwrap();
    let permit = admitted.permit::<of::ReadReference>().unwrap();
    let found = registry.by_ids::<institution::Entity, _>(&permit, &[id]).await.unwrap();
    found.into_iter().map(|row| row.code).next()
}
