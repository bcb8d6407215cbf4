//! The verifier of certified signatures by itself: what it accepts, what it refuses and why, and
//! that no bytes make it stumble.

mod letter;
mod openssl;

use std::slice::from_ref;

use chrono::{DateTime, TimeDelta, Utc};
use der::Any;
use der::asn1::OctetString;
use der::oid::db::{rfc5911, rfc5912};
use netra_domain::Rule;
use netra_domain::certified_signature::{Limits, SubjectNumber};
use netra_entity::Instant;
use netra_entity::code::{CheckOutcome, SignatureCheck};
use netra_registry::certify::cms::{Question, Verdict, verify};
use netra_registry::certify::trust::{TrustError, TrustStore};
use x509_cert::ext::pkix::{KeyUsage, KeyUsages};

use crate::authority::{
    Authority, Hierarchy, ISSUING, Key, SERVER_AUTH, Wanted, algorithm, null, pem, rsa_1024,
};
use crate::world::beginning;
pub use letter::{Letter, Signer};
use letter::{attribute, message_digest, reference, signing_time};

const DOCUMENT: &[u8] = b"Pakta integritas contoh.\n\nSaya menandatangani.\n";
const NIP: &str = "199603182022031001";
const SUBJECT: &str = "serialNumber=199603182022031001,CN=Warga Contoh,C=ID";

pub fn limits() -> Limits {
    let rows = [
        ("MAX_BYTES", "163840"),
        ("MAX_CERTIFICATES", "8"),
        ("MIN_RSA_BITS", "2048"),
        ("CLAIM_BEFORE_SECONDS", "86400"),
        ("CLAIM_AFTER_SECONDS", "300"),
    ];
    Limits::read(rows, ["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36"]).unwrap()
}

fn is_mine(number: &SubjectNumber) -> Option<bool> {
    Some(SubjectNumber::parse(NIP).as_ref() == Some(number))
}

fn judge_at(trust: &TrustStore, cms: &[u8], received: DateTime<Utc>) -> Verdict {
    verify(&Question {
        cms,
        document: DOCUMENT,
        trust,
        limits: &limits(),
        received: Instant(received),
        published: Instant(beginning() - TimeDelta::days(30)),
        belongs: &is_mine,
    })
}

fn judge(trust: &TrustStore, cms: &[u8]) -> Result<(), Rule> {
    judge_at(trust, cms, beginning()).outcome.map(|_| ())
}

struct Scene {
    hierarchy: Hierarchy,
    trust: TrustStore,
    signer: Signer,
}

fn scene(key: Key) -> Scene {
    let hierarchy = Hierarchy::new();
    let signer = Signer::new(&hierarchy, &Wanted::person(SUBJECT, 7), key);
    Scene { trust: hierarchy.trust(&[], &[]), hierarchy, signer }
}

impl Scene {
    fn letter(&self) -> Letter {
        Letter::new(&self.signer, DOCUMENT, beginning() - TimeDelta::minutes(1))
    }

    fn sealed(&self) -> Vec<u8> {
        self.letter().seal(&self.signer, DOCUMENT)
    }

    fn judge(&self, letter: &Letter) -> Result<(), Rule> {
        judge(&self.trust, &letter.seal(&self.signer, DOCUMENT))
    }

    /// What becomes of a right signature with another certificate.
    fn with_certificate(&self, wanted: &Wanted) -> Result<(), Rule> {
        let signer = Signer::new(&self.hierarchy, wanted, Key::ec());
        let letter = Letter::new(&signer, DOCUMENT, beginning());
        judge(&self.trust, &letter.seal(&signer, DOCUMENT))
    }
}

#[test]
fn a_right_signature_is_accepted_with_every_kind_of_key() {
    for key in [Key::ec(), Key::rsa(), Key::pss()] {
        let scene = scene(key);
        let verdict = judge_at(&scene.trust, &scene.sealed(), beginning());
        let accepted = verdict.outcome.unwrap();
        let made: Vec<SignatureCheck> = verdict.report.checks.iter().map(|it| it.check).collect();
        for check in SignatureCheck::ALL {
            assert!(made.contains(check), "{check:?} was not made");
        }
        assert!(verdict.report.checks.iter().all(|it| it.outcome == CheckOutcome::Passed));
        assert_eq!(accepted.serial, "07");
        assert_eq!(
            accepted.subject,
            SUBJECT.to_uppercase().replace("WARGA CONTOH", "Warga Contoh")
        );
        assert_eq!(accepted.material.len(), 4, "authority, root, a list of each");
        assert_eq!(verdict.report.path_sha256.len(), 4);
        let report = serde_json::to_string(&verdict.report).unwrap();
        assert!(!report.contains(NIP) && !report.contains("Warga"), "{report}");
    }
}

