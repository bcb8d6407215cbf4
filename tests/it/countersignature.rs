//! A pact takes two where its text says so: scenarios 1 and 5, through the public door.

use netra_api::graphql::{Kind, parse, show};
use netra_entity::code::{Function, Grade};
use netra_registry::intake::founding::DemoSeat;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::acts::{
    CITY, PROVINCE, Person, account, account_of, employer, non_signers_of, personnel, rows,
};
use crate::coverage::{last_index, recount};
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World, beginning};

const PUBLISH: &str = "mutation($i: PublishPactTextInput!) { publishPactText(input: $i) { pactText \
    { id sha256 countersignatureRequired } } }";
const SIGN: &str = "mutation($t: ID!, $h: String!) { signPact(input: {pactText: $t, sha256: $h}) \
    { pactSignature { id state countersignedOn } } }";
const COUNTERSIGN: &str = "mutation($i: CountersignPactInput!) { countersignPact(input: $i) { \
    pactSignature { id state signedOn countersignedOn countersignCapacity countersigner { id } version \
    } receipt { eventId isReplay } } }";
const MANY: &str = "mutation($i: CountersignPactsInput!) { countersignPacts(input: $i) { rows { \
    index outcome code } receipt { eventId } } }";
const REFUSE: &str = "mutation($i: RefuseCountersignatureInput!) { refuseCountersignature(input: \
    $i) { pactSignature { state countersignRefusalReason countersignedOn } } }";

/// A text that asks for a countersignature, in a class of its own.
pub struct Text {
    pub id: String,
    pub sha256: String,
}

pub async fn two_sided_text(world: &World) -> Text {
    let ministry = world.office(Function::CivilServicePolicy, Grade::Approver, None).await;
    let input = json!({ "i": { "cycle": world.cycle().await, "title": "Pakta dua pihak",
        "body": "Diketahui oleh atasan.", "supersedes": world.pact_text(),
        "resignRequired": true, "countersignatureRequired": true } });
    let text = ministry.ask(PUBLISH, input).await.good();
    assert_eq!(text.at("publishPactText.pactText.countersignatureRequired"), true);
    Text {
        id: text.text("publishPactText.pactText.id"),
        sha256: text.text("publishPactText.pactText.sha256"),
    }
}

pub async fn sign(signer: &Client<'_>, text: &Text) -> Answer {
    signer.ask(SIGN, json!({ "t": text.id, "h": text.sha256 })).await
}

pub async fn signed(signer: &Client<'_>, text: &Text) -> String {
    let answer = sign(signer, text).await.good();
    assert_eq!(answer.text("signPact.pactSignature.state"), "AWAITING_COUNTERSIGNATURE");
    answer.text("signPact.pactSignature.id")
}

pub async fn countersign(office: &Client<'_>, id: &str) -> Answer {
    office.ask(COUNTERSIGN, json!({ "i": { "id": id } })).await
}

/// A person with the unit in which they work.
pub struct Colleague {
    pub person: Person,
    pub unit: Uuid,
}

impl Colleague {
    pub fn unit_id(&self) -> String {
        show(Kind::Unit, self.unit).0
    }
}

pub async fn person_by(world: &World, condition: &str, value: Uuid) -> Colleague {
    let sql = format!(
        "SELECT e.civil_servant_id, e.id AS employment, e.unit_id, n.number, n.kind \
           FROM employment e JOIN service_number n ON n.civil_servant_id = e.civil_servant_id \
          WHERE {condition} AND e.superseded_by IS NULL AND e.valid_to IS NULL \
            AND n.superseded_by IS NULL AND n.valid_to IS NULL"
    );
    let found = rows(world, &sql, vec![value.into()]).await;
    let row = found.first().unwrap();
    let person = Person {
        id: row.try_get("", "civil_servant_id").unwrap(),
        number: row.try_get("", "number").unwrap(),
        kind: row.try_get("", "kind").unwrap(),
        employment: row.try_get("", "employment").unwrap(),
        signature: None,
    };
    Colleague { person, unit: row.try_get("", "unit_id").unwrap() }
}

async fn colleague(world: &World, person: &Person) -> Colleague {
    person_by(world, "e.id = $1", person.employment).await
}

/// The head of a unit.
pub async fn head_of(world: &World, unit: Uuid) -> Colleague {
    let condition = "e.civil_servant_id = (SELECT head_id FROM organisational_unit WHERE id = $1)";
    person_by(world, condition, unit).await
}

