//! Reads that are gathered over requests: each request is answered for its own key as it is.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::{join_all, maybe_done};
use futures_util::poll;
use netra_domain::policy::{Actor, Standing};
use netra_entity::code::{Function, Grade};
use netra_registry::elections::campaign_account::Query;
use netra_registry::office::session::Claimed;
use serde_json::json;
use tokio::time::timeout;

use crate::acts::{CITY, rows};
use crate::database::{Backend, both};
use crate::world::World;

/// Sessions in three seats of the city; that of the last is ended.
async fn sessions(world: &World) -> Vec<Claimed> {
    let door = Actor::new(Standing::Public).permit().unwrap();
    let mut sessions = Vec::new();
    for grade in [Grade::Staff, Grade::Admin, Grade::Approver] {
        let seat = world.seat(Function::Employer, grade, Some(CITY));
        let opened = world.registry().open_session(&door, seat.user_id, seat.seat_id, None);
        sessions.push(Claimed::first_of(&opened.await.unwrap()));
    }
    let registry = world.registry();
    for claimed in &sessions {
        assert!(registry.actor(*claimed).await.unwrap().is_some());
    }
    let last = registry.actor(*sessions.last().unwrap()).await.unwrap().unwrap();
    registry.sign_out(&last.permit().unwrap()).await.unwrap();
    sessions
}

async fn of_many_at_once_each_gets_its_own(backend: Backend) {
    let world = World::new(backend).await;
    let (registry, sessions) = (world.registry(), sessions(&world).await);
    let asking: Vec<Claimed> = sessions.iter().copied().cycle().take(200).collect();
    let found = join_all(asking.iter().map(|claimed| registry.actor(*claimed))).await;
    let ended = sessions.last().unwrap().session_id;
    for (claimed, actor) in asking.iter().zip(found) {
        let actor = actor.unwrap();
        assert_eq!(actor.is_none(), claimed.session_id == ended);
        if let Some(actor) = actor {
            assert_eq!(actor.session_id(), Some(claimed.session_id));
            assert_eq!(actor.user_id(), Some(claimed.user_id));
        }
    }
}
both!(of_many_at_once_each_gets_its_own);

/// Connections that are kept between statements stand in nobody's way.
async fn after_many_reads_at_once_the_database_answers(backend: Backend) {
    let world = World::new(backend).await;
    let registry = world.registry();
    let cycle = json!({ "c": "PILKADA_2024" });
    let query = "query($c: String!) { cycle(code: $c) { elections { code } } }";
    let reader = world.public();
    for _ in 0..3 {
        let asked = join_all((0..64).map(|_| reader.ask(query, cycle.clone()))).await;
        assert!(asked.into_iter().all(|answer| answer.status == 200));
        for _ in 0..20 {
            registry.database().ping().await.unwrap();
        }
    }
    let database = registry.database().clone();
    timeout(Duration::from_secs(30), database.close()).await.unwrap().unwrap();
    assert!(registry.database().ping().await.is_err());
}
both!(after_many_reads_at_once_the_database_answers);

/// Whoever reads for the others may be given up at any moment, and so may whoever comes next.
async fn who_is_given_up_leaves_nobody_waiting(backend: Backend) {
    let world = World::new(backend).await;
    let (registry, sessions) = (world.registry(), sessions(&world).await);
    for given_up in 1..12 {
        let request = || Box::pin(maybe_done(registry.actor(sessions[0])));
        let mut asking: Vec<_> = (0..12).map(|_| request()).collect();
        for request in &mut asking {
            // It stands at the door now, or has passed already.
            let _begun = poll!(request.as_mut());
        }
        let mut kept = asking.split_off(given_up);
        drop(asking);
        timeout(Duration::from_secs(30), join_all(kept.iter_mut())).await.unwrap();
        for request in &mut kept {
            assert!(request.as_mut().take_output().unwrap().unwrap().is_some());
        }
    }
}
both!(who_is_given_up_leaves_nobody_waiting);

async fn look_ups_at_once_say_what_each_says_alone(backend: Backend) {
    let world = World::new(backend).await;
    let registry = world.registry();
    let office = world.seat(Function::ElectionAdministration, Grade::Staff, None);
    let door = Actor::new(Standing::Public).permit().unwrap();
    let session = registry.open_session(&door, office.user_id, office.seat_id, None).await.unwrap();
    let office = registry.actor(Claimed::first_of(&session)).await.unwrap().unwrap();
    let sql = "SELECT DISTINCT key FROM campaign_account_name ORDER BY key";
    let mut keys: Vec<String> = rows(&world, sql, Vec::new())
        .await
        .iter()
        .map(|row| row.try_get("", "key").unwrap())
        .collect();
    assert!(keys.len() > 3, "{keys:?}");
    keys.push("https://x.com/bukan_akun_kampanye".to_owned());
    let permits = [office.permit().unwrap(), Actor::new(Standing::Public).permit().unwrap()];
    let each = keys.iter().flat_map(|key| permits.iter().map(move |it| (it, key)));
    let asking: Vec<_> = std::iter::repeat_n(each, 10).flatten().collect();
    let ask = async |(permit, key): (&_, &String)| {
        format!("{:?}", registry.look_up_account(permit, Query::Url(key)).await.unwrap())
    };
    let mut alone = Vec::new();
    for asked in &asking {
        alone.push(ask(*asked).await);
    }
    // Not everybody sees an account that waits to be entered.
    assert!(alone.iter().collect::<BTreeSet<_>>().len() > keys.len());
    let together = join_all(asking.iter().map(|asked| ask(*asked))).await;
    assert_eq!(together, alone);
}
both!(look_ups_at_once_say_what_each_says_alone);
