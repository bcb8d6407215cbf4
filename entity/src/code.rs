//! The closed code lists on which the code itself decides. Open lists (positions, ranks, phases,
//! leave) are rows of `code_list`.

use async_graphql::Enum;
use sea_orm::prelude::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(
                Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum,
                Enum, Serialize, Deserialize,
            )]
            #[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
            pub enum $name {
                $($(#[$vdoc])*
                #[sea_orm(string_value = $code)]
                #[serde(rename = $code)]
                #[graphql(name = $code)]
                $variant,)*
            }

            impl $name {
                /// Every code of the list.
                pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

                /// The stable code, English `UPPER_SNAKE`.
                #[must_use]
                pub const fn code(self) -> &'static str {
                    match self { $(Self::$variant => $code,)* }
                }

                /// The code's value, if the list has it.
                #[must_use]
                pub fn parse(code: &str) -> Option<Self> {
                    Self::ALL.iter().copied().find(|it| it.code() == code)
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(self.code())
                }
            }
        )*
    };
}

mod account;
mod contest;
mod privacy;

pub use account::{AccountKind, AccountLimitScope, AccountState, LateAccounts};
pub use contest::{
    CandidateRole, CandidateState, ContestArea, ContestRule, ContestantKind, ContestantState,
    PartyScope, RoundKind, StatusGround,
};
pub use privacy::{RectifiableField, RectificationState};

