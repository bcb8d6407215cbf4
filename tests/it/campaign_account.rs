//! Campaign accounts: who registers them, until when, how many, and whose one was on a day.

mod import;
mod law;
mod limit;
mod look_up;
mod notice;
mod plan;

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::database::{Backend, both};
use crate::world::{Answer, Client, World};

both!(
    a_late_form_is_flagged_or_refused_as_the_rule_says,
    no_spelling_registers_an_account_twice,
    nobody_else_registers_or_changes_an_account,
    a_renamed_account_is_found_by_its_old_handle_at_the_old_date,
    an_account_is_entered_once_and_not_seen_before,
    a_repetition_under_one_key_is_one_account,
    an_account_may_be_tied_to_a_candidate_of_the_contestant,
);

const CITY_COUNCIL: &str = "PEMILU_2024/DPRD_REGENCY_CITY/34.71";
const PROVINCE_COUNCIL: &str = "PEMILU_2024/DPRD_PROVINCE/34";
const MAYOR: &str = "PEMILIHAN_2024/MAYOR/34.71";

const REGISTER: &str = "mutation($i: RegisterCampaignAccountInput!) { registerCampaignAccount(input: $i) {
    campaignAccount { id url platform handle state isLate receivedOn version } receipt { isReplay } } }";
const VERIFY: &str =
    "mutation($i: VerifyCampaignAccountInput!) { verifyCampaignAccount(input: $i) {
    campaignAccount { state registeredOn endedOn endReason version } } }";
const RENAME: &str =
    "mutation($i: RenameCampaignAccountInput!) { renameCampaignAccount(input: $i) {
    campaignAccount { handle url version names { url validFrom validTo } } } }";
const CLOSE: &str = "mutation($i: CloseCampaignAccountInput!) { closeCampaignAccount(input: $i) {
    campaignAccount { state endedOn endReason } } }";
const LOOK_UP: &str = "query($by: CampaignAccountBy!, $on: Date) {
    campaignAccountLookup(by: $by, on: $on) { url platform absence imitatesPlatform
        match { since until handle stateOn isCampaignAccount isOpenAfterClosing closingOn
            contestant { id } account { id } }
        history { since until contestant { id } }
        lookAlikes { url } reportedImitations { url note } } }";

/// A served registry; the parties of the city's council are determined since 3 November 2023, two
/// pairs for mayor since 22 September 2024.
async fn field(backend: Backend) -> World {
    World::new(backend).await
}

async fn kpu<'a>(world: &'a World, institution: &str, grade: Grade) -> Client<'a> {
    world.office(Function::ElectionAdministration, grade, Some(institution)).await
}