#[test]
fn the_certificate_must_be_the_signers_and_hold_and_be_for_signing() {
    let scene = scene(Key::ec());
    let person = || Wanted::person(SUBJECT, 9);
    let day = TimeDelta::days(1);
    let now = beginning();
    for (wanted, rule) in [
        (Wanted { to: now - day, ..person() }, Rule::CertificateExpired),
        (Wanted { from: now + day, ..person() }, Rule::CertificateNotYetValid),
        (Wanted { purposes: vec![SERVER_AUTH], ..person() }, Rule::CertificateUsage),
        (Wanted { usage: None, ..person() }, Rule::CertificateUsage),
        (
            Wanted { usage: Some(KeyUsage(KeyUsages::KeyEncipherment.into())), ..person() },
            Rule::CertificateUsage,
        ),
        (Wanted { is_authority: true, ..person() }, Rule::CertificateUsage),
        (Wanted { public: Some(rsa_1024()), ..person() }, Rule::CmsAlgorithm),
        (
            Wanted::person("serialNumber=198001012005011002,CN=Warga Contoh", 9),
            Rule::CertificatePerson,
        ),
        (Wanted::person("CN=Warga Contoh,C=ID", 9), Rule::CertificatePerson),
        (Wanted::person("serialNumber=A-17,CN=Warga Contoh", 9), Rule::CertificatePerson),
        (
            Wanted::person(&format!("serialNumber={NIP}+uid=198001012005011002,CN=Warga"), 9),
            Rule::CertificatePerson,
        ),
    ] {
        let subject = wanted.subject.clone();
        assert_eq!(scene.with_certificate(&wanted), Err(rule), "{subject}");
    }
    assert_eq!(scene.with_certificate(&Wanted { purposes: vec![], ..person() }), Ok(()));
    let both = vec![SERVER_AUTH, "1.3.6.1.5.5.7.3.36"];
    assert_eq!(scene.with_certificate(&Wanted { purposes: both, ..person() }), Ok(()));
    let uid = Wanted::person(&format!("uid={NIP},CN=Warga Contoh"), 9);
    assert_eq!(scene.with_certificate(&uid), Ok(()));
}

#[test]
fn a_short_key_is_refused_before_its_signature_is_looked_at() {
    let scene = scene(Key::rsa());
    let wanted = Wanted { public: Some(rsa_1024()), ..Wanted::person(SUBJECT, 9) };
    let signer = Signer::new(&scene.hierarchy, &wanted, Key::rsa());
    let letter = Letter::new(&signer, DOCUMENT, beginning());
    assert_eq!(judge(&scene.trust, &letter.seal(&signer, DOCUMENT)), Err(Rule::CertificateKeyWeak));
}

#[test]
fn the_path_must_lead_to_a_root_that_is_trusted_and_not_be_revoked() {
    let scene = scene(Key::ec());
    let cms = scene.sealed();
    let stranger = Hierarchy::new();
    assert_eq!(judge(&stranger.trust(&[], &[]), &cms), Err(Rule::CertificateUntrusted));
    let revoked = scene.hierarchy.trust(&[7], &[]);
    assert_eq!(judge(&revoked, &cms), Err(Rule::CertificateRevoked));
    assert_eq!(judge(&scene.hierarchy.trust(&[8], &[]), &cms), Ok(()));
    let above = scene.hierarchy.trust(&[], &[ISSUING]);
    assert_eq!(judge(&above, &cms), Err(Rule::CertificateRevoked));
    // Six days later the list is too old to tell.
    let late = beginning() + TimeDelta::days(7);
    let letter = Letter::new(&scene.signer, DOCUMENT, late).seal(&scene.signer, DOCUMENT);
    let verdict = judge_at(&scene.trust, &letter, late);
    assert_eq!(verdict.outcome.unwrap_err(), Rule::RevocationUnknown);
    // A list of the root says nothing about persons.
    let [root, issuing, _] = scene.hierarchy.files(&[], &[]);
    let (from, to) = (beginning(), beginning() + TimeDelta::days(1));
    let lists = [scene.hierarchy.root.list(&[], from, to)];
    let partly = TrustStore::from_pem(&[root], &[issuing], &lists).unwrap();
    assert_eq!(judge(&partly, &cms), Err(Rule::RevocationUnknown));
}

