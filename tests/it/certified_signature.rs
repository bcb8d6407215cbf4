//! Certified signatures through the public door: scenario 1, what is refused, and what is kept.

mod fsck;
mod scenario;

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use netra_api::graphql::{Kind, parse};
use netra_domain::Nik;
use netra_entity::code::{Function, Grade};
use netra_registry::TrustFiles;
use netra_registry::certify::trust::TrustPaths;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::authority::{Hierarchy, Key, Wanted};
use crate::cms::{Letter, Signer};
use crate::database::{Backend, both};
use crate::world::{Answer, Client, World, beginning};

const CITY: &str = "PEMKOT_34.71";

const SIGN: &str = "mutation($t: ID!, $h: String!, $c: String) { signPact(input: {pactText: $t, \
    sha256: $h, cms: $c}) { pactSignature { id state method signedOn signedAt evidence \
    pactText { sha256 } certified { ...proof } } receipt { eventId isReplay } } } ";
const PROOF: &str = "fragment proof on CertifiedSignature { serial issuer claimedAt verifiedAt \
    validFrom validTo certificateSha256 signedAttributesSha256 subject cms report { engine policy \
    verifiedAt documentSha256 cmsSha256 pathSha256 checks { check outcome } } }";

/// A certification authority whose files a registry watches.
struct Psre {
    hierarchy: Hierarchy,
    folder: TempDir,
}

impl Psre {
    fn new() -> Self {
        let psre = Self { hierarchy: Hierarchy::new(), folder: crate::scratch::folder() };
        psre.publish(&[]);
        psre
    }

    /// Writes the files, with these certificates revoked, as a timer would: beside, then renamed.
    fn publish(&self, revoked: &[u8]) {
        let files = self.hierarchy.files(revoked, &[]);
        for (name, pem) in ["root.pem", "issuing.pem", "list.pem"].iter().zip(files) {
            let path = self.folder.path().join(name);
            fs::write(path.with_extension("new"), pem).unwrap();
            fs::rename(path.with_extension("new"), path).unwrap();
        }
    }

    fn files(&self) -> TrustFiles {
        let path = |name: &str| vec![self.folder.path().join(name)];
        let (roots, intermediates) = (path("root.pem"), path("issuing.pem"));
        TrustFiles::load(TrustPaths { roots, intermediates, lists: path("list.pem") }).unwrap()
    }

    fn person(&self, number: &str, serial: u8) -> Signer {
        let subject = format!("serialNumber={number},CN=Warga Contoh,C=ID");
        Signer::new(&self.hierarchy, &Wanted::person(&subject, serial), Key::ec())
    }
}

/// The service number of the civil servant who asks.
async fn number_of(client: &Client<'_>) -> String {
    let query = "{ viewer { civilServant { serviceNumbers { number } } } }";
    let answer = client.ask(query, json!({})).await.good();
    answer.text("viewer.civilServant.serviceNumbers.0.number")
}

/// The document that a registry has signed.
async fn document(world: &World, text: &str) -> String {
    let query = "query($t: ID!) { pactText(id: $t) { body signingDocument { content sha256 \
        statement } } }";
    let answer = world.public().ask(query, json!({ "t": text })).await.good();
    let content = answer.text("pactText.signingDocument.content");
    assert!(content.starts_with(&answer.text("pactText.body")));
    assert!(content.ends_with(&format!("{}\n", answer.text("pactText.signingDocument.statement"))));
    let digest = netra_registry::pact::pact_text::digest(&content);
    assert_eq!(answer.text("pactText.signingDocument.sha256"), digest);
    content
}

async fn send(world: &World, client: &Client<'_>, cms: &[u8]) -> Answer {
    let input = json!({ "t": world.pact_text(), "h": world.demo.pact_text_sha256,
        "c": STANDARD.encode(cms) });
    client.ask(&format!("{SIGN}{PROOF}"), input).await
}

fn now() -> chrono::DateTime<chrono::Utc> {
    beginning() - TimeDelta::seconds(30)
}

/// Everything in a table, as the database has it.
async fn dump(world: &World, columns: &str, table: &str) -> String {
    let sql = format!("SELECT {columns} AS text FROM {table}");
    let statement = Statement::from_string(world.db.get_database_backend(), sql);
    let rows = world.db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|it| it.try_get::<String>("", "text").unwrap()).collect::<Vec<_>>().join("\n")
}

