//! The phase of a contest on a day, in the time zone of its region.

use netra_entity::code::Grade;
use serde_json::{Value, json};

use super::{MAYOR, candidates, contestants};
use crate::acts::rows;
use crate::contest::{contest, kpu};
use crate::database::{Backend, both};
use crate::shared::readers;
use crate::world::{Client, World};

const PHASE: &str = "query($c: ID!, $on: Date, $at: DateTime, $who: ID, $person: ID) { \
    contest(id: $c) { phase(on: $on, at: $at, contestant: $who, candidate: $person) { code day \
    timeZone round isDetermined determinedOn determinedBy running { phase source isOwn } \
    contestant { id } } } }";

async fn phase(client: &Client<'_>, contest: &str, more: Value) -> Value {
    let mut asked = json!({ "c": contest });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.ask(PHASE, asked).await.good().at("contest.phase")
}

/// The same instant lies on different days in the three zones.
async fn a_day_is_that_of_the_region(backend: Backend) {
    let world = World::new(backend).await;
    let mayor = contest(&world, MAYOR).await;
    for (region, zone, last_of_before, first_of_after) in [
        ("34.71", "Asia/Jakarta", "2024-11-23T16:59:59.999Z", "2024-11-23T17:00:00Z"),
        ("51.71", "Asia/Makassar", "2024-11-23T15:59:59.999Z", "2024-11-23T16:00:00Z"),
        ("91.71", "Asia/Jayapura", "2024-11-23T14:59:59.999Z", "2024-11-23T15:00:00Z"),
    ] {
        let sql = "UPDATE contest SET region_code = $1 WHERE code = $2";
        rows(&world, sql, vec![region.into(), MAYOR.into()]).await;
        let public = world.public();
        let campaign = phase(&public, &mayor, json!({ "at": last_of_before })).await;
        assert_eq!(campaign["code"], "CAMPAIGN", "{region}");
        assert_eq!((&campaign["day"], &campaign["timeZone"]), (&json!("2024-11-23"), &json!(zone)));
        let quiet = phase(&public, &mayor, json!({ "at": first_of_after })).await;
        assert_eq!(quiet["code"], "QUIET_PERIOD", "{region}");
        assert_eq!(quiet["day"], "2024-11-24");
    }
}
both!(a_day_is_that_of_the_region);

async fn a_phase_returns_what_it_rests_on(backend: Backend) {
    let world = World::shared(backend).await;
    let mayor = contest(world, MAYOR).await;
    let public = world.public();
    let city = kpu(world, "KPU_34.71", Grade::Staff).await;
    let all = contestants(&city, &mayor).await;
    let of = |state: &str| all.iter().find(|it| it.1 == state).unwrap().0.clone();
    let (determined, late) = (of("DETERMINED"), of("PROSPECTIVE"));

    let campaign = phase(&public, &mayor, json!({ "on": "2024-11-12" })).await;
    assert_eq!(campaign["determinedOn"], "2024-09-22");
    assert_eq!(campaign["determinedBy"], "CONTEST");
    let running: Vec<_> = campaign["running"].as_array().unwrap().iter().collect();
    assert_eq!(running.len(), 2, "{campaign}");
    assert_eq!(running[0]["source"], "PKPU 2/2024, via press");

    for (on, code) in [
        ("2024-09-21", "BEFORE_DETERMINATION"),
        ("2024-09-22", "AFTER_DETERMINATION"),
        ("2024-11-27", "VOTING"),
        ("2026-11-20", "AFTER_VOTING"),
    ] {
        let own = phase(&public, &mayor, json!({ "on": on, "who": determined })).await;
        assert_eq!((&own["code"], &own["determinedBy"]), (&json!(code), &json!("OWN")));
        assert_eq!(own["contestant"]["id"], determined.as_str());
    }
    // Who is not determined is a prospective candidate even in the campaign of the others.
    let prospective = phase(&city, &mayor, json!({ "on": "2024-10-01", "who": late })).await;
    assert_eq!(prospective["code"], "BEFORE_DETERMINATION");
    assert_eq!(prospective["isDetermined"], false);
    let person = &candidates(&public, &determined).await[0][0];
    let own = phase(&public, &mayor, json!({ "on": "2024-10-01", "person": person })).await;
    assert_eq!(own["code"], "CAMPAIGN");

    let hidden = json!({ "c": mayor, "who": late });
    public.ask(PHASE, hidden).await.refused("NOT_FOUND");
    let other = contest(world, "PEMILU_2024/DPR").await;
    let elsewhere = json!({ "c": other, "who": determined });
    public.ask(PHASE, elsewhere).await.refused("NOT_FOUND");
    let both = json!({ "c": mayor, "on": "2024-10-01", "at": "2024-10-01T00:00:00Z" });
    assert_eq!(public.ask(PHASE, both).await.refused("INVALID_INPUT").rule(), "DAY_OR_INSTANT");
}
readers!(a_phase_returns_what_it_rests_on);
