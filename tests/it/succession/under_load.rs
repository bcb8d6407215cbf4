//! A function moves while the old office works: from one point of the order on, nothing of it
//! follows, the new office sees everything, and coverage adds up at every point.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use netra_domain::policy::{Actor, Standing, of};
use netra_entity::code::{Function, Grade};
use netra_registry::office::organisational_unit::RegisterOrganisationalUnitInput;
use netra_registry::office::session::Claimed;
use netra_registry::{ActRequest, Error};
use serde_json::{Value, json};
use tokio::sync::Barrier;

use super::desk::{Desk, employer_passes, in_seat_of, register, sums_at};
use super::{CITY, NEW_CITY};
use crate::acts::{account, non_signers_of, rows, sign};
use crate::coverage::last_index;
use crate::database::{Backend, both};
use crate::world::World;

const WRITERS: usize = 3;
const READERS: usize = 3;
/// What each of them sends after it knows of the approval.
const AFTER: usize = 4;

const WRITE: &str = "mutation($n: String!) { resetCredential(input: {serviceNumber: $n}) { \
    receipt { eventId } } }";
const PEOPLE: &str = "{ civilServants(first: 200) { totalCount { value } nodes { id } } }";
const UNITS: &str = "query($c: String!) { institution(by: {code: $c}) { units(first: 200) { \
    nodes { code } } } }";

#[derive(Default)]
struct Seen {
    good_before: AtomicU64,
    refused_before: AtomicU64,
    refused_after: AtomicU64,
}

async fn the_old_office_ends_at_one_point_and_the_new_one_sees_everything(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], "2026-11-20").await;
    let id = desk.prepare(input).await.good().text("prepareSuccession.succession.id");
    let old_approver = world.office(Function::Employer, Grade::Approver, Some(CITY)).await;
    let people = old_approver.ask(PEOPLE, json!({})).await.good();
    world.sequence().await;
    let (cycle, start) = (world.cycle().await, last_index(&world).await);
    let before = sums_at(&world, &cycle, CITY, "2026-11-20", start).await;
    let eve = sums_at(&world, &cycle, CITY, "2026-11-19", start).await;
    let signers = non_signers_of(&world, CITY).await;
    assert!(signers.len() >= 2);

    let approved = AtomicBool::new(false);
    let seen = Seen::default();
    let under_way = Arc::new(Barrier::new(WRITERS + READERS + 1));
    let worker = async |number: usize| {
        let client = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
        let (mut sent, mut last) = (0, 0);
        while last < AFTER {
            let known = approved.load(Ordering::SeqCst);
            let answer = if number < WRITERS {
                client.ask(WRITE, json!({ "n": world.demo.non_signer_number })).await
            } else {
                client.ask(PEOPLE, json!({})).await
            };
            let code = answer.code();
            match (known, code.as_str()) {
                (false, "") => seen.good_before.fetch_add(1, Ordering::SeqCst),
                // Established before, and refused inside the act; or refused at the door.
                (false, "FORBIDDEN" | "UNAUTHENTICATED") => {
                    seen.refused_before.fetch_add(1, Ordering::SeqCst)
                }
                (true, "UNAUTHENTICATED") => {
                    last += 1;
                    seen.refused_after.fetch_add(1, Ordering::SeqCst)
                }
                _ => panic!("known: {known}, {}", answer.raw),
            };
            sent += 1;
            if sent == 2 {
                under_way.wait().await;
            }
        }
    };
    let preview = desk.preview(&id).await.good();
    let approve = async || {
        under_way.wait().await;
        let answer = desk.approve(&id, &preview).await.good();
        approved.store(true, Ordering::SeqCst);
        answer.text("approveSuccession.receipt.eventId")
    };
    // People sign meanwhile, under whichever employer they have.
    let signing = async || {
        for person in &signers[..2] {
            let client = account(&world, person).await;
            sign(&world, &client).await.good();
        }
    };
    let workers = futures_util::future::join_all((0..WRITERS + READERS).map(worker));
    let (_, event, ()) = tokio::join!(workers, approve(), signing());
    assert!(seen.good_before.load(Ordering::SeqCst) >= 2 * (WRITERS + READERS) as u64);
    let after = (WRITERS + READERS) * AFTER;
    assert_eq!(seen.refused_after.load(Ordering::SeqCst), after as u64);

    assert_eq!(world.registry().effect_successions().await.unwrap(), 1);
    world.sequence().await;

    // In the order: nothing of the old office follows the approval.
    let (_, event) = netra_api::graphql::parse(&event.into()).unwrap();
    let index = "SELECT idx FROM event_order WHERE event_id = $1";
    let point: i64 = rows(&world, index, vec![event.into()]).await[0].try_get("", "idx").unwrap();
    let acts = "SELECT o.idx FROM event e JOIN event_order o ON o.event_id = e.id \
        JOIN institution i ON i.id = e.institution_id WHERE i.code = $1 AND o.idx > $2 \
        ORDER BY o.idx";
    let acts = rows(&world, acts, vec![CITY.into(), start.into()]).await;
    let acts: Vec<i64> = acts.iter().map(|it| it.try_get("", "idx").unwrap()).collect();
    assert!(!acts.is_empty());
    assert!(acts.iter().all(|it| *it < point), "{acts:?} before {point}");

    // The new office sees everybody, and every unit that was registered until then.
    let new = in_seat_of(&world, NEW_CITY, Function::Employer, Grade::Approver).await;
    let all = |answer: &crate::world::Answer| -> BTreeSet<String> {
        let nodes = answer.at("civilServants.nodes");
        nodes.as_array().unwrap().iter().map(|it| it["id"].to_string()).collect()
    };
    assert_eq!(all(&new.ask(PEOPLE, json!({})).await.good()), all(&people));
    let units = async |code: &str| -> BTreeSet<String> {
        let answer = world.public().ask(UNITS, json!({ "c": code })).await.good();
        let nodes = answer.at("institution.units.nodes");
        let code = |it: &Value| it["code"].as_str().unwrap().to_owned();
        nodes.as_array().unwrap().iter().map(code).collect()
    };
    assert_eq!(units(CITY).await, units(NEW_CITY).await);

    // Coverage adds up at every point of the order, on the day and around it.
    let end = last_index(&world).await;
    let mut signed = before.1;
    for known in start..=end {
        let old = sums_at(&world, &cycle, CITY, "2026-11-20", known).await;
        let new = sums_at(&world, &cycle, NEW_CITY, "2026-11-20", known).await;
        assert_eq!(old.0 + new.0, before.0, "active as of {known}");
        assert!(old.1 + new.1 >= signed, "signed as of {known}");
        signed = old.1 + new.1;
        let then = sums_at(&world, &cycle, CITY, "2026-11-19", known).await;
        assert_eq!(then, eve, "the day before, as of {known}");
    }
    assert_eq!(signed, before.1 + 2);
    assert_eq!(sums_at(&world, &cycle, CITY, "2026-11-20", end).await, (0, 0));
    assert_eq!(
        sums_at(&world, &cycle, NEW_CITY, "2026-11-20", end).await,
        (before.0, before.1 + 2)
    );
}
both!(the_old_office_ends_at_one_point_and_the_new_one_sees_everything);

