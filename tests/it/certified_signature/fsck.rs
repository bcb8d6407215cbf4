//! What proves a certified signature is held against the event of the signature.

use netra_registry::check::Trusted;
use sea_orm::ConnectionTrait;

use super::{CITY, Psre, document, now, number_of, send};
use crate::cms::Letter;
use crate::database::{Backend, both};
use crate::world::World;

async fn found(world: &World) -> Vec<String> {
    let report = world.registry().fsck(&Trusted::default()).await.unwrap();
    assert!(report.records > 100 && report.more == 0);
    report.findings.iter().map(ToString::to_string).collect()
}

async fn a_proof_that_was_changed_is_named(backend: Backend) {
    let psre = Psre::new();
    let world = World::trusting(backend, psre.files()).await;
    let maker = world.civil_servant(CITY).await;
    let signer = psre.person(&number_of(&maker).await, 0x2A);
    let content = document(&world, &world.pact_text()).await;
    let cms = Letter::new(&signer, content.as_bytes(), now()).seal(&signer, content.as_bytes());
    send(&world, &maker, &cms).await.good();
    world.sequence().await;
    world.publish().await;
    assert_eq!(found(&world).await, Vec::<String>::new());
    let differs = "\tthe proof says otherwise than the event of its signature";
    for (change, back) in [
        ("issuer = 'CN=Lain'", "issuer = 'CN=PSrE Contoh,O=Netra Contoh,C=ID'"),
        ("serial = 'ff'", "serial = '2a'"),
        (
            "report = replace(report, 'PASSED', 'FAILED')",
            "report = replace(report, 'FAILED', 'PASSED')",
        ),
        // Another sealed text in its place, which does not open there.
        ("cms_cipher = subject_cipher, subject_cipher = cms_cipher", ""),
    ] {
        let edit = format!("UPDATE certified_signature SET {change}");
        assert_eq!(world.db.execute_unprepared(&edit).await.unwrap().rows_affected(), 1);
        let named = found(&world).await;
        let is_named = named.len() == 1
            && named[0].starts_with("RECORD\tcertified_signature ")
            && named[0].ends_with(differs);
        assert!(is_named, "{change}: {named:?}");
        let back = if back.is_empty() { change } else { back };
        let undo = format!("UPDATE certified_signature SET {back}");
        world.db.execute_unprepared(&undo).await.unwrap();
        assert_eq!(found(&world).await, Vec::<String>::new());
    }
    world.db.execute_unprepared("UPDATE trust_material SET der = ''").await.unwrap();
    let named = found(&world).await;
    let is_material = |it: &String| {
        it.starts_with("RECORD\ttrust_material ") && it.ends_with("\tis not what its digest names")
    };
    assert!(!named.is_empty() && named.iter().all(is_material), "{named:?}");
    world.db.execute_unprepared("DELETE FROM trust_material").await.unwrap();
    let named = found(&world).await;
    assert!(named.len() == 1 && named[0].ends_with("\ta certificate of its path is gone"));
    world.db.execute_unprepared("DELETE FROM certified_signature").await.unwrap();
    let named = found(&world).await;
    assert!(named.len() == 1 && named[0].ends_with("\twhat proves it is gone"), "{named:?}");
}
both!(a_proof_that_was_changed_is_named);
