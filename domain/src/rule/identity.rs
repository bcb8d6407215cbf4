//! Rules about people, places and employments.

macro_rules! identity_rules {
    (then $next:ident $($more:ident)*; $($rows:tt)*) => {
        $next! { then $($more)*; $($rows)*

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
        /// The person is not employed on that day.
        NotEmployed = "NOT_EMPLOYED", "UU 20/2023 Pasal 5",
            "the person has no employment as a civil servant on that day",
            "yang bersangkutan tidak berstatus pegawai ASN pada tanggal tersebut";
        /// A person has one employment at a time.
        EmploymentOverlaps = "EMPLOYMENT_OVERLAPS", "UU 20/2023 Pasal 5",
            "the person already has an employment on that day",
            "yang bersangkutan sudah memiliki hubungan kerja pada tanggal tersebut";
        }
    };
}
