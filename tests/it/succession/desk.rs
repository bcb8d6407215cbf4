//! The two offices that decide a succession, and what others see of it.

use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use netra_registry::intake::founding::DemoSeat;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::acts::rows;
use crate::coverage::last_index;
use crate::letters::login_at;
use crate::world::{Answer, Client, World};

/// Whoever asks.
pub const WHO: &str = "{ viewer { seat { id function institution { code } } } }";

const PREPARE: &str = "mutation($i: PrepareSuccessionInput!) { prepareSuccession(input: $i) { \
    succession { id state functions { function movesSeats from { code } to { code } } \
    availableActs { act isOpen closedBy } } receipt { eventId } } }";
const PREVIEW: &str = "query($i: ID!) { successionPreview(id: $i) { planDigest functionsEnded \
    functionsBegun seatsEnded seatsGranted clientsEnded unitsMoved employmentsMoved \
    signaturesContinued subordinates undecided moves { from { code } to { code } seats units \
    employments } problems { inputPath rule reason legalBasis } succession { id state } } }";
const APPROVE: &str = "mutation($i: ApproveSuccessionInput!) { approveSuccession(input: $i) { \
    succession { state planDigest receipt { eventId } } receipt { eventId } } }";
const RESULT: &str = "query($i: ID!) { node(id: $i) { ... on Succession { state kind effectiveOn \
    version predecessors { code } successors { code } legalInstrument { code } \
    units { unit { code } to { code } became { code } } \
    result { seatsEnded seatsGranted clientsEnded unitsMoved employmentsMoved } \
    receipt { eventId state order { index } } } } }";
const REGISTER: &str = "mutation($i: RegisterInstitutionInput!) { registerInstitution(input: $i) { \
    institution { id } } }";
const INSTRUMENTS: &str = "{ legalInstruments(first: 200) { nodes { id code } } }";
const COVERAGE: &str = "query($c: ID!, $i: ID!, $on: Date!, $n: String!) { pactCoverage(cycle: $c, \
    groupBy: TOTAL, institution: $i, on: $on, asOf: {index: $n}) { active signed } }";

/// The operator who prepares and the ministry that approves.
pub struct Desk<'a> {
    pub world: &'a World,
    pub operator: Client<'a>,
    pub ministry: Client<'a>,
    pub instrument: String,
}

impl<'a> Desk<'a> {
    pub async fn of(world: &'a World) -> Self {
        let answer = world.public().ask(INSTRUMENTS, json!({})).await.good();
        let all = answer.at("legalInstruments.nodes");
        let of = |it: &&Value| it["code"] == "PERPRES_139_2024";
        let instrument = all.as_array().unwrap().iter().find(of).unwrap()["id"].clone();
        Self {
            world,
            operator: world.office(Function::RegistryOperation, Grade::Staff, None).await,
            ministry: world.office(Function::CivilServicePolicy, Grade::Approver, None).await,
            instrument: instrument.as_str().unwrap().to_owned(),
        }
    }

    pub async fn prepare(&self, input: Value) -> Answer {
        self.operator.ask(PREPARE, json!({ "i": input })).await
    }

    pub async fn preview(&self, id: &str) -> Answer {
        self.ministry.ask(PREVIEW, json!({ "i": id })).await
    }

    /// Approves what was previewed.
    pub async fn approve(&self, id: &str, preview: &Answer) -> Answer {
        let digest = preview.text("successionPreview.planDigest");
        self.decide(json!({ "id": id, "approve": true, "planDigest": digest })).await
    }

    pub async fn decide(&self, input: Value) -> Answer {
        self.ministry.ask(APPROVE, json!({ "i": input })).await
    }

    /// Prepares, previews and approves; answers its id.
    pub async fn approved(&self, input: Value) -> String {
        let id = self.prepare(input).await.good().text("prepareSuccession.succession.id");
        let preview = self.preview(&id).await.good();
        self.approve(&id, &preview).await.good();
        id
    }

