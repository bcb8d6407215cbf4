//! Rules about personal data: reading it, correcting it, erasing it.

macro_rules! privacy_rules {
    (then $next:ident $($more:ident)*; $($rows:tt)*) => {
        $next! { then $($more)*; $($rows)*

        /// A purpose belongs to a function.
        PurposeNotOfFunction = "PURPOSE_NOT_OF_FUNCTION", "UU 27/2022 Pasal 28",
            "this purpose is not one of your office's function",
            "tujuan ini bukan tujuan fungsi instansi Anda";
        /// Without a field there is nothing to unmask.
        FieldRequired = "FIELD_REQUIRED", "UU 27/2022 Pasal 27",
            "name the fields that the purpose needs",
            "sebutkan kolom yang diperlukan untuk tujuan tersebut";
        /// Masks are taken off one person at a time, for a purpose each.
        UnmaskLimit = "UNMASK_LIMIT", "UU 27/2022 Pasal 27",
            "this seat has unmasked as many persons today as the code list READ_LIMIT allows; go on tomorrow, or ask your data protection officer",
            "kedudukan ini sudah membuka data sebanyak yang dibolehkan daftar kode READ_LIMIT hari ini; lanjutkan besok atau hubungi pejabat pelindungan data pribadi";
        /// The reading is not withheld.
        ReadingNotWithheld = "READING_NOT_WITHHELD", "",
            "the reading is not withheld from its person",
            "akses tersebut tidak ditahan dari yang bersangkutan";
        /// A claim has a value of the field's form.
        ClaimedValue = "CLAIMED_VALUE", "UU 27/2022 Pasal 6",
            "say what the record should read, in at most 200 characters",
            "sebutkan isi data yang seharusnya, paling banyak 200 karakter";
        /// The record says so already.
        RectificationUnchanged = "RECTIFICATION_UNCHANGED", "",
            "the record says so already",
            "data sudah berbunyi demikian";
        /// One request about a field at a time.
        RectificationPending = "RECTIFICATION_PENDING", "",
            "a request about this field waits for its decision",
            "permintaan atas data ini masih menunggu keputusan";
        /// Nobody decides about the own record.
        OwnRecord = "OWN_RECORD", "UU 30/2014 Pasal 42",
            "nobody decides about the own record",
            "tidak seorang pun memutus datanya sendiri";
        /// A number or an employment is corrected by an act of its own.
        CorrectionRequired = "CORRECTION_REQUIRED", "",
            "name the event by which this person's number or employment was corrected",
            "sebutkan peristiwa yang memperbaiki nomor induk atau hubungan kerja orang ini";
        /// Erased data do not come back.
        AlreadyErased = "ALREADY_ERASED", "UU 27/2022 Pasal 43",
            "the data of this person are erased",
            "data orang ini sudah dihapus";
        /// An erasure rests on a decision.
        DecreeRequired = "DECREE_REQUIRED", "UU 27/2022 Pasal 45",
            "name the decision by number and day, in at most 200 characters",
            "sebutkan nomor dan tanggal keputusan, paling banyak 200 karakter";
        /// Nothing goes while a legal process runs.
        LegalProcessHolds = "LEGAL_PROCESS_HOLDS", "UU 27/2022 Pasal 44",
            "a legal process holds the data of this person",
            "data orang ini masih diperlukan dalam proses hukum";
        /// The purpose lasts as long as the service.
        StillEmployed = "STILL_EMPLOYED", "UU 27/2022 Pasal 43",
            "the person is in the civil service; the purpose has not ended",
            "yang bersangkutan masih pegawai ASN; tujuan pemrosesan belum berakhir";
        /// The time of keeping runs.
        RetentionHolds = "RETENTION_HOLDS", "UU 27/2022 Pasal 44",
            "the time for which these data are kept is not over",
            "masa retensi data ini belum berakhir";
        /// The list of clocks has no such length of time.
        ClockUnknown = "CLOCK_UNKNOWN", "",
            "the code list CLOCK in force has no length of time for this",
            "daftar kode CLOCK yang berlaku tidak memuat jangka waktu untuk ini";
        }
    };
}
