//! Candidates: determined, late, withdrawn, replaced, struck off; each by its act and document.

mod phase;

use netra_entity::code::{Function, Grade};
use serde_json::{Value, json};

use crate::contest::{contest, kpu, party, register};
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World};

const NOMINATE: &str = "mutation($i: RegisterCandidateInput!) { registerCandidate(input: $i) { \
    candidate { id state name doubleNominationCount doubleNominations { contestant { party { code } } } } \
    receipt { eventId } } }";
const CHANGE: &str = "mutation($i: ChangeCandidateStatusInput!) { changeCandidateStatus(input: $i) { \
    candidate { id state version determinedOn doubleNominationCount } receipt { eventId } } }";
const CHANGE_CONTESTANT: &str = "mutation($i: ChangeContestantStatusInput!) { \
    changeContestantStatus(input: $i) { contestant { state determinedOn statuses { state validFrom \
    ground documentNumber } } receipt { eventId } } }";
const DETERMINE: &str = "mutation($i: DetermineContestInput!) { determineContest(input: $i) { \
    contest { rounds { determinedOn determination } contestants { state ballotNumber } } \
    receipt { eventId } } }";
const CONCLUDE: &str = "mutation($i: ConcludeElectionInput!) { concludeElection(input: $i) { \
    contest { rounds { number concludedOn } } receipt { eventId } } }";
const ROUND: &str = "mutation($i: RecordContestRoundInput!) { recordContestRound(input: $i) { \
    contest { rounds { number kind decision phases { phase } } } receipt { eventId } } }";

pub const MAYOR: &str = "PEMILIHAN_2024/MAYOR/34.71";

async fn nominate(office: &Client<'_>, contestant: &str, more: Value) -> Answer {
    let mut input = json!({ "contestant": contestant, "source": "uji", "isInvented": true });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    office.ask(NOMINATE, json!({ "i": input })).await
}

async fn change(office: &Client<'_>, act: &str, id: &str, more: Value) -> Answer {
    let mut input = json!({ "id": id });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    office.ask(act, json!({ "i": input })).await
}

fn document(number: &str) -> Value {
    json!({ "number": number, "issuer": "KPU Kota Yogyakarta" })
}

/// The contestants of a contest as an office sees them: id, state.
pub async fn contestants(client: &Client<'_>, contest: &str) -> Vec<(String, String)> {
    let list =
        "query($c: ID!) { contestants(filter: {contest: $c}, first: 200) { nodes { id state } } }";
    let nodes = client.ask(list, json!({ "c": contest })).await.good().at("contestants.nodes");
    let of = |it: &Value| {
        (it["id"].as_str().unwrap().to_owned(), it["state"].as_str().unwrap().to_owned())
    };
    nodes.as_array().unwrap().iter().map(of).collect()
}

/// A contestant that was determined. The order is that of registration within a millisecond, by
/// chance.
async fn determined(client: &Client<'_>, contest: &str) -> String {
    let standing = contestants(client, contest).await;
    standing.into_iter().find(|it| it.1 == "DETERMINED").unwrap().0
}

/// The candidates of a contestant: id, role, state, name.
pub async fn candidates(client: &Client<'_>, contestant: &str) -> Vec<[String; 4]> {
    let list = "query($c: ID!) { candidates(filter: {contestant: $c}, first: 200) { nodes { id role \
        state name } } }";
    let nodes = client.ask(list, json!({ "c": contestant })).await.good().at("candidates.nodes");
    let of = |it: &Value| {
        ["id", "role", "state", "name"].map(|key| it[key].as_str().unwrap_or_default().to_owned())
    };
    nodes.as_array().unwrap().iter().map(of).collect()
}

