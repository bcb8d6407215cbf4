//! Contests, contestants and candidates by the file, and the lists over many of them.

use netra_domain::policy::Permit;
use netra_domain::policy::of;
use netra_entity::code::{Function, Grade};
use netra_registry::intake::generate::contest::{self, Elections};
use netra_registry::intake::import::{Format, ImportFile};
use netra_registry::office::session::Claimed;
use netra_registry::{Registry, Result};
use sea_orm::{ConnectionTrait, DatabaseBackend};

use super::{Outcome, csv, permit, run};
use crate::acts::rows;
use crate::database::{Backend, both};
use crate::world::World;

const CONTESTS: &str = "election_code,contest_type,region_code,kpu_code,district_code,\
        district_name,seats\n\
    PEMILU_2024,DPRD_PROVINCE,35,K-35,D-35-1,Contoh 1,1.200\n\
    PEMILU_2024,DPRD_PROVINCE,35,K-35,D-35-2,Contoh 2,8\n\
    PEMILIHAN_2024,GOVERNOR,35,,,,\n\
    PEMILIHAN_2024,GOVERNOR,34,,,,\n\
    PEMILU_2024,DPRD_PROVINCE,35,,D-35-3,,9\n\
    PEMILU_2024,DPRD_PROVINCE,35,,D-35-4,Contoh 4,\"37,13\"\n\
    PEMILU_2024,DPRD_PROVINCE,35.06,,,,\n\
    PEMILU_2029,DPRD_PROVINCE,35,,,,\n\
    PEMILU_2024,DPRD_PROVINCE,35,,D-35-1,Contoh 1,12\n";

const CONTESTANTS: &str = "kpu_code,election_code,contest_type,region_code,party_code,\
        nominated_by,name,ballot_number,registered_on,determined_on,decision,is_invented\n\
    ,PEMILU_2024,DPRD_PROVINCE,35,PKN,,,9,14 Mei 2023,3 November 2023,900/2023,\n\
    ,PEMILU_2024,DPRD_PROVINCE,35,HANURA,,,10,14/05/2023,,,\n\
    P-1,PEMILIHAN_2024,GOVERNOR,35,,PKN; HANURA,Contoh dan Misal,1,28/08/2024,22/09/2024,1,yes\n\
    ,PEMILU_2024,DPRD_PROVINCE,35,PDA,,,20,,,,\n\
    ,PEMILU_2024,DPRD_PROVINCE,35,SETUJU,,,20,,,,\n\
    P-2,PEMILIHAN_2024,GOVERNOR,36,,PKN,Contoh dan Misal,1,,,,yes\n\
    P-3,PEMILIHAN_2024,GOVERNOR,35,,PKN,,2,,,,yes\n\
    P-4,PEMILIHAN_2024,GOVERNOR,35,,PKN,Contoh dan Misal,2,11/13/2023,,,yes\n\
    P-5,PEMILIHAN_2024,GOVERNOR,35,,PKN,Contoh dan Misal,2,,22/09/2024,,yes\n";

const CANDIDATES: &str = "kpu_code,election_code,contest_type,region_code,party_code,\
        contestant_code,district_code,role,list_number,name,nik,registered_on,status,status_on,\
        decision,is_invented\n\
    C-1,PEMILU_2024,DPRD_PROVINCE,35,PKN,,D-35-1,MEMBER,1,Contoh Satu,3506015203800001,\
        14 Mei 2023,FINAL,3 November 2023,900/2023,yes\n\
    C-2,PEMILU_2024,DPRD_PROVINCE,35,HANURA,,D-35-1,,1,Contoh Satu,3506015203800001,\
        14 Mei 2023,QUALIFIED,6 Agustus 2023,,yes\n\
    C-3,PEMILIHAN_2024,GOVERNOR,35,,P-1,,HEAD,,Contoh,,28/08/2024,FINAL,22/09/2024,1,yes\n\
    C-4,PEMILU_2024,DPRD_PROVINCE,35,PKN,,D-35-1,,1,Contoh Dua,,,,,,yes\n\
    C-5,PEMILU_2024,DPRD_PROVINCE,35,PKN,,D-35-9,,2,Contoh,,,,,,yes\n\
    C-6,PEMILU_2024,DPRD_PROVINCE,35,PKN,,,,2,Contoh,,,,,,yes\n\
    C-7,PEMILU_2024,DPRD_PROVINCE,35,BURUH,,D-35-1,,2,Contoh,,,,,,yes\n\
    C-8,PEMILU_2024,DPRD_PROVINCE,35,PKN,,D-35-1,,2,Contoh,,,WITHDRAWN,3/11/2023,1,yes\n\
    C-9,PEMILU_2024,DPRD_PROVINCE,35,PKN,,D-35-1,,2,Contoh,123,,,,,yes\n\
    C-1,PEMILU_2024,DPRD_PROVINCE,35,PKN,,D-35-1,,3,Contoh,,,,,,yes\n\
    C-10,PEMILU_2024,DPRD_PROVINCE,35,PKN,,D-35-2,,2,Contoh,,,FINAL,3/11/2023,,yes\n\
    C-11,PEMILU_2024,DPR,,PKN,,D-35-2,,2,Contoh,,,,,,yes\n";

