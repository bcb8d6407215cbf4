//! Contests and who stands in them: which office writes what, and where the law departs.

mod law;

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::database::{Backend, both};
use crate::world::{Answer, Client, World};

const RECORD: &str = "mutation($i: RecordContestInput!) { recordContest(input: $i) { contest { id \
    code registrarLevel registrarRegionCode rounds { number kind } } receipt { eventId } } }";
const REGISTER: &str = "mutation($i: RegisterContestantInput!) { registerContestant(input: $i) { \
    contestant { id name state isIndependent nominatedBy { code } statuses { state validFrom ground } \
    } receipt { eventId isReplay } } }";

/// A seat of the election administration.
pub async fn kpu<'a>(world: &'a World, office: &str, grade: Grade) -> Client<'a> {
    world.office(Function::ElectionAdministration, grade, Some(office)).await
}

pub async fn election(world: &World, code: &str) -> String {
    let listed = world.public().ask("{ elections { nodes { id code } } }", json!({})).await.good();
    let nodes = listed.at("elections.nodes");
    let found = nodes.as_array().unwrap().iter().find(|it| it["code"] == code).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

pub async fn contest(world: &World, code: &str) -> String {
    let listed = "{ contests(first: 200) { nodes { id code } } }";
    let listed = world.public().ask(listed, json!({})).await.good().at("contests.nodes");
    let found = listed.as_array().unwrap().iter().find(|it| it["code"] == code).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

pub async fn party(world: &World, code: &str) -> String {
    let listed = "{ parties(first: 200) { nodes { id code } } }";
    let listed = world.public().ask(listed, json!({})).await.good().at("parties.nodes");
    let found = listed.as_array().unwrap().iter().find(|it| it["code"] == code).unwrap();
    found["id"].as_str().unwrap().to_owned()
}

async fn record(
    world: &World,
    office: &Client<'_>,
    of: &str,
    kind: &str,
    region: Option<&str>,
) -> Answer {
    let election = election(world, of).await;
    let input = json!({
        "election": election, "contestType": kind, "regionCode": region, "source": "uji",
    });
    office.ask(RECORD, json!({ "i": input })).await
}

pub async fn register(office: &Client<'_>, contest: &str, more: Value) -> Answer {
    let mut input = json!({ "contest": contest, "source": "uji", "isInvented": true });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    office.ask(REGISTER, json!({ "i": input })).await
}

/// The three refusals: another level, another region, another function.
async fn only_the_registrar_of_a_contest_writes(backend: Backend) {
    let world = World::new(backend).await;
    let province = kpu(&world, "KPU_PROV_34", Grade::Approver).await;
    let city = kpu(&world, "KPU_34.71", Grade::Approver).await;
    let national = kpu(&world, "KPU", Grade::Approver).await;
    let council = contest(&world, "PEMILU_2024/DPRD_REGENCY_CITY/34.71").await;
    let party = json!({ "kind": "PARTY", "party": party(&world, "HANURA").await });
    let before = world.footprint().await;
    register(&province, &council, party.clone()).await.refused("FORBIDDEN");
    register(&national, &council, party.clone()).await.refused("FORBIDDEN");
    record(&world, &province, "PEMILU_2024", "DPRD_REGENCY_CITY", Some("35.06"))
        .await
        .refused("FORBIDDEN");
    record(&world, &city, "PEMILIHAN_2024", "REGENT", Some("35.06")).await.refused("FORBIDDEN");
    // A region that does not exist is as far away as another one.
    record(&world, &city, "PEMILIHAN_2024", "REGENT", Some("35.69")).await.refused("FORBIDDEN");
    record(&world, &city, "PEMILU_2024", "DPD", Some("34")).await.refused("FORBIDDEN");
    for (function, office) in [
        (Function::DigitalMonitoring, None),
        (Function::ElectionSupervision, Some("BAWASLU_34.71")),
        (Function::NeutralityAssessment, None),
    ] {
        let other = world.office(function, Grade::Approver, office).await;
        register(&other, &council, party.clone()).await.refused("FORBIDDEN");
        record(&world, &other, "PEMILU_2024", "DPD", Some("34")).await.refused("FORBIDDEN");
    }
    assert_eq!(world.footprint().await, before);

    let done = register(&city, &council, party).await.good();
    assert_eq!(done.text("registerContestant.contestant.state"), "PROSPECTIVE");
    let done = record(&world, &national, "PEMILU_2024", "DPD", Some("34")).await.good();
    assert_eq!(done.text("recordContest.contest.code"), "PEMILU_2024/DPD/34");
    assert_eq!(done.text("recordContest.contest.registrarLevel"), "CENTRAL");
    assert_eq!(done.at("recordContest.contest.rounds"), json!([{ "number": 1, "kind": "FIRST" }]));
    let again = record(&world, &national, "PEMILU_2024", "DPD", Some("34")).await;
    assert_eq!(again.refused("INVALID_INPUT").rule(), "CONTEST_TAKEN");
}
both!(only_the_registrar_of_a_contest_writes);

async fn a_contest_is_held_where_the_law_holds_it(backend: Backend) {
    let world = World::new(backend).await;
    let national = kpu(&world, "KPU", Grade::Approver).await;
    let province = kpu(&world, "KPU_PROV_34", Grade::Approver).await;
    let before = world.footprint().await;
    // Yogyakarta elects no governor (UU 13/2012).
    let answer = record(&world, &province, "PEMILIHAN_2024", "GOVERNOR", Some("34")).await;
    assert_eq!(answer.refused("INVALID_INPUT").rule(), "CONTEST_NOT_HELD");
    for (of, kind, region, rule) in [
        ("PEMILIHAN_2024", "DPD", Some("35"), "CONTEST_REGIME"),
        ("PEMILU_2024", "DPD", None, "CONTEST_AREA"),
        ("PEMILU_2024", "DPD", Some("34.71"), "CONTEST_AREA"),
        ("PEMILU_2024", "DPR", Some("34"), "CONTEST_AREA"),
        ("PEMILU_2024", "DPD", Some("99"), "REGION_UNKNOWN_ON_DATE"),
        ("PEMILU_2024", "SENATE", None, "CODE_UNKNOWN"),
    ] {
        let answer = record(&world, &national, of, kind, region).await;
        assert_eq!(answer.refused("INVALID_INPUT").rule(), rule, "{kind} {region:?}");
    }
    assert_eq!(world.footprint().await, before);
}
both!(a_contest_is_held_where_the_law_holds_it);

async fn parties_stand_where_they_may(backend: Backend) {
    let world = World::new(backend).await;
    let national = kpu(&world, "KPU", Grade::Approver).await;
    let city = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let house = contest(&world, "PEMILU_2024/DPR").await;
    let mayor = contest(&world, "PEMILIHAN_2024/MAYOR/34.71").await;
    let aceh = party(&world, "PDA").await;
    let hanura = party(&world, "HANURA").await;
    let standing = party(&world, "PKN").await;
    let before = world.footprint().await;
    for (office, contest, input, rule) in [
        (&national, &house, json!({ "kind": "PARTY", "party": aceh }), "LOCAL_PARTY_ELSEWHERE"),
        (&national, &house, json!({ "kind": "PARTY", "party": standing }), "CONTESTANT_TAKEN"),
        (&national, &house, json!({ "kind": "PARTY" }), "NOMINATION_REQUIRED"),
        (&national, &house, json!({ "kind": "PAIR", "name": "X" }), "CONTESTANT_KIND"),
        (
            &city,
            &mayor,
            json!({ "kind": "PAIR", "name": "Contoh", "nominatedBy": [aceh] }),
            "LOCAL_PARTY_ELSEWHERE",
        ),
        (&city, &mayor, json!({ "kind": "PAIR", "name": "Contoh" }), "NOMINATION_REQUIRED"),
    ] {
        let answer = register(office, contest, input.clone()).await.refused("RULE_REFUSED");
        assert_eq!(answer.rule(), rule, "{input}");
    }
    for (input, path) in [
        (json!({ "kind": "PAIR", "isIndependent": true, "name": " " }), "name"),
        (
            json!({ "kind": "PAIR", "isIndependent": true, "name": "X", "registeredOn": "2026-11-21" }),
            "registeredOn",
        ),
        (json!({ "kind": "PAIR", "isIndependent": true, "name": "X", "round": 2 }), "round"),
    ] {
        let answer = register(&city, &mayor, input).await.refused("INVALID_INPUT");
        assert_eq!(answer.error("inputPath"), format!("input.{path}"));
    }
    assert_eq!(world.footprint().await, before);

    let pair = json!({ "kind": "PAIR", "name": "Contoh dan Misal", "nominatedBy": [hanura] });
    let keyed = city.with("Idempotency-Key", "pair-1");
    let done = register(&keyed, &mayor, pair.clone()).await.good();
    assert_eq!(done.at("registerContestant.contestant.nominatedBy"), json!([{ "code": "HANURA" }]));
    let again = register(&keyed, &mayor, pair).await.good();
    assert_eq!(again.at("registerContestant.receipt.isReplay"), true);
    let id = "registerContestant.contestant.id";
    assert_eq!(again.text(id), done.text(id));
}
both!(parties_stand_where_they_may);

/// What is not determined is read by those who work with it, in their region.
async fn prospective_contestants_are_not_published(backend: Backend) {
    let world = World::new(backend).await;
    let mayor = contest(&world, "PEMILIHAN_2024/MAYOR/34.71").await;
    let list = "query($c: ID!) { contestants(filter: {contest: $c}) { nodes { id name } } \
        contest(id: $c) { contestants { id } } }";
    let asked = json!({ "c": mayor });
    let seen = async |client: &Client<'_>| {
        let answer = client.ask(list, asked.clone()).await.good();
        let nodes = answer.at("contestants.nodes").as_array().unwrap().clone();
        let nested = answer.at("contest.contestants").as_array().unwrap().len();
        assert_eq!(nodes.len(), nested);
        (nodes.len(), nodes.iter().filter(|it| !it["name"].is_null()).count())
    };
    assert_eq!(seen(&world.public()).await, (2, 2));
    for (function, office, count, named) in [
        (Function::ElectionAdministration, Some("KPU_34.71"), 3, 3),
        (Function::ElectionAdministration, Some("KPU_PROV_34"), 3, 3),
        (Function::ElectionAdministration, Some("KPU"), 3, 3),
        (Function::ElectionSupervision, Some("BAWASLU_PROV_34"), 3, 3),
        (Function::NeutralityAssessment, None, 3, 3),
        (Function::Audit, None, 3, 2),
        (Function::DigitalMonitoring, None, 2, 2),
        (Function::CivilServicePolicy, None, 2, 2),
    ] {
        let client = world.office(function, Grade::Staff, office).await;
        assert_eq!(seen(&client).await, (count, named), "{function} {office:?}");
    }
    let council = contest(&world, "PEMILU_2024/DPRD_PROVINCE/34").await;
    let city = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let above = city.ask(list, json!({ "c": council })).await.good();
    assert_eq!(above.at("contestants.nodes"), json!([]));
}
both!(prospective_contestants_are_not_published);
