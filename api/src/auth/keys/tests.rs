use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::ECDSA_P384_SHA384_FIXED_SIGNING;
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};

use super::*;

#[test]
fn loads_a_generated_key_and_publishes_only_its_public_half() {
    let text = generate_pem().unwrap();
    assert!(text.lines().all(|line| line.len() <= 64));
    let keys = SigningKeys::load(&text, &[]).unwrap();
    let set = keys.jwks();
    let key = set["keys"][0].as_object().unwrap();
    let mut members: Vec<_> = key.keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["alg", "crv", "kid", "kty", "use", "x", "y"]);
    assert_eq!((&key["kty"], &key["crv"]), (&json!("EC"), &json!("P-256")));
    assert_eq!((&key["use"], &key["alg"]), (&json!("sig"), &json!("ES256")));
    assert_eq!(key["kid"], keys.kid());
    assert_eq!(format!("{keys:?}"), format!("[{:?}]", keys.kid()));
}

#[test]
fn the_key_id_is_the_rfc_7638_thumbprint() {
    let keys = SigningKeys::load(&generate_pem().unwrap(), &[]).unwrap();
    let jwk = Jwk::from_encoding_key(&keys.signer, Algorithm::ES256).unwrap();
    assert_eq!(jwk.thumbprint(ThumbprintHash::SHA256).unwrap(), keys.kid());
}

#[test]
fn further_keys_come_from_private_or_public_text_once_each() {
    let (current, previous) = (generate_pem().unwrap(), generate_pem().unwrap());
    let next = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let next = pem("PUBLIC KEY", next.public_key().as_der().unwrap().as_ref());
    let further = [previous.clone(), next, previous, current.clone()];
    let keys = SigningKeys::load(&current, &further).unwrap();
    assert_eq!(keys.jwks()["keys"].as_array().unwrap().len(), 3);
    assert_eq!(keys.jwks()["keys"][0]["kid"], keys.kid());
    assert!(keys.public_keys().all(|key| keys.public_key(&key.kid).is_some()));
}

#[test]
fn refuses_what_is_not_a_p256_private_key() {
    let refused = |text: &str| SigningKeys::load(text, &[]).unwrap_err();
    assert!(matches!(refused(" \n"), KeyError::Missing));
    assert!(matches!(refused("MIGHAgEAMBMG"), KeyError::NotPem));

    let good = generate_pem().unwrap();
    let truncated = good.replace("-----END PRIVATE KEY-----\n", "");
    let p256 = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let sec1 = p256.private_key().as_der().unwrap();
    let public = p256.public_key().as_der().unwrap();
    let p384 = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap();
    let rsa = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
    let rsa = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&rsa).unwrap();
    for text in [
        truncated,
        good.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
        pem("PRIVATE KEY", b"no key"),
        pem("EC PRIVATE KEY", sec1.as_ref()),
        pem("PUBLIC KEY", public.as_ref()),
        pem("PRIVATE KEY", p384.to_pkcs8v1().unwrap().as_ref()),
        pem("PRIVATE KEY", rsa.as_ref()),
    ] {
        assert!(matches!(refused(&text), KeyError::WrongKind), "{text}");
    }
}

#[test]
fn refuses_further_keys_of_another_kind_and_points_off_the_curve() {
    let good = generate_pem().unwrap();
    let p384 = EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap();
    let p384 = pem("PUBLIC KEY", p384.public_key().as_der().unwrap().as_ref());
    let refused = SigningKeys::load(&good, &[p384]).unwrap_err();
    assert!(matches!(refused, KeyError::WrongKind));
    let refused = SigningKeys::load(&good, &[String::new()]).unwrap_err();
    assert!(matches!(refused, KeyError::Missing));

    let mut point = [7; 65];
    point[0] = 4;
    assert!(PublicKey::from_point(&point).is_err());
}