/// Scenario 22: whoever is nominated by two parties is flagged, and both stay until KPU decides.
async fn a_double_nomination_is_flagged_and_decided(backend: Backend) {
    let world = World::new(backend).await;
    let city = kpu(&world, "KPU_34.71", Grade::Approver).await;
    let council = contest(&world, "PEMILU_2024/DPRD_REGENCY_CITY/34.71").await;
    let lists = json!({ "c": council });
    let district = "query($c: ID!) { electoralDistricts(filter: {contest: $c}) { nodes { id } } }";
    let district = city.ask(district, lists).await.good().text("electoralDistricts.nodes.0.id");
    let standing = contestants(&city, &council).await;
    let person = |list: i32| {
        json!({
            "role": "MEMBER", "name": "Contoh Rangkap", "district": district, "listNumber": list,
            "nik": "3471015203800007",
        })
    };
    let first = nominate(&city, &standing[0].0, person(7)).await.good();
    assert_eq!(first.number("registerCandidate.candidate.doubleNominationCount"), 0);
    let second = nominate(&city, &standing[1].0, person(8)).await.good();
    assert_eq!(second.number("registerCandidate.candidate.doubleNominationCount"), 1);
    let twins = second.at("registerCandidate.candidate.doubleNominations");
    assert_eq!(twins.as_array().unwrap().len(), 1);
    let [first, second] = [first, second].map(|it| it.text("registerCandidate.candidate.id"));
    let flagged = "query($i: ID!) { candidate(id: $i) { state doubleNominationCount } }";
    let seen = city.ask(flagged, json!({ "i": first })).await.good();
    assert_eq!(seen.number("candidate.doubleNominationCount"), 1);
    assert_eq!(seen.text("candidate.state"), "PROSPECTIVE", "both stay");
    // The flag is part of the evidence, the NIK is not.
    let payloads = "SELECT COUNT(*) FROM event_record WHERE payload LIKE '%3471015203800007%'";
    assert_eq!(world.number(payloads).await, 0);

    let before = world.footprint().await;
    let strike = json!({ "state": "STRUCK_OFF", "ground": "DOUBLE_NOMINATION" });
    let bare = change(&city, CHANGE, &second, strike).await.refused("RULE_REFUSED");
    assert_eq!(bare.rule(), "DOCUMENT_REQUIRED");
    assert_eq!(world.footprint().await, before);
    let strike = json!({
        "state": "STRUCK_OFF", "ground": "DOUBLE_NOMINATION", "document": document("BA 12/2023"),
    });
    let struck = change(&city, CHANGE, &second, strike).await.good();
    assert_eq!(struck.text("changeCandidateStatus.candidate.state"), "STRUCK_OFF");
    assert_eq!(struck.number("changeCandidateStatus.candidate.doubleNominationCount"), 0);
    let seen = city.ask(flagged, json!({ "i": first })).await.good();
    assert_eq!(seen.number("candidate.doubleNominationCount"), 0);
}
both!(a_double_nomination_is_flagged_and_decided);

/// The demonstration has somebody on a final list who is nominated elsewhere too.
async fn a_nomination_that_is_not_published_stays_hidden_behind_the_published_one(
    backend: Backend,
) {
    let world = World::new(backend).await;
    let house = contest(&world, "PEMILU_2024/DPR").await;
    let list = "query($c: ID!) { candidates(filter: {contest: $c}, first: 200) { nodes { state name \
        doubleNominationCount doubleNominations { id } } } }";
    let asked = json!({ "c": house });
    let nodes = async |client: &Client<'_>| {
        let answer = client.ask(list, asked.clone()).await.good();
        answer.at("candidates.nodes").as_array().unwrap().clone()
    };
    let public = nodes(&world.public()).await;
    assert_eq!(public.len(), 6);
    for it in &public {
        assert_eq!(it["state"], "FINAL");
        assert!(it["name"].is_string());
        assert!(it["doubleNominationCount"].is_null());
        assert_eq!(it["doubleNominations"], json!([]));
    }
    // The provincial council is none of the city's KPU, which still learns that there is one.
    let flags = async |client: &Client<'_>| {
        let all = nodes(client).await;
        let flagged = all.iter().filter(|it| it["doubleNominationCount"] == 1);
        let seen = flagged.clone().map(|it| it["doubleNominations"].as_array().unwrap().len());
        (flagged.count(), seen.sum::<usize>())
    };
    let staff = Grade::Staff;
    assert_eq!(flags(&kpu(&world, "KPU_34.71", staff).await).await, (1, 0));
    assert_eq!(flags(&kpu(&world, "KPU_PROV_34", staff).await).await, (1, 1));
    let bkn = world.office(Function::NeutralityAssessment, staff, None).await;
    assert_eq!(flags(&bkn).await.0, 1);
}
both!(a_nomination_that_is_not_published_stays_hidden_behind_the_published_one);

