//! Erasure: nothing personal stays, in no version, payload or copy; everything else stays as it
//! was, so that counts and proofs hold.

use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use netra_registry::check::Trusted;
use netra_registry::ledger::leaf;
use netra_registry::privacy::erasure::{EraseInput, Replay, Replayed};
use sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
use serde_json::{Value, json};

use crate::acts::{CITY, Person, account, end_employment, people_of, personnel, rows, sign};
use crate::database::{Backend, both};
use crate::process::{Place, Running};
use crate::serve::sign_in;
use crate::world::{Answer, Client, PASSWORD, World, beginning};

const ERASE: &str = "mutation($i: EraseInput!) { erase(input: $i) { erasure { legalBasis \
    decree erasedAt civilServant { id erasedAt personalData name serviceNumbers { number \
    numberMasked personalData } } } receipt { eventId } } }";
const RECORD: &str = "query($id: ID!) { civilServant(by: {id: $id}) { id name frontTitle backTitle \
    erasedAt personalData serviceNumbers { number numberMasked personalData validFrom validTo } \
    employments(asOf: {moment: \"2026-11-20T03:00:00Z\"}) { rank validFrom validTo institution { code } } \
    pactSignatures { state evidence personalData signedOn } } }";
const HOLD: &str = "mutation($i: PlaceHoldInput!) { placeHold(input: $i) { legalHold { id reason \
    placedAt } } }";
const LIFT: &str =
    "mutation($i: LiftHoldInput!) { liftHold(input: $i) { legalHold { liftedAt } } }";

async fn erase(office: &Client<'_>, person: &Person, basis: &str) -> Answer {
    let id = person.global_id();
    let input = json!({ "civilServant": id, "legalBasis": basis, "decree": "KEP 12/2026" });
    office.ask(ERASE, json!({ "i": input })).await
}

async fn approver(world: &World) -> Client<'_> {
    world.office(Function::PersonnelAdministration, Grade::Approver, None).await
}

/// An id as a literal of the database.
fn literal(world: &World, id: uuid::Uuid) -> String {
    match world.db.get_database_backend() {
        DatabaseBackend::Postgres => format!("'{id}'"),
        _ => format!("x'{}'", id.simple()),
    }
}