/// Two people of one unit of the city that have a head above them, not heads themselves.
pub async fn two_of_one_unit(world: &World) -> [Colleague; 2] {
    let mut found: Vec<Colleague> = Vec::new();
    for person in non_signers_of(world, CITY).await {
        let new = colleague(world, &person).await;
        if head_of(world, new.unit).await.person.id == person.id {
            continue;
        }
        match found.iter().position(|it| it.unit == new.unit) {
            Some(other) => return [found.swap_remove(other), new],
            None => found.push(new),
        }
    }
    panic!("the city has no two such people");
}

/// Gives a person who has an account a seat at the city, and signs in.
pub async fn seated<'a>(world: &'a World, person: &Person, grade: &str) -> Client<'a> {
    world.client_of(&seat(world, person, grade).await).await
}

/// Gives a person who has an account a seat at the city, as its administrator does.
pub async fn seat(world: &World, person: &Person, grade: &str) -> DemoSeat {
    let admin = world.office(Function::Employer, Grade::Admin, Some(CITY)).await;
    let grant = "mutation($i: GrantSeatInput!) { grantSeat(input: $i) { seat { id } } }";
    let login = format!("{}@test", person.id);
    let input = json!({ "i": { "institution": world.institution(CITY).await, "login": login,
        "displayName": "Pegawai", "function": "EMPLOYER", "grade": grade,
        "officialPosition": "Kepala", "appointment": "DEFINITIVE",
        "validFrom": beginning().date_naive().to_string() } });
    let granted = admin.ask(grant, input).await.good().text("grantSeat.seat.id");
    world.confirm(&granted).await;
    let id = parse(&async_graphql::ID(granted)).unwrap().1;
    DemoSeat {
        institution_code: CITY.to_owned(),
        function: Some(Function::Employer),
        grade: Some(Grade::Staff),
        login,
        user_id: account_of(person).user_id,
        seat_id: Some(id),
    }
}

pub async fn signed_today(world: &World, day: &str) -> i64 {
    world.sequence().await;
    let ask = "query($c: ID!, $i: ID!, $d: Date!) { pactCoverage(cycle: $c, institution: $i, \
        groupBy: TOTAL, on: $d) { signed } }";
    let input = json!({ "c": world.cycle().await, "i": world.institution(CITY).await, "d": day });
    personnel(world).await.ask(ask, input).await.good().number("pactCoverage.0.signed")
}

/// Scenario 1 but for the certificate: waiting, then valid, and counted from the second signature.
async fn a_signature_counts_from_the_superiors(backend: Backend) {
    let world = World::new(backend).await;
    let text = two_sided_text(&world).await;
    let [one, _] = two_of_one_unit(&world).await;
    let head = head_of(&world, one.unit).await.person;
    let signer = account(&world, &one.person).await;
    account(&world, &head).await;
    let superior = seat(&world, &head, "STAFF").await;
    let id = signed(&signer, &text).await;
    assert_eq!(sign(&signer, &text).await.refused("RULE_REFUSED").rule(), "ALREADY_SIGNED");
    assert_eq!(signed_today(&world, "2026-11-20").await, 0);

    // The next day, in the city's time.
    world.set_clock(beginning() + chrono::TimeDelta::days(1));
    let superior = world.client_of(&superior).await.with("Idempotency-Key", "atasan-1");
    let answer = countersign(&superior, &id).await.good();
    let at = |field: &str| answer.at(&format!("countersignPact.pactSignature.{field}"));
    assert_eq!(at("state"), "VALID");
    assert_eq!((at("signedOn"), at("countersignedOn")), (json!("2026-11-20"), json!("2026-11-21")));
    assert_eq!(at("countersignCapacity"), "HEAD_OF_UNIT");
    assert_eq!(at("countersigner.id"), json!(head.global_id()));
    assert_eq!(at("version"), 2);
    let replay = countersign(&superior, &id).await.good();
    assert_eq!(replay.at("countersignPact.receipt.isReplay"), true);

    assert_eq!(signed_today(&world, "2026-11-20").await, 0);
    assert_eq!(signed_today(&world, "2026-11-21").await, 1);
    let bkn = personnel(&world).await;
    for (on, index) in [
        ("2026-11-21", last_index(&world).await),
        ("2026-11-20", last_index(&world).await),
        ("2026-11-21", last_index(&world).await - 1),
    ] {
        let on = on.parse().unwrap();
        let counted = recount(&world, on, index).await;
        counted.is_what_is_told(&world, &bkn, (on, index), CITY).await;
    }

    let withdraw = "mutation($i: ID!) { withdrawPactSignature(input: {id: $i, reason: \
        \"Ditandatangani orang lain.\"}) { pactSignature { state } } }";
    world.set_clock(beginning() + chrono::TimeDelta::days(2));
    employer(&world, CITY).await.ask(withdraw, json!({ "i": id })).await.good();
    assert_eq!(signed_today(&world, "2026-11-21").await, 1);
    assert_eq!(signed_today(&world, "2026-11-22").await, 0);
}
both!(a_signature_counts_from_the_superiors);