/// Scenario 1, the maker's part, and who reads what of it.
async fn a_certified_signature_is_kept_with_all_that_proves_it(backend: Backend) {
    let psre = Psre::new();
    let world = World::trusting(backend, psre.files()).await;
    let maker = world.civil_servant(CITY).await;
    let number = number_of(&maker).await;
    let content = document(&world, &world.pact_text()).await;
    let signer = psre.person(&number, 0x2A);
    let cms = Letter::new(&signer, content.as_bytes(), now()).seal(&signer, content.as_bytes());
    let answer = send(&world, &maker, &cms).await.good();
    let at = |path: &str| answer.text(&format!("signPact.pactSignature.{path}"));
    assert_eq!(at("method"), "CERTIFICATE");
    assert_eq!(at("pactText.sha256"), world.demo.pact_text_sha256);
    assert_eq!(at("signedAt"), "2026-11-20T03:00:00.000Z");
    assert_eq!(at("certified.claimedAt"), "2026-11-20T02:59:30.000Z");
    assert_eq!(at("certified.serial"), "2a");
    assert_eq!(at("certified.issuer"), "CN=PSrE Contoh,O=Netra Contoh,C=ID");
    assert!(at("certified.subject").contains(&number));
    assert_eq!(at("certified.cms"), STANDARD.encode(&cms));
    let digest = netra_registry::pact::pact_text::digest(&content);
    assert_eq!(at("certified.report.documentSha256"), digest);
    let checks = answer.at("signPact.pactSignature.certified.report.checks");
    assert!(checks.as_array().unwrap().iter().all(|it| it["outcome"] == "PASSED"));
    let evidence: Value = serde_json::from_str(&at("evidence")).unwrap();
    let certificate = &evidence["certificate"];
    assert_eq!(certificate["cms_sha256"], at("certified.report.cmsSha256"));
    assert!(content.ends_with(&format!("{}\n", evidence["statement"].as_str().unwrap())));
    let path = answer.at("signPact.pactSignature.certified.report.pathSha256");
    for digest in path.as_array().unwrap() {
        let kept = format!(
            "SELECT COUNT(*) FROM trust_material WHERE sha256 = '{}'",
            digest.as_str().unwrap()
        );
        assert_eq!(world.number(&kept).await, 1, "authority, root and lists are kept");
    }

    // Nothing that names the person is stored in clear, or goes into the event.
    let stored = dump(
        &world,
        "report || subject_cipher || cms_cipher || issuer || serial",
        "certified_signature",
    )
    .await;
    let events = dump(&world, "leaf", "event").await
        + &dump(&world, "payload", "event_record WHERE subject_kind = 'pact_signature'").await;
    for (name, text) in [("table", &stored), ("events", &events)] {
        assert!(!text.contains(&number), "{name}");
        assert!(!text.contains("Warga Contoh"), "{name}");
    }
    assert!(!stored.contains(&STANDARD.encode(&cms)[40..120]));

    let id = at("id");
    let read = format!(
        "query($i: ID!) {{ node(id: $i) {{ ... on PactSignature {{ method certified {{ ...proof }} }} }} }} {PROOF}"
    );
    for (function, institution) in [
        (Function::Employer, Some(CITY)),
        (Function::NeutralityAssessment, None),
        (Function::Audit, None),
    ] {
        let office = world.office(function, Grade::Staff, institution).await;
        let seen = office.ask(&read, json!({ "i": id })).await.good();
        assert_eq!(seen.text("node.certified.serial"), "2a");
        assert_eq!(seen.text("node.certified.report.engine"), "netra-cms/1");
        assert_eq!(seen.at("node.certified.subject"), Value::Null);
        assert_eq!(seen.at("node.certified.cms"), Value::Null);
        assert!(!seen.raw.contains(&number) && !seen.raw.contains("Warga"), "{function}");
    }
    let other = world.office(Function::Employer, Grade::Staff, Some("PEMPROV_34")).await;
    let unseen = other.ask(&read, json!({ "i": id })).await.refused("NOT_FOUND");
    assert!(!unseen.raw.contains("2a\""));
}
both!(a_certified_signature_is_kept_with_all_that_proves_it);