/// A pair is rejected, and a court has it added after the determination, on a day of its own.
async fn a_court_adds_a_pair_late(backend: Backend) {
    let world = World::new(backend).await;
    let city = kpu(&world, "KPU_34.71", Grade::Approver).await;
    let mayor = contest(&world, MAYOR).await;
    let late = contestants(&city, &mayor).await;
    let late = &late.iter().find(|it| it.1 == "PROSPECTIVE").unwrap().0;
    let rejected = json!({ "state": "REJECTED", "ground": "VERIFICATION", "on": "2024-09-22" });
    change(&city, CHANGE_CONTESTANT, late, rejected).await.good();
    let before = world.footprint().await;
    for (more, rule) in [
        (json!({ "ground": "DETERMINATION", "document": document("1") }), "STATUS_TRANSITION"),
        (json!({ "ground": "COURT_ORDER" }), "DOCUMENT_REQUIRED"),
    ] {
        let mut input = json!({ "state": "DETERMINED", "on": "2024-10-14" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = change(&city, CHANGE_CONTESTANT, late, input).await;
        assert_eq!(answer.refused("RULE_REFUSED").rule(), rule);
    }
    for (on, rule) in [("2024-09-21", "STATUS_BEFORE_LAST"), ("2026-11-21", "DAY_IN_FUTURE")] {
        let input = json!({
            "state": "DETERMINED", "ground": "COURT_ORDER", "document": document("1"), "on": on,
        });
        let answer = change(&city, CHANGE_CONTESTANT, late, input).await;
        assert_eq!(answer.refused("INVALID_INPUT").rule(), rule);
    }
    assert_eq!(world.footprint().await, before);
    let order = json!({
        "state": "DETERMINED", "ground": "COURT_ORDER", "on": "2024-10-14", "expectedVersion": 2,
        "document": { "number": "6/G/PILKADA/2024", "issuer": "PTTUN" },
    });
    let done = change(&city, CHANGE_CONTESTANT, late, order.clone()).await.good();
    let contestant = done.at("changeContestantStatus.contestant");
    assert_eq!(contestant["determinedOn"], "2024-10-14");
    assert_eq!(contestant["statuses"].as_array().unwrap().len(), 3);
    assert_eq!(contestant["statuses"][2]["documentNumber"], "6/G/PILKADA/2024");
    assert!(candidates(&city, late).await.iter().all(|it| it[2] == "FINAL"));
    change(&city, CHANGE_CONTESTANT, late, order).await.refused("VERSION_CONFLICT");
    // From then on everybody reads it.
    assert_eq!(contestants(&world.public(), &mayor).await.len(), 3);
    assert_eq!(candidates(&world.public(), late).await.len(), 2);
}
both!(a_court_adds_a_pair_late);

async fn a_candidate_who_dies_is_replaced(backend: Backend) {
    let world = World::new(backend).await;
    let city = kpu(&world, "KPU_34.71", Grade::Approver).await;
    let mayor = contest(&world, MAYOR).await;
    let pair = &determined(&city, &mayor).await;
    let deputy = candidates(&city, pair).await.into_iter().find(|it| it[1] == "DEPUTY").unwrap();
    let successor = |replaces: Option<&str>| {
        json!({ "role": "DEPUTY", "name": "Contoh Pengganti", "replaces": replaces,
        "registeredOn": "2024-10-02" })
    };
    let before = world.footprint().await;
    for replaces in [None, Some(deputy[0].as_str())] {
        let answer = nominate(&city, pair, successor(replaces)).await.refused("RULE_REFUSED");
        assert!(["ROLE_TAKEN", "REPLACES_NOBODY"].contains(&answer.rule().as_str()));
    }
    assert_eq!(world.footprint().await, before);
    let death = json!({
        "state": "DECEASED", "ground": "DEATH", "on": "2024-10-01",
        "document": { "number": "3471-KM-2024", "issuer": "Dinas Dukcapil" },
    });
    change(&city, CHANGE, &deputy[0], death).await.good();
    // The dead stay on record, and nobody brings them back.
    let back = json!({ "state": "FINAL", "ground": "COURT_ORDER", "document": document("1") });
    let answer = change(&city, CHANGE, &deputy[0], back).await.refused("RULE_REFUSED");
    assert_eq!(answer.rule(), "STATUS_TRANSITION");
    let new = nominate(&city, pair, successor(Some(&deputy[0]))).await.good();
    let new = new.text("registerCandidate.candidate.id");
    let determined = json!({
        "state": "FINAL", "ground": "DETERMINATION", "on": "2024-10-05", "document": document("2"),
    });
    let done = change(&city, CHANGE, &new, determined).await.good();
    assert_eq!(done.text("changeCandidateStatus.candidate.determinedOn"), "2024-10-05");
    let public = world.public();
    let seen = public.ask(
        "query($i: ID!) { candidate(id: $i) { name replaces { id state statuses { state } } } }",
        json!({ "i": new }),
    );
    let seen = seen.await.good();
    assert_eq!(seen.text("candidate.replaces.id"), deputy[0]);
    assert_eq!(seen.text("candidate.replaces.state"), "DECEASED");
    assert_eq!(seen.at("candidate.replaces.statuses").as_array().unwrap().len(), 3);
}
both!(a_candidate_who_dies_is_replaced);

/// A status that was recorded with a wrong day is corrected; both versions stay.
async fn a_wrong_status_is_corrected_and_kept(backend: Backend) {
    let world = World::new(backend).await;
    let city = kpu(&world, "KPU_34.71", Grade::Approver).await;
    let mayor = contest(&world, MAYOR).await;
    let pair = &determined(&city, &mayor).await;
    let head = candidates(&city, pair).await.into_iter().find(|it| it[1] == "HEAD").unwrap();
    let withdrawn = |on: &str, corrects: bool| {
        json!({
            "state": "WITHDRAWN", "ground": "OWN_REQUEST", "on": on, "correctsLast": corrects,
            "document": document("3"),
        })
    };
    change(&city, CHANGE, &head[0], withdrawn("2024-10-09", false)).await.good();
    change(&city, CHANGE, &head[0], withdrawn("2024-10-08", true)).await.good();
    let seen = "query($i: ID!) { candidate(id: $i) { statuses { state validFrom } } }";
    let seen = world.public().ask(seen, json!({ "i": head[0] })).await.good();
    let last = json!({ "state": "WITHDRAWN", "validFrom": "2024-10-08" });
    assert_eq!(seen.at("candidate.statuses.2"), last);
    let kept = "SELECT COUNT(*) FROM candidate_status WHERE state = 'WITHDRAWN'";
    assert_eq!(world.number(kept).await, 2);
}
both!(a_wrong_status_is_corrected_and_kept);

/// From registration to conclusion in one contest.
async fn a_contest_runs_its_course(backend: Backend) {
    let world = World::new(backend).await;
    let approver = kpu(&world, "KPU_PROV_34", Grade::Approver).await;
    let staff = kpu(&world, "KPU_PROV_34", Grade::Staff).await;
    let council = contest(&world, "PEMILU_2024/DPRD_PROVINCE/34").await;
    let standing = contestants(&staff, &council).await;
    let named: Vec<_> = standing[..2]
        .iter()
        .enumerate()
        .map(|(number, it)| json!({ "contestant": it.0, "ballotNumber": number + 1 }))
        .collect();
    let input = json!({
        "contest": council, "on": "2023-11-03", "document": document("900/2023"),
        "contestants": named,
    });
    let before = world.footprint().await;
    staff.ask(DETERMINE, json!({ "i": input })).await.refused("FORBIDDEN");
    let twice = json!({
        "contest": council, "document": document("1"), "contestants": [named[0], named[0]],
    });
    let answer = approver.ask(DETERMINE, json!({ "i": twice })).await.refused("INVALID_INPUT");
    assert_eq!(answer.rule(), "DUPLICATE_ROW");
    assert_eq!(world.footprint().await, before);
    let done = approver.ask(DETERMINE, json!({ "i": input })).await.good();
    let contest = done.at("determineContest.contest");
    assert_eq!(contest["rounds"][0]["determinedOn"], "2023-11-03");
    assert_eq!(contest["rounds"][0]["determination"], "900/2023");
    let states: Vec<_> = contest["contestants"].as_array().unwrap().iter().collect();
    assert_eq!(states.iter().filter(|it| it["state"] == "DETERMINED").count(), 2);
    assert_eq!(candidates(&staff, &standing[0].0).await[0][2], "FINAL");
    assert_eq!(candidates(&staff, &standing[2].0).await[0][2], "QUALIFIED");
    let again = approver.ask(DETERMINE, json!({ "i": input })).await.refused("RULE_REFUSED");
    assert_eq!(again.rule(), "ALREADY_DECIDED");

    let elected = candidates(&approver, &standing[0].0).await[0][0].clone();
    let end = json!({
        "contest": council, "on": "2024-05-02", "document": document("77/2024"),
        "elected": [elected],
    });
    let done = approver.ask(CONCLUDE, json!({ "i": end })).await.good();
    let rounds = done.at("concludeElection.contest.rounds");
    assert_eq!(rounds, json!([{ "number": 1, "concludedOn": "2024-05-02" }]));
    assert_eq!(candidates(&world.public(), &standing[0].0).await[0][2], "ELECTED");
    // An election is concluded when the last of its contests is.
    let ends = "{ elections { nodes { code concludedOn } } }";
    let ended = async || {
        let nodes = world.public().ask(ends, json!({})).await.good().at("elections.nodes");
        let nodes = nodes.as_array().unwrap().clone();
        nodes.into_iter().find(|it| it["code"] == "PEMILU_2024").unwrap()["concludedOn"].clone()
    };
    assert!(ended().await.is_null());
    for (office, code, on) in [
        ("KPU", "PEMILU_2024/DPR", "2024-03-20"),
        ("KPU_34.71", "PEMILU_2024/DPRD_REGENCY_CITY/34.71", "2024-05-01"),
    ] {
        let own = crate::contest::contest(&world, code).await;
        let end = json!({ "contest": own, "on": on, "document": document("360/2024") });
        let office = kpu(&world, office, Grade::Approver).await;
        office.ask(CONCLUDE, json!({ "i": end })).await.good();
    }
    assert_eq!(ended().await, "2024-05-02");
    let hanura = json!({ "kind": "PARTY", "party": party(&world, "HANURA").await });
    let late = register(&staff, &council, hanura).await.refused("RULE_REFUSED");
    assert_eq!(late.rule(), "CONTEST_CONCLUDED");

    let mut re_vote = json!({
        "contest": council, "kind": "RE_VOTE", "decision": " ", "source": "uji",
        "phases": [{
            "phase": "VOTING", "startsOn": "2024-07-13", "endsOn": "2024-07-13", "source": "uji",
            "confidence": "CONFIRMED",
        }],
    });
    let answer = approver.ask(ROUND, json!({ "i": re_vote })).await.refused("INVALID_INPUT");
    assert_eq!(answer.rule(), "DECISION_REQUIRED");
    re_vote["decision"] = json!("Putusan MK (contoh)");
    let done = approver.ask(ROUND, json!({ "i": re_vote })).await.good();
    assert_eq!(done.at("recordContestRound.contest.rounds.1.number"), 2);
    assert_eq!(
        done.at("recordContestRound.contest.rounds.1.phases"),
        json!([{ "phase": "VOTING" }])
    );
}
both!(a_contest_runs_its_course);

/// The link to a civil servant who resigned is read by those who may read civil servants, and
/// whether there is one is told to nobody else.
async fn a_civil_servant_who_resigned_is_linked_without_a_word(backend: Backend) {
    let world = World::new(backend).await;
    let city = kpu(&world, "KPU_34.71", Grade::Staff).await;
    let mayor = contest(&world, MAYOR).await;
    let register_pair =
        json!({ "kind": "PAIR", "isIndependent": true, "name": "Contoh dan Misal" });
    let pair = register(&city, &mayor, register_pair).await.good();
    let pair = pair.text("registerContestant.contestant.id");
    let mut ids = Vec::new();
    for (role, number) in
        [("HEAD", world.demo.signer_number.as_str()), ("DEPUTY", "196804111993031009")]
    {
        let person = json!({ "role": role, "name": "Contoh", "serviceNumber": number });
        let done = nominate(&city, &pair, person).await.good();
        ids.push(done.text("registerCandidate.candidate.id"));
    }
    let ask = "query($i: ID!) { candidate(id: $i) { civilServant { id } } }";
    for id in &ids {
        let seen = city.ask(ask, json!({ "i": id })).await.good();
        assert!(seen.at("candidate.civilServant").is_null());
    }
    let bkn = world.office(Function::NeutralityAssessment, Grade::Staff, None).await;
    let linked = bkn.ask(ask, json!({ "i": ids[0] })).await.good();
    assert!(linked.text("candidate.civilServant.id").starts_with("civilservant_"));
    let other = bkn.ask(ask, json!({ "i": ids[1] })).await.good();
    assert!(other.at("candidate.civilServant").is_null());
}
both!(a_civil_servant_who_resigned_is_linked_without_a_word);
