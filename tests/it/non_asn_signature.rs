//! Scenario 8: who is no civil servant may sign, is kept apart, and moves no coverage.

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::acts::{CITY, PROVINCE, employer, personnel, signers_of};
use crate::database::{Backend, both};
use crate::world::World;

const RECORD: &str = "mutation($i: RecordNonAsnSignaturesInput!) { recordNonAsnSignatures(input: $i) \
    { rows { outcome code } receipt { eventId } } }";
const WITHDRAW: &str = "mutation($i: WithdrawNonAsnSignatureInput!) { withdrawNonAsnSignature(input: \
    $i) { nonAsnSignature { state withdrawalReason version } } }";
const LIST: &str = "query($i: ID!) { nonAsnSignatures(first: 9, filter: {institution: $i}) { \
    totalCount { value } nodes { id staffNumber name position state signedOn } } }";

fn row(number: &str, name: &str, day: &str) -> Value {
    json!({ "staffNumber": number, "name": name, "position": "Tenaga kontrak", "signedOn": day })
}

async fn input(world: &World, rows: Vec<Value>) -> Value {
    json!({ "i": { "pactText": world.pact_text(), "institution": world.institution(CITY).await,
        "rows": rows } })
}

async fn coverage(world: &World) -> Value {
    world.sequence().await;
    let ask = "query($c: ID!, $i: ID!) { pactCoverage(cycle: $c, institution: $i, groupBy: TOTAL) \
        { active signed exempt refused } }";
    let input = json!({ "c": world.cycle().await, "i": world.institution(CITY).await });
    personnel(world).await.ask(ask, input).await.good().at("pactCoverage")
}

async fn who_is_no_civil_servant_signs_apart(backend: Backend) {
    let world = World::new(backend).await;
    let nip = signers_of(&world, CITY).await.swap_remove(0).number;
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let here = json!({ "i": world.institution(CITY).await });
    let listed = async || city.ask(LIST, here.clone()).await.good();
    let before = listed().await.number("nonAsnSignatures.totalCount.value");
    let covered = coverage(&world).await;
    let people = world.number("SELECT COUNT(*) FROM civil_servant").await;
    let signatures = world.number("SELECT COUNT(*) FROM pact_signature").await;
    let rows = vec![
        row("K-901", "Wati", "2026-11-19"),
        row(&nip, "Pegawai", "2026-11-19"),
        row("K-902", "", "2026-11-19"),
        row("K-903", "Tono", "2026-11-21"),
        row("K-901", "Wati", "2026-11-19"),
    ];
    let answer = city.ask(RECORD, input(&world, rows).await).await.good();
    let rows = answer.at("recordNonAsnSignatures.rows");
    let codes: Vec<_> = rows.as_array().unwrap().iter().map(|it| it["code"].clone()).collect();
    assert_eq!(
        codes,
        [
            Value::Null,
            json!("IS_CIVIL_SERVANT"),
            json!("NON_ASN_IDENTITY"),
            json!("PAPER_SIGNATURE_DATE"),
            json!("DUPLICATE_ROW")
        ]
    );
    let again = vec![row("K-901", "Wati", "2026-11-19"), row("K-901", "Wati", "2026-11-18")];
    let again = city.ask(RECORD, input(&world, again).await).await.good();
    assert_eq!(again.text("recordNonAsnSignatures.rows.0.outcome"), "UNCHANGED");
    assert_eq!(again.text("recordNonAsnSignatures.rows.1.code"), "ALREADY_SIGNED");
    assert_eq!(again.at("recordNonAsnSignatures.receipt"), Value::Null);

    assert_eq!(coverage(&world).await, covered);
    assert_eq!(world.number("SELECT COUNT(*) FROM civil_servant").await, people);
    assert_eq!(world.number("SELECT COUNT(*) FROM pact_signature").await, signatures);
    let now = listed().await;
    assert_eq!(now.number("nonAsnSignatures.totalCount.value"), before + 1);
    let nodes = now.at("nonAsnSignatures.nodes");
    let wati = nodes.as_array().unwrap().iter().find(|it| it["staffNumber"] == "K-901").unwrap();
    assert_eq!((&wati["name"], &wati["state"]), (&json!("Wati"), &json!("VALID")));

    let withdraw = json!({ "i": { "id": wati["id"], "reason": "Tercatat untuk orang yang keliru.",
        "expectedVersion": 1 } });
    let footprint = world.footprint().await;
    city.ask(WITHDRAW, withdraw.clone()).await.refused("FORBIDDEN");
    employer(&world, PROVINCE).await.ask(WITHDRAW, withdraw.clone()).await.refused("NOT_FOUND");
    assert_eq!(world.footprint().await, footprint);
    let ppk = employer(&world, CITY).await;
    let withdrawn = ppk.ask(WITHDRAW, withdraw.clone()).await.good();
    assert_eq!(withdrawn.text("withdrawNonAsnSignature.nonAsnSignature.state"), "WITHDRAWN");
    ppk.ask(WITHDRAW, withdraw).await.refused("VERSION_CONFLICT");
    let anew = vec![row("K-901", "Wati", "2026-11-20")];
    let anew = city.ask(RECORD, input(&world, anew).await).await.good();
    assert_eq!(anew.text("recordNonAsnSignatures.rows.0.outcome"), "RECORDED");
}
both!(who_is_no_civil_servant_signs_apart);

async fn only_who_employs_them_reads_their_names(backend: Backend) {
    let world = World::new(backend).await;
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let rows = vec![row("K-901", "Wati", "2026-11-19")];
    city.ask(RECORD, input(&world, rows.clone()).await).await.good();
    let here = json!({ "i": world.institution(CITY).await });
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let masked = audit.ask(LIST, here.clone()).await.good();
    assert_eq!(masked.at("nonAsnSignatures.nodes.0.name"), Value::Null);
    assert_eq!(masked.at("nonAsnSignatures.nodes.0.staffNumber"), Value::Null);
    let before = world.footprint().await;
    for office in [
        employer(&world, PROVINCE).await,
        personnel(&world).await,
        world.office(Function::Employer, Grade::Admin, Some(CITY)).await,
        world.civil_servant(CITY).await,
        world.public(),
    ] {
        office.ask(LIST, here.clone()).await.refused("FORBIDDEN");
        office.ask(RECORD, input(&world, rows.clone()).await).await.refused("FORBIDDEN");
    }
    assert_eq!(world.footprint().await, before);
}
both!(only_who_employs_them_reads_their_names);
