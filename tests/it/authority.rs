//! A certification authority (PSrE) for tests, made anew in each process: keys by aws-lc,
//! certificates, revocation lists and CMS by the structs of `x509-cert` and `cms`. Nothing needs a
//! tool on the machine, and everything can be made wrong on purpose.
//!
//! That the verifier reads what others write is shown by signatures of OpenSSL beside `cms.rs`.

use std::sync::OnceLock;
use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use der::asn1::{BitString, Null, ObjectIdentifier, OctetString, UtcTime};
use der::oid::AssociatedOid;
use der::oid::db::rfc5912::{
    ECDSA_WITH_SHA_256, ID_EC_PUBLIC_KEY, ID_RSASSA_PSS, RSA_ENCRYPTION, SECP_256_R_1,
    SHA_256_WITH_RSA_ENCRYPTION,
};
use der::{Any, Decode, Encode};
use netra_registry::certify::trust::TrustStore;
use x509_cert::certificate::{Certificate, TbsCertificate, Version};
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CrlNumber, ExtendedKeyUsage, KeyUsage, KeyUsages,
    SubjectKeyIdentifier,
};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};

use crate::world::beginning;

pub const EMAIL_PROTECTION: &str = "1.3.6.1.5.5.7.3.4";
pub const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";

/// A key of one of the kinds that sign.
pub enum Key {
    Ec(Box<EcdsaKeyPair>),
    Rsa(Box<RsaKeyPair>),
    /// Signs as the RSA key, by PSS.
    Pss(Box<RsaKeyPair>),
}

fn rsa() -> RsaKeyPair {
    static DER: OnceLock<Vec<u8>> = OnceLock::new();
    // Making one takes a while; one for the process will do.
    let der = DER.get_or_init(|| {
        use aws_lc_rs::encoding::AsDer;
        let key = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let der: aws_lc_rs::encoding::Pkcs8V1Der<'_> = key.as_der().unwrap();
        der.as_ref().to_vec()
    });
    RsaKeyPair::from_pkcs8(der).unwrap()
}

impl Key {
    pub fn ec() -> Self {
        Self::Ec(Box::new(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap()))
    }

    pub fn rsa() -> Self {
        Self::Rsa(Box::new(rsa()))
    }

    pub fn pss() -> Self {
        Self::Pss(Box::new(rsa()))
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        let (key, padding) = match self {
            Self::Ec(key) => return key.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Rsa(key) => (key, &RSA_PKCS1_SHA256),
            Self::Pss(key) => (key, &RSA_PSS_SHA256),
        };
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(padding, &random, message, &mut signature).unwrap();
        signature
    }

    /// How signatures of this key name themselves.
    pub fn algorithm(&self) -> AlgorithmIdentifierOwned {
        match self {
            Self::Ec(_) => algorithm(ECDSA_WITH_SHA_256, None),
            Self::Rsa(_) => algorithm(SHA_256_WITH_RSA_ENCRYPTION, Some(null())),
            Self::Pss(_) => algorithm(ID_RSASSA_PSS, Some(pss_parameters())),
        }
    }

    fn public(&self) -> SubjectPublicKeyInfoOwned {
        match self {
            Self::Ec(key) => {
                let curve = Any::encode_from(&SECP_256_R_1).unwrap();
                public(ID_EC_PUBLIC_KEY, curve, key.public_key().as_ref())
            }
            Self::Rsa(key) | Self::Pss(key) => {
                public(RSA_ENCRYPTION, null(), key.public_key().as_ref())
            }
        }
    }
}

pub fn algorithm(oid: ObjectIdentifier, parameters: Option<Any>) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters }
}

pub fn null() -> Any {
    Any::encode_from(&Null).unwrap()
}

/// SHA-256, MGF1 with SHA-256, a salt of 32 bytes.
fn pss_parameters() -> Any {
    let hexadecimal = "3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d\
                       06096086480165030402010500a203020120";
    let digits = hexadecimal.as_bytes().chunks(2);
    let der: Vec<u8> = digits
        .map(|it| u8::from_str_radix(std::str::from_utf8(it).unwrap(), 16).unwrap())
        .collect();
    Any::from_der(&der).unwrap()
}