/// Global ids of the contestants of a contest.
async fn contestants(world: &World, contest: &str) -> Vec<String> {
    let asked = "{ contestants(first: 100) { nodes { id state contest { code } } } }";
    let answer = kpu(world, "KPU", Grade::Staff).await.ask(asked, json!({})).await.good();
    let nodes = answer.at("contestants.nodes");
    let stands = |it: &Value| it["state"] == "DETERMINED" || contest == PROVINCE_COUNCIL;
    let of = |it: &&Value| it["contest"]["code"] == contest && stands(it);
    let ids = nodes.as_array().unwrap().iter().filter(of);
    ids.map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

async fn contestant(world: &World, contest: &str) -> String {
    contestants(world, contest).await.swap_remove(0)
}

/// What `footprint` counts, and the accounts with all that hangs on them.
async fn footprint(world: &World) -> Vec<i64> {
    let mut counts = world.footprint().await;
    for table in ["", "_name", "_copy", "_imitation", "_rule"] {
        counts.push(world.number(&format!("SELECT COUNT(*) FROM campaign_account{table}")).await);
    }
    counts
}

fn form(contestant: &str, url: &str, received_on: &str) -> Value {
    json!({ "i": { "contestant": contestant, "url": url, "kind": "PROFILE",
        "receivedOn": received_on } })
}

async fn register(client: &Client<'_>, contestant: &str, url: &str, on: &str) -> String {
    let answer = client.ask(REGISTER, form(contestant, url, on)).await.good();
    answer.text("registerCampaignAccount.campaignAccount.id")
}

/// Registers and enters an account; answers its id.
async fn entered(world: &World, office: &str, contestant: &str, url: &str, on: &str) -> String {
    let id = register(&kpu(world, office, Grade::Staff).await, contestant, url, on).await;
    let input = json!({ "i": { "id": id, "accept": true, "on": on } });
    kpu(world, office, Grade::Approver).await.ask(VERIFY, input).await.good();
    id
}

async fn look_up(client: &Client<'_>, url: &str, on: &str) -> Answer {
    client.ask(LOOK_UP, json!({ "by": { "url": url }, "on": on })).await.good()
}

/// Records the rule of the city's council anew, with another policy on late forms.
async fn policy(world: &World, late: &str) {
    let asked = "query($e: ID!) { campaignAccountRules(election: $e) { contestType deadlineOn } }";
    let election = election(world).await;
    let rules = world.public().ask(asked, json!({ "e": election })).await.good();
    assert!(rules.raw.contains("2023-11-25"), "{}", rules.raw);
    let input = json!({ "election": election, "contestType": "DPRD_REGENCY_CITY",
        "limitScope": "PER_PLATFORM", "maxAccounts": 20, "deadlineDays": 3, "lateAccounts": late,
        "closingOn": "2024-02-10", "copyRecipients": ["ELECTION_SUPERVISION"],
        "source": "Uji coba", "confidence": "UNCONFIRMED" });
    let record = "mutation($i: RecordCampaignAccountRuleInput!) {
        recordCampaignAccountRule(input: $i) { receipt { eventId } } }";
    let centre = kpu(world, "KPU", Grade::Approver).await;
    centre.ask(record, json!({ "i": input })).await.good();
    let city = kpu(world, "KPU_34.71", Grade::Approver).await;
    city.ask(record, json!({ "i": input })).await.refused("FORBIDDEN");
}

async fn election(world: &World) -> String {
    let asked = "{ elections(first: 50) { nodes { id code } } }";
    let answer = world.public().ask(asked, json!({})).await.good();
    let nodes = answer.at("elections.nodes");
    let found = nodes.as_array().unwrap().iter().find(|it| it["code"] == "PEMILU_2024").unwrap();
    found["id"].as_str().unwrap().to_owned()
}

// Scenario 17.
async fn a_late_form_is_flagged_or_refused_as_the_rule_says(backend: Backend) {
    let world = field(backend).await;
    let party = contestant(&world, CITY_COUNCIL).await;
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let at = "registerCampaignAccount.campaignAccount";
    // The campaign of 2024 began on 28 November 2023; the regulation names the 25th.
    for (url, on, late) in [
        ("https://x.com/empat_hari", "2023-11-24", false),
        ("https://x.com/tiga_hari", "2023-11-25", false),
        ("https://x.com/dua_hari", "2023-11-26", true),
    ] {
        let answer = office.ask(REGISTER, form(&party, url, on)).await.good();
        assert_eq!(answer.at(&format!("{at}.isLate")), late, "{on}");
        assert_eq!(answer.text(&format!("{at}.state")), "AWAITING_VERIFICATION");
    }
    // Under a rule that counts the days back and refuses.
    policy(&world, "REFUSE").await;
    office.ask(REGISTER, form(&party, "https://x.com/empat_lagi", "2023-11-24")).await.good();
    let before = footprint(&world).await;
    let late = office.ask(REGISTER, form(&party, "https://x.com/dua_lagi", "2023-11-26")).await;
    assert_eq!(late.refused("RULE_REFUSED").rule(), "ACCOUNT_LATE");
    let closed = office.ask(REGISTER, form(&party, "https://x.com/tutup", "2024-02-11")).await;
    assert_eq!(closed.refused("RULE_REFUSED").rule(), "ACCOUNT_AFTER_CLOSING");
    let early = office.ask(REGISTER, form(&party, "https://x.com/dini", "2023-11-02")).await;
    assert_eq!(early.refused("RULE_REFUSED").rule(), "ACCOUNT_CONTESTANT");
    let future = office.ask(REGISTER, form(&party, "https://x.com/besok", "2026-11-21")).await;
    assert_eq!(future.refused("INVALID_INPUT").rule(), "ACCOUNT_DAY");
    assert_eq!(footprint(&world).await, before);
    policy(&world, "ACCEPT").await;
    let late = office.ask(REGISTER, form(&party, "https://x.com/dua_lagi", "2023-11-26")).await;
    assert_eq!(late.good().at(&format!("{at}.isLate")), true);
}

