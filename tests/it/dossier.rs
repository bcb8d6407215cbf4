//! A person asked for with numbers, employments and signatures is read at once, and says the same as
//! where each part is read by itself, which a fragment makes it do.

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::acts::{
    CITY, MINISTRY, PROVINCE, account, employ, employer, non_signers_of, people_of, personnel,
    renumber, sign, signers_of,
};
use crate::database::{Backend, both};
use crate::world::{Client, World};

const PARTS: [&str; 4] = [
    "serviceNumbers { id kind numberMasked validFrom validTo }",
    "employments { id validFrom validTo positionClass institution { code } }",
    "employment { id institution { code } }",
    "pactSignatures { id method state signedOn signedAt }",
];

async fn ask(client: &Client<'_>, number: &str, fields: &str) -> (String, Value) {
    let query = format!(
        "query($n: String!) {{ civilServant(by: {{serviceNumber: $n}}) {{ id name {fields} }} }}"
    );
    let answer = client.ask(&query, json!({ "n": number })).await.good();
    let value = answer.at("civilServant");
    (answer.raw, value)
}

fn length(person: &Value, part: &str) -> usize {
    person[part].as_array().unwrap().len()
}

async fn all_parts_together_say_what_each_says_alone(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let signers = signers_of(&world, CITY).await;
    let moved = signers.into_iter().find(|it| it.kind == "PPPK").unwrap();
    let ministry = world.institution(MINISTRY).await;
    employ(&bkn, &moved, &ministry, "2026-11-19").await.good();
    let new_number = "199001012024211001";
    renumber(&bkn, &moved.number, new_number, None, "2026-11-01").await.good();
    let own = account(&world, &moved).await;
    sign(&world, &own).await.good();
    let idle = non_signers_of(&world, CITY).await.remove(0);
    let readers = [
        bkn.clone(),
        employer(&world, CITY).await,
        employer(&world, MINISTRY).await,
        world.office(Function::Audit, Grade::Staff, None).await,
        own,
        account(&world, &idle).await,
    ];
    let mut told = 0;
    for reader in &readers {
        for number in [new_number, &moved.number, &idle.number] {
            let query = "query($n: String!) { civilServant(by: {serviceNumber: $n}) { id } }";
            if reader.ask(query, json!({ "n": number })).await.at("civilServant").is_null() {
                continue;
            }
            let together = PARTS.join(" ");
            let apart: String =
                PARTS.iter().map(|part| format!("... on CivilServant {{ {part} }} ")).collect();
            assert_eq!(ask(reader, number, &together).await.0, ask(reader, number, &apart).await.0);
            for part in PARTS {
                let apart = format!("... on CivilServant {{ {part} }}");
                assert_eq!(ask(reader, number, part).await.0, ask(reader, number, &apart).await.0);
            }
            told += 1;
        }
    }
    assert!(told >= 9, "{told}");
    let (_, person) = ask(&bkn, new_number, &PARTS.join(" ")).await;
    let parts = ["serviceNumbers", "employments", "pactSignatures"];
    assert_eq!(parts.map(|part| length(&person, part)), [2, 2, 2], "{person}");
    let (_, person) = ask(&readers[2], new_number, &PARTS.join(" ")).await;
    assert_eq!(parts.map(|part| length(&person, part)), [2, 1, 1], "{person}");
    let (_, person) = ask(&bkn, &idle.number, &PARTS.join(" ")).await;
    assert_eq!(parts.map(|part| length(&person, part)), [1, 1, 0], "{person}");
}
both!(all_parts_together_say_what_each_says_alone);

async fn parts_cost_no_statement_more_than_the_person(backend: Backend) {
    let world = World::new(backend).await;
    let bkn = personnel(&world).await;
    let person = people_of(&world, PROVINCE).await.remove(0);
    let mut costs = Vec::new();
    for fields in ["", &PARTS.join(" "), &format!("... on CivilServant {{ {} }}", PARTS[0])] {
        ask(&bkn, &person.number, fields).await;
        let before = world.registry().database().reads();
        ask(&bkn, &person.number, fields).await;
        costs.push(world.registry().database().reads() - before);
    }
    assert_eq!(costs[0], costs[1], "{costs:?}");
    assert_eq!(costs[0] + 1, costs[2], "{costs:?}");
}
both!(parts_cost_no_statement_more_than_the_person);
