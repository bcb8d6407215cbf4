//! Texts of an institution's own beside the national one, and texts that ask to be signed again.

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::acts::{
    CITY, PROVINCE, account, account_of, employ, employer, non_signers_of, personnel, signers_of,
};
use crate::coverage::{last_index, recount};
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World, beginning};

const LOCAL: &str = "mutation($i: PublishLocalPactTextInput!) { publishLocalPactText(input: $i) { \
    pactText { id sha256 edition resignRequired derivedFrom { id } issuer { code } } } }";
const NATIONAL: &str = "mutation($i: PublishPactTextInput!) { publishPactText(input: $i) { \
    pactText { id sha256 edition } } }";
const SIGN: &str = "mutation($t: ID!, $h: String!) { signPact(input: {pactText: $t, sha256: $h}) \
    { pactSignature { id state } } }";
const PAPER: &str = "mutation($i: RecordPaperSignaturesInput!) { recordPaperSignatures(input: $i) \
    { rows { outcome code } } }";
const WITHDRAW: &str = "mutation($i: WithdrawPactTextInput!) { withdrawPactText(input: $i) { \
    pactText { withdrawalReason } } }";

/// Id and digest of a text.
type Text = (String, String);

fn of_own(national: &str, supersedes: Option<&str>) -> Value {
    json!({ "i": { "derivedFrom": national, "title": "Pakta Integritas Kota",
        "body": "Naskah kota.", "supersedes": supersedes } })
}

fn text(answer: &Answer, field: &str) -> Text {
    let at = |name: &str| answer.text(&format!("{field}.pactText.{name}"));
    (at("id"), at("sha256"))
}

async fn local(office: &Client<'_>, input: Value) -> Text {
    text(&office.ask(LOCAL, input).await.good(), "publishLocalPactText")
}

async fn national(world: &World, resign_required: bool) -> Text {
    let ministry = world.office(Function::CivilServicePolicy, Grade::Approver, None).await;
    let input = json!({ "i": { "cycle": world.cycle().await, "title": "Pakta (perubahan)",
        "body": "Butir 3 diubah.", "supersedes": world.pact_text(),
        "resignRequired": resign_required } });
    text(&ministry.ask(NATIONAL, input).await.good(), "publishPactText")
}

async fn sign(signer: &Client<'_>, (id, sha256): &Text) -> Answer {
    signer.ask(SIGN, json!({ "t": id, "h": sha256 })).await
}

async fn sign_on_paper(office: &Client<'_>, text: &Text, number: &str) -> Answer {
    let rows = json!([{ "serviceNumber": number, "signedOn": "2026-11-20" }]);
    office.ask(PAPER, json!({ "i": { "pactText": text.0, "rows": rows } })).await.good()
}

async fn signed_in(world: &World, institution: &str) -> i64 {
    world.sequence().await;
    let ask = "query($c: ID!, $i: ID!) { pactCoverage(cycle: $c, institution: $i, groupBy: TOTAL) \
        { signed } }";
    let input = json!({ "c": world.cycle().await, "i": world.institution(institution).await });
    personnel(world).await.ask(ask, input).await.good().number("pactCoverage.0.signed")
}

async fn told_is_recounted(world: &World, on: &str, index: i64) {
    let on = on.parse().unwrap();
    let counted = recount(world, on, index).await;
    counted.is_what_is_told(world, &personnel(world).await, (on, index), CITY).await;
}

