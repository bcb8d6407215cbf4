//! Coverage equals a recount, whatever came late and whatever moved.

mod frozen;
mod recount;
mod vectors;

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use netra_entity::code::{Function, Grade};
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::acts::{
    CITY, MINISTRY, PROVINCE, Person, account, employ, employ_as, employer, end_employment,
    non_signers_of, personnel, sign, sign_on_paper, signers_of, withdraw,
};
use crate::database::{Backend, both};
use crate::world::{World, beginning};
pub use recount::recount;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % end).unwrap()
    }

    fn day(&mut self, from: NaiveDate, days: u64) -> NaiveDate {
        from + TimeDelta::days(self.below(days))
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The index of the last event in the order.
pub async fn last_index(world: &World) -> i64 {
    world.number("SELECT size - 1 FROM sequencer_state").await
}

/// Late entries about the people of one institution, most of them transferred to another.
async fn late_entries(world: &World, from: &str, to: &str, dice: &mut Dice) {
    let (bkn, at_home) = (personnel(world).await, employer(world, from).await);
    let away = world.institution(to).await;
    let home = world.institution(from).await;
    let signers = signers_of(world, from).await;
    for (position, person) in signers.iter().take(12).enumerate() {
        let on = dice.day(day("2024-01-10"), 1_000).to_string();
        match position % 4 {
            0 => employ(&bkn, person, &away, &on).await.good(),
            1 => end_employment(&bkn, person, &on).await.good(),
            2 => employ_as(&bkn, person, &home, &on, "OUTSIDE_STATE_LIABILITY").await.good(),
            _ => withdraw(&at_home, person.signature.unwrap()).await.good(),
        };
        if position % 5 == 0 {
            world.sequence().await;
        }
        // Who had signed by account turns out to have signed on paper, long before.
        if position % 4 == 3 {
            let on = dice.day(day("2023-10-02"), 300).to_string();
            sign_on_paper(world, &at_home, &person.number, &on).await.good();
        }
    }
    for person in non_signers_of(world, from).await.iter().take(6) {
        let on = dice.day(day("2023-10-02"), 1_000).to_string();
        let answer = sign_on_paper(world, &at_home, &person.number, &on).await.good();
        assert_eq!(answer.text("recordPaperSignatures.rows.0.outcome"), "RECORDED");
        let later = dice.day(day("2024-01-10"), 1_200).to_string();
        employ(&bkn, person, &away, &later).await.good();
    }
    world.sequence().await;
}

/// A text that asks everybody to sign again, signed by some.
async fn a_new_text(world: &World) {
    let ministry = world.office(Function::CivilServicePolicy, Grade::Approver, None).await;
    let publish = "mutation($i: PublishPactTextInput!) { publishPactText(input: $i) { pactText { \
        id sha256 } } }";
    let input = json!({ "i": { "cycle": world.cycle().await, "title": "Pakta", "body": "Baru.",
        "supersedes": world.pact_text(), "resignRequired": true } });
    let text = ministry.ask(publish, input).await.good();
    let paper = "mutation($t: ID!, $r: [PaperSignatureInput!]!) { recordPaperSignatures(input: \
        {pactText: $t, rows: $r}) { rows { code } } }";
    let on = (beginning() + TimeDelta::days(3)).date_naive().to_string();
    let people = signers_of(world, CITY).await;
    let rows: Vec<_> = people
        .iter()
        .skip(20)
        .take(20)
        .map(|it| json!({ "serviceNumber": it.number, "signedOn": on }))
        .collect();
    let input = json!({ "t": text.text("publishPactText.pactText.id"), "r": rows });
    employer(world, CITY).await.ask(paper, input).await.good();
    world.sequence().await;
}

async fn coverage_equals_a_recount_on_any_day_as_of_any_point(backend: Backend) {
    let world = World::new(backend).await;
    let mut dice = Dice(7);
    late_entries(&world, CITY, MINISTRY, &mut dice).await;
    // The totals are carried forward over the days that have begun.
    world.set_clock(beginning() + TimeDelta::days(3));
    late_entries(&world, MINISTRY, PROVINCE, &mut dice).await;
    late_entries(&world, PROVINCE, CITY, &mut dice).await;
    a_new_text(&world).await;

    let size = u64::try_from(last_index(&world).await + 1).unwrap();
    let bkn = personnel(&world).await;
    let mut points = vec![
        (beginning().date_naive(), last_index(&world).await, CITY),
        (day("2026-11-23"), last_index(&world).await, PROVINCE),
        (day("2023-09-01"), last_index(&world).await, CITY),
        (day("2026-11-23"), 0, CITY),
    ];
    for institution in [CITY, MINISTRY, PROVINCE].into_iter().cycle().take(10) {
        points.push((dice.day(day("2023-10-01"), 1_300), dice.below(size), institution));
    }
    for (on, index, institution) in points {
        let counted = recount(&world, on, index).await;
        counted.counts_nobody_twice();
        counted.is_what_is_told(&world, &bkn, (on, index), institution).await;
    }
}
both!(coverage_equals_a_recount_on_any_day_as_of_any_point);

/// A signature found wrong and recorded again with an earlier day is one signature on every day.
async fn a_signature_replaced_by_an_earlier_one_counts_once(backend: Backend) {
    let world = World::new(backend).await;
    let (bkn, city) = (personnel(&world).await, employer(&world, CITY).await);
    let person = signers_of(&world, CITY).await.swap_remove(0);
    withdraw(&city, person.signature.unwrap()).await.good();
    let paper = sign_on_paper(&world, &city, &person.number, "2023-10-02").await.good();
    assert_eq!(paper.text("recordPaperSignatures.rows.0.outcome"), "RECORDED");
    world.sequence().await;
    let index = last_index(&world).await;
    for on in ["2023-10-01", "2023-10-02", "2024-12-31", "2026-11-19", "2026-11-20"] {
        let counted = recount(&world, day(on), index).await;
        counted.is_what_is_told(&world, &bkn, (day(on), index), CITY).await;
    }
}
both!(a_signature_replaced_by_an_earlier_one_counts_once);

/// Signs and is transferred at once, on a day that is past, present or to come.
async fn signs_while_transferred(world: &World, person: &Person, position: i64) {
    let signer = account(world, person).await;
    let bkn = personnel(world).await;
    let away = match position % 3 {
        0 => MINISTRY,
        1 => PROVINCE,
        _ => "PEMKOT_51.71",
    };
    let away = world.institution(away).await;
    let from = beginning().date_naive() + TimeDelta::days(position % 5 - 2);
    let from = from.to_string();
    let (signed, moved) = tokio::join!(sign(world, &signer), employ(&bkn, person, &away, &from));
    signed.good();
    moved.good();
}

async fn people_who_sign_while_they_are_transferred_are_counted_once(backend: Backend) {
    const PAIRS: usize = 200;
    let world = Arc::new(World::new(backend).await);
    let mut people = Vec::new();
    for institution in [CITY, "KEMENKES", "KEMENAG", "PEMPROV_35", "PEMKAB_35.06", "BPS"] {
        people.extend(non_signers_of(&world, institution).await);
    }
    people.truncate(PAIRS);
    assert_eq!(people.len(), PAIRS);
    let sequencer = tokio::spawn(world.registry().clone().run_sequencer(std::future::pending()));
    let room = Arc::new(Semaphore::new(8));
    let mut pairs = JoinSet::new();
    for (position, person) in (0..).zip(people) {
        let (world, room) = (Arc::clone(&world), Arc::clone(&room));
        pairs.spawn(async move {
            let _turn = room.acquire().await.unwrap();
            signs_while_transferred(&world, &person, position).await;
        });
    }
    while let Some(pair) = pairs.join_next().await {
        pair.unwrap();
    }
    sequencer.abort();
    let _aborted = sequencer.await;
    world.sequence().await;

    let bkn = personnel(&world).await;
    let index = last_index(&world).await;
    for days in -3..=3 {
        let on = beginning().date_naive() + TimeDelta::days(days);
        let counted = recount(&world, on, index).await;
        counted.counts_nobody_twice();
        counted.is_what_is_told(&world, &bkn, (on, index), MINISTRY).await;
    }
}
both!(people_who_sign_while_they_are_transferred_are_counted_once);
