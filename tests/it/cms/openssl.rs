//! Signatures that OpenSSL wrote, made once by `openssl/make`: the verifier and the authority of the
//! tests read and write with the same crates, and could share a mistake.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use netra_domain::Rule;
use netra_entity::Instant;
use netra_registry::certify::trust::TrustStore;

use super::{DOCUMENT, judge_at};

macro_rules! openssl {
    ($name:literal) => {
        include_str!(concat!("openssl/", $name))
    };
}

fn der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|it| !it.starts_with('-')).collect();
    STANDARD.decode(body).unwrap()
}

fn trust() -> TrustStore {
    let bytes = |text: &str| vec![text.as_bytes().to_vec()];
    let (root, sub) = (bytes(openssl!("root.pem")), bytes(openssl!("sub.pem")));
    TrustStore::from_pem(&root, &sub, &bytes(openssl!("list.pem"))).unwrap()
}

fn received() -> DateTime<Utc> {
    let signed: DateTime<Utc> = openssl!("signed_at.txt").trim().parse().unwrap();
    signed + TimeDelta::minutes(1)
}

#[test]
fn what_openssl_signs_is_accepted() {
    assert_eq!(openssl!("document.txt").as_bytes(), DOCUMENT);
    for (name, pem) in [
        ("rsa", openssl!("rsa.pem")),
        ("ec", openssl!("ec.pem")),
        ("pss", openssl!("pss.pem")),
        ("key_identifier", openssl!("key_identifier.pem")),
        ("with_authority", openssl!("with_authority.pem")),
    ] {
        let accepted = judge_at(&trust(), &der(pem), received()).outcome;
        let accepted = accepted.unwrap_or_else(|rule| panic!("{name}: {}", rule.code()));
        assert_eq!(accepted.issuer, "CN=PSrE OpenSSL,O=Netra Contoh,C=ID");
        assert!(accepted.claimed_at <= Instant(received()));
    }
}

#[test]
fn what_openssl_signs_otherwise_is_refused() {
    for (pem, rule) in [
        // A salt as long as fits, the default of OpenSSL; `rsa_pss_saltlen:-1` is what is taken.
        (openssl!("pss_long_salt.pem"), Rule::CmsAlgorithm),
        (openssl!("no_reference.pem"), Rule::CmsAttributes),
        (openssl!("sha1.pem"), Rule::CmsAlgorithm),
    ] {
        assert_eq!(judge_at(&trust(), &der(pem), received()).outcome.unwrap_err(), rule);
    }
}
