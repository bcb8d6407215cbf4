//! The message, its one signer, the certificate used, and the attributes signed with it.

use chrono::DateTime;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::oid::db::{rfc5911, rfc5912};
use der::{Any, Decode, Encode, Reader, SliceReader, Tagged};
use netra_domain::Rule;
use netra_domain::certified_signature::SubjectNumber;
use netra_entity::Instant;
use rustls_pki_types::SignatureVerificationAlgorithm;
use webpki::aws_lc_rs::{
    ECDSA_P256_SHA256, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
};
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::name::Name;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use super::encoding;
use super::report::CertificateReport;
use crate::{ledger::hex, ledger::leaf};

const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");
const UID: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1");

/// Parameters of RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes, in their two
/// encodings: the parameters of SHA-256 are null or absent (RFC 4055).
const PSS: [&str; 2] = [
    "3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120",
    "3030a00d300b0609608648016503040201a11a301806092a864886f70d010108300b0609608648016503040201a203020120",
];

/// A message that was read.
pub(super) struct SignedMessage(SignedData);

impl SignedMessage {
    pub(super) fn read(cms: &[u8]) -> Result<Self, Rule> {
        let malformed = |_source| Rule::CmsMalformed;
        let info = ContentInfo::from_der(cms).map_err(malformed)?;
        if info.content_type != rfc5911::ID_SIGNED_DATA {
            return Err(Rule::CmsMalformed);
        }
        info.content.decode_as().map(Self).map_err(malformed)
    }

    pub(super) fn only_signer(&self) -> Result<Signer<'_>, Rule> {
        match self.0.signer_infos.0.as_slice() {
            [only] => Ok(Signer(only)),
            _ => Err(Rule::CmsSigner),
        }
    }

    pub(super) fn check_detached(&self) -> Result<(), Rule> {
        let inside = &self.0.encap_content_info;
        if inside.econtent.is_none() && inside.econtent_type == rfc5911::ID_DATA {
            Ok(())
        } else {
            Err(Rule::CmsNotDetached)
        }
    }
}

/// The signer of a message.
#[derive(Clone, Copy)]
pub(super) struct Signer<'a>(&'a SignerInfo);

impl<'a> Signer<'a> {
    /// The one certificate that the signer names.
    pub(super) fn find<'c>(self, certificates: &[&'c [u8]]) -> Result<Used<'c>, Rule> {
        let mut named = Vec::new();
        for der in certificates {
            let parsed = Certificate::from_der(der).map_err(|_source| Rule::CmsMalformed)?;
            if self.names(&parsed) {
                named.push(Used { der, parsed });
            }
        }
        match (named.pop(), named.is_empty()) {
            (Some(used), true) => Ok(used),
            _ => Err(Rule::CmsCertificates),
        }
    }

    fn names(self, certificate: &Certificate) -> bool {
        let tbs = &certificate.tbs_certificate;
        match &self.0.sid {
            SignerIdentifier::IssuerAndSerialNumber(it) => {
                it.issuer == tbs.issuer && it.serial_number == tbs.serial_number
            }
            SignerIdentifier::SubjectKeyIdentifier(it) => {
                matches!(tbs.get::<SubjectKeyIdentifier>(), Ok(Some((_, own))) if own == *it)
            }
        }
    }

    pub(super) fn signature(self) -> &'a [u8] {
        self.0.signature.as_bytes()
    }

    /// How the signature is to be verified. The key has to be of the same kind.
    pub(super) fn algorithm(
        self,
        used: &Used<'_>,
    ) -> Result<&'static dyn SignatureVerificationAlgorithm, Rule> {
        if self.0.digest_alg.oid != rfc5912::ID_SHA_256 {
            return Err(Rule::CmsAlgorithm);
        }
        let key = used.parsed.tbs_certificate.subject_public_key_info.algorithm.oid;
        let stated = &self.0.signature_algorithm;
        let is_rsa = key == rfc5912::RSA_ENCRYPTION;
        match stated.oid {
            rfc5912::RSA_ENCRYPTION | rfc5912::SHA_256_WITH_RSA_ENCRYPTION if is_rsa => {
                Ok(RSA_PKCS1_2048_8192_SHA256)
            }
            rfc5912::ID_RSASSA_PSS if is_rsa && is_known_pss(stated) => {
                Ok(RSA_PSS_2048_8192_SHA256_LEGACY_KEY)
            }
            rfc5912::ECDSA_WITH_SHA_256 if key == rfc5912::ID_EC_PUBLIC_KEY => {
                Ok(ECDSA_P256_SHA256)
            }
            _ => Err(Rule::CmsAlgorithm),
        }
    }

    /// The signed attributes, each of the four once.
    pub(super) fn attributes(self) -> Result<Attributes, Rule> {
        let incomplete = || Rule::CmsAttributes;
        let set = self.0.signed_attrs.as_ref().ok_or_else(incomplete)?;
        let one = |oid: ObjectIdentifier| -> Result<&Any, Rule> {
            let mut found = set.iter().filter(|it| it.oid == oid);
            match (found.next().map(|it| it.values.as_slice()), found.next()) {
                (Some([value]), None) => Ok(value),
                _ => Err(Rule::CmsAttributes),
            }
        };
        let content_type: ObjectIdentifier =
            one(rfc5911::ID_CONTENT_TYPE)?.decode_as().map_err(|_source| incomplete())?;
        let digest: OctetStringRef<'_> =
            one(rfc5911::ID_MESSAGE_DIGEST)?.decode_as().map_err(|_source| incomplete())?;
        let time = one(rfc5911::ID_SIGNING_TIME)?.to_der().and_then(|it| Time::from_der(&it));
        let time = time.map_err(|_source| incomplete())?;
        let reference = one(rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2)?;
        if content_type != rfc5911::ID_DATA {
            return Err(incomplete());
        }
        Ok(Attributes {
            message_digest: digest.as_bytes().to_vec(),
            signing_time: instant(time).ok_or_else(incomplete)?,
            certificate_digest: certificate_digest(reference).ok_or_else(incomplete)?,
            der: set.to_der().map_err(|_source| Rule::CmsMalformed)?,
        })
    }
}

