//! What the law says of contests comes by acts of KPU at the centre: parties and their admission,
//! types of contests, and where the law departs from them.

use netra_entity::code::Grade;
use serde_json::{Value, json};

use super::{contest, election, kpu, record, register};
use crate::database::{Backend, both};
use crate::world::World;

const PARTY: &str = "mutation($i: RecordPartyInput!) { recordParty(input: $i) { party { id code
    name scope participations { name } } receipt { eventId isReplay } } }";
const ADMIT: &str = "mutation($i: RecordPartyParticipationInput!) {
    recordPartyParticipation(input: $i) { party { code participations { name ballotNumber decidedOn
    election { code } } } receipt { eventId } } }";
const TYPE: &str = "mutation($i: RecordContestTypeInput!) { recordContestType(input: $i) {
    receipt { eventId } } }";
const EXCEPTION: &str = "mutation($i: RecordContestExceptionInput!) {
    recordContestException(input: $i) { receipt { eventId } } }";

async fn rows(world: &World) -> Vec<i64> {
    let mut counts = world.footprint().await;
    for table in ["party", "party_participation", "contest_type", "contest_exception"] {
        counts.push(world.number(&format!("SELECT COUNT(*) FROM {table}")).await);
    }
    counts
}

async fn a_new_party_stands_once_it_is_admitted(backend: Backend) {
    let world = World::new(backend).await;
    let national = kpu(&world, "KPU", Grade::Approver).await;
    let city = kpu(&world, "KPU_34.71", Grade::Approver).await;
    let new = json!({ "i": { "code": "CONTOH_BARU", "name": "Partai Contoh Baru",
        "abbreviation": "PCB", "scope": "NATIONAL", "source": "uji" } });
    let before = rows(&world).await;
    city.ask(PARTY, new.clone()).await.refused("FORBIDDEN");
    let mut nameless = new.clone();
    nameless["i"]["name"] = json!(" ");
    let refused = national.ask(PARTY, nameless).await;
    assert_eq!(refused.refused("INVALID_INPUT").rule(), "NAME_REQUIRED");
    assert_eq!(rows(&world).await, before);

    let national = national.with("Idempotency-Key", "partai-001");
    let done = national.ask(PARTY, new.clone()).await.good();
    let party = done.text("recordParty.party.id");
    let again = national.ask(PARTY, new.clone()).await.good();
    assert_eq!(again.at("recordParty.receipt.isReplay"), true);
    let national = kpu(&world, "KPU", Grade::Approver).await;
    assert_eq!(national.ask(PARTY, new).await.refused("INVALID_INPUT").rule(), "CODE_TAKEN");

    let house = contest(&world, "PEMILU_2024/DPR").await;
    let standing = json!({ "kind": "PARTY", "party": party });
    let refused = register(&national, &house, standing.clone()).await;
    assert_eq!(refused.rule(), "PARTY_NOT_PARTICIPATING");
    let admit = json!({ "i": { "party": party, "election": election(&world, "PEMILU_2024").await,
        "ballotNumber": 25, "name": "Partai Contoh Baru", "decision": "Keputusan KPU (contoh)",
        "decidedOn": "2022-12-30", "source": "uji", "confidence": "UNCONFIRMED" } });
    let before = rows(&world).await;
    city.ask(ADMIT, admit.clone()).await.refused("FORBIDDEN");
    let mut early = admit.clone();
    early["i"]["decidedOn"] = json!("2027-01-01");
    assert_eq!(national.ask(ADMIT, early).await.rule(), "DAY_IN_FUTURE");
    assert_eq!(rows(&world).await, before);
    let done = national.ask(ADMIT, admit.clone()).await.good();
    assert_eq!(
        done.at("recordPartyParticipation.party.participations"),
        json!([{ "name": "Partai Contoh Baru", "ballotNumber": 25, "decidedOn": "2022-12-30",
            "election": { "code": "PEMILU_2024" } }])
    );
    assert_eq!(national.ask(ADMIT, admit).await.rule(), "CODE_TAKEN");
    register(&national, &house, standing).await.good();
}
both!(a_new_party_stands_once_it_is_admitted);

async fn a_contest_is_no_longer_held_where_a_law_ends_it(backend: Backend) {
    let world = World::new(backend).await;
    let national = kpu(&world, "KPU", Grade::Approver).await;
    let province = kpu(&world, "KPU_PROV_34", Grade::Approver).await;
    let exception = |more: Value| {
        let mut input = json!({ "contestType": "DPD", "regionCode": "34",
            "rule": "NOT_HELD", "legalBasis": "UU contoh", "source": "uji",
            "confidence": "UNCONFIRMED" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "i": input })
    };
    let before = rows(&world).await;
    for (more, rule) in [
        (json!({ "contestType": "SENATE" }), "CODE_UNKNOWN"),
        (json!({ "regionCode": "99.99" }), "CODE_UNKNOWN"),
        (json!({ "validFrom": "2024-01-02", "validTo": "2024-01-02" }), "END_BEFORE_START"),
    ] {
        assert_eq!(national.ask(EXCEPTION, exception(more)).await.rule(), rule);
    }
    province.ask(EXCEPTION, exception(json!({}))).await.refused("FORBIDDEN");
    assert_eq!(rows(&world).await, before);
    national.ask(EXCEPTION, exception(json!({ "validFrom": "2024-01-01" }))).await.good();
    let twice = exception(json!({ "validFrom": "2025-01-01" }));
    assert_eq!(national.ask(EXCEPTION, twice).await.rule(), "CODE_TAKEN");
    let refused = record(&world, &national, "PEMILU_2024", "DPD", Some("34")).await;
    assert_eq!(refused.rule(), "CONTEST_NOT_HELD");
}
both!(a_contest_is_no_longer_held_where_a_law_ends_it);

async fn a_type_of_contest_is_recorded_once(backend: Backend) {
    let world = World::new(backend).await;
    let national = kpu(&world, "KPU", Grade::Approver).await;
    let new = json!({ "i": { "code": "CONTOH", "regime": "PEMILIHAN", "ordinal": 99,
        "label": "Pemilihan contoh", "contestantKind": "PAIR", "area": "CITY",
        "hasDistricts": false, "registeredAt": "REGENCY_CITY", "independentAllowed": true,
        "source": "uji", "confidence": "UNCONFIRMED" } });
    let before = rows(&world).await;
    let staff = kpu(&world, "KPU", Grade::Staff).await;
    staff.ask(TYPE, new.clone()).await.refused("FORBIDDEN");
    assert_eq!(rows(&world).await, before);
    national.ask(TYPE, new.clone()).await.good();
    assert_eq!(national.ask(TYPE, new).await.refused("INVALID_INPUT").rule(), "CODE_TAKEN");
    let city = kpu(&world, "KPU_34.71", Grade::Approver).await;
    record(&world, &city, "PEMILIHAN_2024", "CONTOH", Some("34.71")).await.good();
}
both!(a_type_of_contest_is_recorded_once);
