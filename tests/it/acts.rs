//! Acts of offices and people, as the tests of time, coverage and identity ask for them.

use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use netra_entity::{Instant, user};
use netra_registry::intake::founding::DemoSeat;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryResult, Statement, Value};
use serde_json::json;
use uuid::Uuid;

use crate::world::{Answer, Client, World, beginning};

/// A city whose people sign, a ministry, and the province around the city.
pub const CITY: &str = "PEMKOT_34.71";
pub const MINISTRY: &str = "KEMENDAGRI";
pub const PROVINCE: &str = "PEMPROV_34";

const EMPLOY: &str = "mutation($i: RecordEmploymentInput!) { recordEmployment(input: $i) { \
    civilServant { id } receipt { eventId } } }";
const END: &str = "mutation($i: EndEmploymentInput!) { endEmployment(input: $i) { \
    receipt { eventId } } }";
const SIGN: &str = "mutation($t: ID!, $h: String!) { signPact(input: {pactText: $t, sha256: $h}) \
    { pactSignature { id } receipt { eventId } } }";
const WITHDRAW: &str = "mutation($i: WithdrawPactSignatureInput!) { withdrawPactSignature(input: \
    $i) { pactSignature { state } receipt { eventId } } }";
const PAPER: &str = "mutation($i: RecordPaperSignaturesInput!) { recordPaperSignatures(input: $i) \
    { rows { outcome code } receipt { eventId } } }";
const RENUMBER: &str = "mutation($i: RecordServiceNumberInput!) { recordServiceNumber(input: $i) \
    { civilServant { id serviceNumbers { kind numberMasked } } receipt { eventId } } }";

/// Somebody with a present employment that has no end yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: Uuid,
    pub number: String,
    pub kind: String,
    pub employment: Uuid,
    /// The signature given where the person is employed, if it is valid.
    pub signature: Option<Uuid>,
}

impl Person {
    pub fn global_id(&self) -> String {
        show(Kind::CivilServant, self.id).0
    }
}

/// The office that keeps the personnel master.
pub async fn personnel(world: &World) -> Client<'_> {
    world.office(Function::PersonnelAdministration, Grade::Staff, None).await
}

/// An approver of an employer of the demonstration.
pub async fn employer<'a>(world: &'a World, institution: &str) -> Client<'a> {
    world.office(Function::Employer, Grade::Approver, Some(institution)).await
}

/// Transfers a person, or whatever else a new employment is.
pub async fn employ(office: &Client<'_>, person: &Person, institution: &str, from: &str) -> Answer {
    employ_as(office, person, institution, from, "ACTIVE").await
}

pub async fn employ_as(
    office: &Client<'_>,
    person: &Person,
    institution: &str,
    from: &str,
    leave: &str,
) -> Answer {
    let input = json!({
        "serviceNumber": person.number, "institution": institution, "kind": person.kind,
        "leaveStatus": leave, "validFrom": from,
    });
    office.ask(EMPLOY, json!({ "i": input })).await
}

pub async fn end_employment(office: &Client<'_>, person: &Person, on: &str) -> Answer {
    let id = show(Kind::Employment, person.employment).0;
    let input = json!({ "id": id, "endsOn": on, "reason": "Berhenti atas permintaan sendiri." });
    office.ask(END, json!({ "i": input })).await
}

pub async fn sign(world: &World, signer: &Client<'_>) -> Answer {
    let input = json!({ "t": world.pact_text(), "h": world.demo.pact_text_sha256 });
    signer.ask(SIGN, input).await
}

pub async fn withdraw(employer: &Client<'_>, signature: Uuid) -> Answer {
    let id = show(Kind::PactSignature, signature).0;
    let input = json!({ "id": id, "reason": "Ditandatangani oleh orang lain." });
    employer.ask(WITHDRAW, json!({ "i": input })).await
}

/// Records one signature on paper; the answer is good also where the row is refused.
pub async fn sign_on_paper(world: &World, employer: &Client<'_>, number: &str, on: &str) -> Answer {
    let rows = json!([{ "serviceNumber": number, "signedOn": on }]);
    let input = json!({ "pactText": world.pact_text(), "rows": rows });
    employer.ask(PAPER, json!({ "i": input })).await
}