fn is_known_pss(stated: &AlgorithmIdentifierOwned) -> bool {
    let parameters = stated.parameters.as_ref().and_then(|it| it.to_der().ok());
    parameters.is_some_and(|it| PSS.contains(&hex::encode(&it).as_str()))
}

/// Digest of the first certificate of a `SigningCertificateV2` (RFC 5035), which is the signer's.
/// None where it is of another algorithm than SHA-256.
fn certificate_digest(value: &Any) -> Option<Vec<u8>> {
    if value.tag() != der::Tag::Sequence {
        return None;
    }
    // SEQUENCE { SEQUENCE OF SEQUENCE { algorithm DEFAULT, digest, … }, … }
    let first = encoding::sequence(encoding::sequence(value.value())?)?;
    let mut reader = SliceReader::new(first).ok()?;
    // SHA-256 is the default and should be absent, but some say it.
    if reader.peek_header().ok()?.tag == der::Tag::Sequence {
        let stated = AlgorithmIdentifierOwned::decode(&mut reader).ok()?;
        if stated.oid != rfc5912::ID_SHA_256 {
            return None;
        }
    }
    Some(OctetStringRef::decode(&mut reader).ok()?.as_bytes().to_vec())
}

/// What was signed beside the document.
pub(super) struct Attributes {
    message_digest: Vec<u8>,
    certificate_digest: Vec<u8>,
    /// The time that the signer claims.
    pub(super) signing_time: Instant,
    /// DER of the attributes as a SET: the bytes that the signature is over.
    pub(super) der: Vec<u8>,
}

impl Attributes {
    pub(super) fn check_document(&self, document: &[u8]) -> Result<(), Rule> {
        let same = self.message_digest == leaf::sha256(&[document]);
        if same { Ok(()) } else { Err(Rule::CmsDocument) }
    }

    pub(super) fn check_reference(&self, certificate: &[u8]) -> Result<(), Rule> {
        let same = self.certificate_digest == leaf::sha256(&[certificate]);
        if same { Ok(()) } else { Err(Rule::CmsCertificateReference) }
    }
}

/// The certificate that the signer used.
pub(super) struct Used<'a> {
    /// Its exact bytes.
    pub(super) der: &'a [u8],
    /// The same, read.
    pub(super) parsed: Certificate,
}

impl Used<'_> {
    pub(super) fn report(&self) -> CertificateReport {
        let validity = self.parsed.tbs_certificate.validity;
        CertificateReport {
            serial: self.serial(),
            issuer: self.issuer().unwrap_or_default(),
            valid_from: instant(validity.not_before),
            valid_to: instant(validity.not_after),
            sha256: hex::sha256(self.der),
        }
    }

    pub(super) fn serial(&self) -> String {
        hex::encode(self.parsed.tbs_certificate.serial_number.as_bytes())
    }

    pub(super) fn issuer(&self) -> Result<String, Rule> {
        shown(&self.parsed.tbs_certificate.issuer)
    }

    pub(super) fn subject(&self) -> Result<String, Rule> {
        shown(&self.parsed.tbs_certificate.subject)
    }

    /// Refuses a claimed time outside the certificate's validity.
    pub(super) fn check_within(&self, claimed: Instant) -> Result<(), Rule> {
        let validity = self.parsed.tbs_certificate.validity;
        let from = instant(validity.not_before).is_some_and(|from| from <= claimed);
        let to = instant(validity.not_after).is_some_and(|to| claimed <= to);
        if from && to { Ok(()) } else { Err(Rule::CmsSigningTime) }
    }

    /// The numbers of persons among the subject's `serialNumber` and `UID`.
    pub(super) fn numbers(&self) -> Vec<SubjectNumber> {
        let names = self.parsed.tbs_certificate.subject.0.iter().flat_map(|it| it.0.iter());
        names
            .filter(|it| it.oid == SERIAL_NUMBER || it.oid == UID)
            .filter_map(|it| std::str::from_utf8(it.value.value()).ok())
            .filter_map(SubjectNumber::parse)
            .collect()
    }
}

/// A name as RFC 4514 writes it.
pub(crate) fn shown(name: &Name) -> Result<String, Rule> {
    use std::fmt::Write;
    let mut text = String::new();
    write!(text, "{name}").map_err(|_source| Rule::CmsMalformed)?;
    Ok(text)
}

/// An ASN.1 time as an instant; none beyond what can be told.
pub(crate) fn instant(time: Time) -> Option<Instant> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).ok()?;
    DateTime::from_timestamp(seconds, 0).map(Instant)
}
