//! Files into the registry: what changes, what stays, what is refused, and by which line.

mod candidates;
mod civil_servants;
mod paper_signatures;

use std::sync::atomic::{AtomicU32, Ordering};

use netra_domain::policy::{ActKind, Actor, Permit, Standing};
use netra_registry::intake::import::{
    FileProblem, Format, ImportFile, ImportReport, Observer, Progress, RefusedRow,
};
use netra_registry::{ActRequest, Error, Registry, Result};

use crate::acts::rows;
use crate::database::{Backend, both};
use crate::world::World;

/// What an import said and did.
struct Outcome {
    trace: String,
    report: ImportReport,
    refused: Vec<(u64, &'static str, &'static str)>,
}

impl Outcome {
    /// Rows, and those changed, unchanged and refused.
    fn counts(&self) -> [u64; 4] {
        let counts = self.report.counts;
        [counts.rows, counts.changed, counts.unchanged, counts.refused]
    }

    /// Its events as kind and number of records, the closing one last.
    async fn events(&self, world: &World) -> Vec<(String, i32)> {
        let sql = "SELECT subject_kind, record_count FROM event WHERE trace_id = $1 \
            ORDER BY CASE subject_kind WHEN 'import' THEN 1 ELSE 0 END, record_count DESC";
        let event = |row: &sea_orm::QueryResult| {
            (row.try_get("", "subject_kind").unwrap(), row.try_get("", "record_count").unwrap())
        };
        rows(world, sql, vec![self.trace.as_str().into()]).await.iter().map(event).collect()
    }
}

fn kinds(events: &[(&str, i32)]) -> Vec<(String, i32)> {
    events.iter().map(|(kind, records)| ((*kind).to_owned(), *records)).collect()
}

fn permit<A: ActKind>() -> Permit<A> {
    Actor::new(Standing::Founding).permit().unwrap()
}

/// A request with a trace of its own.
fn request() -> ActRequest {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let trace_id = format!("import-{}", LAST.fetch_add(1, Ordering::Relaxed));
    ActRequest { trace_id, ..ActRequest::default() }
}