async fn contests(registry: &Registry, file: ImportFile) -> Result<Outcome> {
    run(async |request, tell| registry.import_contests(&permit(), request, file, tell).await).await
}

async fn contestants(registry: &Registry, file: ImportFile) -> Result<Outcome> {
    run(async |request, tell| registry.import_contestants(&permit(), request, file, tell).await)
        .await
}

async fn candidates(registry: &Registry, file: ImportFile) -> Result<Outcome> {
    run(async |request, tell| registry.import_candidates(&permit(), request, file, tell).await)
        .await
}

async fn an_election_is_imported_once(backend: Backend) {
    let world = World::new(backend).await;
    let registry = world.registry();
    let before = world.footprint().await;
    let judged = contests(registry, csv(CONTESTS).dry_run(true)).await.unwrap();
    assert_eq!(world.footprint().await, before, "a dry run writes nothing");
    let done = contests(registry, csv(CONTESTS)).await.unwrap();
    assert_eq!(done.refused, judged.refused);
    assert_eq!(
        done.refused,
        [
            (5, "CONTEST_NOT_HELD", "contest_type"),
            (6, "VALUE_REQUIRED", "district_name"),
            (7, "FORMAT", "seats"),
            (8, "CONTEST_AREA", "region_code"),
            (9, "CODE_UNKNOWN", "election_code"),
            (10, "DUPLICATE_ROW", "contest_type"),
        ],
    );
    assert_eq!(done.counts(), [9, 3, 0, 6]);
    let seats = "SELECT seats FROM electoral_district WHERE code = 'D-35-1'";
    assert_eq!(world.number(seats).await, 1_200);
    assert_eq!(contests(registry, csv(CONTESTS)).await.unwrap().counts(), [9, 0, 3, 6]);
    let more = CONTESTS.replace("Contoh 2,8", "Contoh Baru,9");
    assert_eq!(contests(registry, csv(more)).await.unwrap().counts(), [9, 1, 2, 6]);
    let changed = "SELECT COUNT(*) FROM contest c JOIN electoral_district d ON d.contest_id = c.id \
        WHERE c.kpu_code = 'K-35' AND c.rev = 2 AND d.name = 'Contoh Baru' AND d.seats = 9";
    assert_eq!(world.number(changed).await, 1);

    let done = contestants(registry, csv(CONTESTANTS)).await.unwrap();
    assert_eq!(
        done.refused,
        [
            (5, "LOCAL_PARTY_ELSEWHERE", "party_code"),
            (6, "CODE_UNKNOWN", "party_code"),
            (7, "CONTEST_UNKNOWN", "contest_type"),
            (8, "NAME_REQUIRED", "name"),
            (9, "FORMAT", "registered_on"),
            (10, "VALUE_REQUIRED", "decision"),
        ],
    );
    assert_eq!(done.counts(), [9, 3, 0, 6]);
    assert_eq!(contestants(registry, csv(CONTESTANTS)).await.unwrap().counts(), [9, 0, 3, 6]);
    let determined = "SELECT COUNT(*) FROM contestant WHERE determined_on = '2023-11-03' \
        AND state = 'DETERMINED' AND ballot_number = 9";
    assert!(world.number(determined).await >= 1);

    let done = candidates(registry, csv(CANDIDATES)).await.unwrap();
    assert_eq!(
        done.refused,
        [
            (5, "ROLE_TAKEN", "list_number"),
            (6, "DISTRICT_REQUIRED", "district_code"),
            (7, "DISTRICT_REQUIRED", "district_code"),
            (8, "CONTESTANT_UNKNOWN", "party_code"),
            (9, "STATUS_GROUND", "status"),
            (10, "NIK_SHAPE", "nik"),
            (11, "DUPLICATE_ROW", "kpu_code"),
            (12, "DOCUMENT_REQUIRED", "decision"),
            (13, "DISTRICT_REQUIRED", "district_code"),
        ],
    );
    assert_eq!(done.counts(), [12, 3, 0, 9]);
    assert_eq!(candidates(registry, csv(CANDIDATES)).await.unwrap().counts(), [12, 0, 3, 9]);
    let flagged = "SELECT COUNT(*) FROM event_record WHERE subject_kind = 'candidate' \
        AND payload LIKE '%\"kpu_code\":\"C-2\"%' AND payload NOT LIKE '%\"double_nominations\":[]%'";
    assert_eq!(world.number(flagged).await, 1, "the second nomination is flagged");
    let later = CANDIDATES.replace("QUALIFIED,6 Agustus 2023,", "FINAL,3 November 2023,900/2023");
    assert_eq!(candidates(registry, csv(later)).await.unwrap().counts(), [12, 1, 2, 9]);
    let history = "SELECT COUNT(*) FROM candidate_status s JOIN candidate c \
        ON c.id = s.candidate_id WHERE c.kpu_code = 'C-2' AND s.superseded_by IS NULL";
    assert_eq!(world.number(history).await, 3);
}
both!(an_election_is_imported_once);