/// Scenario 5, and everybody else who is no superior.
async fn only_the_superior_countersigns(backend: Backend) {
    let world = World::new(backend).await;
    let text = two_sided_text(&world).await;
    let [one, two] = two_of_one_unit(&world).await;
    let head = head_of(&world, one.unit).await.person;
    let signer = account(&world, &one.person).await;
    let peer = account(&world, &two.person).await;
    let boss = account(&world, &head).await;
    let superior = seated(&world, &head, "STAFF").await;
    let own = seated(&world, &one.person, "APPROVER").await;
    let colleague = seated(&world, &two.person, "STAFF").await;
    let id = signed(&signer, &text).await;
    let of_head = signed(&boss, &text).await;
    let before = world.footprint().await;

    let elsewhere = employer(&world, PROVINCE).await;
    countersign(&elsewhere, &id).await.refused("NOT_FOUND");
    let nothing = show(Kind::PactSignature, Uuid::nil()).0;
    countersign(&superior, &nothing).await.refused("NOT_FOUND");
    for office in [
        world.office(Function::NeutralityAssessment, Grade::Approver, None).await,
        world.office(Function::PersonnelAdministration, Grade::Approver, None).await,
        world.office(Function::Employer, Grade::Admin, Some(CITY)).await,
        signer.clone(),
        peer,
    ] {
        countersign(&office, &id).await.refused("FORBIDDEN");
    }
    // Not oneself, not even with an approver's seat; not a colleague; not past the head.
    let rule = |answer: Answer| answer.refused("RULE_REFUSED").rule();
    assert_eq!(rule(countersign(&own, &id).await), "COUNTERSIGN_OWN");
    assert_eq!(rule(countersign(&superior, &of_head).await), "COUNTERSIGN_OWN");
    assert_eq!(rule(countersign(&colleague, &id).await), "NOT_THE_SUPERIOR");
    let ppk = employer(&world, CITY).await;
    assert_eq!(rule(countersign(&ppk, &id).await), "NOT_THE_SUPERIOR");
    let reason = "Bukan tanda tangan yang bersangkutan.";
    let refuse = json!({ "i": { "id": id, "reason": reason } });
    assert_eq!(rule(ppk.ask(REFUSE, refuse.clone()).await), "NOT_THE_SUPERIOR");
    elsewhere.ask(REFUSE, refuse).await.refused("NOT_FOUND");
    let stale = json!({ "i": { "id": id, "expectedVersion": 7 } });
    superior.ask(COUNTERSIGN, stale).await.refused("VERSION_CONFLICT");
    assert_eq!(world.footprint().await, before);

    let acts = "query($i: ID!) { node(id: $i) { ... on PactSignature { availableActs { act isOpen \
        closedBy } } } }";
    let told = async |office: &Client<'_>| {
        let answer = office.ask(acts, json!({ "i": id })).await.good();
        answer.at("node.availableActs.1")
    };
    let open = |is_open: bool, closed_by: Value| json!({ "act": "COUNTERSIGN_PACT", "isOpen": is_open, "closedBy": closed_by });
    assert_eq!(told(&superior).await, open(true, Value::Null));
    assert_eq!(told(&ppk).await, open(false, json!("NOT_THE_SUPERIOR")));
    assert_eq!(told(&signer).await, open(false, json!("FORBIDDEN")));
    countersign(&superior, &id).await.good();
    assert_eq!(told(&superior).await, open(false, json!("SIGNATURE_NOT_AWAITING")));
    assert_eq!(rule(countersign(&superior, &id).await), "SIGNATURE_NOT_AWAITING");
}
both!(only_the_superior_countersigns);

