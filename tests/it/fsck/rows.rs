//! Every kind of record is held against its events: whoever edits a row past the door is named.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::TimeDelta;
use netra_api::graphql::{Kind, show};
use netra_entity::code::{Function, Grade};
use netra_registry::check::Trusted;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::acts::{CITY, PROVINCE, end_employment, non_signers_of, people_of, personnel, rows};
use crate::contest::{contest, kpu};
use crate::database::{Backend, both};
use crate::machines::{Pair, register};
use crate::world::{Client, World, beginning};

/// Each kind of record, and what somebody who may do everything changes in one row of it.
const EDITS: &[(&str, &str)] = &[
    ("api_client", "name = 'Lain'"),
    ("breach", "affected_count = affected_count + 1"),
    ("campaign_account", "received_on = '2001-01-01'"),
    ("campaign_account_imitation", "note = 'Lain'"),
    ("campaign_account_rule", "max_accounts = max_accounts + 1"),
    ("candidate", "list_number = COALESCE(list_number, 0) + 1"),
    ("circular", "title = 'Lain'"),
    ("civil_servant", "front_title = 'Lain'"),
    ("code_list", "attribute = 'LAIN'"),
    ("contest", "source = 'Lain'"),
    ("contest_exception", "legal_basis = 'Lain'"),
    ("contest_round", "decision = 'Lain'"),
    ("contest_type", "label = 'Lain'"),
    ("contestant", "round_number = round_number + 1"),
    ("countersign_delegation", "valid_from = '2001-01-01'"),
    ("cycle", "ends_on = '2001-01-01'"),
    ("election", "voting_on = '2001-01-01'"),
    ("employment", "rank = 'Lain'"),
    ("erasure", "decree = 'Lain'"),
    ("holiday", "decree = 'Lain'"),
    (
        "institution",
        "parent_id = (SELECT o.id FROM institution o \
         WHERE o.id <> COALESCE(institution.parent_id, institution.id) ORDER BY o.id DESC LIMIT 1)",
    ),
    ("institution_function", "legal_basis = 'Lain'"),
    ("invitation", "expires_at = '2099-01-01 00:00:00+00:00'"),
    ("legal_hold", "reason = 'Lain sama sekali'"),
    ("legal_instrument", "title = 'Lain'"),
    ("non_asn_signature", "signed_on = '2001-01-01'"),
    ("organisational_unit", "name = 'Lain'"),
    ("pact_abstention", "valid_from = '2001-01-01'"),
    ("pact_signature", "signed_on = '2001-01-01'"),
    ("pact_text", "body = 'Lain'"),
    ("party", "abbreviation = 'LAIN'"),
    (
        "party_participation",
        "election_id = (SELECT o.id FROM election o \
         WHERE o.id <> party_participation.election_id ORDER BY o.id DESC LIMIT 1)",
    ),
    ("read_log_minute", "is_complete = NOT is_complete"),
    ("rectification", "due_at = '2099-01-01 00:00:00+00:00'"),
    ("region", "name = 'Lain'"),
    ("seat", "official_position = 'Lain'"),
    ("service_number", "valid_from = '2001-01-01'"),
    ("succession", "effective_on = '2001-01-01'"),
    ("user", "display_name = 'Lain'"),
];

/// The rows that hang on records: their table, the kind of the record, the column that names it, the
/// field of its event, and what is changed in one of them.
const PARTS: &[(&str, &str, &str, &str, &str)] = &[
    ("api_client_key", "api_client", "client_id", "keys", "jwk = '{}'"),
    ("campaign_account_name", "campaign_account", "account_id", "names", "as_written = 'Lain'"),
    ("candidate_status", "candidate", "candidate_id", "status", "document_number = 'Lain'"),
    ("contest_phase", "contest_round", "round_id", "phases", "source = 'Lain'"),
    (
        "contestant_party",
        "contestant",
        "contestant_id",
        "nominated_by",
        "party_id = (SELECT o.id FROM party o WHERE o.id NOT IN (SELECT p.party_id \
         FROM contestant_party p) ORDER BY o.id LIMIT 1)",
    ),
    ("contestant_status", "contestant", "contestant_id", "status", "valid_from = '2001-01-01'"),
    ("election_phase", "election", "election_id", "phases", "ends_on = '2099-01-01'"),
    ("electoral_district", "contest", "contest_id", "districts", "seats = COALESCE(seats, 0) + 1"),
    ("legal_instrument_number", "legal_instrument", "instrument_id", "numbers", "office = 'Lain'"),
    (
        "succession_function",
        "succession",
        "succession_id",
        "functions",
        "moves_seats = NOT moves_seats",
    ),
    (
        "succession_party",
        "succession",
        "succession_id",
        "from",
        "institution_id = (SELECT o.id FROM institution o WHERE o.id NOT IN \
         (SELECT p.institution_id FROM succession_party p) ORDER BY o.id LIMIT 1)",
    ),
];

/// Kinds that are held against no row.
const APART: [&str; 1] = ["reading"];

