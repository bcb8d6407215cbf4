//! The job is cut off anywhere, and run twice at once: what passes is the same.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use serde_json::json;

use super::desk::{Desk, both_sums, employer_passes, register};
use super::{CITY, NEW_CITY, PROVINCE};
use crate::database::{Backend, both};
use crate::world::World;

/// Drops a future that is not done after so many polls, wherever it is then.
async fn cut_off<F: Future>(future: F, polls: u32) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

async fn a_job_that_is_cut_off_goes_on(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    world.sequence().await;
    let cycle = world.cycle().await;
    let [city, _] = both_sums(&world, &cycle, CITY, NEW_CITY, "2026-11-20").await;
    let [province, _] = both_sums(&world, &cycle, PROVINCE, NEW_CITY, "2026-11-20").await;
    let input = employer_passes(&desk, "MERGE", &[CITY, PROVINCE], &[NEW_CITY], "2026-11-20").await;
    let id = desk.prepare(input).await.good().text("prepareSuccession.succession.id");
    let preview = desk.preview(&id).await.good();
    desk.approve(&id, &preview).await.good();

    let (mut polls, mut cuts) = (5, 0);
    let completed = loop {
        match cut_off(world.registry().effect_next_chunk(), polls).await {
            None => {
                cuts += 1;
                polls += 5;
            }
            Some(done) => {
                if !done.unwrap() {
                    break desk.result(&id).await;
                }
                polls = 5;
            }
        }
    };
    // How often it is polled depends on the machine.
    assert!(cuts > 4, "{cuts}");
    for (count, moved) in completed.at("node.result").as_object().unwrap() {
        assert_eq!(*moved, preview.at(&format!("successionPreview.{count}")), "{count}");
    }
    assert!(!completed.at("node.receipt").is_null());
    world.sequence().await;
    let [_, new] = both_sums(&world, &cycle, CITY, NEW_CITY, "2026-11-20").await;
    assert_eq!(new, (city.0 + province.0, city.1 + province.1));
    let twice = "SELECT COUNT(*) FROM (SELECT continues FROM employment \
        WHERE continues IS NOT NULL AND superseded_by IS NULL GROUP BY continues \
        HAVING COUNT(*) > 1) d";
    assert_eq!(world.number(twice).await, 0);
    // Done is done.
    let before = world.footprint().await;
    assert_eq!(world.registry().effect_successions().await.unwrap(), 0);
    assert_eq!(world.footprint().await, before);
}
both!(a_job_that_is_cut_off_goes_on);

async fn two_servers_at_once_move_everything_once(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], "2026-11-20").await;
    let id = desk.prepare(input).await.good().text("prepareSuccession.succession.id");
    let preview = desk.preview(&id).await.good();
    desk.approve(&id, &preview).await.good();
    let (one, other) = (world.registry(), world.registry());
    let (one, other) = tokio::join!(one.effect_successions(), other.effect_successions());
    one.unwrap();
    other.unwrap();
    let result = desk.result(&id).await;
    for (count, moved) in result.at("node.result").as_object().unwrap() {
        assert_eq!(*moved, preview.at(&format!("successionPreview.{count}")), "{count}");
    }
    let closing = "SELECT COUNT(*) FROM succession WHERE completed_by IS NOT NULL \
        AND approved_by IS NOT NULL";
    assert_eq!(world.number(closing).await, 1);
    assert_eq!(result.at("node.state"), json!("APPROVED"));
}
both!(two_servers_at_once_move_everything_once);
