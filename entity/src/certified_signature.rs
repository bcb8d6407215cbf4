//! What proves a certified electronic signature (bukti tanda tangan elektronik tersertifikasi).

use async_graphql::SimpleObject;
use sea_orm::entity::prelude::*;

use crate::time::Instant;

/// What proves a certified electronic signature (bukti tanda tangan elektronik tersertifikasi),
/// UU 11/2008 Pasal 11, PP 71/2019 Pasal 59-60.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, SimpleObject)]
#[sea_orm(table_name = "certified_signature")]
#[graphql(name = "CertifiedSignatureRow")]
pub struct Model {
    /// The signature that it proves.
    #[sea_orm(primary_key, auto_increment = false)]
    #[graphql(skip)]
    pub signature_id: Uuid,
    /// SHA-256 of the signer's certificate, hexadecimal (sidik digital sertifikat).
    pub certificate_sha256: String,
    /// SHA-256 of the DER encoding of the signed attributes, hexadecimal. It and the certificate
    /// are the signature's identity; the digest of the CMS is none, because CMS can be changed
    /// where nothing is signed.
    pub signed_attributes_sha256: String,
    /// Serial number of the certificate, hexadecimal (nomor seri sertifikat).
    pub serial: String,
    /// Issuer of the certificate, RFC 4514 (penerbit).
    pub issuer: String,
    /// First moment of the certificate's validity.
    pub valid_from: Instant,
    /// Last moment of the certificate's validity.
    pub valid_to: Instant,
    /// The time of signing that the signer's program claims. What counts is the moment of receipt,
    /// `signedAt`; a claim far from it is refused.
    pub claimed_at: Instant,
    /// Moment as of which it was verified.
    pub verified_at: Instant,
    /// The report of the verification (JSON).
    #[graphql(skip)]
    pub report: String,
    /// Subject of the certificate, encrypted: it has the number of the person.
    #[graphql(skip)]
    pub subject_cipher: Option<String>,
    /// The exact bytes of the signature, encrypted: the certificate is in them.
    #[graphql(skip)]
    pub cms_cipher: Option<String>,
}

/// Relations are followed by the registry, never by the entity.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

crate::class::classes! { "certified_signature":
    Open { SignatureId }
    Office { CertificateSha256[128], SignedAttributesSha256[128], Serial[128], Issuer[2000], ValidFrom, ValidTo, ClaimedAt, VerifiedAt, Report[200_000] }
    Secret { SubjectCipher[20000], CmsCipher[2_000_000] }
}
