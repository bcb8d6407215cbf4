//! What the law says on days that are easily forgotten: before a closing, after a cancellation,
//! from the order of a further vote on.

use netra_entity::code::Grade;
use serde_json::json;

use super::{CLOSE, LOOK_UP, MAYOR, REGISTER, contestants, entered, field, footprint, form};
use super::{kpu, look_up, register};
use crate::database::{Backend, both};

both!(
    an_earlier_form_evades_no_limit,
    who_was_cancelled_has_no_campaign_account_from_that_day_on,
    a_further_vote_opens_accounts_again,
    a_short_address_is_opened_first_and_a_false_host_is_seen,
);

const CHANGE: &str = "mutation($i: ChangeContestantStatusInput!) { changeContestantStatus(input: $i) \
    { contestant { state } } }";
const DETERMINE: &str = "mutation($i: DetermineContestInput!) { determineContest(input: $i) { \
    contest { id } } }";
const CONCLUDE: &str = "mutation($i: ConcludeElectionInput!) { concludeElection(input: $i) { \
    contest { id } } }";
const ROUND: &str = "mutation($i: RecordContestRoundInput!) { recordContestRound(input: $i) { \
    contest { rounds { number orderedOn } } } }";
const PHASE: &str =
    "query($c: ID!, $on: Date) { contest(id: $c) { phase(on: $on) { code round } } }";

async fn an_earlier_form_evades_no_limit(backend: Backend) {
    let world = field(backend).await;
    let pair = contestants(&world, MAYOR).await.swap_remove(0);
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let first = entered(&world, "KPU_34.71", &pair, "https://x.com/lama_0", "2024-09-25").await;
    for number in 1..20 {
        register(&office, &pair, &format!("https://x.com/lama_{number}"), "2024-09-25").await;
    }
    let close = json!({ "i": { "id": first, "reason": "Ditutup oleh tim kampanye",
        "on": "2024-10-10" } });
    office.ask(CLOSE, close).await.good();
    // Twenty were open until the 9th, whatever is closed since.
    let before = footprint(&world).await;
    for day in ["2024-09-25", "2024-10-09"] {
        let again = office.ask(REGISTER, form(&pair, "https://x.com/dini", day)).await;
        assert_eq!(again.refused("RULE_REFUSED").rule(), "ACCOUNT_LIMIT_REACHED", "{day}");
    }
    assert_eq!(footprint(&world).await, before);
    register(&office, &pair, "https://x.com/dini", "2024-10-10").await;
}

async fn who_was_cancelled_has_no_campaign_account_from_that_day_on(backend: Backend) {
    let world = field(backend).await;
    let pair = contestants(&world, MAYOR).await.swap_remove(0);
    let url = "https://x.com/dibatalkan";
    entered(&world, "KPU_34.71", &pair, url, "2024-09-25").await;
    let office = kpu(&world, "KPU_34.71", Grade::Approver).await;
    let change = async |state: &str, on: &str, ground: &str| {
        let document = json!({ "number": "12/2024", "issuer": "MA" });
        let input = json!({ "id": pair, "state": state, "on": on, "ground": ground,
            "document": document });
        office.ask(CHANGE, json!({ "i": input })).await.good();
    };
    change("CANCELLED", "2024-10-15", "COURT_ORDER").await;
    let public = world.public();
    let told = async |expected: &[(&str, bool)]| {
        for (on, official) in expected {
            let found = look_up(&public, url, on).await;
            let told = found.at("campaignAccountLookup.match.isCampaignAccount");
            assert_eq!(told, *official, "{on}");
        }
    };
    told(&[("2024-09-25", true), ("2024-10-14", true), ("2024-10-15", false)]).await;
    told(&[("2024-10-16", false), ("2024-11-20", false)]).await;
    // A court may put the pair back; the days between stay what they were.
    change("DETERMINED", "2024-10-20", "COURT_ORDER").await;
    told(&[("2024-10-14", true), ("2024-10-16", false), ("2024-10-19", false)]).await;
    told(&[("2024-10-20", true), ("2024-11-20", true)]).await;
}

