//! Whose account an address was on a day.

use netra_entity::code::Grade;
use serde_json::{Value, json};

use super::{CITY_COUNCIL, CLOSE, MAYOR, RENAME, contestants, entered, field, kpu, look_up};
use crate::database::{Backend, both};

both!(
    a_match_says_in_which_phase,
    every_day_has_its_own_answer,
    an_account_that_is_open_after_its_closing_date_shows_it,
    five_hundred_at_once_cost_what_one_does,
);

/// Renamed, closed, registered anew, used again by another: each day has its contestant.
async fn every_day_has_its_own_answer(backend: Backend) {
    let world = field(backend).await;
    let parties = contestants(&world, CITY_COUNCIL).await;
    let (first, second) = (&parties[0], &parties[1]);
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let url = "https://x.com/nama_lama";
    let account = entered(&world, "KPU_34.71", first, url, "2023-11-10").await;
    let rename = json!({ "i": { "id": account, "url": "https://x.com/nama_baru",
        "on": "2023-12-01" } });
    office.ask(RENAME, rename).await.good();
    // The handle that became free is taken by another contestant, and closed again.
    let other = entered(&world, "KPU_34.71", second, url, "2023-12-15").await;
    let close = |id: &str, on: &str| {
        json!({ "i": { "id": id, "reason": "Ditutup oleh peserta",
        "on": on } })
    };
    office.ask(CLOSE, close(&other, "2024-01-05")).await.good();
    // Its first owner registers it anew, as another account.
    entered(&world, "KPU_34.71", first, url, "2024-01-06").await;
    office.ask(CLOSE, close(&account, "2024-01-20")).await.good();
    for (url, on, whose) in [
        (url, "2023-11-09", None),
        (url, "2023-11-10", Some(first)),
        (url, "2023-11-30", Some(first)),
        (url, "2023-12-01", None),
        (url, "2023-12-15", Some(second)),
        (url, "2024-01-05", Some(second)),
        (url, "2024-01-06", Some(first)),
        (url, "2024-02-10", Some(first)),
        ("https://twitter.com/Nama_Baru", "2023-11-30", None),
        ("https://twitter.com/Nama_Baru", "2023-12-01", Some(first)),
        ("https://twitter.com/Nama_Baru", "2024-01-20", Some(first)),
        ("https://twitter.com/Nama_Baru", "2024-01-21", None),
    ] {
        let answer = look_up(&world.public(), url, on).await;
        let found = answer.at("campaignAccountLookup.match");
        assert_eq!(found["contestant"]["id"].as_str(), whose.map(String::as_str), "{url} {on}");
        assert_eq!(answer.at("campaignAccountLookup.absence").is_null(), whose.is_some());
    }
    let answer = look_up(&world.public(), url, "2024-01-10").await;
    let history = answer.at("campaignAccountLookup.history");
    let spans: Vec<_> = history.as_array().unwrap().iter().collect();
    let span = |it: &&Value| {
        let text = |key: &str| it[key].as_str().map(ToOwned::to_owned);
        (text("since"), text("until"), it["contestant"]["id"].as_str().map(ToOwned::to_owned))
    };
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(
        spans.iter().map(span).collect::<Vec<_>>(),
        [
            (day("2024-01-06"), None, Some(first.clone())),
            (day("2023-12-15"), day("2024-01-06"), Some(second.clone())),
            (day("2023-11-10"), day("2023-12-01"), Some(first.clone())),
        ]
    );
    let by_handle = "query { campaignAccountLookup(on: \"2023-12-20\",
        by: {handle: {platform: \"X\", handle: \"@Nama_Lama\"}}) { match { contestant { id } } } }";
    let answer = world.public().ask(by_handle, json!({})).await.good();
    assert_eq!(answer.text("campaignAccountLookup.match.contestant.id"), **second);
}

async fn an_account_that_is_open_after_its_closing_date_shows_it(backend: Backend) {
    let world = field(backend).await;
    let parties = contestants(&world, CITY_COUNCIL).await;
    let url = "https://www.instagram.com/masih.buka";
    entered(&world, "KPU_34.71", &parties[0], url, "2023-11-20").await;
    for (on, official, open) in [
        ("2023-11-27", true, false),
        ("2024-02-10", true, false),
        ("2024-02-11", false, true),
        ("2024-09-01", false, true),
    ] {
        let answer = look_up(&world.public(), url, on).await;
        let found = answer.at("campaignAccountLookup.match");
        assert_eq!(found["isCampaignAccount"], official, "{on}");
        assert_eq!(found["isOpenAfterClosing"], open, "{on}");
        assert_eq!(found["closingOn"], "2024-02-10");
    }
    // What should have been closed keeps nobody from the address in the next election.
    let pair = contestants(&world, MAYOR).await.swap_remove(0);
    entered(&world, "KPU_34.71", &pair, url, "2024-09-25").await;
    let answer = look_up(&world.public(), url, "2024-10-01").await;
    let found = answer.at("campaignAccountLookup.match");
    assert_eq!(found["contestant"]["id"], pair.as_str());
    assert_eq!(found["isCampaignAccount"], true);
}

async fn five_hundred_at_once_cost_what_one_does(backend: Backend) {
    let world = field(backend).await;
    let parties = contestants(&world, CITY_COUNCIL).await;
    for number in 0..10 {
        let url = format!("https://x.com/patroli_{number}");
        entered(&world, "KPU_34.71", &parties[0], &url, "2023-11-20").await;
    }
    let asked = "query($by: [CampaignAccountBy!]!, $on: Date) {
        campaignAccountLookups(by: $by, on: $on) { index code reason lookup { url
            match { handle isCampaignAccount contestant { id } } } } }";
    let ask = async |by: Vec<Value>| {
        let before = world.registry().database().reads();
        let public = world.public();
        let answer = public.ask(asked, json!({ "by": by, "on": "2023-12-01" })).await;
        (answer, world.registry().database().reads() - before)
    };
    let url = |number: usize| json!({ "url": format!("https://twitter.com/Patroli_{number}") });
    let (one, cost_of_one) = ask(vec![url(3)]).await;
    assert_eq!(one.good().text("campaignAccountLookups.0.lookup.match.handle"), "patroli_3");
    let mut by: Vec<Value> = (0..498).map(url).collect();
    by.push(json!({ "url": "https://t.co/AbCdEf" }));
    by.push(json!({ "handle": { "platform": "X", "handle": "patroli_7" } }));
    let (many, cost) = ask(by.clone()).await;
    let many = many.good();
    assert_eq!((cost_of_one, cost), (1, 1), "one statement whatever the number");
    let rows = many.at("campaignAccountLookups");
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 500);
    let found = rows.iter().filter(|it| it["lookup"]["match"]["isCampaignAccount"] == true);
    assert_eq!(found.count(), 11);
    assert_eq!(
        (rows[498]["index"].as_i64(), rows[498]["code"].as_str()),
        (Some(498), Some("ACCOUNT_URL_NO_ACCOUNT"))
    );
    assert!(rows[498]["lookup"].is_null());
    by.push(url(1));
    let (refused, cost) = ask(by).await;
    assert_eq!(refused.refused("INVALID_INPUT").rule(), "TOO_MANY_ROWS");
    assert_eq!(cost, 0);
}

async fn a_match_says_in_which_phase(backend: Backend) {
    let world = field(backend).await;
    let party = contestants(&world, CITY_COUNCIL).await.swap_remove(0);
    let url = "https://x.com/tahapan";
    entered(&world, "KPU_34.71", &party, url, "2023-11-10").await;
    let asked = "query($by: CampaignAccountBy!, $on: Date) {
        campaignAccountLookup(by: $by, on: $on) { match { phase { code determinedOn } } } }";
    for (on, phase) in [
        ("2023-11-27", "AFTER_DETERMINATION"),
        ("2023-11-28", "CAMPAIGN"),
        ("2024-02-10", "CAMPAIGN"),
        ("2024-02-11", "QUIET_PERIOD"),
        ("2024-02-14", "VOTING"),
    ] {
        let variables = json!({ "by": { "url": url }, "on": on });
        let answer = world.public().ask(asked, variables).await.good();
        let found = answer.at("campaignAccountLookup.match.phase");
        assert_eq!(found, json!({ "code": phase, "determinedOn": "2023-11-03" }), "{on}");
    }
}