/// The permit of an office, as the command gets it from a token.
async fn permit_of(world: &World, office: &str, grade: Grade) -> Permit<of::RegisterCandidate> {
    let seat = world.seat(Function::ElectionAdministration, grade, Some(office));
    let public = netra_domain::policy::Actor::new(netra_domain::policy::Standing::Public);
    let registry = world.registry();
    let sign_in: Permit<of::SignIn> = public.permit().unwrap();
    let session = registry.open_session(&sign_in, seat.user_id, seat.seat_id, None).await.unwrap();
    let claimed = Claimed {
        user_id: seat.user_id,
        session_id: session.id,
        seat_id: seat.seat_id,
        generation: 0,
    };
    registry.actor(claimed).await.unwrap().unwrap().permit().unwrap()
}

async fn an_office_imports_what_it_registers(backend: Backend) {
    const FILE: &[u8] = b"{\"kpu_code\":\"N-1\",\"election_code\":\"PEMILU_2024\",\
            \"contest_type\":\"DPRD_REGENCY_CITY\",\"region_code\":\"34.71\",\
            \"party_code\":\"PKN\",\"district_code\":\"CONTOH-DPRD_REGENCY_CITY-34.71-1\",\
            \"list_number\":\"5\",\"name\":\"Contoh\"}\n\
        {\"kpu_code\":\"N-2\",\"election_code\":\"PEMILU_2024\",\"contest_type\":\"DPR\",\
            \"party_code\":\"PKN\",\"district_code\":\"CONTOH-DPR-00-1\",\"list_number\":\"5\",\
            \"name\":\"Contoh\"}\n\
        {\"kpu_code\":\"N-3\",\"election_code\":\"PEMILU_2024\",\
            \"contest_type\":\"DPRD_REGENCY_CITY\",\"region_code\":\"34.71\",\
            \"party_code\":\"PKN\",\"district_code\":\"CONTOH-DPRD_REGENCY_CITY-34.71-1\",\
            \"list_number\":\"6\",\"name\":\"Contoh\",\"status\":\"QUALIFIED\",\
            \"status_on\":\"6 Agustus 2023\"}\n";
    let world = World::new(backend).await;
    let import = async |grade: Grade| {
        let permit = permit_of(&world, "KPU_34.71", grade).await;
        let file = ImportFile::new(FILE, Format::Ndjson);
        run(async |request, tell| {
            world.registry().import_candidates(&permit, request, file, tell).await
        })
        .await
        .unwrap()
    };
    let staff = import(Grade::Staff).await;
    assert_eq!(staff.refused, [(2, "FORBIDDEN", "region_code"), (3, "FORBIDDEN", "status")]);
    assert_eq!(staff.counts(), [3, 1, 0, 2]);
    let approver = import(Grade::Approver).await;
    assert_eq!(approver.refused, [(2, "FORBIDDEN", "region_code")]);
    assert_eq!(approver.counts(), [3, 1, 1, 1]);
}
both!(an_office_imports_what_it_registers);