/// Every row of every table, as text.
async fn everything(world: &World) -> String {
    let is_postgres = world.db.get_database_backend() == DatabaseBackend::Postgres;
    let names = if is_postgres {
        "SELECT CAST(table_name AS text) FROM information_schema.tables \
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    };
    let mut text = String::new();
    for table in rows(world, names, vec![]).await {
        let table: String = table.try_get_by_index(0).unwrap();
        let row = if is_postgres {
            "CAST(t AS text)".to_owned()
        } else {
            let columns = format!("SELECT name FROM pragma_table_info('{table}')");
            let columns = rows(world, &columns, vec![]).await;
            let column = |row: &sea_orm::QueryResult| -> String {
                let name: String = row.try_get_by_index(0).unwrap();
                format!(
                    "COALESCE(CASE typeof(t.\"{name}\") WHEN 'blob' THEN hex(t.\"{name}\") \
                     ELSE CAST(t.\"{name}\" AS TEXT) END, '')"
                )
            };
            columns.iter().map(column).collect::<Vec<_>>().join(" || '|' || ")
        };
        for row in rows(world, &format!("SELECT {row} FROM \"{table}\" t"), vec![]).await {
            let row: Option<String> = row.try_get_by_index(0).unwrap();
            text.push_str(&format!("{table}|{}\n", row.unwrap_or_default()));
        }
    }
    text
}

/// What has to stay: the leaves with their order, the commitments, coverage as of a point.
async fn proofs(world: &World) -> Vec<String> {
    let sql = "SELECT e.leaf, e.leaf_hash, r.commitment FROM event e JOIN event_order o \
        ON o.event_id = e.id JOIN event_record r ON r.event_id = e.id ORDER BY o.idx, r.ordinal";
    let all = rows(world, sql, vec![]).await;
    let row = |row: &sea_orm::QueryResult| {
        let (text, hash): (String, String) =
            (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
        assert_eq!(leaf::encode(&leaf::leaf_hash(text.as_bytes())), hash);
        format!("{text} {hash} {}", row.try_get_by_index::<String>(2).unwrap())
    };
    all.iter().map(row).collect()
}

async fn coverage(world: &World) -> Vec<Value> {
    let bkn = personnel(world).await;
    let cycle = world.cycle().await;
    let mut answers = Vec::new();
    let now = r#"moment: "2026-11-20T03:00:00Z""#;
    for (group, as_of) in
        [("INSTITUTION", now), ("EMPLOYMENT_KIND", now), ("TOTAL", r#"index: "90""#)]
    {
        let city = world.institution(CITY).await;
        let query = format!(
            "query($c: ID!, $i: ID) {{ pactCoverage(cycle: $c, groupBy: {group}, \
             institution: $i, asOf: {{{as_of}}}) {{ active signed }} }}"
        );
        let of = if group == "EMPLOYMENT_KIND" { json!(city) } else { Value::Null };
        let answer = bkn.ask(&query, json!({ "c": cycle, "i": of })).await.good();
        answers.push(answer.at("pactCoverage"));
    }
    answers
}

async fn erased_data_are_nowhere_and_everything_else_is_where_it_was(backend: Backend) {
    let world = World::new(backend).await;
    // Somebody with an account, a signature, a request, readings, and a former version of each.
    let person = crate::acts::non_signers_of(&world, CITY).await.remove(0);
    let client = account(&world, &person).await;
    sign(&world, &client).await.good();
    let request = "mutation { requestRectification(input: {field: NAME, claimedValue: \
        \"Kenari Permintaan\", ground: \"Kenari alasan permintaan.\"}) { rectification { id } } }";
    let request = client.ask(request, json!({})).await.good();
    let id = request.text("requestRectification.rectification.id");
    let bkn = approver(&world).await;
    let decide = "mutation($id: ID!) { rectify(input: {id: $id, accept: true, \
        reason: \"Kenari alasan keputusan.\"}) { rectification { state } } }";
    bkn.ask(decide, json!({ "id": id })).await.good();
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let unmask = "mutation($n: String!) { unmask(input: {by: {serviceNumber: $n}, fields: [NAME, \
        SERVICE_NUMBERS], purpose: \"DATA_ACCURACY\", note: \"Kenari catatan pembaca.\"}) { name \
        serviceNumbers civilServant { id } } }";
    let unmasked = audit.ask(unmask, json!({ "n": person.number })).await.good();
    assert_eq!(unmasked.text("unmask.name"), "Kenari Permintaan");
    let staff = personnel(&world).await;
    end_employment(&staff, &person, "2026-11-20").await.good();
    world.registry().write_read_log().await.unwrap();
    world.sequence().await;
    let login = format!("{}@test", person.id);
    let before = everything(&world).await;
    for personal in [person.number.as_str(), "Kenari", &login] {
        assert!(before.contains(personal), "{personal} was never there");
    }
    let (leaves, counted) = (proofs(&world).await, coverage(&world).await);
    let record = bkn.ask(RECORD, json!({ "id": person.global_id() })).await.good();
    assert_eq!(record.text("civilServant.personalData"), "OPEN");

    let done = erase(&bkn, &person, "UNLAWFUL_PROCESSING").await.good();
    assert_eq!(done.at("erase.erasure.civilServant.personalData"), "ERASED");
    assert_eq!(done.at("erase.erasure.civilServant.name"), Value::Null);
    world.sequence().await;

    let after = everything(&world).await;
    for personal in [person.number.as_str(), "Kenari", &login] {
        let left: Vec<_> = after.lines().filter(|line| line.contains(personal)).collect();
        assert!(left.is_empty(), "{personal} is left: {left:?}");
    }
    // The same record, without what is erased and with why; the same at every point of the order.
    let erased = bkn.ask(RECORD, json!({ "id": person.global_id() })).await.good();
    for (path, value) in [
        ("name", Value::Null),
        ("frontTitle", Value::Null),
        ("personalData", json!("ERASED")),
        ("serviceNumbers.0.numberMasked", Value::Null),
        ("serviceNumbers.0.personalData", json!("ERASED")),
        ("pactSignatures.0.evidence", Value::Null),
        ("pactSignatures.0.personalData", json!("ERASED")),
    ] {
        assert_eq!(erased.at(&format!("civilServant.{path}")), value, "{path}");
    }
    for path in ["employments", "pactSignatures.0.state", "serviceNumbers.0.validFrom"] {
        let path = format!("civilServant.{path}");
        assert_eq!(erased.at(&path), record.at(&path), "{path}");
    }
    let unmask = unmask.replace("serviceNumber: $n", "id: $n").replace("String!", "ID!");
    let unmasked = audit.ask(&unmask, json!({ "n": person.global_id() })).await.good();
    assert_eq!(unmasked.at("unmask.name"), Value::Null);
    assert_eq!(unmasked.at("unmask.serviceNumbers"), json!([]));
    // Counts and proofs are what they were.
    assert_eq!(coverage(&world).await, counted);
    let now = proofs(&world).await;
    assert_eq!(&now[..leaves.len()], leaves.as_slice());
    let counts = |text: &str, table: &str| text.matches(&format!("\n{table}|")).count();
    for table in ["service_number", "employment", "pact_signature", "user", "rectification"] {
        assert_eq!(counts(&after, table), counts(&before, table), "{table}");
    }
    let payloads = "SELECT COUNT(*) FROM event_record WHERE payload IS NULL AND salt IS NULL";
    assert!(world.number(payloads).await >= 6);
    // The log says erased and finds nothing wrong; what is emptied without an erasure is wrong.
    let report = world.registry().fsck(&Trusted::default()).await.unwrap();
    assert_eq!(report.findings, []);
    assert!(report.erased >= 6 && report.tiles > 0, "{report:?}");
    let other = crate::acts::non_signers_of(&world, CITY).await.remove(0);
    let which = format!("subject_id = {}", literal(&world, other.id));
    let emptied = format!("UPDATE event_record SET payload = NULL, salt = NULL WHERE {which}");
    world.db.execute_unprepared(&emptied).await.unwrap();
    let report = world.registry().fsck(&Trusted::default()).await.unwrap();
    let named = format!("civil_servant {} revision 1", other.id);
    let found: Vec<_> = report.findings.iter().map(|it| (it.subject.as_str(), it.detail)).collect();
    assert_eq!(found, [(named.as_str(), "the after-image is gone, and no erasure took it")]);
    // The account is closed, and nothing is erased twice.
    assert_eq!(client.ask("{ viewer { login } }", json!({})).await.status, 401);
    let twice = erase(&bkn, &person, "UNLAWFUL_PROCESSING").await.refused("RULE_REFUSED");
    assert_eq!(twice.rule(), "ALREADY_ERASED");
}
both!(erased_data_are_nowhere_and_everything_else_is_where_it_was);

async fn what_the_law_keeps_is_not_erased(backend: Backend) {
    let world = World::new(backend).await;
    let person = people_of(&world, CITY).await.remove(0);
    let bkn = approver(&world).await;
    let refused = async |basis: &str, code: &str, rule: &str| {
        let answer = erase(&bkn, &person, basis).await.refused(code);
        assert_eq!(answer.rule(), rule);
    };
    refused("KARENA_INGIN", "INVALID_INPUT", "CODE_UNKNOWN").await;
    refused("UNLAWFUL_PROCESSING", "RULE_REFUSED", "STILL_EMPLOYED").await;
    let input = json!({ "civilServant": person.global_id(), "legalBasis": "PURPOSE_ENDED",
        "decree": "  " });
    let answer = bkn.ask(ERASE, json!({ "i": input })).await.refused("INVALID_INPUT");
    assert_eq!(answer.rule(), "DECREE_REQUIRED");
    end_employment(&personnel(&world).await, &person, "2026-11-20").await.good();
    refused("RETENTION_ENDED", "RULE_REFUSED", "RETENTION_HOLDS").await;

    let assessor = world.office(Function::NeutralityAssessment, Grade::Approver, None).await;
    let input =
        json!({ "civilServant": person.global_id(), "reason": "Perkara sedang diperiksa." });
    let placed = assessor.ask(HOLD, json!({ "i": input })).await.good();
    let hold = placed.text("placeHold.legalHold.id");
    assert_eq!(placed.text("placeHold.legalHold.reason"), "Perkara sedang diperiksa.");
    let footprint = world.footprint().await;
    refused("UNLAWFUL_PROCESSING", "RULE_REFUSED", "LEGAL_PROCESS_HOLDS").await;
    assert_eq!(world.footprint().await, footprint);
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let holds = "{ legalHolds(first: 5) { nodes { id reason civilServant { id } } } }";
    let holds = audit.ask(holds, json!({})).await.good();
    assert_eq!(holds.text("legalHolds.nodes.0.id"), hold);
    assert_eq!(holds.at("legalHolds.nodes.0.reason"), Value::Null);

    let input = json!({ "id": hold, "reason": "Perkara sudah selesai." });
    assessor.ask(LIFT, json!({ "i": input })).await.good();
    let again = assessor.ask(LIFT, json!({ "i": input })).await.refused("RULE_REFUSED");
    assert_eq!(again.rule(), "ALREADY_DECIDED");
    let absent =
        json!({ "id": show(Kind::LegalHold, uuid::Uuid::nil()).0, "reason": "Tidak ada." });
    assessor.ask(LIFT, json!({ "i": absent })).await.refused("NOT_FOUND");
    erase(&bkn, &person, "UNLAWFUL_PROCESSING").await.good();
    let list = "{ erasures(first: 5) { nodes { legalBasis civilServant { id name } } } }";
    let list = audit.ask(list, json!({})).await.good();
    assert_eq!(list.text("erasures.nodes.0.civilServant.id"), person.global_id());
}
both!(what_the_law_keeps_is_not_erased);

/// The older copy has the data again; the list kept outside takes them out again.
async fn erasures_are_done_again_after_a_restore(backend: Backend) {
    let restored = World::new(backend).await;
    let person = people_of(&restored, CITY).await.remove(0);
    let seat = restored.seat(Function::PersonnelAdministration, Grade::Approver, None);
    let token = restored.client_of(seat).await.token.unwrap();
    let api =
        netra_api::execute::Executor::new(netra_api::graphql::schema(), restored.server.clone());
    let actor = api.actor(Some(&token), netra_domain::Locale::En).await.unwrap();
    let replay = |person: uuid::Uuid| Replay {
        input: EraseInput {
            civil_servant: person.into(),
            legal_basis: "UNLAWFUL_PROCESSING".to_owned(),
            decree: "KEP 12/2026".to_owned(),
        },
        erased_at: netra_entity::Instant::from_utc(beginning()),
    };
    let registry = restored.registry();
    let permit = actor.permit().unwrap();
    for (id, expected) in [
        (person.id, Replayed::Erased),
        (person.id, Replayed::Unchanged),
        (uuid::Uuid::nil(), Replayed::Absent),
    ] {
        assert_eq!(registry.replay_erasure(&permit, &replay(id)).await.unwrap(), expected);
    }
    assert!(!everything(&restored).await.contains(&person.number));
    assert_eq!(restored.number("SELECT COUNT(*) FROM erasure").await, 1);
}
both!(erasures_are_done_again_after_a_restore);

/// Somebody whose employment has ended, and the token of who may erase.
async fn somebody_who_left(netra: &Running) -> (String, String) {
    let login = "personnel-administration.approver@bkn.demo";
    let (token, _) = sign_in(netra, login, PASSWORD).await;
    let people = "{ civilServants(first: 1) { nodes { id employments { id validTo } } } }";
    let people = netra.door.ask(Some(&token), people, json!({})).await.answer.good();
    let id = people.text("civilServants.nodes.0.id");
    let today = netra_registry::Clock::System.today().to_string();
    let employments = people.at("civilServants.nodes.0.employments");
    for employment in employments.as_array().unwrap().iter().filter(|it| it["validTo"].is_null()) {
        let end = "mutation($i: EndEmploymentInput!) { endEmployment(input: $i) { receipt { \
            eventId } } }";
        let input =
            json!({ "id": employment["id"], "endsOn": today, "reason": "Berhenti dari ASN." });
        netra.door.ask(Some(&token), end, json!({ "i": input })).await.answer.good();
    }
    (id, token)
}

async fn erased_through(netra: &Running, token: &str, id: &str) {
    let input =
        json!({ "civilServant": id, "legalBasis": "UNLAWFUL_PROCESSING", "decree": "1/2026" });
    netra.door.ask(Some(token), ERASE, json!({ "i": input })).await.answer.good();
}

/// `netra fsck` says erased, and not wrong.
async fn fsck_tells_an_erasure_from_a_fault(backend: Backend) {
    let place = Place::with_people(backend).await;
    let netra = place.serve().await;
    let (id, token) = somebody_who_left(&netra).await;
    erased_through(&netra, &token, &id).await;
    netra.end("TERM").await;
    let checked = place.run(&["fsck"]).await.good();
    assert!(checked.out.contains("Everything agrees."), "{checked:?}");
    assert!(checked.out.contains(" erased)") && !checked.out.contains("(0 erased)"), "{checked:?}");
}
both!(fsck_tells_an_erasure_from_a_fault);

/// The same by the commands, over a file that an older copy replaces.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_of_erasures_survives_a_restored_file() {
    let place = Place::with_people(Backend::Sqlite).await;
    let netra = place.serve().await;
    let (id, token) = somebody_who_left(&netra).await;
    netra.end("TERM").await;
    let url = place.setting("NETRA_DATABASE__URL").to_owned();
    let file = url.strip_prefix("sqlite://").unwrap().split('?').next().unwrap().to_owned();
    let db = sea_orm::Database::connect(&url).await.unwrap();
    let backup = format!("VACUUM INTO '{}'", place.path("older.db"));
    db.execute_unprepared(&backup).await.unwrap();
    db.close().await.unwrap();

    let netra = place.serve().await;
    erased_through(&netra, &token, &id).await;
    netra.end("TERM").await;
    std::fs::write(place.path("bkn.token"), &token).unwrap();
    let list = place.path("erasures.ndjson");
    let seat = ["--token-file", "bkn.token"];
    let export = place.run(&[&["erasures", "export", "erasures.ndjson"], &seat[..]].concat()).await;
    assert!(export.good().out.contains("1 erasures"));
    assert!(std::fs::read_to_string(&list).unwrap().contains(&id));
    place.run(&[&["erasures", "export", "erasures.ndjson"], &seat[..]].concat()).await.refused(&[]);

    for beside in ["-wal", "-shm"] {
        let gone = std::fs::remove_file(format!("{file}{beside}"));
        assert!(gone.is_ok() || gone.is_err_and(|it| it.kind() == std::io::ErrorKind::NotFound));
    }
    std::fs::copy(place.path("older.db"), &file).unwrap();
    // The log has signed more than the copy knows, so it goes on in another one.
    place.run(&["log", "give-up", "--no-newer-copy"]).await.good();
    for said in ["1 erased again, 0 unchanged", "0 erased again, 1 unchanged"] {
        let replay = [&["erasures", "replay", "erasures.ndjson"], &seat[..]].concat();
        let replayed = place.run(&replay).await.good();
        assert!(replayed.out.contains(said), "{replayed:?}");
    }
    let db = sea_orm::Database::connect(&url).await.unwrap();
    let sql = "SELECT COUNT(*) FROM civil_servant WHERE erased_at IS NOT NULL AND name = ''";
    let row = db.query_one_raw(Statement::from_string(DatabaseBackend::Sqlite, sql)).await.unwrap();
    assert_eq!(row.unwrap().try_get_by_index::<i64>(0).unwrap(), 1);
}

/// A table that tells something personal of a person by the person's id is blanked, also one that
/// is made later.
#[test]
fn every_personal_column_of_a_person_is_erased() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let blank =
        std::fs::read_to_string(root.join("../registry/src/privacy/erasure/blank.rs")).unwrap();
    let mut checked = 0;
    for file in std::fs::read_dir(root.join("columns")).unwrap() {
        let path = file.unwrap().path();
        let columns = std::fs::read_to_string(&path).unwrap();
        let table = path.file_stem().unwrap().to_string_lossy().into_owned();
        let of_person = columns.lines().any(|line| line.starts_with("civil_servant_id "));
        if of_person && columns.lines().any(|line| line.ends_with(" personal")) {
            assert!(blank.contains(&format!("{table}::Entity")), "{table} is not erased");
            checked += 1;
        }
    }
    assert!(checked >= 4, "{checked}");
}