// Scenario 19, and ten more spellings.
async fn no_spelling_registers_an_account_twice(backend: Backend) {
    let world = field(backend).await;
    let parties = contestants(&world, CITY_COUNCIL).await;
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let first = office.ask(REGISTER, form(&parties[0], "m.facebook.com/Paslon1/", "2023-11-20"));
    let first = first.await.good();
    let at = "registerCampaignAccount.campaignAccount";
    assert_eq!(first.text(&format!("{at}.url")), "https://facebook.com/paslon1");
    assert_eq!(first.text(&format!("{at}.platform")), "FACEBOOK");
    assert_eq!(first.text(&format!("{at}.handle")), "paslon1");
    let before = footprint(&world).await;
    for url in [
        "https://www.facebook.com/paslon1?x=1",
        "http://facebook.com/paslon1",
        "FACEBOOK.COM/PASLON1",
        "https://web.facebook.com/paslon1#about",
        "https://id-id.facebook.com/paslon1/",
        "https://fb.com/paslon1",
        "https://m.me/paslon1",
        "https://www.facebook.com/pas.lon.1",
        "https://www.facebook.com/paslon1/posts/pfbid02AbC",
        "https://www.facebook.com/%70aslon1?fbclid=IwAR0",
        "//www.facebook.com//paslon1",
    ] {
        for party in &parties[..2] {
            let again = office.ask(REGISTER, form(party, url, "2023-11-20")).await;
            let again = again.refused("RULE_REFUSED");
            assert_eq!(again.rule(), "ACCOUNT_ALREADY_REGISTERED", "{url}");
        }
    }
    for (url, rule) in [
        ("https://facebook.com@evil.example/paslon1", "ACCOUNT_URL_AUTHORITY"),
        ("https://www.facebook.com/share/1AbCdEf/", "ACCOUNT_URL_NO_ACCOUNT"),
        ("https://www.facebook.com/p%D0%B0slon1", "ACCOUNT_HANDLE_INVALID"),
        ("paslon1", "ACCOUNT_URL_INVALID"),
    ] {
        let refused = office.ask(REGISTER, form(&parties[0], url, "2023-11-20")).await;
        let refused = refused.refused("INVALID_INPUT");
        assert_eq!(
            (refused.rule().as_str(), refused.error("inputPath").as_str()),
            (rule, "input.url")
        );
    }
    assert_eq!(footprint(&world).await, before);
}

// Scenario 20, for accounts.
async fn nobody_else_registers_or_changes_an_account(backend: Backend) {
    let world = field(backend).await;
    let city = contestant(&world, CITY_COUNCIL).await;
    let province = contestant(&world, PROVINCE_COUNCIL).await;
    let id = entered(&world, "KPU_34.71", &city, "https://x.com/dprd_kota", "2023-11-20").await;
    // The office of another regency or city: the seat is the same, the office's region is not.
    let mayor = contestant(&world, MAYOR).await;
    let sql = "UPDATE contest SET registrar_region_code = '34.02' \
               WHERE code = 'PEMILIHAN_2024/MAYOR/34.71'";
    sea_orm::ConnectionTrait::execute_unprepared(&world.db, sql).await.unwrap();
    let before = footprint(&world).await;
    let url = "https://x.com/bukan_wewenang";
    let other = |institution, function, grade| world.office(function, grade, institution);
    let kpu = Function::ElectionAdministration;
    for (client, contestant) in [
        (other(Some("KPU_PROV_34"), kpu, Grade::Staff).await, &city),
        (other(Some("KPU"), kpu, Grade::Approver).await, &city),
        (other(Some("KPU_34.71"), kpu, Grade::Staff).await, &province),
        (other(Some("KPU_34.71"), kpu, Grade::Staff).await, &mayor),
        (other(None, Function::DigitalMonitoring, Grade::Approver).await, &city),
        (other(None, Function::ElectionSupervision, Grade::Approver).await, &city),
        (other(Some("KPU_34.71"), kpu, Grade::Admin).await, &city),
        (world.public(), &city),
    ] {
        client.ask(REGISTER, form(contestant, url, "2023-11-20")).await.refused("FORBIDDEN");
    }
    for client in [
        other(Some("KPU_PROV_34"), kpu, Grade::Approver).await,
        other(None, Function::DigitalMonitoring, Grade::Approver).await,
        world.public(),
    ] {
        let reason = "Bukan wewenang kantor ini";
        for (act, input) in [
            (RENAME, json!({ "id": id, "url": url })),
            (CLOSE, json!({ "id": id, "reason": reason })),
            (VERIFY, json!({ "id": id, "accept": false, "reason": reason })),
        ] {
            client.ask(act, json!({ "i": input })).await.refused("FORBIDDEN");
        }
    }
    assert_eq!(footprint(&world).await, before);
}