async fn a_local_text_counts_as_the_national_one(backend: Backend) {
    let world = World::new(backend).await;
    let ppk = employer(&world, CITY).await;
    let published = ppk.ask(LOCAL, of_own(&world.pact_text(), None)).await.good();
    let at = |field: &str| published.at(&format!("publishLocalPactText.pactText.{field}"));
    assert_eq!(at("derivedFrom.id"), json!(world.pact_text()));
    assert_eq!((at("issuer.code"), at("edition")), (json!(CITY), json!(1)));
    let own = text(&published, "publishLocalPactText");
    let before = signed_in(&world, CITY).await;
    let people = non_signers_of(&world, CITY).await;
    let signer = account(&world, &people[0]).await;
    let answer = sign(&signer, &own).await.good();
    assert_eq!(answer.text("signPact.pactSignature.state"), "VALID");
    let recorded = sign_on_paper(&ppk, &own, &people[1].number).await;
    assert_eq!(recorded.text("recordPaperSignatures.rows.0.outcome"), "RECORDED");
    assert_eq!(signed_in(&world, CITY).await, before + 2);
    told_is_recounted(&world, "2026-11-20", last_index(&world).await).await;

    // Either text is the same pact: at most one signature of the two.
    let shown = (world.pact_text(), world.demo.pact_text_sha256.clone());
    assert_eq!(sign(&signer, &shown).await.refused("RULE_REFUSED").rule(), "ALREADY_SIGNED");
    let other = account(&world, &signers_of(&world, CITY).await[0]).await;
    assert_eq!(sign(&other, &own).await.refused("RULE_REFUSED").rule(), "ALREADY_SIGNED");
    assert_eq!(signed_in(&world, CITY).await, before + 2);
}
both!(a_local_text_counts_as_the_national_one);

async fn a_local_text_is_for_its_issuers_people(backend: Backend) {
    let world = World::new(backend).await;
    let ppk = employer(&world, CITY).await;
    let own = local(&ppk, of_own(&world.pact_text(), None)).await;
    let elsewhere = non_signers_of(&world, PROVINCE).await;
    let stranger = account(&world, &elsewhere[0]).await;
    let before = world.footprint().await;
    let answer = sign(&stranger, &own).await.refused("RULE_REFUSED");
    assert_eq!(answer.rule(), "PACT_TEXT_OTHER_INSTITUTION");
    let province = employer(&world, PROVINCE).await;
    let answer = sign_on_paper(&province, &own, &elsewhere[1].number).await;
    let code = answer.text("recordPaperSignatures.rows.0.code");
    assert_eq!(code, "PACT_TEXT_OTHER_INSTITUTION");
    assert_eq!(world.footprint().await, before);
}
both!(a_local_text_is_for_its_issuers_people);

async fn who_publishes_and_withdraws_which_text(backend: Backend) {
    let world = World::new(backend).await;
    let ppk = employer(&world, CITY).await;
    let input = of_own(&world.pact_text(), None);
    let before = world.footprint().await;
    let staff = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    staff.ask(LOCAL, input.clone()).await.refused("FORBIDDEN");
    let ministry = world.office(Function::CivilServicePolicy, Grade::Approver, None).await;
    ministry.ask(LOCAL, input.clone()).await.refused("FORBIDDEN");
    let reason = "Naskah diganti dengan yang baru.";
    let of_ministry = json!({ "i": { "id": world.pact_text(), "reason": reason } });
    ppk.ask(WITHDRAW, of_ministry).await.refused("FORBIDDEN");
    assert_eq!(world.footprint().await, before);

    let own = local(&ppk, input.clone()).await;
    let again = ppk.ask(LOCAL, input.clone()).await.refused("INVALID_INPUT");
    assert_eq!(again.rule(), "PACT_TEXT_SUPERSEDED");
    let of_local = ppk.ask(LOCAL, of_own(&own.0, None)).await.refused("INVALID_INPUT");
    assert_eq!(of_local.rule(), "PACT_TEXT_NOT_NATIONAL");
    let second = ppk.ask(LOCAL, of_own(&world.pact_text(), Some(&own.0))).await.good();
    assert_eq!(second.number("publishLocalPactText.pactText.edition"), 2);
    // Another institution's text has a line and a numbering of its own.
    let province = employer(&world, PROVINCE).await;
    let published = province.ask(LOCAL, input).await.good();
    assert_eq!(published.number("publishLocalPactText.pactText.edition"), 1);
    let of_city = json!({ "i": { "id": own.0, "reason": reason } });
    province.ask(WITHDRAW, of_city.clone()).await.refused("FORBIDDEN");
    ppk.ask(WITHDRAW, of_city).await.good();
    let acts = "query($i: ID!) { pactText(id: $i) { availableActs { act isOpen } } }";
    let newest = text(&second, "publishLocalPactText").0;
    for (office, is_open) in [(&ppk, true), (&province, false), (&ministry, true)] {
        let told = office.ask(acts, json!({ "i": newest })).await.good();
        let acts = told.at("pactText.availableActs");
        let withdraw = json!({ "act": "WITHDRAW_PACT_TEXT", "isOpen": is_open });
        assert!(acts.as_array().unwrap().contains(&withdraw), "{acts}");
    }
    let list = "query($c: ID!, $i: ID!) { own: pactTexts(cycle: $c, issuer: $i, first: 9) { nodes { \
        edition } } national: pactTexts(cycle: $c, isNational: true, first: 9) { nodes { id } } }";
    let input = json!({ "c": world.cycle().await, "i": world.institution(CITY).await });
    let listed = world.public().ask(list, input).await.good();
    assert_eq!(listed.at("own.nodes").as_array().unwrap().len(), 2);
    assert_eq!(listed.at("national.nodes"), json!([{ "id": world.pact_text() }]));
}
both!(who_publishes_and_withdraws_which_text);

