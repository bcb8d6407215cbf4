//! A registry is founded once, its first entries are the two first seats, and the demonstration
//! counts what it holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{TimeZone, Utc};
use netra_domain::policy::{Actor, Standing};
use netra_entity::Date;
use netra_entity::code::Function;
use netra_registry::intake::founding::{self, DemoDone, InitInput, SeatHolder};
use netra_registry::ledger::event::EventFilter;
use netra_registry::office::institution_function::ApproveFunctionInput;
use netra_registry::office::seat::ApproveSeatInput;
use netra_registry::office::session::Claimed;
use netra_registry::pact::coverage::{CoverageQuery, Grouping};
use netra_registry::{
    ActRequest, Clock, Database, Error, Registry, Vault, Window, intake::reference,
};
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

use crate::database::{Backend, Held, both, empty_database};

const PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$bm90IGEgcGFzc3dvcmQ";

async fn empty(backend: Backend) -> (Held, Registry) {
    let (held, url) = empty_database(backend).await;
    let database = Database::open(&url).await.unwrap();
    database.migrate().await.unwrap();
    let clock = Clock::fixed(Utc.with_ymd_and_hms(2026, 11, 20, 3, 0, 0).unwrap());
    let vault = Vault::from_base64(&Vault::generate_key().unwrap()).unwrap();
    (held, Registry::new(database, clock, vault))
}

fn founders() -> InitInput {
    let holder = |login: &str, digest: &str| SeatHolder {
        login: login.to_owned(),
        display_name: "Administrator Pertama".to_owned(),
        token_digest: digest.to_owned(),
    };
    InitInput {
        operator: holder("operator", "digest-1"),
        policy: holder("policy", "digest-2"),
        approver: holder("approver", "digest-3"),
    }
}

async fn text(registry: &Registry, sql: &str) -> Vec<String> {
    let db = registry.database().reader();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get("", "text").unwrap()).collect()
}