    /// The same, and lets everything pass; answers the preview.
    pub async fn pass(&self, input: Value) -> Answer {
        let id = self.prepare(input).await.good().text("prepareSuccession.succession.id");
        let preview = self.preview(&id).await.good();
        assert_eq!(preview.at("successionPreview.problems"), json!([]));
        self.approve(&id, &preview).await.good();
        assert_eq!(self.world.registry().effect_successions().await.unwrap(), 1);
        let result = self.result(&id).await.at("node.result");
        for (count, moved) in result.as_object().unwrap() {
            let previewed = preview.at(&format!("successionPreview.{count}"));
            assert_eq!(*moved, previewed, "{count} is what was previewed");
        }
        preview
    }

    pub async fn result(&self, id: &str) -> Answer {
        self.ministry.ask(RESULT, json!({ "i": id })).await.good()
    }

    /// Gives an institution its first administrator, by two offices.
    pub async fn first_seat(&self, institution: &str, function: &str) -> DemoSeat {
        let id = self.world.institution(institution).await;
        let seat = json!({ "institution": id, "login": login_at(institution, "admin"), "email": "admin@contoh.demo",
            "displayName": "Administrator", "function": function,
            "officialPosition": "Administrator", "appointment": "DEFINITIVE",
            "validFrom": "2026-11-20" });
        let prepare = "mutation($i: PrepareSeatInput!) { prepareSeat(input: $i) { seat { id } } }";
        let prepared = self.operator.ask(prepare, json!({ "i": seat })).await.good();
        let approve = "mutation($i: ID!) { approveSeat(input: {id: $i, approve: true}) { \
            seat { id } } }";
        let id = json!({ "i": prepared.text("prepareSeat.seat.id") });
        self.ministry.ask(approve, id).await.good();
        seat_at(self.world, institution, Function::Employer, Grade::Admin).await
    }
}

/// A seat of another grade in an administrator's office, and who sits in it.
pub async fn granted<'a>(world: &'a World, admin: &DemoSeat, grade: Grade) -> Client<'a> {
    let (code, function) = (&admin.institution_code, admin.function.unwrap());
    let seat = json!({ "institution": world.institution(code).await,
        "login": login_at(code, grade.code()), "email": "pegawai@contoh.demo",
        "displayName": "Pegawai",
        "function": function.code(), "grade": grade.code(), "officialPosition": "Analis",
        "appointment": "DEFINITIVE", "validFrom": "2026-11-20" });
    let grant = "mutation($i: GrantSeatInput!) { grantSeat(input: $i) { seat { id } } }";
    let granted = world.client_of(admin).await.ask(grant, json!({ "i": seat })).await.good();
    world.confirm(&granted.text("grantSeat.seat.id")).await;
    in_seat_of(world, code, function, grade).await
}

/// Registers an institution that has existed since the beginning of the month.
pub async fn register(world: &World, code: &str) -> String {
    let operator = world.office(Function::RegistryOperation, Grade::Staff, None).await;
    let input = json!({ "code": code, "name": "Instansi Penerus", "kind": "AGENCY",
        "validFrom": "2026-11-01", "employsAsn": true, "source": "uji" });
    let answer = operator.ask(REGISTER, json!({ "i": input })).await.good();
    answer.text("registerInstitution.institution.id")
}

/// The input with which the people of institutions pass, all from each to each.
pub async fn employer_passes(
    desk: &Desk<'_>,
    kind: &str,
    from: &[&str],
    to: &[&str],
    on: &str,
) -> Value {
    let ids = async |codes: &[&str]| {
        let mut ids = Vec::new();
        for code in codes {
            ids.push(desk.world.institution(code).await);
        }
        ids
    };
    let (from, to) = (ids(from).await, ids(to).await);
    let mut functions = Vec::new();
    for one in &from {
        for other in &to {
            functions.push(json!({ "function": "EMPLOYER", "from": one, "to": other,
                "movesSeats": true }));
        }
    }
    json!({ "kind": kind, "effectiveOn": on, "legalInstrument": desk.instrument, "from": from,
        "to": to, "functions": functions })
}

