//! Rules about what a request may look like.

macro_rules! request_rules {
    (then $next:ident $($more:ident)*; $($rows:tt)*) => {
        $next! { then $($more)*; $($rows)*

        /// The code is not in the list in force.
        CodeUnknown = "CODE_UNKNOWN", "",
            "the code is not in the code list in force on that day",
            "kode tidak ada dalam daftar kode yang berlaku pada tanggal tersebut";
        /// What is not known yet cannot be asked for.
        AsOfBeyond = "AS_OF_BEYOND_READ_POINT", "",
            "there is no such point of the order yet, and the answer could still change; ask for one up to extensions.readPoint",
            "urutan belum sampai pada titik ini sehingga jawabannya akan berubah; mintalah sampai extensions.readPoint";
        /// An end does not come before its start.
        EndBeforeStart = "END_BEFORE_START", "",
            "the end must come after the start",
            "tanggal akhir harus setelah tanggal mulai";
        /// A reason must be given.
        ReasonRequired = "REASON_REQUIRED", "",
            "a reason of 10 to 2,000 characters is required",
            "alasan sepanjang 10 sampai 2.000 karakter wajib diisi";
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
        /// A size of the log that it has not signed.
        SizeNotInLog = "SIZE_NOT_IN_LOG", "",
            "a size is a whole number, the smaller one first, up to that of the last checkpoint",
            "ukuran adalah bilangan bulat, yang lebih kecil dahulu, sampai ukuran titik periksa terakhir";
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
        /// A digest is 64 hexadecimal digits.
        DigestInvalid = "DIGEST_INVALID", "",
            "a SHA-256 digest has 64 lower-case hexadecimal digits",
            "sidik SHA-256 terdiri atas 64 digit heksadesimal huruf kecil";
        /// A text has a greatest length.
        TextTooLong = "TEXT_TOO_LONG", "",
            "the text is longer than this field takes",
            "teks melebihi panjang yang diterima bidang ini";
        /// A unit is asked for within an institution.
        InstitutionRequired = "INSTITUTION_REQUIRED", "",
            "name the institution",
            "sebutkan instansinya";
        }
    };
}