// Scenario 24.
async fn a_renamed_account_is_found_by_its_old_handle_at_the_old_date(backend: Backend) {
    let world = field(backend).await;
    let party = contestant(&world, CITY_COUNCIL).await;
    let (old, new) = ("https://www.instagram.com/paslon.satu/", "https://instagram.com/PaslonSatu");
    let id = entered(&world, "KPU_34.71", &party, old, "2023-11-20").await;
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let refused = |url: &str, on: &str| json!({ "i": { "id": id, "url": url, "on": on } });
    let before = footprint(&world).await;
    for (input, rule) in [
        (refused(old, "2024-01-10"), "ACCOUNT_SAME_ADDRESS"),
        (refused("https://x.com/paslonsatu", "2024-01-10"), "ACCOUNT_OTHER_PLATFORM"),
        (refused(new, "2023-11-20"), "ACCOUNT_DAY"),
        (refused(new, "2026-11-21"), "ACCOUNT_DAY"),
    ] {
        assert_eq!(office.ask(RENAME, input).await.rule(), rule);
    }
    let stale = json!({ "i": { "id": id, "url": new, "on": "2024-01-10", "expectedVersion": 1 } });
    office.ask(RENAME, stale).await.refused("VERSION_CONFLICT");
    assert_eq!(footprint(&world).await, before);

    let input = json!({ "i": { "id": id, "url": new, "on": "2024-01-10", "expectedVersion": 2 } });
    let renamed = office.ask(RENAME, input).await.good();
    let names = renamed.at("renameCampaignAccount.campaignAccount.names");
    assert_eq!(
        names,
        json!([
            { "url": "https://instagram.com/paslon.satu", "validFrom": "2023-11-20",
              "validTo": "2024-01-10" },
            { "url": "https://instagram.com/paslonsatu", "validFrom": "2024-01-10",
              "validTo": null },
        ])
    );
    for (url, on, handle) in [
        (old, "2023-12-01", Some("paslon.satu")),
        (old, "2024-01-09", Some("paslon.satu")),
        (old, "2024-01-10", None),
        (new, "2024-01-09", None),
        (new, "2024-01-10", Some("paslonsatu")),
    ] {
        let answer = look_up(&world.public(), url, on).await;
        let found = answer.at("campaignAccountLookup.match");
        assert_eq!(found["handle"].as_str(), handle, "{url} {on}");
        if handle.is_some() {
            assert_eq!(found["contestant"]["id"], party.as_str());
        }
    }
}

