//! The oracle: who may not do what, written by hand from the law and the design, never from the
//! matrix. It fails where a row of the matrix is widened, whatever the golden files say.

pub mod ask;
mod law;
mod requests;

use netra_entity::code::Grade;
use netra_registry::intake::founding::DemoSeat;
use serde_json::json;

use crate::database::{Backend, both};
use crate::world::{Client, World};
use ask::Asked;
pub use law::GIVEN;
use law::{Given, Who, denials};

async fn client<'a>(world: &'a World, who: Who) -> Client<'a> {
    match who {
        Who::Public => world.public(),
        Who::Person(institution) => world.civil_servant(institution).await,
        Who::Office(function, grade) => world.office(function, grade, None).await,
        Who::At(institution, function, grade) => {
            world.office(function, grade, Some(institution)).await
        }
    }
}

async fn nobody_does_what_the_law_gives_to_others(backend: Backend) {
    let world = World::new(backend).await;
    let asked = Asked::of(&world).await;
    let before = world.footprint().await;
    assert!(denials().count() >= 60, "{} denials", denials().count());
    let mut given = Vec::new();
    for (who, what, code, reason) in denials() {
        let (query, variables) = asked.request(what);
        let answer = client(&world, *who).await.ask(&query, variables).await;
        let row = answer.body["data"].as_object().and_then(|data| data.values().next());
        let of_row = row.and_then(|it| it["rows"][0]["code"].as_str()).unwrap_or_default();
        if answer.code() != *code && of_row != *code {
            given.push(format!("{who:?} {what}: not {code} ({reason}) but {}", answer.raw));
        }
    }
    assert!(given.is_empty(), "{}", given.join("\n"));
    assert_eq!(world.footprint().await, before, "a refusal leaves nothing behind");
}
both!(nobody_does_what_the_law_gives_to_others);

/// Whether the list gives an act to a seat.
pub fn is_given(given: &[Given], seat: Option<&DemoSeat>) -> bool {
    given.iter().any(|given| match (given, seat) {
        (Given::Everyone, _) | (Given::SignedIn, Some(_)) => true,
        (Given::CivilServant, Some(seat)) => seat.function.is_none(),
        (Given::Admins, Some(seat)) => seat.grade == Some(Grade::Admin),
        (Given::Approvers, Some(seat)) => seat.grade == Some(Grade::Approver),
        (Given::Offices, Some(seat)) => seat.function.is_some(),
        (Given::Preparers, Some(seat)) => {
            seat.function.is_some() && seat.grade != Some(Grade::Admin)
        }
        (Given::Working(function), Some(seat)) => {
            seat.function == Some(*function) && seat.grade != Some(Grade::Admin)
        }
        (Given::Approver(function), Some(seat)) => {
            seat.function == Some(*function) && seat.grade == Some(Grade::Approver)
        }
        _ => false,
    })
}

/// Every act is closed to every office of the demonstration to which the list does not give it.
async fn every_act_is_closed_to_everybody_else(backend: Backend) {
    let world = World::new(backend).await;
    let asked = Asked::of(&world).await;
    let before = world.footprint().await;
    let acts = netra_domain::policy::Act::ALL.iter().map(|act| act.code());
    assert!(acts.eq(GIVEN.iter().map(|row| row.0)), "every act has its row, in the same order");
    let mut open = Vec::new();
    for seat in std::iter::once(None).chain(world.demo.seats.iter().map(Some)) {
        let client = match seat {
            Some(seat) => world.client_of(seat).await,
            None => world.public(),
        };
        for (act, _, basis) in GIVEN.iter().filter(|row| !is_given(row.1, seat)) {
            let login = seat.map_or("the public", |seat| seat.login.as_str());
            let explain = "query($a: String!) { explainAccess(act: $a) { isAllowed } }";
            let answer = client.ask(explain, json!({ "a": act })).await.good();
            if answer.at("explainAccess.isAllowed") != false {
                open.push(format!("{act} is open to {login}, against {basis}"));
            }
            for request in asked.requests_of(act) {
                let (query, variables) = asked.request(request);
                let answer = client.ask(&query, variables).await;
                if answer.code() != "FORBIDDEN" {
                    open.push(format!("{request} by {login}, against {basis}: {}", answer.raw));
                }
            }
        }
    }
    assert!(open.is_empty(), "{}", open.join("\n"));
    assert_eq!(world.footprint().await, before, "a refusal leaves nothing behind");
}
both!(every_act_is_closed_to_everybody_else);

/// The first table names at least one denial for every act that is not everybody's.
#[test]
fn no_act_is_without_a_denial_and_no_denial_without_a_reason() {
    for (act, given, basis) in GIVEN {
        let open = given.contains(&Given::Everyone);
        let requests = ask::requests().filter(|it| it.1 == *act).map(|it| it.0);
        let denied = requests.clone().any(|it| denials().any(|row| row.1 == it));
        assert!(open || denied || requests.count() == 0, "nobody is denied {act}");
        assert!(!basis.is_empty());
    }
    assert!(denials().all(|row| row.3.len() > 10));
    let unused = |it: &&(&str, &str, &str)| !denials().any(|row| row.1 == it.0);
    assert_eq!(ask::requests().filter(unused).map(|it| it.0).collect::<Vec<_>>(), [""; 0]);
}