/// Scenario 12 with its consequences: whether an older signature counts is the policy's flag, and
/// what was known before stays known so.
async fn a_change_in_substance_asks_for_new_signatures(backend: Backend) {
    for resign_required in [false, true] {
        let world = World::new(backend).await;
        let own = local(&employer(&world, CITY).await, of_own(&world.pact_text(), None)).await;
        let person = non_signers_of(&world, CITY).await.swap_remove(0);
        let signer = account(&world, &person).await;
        let first = sign(&signer, &own).await.good().text("signPact.pactSignature.id");
        let signed = signed_in(&world, CITY).await;
        let known = last_index(&world).await;

        world.set_clock(beginning() + chrono::TimeDelta::days(2));
        let new = national(&world, resign_required).await;
        assert_eq!(signed_in(&world, CITY).await, if resign_required { 0 } else { signed });
        let signer = world.client_of(&account_of(&person)).await;
        let again = sign(&signer, &own).await.refused("RULE_REFUSED");
        if resign_required {
            assert_eq!(again.rule(), "PACT_TEXT_SUPERSEDED");
            let ppk = employer(&world, CITY).await;
            let published = ppk.ask(LOCAL, of_own(&new.0, Some(&own.0))).await.good();
            assert_eq!(published.at("publishLocalPactText.pactText.resignRequired"), true);
            sign(&signer, &text(&published, "publishLocalPactText")).await.good();
            assert_eq!(signed_in(&world, CITY).await, 1);
        } else {
            assert_eq!(again.rule(), "ALREADY_SIGNED");
            let also = sign(&signer, &new).await;
            assert_eq!(also.refused("RULE_REFUSED").rule(), "ALREADY_SIGNED");
        }
        // The older signature keeps its text and its validity.
        let mine =
            "query($i: ID!) { node(id: $i) { ... on PactSignature { state pactText { id } } } }";
        let mine = signer.ask(mine, json!({ "i": first })).await.good();
        assert_eq!(mine.at("node"), json!({ "state": "VALID", "pactText": { "id": own.0 } }));
        let last = last_index(&world).await;
        for (on, index) in [("2026-11-22", last), ("2026-11-21", last), ("2026-11-22", known)] {
            told_is_recounted(&world, on, index).await;
        }
    }
}
both!(a_change_in_substance_asks_for_new_signatures);

async fn on_paper(office: &Client<'_>, text: &Text, number: &str, on: &str) -> String {
    let rows = json!([{ "serviceNumber": number, "signedOn": on }]);
    let answer = office.ask(PAPER, json!({ "i": { "pactText": text.0, "rows": rows } })).await;
    let row = answer.good().at("recordPaperSignatures.rows.0");
    row["code"].as_str().or(row["outcome"].as_str()).unwrap().to_owned()
}

