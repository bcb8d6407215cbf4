//! Every rule that may refuse an act, in one table: its stable code, its legal basis and its two
//! texts. A text never repeats what the caller sent, so no personal data can reach an error.

use serde::{Deserialize, Serialize};

/// The language of a text shown to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English, the language of the schema.
    #[default]
    En,
    /// Indonesian (bahasa Indonesia).
    Id,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $basis:literal, $en:literal, $id:literal;)*) => {
        /// A rule of law or of the registry that can say no.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Rule { $($(#[$doc])* #[serde(rename = $code)] $name,)* }

        impl Rule {
            /// Every rule, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable code, English `UPPER_SNAKE`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The article the rule rests on; empty where it only protects the registry itself.
            #[must_use]
            pub const fn legal_basis(self) -> &'static str {
                match self { $(Self::$name => $basis,)* }
            }

            /// What a person reads.
            #[must_use]
            pub const fn text(self, locale: Locale) -> &'static str {
                match (self, locale) {
                    $((Self::$name, Locale::En) => $en, (Self::$name, Locale::Id) => $id,)*
                }
            }
        }
    };
}

rules! {
    /// A service number has 18 ASCII digits.
    ServiceNumberShape = "SERVICE_NUMBER_SHAPE", "Perka BKN 22/2007",
        "a service number (NIP or NI PPPK) has exactly 18 digits 0-9",
        "NIP atau NI PPPK terdiri atas tepat 18 angka 0-9";
    /// Digits 1-8 are a calendar day.
    ServiceNumberBirthDate = "SERVICE_NUMBER_BIRTH_DATE", "Perka BKN 22/2007",
        "digits 1 to 8 of the service number are not a calendar day",
        "angka 1 sampai 8 nomor induk bukan tanggal kalender";
    /// Digits 9-14 name the first appointment.
    ServiceNumberAppointment = "SERVICE_NUMBER_APPOINTMENT", "Perka BKN 22/2007",
        "the year of first appointment in the service number is not possible for the day of birth",
        "tahun pengangkatan pada nomor induk tidak mungkin untuk tanggal lahirnya";
    /// Digits 13-14 are 01-12 (PNS) or 21-29 (PPPK).
    ServiceNumberDigits1314 = "SERVICE_NUMBER_DIGITS_13_14", "Perka BKN 22/2007",
        "digits 13 and 14 must be 01 to 12 (PNS) or 21 to 29 (PPPK)",
        "angka ke-13 dan ke-14 harus 01 sampai 12 (PNS) atau 21 sampai 29 (PPPK)";
    /// Digit 15 is 1 or 2.
    ServiceNumberSex = "SERVICE_NUMBER_SEX", "Perka BKN 22/2007",
        "digit 15 of the service number must be 1 or 2",
        "angka ke-15 nomor induk harus 1 atau 2";
    /// The serial starts at 001.
    ServiceNumberSerial = "SERVICE_NUMBER_SERIAL", "Perka BKN 22/2007",
        "the serial number (digits 16 to 18) starts at 001",
        "nomor urut (angka ke-16 sampai ke-18) dimulai dari 001";
    /// The declared kind contradicts the number.
    ServiceNumberKind = "SERVICE_NUMBER_KIND", "UU 20/2023 Pasal 5; Perka BKN 22/2007",
        "the declared kind of civil servant contradicts the service number",
        "jenis ASN yang dinyatakan bertentangan dengan nomor induknya";
    /// A service number belongs to one person at a time.
    ServiceNumberTaken = "SERVICE_NUMBER_TAKEN", "Perka BKN 22/2007",
        "the service number belongs to another person",
        "nomor induk tersebut milik orang lain";
    /// A NIK has 16 digits of the known structure.
    NikShape = "NIK_SHAPE", "UU 24/2013 Pasal 13; PP 40/2019 Pasal 30",
        "a population number (NIK) has 16 digits: place, day of birth, serial from 0001",
        "NIK terdiri atas 16 angka: kode wilayah, tanggal lahir, nomor urut dari 0001";
    /// The NIK belongs to another person of the registry.
    NikTaken = "NIK_TAKEN", "PP 40/2019 Pasal 30",
        "the population number belongs to another person",
        "NIK tersebut milik orang lain";
    /// A region code has the Kemendagri form.
    RegionCodeShape = "REGION_CODE_SHAPE", "Kepmendagri 300.2.2-2138/2025",
        "a region code is written PP or PP.KK",
        "kode wilayah ditulis PP atau PP.KK";
    /// KK 01-69 is a regency, 71-99 a city.
    RegionLevelContradictsCode = "REGION_LEVEL_CONTRADICTS_CODE", "Kepmendagri 300.2.2-2138/2025",
        "codes 01 to 69 are regencies (kabupaten), 71 to 99 are cities (kota)",
        "kode 01 sampai 69 adalah kabupaten, 71 sampai 99 adalah kota";
    /// The region did not exist on that day.
    RegionUnknownOnDate = "REGION_UNKNOWN_ON_DATE", "Kepmendagri 300.2.2-2138/2025",
        "no region has this code on that day",
        "tidak ada wilayah dengan kode ini pada tanggal tersebut";
    /// The institution code is not known.
    InstitutionUnknown = "INSTITUTION_UNKNOWN", "",
        "no institution has this code on that day",
        "tidak ada instansi dengan kode ini pada tanggal tersebut";
    /// The unit is not one of the institution.
    UnitUnknown = "UNIT_UNKNOWN", "",
        "the institution has no unit with this code",
        "instansi tidak memiliki unit dengan kode ini";
    /// The code is not in the list in force.
    CodeUnknown = "CODE_UNKNOWN", "",
        "the code is not in the code list in force on that day",
        "kode tidak ada dalam daftar kode yang berlaku pada tanggal tersebut";
    /// An end does not come before its start.
    EndBeforeStart = "END_BEFORE_START", "",
        "the end must come after the start",
        "tanggal akhir harus setelah tanggal mulai";
    /// The person is not employed on that day.
    NotEmployed = "NOT_EMPLOYED", "UU 20/2023 Pasal 5",
        "the person has no employment as a civil servant on that day",
        "yang bersangkutan tidak berstatus pegawai ASN pada tanggal tersebut";
    /// A person has one employment at a time.
    EmploymentOverlaps = "EMPLOYMENT_OVERLAPS", "UU 20/2023 Pasal 5",
        "the person already has an employment on that day",
        "yang bersangkutan sudah memiliki hubungan kerja pada tanggal tersebut";
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
    /// A reason must be given.
    ReasonRequired = "REASON_REQUIRED", "",
        "a reason of 10 to 2,000 characters is required",
        "alasan sepanjang 10 sampai 2.000 karakter wajib diisi";
    /// Preparing and approving take two persons of two offices.
    SecondOfficeRequired = "SECOND_OFFICE_REQUIRED", "UU 30/2014 Pasal 10",
        "what one office prepared, another person of the second office approves",
        "yang disiapkan satu instansi disetujui orang lain dari instansi kedua";
    /// What was already decided.
    AlreadyDecided = "ALREADY_DECIDED", "",
        "this was decided before",
        "hal ini sudah diputuskan sebelumnya";
    /// The function is not held by the institution on that day.
    FunctionNotHeld = "FUNCTION_NOT_HELD", "",
        "the institution does not hold this function on that day",
        "instansi tidak memegang fungsi ini pada tanggal tersebut";
    /// Nobody grants a seat to oneself.
    OwnSeat = "OWN_SEAT", "UU 30/2014 Pasal 42",
        "nobody grants or ends a seat of one's own",
        "tidak seorang pun memberikan atau mengakhiri kedudukannya sendiri";
    /// The institution has an administrator already.
    FirstSeatTaken = "FIRST_SEAT_TAKEN", "",
        "the institution already has an administrator; further seats are granted there",
        "instansi sudah memiliki administrator; kedudukan lain diberikan di sana";
    /// The account is already active.
    AccountActive = "ACCOUNT_ACTIVE", "",
        "the account is already active",
        "akun sudah aktif";
    /// The invitation is not usable.
    InvitationUnusable = "INVITATION_UNUSABLE", "",
        "the invitation is unknown, used or expired",
        "undangan tidak dikenal, sudah dipakai, atau kedaluwarsa";
    /// The password is too weak.
    PasswordWeak = "PASSWORD_WEAK", "Peraturan BSSN 4/2021",
        "a password has 12 to 128 characters and is not a common one",
        "kata sandi terdiri atas 12 sampai 128 karakter dan bukan yang umum";
    /// The code exists already.
    CodeTaken = "CODE_TAKEN", "",
        "the code is in use",
        "kode sudah dipakai";
    /// Too many rows in one mutation.
    TooManyRows = "TOO_MANY_ROWS", "",
        "one mutation takes at most 500 rows; larger lists go by file",
        "satu mutasi memuat paling banyak 500 baris; daftar yang lebih besar melalui berkas";
    /// The same person twice in one list.
    DuplicateRow = "DUPLICATE_ROW", "",
        "the list names the same key twice",
        "daftar memuat kunci yang sama dua kali";
    /// A page has 1 to 200 rows.
    PageSize = "PAGE_SIZE_OUT_OF_RANGE", "",
        "first and last take 1 to 200",
        "first dan last bernilai 1 sampai 200";
    /// A page is asked for in one direction.
    PageDirection = "PAGE_BOTH_DIRECTIONS", "",
        "ask with first and after, or with last and before, not both",
        "gunakan first dan after, atau last dan before, tidak keduanya";
    /// A cursor belongs to one list of one caller.
    CursorInvalid = "INVALID_CURSOR", "",
        "the cursor is not one of this list and this caller",
        "kursor bukan milik daftar dan pemanggil ini";
    /// An id is a `TypeID` of the expected kind.
    IdInvalid = "ID_INVALID", "",
        "the id is not one of the expected kind",
        "id bukan dari jenis yang diharapkan";
    /// Too many ids at once.
    TooManyIds = "TOO_MANY_IDS", "",
        "at most 100 ids at once",
        "paling banyak 100 id sekaligus";
    /// The act is not in the matrix.
    ActUnknown = "ACT_UNKNOWN", "",
        "the matrix has no such act",
        "matriks tidak memiliki tindakan tersebut";
    /// Name and password do not belong together.
    CredentialWrong = "CREDENTIAL_WRONG", "",
        "name or password is wrong, or the account is not active",
        "nama atau kata sandi salah, atau akun belum aktif";
    /// A unit is asked for within an institution.
    InstitutionRequired = "INSTITUTION_REQUIRED", "",
        "name the institution",
        "sebutkan instansinya";
}
