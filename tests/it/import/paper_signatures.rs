//! Signatures on paper by the file.

use netra_entity::Date;
use netra_entity::code::InstitutionKind;
use netra_registry::intake::generate::{self, People, Signatures, Workplace};

use super::{Outcome, csv, permit, request, run};
use crate::acts::personnel;
use crate::coverage::{last_index, recount};
use crate::database::{Backend, both};
use crate::world::{World, beginning};

const PEOPLE: u64 = 5_100;

async fn wrong_signatures_hold_back_no_other(backend: Backend) {
    let world = World::new(backend).await;
    let registry = world.registry();
    let city = Workplace {
        code: "PEMKOT_34.71".to_owned(),
        kind: InstitutionKind::CityGovernment,
        region_code: Some("34.71".to_owned()),
        valid_from: None,
    };
    let today = Date(beginning().date_naive());
    let people = People { count: PEOPLE, seed: 3, workplaces: vec![city], today };
    let mut file = Vec::new();
    generate::civil_servants(&people, &mut file).unwrap();
    let signatures = Signatures {
        count: 5_000,
        wrong: 37,
        seed: 3,
        institution_code: Some("PEMKOT_34.71".to_owned()),
        from: Date("2025-01-01".parse().unwrap()),
        to: today,
    };
    let mut list = Vec::new();
    generate::paper_signatures(&signatures, file.as_slice(), &mut list).unwrap();
    registry.import_civil_servants(&permit(), &request(), csv(file), &mut |_| {}).await.unwrap();

    let import = async |dry_run: bool| -> Outcome {
        let file = csv(list.clone()).dry_run(dry_run);
        let text = world.demo.pact_text_id;
        run(async |request, tell| {
            registry.import_paper_signatures(&permit(), request, text, file, tell).await
        })
        .await
        .unwrap()
    };
    let before = world.footprint().await;
    let judged = import(true).await;
    assert_eq!(world.footprint().await, before, "a dry run writes nothing");
    let done = import(false).await;
    assert_eq!(done.counts(), [5_000, 4_963, 0, 37]);
    assert_eq!(done.counts(), judged.counts());
    assert_eq!(done.refused, judged.refused);
    let mut codes: Vec<_> = done.refused.iter().map(|(_, code, path)| (*code, *path)).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(
        codes,
        [
            ("DUPLICATE_ROW", "service_number"),
            ("FORBIDDEN", "service_number"),
            ("FORMAT", "document_sha256"),
            ("FORMAT", "signed_on"),
            ("PAPER_SIGNATURE_DATE", "signed_on"),
            ("SERVICE_NUMBER_BIRTH_DATE", "service_number"),
            ("SERVICE_NUMBER_SHAPE", "service_number"),
        ],
    );
    let events = done.events(&world).await;
    assert_eq!(events.len(), 6);
    assert_eq!(events.iter().map(|(_, records)| records).sum::<i32>(), 4_963 + 1);
    let again = import(false).await;
    assert_eq!(again.counts(), [5_000, 0, 4_963, 37]);
    assert_eq!(again.refused, done.refused);

    world.sequence().await;
    let (on, index) = (beginning().date_naive(), last_index(&world).await);
    let office = personnel(&world).await;
    let recount = recount(&world, on, index).await;
    recount.is_what_is_told(&world, &office, (on, index), "PEMKOT_34.71").await;
}
both!(wrong_signatures_hold_back_no_other);