async fn count(registry: &Registry, from: &str) -> i64 {
    let db = registry.database().reader();
    let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM {from}");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

both!(the_three_first_seats_are_the_first_entries);
async fn the_three_first_seats_are_the_first_entries(backend: Backend) {
    let (_held, registry) = empty(backend).await;
    let done = founding::init(&registry, &founders()).await.unwrap();
    registry.sequence_all().await.unwrap();

    let acts = "SELECT e.act AS text FROM event e JOIN event_order o ON o.event_id = e.id
                ORDER BY o.idx LIMIT 3";
    assert_eq!(
        text(&registry, acts).await,
        ["GRANT_SEAT", "GRANT_SEAT", "RECORD_LEGAL_INSTRUMENT"]
    );
    for (idx, seat) in done.seat_ids[..2].iter().enumerate() {
        let kinds = format!(
            "SELECT r.subject_kind AS text FROM event_record r
               JOIN event_order o ON o.event_id = r.event_id WHERE o.idx = {idx} ORDER BY r.ordinal"
        );
        let holder = ["user", "invitation", "seat"];
        let expected = [&["institution", "institution_function"], &holder.repeat(idx + 1)[..]];
        assert_eq!(text(&registry, &kinds).await, expected.concat());
        let permit = Actor::new(Standing::Founding).permit().unwrap();
        let filter = EventFilter { subject_id: Some(*seat), ..Default::default() };
        let window =
            Window { limit: 2, backward: false, after: None, before: None, ..Window::default() };
        let event = registry.events(&permit, &filter, &window).await.unwrap().rows.pop().unwrap();
        let told = 5 + 3 * i32::try_from(idx).unwrap();
        assert_eq!((event.actor.as_str(), event.record_count), ("founding", told));
    }
    assert_eq!(count(&registry, "seat").await, 3);
    assert_eq!(count(&registry, "institution").await, 2);
    assert_eq!(count(&registry, "institution_function WHERE state = 'APPROVED'").await, 2);
    assert_eq!(count(&registry, "region").await, 0);
    assert_eq!(
        count(&registry, r#""user" WHERE is_invented OR password_hash IS NOT NULL"#).await,
        0
    );
    assert_eq!(count(&registry, "invitation WHERE used_at IS NULL").await, 3);
    assert_eq!(count(&registry, "cycle").await, 2);
    assert_eq!(count(&registry, "event WHERE record_count > 1000").await, 0);
}

both!(a_registry_is_founded_once);
async fn a_registry_is_founded_once(backend: Backend) {
    let (_held, registry) = empty(backend).await;
    founding::init(&registry, &founders()).await.unwrap();
    let before = count(&registry, "event").await;
    let again = founding::init(&registry, &founders()).await;
    assert!(matches!(again, Err(Error::Unavailable(_))), "{again:?}");
    let demo = founding::demo(&registry, PASSWORD_HASH).await;
    assert!(matches!(demo, Err(Error::Unavailable(_))), "{demo:?}");
    assert_eq!(count(&registry, "event").await, before);
    assert_eq!(count(&registry, r#""user""#).await, 3);
}

both!(reference_data_is_loaded_once);
async fn reference_data_is_loaded_once(backend: Backend) {
    let (_held, registry) = empty(backend).await;
    founding::init(&registry, &founders()).await.unwrap();
    let founder = Actor::new(Standing::Founding);
    assert!(reference::load(&registry, &founder).await.unwrap() > 200);
    let events = count(&registry, "event").await;
    let records = count(&registry, "event_record").await;
    assert_eq!(reference::load(&registry, &founder).await.unwrap(), 0);
    assert_eq!(count(&registry, "event").await, events);
    assert_eq!(count(&registry, "event_record").await, records);

    let refused = reference::load(&registry, &Actor::new(Standing::Public)).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
}

both!(the_demonstration_is_staffed_and_counted);
async fn the_demonstration_is_staffed_and_counted(backend: Backend) {
    let (_held, registry) = empty(backend).await;
    let done = founding::demo(&registry, PASSWORD_HASH).await.unwrap();
    registry.sequence_all().await.unwrap();

    everything_is_invented(&registry, &done).await;
    every_seat_can_be_used(&registry, &done).await;
    let cycle = registry.cycle(&public().permit().unwrap(), &done.cycle_code).await.unwrap();
    let actor = seated(&registry, &done, "neutrality-assessment.staff@bkn.demo").await;
    let read_point = registry.read_point().await.unwrap();
    for on in ["2026-11-20", "2026-06-30", "2024-02-14", "2023-11-01"] {
        let on = Date(on.parse().unwrap());
        let query = CoverageQuery {
            cycle_id: cycle.id,
            grouping: Grouping::Institution,
            institution_id: None,
            on,
            read_point,
        };
        let coverage = registry.coverage(&actor.permit().unwrap(), &query).await.unwrap();
        let coverage: BTreeMap<Uuid, (i64, i64)> = coverage
            .into_iter()
            .map(|row| {
                let shown = row.shown;
                (row.institution_id.unwrap(), (shown.active.unwrap(), shown.signed.unwrap()))
            })
            .collect();
        assert_eq!(coverage, recount(&registry, on).await, "on {on}");
        assert_eq!(coverage.len(), 12);
    }
}

async fn everything_is_invented(registry: &Registry, done: &DemoDone) {
    assert_eq!(done.people, 2_000);
    assert_eq!(count(registry, "civil_servant WHERE is_invented").await, 2_000);
    assert_eq!(count(registry, "civil_servant").await, 2_000);
    assert!((1_000..1_400).contains(&done.signatures), "{}", done.signatures);
    let signatures = i64::try_from(done.signatures).unwrap();
    assert_eq!(count(registry, "pact_signature WHERE superseded_by IS NULL").await, signatures);
    let withdrawn = "pact_signature WHERE superseded_by IS NULL AND state = 'WITHDRAWN'";
    assert!((4..20).contains(&count(registry, withdrawn).await));
    assert!(count(registry, "employment WHERE superseded_by IS NOT NULL").await > 8);
    assert!(count(registry, "pact_signature WHERE method = 'PAPER'").await > 100);
    assert_eq!(count(registry, "service_number WHERE valid_to IS NOT NULL").await, 1);
    assert_eq!(count(registry, "organisational_unit WHERE head_id IS NULL").await, 0);
    let real = r#""user" WHERE NOT is_invented OR password_hash IS NULL OR activated_at IS NULL"#;
    assert_eq!(count(registry, real).await, 0);
    assert_eq!(count(registry, "event WHERE record_count > 1000").await, 0);
    let names = text(registry, "SELECT name AS text FROM civil_servant").await;
    assert!(names.iter().any(|name| !name.contains(' ')), "some have a single name");
}

async fn every_seat_can_be_used(registry: &Registry, done: &DemoDone) {
    for function in Function::ALL {
        let grades = done.seats.iter().filter(|seat| seat.function == Some(*function));
        assert!(grades.count() >= 3, "{function}");
    }
    for seat in &done.seats {
        seated(registry, done, &seat.login).await;
    }
    assert_eq!(done.seats.iter().filter(|seat| seat.function.is_none()).count(), 3);
    for seat in [&done.ended_seat, &done.prepared_seat] {
        let sign_in = public().permit().unwrap();
        let session = registry.open_session(&sign_in, seat.user_id, seat.seat_id, None).await;
        assert!(matches!(session, Err(Error::NotFound)), "{}", seat.login);
    }
    let approver = seated(registry, done, "civil-service-policy.approver@panrb.demo").await;
    let request = ActRequest::default();
    let permit = approver.permit().unwrap();
    let input = ApproveSeatInput { id: done.prepared_seat.seat_id.unwrap().into(), approve: true };
    registry.approve_seat(&permit, &request, &input).await.unwrap();
    let permit = approver.permit().unwrap();
    let input = ApproveFunctionInput { id: done.prepared_function_id.into(), approve: true };
    registry.approve_function(&permit, &request, &input).await.unwrap();
    seated(registry, done, &done.prepared_seat.login).await;
}

fn public() -> Arc<Actor> {
    Actor::new(Standing::Public)
}

async fn seated(registry: &Registry, done: &DemoDone, login: &str) -> Arc<Actor> {
    let seats = done.seats.iter().chain([&done.prepared_seat]);
    let seat = seats.clone().find(|seat| seat.login == login).unwrap();
    let sign_in = public().permit().unwrap();
    let session = registry.open_session(&sign_in, seat.user_id, seat.seat_id, None).await.unwrap();
    let actor = registry.actor(Claimed::first_of(&session)).await.unwrap();
    actor.unwrap_or_else(|| panic!("{login} cannot act"))
}

async fn recount(registry: &Registry, on: Date) -> BTreeMap<Uuid, (i64, i64)> {
    let sql = "SELECT e.institution_id AS id, CAST(COUNT(*) AS BIGINT) AS active,
          CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM pact_signature s
             WHERE s.superseded_by IS NULL AND s.civil_servant_id = e.civil_servant_id
               AND s.institution_id = e.institution_id AND s.signed_on <= $1
               AND (s.state = 'VALID' OR s.withdrawn_on > $1)) THEN 1 ELSE 0 END) AS BIGINT) AS signed
        FROM employment e
        WHERE e.superseded_by IS NULL AND e.valid_from <= $1
          AND (e.valid_to IS NULL OR e.valid_to > $1)
          AND e.leave_status NOT IN (SELECT code FROM code_list
             WHERE list = 'LEAVE_STATUS' AND attribute = 'EXCLUDED')
        GROUP BY e.institution_id";
    let db = registry.database().reader();
    let values: [Value; 1] = [on.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(statement).await.unwrap();
    let number = |row: &sea_orm::QueryResult, name: &str| -> i64 { row.try_get("", name).unwrap() };
    rows.iter()
        .map(|row| (row.try_get("", "id").unwrap(), (number(row, "active"), number(row, "signed"))))
        .collect()
}