/// Whoever was let in before the approval is refused inside the act.
async fn an_act_of_the_old_office_is_not_committed_after_the_approval(backend: Backend) {
    let world = World::new(backend).await;
    let desk = Desk::of(&world).await;
    register(&world, NEW_CITY).await;
    let registry = world.registry();
    let seat = world.seat(Function::Employer, Grade::Staff, Some(CITY));
    let (user_id, seat_id) = (seat.user_id, seat.seat_id);
    let door = Actor::new(Standing::Public).permit::<of::SignIn>().unwrap();
    let session = registry.open_session(&door, user_id, seat_id, None).await.unwrap();
    let claimed = Claimed { user_id, session_id: session.id, seat_id, generation: 0 };
    let actor = registry.actor(claimed).await.unwrap().unwrap();
    let permit = actor.permit::<of::RegisterOrganisationalUnit>().unwrap();
    let unit = |code: &str| RegisterOrganisationalUnitInput {
        institution: actor.seat().unwrap().institution_id.into(),
        parent_code: None,
        code: code.to_owned(),
        name: "Bagian".to_owned(),
        valid_from: registry.clock().today(),
    };
    let request = ActRequest::default();
    registry.register_organisational_unit(&permit, &request, &unit("SATU")).await.unwrap();

    let input = employer_passes(&desk, "RENAME", &[CITY], &[NEW_CITY], "2026-11-20").await;
    desk.approved(input).await;
    let before = world.footprint().await;
    let refused = registry.register_organisational_unit(&permit, &request, &unit("DUA")).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    assert_eq!(world.footprint().await, before);
}
both!(an_act_of_the_old_office_is_not_committed_after_the_approval);