/// Scenario 1, what is refused: nothing of it is left.
async fn a_signature_that_proves_nothing_leaves_nothing(backend: Backend) {
    let psre = Psre::new();
    psre.publish(&[13]);
    let world = World::trusting(backend, psre.files()).await;
    let maker = world.civil_servant(CITY).await;
    let number = number_of(&maker).await;
    let content = document(&world, &world.pact_text()).await;
    let bytes = content.as_bytes();
    let sealed = |signer: &Signer| Letter::new(signer, bytes, now()).seal(signer, bytes);
    let wanted = |from: i64, to: i64| Wanted {
        from: now() + TimeDelta::days(from),
        to: now() + TimeDelta::days(to),
        ..Wanted::person(&format!("serialNumber={number},CN=Warga Contoh"), 12)
    };
    let with = |wanted: &Wanted| sealed(&Signer::new(&psre.hierarchy, wanted, Key::ec()));
    let signer = psre.person(&number, 11);
    let good = sealed(&signer);
    let foreign = Psre::new().person(&number, 11);
    let colleague = psre.person("198001012005011002", 14);
    let second = Letter::new(&colleague, bytes, now());
    let first = Letter::new(&signer, bytes, now());
    let other_text = Letter::new(&signer, b"Pakta lain.\n", now()).seal(&signer, b"Pakta lain.\n");
    let body = content.split("\n\nSaya").next().unwrap().as_bytes();
    let no_statement = Letter::new(&signer, body, now()).seal(&signer, body);
    let before = world.footprint().await;
    for (name, cms, rule) in [
        ("expired", with(&wanted(-400, -30)), "CERTIFICATE_EXPIRED"),
        ("not yet valid", with(&wanted(30, 400)), "CERTIFICATE_NOT_YET_VALID"),
        ("revoked", sealed(&psre.person(&number, 13)), "CERTIFICATE_REVOKED"),
        ("another document", other_text, "CMS_DOCUMENT"),
        ("without the statement", no_statement, "CMS_DOCUMENT"),
        ("another person", sealed(&colleague), "CERTIFICATE_PERSON"),
        ("another root", sealed(&foreign), "CERTIFICATE_UNTRUSTED"),
        (
            "two signers",
            first.seal_with(&signer, &(psre.person(&number, 15), second), bytes),
            "CMS_SIGNER",
        ),
        ("truncated", good[..good.len() - 1].to_vec(), "CMS_MALFORMED"),
        ("no CMS", b"%PDF-1.7".to_vec(), "CMS_MALFORMED"),
        ("empty", Vec::new(), "CMS_SIZE"),
        ("too large", vec![0x30; 170_000], "CMS_SIZE"),
    ] {
        let refused = send(&world, &maker, &cms).await.refused("RULE_REFUSED");
        assert_eq!(refused.rule(), rule, "{name}");
        assert!(!refused.raw.contains(&number), "{name}");
    }
    let sign = format!("{SIGN}{PROOF}");
    let input =
        json!({ "t": world.pact_text(), "h": world.demo.pact_text_sha256, "c": "bukan base64!" });
    let refused = maker.ask(&sign, input).await.refused("INVALID_INPUT");
    assert_eq!(
        (refused.rule(), refused.error("inputPath")),
        ("CMS_MALFORMED".into(), "input.cms".into())
    );
    let employer = world.office(Function::Employer, Grade::Approver, Some(CITY)).await;
    send(&world, &employer, &good).await.refused("FORBIDDEN");
    assert_eq!(world.footprint().await, before);
    send(&world, &maker, &good).await.good();
}
both!(a_signature_that_proves_nothing_leaves_nothing);

/// A signature is used once; CMS can be changed where nothing is signed, and is the same then.
async fn a_withdrawn_signature_is_not_given_again(backend: Backend) {
    let psre = Psre::new();
    let world = World::trusting(backend, psre.files()).await;
    let maker = world.civil_servant(CITY).await;
    let content = document(&world, &world.pact_text()).await;
    let bytes = content.as_bytes();
    let signer = psre.person(&number_of(&maker).await, 11);
    let letter = Letter::new(&signer, bytes, now());
    let cms = letter.seal(&signer, bytes);
    let keyed = maker.with("Idempotency-Key", "one");
    let first = send(&world, &keyed, &cms).await.good();
    let id = first.text("signPact.pactSignature.id");
    let again = send(&world, &keyed, &cms).await.good();
    assert_eq!(again.at("signPact.receipt.isReplay"), true);
    assert_eq!(again.text("signPact.pactSignature.id"), id);
    assert_eq!(send(&world, &maker, &cms).await.refused("RULE_REFUSED").rule(), "ALREADY_SIGNED");
    let by_account = json!({ "t": world.pact_text(), "h": world.demo.pact_text_sha256 });
    let sign = format!("{SIGN}{PROOF}");
    let account = maker.ask(&sign, by_account.clone()).await.refused("RULE_REFUSED");
    assert_eq!(account.rule(), "ALREADY_SIGNED");

    let employer = world.office(Function::Employer, Grade::Approver, Some(CITY)).await;
    let withdraw = "mutation($i: ID!) { withdrawPactSignature(input: {id: $i, reason: \
        \"Ditandatangani dengan sertifikat lama.\"}) { pactSignature { state certified { serial } } } }";
    let withdrawn = employer.ask(withdraw, json!({ "i": id })).await.good();
    assert_eq!(withdrawn.text("withdrawPactSignature.pactSignature.certified.serial"), "0b");
    let before = world.footprint().await;
    let mut changed = letter;
    changed.certificates.push(psre.hierarchy.issuing.certificate.clone());
    // The signature of ECDSA differs each time, so that only the certificates are changed here.
    let changed = changed.reseal(&cms);
    assert_ne!(changed, cms);
    for cms in [&cms, &changed] {
        let used = send(&world, &maker, cms).await.refused("RULE_REFUSED");
        assert_eq!(used.rule(), "CERTIFIED_SIGNATURE_USED");
    }
    assert_eq!(world.footprint().await, before);
    let anew = Letter::new(&signer, bytes, beginning()).seal(&signer, bytes);
    send(&world, &maker, &anew).await.good();
}
both!(a_withdrawn_signature_is_not_given_again);