/// Runs an import and keeps what it tells.
async fn run(
    import: impl AsyncFnOnce(&ActRequest, Observer<'_>) -> Result<ImportReport>,
) -> Result<Outcome> {
    let mut refused = Vec::new();
    let mut last = None;
    let mut observe = |progress: Progress| match progress {
        Progress::Refused(RefusedRow { line, code, path }) => refused.push((line, code, path)),
        Progress::Counted(counts) => last = Some(counts),
    };
    let request = request();
    let report = import(&request, &mut observe).await?;
    if let Some(last) = last {
        assert_eq!(last, report.counts);
    }
    Ok(Outcome { trace: request.trace_id, report, refused })
}

fn csv(text: impl Into<Vec<u8>>) -> ImportFile {
    ImportFile::new(std::io::Cursor::new(text.into()), Format::Csv)
}

async fn regions(registry: &Registry, file: ImportFile) -> Result<Outcome> {
    run(async |request, tell| registry.import_regions(&permit(), request, file, tell).await).await
}

async fn institutions(registry: &Registry, file: ImportFile) -> Result<Outcome> {
    run(async |request, tell| registry.import_institutions(&permit(), request, file, tell).await)
        .await
}

const REGIONS: &str = "\u{feff}code,parent_code,level,name,time_zone,valid_from\r\n\
    34,,PROVINCE,Daerah Istimewa Yogyakarta,Asia/Jakarta,\r\n\
    \r\n\
    34.72,34,CITY,Kota Contoh,Asia/Jakarta,2026-01-01\r\n\
    97,,PROVINCE,Contoh Raya,Asia/Jayapura,2026-01-01\r\n\
    97.01,97,REGENCY,Kabupaten Contoh,Asia/Jayapura,2026-01-01\r\n";

async fn regions_are_imported_once(backend: Backend) {
    let world = World::new(backend).await;
    let first = regions(world.registry(), csv(REGIONS)).await.unwrap();
    assert_eq!(first.counts(), [4, 3, 1, 0]);
    assert_eq!(first.events(&world).await, kinds(&[("chunk", 3), ("import", 1)]));

    let again = regions(world.registry(), csv(REGIONS)).await.unwrap();
    assert_eq!(again.counts(), [4, 0, 4, 0]);
    assert_eq!(again.events(&world).await, kinds(&[("import", 1)]));
    assert_eq!(again.report.file_sha256, first.report.file_sha256);
    let closing = again.report.receipt.unwrap().event_id;
    let sql = "SELECT payload FROM event_record WHERE event_id = $1";
    let payload: String =
        rows(&world, sql, vec![closing.into()]).await[0].try_get("", "payload").unwrap();
    assert_eq!(
        payload,
        format!(
            r#"{{"changed":0,"file_sha256":"{}","refused":0,"rows":4,"unchanged":4,"what":"regions"}}"#,
            first.report.file_sha256
        ),
    );

    let renamed = REGIONS.replace("Kota Contoh", "Kota Contoh Baru");
    assert_eq!(regions(world.registry(), csv(renamed)).await.unwrap().counts(), [4, 1, 3, 0]);
    let revision = "SELECT rev FROM region WHERE code = '34.72' AND name = 'Kota Contoh Baru'";
    assert_eq!(world.number(revision).await, 2);
}
both!(regions_are_imported_once);

async fn a_wrong_region_holds_back_no_other(backend: Backend) {
    const FILE: &str = "code,parent_code,level,name,time_zone,valid_from,valid_to,source\n\
        34.72,34,CITY,Kota Contoh,Asia/Jakarta,2026-01-01,,Contoh\n\
        34.73,34,REGENCY,Kabupaten Contoh,Asia/Jakarta,,,\n\
        34.74,98,CITY,Kota Contoh,Asia/Jakarta,,,\n\
        98.71,98,CITY,Kota Contoh,Asia/Jakarta,,,\n\
        3475,34,CITY,Kota Contoh,Asia/Jakarta,,,\n\
        34.76,34,CITY,Kota Contoh,Asia/Tokyo,,,\n\
        34.77,34,TOWN,Kota Contoh,Asia/Jakarta,,,\n\
        34.78,34,CITY,,Asia/Jakarta,,,\n\
        34.79,34,CITY,Kota Contoh,Asia/Jakarta,2026-01-01,2026-01-01,\n\
        34.80,34,CITY,Kota Contoh,Asia/Jakarta,1/1/2026,,\n\
        34.72,34,CITY,Kota Contoh,Asia/Jakarta,2026-01-01,,\n\
        34.72,34,CITY,Kota Contoh,Asia/Jakarta,2025-01-01,,\n\
        34.81,34,CITY,Kota Contoh,Asia/Jakarta\n\
        34.82,34,CITY,Kota Contoh,Asia/Jakarta,,,\n";
    let world = World::new(backend).await;
    let done = regions(world.registry(), csv(FILE)).await.unwrap();
    assert_eq!(
        done.refused,
        [
            (3, "REGION_LEVEL_CONTRADICTS_CODE", "level"),
            (4, "REGION_LEVEL_CONTRADICTS_CODE", "parent_code"),
            (5, "REGION_UNKNOWN_ON_DATE", "parent_code"),
            (6, "REGION_CODE_SHAPE", "code"),
            (7, "CODE_UNKNOWN", "time_zone"),
            (8, "CODE_UNKNOWN", "level"),
            (9, "VALUE_REQUIRED", "name"),
            (10, "END_BEFORE_START", "valid_to"),
            (11, "FORMAT", "valid_from"),
            (12, "DUPLICATE_ROW", "code"),
            (13, "CODE_TAKEN", "code"),
            (14, "FORMAT", ""),
        ],
    );
    assert_eq!(done.counts(), [14, 2, 0, 12]);
    let source = "SELECT COUNT(*) FROM region WHERE code = '34.72' AND source = 'Contoh' \
        OR code = '34.82' AND source = 'Kepmendagri 300.2.2-2138/2025'";
    assert_eq!(world.number(source).await, 2);
}
both!(a_wrong_region_holds_back_no_other);

async fn a_file_may_be_json_lines(backend: Backend) {
    const FILE: &[u8] = b"{\"code\":\"34.72\",\"parent_code\":\"34\",\"level\":\"CITY\",\
        \"name\":\"Kota Contoh\",\"time_zone\":\"Asia/Jakarta\"}\n\n\
        {\"code\":\"34.73\",\"name\":\"\xE9\"}\n\
        {\"code\":\"34.73\",\"town\":\"Contoh\"}\n\
        {\"code\":34.73}\n";
    let world = World::new(backend).await;
    let done = regions(world.registry(), ImportFile::new(FILE, Format::Ndjson)).await.unwrap();
    let refused = [(3, "ENCODING", ""), (4, "FORMAT", ""), (5, "FORMAT", "code")];
    assert_eq!(done.refused, refused);
    assert_eq!(done.counts(), [4, 1, 0, 3]);
}
both!(a_file_may_be_json_lines);

#[tokio::test]
async fn a_wrong_header_ends_the_import_before_it_begins() {
    let world = World::new(Backend::Sqlite).await;
    let before = world.footprint().await;
    for (file, problem) in [
        (
            &b"code,parent_code,level,name,zone\n34.72,34,CITY,Kota Contoh,x\n"[..],
            FileProblem::Header,
        ),
        (b"34.72,34,CITY,Kota Contoh,Asia/Jakarta,\n", FileProblem::Header),
        (b"code,\xE9\n", FileProblem::Encoding),
        (b"", FileProblem::Header),
    ] {
        match regions(world.registry(), csv(file)).await.map(|done| done.report) {
            Err(Error::ImportFile { problem: told, detail }) => {
                assert_eq!(told, problem, "{detail}");
                assert!(!detail.contains("Kota"), "{detail}");
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(world.footprint().await, before);
}

async fn institutions_are_imported_once(backend: Backend) {
    const FILE: &str = "code,name,name_en,kind,parent_code,region_code,valid_from,valid_to,\
            employs_asn,source\n\
        CONTOH_PUSAT,Badan Contoh,Example Agency,AGENCY,,,2026-01-01,,yes,Contoh\n\
        CONTOH_DITJEN,Direktorat Contoh,,DIRECTORATE_GENERAL,CONTOH_PUSAT,,,,no,Contoh\n\
        BKN,Badan Kepegawaian Negara,National Civil Service Agency,AGENCY,,,,,yes,Contoh\n\
        CONTOH_1,Badan Contoh,,AGENCY,CONTOH_2,,,,yes,Contoh\n\
        CONTOH_3,Badan Contoh,,AGENCY,,99,,,yes,Contoh\n\
        CONTOH_4,Pemerintah Kabupaten Contoh,,REGENCY_GOVERNMENT,,34.71,,,yes,Contoh\n\
        CONTOH_5,Badan Contoh,,BUREAU,,,,,maybe,Contoh\n\
        CONTOH_6,Badan Contoh,,AGENCY,,,,,maybe,Contoh\n\
        CONTOH_7,Badan Contoh,,AGENCY,,,2026-01-01,2025-01-01,yes,Contoh\n\
        CONTOH_8,Badan Contoh,,AGENCY,,,,,yes,\n";
    let world = World::new(backend).await;
    let done = institutions(world.registry(), csv(FILE)).await.unwrap();
    assert_eq!(
        done.refused,
        [
            (5, "INSTITUTION_UNKNOWN", "parent_code"),
            (6, "REGION_UNKNOWN_ON_DATE", "region_code"),
            (7, "REGION_LEVEL_CONTRADICTS_CODE", "region_code"),
            (8, "CODE_UNKNOWN", "kind"),
            (9, "FORMAT", "employs_asn"),
            (10, "END_BEFORE_START", "valid_to"),
            (11, "VALUE_REQUIRED", "source"),
        ],
    );
    assert_eq!(done.counts(), [10, 2, 1, 7]);
    let again = institutions(world.registry(), csv(FILE)).await.unwrap();
    assert_eq!(again.counts(), [10, 0, 3, 7]);
    let below = "SELECT COUNT(*) FROM institution d JOIN institution p ON p.id = d.parent_id \
        WHERE d.code = 'CONTOH_DITJEN' AND p.code = 'CONTOH_PUSAT'";
    assert_eq!(world.number(below).await, 1);
}
both!(institutions_are_imported_once);

async fn every_autonomous_region_gets_a_government(backend: Backend) {
    let world = World::new(backend).await;
    let derive = async |dry_run: bool| {
        run(async |request, tell| {
            let registry = world.registry();
            registry.derive_regional_governments(&permit(), request, dry_run, tell).await
        })
        .await
        .unwrap()
    };
    let autonomous = "SELECT COUNT(*) FROM region WHERE code NOT LIKE '31.%'";
    let autonomous = u64::try_from(world.number(autonomous).await).unwrap();
    let before = world.footprint().await;
    let judged = derive(true).await;
    assert_eq!(judged.report.receipt, None);
    assert_eq!(world.footprint().await, before);
    let done = derive(false).await;
    assert_eq!(done.counts(), judged.counts());
    let [rows, changed, unchanged, refused] = done.counts();
    assert_eq!((rows, refused), (autonomous, 0));
    assert!(changed > 50 && unchanged > 5, "{changed} {unchanged}");
    assert_eq!(derive(false).await.counts(), [autonomous, 0, autonomous, 0]);
    let named = "SELECT COUNT(*) FROM institution WHERE code = 'PEMKOT_33.74' \
        AND name = 'Pemerintah Kota Semarang' AND region_code = '33.74' AND kind = 'CITY_GOVERNMENT'";
    assert_eq!(world.number(named).await, 1);
    let jakarta = "SELECT COUNT(*) FROM institution WHERE region_code LIKE '31.%'";
    assert_eq!(world.number(jakarta).await, 0);
}
both!(every_autonomous_region_gets_a_government);