/// What the demonstration has no records of, by the acts that make them.
async fn fill(world: &World) {
    let person = world.civil_servant(CITY).await;
    let city = world.office(Function::Employer, Grade::Staff, Some(CITY)).await;
    let bkn = world.office(Function::PersonnelAdministration, Grade::Approver, None).await;
    let ask = async |client: &Client<'_>, field: &str, input: Value| {
        let name = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        let act = format!("{field}(input: $i) {{ receipt {{ eventId }} }}");
        client
            .ask(&format!("mutation($i: {name}!) {{ {act} }}"), json!({ "i": input }))
            .await
            .good();
    };
    let input = json!({ "field": "BACK_TITLE", "claimedValue": "S.Kom.",
        "ground": "Sesuai ijazah nomor 12." });
    ask(&person, "requestRectification", input).await;
    let decides = world.office(Function::Employer, Grade::Approver, Some(CITY)).await;
    let input = json!({ "institution": world.institution(CITY).await, "number": "800/1",
        "datedOn": "2026-11-20", "title": "Netralitas", "sha256": "0a".repeat(32) });
    ask(&decides, "recordCircular", input).await;
    let somebody = people_of(world, CITY).await.remove(0);
    let held =
        json!({ "civilServant": somebody.global_id(), "reason": "Perkara sedang diperiksa." });
    let assessor = world.office(Function::NeutralityAssessment, Grade::Approver, None).await;
    ask(&assessor, "placeHold", held).await;
    register(world, &Pair::new()).await;
    let guests = json!([{ "staffNumber": "K-901", "name": "Wati", "position": "Tenaga kontrak",
        "signedOn": "2026-11-19" }]);
    let guests = json!({ "pactText": world.pact_text(), "rows": guests,
        "institution": world.institution(CITY).await });
    ask(&city, "recordNonAsnSignatures", guests).await;
    let invited = non_signers_of(world, CITY).await.pop().unwrap();
    let invited = json!({ "people": [{ "serviceNumber": invited.number, "login": "wati@pemkot-34-71.demo",
        "email": "wati@contoh.demo" }] });
    ask(&city, "invitePeople", invited).await;
    let council = contest(world, "PEMILU_2024/DPRD_REGENCY_CITY/34.71").await;
    let registrar = kpu(world, "KPU_34.71", Grade::Approver).await;
    let re_vote = json!({ "contest": council, "kind": "RE_VOTE", "source": "uji",
        "decision": "Putusan MK (contoh)", "phases": [{ "phase": "VOTING", "source": "uji",
        "startsOn": "2024-07-13", "endsOn": "2024-07-13", "confidence": "CONFIRMED" }] });
    ask(&registrar, "recordContestRound", re_vote).await;
    let audit = world.office(Function::Audit, Grade::Staff, None).await;
    let unmasked = json!({ "by": { "id": somebody.global_id() }, "fields": ["NAME"],
        "purpose": "AUDIT_EXAMINATION", "note": "Pemeriksaan atas laporan tahunan." });
    ask(&audit, "unmask", unmasked).await;
    let gone = people_of(world, PROVINCE).await.remove(0);
    end_employment(&personnel(world).await, &gone, "2026-11-20").await.good();
    let erased = json!({ "civilServant": gone.global_id(), "legalBasis": "UNLAWFUL_PROCESSING",
        "decree": "KEP 12/2026" });
    ask(&bkn, "erase", erased).await;
    for _ in 0..2 {
        city.ask("{ civilServants(first: 2) { nodes { id } } }", json!({})).await.good();
    }
    world.registry().write_read_log().await.unwrap();
    let place = world.seat(Function::Employer, Grade::Staff, Some(CITY)).seat_id.unwrap();
    let breach = json!({ "discoveredAt": "2026-11-20T04:00:00Z",
        "seat": show(Kind::Seat, place).0, "beganAt": "2026-11-20T02:00:00Z",
        "endedAt": "2026-11-20T03:00:00Z", "description": "Kata sandi diketahui orang lain." });
    let operator = world.office(Function::RegistryOperation, Grade::Approver, None).await;
    ask(&operator, "recordBreach", breach).await;
    world.set_clock(beginning() + TimeDelta::minutes(2));
    world.registry().close_read_log(false).await.unwrap();
    world.sequence().await;
    world.publish().await;
}

fn columns(table: &str) -> String {
    let columns = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("columns/{table}.txt"));
    std::fs::read_to_string(columns).unwrap()
}

/// Whether rows of a table are versions of their record.
fn is_versioned(table: &str) -> bool {
    columns(table).contains("superseded_by ")
}

async fn found(world: &World) -> BTreeSet<String> {
    let report = world.registry().fsck(&Trusted::default()).await.unwrap();
    assert!(report.records > 100 && report.more == 0);
    report.findings.iter().map(ToString::to_string).collect()
}