/// Above the highest head is the personnel authority.
async fn a_head_is_countersigned_from_above(backend: Backend) {
    let world = World::new(backend).await;
    let text = two_sided_text(&world).await;
    let of_unit = async |code: &str| -> Uuid {
        let sql = "SELECT u.id FROM organisational_unit u JOIN institution i \
            ON i.id = u.institution_id WHERE i.code = $1 AND u.code = $2";
        let found = rows(&world, sql, vec![CITY.into(), code.into()]).await;
        found.first().unwrap().try_get("", "id").unwrap()
    };
    let top = head_of(&world, of_unit("SETDA").await).await.person;
    let below = head_of(&world, of_unit("HUKUM").await).await.person;
    let top_signer = account(&world, &top).await;
    let below_signer = account(&world, &below).await;
    let secretary = seated(&world, &top, "STAFF").await;
    let ppk = employer(&world, CITY).await;
    let (of_top, of_below) = (signed(&top_signer, &text).await, signed(&below_signer, &text).await);
    let refused = countersign(&ppk, &of_below).await.refused("RULE_REFUSED");
    assert_eq!(refused.rule(), "NOT_THE_SUPERIOR");
    let answer = countersign(&secretary, &of_below).await.good();
    assert_eq!(answer.text("countersignPact.pactSignature.countersignCapacity"), "HEAD_OF_UNIT");
    let answer = countersign(&ppk, &of_top).await.good();
    let capacity = answer.text("countersignPact.pactSignature.countersignCapacity");
    assert_eq!(capacity, "PERSONNEL_AUTHORITY");
    assert_eq!(answer.at("countersignPact.pactSignature.countersigner"), Value::Null);
}
both!(a_head_is_countersigned_from_above);

async fn many_are_countersigned_at_once_and_each_is_judged(backend: Backend) {
    let world = World::new(backend).await;
    let text = two_sided_text(&world).await;
    let [one, two] = two_of_one_unit(&world).await;
    let head = head_of(&world, one.unit).await.person;
    let mut ids = Vec::new();
    for person in [&one.person, &two.person, &head] {
        ids.push(signed(&account(&world, person).await, &text).await);
    }
    let superior = seated(&world, &head, "STAFF").await;
    let nothing = show(Kind::PactSignature, Uuid::nil()).0;
    let all = json!([ids[0], ids[1], ids[2], ids[0], nothing]);
    let answer = superior.ask(MANY, json!({ "i": { "signatures": all } })).await.good();
    let codes: Vec<Value> = answer
        .at("countersignPacts.rows")
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["code"].clone())
        .collect();
    assert_eq!(
        codes,
        [
            json!(null),
            json!(null),
            json!("COUNTERSIGN_OWN"),
            json!("DUPLICATE_ROW"),
            json!("NOT_FOUND")
        ]
    );
    assert_eq!(signed_today(&world, "2026-11-20").await, 2);
    let before = world.footprint().await;
    let again = superior.ask(MANY, json!({ "i": { "signatures": [ids[0]] } })).await.good();
    assert_eq!(again.text("countersignPacts.rows.0.code"), "SIGNATURE_NOT_AWAITING");
    assert_eq!(again.at("countersignPacts.receipt"), Value::Null);
    let too_many = json!({ "i": { "signatures": vec![&ids[0]; 501] } });
    let refused = superior.ask(MANY, too_many).await.refused("INVALID_INPUT");
    assert_eq!(refused.rule(), "TOO_MANY_ROWS");
    assert_eq!(world.footprint().await, before);
}
both!(many_are_countersigned_at_once_and_each_is_judged);

async fn who_is_not_countersigned_may_sign_again(backend: Backend) {
    let world = World::new(backend).await;
    let text = two_sided_text(&world).await;
    let [one, _] = two_of_one_unit(&world).await;
    let head = head_of(&world, one.unit).await.person;
    let signer = account(&world, &one.person).await;
    account(&world, &head).await;
    let superior = seated(&world, &head, "STAFF").await;
    let id = signed(&signer, &text).await;
    let reason = "Ditandatangani dengan akun orang lain.";
    let short = superior.ask(REFUSE, json!({ "i": { "id": id, "reason": "tidak" } })).await;
    assert_eq!(short.refused("INVALID_INPUT").rule(), "REASON_REQUIRED");
    let answer = superior.ask(REFUSE, json!({ "i": { "id": id, "reason": reason } })).await.good();
    let at = |field: &str| answer.at(&format!("refuseCountersignature.pactSignature.{field}"));
    assert_eq!(at("state"), "COUNTERSIGNATURE_REFUSED");
    assert_eq!(at("countersignRefusalReason"), reason);
    assert_eq!(at("countersignedOn"), Value::Null);
    assert_eq!(signed_today(&world, "2026-11-20").await, 0);
    let late = countersign(&superior, &id).await.refused("RULE_REFUSED");
    assert_eq!(late.rule(), "SIGNATURE_NOT_AWAITING");
    let again = signed(&signer, &text).await;
    assert_ne!(again, id);
    countersign(&superior, &again).await.good();
    assert_eq!(signed_today(&world, "2026-11-20").await, 1);
}
both!(who_is_not_countersigned_may_sign_again);