pub async fn renumber(
    office: &Client<'_>,
    holder: &str,
    number: &str,
    kind: Option<&str>,
    from: &str,
) -> Answer {
    let input = json!({ "holder": holder, "number": number, "kind": kind, "validFrom": from });
    office.ask(RENUMBER, json!({ "i": input })).await
}

/// Rows past every check.
pub async fn rows(world: &World, sql: &str, values: Vec<Value>) -> Vec<QueryResult> {
    let backend = world.db.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    world.db.query_all_raw(statement).await.unwrap()
}

/// The people with an open employment at an institution today, in the order of their numbers.
pub async fn people_of(world: &World, institution: &str) -> Vec<Person> {
    let sql = "SELECT n.civil_servant_id, n.number, n.kind, e.id AS employment, s.id AS signature \
         FROM employment e \
         JOIN institution i ON i.id = e.institution_id \
         JOIN service_number n ON n.civil_servant_id = e.civil_servant_id \
         LEFT JOIN pact_signature s ON s.civil_servant_id = e.civil_servant_id \
          AND s.institution_id = e.institution_id AND s.superseded_by IS NULL AND s.state = 'VALID' \
        WHERE i.code = $1 AND e.superseded_by IS NULL AND e.valid_to IS NULL \
          AND e.leave_status = 'ACTIVE' AND e.valid_from < '2024-01-01' \
          AND n.superseded_by IS NULL AND n.valid_to IS NULL \
        ORDER BY n.number";
    let person = |row: &QueryResult| Person {
        id: row.try_get("", "civil_servant_id").unwrap(),
        number: row.try_get("", "number").unwrap(),
        kind: row.try_get("", "kind").unwrap(),
        employment: row.try_get("", "employment").unwrap(),
        signature: row.try_get("", "signature").unwrap(),
    };
    rows(world, sql, vec![institution.into()]).await.iter().map(person).collect()
}

/// The people of an institution who have signed there, without those that have an account.
pub async fn signers_of(world: &World, institution: &str) -> Vec<Person> {
    let people = people_without_account(world, institution).await;
    people.into_iter().filter(|it| it.signature.is_some()).collect()
}

/// The people of an institution who have not signed there, without those that have an account.
pub async fn non_signers_of(world: &World, institution: &str) -> Vec<Person> {
    let people = people_without_account(world, institution).await;
    people.into_iter().filter(|it| it.signature.is_none()).collect()
}

async fn people_without_account(world: &World, institution: &str) -> Vec<Person> {
    let sql = "SELECT civil_servant_id AS id FROM \"user\" WHERE civil_servant_id IS NOT NULL";
    let with_account: Vec<Uuid> = rows(world, sql, Vec::new())
        .await
        .iter()
        .map(|row| row.try_get("", "id").unwrap())
        .collect();
    let people = people_of(world, institution).await;
    people.into_iter().filter(|it| !with_account.contains(&it.id)).collect()
}

/// Gives a person an account, as an invitation and its activation would, and signs in.
pub async fn account<'a>(world: &'a World, person: &Person) -> Client<'a> {
    let row = user::ActiveModel {
        id: Set(account_of(person).user_id),
        civil_servant_id: Set(Some(person.id)),
        login: Set(account_of(person).login),
        display_name: Set("Pegawai".to_owned()),
        email: Set(Some("pegawai@contoh.demo".to_owned())),
        password_hash: Set(None),
        activated_at: Set(Some(Instant::from_utc(beginning()))),
        disabled_at: Set(None),
        is_invented: Set(true),
        // Made past the door: its first version is what an act makes of it.
        rev: Set(0),
    };
    user::Entity::insert(row).exec_without_returning(&world.db).await.unwrap();
    world.client_of(&account_of(person)).await
}

/// The account that [`account`] gave.
pub fn account_of(person: &Person) -> DemoSeat {
    DemoSeat {
        institution_code: String::new(),
        function: None,
        grade: None,
        login: format!("{}@test", person.id),
        // An id of its own, as every record has.
        user_id: uuid::Uuid::from_u128(!person.id.as_u128()),
        seat_id: None,
    }
}
