//! Canaries in the database, past every check.

use netra_entity::code::Function;
use sea_orm::{ConnectionTrait, DatabaseBackend};

use super::{CITY, MINISTRY, OTHER, SUBORDINATE, changes};
use crate::world::World;

/// Who acted, under which of its functions.
pub(super) const WITH_EVENTS: [(&str, Function); 6] = [
    (CITY, Function::Employer),
    (MINISTRY, Function::RegionalOversight),
    ("BKN", Function::NeutralityAssessment),
    ("PANRB", Function::CivilServicePolicy),
    ("BAWASLU_34.71", Function::ElectionSupervision),
    (OTHER, Function::Employer),
];

/// Writes a canary into every text that is not for everyone: `KIND~institution~key~`, where the
/// key is that of the person or the account.
pub(super) async fn plant(world: &World) {
    let hex = |column: &str| match world.db.get_database_backend() {
        DatabaseBackend::Postgres => format!("replace(CAST({column} AS text), '-', '')"),
        _ => format!("lower(hex({column}))"),
    };
    let today = "e.superseded_by IS NULL AND e.valid_from <= '2026-11-20' \
        AND (e.valid_to IS NULL OR e.valid_to > '2026-11-20')";
    let code = |id: &str| format!("(SELECT code FROM institution WHERE id = {id})");
    let employer = format!(
        "(SELECT i.code FROM employment e JOIN institution i ON i.id = e.institution_id \
          WHERE e.civil_servant_id = civil_servant.id AND {today})"
    );
    let office = "COALESCE((SELECT MIN(i.code) FROM seat s JOIN institution i \
        ON i.id = s.institution_id WHERE s.user_id = \"user\".id), '-')";
    let canary =
        |kind: &str, code: &str, key: &str| format!("'{kind}~' || {code} || '~' || {key} || '~'");
    let person = canary("NAME", &employer, &hex("id"));
    let of_person = |kind| canary(kind, &code("institution_id"), &hex("civil_servant_id"));
    let mut statements = vec![
        format!(
            "UPDATE civil_servant SET name = {person}, front_title = {person}, \
             back_title = {person}, nik_cipher = 'SECRET~~~', nik_index = 'SECRET~~' || {}",
            hex("id")
        ),
        format!("UPDATE employment SET rank = {}", of_person("RECORD")),
        format!(
            "UPDATE pact_signature SET withdrawal_reason = {}, evidence = {}",
            of_person("RECORD"),
            of_person("EVIDENCE")
        ),
        format!(
            "UPDATE pact_signature SET countersign_refusal_reason = {} \
              WHERE countersign_refusal_reason IS NOT NULL",
            of_person("RECORD")
        ),
        format!(
            "UPDATE pact_abstention SET reason = {}, evidence = {}",
            of_person("NAME"),
            of_person("EVIDENCE")
        ),
        format!(
            "UPDATE countersign_delegation SET reason = {}",
            canary("RECORD", &code("institution_id"), &hex("delegate_id"))
        ),
        format!(
            "UPDATE non_asn_signature SET name = {other}, staff_number = {other}",
            other = canary("NAME", &code("institution_id"), &hex("id"))
        ),
        format!(
            "UPDATE seat SET official_position = {}",
            canary("SEAT", &code("institution_id"), &hex("user_id"))
        ),
        format!(
            "UPDATE \"user\" SET display_name = {}, login = {}, password_hash = 'SECRET~~~'",
            canary("HOLDER", office, &hex("id")),
            canary("LOGIN", office, &hex("id"))
        ),
        "UPDATE invitation SET token_digest = 'SECRET~~' || token_digest".to_owned(),
        format!(
            "UPDATE institution SET parent_id = (SELECT id FROM institution \
             WHERE code = '{MINISTRY}') WHERE code = '{SUBORDINATE}'"
        ),
    ];
    // A list has its party's name, which is no person's.
    for (table, persons) in [("candidate", "TRUE"), ("contestant", "kind <> 'PARTY'")] {
        let region = "COALESCE((SELECT region_code FROM contest WHERE id = contest_id), '00')";
        statements.push(format!(
            "UPDATE {table} SET name = {} WHERE published_on IS NULL AND {persons}",
            canary("NOMINEE", region, &hex("id"))
        ));
    }
    statements.push(
        "UPDATE candidate SET nik_index = 'SECRET~~' || nik_index WHERE nik_index IS NOT NULL"
            .to_owned(),
    );
    for (code, function) in WITH_EVENTS {
        let function = function.code();
        statements.push(format!(
            "UPDATE event SET institution_id = (SELECT id FROM institution WHERE code = '{code}'), \
             seat_id = (SELECT s.id FROM seat s JOIN institution i ON i.id = s.institution_id \
               WHERE i.code = '{code}' AND s.function = '{function}' ORDER BY s.id LIMIT 1) \
             WHERE id = (SELECT id FROM event WHERE institution_id IS NULL ORDER BY id LIMIT 1)"
        ));
    }
    statements.push(format!(
        "UPDATE event SET purpose = {} WHERE institution_id IS NOT NULL",
        canary("EVENT", &code("institution_id"), &hex("id"))
    ));
    for statement in statements {
        world.db.execute_unprepared(&statement).await.unwrap();
    }
    changes::plant(world).await;
}