fn public(oid: ObjectIdentifier, parameters: Any, key: &[u8]) -> SubjectPublicKeyInfoOwned {
    SubjectPublicKeyInfoOwned {
        algorithm: algorithm(oid, Some(parameters)),
        subject_public_key: BitString::from_bytes(key).unwrap(),
    }
}

/// A public key with a modulus of 1,024 bits, of which nobody has the private part.
pub fn rsa_1024() -> SubjectPublicKeyInfoOwned {
    let begin = [0x30, 0x81, 0x89, 0x02, 0x81, 0x81, 0x00, 0xC1];
    let key = [begin.as_slice(), &[0x5A; 126], &[0x01], &[0x02, 3, 1, 0, 1]].concat();
    public(RSA_ENCRYPTION, null(), &key)
}

pub fn time(at: DateTime<Utc>) -> Time {
    let seconds = u64::try_from(at.timestamp()).unwrap();
    Time::UtcTime(UtcTime::from_unix_duration(Duration::from_secs(seconds)).unwrap())
}

/// What a certificate is to say.
pub struct Wanted {
    pub subject: String,
    pub serial: u8,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub usage: Option<KeyUsage>,
    pub purposes: Vec<&'static str>,
    pub is_authority: bool,
    pub public: Option<SubjectPublicKeyInfoOwned>,
}

impl Wanted {
    /// A person's certificate, valid for a year around the beginning.
    pub fn person(subject: &str, serial: u8) -> Self {
        Self {
            subject: subject.to_owned(),
            serial,
            from: beginning() - TimeDelta::days(180),
            to: beginning() + TimeDelta::days(180),
            usage: Some(KeyUsage(KeyUsages::DigitalSignature | KeyUsages::NonRepudiation)),
            purposes: vec![EMAIL_PROTECTION],
            is_authority: false,
            public: None,
        }
    }

    fn authority(subject: &str, serial: u8) -> Self {
        Self {
            usage: Some(KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign)),
            purposes: Vec::new(),
            is_authority: true,
            from: beginning() - TimeDelta::days(3_000),
            to: beginning() + TimeDelta::days(3_000),
            ..Self::person(subject, serial)
        }
    }
}

/// An authority: a root, or one below it.
pub struct Authority {
    name: Name,
    key: Key,
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
}

impl Authority {
    pub fn root(name: &str) -> Self {
        let key = Key::ec();
        let subject: Name = name.parse().unwrap();
        let certificate = certificate(&subject, &key, &Wanted::authority(name, 1), key.public());
        Self { name: subject, key, certificate }
    }

    pub fn below(&self, name: &str, serial: u8) -> Self {
        let key = Key::ec();
        let wanted = Wanted::authority(name, serial);
        let certificate = certificate(&self.name, &self.key, &wanted, key.public());
        Self { name: name.parse().unwrap(), key, certificate }
    }

    pub fn issue(&self, wanted: &Wanted, key: &Key) -> Vec<u8> {
        let public = wanted.public.clone().unwrap_or_else(|| key.public());
        certificate(&self.name, &self.key, wanted, public)
    }

