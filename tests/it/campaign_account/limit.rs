//! How many accounts a contestant has at a time.

use futures_util::future::join_all;
use netra_entity::code::Grade;
use serde_json::json;

use super::{CITY_COUNCIL, CLOSE, MAYOR, REGISTER, contestants, entered, field, footprint, form};
use super::{kpu, register};
use crate::database::{Backend, both};

both!(of_twenty_that_want_the_last_place_one_enters, the_limit_counts_what_is_active);

async fn of_twenty_that_want_the_last_place_one_enters(backend: Backend) {
    let world = field(backend).await;
    let parties = contestants(&world, CITY_COUNCIL).await;
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    for number in 1..20 {
        register(&office, &parties[0], &format!("https://x.com/akun_{number}"), "2023-11-20").await;
    }
    let before = world.number("SELECT COUNT(*) FROM campaign_account").await;
    let last = (1..=20).map(|number| {
        let office = &office;
        let url = format!("https://x.com/terakhir_{number}");
        let input = form(&parties[0], &url, "2023-11-20");
        async move { office.ask(REGISTER, input).await }
    });
    let answers = join_all(last).await;
    let entered = answers.iter().filter(|it| it.body["errors"].is_null()).count();
    let refused = answers.iter().filter(|it| it.rule() == "ACCOUNT_LIMIT_REACHED").count();
    assert_eq!((entered, refused), (1, 19), "{answers:?}");
    assert_eq!(world.number("SELECT COUNT(*) FROM campaign_account").await, before + 1);
    let names = "SELECT COUNT(*) FROM campaign_account_name WHERE handle LIKE 'terakhir%'";
    assert_eq!(world.number(names).await, 1);
    // Another platform and another contestant have places of their own.
    register(&office, &parties[0], "https://www.tiktok.com/@akun_1", "2023-11-20").await;
    register(&office, &parties[1], "https://x.com/akun_lain", "2023-11-20").await;
}

async fn the_limit_counts_what_is_active(backend: Backend) {
    let world = field(backend).await;
    let pair = contestants(&world, MAYOR).await.swap_remove(0);
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let day = "2024-09-25";
    let first = entered(&world, "KPU_34.71", &pair, "https://x.com/walkot_0", day).await;
    for number in 1..20 {
        register(&office, &pair, &format!("https://x.com/walkot_{number}"), day).await;
    }
    let one_more = form(&pair, "https://x.com/walkot_20", day);
    let before = footprint(&world).await;
    let refused = office.ask(REGISTER, one_more.clone()).await;
    assert_eq!(refused.refused("RULE_REFUSED").rule(), "ACCOUNT_LIMIT_REACHED");
    assert_eq!(footprint(&world).await, before);
    let close = json!({ "i": { "id": first, "reason": "Ditutup oleh tim kampanye",
        "on": "2024-10-01" } });
    office.ask(CLOSE, close.clone()).await.good();
    assert_eq!(office.ask(CLOSE, close).await.rule(), "ACCOUNT_NOT_REGISTERED");
    let one_more = form(&pair, "https://x.com/walkot_20", "2024-10-01");
    office.ask(REGISTER, one_more).await.good();
}