#[test]
fn the_newer_of_two_lists_decides_whatever_their_order() {
    let scene = scene(Key::ec());
    let [root, issuing, good] = scene.hierarchy.files(&[], &[]);
    let (from, to) = (beginning(), beginning() + TimeDelta::days(1));
    let newer = scene.hierarchy.issuing.list(&[7], from, to);
    for lists in [[good.clone(), newer.clone()], [newer, good]] {
        let trust = TrustStore::from_pem(from_ref(&root), from_ref(&issuing), &lists).unwrap();
        assert_eq!(judge(&trust, &scene.sealed()), Err(Rule::CertificateRevoked));
    }
}

#[test]
fn an_authority_may_come_with_the_signature_and_loops_lead_nowhere() {
    let scene = scene(Key::ec());
    let [root, _, lists] = scene.hierarchy.files(&[], &[]);
    let trust = TrustStore::from_pem(&[root], &[], &[lists]).unwrap();
    assert_eq!(judge(&trust, &scene.sealed()), Err(Rule::CertificateUntrusted));
    let mut letter = scene.letter();
    letter.certificates.push(scene.hierarchy.issuing.certificate.clone());
    assert_eq!(judge(&trust, &letter.seal(&scene.signer, DOCUMENT)), Ok(()));

    let one = Authority::root("CN=Satu");
    let two = one.below("CN=Dua", 3);
    let back = two.below("CN=Satu", 4);
    let key = Key::ec();
    let certificate = back.issue(&Wanted::person(SUBJECT, 5), &key);
    let signer = Signer { certificate, key };
    let mut letter = Letter::new(&signer, DOCUMENT, beginning());
    letter.certificates.extend([two.certificate.clone(), back.certificate.clone()]);
    let looped = letter.seal(&signer, DOCUMENT);
    assert_eq!(judge(&scene.trust, &looped), Err(Rule::CertificateUntrusted));
}

#[test]
fn a_certificate_that_vouches_for_itself_is_not_trusted() {
    let scene = scene(Key::ec());
    let own = Authority::root(SUBJECT);
    let key = Key::ec();
    let certificate = own.issue(&Wanted::person(SUBJECT, 5), &key);
    let signer = Signer { certificate, key };
    let letter = Letter::new(&signer, DOCUMENT, beginning());
    let cms = letter.seal(&signer, DOCUMENT);
    assert_eq!(judge(&scene.trust, &cms), Err(Rule::CertificateUntrusted));
}

#[test]
fn roots_are_roots_and_come_with_lists() {
    let hierarchy = Hierarchy::new();
    let [root, issuing, lists] = hierarchy.files(&[], &[]);
    let read = |roots: &[Vec<u8>], lists: &[Vec<u8>]| TrustStore::from_pem(roots, &[], lists);
    assert!(matches!(read(&[issuing], from_ref(&lists)), Err(TrustError::NotARoot(_))));
    assert!(matches!(read(from_ref(&root), &[]), Err(TrustError::NoRevocationList)));
    assert!(matches!(read(&[b"nothing".to_vec()], &[]), Err(TrustError::Pem("roots"))));
    let broken = pem("CERTIFICATE", b"not DER");
    assert!(matches!(read(&[broken], from_ref(&lists)), Err(TrustError::Der("roots", _))));
    assert!(read(&[], &[]).unwrap().is_empty());
    let lines = read(&[root], &[lists]).unwrap().lines().join("\n");
    assert!(lines.contains("CN=Root CA Contoh") && lines.contains("2026-11-26"), "{lines}");
}

#[test]
fn what_is_signed_beside_the_document_is_complete_and_right() {
    let scene = scene(Key::ec());
    let missing = |oid| {
        let mut letter = scene.letter();
        letter.attributes.as_mut().unwrap().retain(|it| it.oid != oid);
        scene.judge(&letter)
    };
    for oid in [
        rfc5911::ID_CONTENT_TYPE,
        rfc5911::ID_MESSAGE_DIGEST,
        rfc5911::ID_SIGNING_TIME,
        rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2,
    ] {
        assert_eq!(missing(oid), Err(Rule::CmsAttributes), "{oid}");
    }
    let none = Letter { attributes: None, ..scene.letter() };
    assert_eq!(scene.judge(&none), Err(Rule::CmsAttributes));
    let mut twice = scene.letter();
    twice.attributes.as_mut().unwrap().push(message_digest(b"another"));
    assert_eq!(scene.judge(&twice), Err(Rule::CmsAttributes));
    let other_type = Any::encode_from(&rfc5911::ID_SIGNED_DATA).unwrap();
    let typed = scene.letter().with(attribute(rfc5911::ID_CONTENT_TYPE, other_type));
    assert_eq!(scene.judge(&typed), Err(Rule::CmsAttributes));
    let wrong = scene.letter().with(message_digest(b"another pact"));
    assert_eq!(scene.judge(&wrong), Err(Rule::CmsDocument));
    let other = scene.letter().with(reference(&scene.hierarchy.issuing.certificate));
    assert_eq!(scene.judge(&other), Err(Rule::CmsCertificateReference));
}