/// Where the registry does not have the number it cannot tell, and a NIK alone is not enough.
async fn a_certificate_may_name_the_population_number(backend: Backend) {
    let psre = Psre::new();
    let world = World::trusting(backend, psre.files()).await;
    let maker = world.civil_servant(CITY).await;
    let query = "{ viewer { civilServant { id } } }";
    let id = maker.ask(query, json!({})).await.good().text("viewer.civilServant.id");
    let (kind, id) = parse(&async_graphql::ID(id)).unwrap();
    assert_eq!(kind, Kind::CivilServant);
    let nik = Nik::parse("3471041803960001").unwrap();
    let content = document(&world, &world.pact_text()).await;
    let bytes = content.as_bytes();
    let sealed = |signer: &Signer| Letter::new(signer, bytes, now()).seal(signer, bytes);
    let signer = psre.person(&format!("PNOID-{}", nik.as_str()), 21);
    let unknown = send(&world, &maker, &sealed(&signer)).await.refused("RULE_REFUSED");
    assert_eq!(unknown.rule(), "CERTIFICATE_PERSON");
    let statement = Statement::from_sql_and_values(
        world.db.get_database_backend(),
        "UPDATE civil_servant SET nik_index = $1 WHERE id = $2",
        [world.registry().vault().index_nik(&nik).into(), id.into()],
    );
    assert_eq!(world.db.execute_raw(statement).await.unwrap().rows_affected(), 1);
    let other = psre.person("PNOID-3171015505900001", 20);
    let refused = send(&world, &maker, &sealed(&other)).await.refused("RULE_REFUSED");
    assert_eq!(refused.rule(), "CERTIFICATE_PERSON");
    send(&world, &maker, &sealed(&signer)).await.good();
}
both!(a_certificate_may_name_the_population_number);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revocation_list_that_was_replaced_counts_from_the_next_signature_on() {
    let psre = Psre::new();
    let world = World::trusting(Backend::Sqlite, psre.files()).await;
    let maker = world.civil_servant(CITY).await;
    let content = document(&world, &world.pact_text()).await;
    let bytes = content.as_bytes();
    let signer = psre.person(&number_of(&maker).await, 11);
    let cms = Letter::new(&signer, bytes, now()).seal(&signer, bytes);
    psre.publish(&[11]);
    let revoked = send(&world, &maker, &cms).await.refused("RULE_REFUSED");
    assert_eq!(revoked.rule(), "CERTIFICATE_REVOKED");
    // A damaged file is told in the log, and changes nothing.
    fs::write(psre.folder.path().join("list.pem"), "rusak").unwrap();
    let revoked = send(&world, &maker, &cms).await.refused("RULE_REFUSED");
    assert_eq!(revoked.rule(), "CERTIFICATE_REVOKED");
    psre.publish(&[12]);
    send(&world, &maker, &cms).await.good();
}

async fn without_roots_the_method_is_refused(backend: Backend) {
    let psre = Psre::new();
    let world = World::new(backend).await;
    let maker = world.civil_servant(CITY).await;
    let query = "query($t: ID!) { pactText(id: $t) { signingDocument { sha256 } } }";
    let text = json!({ "t": world.pact_text() });
    let answer = world.public().ask(query, text).await.good();
    assert_eq!(answer.at("pactText.signingDocument"), Value::Null);
    let signer = psre.person(&number_of(&maker).await, 11);
    let before = world.footprint().await;
    let cms = Letter::new(&signer, b"pakta", now()).seal(&signer, b"pakta");
    let refused = send(&world, &maker, &cms).await.refused("RULE_REFUSED");
    assert_eq!(refused.rule(), "CERTIFIED_SIGNATURE_UNAVAILABLE");
    assert_eq!(world.footprint().await, before);
}
both!(without_roots_the_method_is_refused);
