//! Rules about certified electronic signatures.

macro_rules! certified_signature_rules {
    (then $next:ident $($more:ident)*; $($rows:tt)*) => {
        $next! { then $($more)*; $($rows)*

        /// The registry trusts no certification authority yet.
        CertifiedSignatureUnavailable = "CERTIFIED_SIGNATURE_UNAVAILABLE", "PP 71/2019 Pasal 60",
            "this registry does not take certified signatures: it is not set up with the roots of a certification authority",
            "registri ini tidak menerima tanda tangan tersertifikasi: akar sertifikat PSrE belum diatur";
        /// A signature belongs to one act of signing.
        CertifiedSignatureUsed = "CERTIFIED_SIGNATURE_USED", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "this certified signature was used before; sign anew",
            "tanda tangan tersertifikasi ini sudah pernah dipakai; tandatangani kembali";
        /// The signature is larger than the registry takes.
        CmsSize = "CMS_SIZE", "",
            "the certified signature is empty or larger than the limit",
            "tanda tangan tersertifikasi kosong atau melebihi batas ukuran";
        /// The signature is not CMS in the one encoding that has no variants.
        CmsMalformed = "CMS_MALFORMED", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "this is not a CMS SignedData in DER, written in base64",
            "ini bukan CMS SignedData dalam DER yang ditulis dengan base64";
        /// A pact is signed by one person.
        CmsSigner = "CMS_SIGNER", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "a certified signature has exactly one signer",
            "tanda tangan tersertifikasi memiliki tepat satu penanda tangan";
        /// The document is the registry's, not the signer's copy.
        CmsNotDetached = "CMS_NOT_DETACHED", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the signature must be detached: without the document in it",
            "tanda tangan harus terpisah: tanpa dokumen di dalamnya";
        /// The signer's certificate comes with the signature, and few others.
        CmsCertificates = "CMS_CERTIFICATES", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the signature carries the signer's certificate, and no more certificates than the limit",
            "tanda tangan memuat sertifikat penanda tangan, dan sertifikat lain tidak melebihi batas";
        /// What is not signed with SHA-256 and a strong key proves nothing.
        CmsAlgorithm = "CMS_ALGORITHM", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the digest must be SHA-256, the signature RSA (PKCS #1, or PSS with a salt of 32 bytes) or ECDSA on P-256",
            "sidik digital harus SHA-256, tanda tangan RSA (PKCS #1, atau PSS dengan salt 32 bita) atau ECDSA pada P-256";
        /// A short key can be forged.
        CertificateKeyWeak = "CERTIFICATE_KEY_WEAK", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the key of the certificate is shorter than the limit",
            "kunci sertifikat lebih pendek dari batas";
        /// What is signed beside the document is complete and said once.
        CmsAttributes = "CMS_ATTRIBUTES", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the signed attributes must hold content type, message digest, signing time and signing certificate (v2), each once",
            "atribut yang ditandatangani harus memuat jenis isi, sidik pesan, waktu tanda tangan, dan sertifikat penanda tangan (v2), masing-masing satu kali";
        /// Another document was signed.
        CmsDocument = "CMS_DOCUMENT", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the signature is over another document than this pact and its statement",
            "tanda tangan dibubuhkan pada dokumen lain, bukan pakta ini beserta pernyataannya";
        /// The signature names another certificate than it carries.
        CmsCertificateReference = "CMS_CERTIFICATE_REFERENCE", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the signed attributes name another certificate than the one used",
            "atribut yang ditandatangani menunjuk sertifikat lain, bukan yang dipakai";
        /// The signature does not verify.
        CmsSignature = "CMS_SIGNATURE", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the signature does not verify with the key of its certificate",
            "tanda tangan tidak cocok dengan kunci sertifikatnya";
        /// The signer's claim of time is far from the time of receipt.
        CmsSigningTime = "CMS_SIGNING_TIME", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the signing time in the signature is outside the certificate's validity, before the text was published, or too far from now",
            "waktu tanda tangan berada di luar masa berlaku sertifikat, sebelum naskah diterbitkan, atau terlalu jauh dari sekarang";
        /// The certificate is not for signing documents.
        CertificateUsage = "CERTIFICATE_USAGE", "PP 71/2019 Pasal 59; PP 71/2019 Pasal 60",
            "the certificate is not one for signing documents",
            "sertifikat bukan untuk menandatangani dokumen";
        /// The path does not end at a root that the registry trusts.
        CertificateUntrusted = "CERTIFICATE_UNTRUSTED", "PP 71/2019 Pasal 60",
            "the certificate does not lead to a certification authority that this registry trusts",
            "sertifikat tidak berujung pada PSrE yang dipercaya registri ini";
        /// The certificate or one above it has expired.
        CertificateExpired = "CERTIFICATE_EXPIRED", "PP 71/2019 Pasal 59; PP 71/2019 Pasal 60",
            "the certificate, or one above it, has expired",
            "sertifikat, atau salah satu di atasnya, sudah kedaluwarsa";
        /// The certificate or one above it does not hold yet.
        CertificateNotYetValid = "CERTIFICATE_NOT_YET_VALID", "PP 71/2019 Pasal 59; PP 71/2019 Pasal 60",
            "the certificate, or one above it, is not valid yet",
            "sertifikat, atau salah satu di atasnya, belum berlaku";
        /// The authority has revoked the certificate or one above it.
        CertificateRevoked = "CERTIFICATE_REVOKED", "PP 71/2019 Pasal 59; PP 71/2019 Pasal 60",
            "the certificate, or one above it, is revoked",
            "sertifikat, atau salah satu di atasnya, sudah dicabut";
        /// Nobody can tell whether the certificate is revoked.
        RevocationUnknown = "REVOCATION_UNKNOWN", "PP 71/2019 Pasal 59; PP 71/2019 Pasal 60",
            "the registry has no current revocation list for the certificate; try again later",
            "registri tidak memiliki daftar pencabutan yang berlaku untuk sertifikat ini; coba lagi nanti";
        /// The certificate is another person's, or names nobody.
        CertificatePerson = "CERTIFICATE_PERSON", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the certificate does not name the signer by service number (NIP, NI PPPK) or population number (NIK)",
            "sertifikat tidak menyebut penanda tangan dengan NIP, NI PPPK, atau NIK";
        }
    };
}
