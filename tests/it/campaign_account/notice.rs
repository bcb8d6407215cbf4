//! What offices are told: copies of registrations, and imitations.

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use super::{CITY_COUNCIL, contestant, entered, field, kpu, look_up, register};
use crate::database::{Backend, both};

both!(copies_reach_the_offices_that_the_rule_names, what_imitates_an_account_is_noted);

async fn copies_reach_the_offices_that_the_rule_names(backend: Backend) {
    let world = field(backend).await;
    let party = contestant(&world, CITY_COUNCIL).await;
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let id = register(&office, &party, "https://x.com/tembusan", "2023-11-24").await;
    let asked = "{ campaignAccountCopies(first: 10) { nodes { function sentOn
        institution { code } account { id url state } } } }";
    let supervision = Function::ElectionSupervision;
    for (institution, function, copies) in [
        (Some("BAWASLU_34.71"), supervision, 1),
        (Some("BAWASLU"), supervision, 0),
        (Some("POLRI"), Function::LawEnforcement, 1),
        (None, Function::DigitalMonitoring, 1),
        (Some("KPU_34.71"), Function::ElectionAdministration, 0),
    ] {
        let client = world.office(function, Grade::Staff, institution).await;
        let answer = client.ask(asked, json!({})).await.good();
        let nodes = answer.at("campaignAccountCopies.nodes");
        let of = |it: &&Value| it["account"]["id"] == id.as_str();
        let nodes: Vec<_> = nodes.as_array().unwrap().iter().filter(of).collect();
        assert_eq!(nodes.len(), copies, "{institution:?} {function}");
        for node in nodes {
            assert_eq!(node["account"]["state"], "AWAITING_VERIFICATION");
            assert_eq!(node["function"], function.code());
        }
    }
    world.public().ask(asked, json!({})).await.refused("FORBIDDEN");
}

async fn what_imitates_an_account_is_noted(backend: Backend) {
    let world = field(backend).await;
    let party = contestant(&world, CITY_COUNCIL).await;
    let real = "https://www.facebook.com/paslon1";
    let id = entered(&world, "KPU_34.71", &party, real, "2023-11-20").await;
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let report = "mutation($i: ReportAccountImitationInput!) { reportAccountImitation(input: $i) {
        campaignAccount { imitations { url note } } } }";
    let told = |url: &str| {
        json!({ "i": { "account": id, "url": url,
        "note": "Mengaku akun resmi, tidak didaftarkan peserta" } })
    };
    assert_eq!(office.ask(report, told(real)).await.rule(), "ACCOUNT_ALREADY_REGISTERED");
    let fake = "https://www.facebook.com/paslonl";
    office.ask(report, told(fake)).await.good();
    let answer = look_up(&world.public(), fake, "2023-12-01").await;
    assert!(answer.at("campaignAccountLookup.match").is_null());
    let at = |path: &str| answer.at(&format!("campaignAccountLookup.{path}"));
    assert_eq!(at("reportedImitations.0.url"), "https://facebook.com/paslonl");
    assert_eq!(at("lookAlikes"), json!([{ "url": "https://facebook.com/paslon1" }]));
    // A letter of another script is no letter of a handle, and looks like the real one.
    let answer = look_up(&world.public(), "https://facebook.com/p%D0%B0slon1", "2023-12-01").await;
    assert!(answer.at("campaignAccountLookup.match").is_null());
    assert_eq!(
        answer.at("campaignAccountLookup.lookAlikes"),
        json!([{ "url": "https://facebook.com/paslon1" }])
    );
    let answer = look_up(&world.public(), "https://fаcebook.com/paslon1", "2023-12-01").await;
    assert_eq!(answer.text("campaignAccountLookup.imitatesPlatform"), "FACEBOOK");
}