#[test]
fn the_claimed_time_is_near_the_receipt() {
    let scene = scene(Key::ec());
    let at = |delta| scene.judge(&scene.letter().with(signing_time(beginning() + delta)));
    assert_eq!(at(TimeDelta::minutes(4)), Ok(()));
    assert_eq!(at(TimeDelta::hours(-23)), Ok(()));
    for delta in [TimeDelta::minutes(6), TimeDelta::hours(-25), TimeDelta::days(-200)] {
        assert_eq!(at(delta), Err(Rule::CmsSigningTime), "{delta}");
    }
}

#[test]
fn form_and_algorithms_are_the_ones_that_are_known() {
    let scene = scene(Key::ec());
    let content = Any::encode_from(&OctetString::new(DOCUMENT).unwrap()).unwrap();
    let embedded = Letter { content: Some(content), ..scene.letter() };
    assert_eq!(scene.judge(&embedded), Err(Rule::CmsNotDetached));
    let sha1 = Letter { digest: algorithm(rfc5912::ID_SHA_1, None), ..scene.letter() };
    assert_eq!(scene.judge(&sha1), Err(Rule::CmsAlgorithm));
    for oid in [rfc5912::ECDSA_WITH_SHA_384, rfc5912::RSA_ENCRYPTION, rfc5912::ID_RSASSA_PSS] {
        let stated = Letter { signature_algorithm: algorithm(oid, Some(null())), ..scene.letter() };
        assert_eq!(scene.judge(&stated), Err(Rule::CmsAlgorithm), "{oid}");
    }
    let nobody = Letter { certificates: vec![], ..scene.letter() };
    assert_eq!(scene.judge(&nobody), Err(Rule::CmsCertificates));
    let unnamed = Letter { named: scene.hierarchy.issuing.certificate.clone(), ..scene.letter() };
    assert_eq!(scene.judge(&unnamed), Err(Rule::CmsCertificates));
    let mut crowd = scene.letter();
    for serial in 20..28 {
        crowd
            .certificates
            .push(scene.hierarchy.issuing.issue(&Wanted::person(SUBJECT, serial), &Key::ec()));
    }
    assert_eq!(scene.judge(&crowd), Err(Rule::CmsCertificates));
    let other = Signer::new(&scene.hierarchy, &Wanted::person(SUBJECT, 8), Key::ec());
    let second = Letter::new(&other, DOCUMENT, beginning());
    let both = scene.letter().seal_with(&scene.signer, &(other, second), DOCUMENT);
    assert_eq!(judge(&scene.trust, &both), Err(Rule::CmsSigner));
    assert_eq!(judge(&scene.trust, &vec![0x30; 1 << 20]), Err(Rule::CmsSize));
    assert_eq!(judge(&scene.trust, &[]), Err(Rule::CmsSize));
}

#[test]
fn a_signature_cut_anywhere_is_refused() {
    let scene = scene(Key::ec());
    let cms = scene.sealed();
    for length in 0..cms.len() {
        assert!(judge(&scene.trust, &cms[..length]).is_err(), "{length} of {}", cms.len());
    }
    let longer = [cms.as_slice(), &[0]].concat();
    assert_eq!(judge(&scene.trust, &longer), Err(Rule::CmsMalformed));
}

/// CMS can be changed where nothing is signed. What is then still accepted has the same identity.
#[test]
fn no_changed_byte_passes_for_another_signature() {
    let scene = scene(Key::ec());
    let cms = scene.sealed();
    let identity = |bytes: &[u8]| {
        let accepted = judge_at(&scene.trust, bytes, beginning()).outcome.ok()?;
        Some((accepted.certificate_sha256, accepted.signed_attributes_sha256, accepted.claimed_at))
    };
    let right = identity(&cms).unwrap();
    let mut mutants = 0;
    for position in 0..cms.len() {
        for mask in [0x01, 0x80, 0xFF] {
            let mut changed = cms.clone();
            changed[position] ^= mask;
            if let Some(found) = identity(&changed) {
                assert_eq!(found, right, "byte {position} by {mask:#x}");
                mutants += 1;
            }
        }
    }
    assert!((1..60).contains(&mutants), "{mutants} mutants, all the same signature");
}
