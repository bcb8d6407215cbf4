//! Civil servants by the file: new people, what becomes of those who are known, and who is whom.

use netra_registry::intake::generate::{self, People};
use netra_registry::intake::import::ImportFile;
use netra_registry::{Registry, Result};

use super::{Outcome, csv, kinds, permit, request, run};
use crate::acts::{personnel, rows};
use crate::coverage::{last_index, recount};
use crate::database::{Backend, both};
use crate::world::{World, beginning};

const HEADER: &str = "service_number,nik,name,front_title,back_title,institution_code,unit_code,\
    unit_name,kind,position_class,rank,leave_status,valid_from,is_invented\n";

/// Two people of Yogyakarta, with serials and places that no real number has.
const PNS: &str = "198001012005011951";
const PPPK: &str = "199005132022212951";
const NIK: &str = "3471010101809951";

async fn import(registry: &Registry, file: ImportFile) -> Result<Outcome> {
    run(async |request, tell| registry.import_civil_servants(&permit(), request, file, tell).await)
        .await
}

async fn import_rows(world: &World, rows: &[&str]) -> Outcome {
    let file = format!("{HEADER}{}\n", rows.join("\n"));
    import(world.registry(), csv(file)).await.unwrap()
}

/// A PNS with a NIK in a unit of the city, changed as the test likes.
fn row(change: (&str, &str)) -> String {
    format!(
        "{PNS},{NIK},Larasita Jayaprana,Dr.,\"S.H., M.H.\",PEMKOT_34.71,SETDA_X,Bagian Contoh,PNS,\
         SUPERVISOR,PNS_III_D,,2024-01-01,yes"
    )
    .replace(change.0, change.1)
}

const SAME: (&str, &str) = ("", "");

/// Coverage is what the records say, today and before.
async fn check_coverage(world: &World) {
    world.sequence().await;
    let index = last_index(world).await;
    let office = personnel(world).await;
    for day in [beginning().date_naive(), "2025-01-15".parse().unwrap()] {
        let recount = recount(world, day, index).await;
        recount.counts_nobody_twice();
        recount.is_what_is_told(world, &office, (day, index), "PEMKOT_34.71").await;
    }
}

