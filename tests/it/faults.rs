//! The program itself, killed or paused where it hurts most: between the steps by which an event
//! comes into the log. Whatever was acknowledged goes on, once, and the log never forks.

use netra_registry::ledger::log::note::peek;

use crate::clerk::{Clerk, Desk};
use crate::database::{Backend, both};
use crate::ledger::Ledger;
use crate::obstacle::{Obstacle, STEPS, Step};
use crate::process::until;

/// How far events have come: committed, sequenced, signed, published.
async fn progress(clerk: &Clerk, ledger: &Ledger) -> [usize; 4] {
    let published = ledger.text("SELECT CAST(MAX(size) AS TEXT) FROM log_checkpoint").await;
    let signed = peek(&clerk.kept()).unwrap().size;
    [
        ledger.count("event").await,
        ledger.count("event_order").await,
        usize::try_from(signed).unwrap(),
        published.parse().unwrap(),
    ]
}

/// Kills a server before a step, and lets the next one go on.
async fn killed_before(step: Step, position: usize, clerk: &Clerk, backend: Backend) {
    let ledger = Ledger::of(&clerk.place, backend);
    let [before, ..] = progress(clerk, &ledger).await;
    let seen = clerk.write(&format!("{step:?}.seen"), &clerk.kept());
    let obstacle = Obstacle::before(step, &clerk.place, backend).await;
    let mut desk = clerk.serve().await;
    let acknowledged = desk.record(position).await;
    obstacle.reached(&mut desk.running).await;
    let (code, said) = desk.running.end("KILL").await;
    assert_eq!(code, None, "{said}");
    let reached = match step {
        Step::Sequencing => [before + 1, before, before, before],
        Step::Signing => [before + 1, before + 1, before, before],
        Step::Publishing => [before + 1, before + 1, before + 1, before],
    };
    assert_eq!(progress(clerk, &ledger).await, reached, "{step:?}");
    obstacle.clear_after_a_kill().await;

    clerk.settle().await;
    assert_eq!(progress(clerk, &ledger).await, [before + 1; 4], "{step:?}");
    let (_, last) = ledger.check_order().await.pop().unwrap();
    assert_eq!(last, acknowledged.event, "{step:?}");
    let desk = clerk.serve().await;
    let again = desk.record(position).await;
    assert_eq!((again.is_replay, again.event), (true, acknowledged.event));
    let proof = again.proof.unwrap();
    assert!(proof.ends_with(&clerk.kept()), "{proof}");
    desk.close().await;
    clerk.fsck(&[&seen]).await;
}

async fn a_server_killed_between_the_steps_forks_nothing_and_loses_nothing(backend: Backend) {
    let clerk = Clerk::new(backend, 4).await;
    clerk.settle().await;
    let first = clerk.write("first", &clerk.kept());
    for (position, step) in STEPS.into_iter().enumerate() {
        killed_before(step, position, &clerk, backend).await;
    }
    let desk = clerk.serve().await;
    desk.record(3).await;
    desk.close().await;
    let held: Vec<String> = STEPS.iter().map(|step| format!("{step:?}.seen")).collect();
    let held: Vec<&str> = held.iter().map(String::as_str).chain([first.as_str()]).collect();
    clerk.fsck(&held).await;
}
both!(a_server_killed_between_the_steps_forks_nothing_and_loses_nothing);

/// Waits until a record is in a published checkpoint.
async fn published(desk: &Desk<'_>, position: usize) {
    until("it is published", async || desk.record(position).await.proof.is_some()).await;
}

/// A leader is paused before a step, another server takes over, and the old leader wakes up.
async fn paused_before(step: Step) {
    let clerk = Clerk::new(Backend::Postgres, 5).await;
    let ledger = Ledger::of(&clerk.place, Backend::Postgres);
    let beside = clerk.place.beside();
    clerk.settle().await;
    let first = clerk.write("first", &clerk.kept());
    let obstacle = Obstacle::before(step, &clerk.place, Backend::Postgres).await;
    let mut old = clerk.serve().await;
    let held_up = old.record(0).await.event;
    obstacle.reached(&mut old.running).await;
    old.running.signal("STOP");
    if step == Step::Publishing {
        obstacle.cut().await;
    }
    // Before sequencing, the leader's transaction stays open with all that it has grown, until
    // PostgreSQL ends it for doing nothing.
    obstacle.clear().await;

    let new = clerk.serve_in(&beside).await;
    let during = new.record(1).await.event;
    published(&new, 1).await;
    let between = std::fs::read_to_string(beside.path("keys/log.key.checkpoint")).unwrap();
    let between = clerk.write("between", &between);
    let kept_by_the_old = clerk.write("old", &clerk.kept());

    // It wakes up in the middle of what it did.
    old.running.signal("CONT");
    for (desk, position) in [(&old, 2), (&new, 3), (&old, 4)] {
        desk.record(position).await;
    }
    published(&old, 4).await;
    published(&new, 4).await;
    assert!(old.running.lives());
    old.close().await;
    new.close().await;
    let events: Vec<String> = ledger.check_order().await.into_iter().map(|it| it.1).collect();
    for event in [&held_up, &during] {
        assert_eq!(events.iter().filter(|it| *it == event).count(), 1);
    }
    clerk.fsck(&[&first, &between, &kept_by_the_old]).await;
    assert_eq!(progress(&clerk, &ledger).await, [events.len(); 4]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leader_paused_in_the_middle_of_a_batch_is_succeeded_and_forks_nothing() {
    paused_before(Step::Sequencing).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signer_paused_before_it_publishes_is_succeeded_and_forks_nothing() {
    paused_before(Step::Publishing).await;
}
