//! Rules about pact texts and signatures.

macro_rules! pact_rules {
    (then $next:ident $($more:ident)*; $($rows:tt)*) => {
        $next! { then $($more)*; $($rows)*

        /// One valid signature per person, institution and equivalence class.
        AlreadySigned = "ALREADY_SIGNED", "SKB Netralitas ASN 2022",
            "this pact, or one equivalent to it, is already signed in this institution",
            "pakta ini, atau yang setara, sudah ditandatangani di instansi ini";
        /// The pact text is not open for signing.
        PactTextWithdrawn = "PACT_TEXT_WITHDRAWN", "SKB Netralitas ASN 2022",
            "this pact text has been withdrawn and can no longer be signed",
            "naskah pakta ini sudah dicabut dan tidak dapat ditandatangani lagi";
        /// A newer version of the pact text is in force.
        PactTextSuperseded = "PACT_TEXT_SUPERSEDED", "SKB Netralitas ASN 2022",
            "a newer version of this pact text is in force; sign that one",
            "versi naskah pakta yang lebih baru sudah berlaku; tandatangani versi tersebut";
        /// What was shown is not what is stored.
        PactTextDigest = "PACT_TEXT_DIGEST", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the digest confirmed by the signer is not that of the text",
            "sidik digital yang dikonfirmasi penanda tangan bukan milik naskah ini";
        /// A paper signature lies in the past and in the employment.
        PaperSignatureDate = "PAPER_SIGNATURE_DATE", "SKB Netralitas ASN 2022",
            "the day of the paper signature is in the future or before the text was published",
            "tanggal tanda tangan basah berada di masa depan atau sebelum naskah diterbitkan";
        /// A signature that is already withdrawn.
        SignatureNotValid = "SIGNATURE_NOT_VALID", "SKB Netralitas ASN 2022",
            "the signature is not valid any more",
            "tanda tangan tersebut sudah tidak berlaku";
        }
    };
}