codes! {
    /// Legal function that an institution holds from a date to a date (fungsi).
    Function {
        /// Assesses reports of neutrality violations (penilaian netralitas).
        NeutralityAssessment = "NEUTRALITY_ASSESSMENT",
        /// Keeps the personnel master and blocks services (administrasi kepegawaian).
        PersonnelAdministration = "PERSONNEL_ADMINISTRATION",
        /// Watches digital content (pengawasan ruang digital).
        DigitalMonitoring = "DIGITAL_MONITORING",
        /// Supervises elections (pengawasan pemilu).
        ElectionSupervision = "ELECTION_SUPERVISION",
        /// Runs elections (penyelenggaraan pemilu).
        ElectionAdministration = "ELECTION_ADMINISTRATION",
        /// Personnel authority of its own people (PPK, Pejabat Pembina Kepegawaian).
        Employer = "EMPLOYER",
        /// Decides administrative appeals (BPASN).
        AppealBoard = "APPEAL_BOARD",
        /// Sets civil-service policy (kebijakan ASN).
        CivilServicePolicy = "CIVIL_SERVICE_POLICY",
        /// Oversees regional governments (pembinaan pemerintahan daerah).
        RegionalOversight = "REGIONAL_OVERSIGHT",
        /// Handles the criminal part of a case (penegakan hukum).
        LawEnforcement = "LAW_ENFORCEMENT",
        /// Audits (pemeriksaan).
        Audit = "AUDIT",
        /// Operates the registry (penyelenggara registri).
        RegistryOperation = "REGISTRY_OPERATION",
    }
    /// Level at which a function is held (tingkat).
    Level {
        /// The whole country (pusat).
        Central = "CENTRAL",
        /// One province (provinsi).
        Province = "PROVINCE",
        /// One regency or city (kabupaten/kota).
        RegencyCity = "REGENCY_CITY",
    }
    /// What a seat may do within its office (tingkat kewenangan).
    Grade {
        /// Prepares (staf).
        Staff = "STAFF",
        /// Decides (pejabat pemutus).
        Approver = "APPROVER",
        /// Manages the seats of its own institution (administrator).
        Admin = "ADMIN",
    }
    /// How the holder of a seat is appointed.
    Appointment {
        /// Definitive (definitif).
        Definitive = "DEFINITIVE",
        /// Acting, post vacant (Plt., pelaksana tugas).
        Plt = "PLT",
        /// Acting day to day (Plh., pelaksana harian).
        Plh = "PLH",
        /// Caretaker head of region (Pj., penjabat).
        Pj = "PJ",
    }
    /// Kind of an institution (jenis instansi).
    InstitutionKind {
        /// Kementerian.
        Ministry = "MINISTRY",
        /// Lembaga pemerintah nonkementerian.
        Agency = "AGENCY",
        /// Lembaga nonstruktural.
        Commission = "COMMISSION",
        /// Kesekretariatan lembaga negara.
        StateSecretariat = "STATE_SECRETARIAT",
        /// Kejaksaan, Polri.
        LawEnforcement = "LAW_ENFORCEMENT",
        /// Direktorat jenderal.
        DirectorateGeneral = "DIRECTORATE_GENERAL",
        /// Pemerintah provinsi.
        ProvinceGovernment = "PROVINCE_GOVERNMENT",
        /// Pemerintah kabupaten.
        RegencyGovernment = "REGENCY_GOVERNMENT",
        /// Pemerintah kota.
        CityGovernment = "CITY_GOVERNMENT",
        /// Operator of this registry (penyelenggara registri).
        RegistryOperator = "REGISTRY_OPERATOR",
        /// Badan pengawas atau pertimbangan.
        OversightBody = "OVERSIGHT_BODY",
    }
    /// Level of a region (tingkat wilayah).
    RegionLevel {
        /// Provinsi.
        Province = "PROVINCE",
        /// Kabupaten.
        Regency = "REGENCY",
        /// Kota.
        City = "CITY",
    }
    /// A check of a certified signature (pemeriksaan tanda tangan tersertifikasi), in the order in
    /// which they are made.
    SignatureCheck {
        /// No larger than the limit.
        Size = "SIZE",
        /// Definite lengths, bounded sets, nothing behind the end; CMS `SignedData` in DER.
        Encoding = "ENCODING",
        /// No more certificates than the limit.
        Certificates = "CERTIFICATES",
        /// Exactly one signer.
        OneSigner = "ONE_SIGNER",
        /// The document is not inside.
        Detached = "DETACHED",
        /// The certificate that the signer names is there, once.
        SignerCertificate = "SIGNER_CERTIFICATE",
        /// SHA-256, and RSA or ECDSA on P-256 as the key says.
        Algorithms = "ALGORITHMS",
        /// The key is long enough.
        KeySize = "KEY_SIZE",
        /// Content type, message digest, signing time and signing certificate, each once.
        SignedAttributes = "SIGNED_ATTRIBUTES",
        /// The message digest is that of the document.
        Document = "DOCUMENT",
        /// The signing-certificate attribute is of the certificate used.
        CertificateReference = "CERTIFICATE_REFERENCE",
        /// The signature over the DER encoding of the signed attributes.
        Signature = "SIGNATURE",
        /// The certificate's key usage has digital signature or non-repudiation.
        KeyUsage = "KEY_USAGE",
        /// A path to a configured root, within its validity and purposes.
        Path = "PATH",
        /// The certificate is not on its issuer's current revocation list.
        Revocation = "REVOCATION",
        /// No certificate above it is on a list that is there.
        RevocationOfIssuers = "REVOCATION_OF_ISSUERS",
        /// The claimed time lies in the certificate's validity and near the receipt.
        SigningTime = "SIGNING_TIME",
        /// The certificate names the person who signs.
        Person = "PERSON",
    }
    /// How a check ended (hasil pemeriksaan).
    CheckOutcome {
        /// Passed (lolos).
        Passed = "PASSED",
        /// Failed; no further check was made (gagal).
        Failed = "FAILED",
    }
    /// Kind of civil servant (jenis ASN), UU 20/2023 Pasal 5.
    CivilServantKind {
        /// Pegawai negeri sipil.
        Pns = "PNS",
        /// Pegawai pemerintah dengan perjanjian kerja.
        Pppk = "PPPK",
    }
    /// Electoral regime: two bodies of law that are never one word.
    ElectionRegime {
        /// General election, UU 7/2017 (Pemilu).
        Pemilu = "PEMILU",
        /// Election of heads of region, UU 10/2016 (Pemilihan).
        Pemilihan = "PEMILIHAN",
    }
    /// How a pact was signed (cara penandatanganan).
    SignatureMethod {
        /// By the signer's own account: an uncertified electronic signature.
        AccountAttestation = "ACCOUNT_ATTESTATION",
        /// By a certified electronic signature (tanda tangan elektronik tersertifikasi).
        Certificate = "CERTIFICATE",
        /// In ink, recorded by the employer (tanda tangan basah).
        Paper = "PAPER",
    }
    /// State of a signature (status tanda tangan).
    SignatureState {
        /// Given, and valid only with a superior's countersignature (menunggu atasan).
        AwaitingCountersignature = "AWAITING_COUNTERSIGNATURE",
        /// Berlaku.
        Valid = "VALID",
        /// Not countersigned, with the superior's reason (ditolak verifikasi).
        CountersignatureRefused = "COUNTERSIGNATURE_REFUSED",
        /// Dicabut.
        Withdrawn = "WITHDRAWN",
    }
    /// Why somebody does not sign (jenis tidak menandatangani).
    AbstentionKind {
        /// The person refuses (menolak).
        Refusal = "REFUSAL",
        /// The employer exempts the person for a time (dibebaskan).
        Exemption = "EXEMPTION",
    }
    /// How a person stands towards the pact in force (status penandatanganan).
    PactStanding {
        /// Belum.
        NotSigned = "NOT_SIGNED",
        /// Menunggu atasan.
        AwaitingCountersignature = "AWAITING_COUNTERSIGNATURE",
        /// Sah.
        Signed = "SIGNED",
        /// Ditolak verifikasi.
        CountersignatureRefused = "COUNTERSIGNATURE_REFUSED",
        /// Menolak.
        Refused = "REFUSED",
        /// Dibebaskan.
        Exempt = "EXEMPT",
    }
    /// As what somebody countersigns (kedudukan atasan yang mengetahui).
    CountersignCapacity {
        /// Head of the signer's unit, or of the unit above for the head (kepala unit).
        HeadOfUnit = "HEAD_OF_UNIT",
        /// Delegate of that head (penerima delegasi).
        Delegate = "DELEGATE",
        /// For the personnel authority, where no head is above the signer (PPK).
        PersonnelAuthority = "PERSONNEL_AUTHORITY",
    }
    /// State of what two offices decide (status persetujuan).
    ApprovalState {
        /// Prepared by the first office, without effect (disiapkan).
        Prepared = "PREPARED",
        /// Approved by the second office, in effect (disetujui).
        Approved = "APPROVED",
        /// Refused by the second office (ditolak).
        Rejected = "REJECTED",
    }
    /// How an institution or its functions pass to others (jenis suksesi).
    SuccessionKind {
        /// One goes on under another name and code (perubahan nomenklatur).
        Rename = "RENAME",
        /// One or more are absorbed by another (penggabungan).
        Merge = "MERGE",
        /// One becomes several, and may itself remain among them (pemisahan).
        Split = "SPLIT",
        /// Functions move; the institutions remain (pengalihan fungsi).
        Transfer = "TRANSFER",
    }
    /// On which side of a succession an institution stands.
    SuccessionSide {
        /// Gives (pendahulu).
        Predecessor = "PREDECESSOR",
        /// Takes over (penerus).
        Successor = "SUCCESSOR",
    }
    /// Kind of a day off (jenis hari libur).
    HolidayKind {
        /// Libur nasional.
        NationalHoliday = "NATIONAL_HOLIDAY",
        /// Cuti bersama.
        JointLeave = "JOINT_LEAVE",
    }
    /// What an invitation is for (jenis undangan).
    InvitationKind {
        /// First activation of an account (aktivasi).
        Activation = "ACTIVATION",
        /// New password (atur ulang sandi).
        Reset = "RESET",
    }
    /// How sure a fact of the reference data is (tingkat keyakinan).
    Confidence {
        /// Read in a source.
        Confirmed = "CONFIRMED",
        /// Well known, not read.
        Common = "COMMON",
        /// Neither.
        Unconfirmed = "UNCONFIRMED",
    }
}