/// What was signed on paper before the registry knew of it is judged as of its day: by the office
/// and under the text of that day.
async fn old_paper_is_judged_by_its_day(backend: Backend) {
    let world = World::new(backend).await;
    let (city, province) = (employer(&world, CITY).await, employer(&world, PROVINCE).await);
    let text: Text = (world.pact_text(), String::new());
    let people = non_signers_of(&world, CITY).await;
    // Signed before a transfer: by the office of that day, and by no other.
    let moved = &people[0];
    let there = world.institution(PROVINCE).await;
    employ(&personnel(&world).await, moved, &there, "2026-11-19").await.good();
    let before = world.footprint().await;
    assert_eq!(on_paper(&province, &text, &moved.number, "2026-11-18").await, "NOT_EMPLOYED");
    assert_eq!(on_paper(&city, &text, &moved.number, "2026-11-19").await, "NOT_EMPLOYED");
    assert_eq!(world.number("SELECT COUNT(*) FROM pact_signature").await, before[2]);
    assert_eq!(on_paper(&city, &text, &moved.number, "2026-11-18").await, "RECORDED");
    let stranger = &non_signers_of(&world, PROVINCE).await[0];
    assert_eq!(on_paper(&city, &text, &stranger.number, "2026-11-18").await, "FORBIDDEN");

    // Of a text before the registry knew it.
    let publish = |on: &str| {
        let mut input = of_own(&text.0, None);
        input["i"]["publishedOn"] = json!(on);
        input
    };
    let future = city.ask(LOCAL, publish("2026-11-21")).await.refused("INVALID_INPUT");
    assert_eq!(
        (future.rule().as_str(), future.error("inputPath").as_str()),
        ("DAY_IN_FUTURE", "input.publishedOn")
    );
    let own = local(&city, publish("2026-11-05")).await;
    let early = on_paper(&city, &own, &people[2].number, "2026-11-04").await;
    assert_eq!(early, "PAPER_SIGNATURE_DATE");
    assert_eq!(on_paper(&city, &own, &people[2].number, "2026-11-05").await, "RECORDED");
    let mut before_it = of_own(&text.0, Some(&own.0));
    before_it["i"]["publishedOn"] = json!("2026-11-05");
    let refused = city.ask(LOCAL, before_it).await.refused("INVALID_INPUT");
    assert_eq!(refused.rule(), "STATUS_BEFORE_LAST");

    // Of a text before its successor.
    national(&world, true).await;
    world.set_clock(beginning() + chrono::TimeDelta::days(1));
    let city = employer(&world, CITY).await;
    assert_eq!(on_paper(&city, &text, &people[1].number, "2026-11-19").await, "RECORDED");
    let late = on_paper(&city, &text, &people[3].number, "2026-11-21").await;
    assert_eq!(late, "PACT_TEXT_SUPERSEDED");
}
both!(old_paper_is_judged_by_its_day);

/// In Papua it is tomorrow two hours before it is in Jakarta.
async fn the_day_of_a_paper_is_that_of_its_office(backend: Backend) {
    let world = World::new(backend).await;
    let sql = format!("UPDATE institution SET region_code = '94' WHERE code = '{CITY}'");
    sea_orm::ConnectionTrait::execute_unprepared(&world.db, &sql).await.unwrap();
    // 23:00 on the 20th in Jakarta, 01:00 on the 21st in Jayapura.
    world.set_clock(beginning() + chrono::TimeDelta::hours(13));
    let city = employer(&world, CITY).await;
    let text: Text = (world.pact_text(), String::new());
    let people = non_signers_of(&world, CITY).await;
    let future = on_paper(&city, &text, &people[0].number, "2026-11-22").await;
    assert_eq!(future, "PAPER_SIGNATURE_DATE");
    assert_eq!(on_paper(&city, &text, &people[0].number, "2026-11-21").await, "RECORDED");
    let province = employer(&world, PROVINCE).await;
    let there = &non_signers_of(&world, PROVINCE).await[0];
    let future = on_paper(&province, &text, &there.number, "2026-11-21").await;
    assert_eq!(future, "PAPER_SIGNATURE_DATE");
}
both!(the_day_of_a_paper_is_that_of_its_office);