async fn seat_at(world: &World, code: &str, function: Function, grade: Grade) -> DemoSeat {
    let sql = "SELECT s.id, s.user_id FROM seat s JOIN institution i ON i.id = s.institution_id \
        WHERE i.code = $1 AND s.function = $2 AND s.grade = $3 AND s.state = 'APPROVED' \
        AND (s.valid_to IS NULL OR s.valid_to > s.valid_from) ORDER BY s.id DESC LIMIT 1";
    let values = vec![code.into(), function.code().into(), grade.code().into()];
    let found = rows(world, sql, values).await;
    let id = |column: &str| -> Uuid { found[0].try_get("", column).unwrap() };
    DemoSeat {
        institution_code: code.to_owned(),
        function: Some(function),
        grade: Some(grade),
        login: String::new(),
        user_id: id("user_id"),
        seat_id: Some(id("id")),
    }
}

/// Whoever sits in an office now.
pub async fn in_seat_of<'a>(
    world: &'a World,
    code: &str,
    function: Function,
    grade: Grade,
) -> Client<'a> {
    let seat = seat_at(world, code, function, grade).await;
    world.client_of(&seat).await
}

/// How many seats an institution has under a function, ended ones included.
pub async fn seats_of(world: &World, code: &str, function: &str) -> i64 {
    let sql = format!(
        "SELECT COUNT(*) FROM seat s JOIN institution i ON i.id = s.institution_id \
         WHERE i.code = '{code}' AND s.function = '{function}'"
    );
    world.number(&sql).await
}

/// Active civil servants and signers of an institution on a day, as known at an index.
pub async fn sums_at(world: &World, cycle: &str, code: &str, on: &str, index: i64) -> (i64, i64) {
    let bkn = crate::acts::personnel(world).await;
    let institution = world.institution(code).await;
    let input = json!({ "c": cycle, "i": institution, "on": on, "n": index.to_string() });
    let answer = bkn.ask(COVERAGE, input).await.good();
    let count = |field: &str| answer.at(&format!("pactCoverage.0.{field}")).as_i64().unwrap_or(0);
    (count("active"), count("signed"))
}

/// The same, as known now.
pub async fn sums(world: &World, cycle: &str, code: &str, on: &str) -> (i64, i64) {
    sums_at(world, cycle, code, on, last_index(world).await).await
}

/// The same of two institutions.
pub async fn both_sums(
    world: &World,
    cycle: &str,
    one: &str,
    other: &str,
    on: &str,
) -> [(i64, i64); 2] {
    [sums(world, cycle, one, on).await, sums(world, cycle, other, on).await]
}

/// A unit with people.
pub struct Unit {
    pub id: String,
    /// It and the units below it.
    pub below: i64,
    /// The people in them.
    pub people: i64,
}

/// The topmost unit of an institution below which most people work, without its neighbours.
pub async fn number_of(world: &World, code: &str) -> Unit {
    let sql = "WITH RECURSIVE below(top, id) AS ( \
          SELECT u.id, u.id FROM organisational_unit u JOIN institution i \
            ON i.id = u.institution_id WHERE i.code = $1 \
          UNION SELECT b.top, u.id FROM organisational_unit u JOIN below b ON u.parent_id = b.id) \
        SELECT b.top, COUNT(DISTINCT b.id) AS units, COUNT(DISTINCT e.id) AS people \
          FROM below b LEFT JOIN employment e ON e.unit_id = b.id AND e.superseded_by IS NULL \
            AND (e.valid_to IS NULL OR e.valid_to > '2026-11-20') \
         GROUP BY b.top HAVING COUNT(DISTINCT e.id) > 0 ORDER BY units, people DESC, b.top";
    let found = rows(world, sql, vec![code.into()]).await;
    let top: Uuid = found[0].try_get("", "top").unwrap();
    Unit {
        id: show(Kind::Unit, top).0,
        below: found[0].try_get("", "units").unwrap(),
        people: found[0].try_get("", "people").unwrap(),
    }
}
