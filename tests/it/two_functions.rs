//! Institutions that hold two functions: what one function may do, its institution may not do under
//! the other.

use std::collections::BTreeMap;

use netra_entity::code::{Appointment, ApprovalState, Function, Grade};
use netra_entity::{Date, seat};
use netra_registry::intake::founding::DemoSeat;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use uuid::Uuid;

use crate::acts::rows;
use crate::database::{Backend, both};
use crate::oracle::ask::Asked;
use crate::oracle::{GIVEN, is_given};
use crate::world::{World, beginning};

/// What each institution holds today, where it is more than one function.
async fn holders(world: &World) -> Vec<(Uuid, String, Vec<Function>)> {
    let sql = "SELECT i.id, i.code, f.function FROM institution_function f \
        JOIN institution i ON i.id = f.institution_id WHERE f.superseded_by IS NULL \
        AND f.state = 'APPROVED' AND f.valid_to IS NULL ORDER BY i.code, f.function";
    let mut held: BTreeMap<String, (Uuid, Vec<Function>)> = BTreeMap::new();
    for row in rows(world, sql, vec![]).await {
        let (id, code) = (row.try_get("", "id").unwrap(), row.try_get("", "code").unwrap());
        let function: String = row.try_get("", "function").unwrap();
        let entry = held.entry(code).or_insert((id, Vec::new()));
        entry.1.push(*Function::ALL.iter().find(|it| it.code() == function).unwrap());
    }
    held.into_iter()
        .filter(|(_, (_, functions))| functions.len() > 1)
        .map(|(code, (id, functions))| (id, code, functions))
        .collect()
}

/// A seat of any function, held by an account of the demonstration.
async fn seated(
    world: &World,
    (institution_id, code): (Uuid, &str),
    function: Function,
    grade: Grade,
) -> DemoSeat {
    let holder = world.seat(Function::Audit, Grade::Staff, None);
    let seat_id = netra_registry::ledger::ids::random();
    let row = seat::ActiveModel {
        id: Set(seat_id),
        user_id: Set(holder.user_id),
        institution_id: Set(institution_id),
        function: Set(function),
        grade: Set(grade),
        official_position: Set("Analis".to_owned()),
        appointment: Set(Appointment::Definitive),
        valid_from: Set(Date(beginning().date_naive())),
        valid_to: Set(None),
        state: Set(ApprovalState::Approved),
        prepared_by: Set(None),
        approved_by: Set(None),
        end_reason: Set(None),
        rev: Set(1),
    };
    seat::Entity::insert(row).exec_without_returning(&world.db).await.unwrap();
    DemoSeat {
        institution_code: code.to_owned(),
        function: Some(function),
        grade: Some(grade),
        login: format!("{function} {grade} of {code}"),
        user_id: holder.user_id,
        seat_id: Some(seat_id),
    }
}

async fn an_act_of_one_function_is_closed_under_the_other(backend: Backend) {
    let world = World::new(backend).await;
    let asked = Asked::of(&world).await;
    let holders = holders(&world).await;
    assert!(holders.len() >= 8, "{holders:?}");
    let mut seats = Vec::new();
    for (id, code, functions) in &holders {
        for function in functions {
            for grade in [Grade::Staff, Grade::Approver, Grade::Admin] {
                seats.push(seated(&world, (*id, code), *function, grade).await);
            }
        }
    }
    let before = world.footprint().await;
    let (mut open, mut tried) = (Vec::new(), 0);
    for seat in &seats {
        let client = world.client_of(seat).await;
        let of_others = |given| {
            let others = seats.iter().filter(|it| it.institution_code == seat.institution_code);
            !is_given(given, Some(seat)) && others.clone().any(|it| is_given(given, Some(it)))
        };
        for (act, _, basis) in GIVEN.iter().filter(|row| of_others(row.1)) {
            let explain = "query($a: String!) { explainAccess(act: $a) { isAllowed } }";
            let answer = client.ask(explain, json!({ "a": act })).await.good();
            if answer.at("explainAccess.isAllowed") != false {
                open.push(format!("{act} is open to {}, against {basis}", seat.login));
            }
            for request in asked.requests_of(act) {
                let (query, variables) = asked.request(request);
                let answer = client.ask(&query, variables).await;
                tried += 1;
                if answer.code() != "FORBIDDEN" {
                    open.push(format!(
                        "{request} by {}, against {basis}: {}",
                        seat.login, answer.raw
                    ));
                }
            }
        }
    }
    assert!(open.is_empty(), "{}", open.join("\n"));
    assert!(tried > 300, "{tried} requests");
    assert_eq!(world.footprint().await, before, "a refusal leaves nothing behind");
}
both!(an_act_of_one_function_is_closed_under_the_other);

/// The ministry also employs people, and as their employer has texts of its own at most.
async fn the_ministry_as_an_employer_withdraws_no_national_text(backend: Backend) {
    let world = World::new(backend).await;
    let holders = holders(&world).await;
    let (id, code, _) = holders.iter().find(|it| it.1 == "PANRB").unwrap();
    let employer = seated(&world, (*id, code), Function::Employer, Grade::Approver).await;
    let employer = world.client_of(&employer).await;
    let withdraw = "mutation($i: WithdrawPactTextInput!) { withdrawPactText(input: $i) { \
        pactText { withdrawnAt } } }";
    let input = json!({ "i": { "id": world.pact_text(), "reason": "Ditarik tanpa kewenangan." } });
    let before = world.footprint().await;
    employer.ask(withdraw, input.clone()).await.refused("FORBIDDEN");
    assert_eq!(world.footprint().await, before);
    let policy = world.office(Function::CivilServicePolicy, Grade::Approver, None).await;
    policy.ask(withdraw, input).await.good();
}
both!(the_ministry_as_an_employer_withdraws_no_national_text);