    /// A revocation list in PEM.
    pub fn list(&self, revoked: &[u8], from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<u8> {
        let revoked: Vec<RevokedCert> = revoked
            .iter()
            .map(|serial| RevokedCert {
                serial_number: SerialNumber::new(&[*serial]).unwrap(),
                revocation_date: time(from),
                crl_entry_extensions: None,
            })
            .collect();
        let key_identifier = Some(OctetString::new(self.key_identifier()).unwrap());
        let issuer = AuthorityKeyIdentifier { key_identifier, ..Default::default() };
        let number = CrlNumber(der::asn1::Uint::new(&[1]).unwrap());
        let list = TbsCertList {
            version: Version::V2,
            signature: self.key.algorithm(),
            issuer: self.name.clone(),
            this_update: time(from),
            next_update: Some(time(to)),
            revoked_certificates: (!revoked.is_empty()).then_some(revoked),
            crl_extensions: Some(vec![extension(false, &issuer), extension(false, &number)]),
        };
        let signature = self.key.sign(&list.to_der().unwrap());
        let list = CertificateList {
            tbs_cert_list: list,
            signature_algorithm: self.key.algorithm(),
            signature: BitString::from_bytes(&signature).unwrap(),
        };
        pem("X509 CRL", &list.to_der().unwrap())
    }

    fn key_identifier(&self) -> Vec<u8> {
        key_identifier(&self.key.public())
    }
}

fn key_identifier(public: &SubjectPublicKeyInfoOwned) -> Vec<u8> {
    let bytes = public.subject_public_key.raw_bytes();
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref()[..20].to_vec()
}

fn extension<T: Encode + AssociatedOid>(critical: bool, value: &T) -> Extension {
    let extn_value = OctetString::new(value.to_der().unwrap()).unwrap();
    Extension { extn_id: T::OID, critical, extn_value }
}

fn certificate(
    issuer: &Name,
    key: &Key,
    wanted: &Wanted,
    public: SubjectPublicKeyInfoOwned,
) -> Vec<u8> {
    let identifier = SubjectKeyIdentifier(OctetString::new(key_identifier(&public)).unwrap());
    let mut extensions = vec![extension(false, &identifier)];
    if wanted.is_authority {
        let constraints = BasicConstraints { ca: true, path_len_constraint: None };
        extensions.push(extension(true, &constraints));
    }
    extensions.extend(wanted.usage.as_ref().map(|it| extension(true, it)));
    if !wanted.purposes.is_empty() {
        let purposes = wanted.purposes.iter().map(|it| ObjectIdentifier::new_unwrap(it));
        extensions.push(extension(false, &ExtendedKeyUsage(purposes.collect())));
    }
    let tbs = TbsCertificate {
        version: Version::V3,
        serial_number: SerialNumber::new(&[wanted.serial]).unwrap(),
        signature: key.algorithm(),
        issuer: issuer.clone(),
        validity: Validity { not_before: time(wanted.from), not_after: time(wanted.to) },
        subject: wanted.subject.parse().unwrap(),
        subject_public_key_info: public,
        issuer_unique_id: None,
        subject_unique_id: None,
        extensions: Some(extensions),
    };
    let signature = key.sign(&tbs.to_der().unwrap());
    let certificate = Certificate {
        tbs_certificate: tbs,
        signature_algorithm: key.algorithm(),
        signature: BitString::from_bytes(&signature).unwrap(),
    };
    certificate.to_der().unwrap()
}

/// DER as PEM.
pub fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|it| std::str::from_utf8(it).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n")).into_bytes()
}

/// A root, an authority below it that certifies persons, and their lists.
pub struct Hierarchy {
    pub root: Authority,
    pub issuing: Authority,
}

/// Serial number of the issuing authority's certificate.
pub const ISSUING: u8 = 2;

impl Hierarchy {
    pub fn new() -> Self {
        let root = Authority::root("CN=Root CA Contoh,O=Netra Contoh,C=ID");
        let issuing = root.below("CN=PSrE Contoh,O=Netra Contoh,C=ID", ISSUING);
        Self { root, issuing }
    }

    /// PEM of the root, of the issuing authority, and of the lists of both.
    pub fn files(&self, revoked: &[u8], above: &[u8]) -> [Vec<u8>; 3] {
        let (from, to) = (beginning() - TimeDelta::days(1), beginning() + TimeDelta::days(6));
        let lists =
            [self.issuing.list(revoked, from, to), self.root.list(above, from, to)].concat();
        [
            pem("CERTIFICATE", &self.root.certificate),
            pem("CERTIFICATE", &self.issuing.certificate),
            lists,
        ]
    }

    /// What a registry trusts that knows both, with these certificates revoked.
    pub fn trust(&self, revoked: &[u8], above: &[u8]) -> TrustStore {
        let [root, issuing, lists] = self.files(revoked, above);
        TrustStore::from_pem(&[root], &[issuing], &[lists]).unwrap()
    }
}