async fn an_account_is_entered_once_and_not_seen_before(backend: Backend) {
    let world = field(backend).await;
    let party = contestant(&world, CITY_COUNCIL).await;
    let staff = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let approver = kpu(&world, "KPU_34.71", Grade::Approver).await;
    let url = "https://www.tiktok.com/@Paslon.Satu";
    let id = register(&staff, &party, url, "2023-11-20").await;
    let by_id =
        "query($id: ID!) { campaignAccount(id: $id) { state availableActs { act isOpen } } }";
    let seen = staff.ask(by_id, json!({ "id": id })).await.good();
    assert_eq!(seen.text("campaignAccount.state"), "AWAITING_VERIFICATION");
    let public = world.public();
    public.ask(by_id, json!({ "id": id })).await.refused("NOT_FOUND");
    let node = "query($id: ID!) { node(id: $id) { id } }";
    public.ask(node, json!({ "id": id })).await.refused("NOT_FOUND");
    let absent = look_up(&public, url, "2023-11-21").await;
    assert!(absent.text("campaignAccountLookup.absence").contains("proves nothing"));
    let waiting = look_up(&staff, url, "2023-11-21").await;
    assert_eq!(waiting.text("campaignAccountLookup.match.stateOn"), "AWAITING_VERIFICATION");
    assert_eq!(waiting.at("campaignAccountLookup.match.isCampaignAccount"), false);

    let accept = json!({ "i": { "id": id, "accept": true, "on": "2023-11-22" } });
    let before = footprint(&world).await;
    staff.ask(VERIFY, accept.clone()).await.refused("FORBIDDEN");
    let silent = json!({ "i": { "id": id, "accept": false } });
    assert_eq!(approver.ask(VERIFY, silent).await.rule(), "REASON_REQUIRED");
    let early = json!({ "i": { "id": id, "accept": true, "on": "2023-11-19" } });
    assert_eq!(approver.ask(VERIFY, early).await.rule(), "ACCOUNT_DAY");
    assert_eq!(footprint(&world).await, before);
    approver.ask(VERIFY, accept.clone()).await.good();
    assert_eq!(approver.ask(VERIFY, accept).await.rule(), "ACCOUNT_NOT_AWAITING");
    let found = look_up(&public, url, "2023-11-22").await;
    assert_eq!(found.at("campaignAccountLookup.match.isCampaignAccount"), true);
    public.ask(node, json!({ "id": id })).await.good();

    let other = register(&staff, &party, "https://www.tiktok.com/@palsu", "2023-11-20").await;
    let reject = json!({ "i": { "id": other, "accept": false, "on": "2023-11-23",
        "reason": "Bukan akun pelaksana kampanye" } });
    let rejected = approver.ask(VERIFY, reject).await.good();
    assert_eq!(rejected.text("verifyCampaignAccount.campaignAccount.state"), "REJECTED");
    // What was rejected keeps nobody from the address.
    register(&staff, &party, "https://www.tiktok.com/@palsu", "2023-11-24").await;
}

async fn a_repetition_under_one_key_is_one_account(backend: Backend) {
    let world = field(backend).await;
    let party = contestant(&world, CITY_COUNCIL).await;
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let office = office.with("Idempotency-Key", "akun-001");
    let input = form(&party, "https://x.com/sekali", "2023-11-20");
    let before = world.number("SELECT COUNT(*) FROM campaign_account").await;
    let first = office.ask(REGISTER, input.clone()).await.good();
    let again = office.ask(REGISTER, input).await.good();
    let id = "registerCampaignAccount.campaignAccount.id";
    assert_eq!(first.text(id), again.text(id));
    assert_eq!(again.at("registerCampaignAccount.receipt.isReplay"), true);
    assert_eq!(world.number("SELECT COUNT(*) FROM campaign_account").await, before + 1);
}

async fn an_account_may_be_tied_to_a_candidate_of_the_contestant(backend: Backend) {
    let world = field(backend).await;
    let pairs = contestants(&world, MAYOR).await;
    let office = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let asked = "query($id: ID!) { candidates(filter: {contestant: $id}) { nodes { id } } }";
    let answer = office.ask(asked, json!({ "id": pairs[0] })).await.good();
    let candidate = answer.text("candidates.nodes.0.id");
    let register = "mutation($i: RegisterCampaignAccountInput!) {
        registerCampaignAccount(input: $i) { campaignAccount { candidate { id } } } }";
    let mut input = form(&pairs[1], "https://x.com/calon", "2024-09-25");
    input["i"]["candidate"] = json!(candidate);
    let before = footprint(&world).await;
    let refused = office.ask(register, input.clone()).await.refused("INVALID_INPUT");
    assert_eq!(refused.rule(), "ACCOUNT_CANDIDATE");
    assert_eq!(footprint(&world).await, before);
    input["i"]["contestant"] = json!(pairs[0]);
    let tied = office.ask(register, input).await.good();
    assert_eq!(tied.text("registerCampaignAccount.campaignAccount.candidate.id"), candidate);
}
