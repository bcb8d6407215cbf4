//! Scenario 1 from end to end: the maker by certificate, the superior by a seat.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{PROOF, Psre, SIGN, document, now};
use crate::acts::account;
use crate::authority::{Key, Wanted};
use crate::cms::{Letter, Signer};
use crate::countersignature::{
    countersign, head_of, seat, signed_today, two_of_one_unit, two_sided_text,
};
use crate::database::{Backend, both};
use crate::world::World;

/// The text's second version is signed by certificate, kept with digest, serial number and time of
/// signing, and waits; the superior countersigns, and coverage grows by one.
async fn a_pact_is_signed_by_certificate_and_countersigned(backend: Backend) {
    let psre = Psre::new();
    let world = World::trusting(backend, psre.files()).await;
    let text = two_sided_text(&world).await;
    let [maker, _] = two_of_one_unit(&world).await;
    let head = head_of(&world, maker.unit).await.person;
    let signer = account(&world, &maker.person).await;
    account(&world, &head).await;
    let superior = world.client_of(&seat(&world, &head, "STAFF").await).await;

    let content = document(&world, &text.id).await;
    let bytes = content.as_bytes();
    let subject = format!("serialNumber={},CN=Warga Contoh,C=ID", maker.person.number);
    let certified = Signer::new(&psre.hierarchy, &Wanted::person(&subject, 0x51), Key::rsa());
    let cms = Letter::new(&certified, bytes, now()).seal(&certified, bytes);
    let input = json!({ "t": text.id, "h": text.sha256, "c": STANDARD.encode(&cms) });
    let answer = signer.ask(&format!("{SIGN}{PROOF}"), input).await.good();
    let at = |path: &str| answer.text(&format!("signPact.pactSignature.{path}"));
    assert_eq!(
        (at("state"), at("method")),
        ("AWAITING_COUNTERSIGNATURE".into(), "CERTIFICATE".into())
    );
    assert_eq!(at("pactText.sha256"), text.sha256);
    assert_eq!(at("certified.serial"), "51");
    assert_eq!(at("signedAt"), "2026-11-20T03:00:00.000Z");
    assert_eq!(signed_today(&world, "2026-11-20").await, 0);

    let answer = countersign(&superior, &at("id")).await.good();
    assert_eq!(answer.text("countersignPact.pactSignature.state"), "VALID");
    assert_eq!(signed_today(&world, "2026-11-20").await, 1);
    // The countersignature is a version more, and the proof is the signature's in all of them.
    let query = format!(
        "query($i: ID!) {{ node(id: $i) {{ ... on PactSignature {{ state method certified {{ \
         ...proof }} }} }} }} {PROOF}"
    );
    let seen = signer.ask(&query, json!({ "i": at("id") })).await.good();
    assert_eq!(seen.text("node.state"), "VALID");
    assert_eq!(seen.text("node.certified.cms"), STANDARD.encode(&cms));
}
both!(a_pact_is_signed_by_certificate_and_countersigned);