async fn whoever_edits_a_row_of_any_kind_is_named(backend: Backend) {
    let world = World::new(backend).await;
    fill(&world).await;
    assert_eq!(found(&world).await, BTreeSet::new());
    let kinds = rows(&world, "SELECT DISTINCT subject_kind FROM event_record", vec![]).await;
    let kinds: BTreeSet<String> = kinds.iter().map(|it| it.try_get_by_index(0).unwrap()).collect();
    let edited: BTreeSet<String> = EDITS.iter().map(|it| it.0.to_owned()).collect();
    let all = edited.into_iter().chain(APART.map(str::to_owned)).collect();
    assert_eq!(kinds, all, "a new kind gets its edit above, and its act in `fill`");
    let mut expected = BTreeSet::new();
    for (kind, change) in EDITS {
        let (key, present) =
            if is_versioned(kind) { ("row_id", "WHERE superseded_by IS NULL") } else { ("id", "") };
        let first = format!("FROM \"{kind}\" {present} ORDER BY {key} LIMIT 1");
        let row = rows(&world, &format!("SELECT id {first}"), vec![]).await;
        let id: Uuid = row[0].try_get_by_index(0).unwrap();
        let sql = format!("UPDATE \"{kind}\" SET {change} WHERE {key} = (SELECT {key} {first})");
        let changed = world.db.execute_unprepared(&sql).await;
        assert_eq!(changed.unwrap_or_else(|it| panic!("{sql}: {it}")).rows_affected(), 1, "{sql}");
        expected.insert((*kind, id));
    }
    let found = found(&world).await;
    for (kind, id) in expected {
        let named = |it: &String| {
            it.starts_with(&format!("RECORD\t{kind} {id} revision "))
                && it.ends_with("\tthe row says otherwise than its event")
        };
        assert!(found.iter().any(named), "{kind} {id} is not named in {found:#?}");
    }
}
both!(whoever_edits_a_row_of_any_kind_is_named);

/// Whoever edits or takes away a row that hangs on a record is named by the record.
async fn whoever_touches_a_row_that_hangs_on_a_record_is_named(backend: Backend) {
    for act in ["UPDATE", "DELETE"] {
        let world = World::new(backend).await;
        fill(&world).await;
        assert_eq!(found(&world).await, BTreeSet::new());
        let mut expected = Vec::new();
        for (table, kind, of, field, change) in PARTS {
            // In each district somebody stands, so the database itself keeps it.
            if act == "DELETE" && *field == "districts" {
                continue;
            }
            let only = if *field == "from" { "WHERE side = 'PREDECESSOR'" } else { "" };
            let key = match *table {
                "contestant_party" => "contestant_id, party_id",
                _ if columns(table).contains("row_id ") => "row_id",
                _ => "id",
            };
            let first = format!("FROM {table} {only} ORDER BY {key} LIMIT 1");
            let row = rows(&world, &format!("SELECT {of} {first}"), vec![]).await;
            let row =
                row.first().unwrap_or_else(|| panic!("no {table}: its act belongs in `fill`"));
            let id: Uuid = row.try_get_by_index(0).unwrap();
            let rest = format!("WHERE ({key}) = (SELECT {key} {first})");
            let sql = match act {
                "UPDATE" => format!("UPDATE {table} SET {change} {rest}"),
                _ => format!("DELETE FROM {table} {rest}"),
            };
            let changed = world.db.execute_unprepared(&sql).await;
            assert_eq!(
                changed.unwrap_or_else(|it| panic!("{sql}: {it}")).rows_affected(),
                1,
                "{sql}"
            );
            expected.push((sql, format!("RECORD\t{kind} {id} revision "), format!(", {field}\t")));
        }
        let found = found(&world).await;
        for (sql, begin, field) in expected {
            let named = |it: &String| it.starts_with(&begin) && it.contains(&field);
            assert!(found.iter().any(named), "{sql} is not named in {found:#?}");
        }
    }
}
both!(whoever_touches_a_row_that_hangs_on_a_record_is_named);

/// The readings of a minute are held by the digest in its event.
async fn whoever_takes_a_reading_away_is_named(backend: Backend) {
    let world = World::new(backend).await;
    fill(&world).await;
    let minute = "SELECT m.id FROM read_log_minute m JOIN read_log r ON r.server = m.server \
        AND r.minute = m.minute LIMIT 1";
    let row = rows(&world, minute, vec![]).await;
    let minute: Uuid = row[0].try_get_by_index(0).unwrap();
    for edit in [
        "UPDATE read_log SET trace_id = 'lain' \
         WHERE id = (SELECT id FROM read_log ORDER BY id LIMIT 1)",
        "DELETE FROM read_log WHERE id = (SELECT id FROM read_log ORDER BY id LIMIT 1)",
    ] {
        assert_eq!(world.db.execute_unprepared(edit).await.unwrap().rows_affected(), 1, "{edit}");
        let named =
            format!("RECORD\tread_log_minute {minute}\tits readings are not those of its digest");
        assert!(found(&world).await.contains(&named), "{edit}");
    }
    world.db.execute_unprepared("DELETE FROM read_log_minute").await.unwrap();
    let found = found(&world).await;
    assert!(found.iter().any(|it| it.ends_with("\tis of a minute that is gone")), "{found:?}");
}
both!(whoever_takes_a_reading_away_is_named);