async fn a_further_vote_opens_accounts_again(backend: Backend) {
    let world = field(backend).await;
    let pair = contestants(&world, MAYOR).await.swap_remove(0);
    let contest = crate::contest::contest(&world, MAYOR).await;
    let staff = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let office = kpu(&world, "KPU_34.71", Grade::Approver).await;
    let document = json!({ "number": "1", "issuer": "KPU Kota Yogyakarta" });
    let _ = office
        .ask(
            DETERMINE,
            json!({ "i": { "contest": contest, "on": "2024-09-22", "document": document,
                "contestants": [] } }),
        )
        .await;
    let end = json!({ "contest": contest, "on": "2025-01-09", "document": document });
    office.ask(CONCLUDE, json!({ "i": end })).await.good();
    let url = "https://x.com/psu";
    let early = staff.ask(REGISTER, form(&pair, url, "2025-02-24")).await;
    assert_eq!(early.refused("RULE_REFUSED").rule(), "ACCOUNT_AFTER_CLOSING");
    let phase = async |on: &str| {
        let told = world.public().ask(PHASE, json!({ "c": contest, "on": on })).await.good();
        (told.text("contest.phase.code"), told.number("contest.phase.round"))
    };
    assert_eq!(phase("2025-03-01").await, ("CONCLUDED".to_owned(), 1));

    let voting = json!([{ "phase": "VOTING", "startsOn": "2025-04-19", "endsOn": "2025-04-19",
        "source": "uji", "confidence": "CONFIRMED" }]);
    let mut round = json!({ "contest": contest, "kind": "RE_VOTE", "source": "uji",
        "decision": "Putusan MK (contoh)", "orderedOn": "2026-11-21", "phases": voting });
    let before = world.footprint().await;
    let future = office.ask(ROUND, json!({ "i": round })).await.refused("INVALID_INPUT");
    assert_eq!(
        (future.rule().as_str(), future.error("inputPath").as_str()),
        ("DAY_IN_FUTURE", "input.orderedOn")
    );
    assert_eq!(world.footprint().await, before);
    round["orderedOn"] = json!("2025-02-24");
    let done = office.ask(ROUND, json!({ "i": round })).await.good();
    assert_eq!(done.at("recordContestRound.contest.rounds.1.orderedOn"), "2025-02-24");

    assert_eq!(phase("2025-02-23").await, ("CONCLUDED".to_owned(), 1));
    assert_eq!(phase("2025-02-24").await, ("AFTER_DETERMINATION".to_owned(), 2));
    assert_eq!(phase("2025-04-19").await, ("VOTING".to_owned(), 2));
    let refused = staff.ask(REGISTER, form(&pair, url, "2025-02-23")).await;
    assert_eq!(refused.refused("RULE_REFUSED").rule(), "ACCOUNT_AFTER_CLOSING");
    let late = staff.ask(REGISTER, form(&pair, url, "2025-04-19")).await;
    assert_eq!(late.refused("RULE_REFUSED").rule(), "ACCOUNT_AFTER_CLOSING");
    entered(&world, "KPU_34.71", &pair, url, "2025-02-24").await;
    for (on, official, open_after) in
        [("2025-02-24", true, false), ("2025-04-18", true, false), ("2025-04-19", false, true)]
    {
        let found = look_up(&world.public(), url, on).await;
        let told = found.at("campaignAccountLookup.match");
        assert_eq!(told["isCampaignAccount"], official, "{on}");
        assert_eq!(told["isOpenAfterClosing"], open_after, "{on}");
        assert_eq!(told["closingOn"], "2025-04-18", "{on}");
    }
}

async fn a_short_address_is_opened_first_and_a_false_host_is_seen(backend: Backend) {
    let world = field(backend).await;
    let pair = contestants(&world, MAYOR).await.swap_remove(0);
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let before = footprint(&world).await;
    for url in ["https://bit.ly/paslon1", "s.id/paslon-1", "http://www.tinyurl.com/paslon"] {
        let refused = office.ask(REGISTER, form(&pair, url, "2024-09-25")).await;
        let refused = refused.refused("INVALID_INPUT");
        assert_eq!(refused.rule(), "ACCOUNT_URL_NO_ACCOUNT", "{url}");
        let asked = world.public().ask(LOOK_UP, json!({ "by": { "url": url } })).await;
        assert_eq!(asked.refused("INVALID_INPUT").rule(), "ACCOUNT_URL_NO_ACCOUNT", "{url}");
    }
    assert_eq!(footprint(&world).await, before);
    for (url, platform) in [
        ("https://m.facebo0k.com/paslon1", Some("FACEBOOK")),
        ("https://instagram.com.masuk.id/paslon1", Some("INSTAGRAM")),
        ("https://akun.tiktok.com.contoh.id/@paslon", Some("TIKTOK")),
        ("https://paslonsatu.id/facebook.com", None),
        ("https://facebook.paslonsatu.id", None),
    ] {
        let told = look_up(&world.public(), url, "2024-10-01").await;
        let told = told.at("campaignAccountLookup.imitatesPlatform");
        assert_eq!(told.as_str(), platform, "{url}");
    }
}
