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
        /// A local text is derived from the national one in force.
        PactTextNotNational = "PACT_TEXT_NOT_NATIONAL", "SKB Netralitas ASN 2022",
            "a local text is derived from the national text of the cycle that is in force",
            "naskah instansi diturunkan dari naskah nasional siklus tersebut yang berlaku";
        /// A local text is for the people of its issuer.
        PactTextOtherInstitution = "PACT_TEXT_OTHER_INSTITUTION", "SKB Netralitas ASN 2022",
            "this text is for the people of the institution that issued it",
            "naskah ini untuk pegawai instansi yang menerbitkannya";
        /// What was shown is not what is stored.
        PactTextDigest = "PACT_TEXT_DIGEST", "UU 11/2008 Pasal 11; PP 71/2019 Pasal 59",
            "the digest confirmed by the signer is not that of the text",
            "sidik digital yang dikonfirmasi penanda tangan bukan milik naskah ini";
        /// A paper signature lies in the past and in the employment.
        PaperSignatureDate = "PAPER_SIGNATURE_DATE", "SKB Netralitas ASN 2022",
            "the day of the paper signature is in the future or before the text was published",
            "tanggal tanda tangan basah berada di masa depan atau sebelum naskah diterbitkan";
        /// Only what awaits a countersignature can be countersigned.
        SignatureNotAwaiting = "SIGNATURE_NOT_AWAITING", "SKB Netralitas ASN 2022",
            "the signature does not await a countersignature",
            "tanda tangan tersebut tidak sedang menunggu atasan";
        /// Nobody countersigns one's own signature.
        CountersignOwn = "COUNTERSIGN_OWN", "UU 30/2014 Pasal 42",
            "nobody countersigns one's own signature",
            "tidak seorang pun mengetahui tanda tangannya sendiri sebagai atasan";
        /// Only a superior countersigns.
        NotTheSuperior = "NOT_THE_SUPERIOR", "SKB Netralitas ASN 2022; UU 30/2014 Pasal 13",
            "this takes the head of the signer's unit or a delegate, above them the personnel authority",
            "yang berwenang adalah kepala unit penanda tangan atau penerima delegasi, di atasnya PPK";
        /// A delegation has a period that is not past.
        DelegationPeriod = "DELEGATION_PERIOD", "UU 30/2014 Pasal 13",
            "a delegation begins today or later and ends after it begins",
            "delegasi dimulai hari ini atau sesudahnya dan berakhir setelah dimulai";
        /// A head has one delegate at a time.
        DelegationOverlaps = "DELEGATION_OVERLAPS", "UU 30/2014 Pasal 13",
            "the head of this unit has a delegate in that time; end that delegation first",
            "kepala unit ini sudah mempunyai penerima delegasi pada masa itu; akhiri dahulu delegasi tersebut";
        /// A refusal is recorded once.
        AlreadyRefused = "ALREADY_REFUSED", "SKB Netralitas ASN 2022",
            "the person's refusal is already recorded",
            "penolakan pegawai tersebut sudah tercatat";
        /// Exemptions do not overlap.
        ExemptionOverlaps = "EXEMPTION_OVERLAPS", "SKB Netralitas ASN 2022",
            "the person is already exempt in this period",
            "pegawai tersebut sudah dibebaskan pada masa itu";
        /// Who speaks for another shows it.
        EvidenceRequired = "EVIDENCE_REQUIRED", "UU 30/2014 Pasal 7",
            "who records this for a person names the document by its SHA-256, 64 lower-case hexadecimal digits",
            "pencatatan atas nama pegawai menyebut dokumennya dengan SHA-256, 64 digit heksadesimal huruf kecil";
        /// A refusal lies between the publication and today.
        RefusalDate = "REFUSAL_DATE", "SKB Netralitas ASN 2022",
            "the day of the refusal is in the future or before the text was published",
            "tanggal penolakan berada di masa depan atau sebelum naskah diterbitkan";
        /// A signer who is no civil servant is told by a number and a name.
        NonAsnIdentity = "NON_ASN_IDENTITY", "UU 27/2022 Pasal 16",
            "a signer has a staff number of up to 40 characters, a name and a position of up to 200",
            "penanda tangan memiliki nomor pegawai paling panjang 40 karakter, nama dan jenis tenaga paling panjang 200";
        /// A civil servant signs as one.
        IsCivilServant = "IS_CIVIL_SERVANT", "UU 20/2023 Pasal 5",
            "this is the service number of a civil servant, who signs as one",
            "nomor ini milik pegawai ASN, yang menandatangani sebagai pegawai ASN";
        /// A signature that is already withdrawn.
        SignatureNotValid = "SIGNATURE_NOT_VALID", "SKB Netralitas ASN 2022",
            "the signature is not valid any more",
            "tanda tangan tersebut sudah tidak berlaku";
        }
    };
}