async fn a_person_is_registered_once(backend: Backend) {
    let world = World::new(backend).await;
    let rows = [row(SAME), format!("{PPPK},,Widuri,,,BPS,,,,,,,2024-03-01,yes")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let done = import_rows(&world, &rows).await;
    assert_eq!(done.counts(), [2, 2, 0, 0]);
    // Two persons, numbers and employments, and a unit.
    assert_eq!(done.events(&world).await, kinds(&[("chunk", 7), ("import", 1)]));
    let known = format!(
        "SELECT COUNT(*) FROM civil_servant c JOIN service_number n ON n.civil_servant_id = c.id \
           JOIN employment e ON e.civil_servant_id = c.id \
           JOIN organisational_unit u ON u.id = e.unit_id \
          WHERE n.number = '{PNS}' AND c.name = 'Larasita Jayaprana' AND c.front_title = 'Dr.' \
            AND c.back_title = 'S.H., M.H.' AND c.nik_index IS NOT NULL AND u.code = 'SETDA_X' \
            AND e.leave_status = 'ACTIVE' AND e.kind = 'PNS'"
    );
    assert_eq!(world.number(&known).await, 1);
    let again = import_rows(&world, &rows).await;
    assert_eq!(again.counts(), [2, 0, 2, 0]);
    assert_eq!(again.events(&world).await, kinds(&[("import", 1)]));
    check_coverage(&world).await;
}
both!(a_person_is_registered_once);

async fn what_a_row_says_anew_is_all_that_changes(backend: Backend) {
    let world = World::new(backend).await;
    let person = |name: &str, unit: &str, leave: &str, from: &str| {
        format!("{PNS},{NIK},{name},PEMKOT_34.71,{unit},PNS,STAFF,PNS_III_A,{leave},{from},yes")
    };
    let first = person("Larasita,,", "SETDA_X,Bagian Contoh", "", "2024-01-01");
    assert_eq!(import_rows(&world, &[&first]).await.counts(), [1, 1, 0, 0]);
    for (row, kind, records) in [
        // Another name; titles; both stay when the day of the list is another.
        (person("Larasati,,", "SETDA_X,", "", "2024-01-01"), "civil_servant", 1),
        (person("Larasati,Dr.,S.H.", "SETDA_X,", "", "2024-06-01"), "civil_servant", 1),
        // An employment ends and another begins: in a new unit, on leave, elsewhere.
        (person("Larasati,Dr.,S.H.", "SETDA_Y,Bagian Lain", "", "2025-01-01"), "chunk", 3),
        (person("Larasati,Dr.,S.H.", "SETDA_Y,", "ON_STUDY_LEAVE", "2025-02-01"), "chunk", 2),
        (
            person("Larasati,Dr.,S.H.", ",", "", "2026-02-01").replace("PEMKOT_34.71", "BPS"),
            "chunk",
            2,
        ),
    ] {
        let done = import_rows(&world, &[&row]).await;
        assert_eq!(done.counts(), [1, 1, 0, 0], "{row} {:?}", done.refused);
        assert_eq!(done.events(&world).await, kinds(&[(kind, records), ("import", 1)]), "{row}");
        assert_eq!(import_rows(&world, &[&row]).await.counts(), [1, 0, 1, 0], "{row}");
    }
    check_coverage(&world).await;

    // What held before is known; nothing is written between what is known.
    let old = person("Larasati,Dr.,S.H.", "SETDA_Y,", "", "2025-01-15");
    assert_eq!(import_rows(&world, &[&old]).await.counts(), [1, 0, 1, 0]);
    let between = person("Larasati,Dr.,S.H.", "SETDA_X,", "", "2025-01-15");
    let refused = import_rows(&world, &[&between]).await.refused;
    assert_eq!(refused, [(2, "EMPLOYMENT_OVERLAPS", "valid_from")]);
}
both!(what_a_row_says_anew_is_all_that_changes);

async fn the_nik_tells_who_it_is(backend: Backend) {
    let world = World::new(backend).await;
    let pppk = |from: &str| {
        format!("{PPPK},{NIK},Larasita,,,PEMKOT_34.71,,,PPPK,STAFF,PPPK_V,,{from},yes")
    };
    let pns = |from: &str| {
        format!("{PNS},{NIK},Larasita,,,PEMKOT_34.71,,,PNS,STAFF,PNS_III_A,,{from},yes")
    };
    // One file, one chunk: the second row is about the person whom the first one brings.
    let done = import_rows(&world, &[&pppk("2023-01-01"), &pns("2024-01-01")]).await;
    assert_eq!(done.counts(), [2, 2, 0, 0], "{:?}", done.refused);
    let numbers = format!(
        "SELECT COUNT(*) FROM service_number o JOIN service_number n \
           ON n.civil_servant_id = o.civil_servant_id \
          WHERE o.number = '{PPPK}' AND o.valid_to = '2024-01-01' AND o.superseded_by IS NULL \
            AND n.number = '{PNS}' AND n.valid_to IS NULL"
    );
    assert_eq!(world.number(&numbers).await, 1);
    let again = import_rows(&world, &[&pppk("2023-01-01"), &pns("2024-01-01")]).await;
    assert_eq!(again.counts(), [2, 0, 2, 0]);
    // The number is not that of whoever has another NIK.
    let other = pns("2024-01-01").replace(NIK, "3471010101809952");
    let other = import_rows(&world, &[&other]).await;
    assert_eq!(other.refused, [(2, "SERVICE_NUMBER_TAKEN", "service_number")]);
    // A third number cannot begin before the second.
    let early = pns("2023-06-01").replace(PNS, "198001012005011952");
    let early = import_rows(&world, &[&early]).await;
    assert_eq!(early.refused, [(2, "END_BEFORE_START", "valid_from")]);
    check_coverage(&world).await;
}
both!(the_nik_tells_who_it_is);

async fn a_wrong_row_is_told_by_line_and_column(backend: Backend) {
    let world = World::new(backend).await;
    let before = world.footprint().await;
    let wrong = [
        (row((PNS, "19800101200501195")), "SERVICE_NUMBER_SHAPE", "service_number"),
        (row((PNS, "198013012005011951")), "SERVICE_NUMBER_BIRTH_DATE", "service_number"),
        (row((",PNS,", ",PPPK,")), "SERVICE_NUMBER_KIND", "kind"),
        (row((",PNS,", ",TNI,")), "CODE_UNKNOWN", "kind"),
        (row((NIK, "3471")), "NIK_SHAPE", "nik"),
        (row(("Larasita Jayaprana", " ")), "VALUE_REQUIRED", "name"),
        (row(("PEMKOT_34.71", "PEMKOT_99")), "INSTITUTION_UNKNOWN", "institution_code"),
        (
            row(("PEMKOT_34.71", "KOMINFO")).replace("2024-01", "2025-01"),
            "INSTITUTION_UNKNOWN",
            "institution_code",
        ),
        (row(("Bagian Contoh", "")), "UNIT_UNKNOWN", "unit_code"),
        (row(("SETDA_X", "")), "UNIT_UNKNOWN", "unit_code"),
        (row(("SUPERVISOR", "BOSS")), "CODE_UNKNOWN", "position_class"),
        (row(("PNS_III_D", "PNS_V_A")), "CODE_UNKNOWN", "rank"),
        (row((",,2024", ",ASLEEP,2024")), "CODE_UNKNOWN", "leave_status"),
        (row(("2024-01-01", "")), "VALUE_REQUIRED", "valid_from"),
        (row(("2024-01-01", "01-01-2024")), "FORMAT", "valid_from"),
        (row((",yes", ",ya")), "FORMAT", "is_invented"),
    ];
    // Each with a number of its own, that none is taken for a repetition.
    let mut file = HEADER.to_owned();
    for (position, (row, ..)) in wrong.iter().enumerate() {
        let own = format!("1980010120050119{:02}", position + 10);
        file.push_str(&row.replace(PNS, &own).replace(NIK, ""));
        file.push('\n');
    }
    let judged = import(world.registry(), csv(file)).await.unwrap();
    let expected: Vec<_> = (2..).zip(&wrong).map(|(line, it)| (line, it.1, it.2)).collect();
    assert_eq!(judged.refused, expected);
    let mut after = world.footprint().await;
    // The closing event alone.
    after[..2].iter_mut().for_each(|count| *count -= 1);
    assert_eq!(after, before);
}
both!(a_wrong_row_is_told_by_line_and_column);

fn generated(world: &World, count: u64, workplaces: Vec<generate::Workplace>) -> Vec<u8> {
    let today = world.registry().clock().today();
    let mut file = Vec::new();
    generate::civil_servants(&People { count, seed: 7, workplaces, today }, &mut file).unwrap();
    file
}

async fn many_people_come_in_chunks(backend: Backend) {
    let world = World::new(backend).await;
    let workplaces = world.registry().workplaces(&permit()).await.unwrap();
    let mut file = generated(&world, 2_000, workplaces);
    // The same person once more, far from the first time.
    let first: Vec<u8> = file.split_inclusive(|it| *it == b'\n').nth(1).unwrap().to_vec();
    file.extend(first);
    let before = world.footprint().await;
    let judged = import(world.registry(), csv(file.clone()).dry_run(true)).await.unwrap();
    assert_eq!(judged.counts(), [2_001, 2_000, 0, 1]);
    assert_eq!(world.footprint().await, before, "a dry run writes nothing");

    // A job may run on its own.
    let (registry, request, input) = (world.registry().clone(), request(), csv(file.clone()));
    let trace = request.trace_id.clone();
    let job = async move {
        let permit = permit();
        registry.import_civil_servants(&permit, &request, input, &mut |_| {}).await
    };
    let report = tokio::spawn(job).await.unwrap().unwrap();
    assert_eq!(report.counts, judged.report.counts);
    assert_eq!(judged.refused, [(2_002, "DUPLICATE_ROW", "service_number")]);
    let done = Outcome { trace, report, refused: Vec::new() };
    let events = done.events(&world).await;
    let (closing, chunks) = events.split_last().unwrap();
    assert_eq!(closing, &("import".to_owned(), 1));
    assert!(chunks.iter().all(|(_, records)| *records <= 1_000), "{chunks:?}");
    let records: i32 = chunks.iter().map(|(_, records)| records).sum();
    let units = format!(
        "SELECT COUNT(*) FROM event_record r JOIN event e ON e.id = r.event_id \
          WHERE e.trace_id = '{}' AND r.subject_kind = 'organisational_unit'",
        done.trace
    );
    assert_eq!(i64::from(records), 6_000 + world.number(&units).await);
    check_coverage(&world).await;

    let again = import(world.registry(), csv(file)).await.unwrap();
    assert_eq!(again.counts(), [2_001, 0, 2_000, 1]);
}
both!(many_people_come_in_chunks);

async fn two_imports_at_once_register_each_person_once(backend: Backend) {
    let world = World::new(backend).await;
    let workplaces = world.registry().workplaces(&permit()).await.unwrap();
    let file = generated(&world, 1_200, workplaces);
    let (one, other) = tokio::join!(
        import(world.registry(), csv(file.clone())),
        import(world.registry(), csv(file)),
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.report.counts.changed + other.report.counts.changed, 1_200);
    assert_eq!(one.report.counts.refused + other.report.counts.refused, 0);
    let twice = "SELECT number FROM service_number WHERE superseded_by IS NULL \
        GROUP BY number HAVING COUNT(*) > 1";
    assert!(rows(&world, twice, Vec::new()).await.is_empty());
    check_coverage(&world).await;
}
both!(two_imports_at_once_register_each_person_once);
