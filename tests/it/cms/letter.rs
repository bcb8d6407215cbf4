//! A detached signature, right or wrong on purpose.

use chrono::{DateTime, Utc};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{OctetString, SetOfVec};
use der::oid::db::{rfc5911, rfc5912};
use der::{Any, Decode, Encode};
use x509_cert::attr::Attribute;
use x509_cert::certificate::Certificate;
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::authority::{Hierarchy, Key, Wanted, algorithm, time};

/// Who signs: a certificate and its key.
pub struct Signer {
    pub certificate: Vec<u8>,
    pub key: Key,
}

impl Signer {
    pub fn new(hierarchy: &Hierarchy, wanted: &Wanted, key: Key) -> Self {
        Self { certificate: hierarchy.issuing.issue(wanted, &key), key }
    }
}

/// Everything in a signature that a test may change.
pub struct Letter {
    pub attributes: Option<Vec<Attribute>>,
    pub content: Option<Any>,
    pub certificates: Vec<Vec<u8>>,
    pub digest: AlgorithmIdentifierOwned,
    pub signature_algorithm: AlgorithmIdentifierOwned,
    /// Whom the signature names; the signer.
    pub named: Vec<u8>,
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref().to_vec()
}

/// An attribute with one value.
pub fn attribute(oid: der::asn1::ObjectIdentifier, value: Any) -> Attribute {
    Attribute { oid, values: SetOfVec::try_from(vec![value]).unwrap() }
}

pub fn message_digest(document: &[u8]) -> Attribute {
    let digest = OctetString::new(sha256(document)).unwrap();
    attribute(rfc5911::ID_MESSAGE_DIGEST, Any::encode_from(&digest).unwrap())
}

pub fn signing_time(at: DateTime<Utc>) -> Attribute {
    let der = time(at).to_der().unwrap();
    attribute(rfc5911::ID_SIGNING_TIME, Any::from_der(&der).unwrap())
}

/// `SigningCertificateV2` with SHA-256 as the default.
pub fn reference(certificate: &[u8]) -> Attribute {
    let digest = OctetString::new(sha256(certificate)).unwrap().to_der().unwrap();
    let wrap = |inner: &[u8]| [&[0x30, u8::try_from(inner.len()).unwrap()], inner].concat();
    let value = Any::from_der(&wrap(&wrap(&wrap(&digest)))).unwrap();
    attribute(rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2, value)
}

impl Letter {
    /// A right one.
    pub fn new(signer: &Signer, document: &[u8], at: DateTime<Utc>) -> Self {
        let content_type = Any::encode_from(&rfc5911::ID_DATA).unwrap();
        Self {
            attributes: Some(vec![
                attribute(rfc5911::ID_CONTENT_TYPE, content_type),
                message_digest(document),
                signing_time(at),
                reference(&signer.certificate),
            ]),
            content: None,
            certificates: vec![signer.certificate.clone()],
            digest: algorithm(rfc5912::ID_SHA_256, None),
            signature_algorithm: signer.key.algorithm(),
            named: signer.certificate.clone(),
        }
    }

    /// The same with another attribute of a kind.
    pub fn with(mut self, attribute: Attribute) -> Self {
        let attributes = self.attributes.as_mut().unwrap();
        attributes.retain(|it| it.oid != attribute.oid);
        attributes.push(attribute);
        self
    }

    fn signed(&self, signer: &Signer, document: &[u8]) -> SignerInfo {
        let attributes = self.attributes.clone().map(|it| SetOfVec::try_from(it).unwrap());
        let signature = match &attributes {
            Some(attributes) => signer.key.sign(&attributes.to_der().unwrap()),
            None => signer.key.sign(document),
        };
        let named = Certificate::from_der(&self.named).unwrap().tbs_certificate;
        SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: named.issuer,
                serial_number: named.serial_number,
            }),
            digest_alg: self.digest.clone(),
            signed_attrs: attributes,
            signature_algorithm: self.signature_algorithm.clone(),
            signature: OctetString::new(signature).unwrap(),
            unsigned_attrs: None,
        }
    }

    /// The bytes, signed.
    pub fn seal(&self, signer: &Signer, document: &[u8]) -> Vec<u8> {
        self.put(vec![self.signed(signer, document)])
    }

    /// The bytes, with a second signer.
    pub fn seal_with(&self, signer: &Signer, other: &(Signer, Letter), document: &[u8]) -> Vec<u8> {
        let mut both = Self { certificates: self.certificates.clone(), ..self.copy() };
        both.certificates.extend(other.1.certificates.iter().cloned());
        both.put(vec![self.signed(signer, document), other.1.signed(&other.0, document)])
    }

    /// The bytes of a sealed letter with these certificates instead, its signature untouched.
    pub fn reseal(&self, cms: &[u8]) -> Vec<u8> {
        let content = ContentInfo::from_der(cms).unwrap().content;
        let message: SignedData = content.decode_as().unwrap();
        self.put(message.signer_infos.0.into_vec())
    }

    fn copy(&self) -> Self {
        Self {
            attributes: self.attributes.clone(),
            content: self.content.clone(),
            certificates: self.certificates.clone(),
            digest: self.digest.clone(),
            signature_algorithm: self.signature_algorithm.clone(),
            named: self.named.clone(),
        }
    }

    fn put(&self, signers: Vec<SignerInfo>) -> Vec<u8> {
        let certificates: Vec<CertificateChoices> = self
            .certificates
            .iter()
            .map(|it| CertificateChoices::Certificate(Certificate::from_der(it).unwrap()))
            .collect();
        let message = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![self.digest.clone()]).unwrap(),
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: rfc5911::ID_DATA,
                econtent: self.content.clone(),
            },
            certificates: Some(CertificateSet(SetOfVec::try_from(certificates).unwrap())),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(signers).unwrap()),
        };
        let content = Any::encode_from(&message).unwrap();
        ContentInfo { content_type: rfc5911::ID_SIGNED_DATA, content }.to_der().unwrap()
    }
}