/// A generated election, whole, and what the lists over it cost.
async fn lists_over_many_candidates_go_by_an_index(backend: Backend) {
    const COUNT: u64 = 4_000;
    let world = World::new(backend).await;
    let registry = world.registry();
    let public = netra_domain::policy::Actor::new(netra_domain::policy::Standing::Public);
    let grounds = registry.grounds(&public.permit().unwrap()).await.unwrap();
    let elections = Elections { count: COUNT, seed: 5, office: None, grounds };
    let mut file = Vec::new();
    contest::contests(&elections, &mut file).unwrap();
    assert_eq!(contests(registry, csv(file)).await.unwrap().refused, []);
    let mut file = Vec::new();
    contest::contestants(&elections, &mut file).unwrap();
    assert_eq!(contestants(registry, csv(file)).await.unwrap().refused, []);
    let mut file = Vec::new();
    contest::candidates(&elections, &mut file).unwrap();
    let done = candidates(registry, csv(file)).await.unwrap();
    let most: Vec<_> = done.refused.iter().take(5).collect();
    assert!(done.refused.is_empty(), "{} refused, such as {most:?}", done.refused.len());
    assert_eq!(done.counts()[0], COUNT);

    world.db.execute_unprepared("ANALYZE").await.unwrap();
    let id = |table: &str| format!("(SELECT id FROM {table} ORDER BY id DESC LIMIT 1)");
    let lists = [
        ("candidate", format!("contest_id = {}", id("contest")), "contest_id_id"),
        ("candidate", format!("contestant_id = {}", id("contestant")), "contestant_id_id"),
        ("candidate", format!("district_id = {}", id("electoral_district")), "district_id_id"),
        ("candidate", format!("election_id = {}", id("election")), "election_id_id"),
        ("candidate", "state = 'ELECTED'".to_owned(), "state_id"),
        ("candidate", "kpu_code = 'CONTOH-0000007'".to_owned(), "kpu_code"),
        ("candidate", "nik_index = 'x' AND state = 'FINAL'".to_owned(), "nik_index_election_id"),
        ("contestant", format!("contest_id = {}", id("contest")), "contest_id"),
        ("contestant", format!("party_id = {}", id("party")), "party_id_id"),
        ("contestant", "state = 'CANCELLED'".to_owned(), "state_id"),
        ("electoral_district", format!("contest_id = {}", id("contest")), "contest_id_code"),
    ];
    let is_sqlite = world.db.get_database_backend() == DatabaseBackend::Sqlite;
    for (table, condition, index) in lists {
        let order = if table == "electoral_district" { "code, id" } else { "id" };
        let query = format!("SELECT * FROM {table} WHERE {condition} ORDER BY {order} LIMIT 21");
        let explain = if is_sqlite { "EXPLAIN QUERY PLAN" } else { "EXPLAIN" };
        // So small a table is read whole faster; asked is whether the index would do.
        if !is_sqlite {
            world.db.execute_unprepared("SET enable_seqscan = off").await.unwrap();
        }
        let plan = rows(&world, &format!("{explain} {query}"), Vec::new()).await;
        let column = if is_sqlite { "detail" } else { "QUERY PLAN" };
        let plan: Vec<String> = plan.iter().map(|row| row.try_get("", column).unwrap()).collect();
        let plan = plan.join("\n");
        assert!(plan.contains(&format!("ix_{table}_{index}")), "{condition}\n{plan}");
    }
}
both!(lists_over_many_candidates_go_by_an_index);
